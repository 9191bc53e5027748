"""Where a series of measurements shifted: a test of ranks over all splits, so that no shape of noise raises alarms.

The statistic is Mann and Whitney's, standardised, at its greatest over all splits of an interval (Hawkins and Deng, "A
nonparametric change-point control chart", J. Quality Technology 42, 2010), and over seeded intervals, which leave no
shift between two others unseen (Kovacs, Buehlmann, Li and Munk, "Seeded binary segmentation", Biometrika 110, 2023). The
narrowest interval that exceeds the critical value gives a change point, and both sides of it are searched in turn
(Baranowski, Chen and Fryzlewicz, "Narrowest-over-threshold detection", JRSS B 81, 2019).

Ranks of independent samples of anything continuous are a random permutation: the critical value depends on the length
alone, and holds for every distribution. Samples that depend on their neighbours raise more alarms than the level says.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Sequence

import numpy as np

SEGMENT = 3  # points on either side of a shift, at least
SHORTEST = 8  # of a series: fewer points can show nothing at these levels
LONGEST = 200  # of a longer series the last so many points are searched
FOUND, CONFIRMED = 0.01, 0.001  # false alarms per series that does not change

# critical_values() of 100,000 permutations (seed 444). Between two lengths the greater value holds.
LENGTHS = (8, 10, 12, 15, 20, 25, 30, 40, 50, 65, 80, 100, 125, 160, 200)
CRITICAL = {
    FOUND: (2.309, 2.558, 2.717, 2.872, 3.064, 3.199, 3.281, 3.410, 3.509, 3.615, 3.708, 3.783, 3.845, 3.943, 4.005),
    CONFIRMED: (2.309, 2.611, 2.882, 3.182, 3.382, 3.558, 3.686, 3.806, 3.945, 4.053, 4.171, 4.255, 4.290, 4.391, 4.461),
}


@dataclass(frozen=True)
class ChangePoint:
    """The values from `at` on differ from those before it, back to the change point before that."""

    at: int
    confirmed: bool  # at the stricter level, too
    ratio: float  # of the values behind it to those before it
    interval: tuple[float, float]  # 95 %, of that ratio


def change_points(values: Sequence[float], least_shift: float = 0.03) -> list[ChangePoint]:
    """The shifts of a series of positive numbers, in order. Those smaller than `least_shift`, as a share, are left out."""
    skipped = max(0, len(values) - LONGEST)
    logs = np.log(np.asarray(values[skipped:], dtype=float))
    splits = _refined(logs, _search(logs, 0, len(logs)))
    while splits:
        points = [_measured(logs, low, at, high) for low, at, high in _neighbours(splits, len(logs))]
        small = [abs(np.log(point.ratio)) for point in points]
        least = int(np.argmin(small))
        if small[least] >= np.log1p(least_shift):
            return [ChangePoint(point.at + skipped, point.confirmed, point.ratio, point.interval) for point in points]
        splits = _refined(logs, splits[:least] + splits[least + 1:])
    return []


def seeded_intervals(length: int) -> list[tuple[int, int]]:
    """Start and length of intervals of falling lengths, each a root of two shorter and half overlapped; narrow last."""
    intervals, layer = [], 0
    while (narrow := int(np.ceil(length * 2 ** (-layer / 2)))) >= 2 * SEGMENT:
        count = 2 * int(np.ceil(2 ** (layer / 2))) - 1
        starts = np.unique(np.linspace(0, length - narrow, count).astype(int))
        intervals += [(int(start), narrow) for start in starts]
        layer += 1
    return intervals


def statistics(values: np.ndarray) -> np.ndarray:
    """Mann and Whitney's statistic for each split of the last axis, from SEGMENT points on the left to as many right."""
    length = values.shape[-1]
    ranks = _ranks(values)
    left = np.arange(SEGMENT, length - SEGMENT + 1)
    sums = ranks.cumsum(axis=-1)[..., left - 1]
    return np.abs(sums - left * (length + 1) / 2) / np.sqrt(left * (length - left) * (length + 1) / 12)


def critical(level: float, length: int) -> float:
    """What the greatest statistic of a series without a shift exceeds with this probability."""
    above = np.searchsorted(LENGTHS, length)
    return max(CRITICAL[level][max(0, above - 1):above + 1])


def critical_values(permutations: int = 100_000, seed: int = 444) -> dict[float, tuple[float, ...]]:
    """The table CRITICAL, made anew: a minute or so."""
    random, table = np.random.default_rng(seed), {level: [] for level in CRITICAL}
    for length in LENGTHS:
        series = random.random((permutations, length))
        greatest = np.zeros(permutations)
        for start, narrow in seeded_intervals(length):
            greatest = np.maximum(greatest, statistics(series[:, start:start + narrow]).max(axis=-1))
        for level, values in table.items():
            values.append(float(np.quantile(greatest, 1 - level, method="higher")))
    return {level: tuple(round(value, 3) for value in values) for level, values in table.items()}


def _ranks(values: np.ndarray) -> np.ndarray:
    """From 1; equal values share the mean of theirs, so that a series of whole numbers shows no order in them."""
    if values.ndim > 1:  # random numbers, of which no two are equal
        return values.argsort(axis=-1).argsort(axis=-1) + 1.0
    _, place, count = np.unique(values, return_inverse=True, return_counts=True)
    last = count.cumsum()
    return (last - (count - 1) / 2)[place]


def _search(logs: np.ndarray, low: int, high: int) -> list[int]:
    """Splits between `low` and `high`, in order."""
    if high - low < SHORTEST:
        return []
    threshold = critical(FOUND, high - low)
    for start, narrow in reversed(seeded_intervals(high - low)):
        found = statistics(logs[low + start:low + start + narrow])
        if found.max() > threshold:
            at = low + start + SEGMENT + int(found.argmax())
            return _search(logs, low, at) + [at] + _search(logs, at, high)
    return []


def _refined(logs: np.ndarray, splits: list[int]) -> list[int]:
    """Each split moved to where the values between its neighbours differ most: the interval that gave it was narrow."""
    moved = [0]
    for at, high in zip(splits, [*splits[1:], len(logs)]):
        low = moved[-1]
        moved.append(low + SEGMENT + int(statistics(logs[low:high]).argmax()) if high - low >= 2 * SEGMENT else at)
    return moved[1:]


def _neighbours(splits: list[int], length: int) -> list[tuple[int, int, int]]:
    edges = [0, *splits, length]
    return list(zip(edges, splits, edges[2:]))


def _measured(logs: np.ndarray, low: int, at: int, high: int) -> ChangePoint:
    """The shift at `at`: Hodges and Lehmann's median of all differences, and Moses' interval around it."""
    before, behind = logs[low:at], logs[at:high]
    differences = np.sort(np.subtract.outer(behind, before), axis=None)
    pairs, both = len(differences), len(before) + len(behind)
    reach = 1.96 * np.sqrt(pairs * (both + 1) / 12)
    first = max(0, int(np.floor(pairs / 2 - reach)))
    strength = statistics(logs[low:high])[at - low - SEGMENT] if SEGMENT <= at - low <= high - low - SEGMENT else 0.0
    return ChangePoint(at, bool(high - low >= SHORTEST and strength > critical(CONFIRMED, high - low)),
                       float(np.exp(np.median(differences))),
                       (float(np.exp(differences[first])), float(np.exp(differences[pairs - 1 - first]))))
