"""Rank tests against a tolerance, and the estimates and intervals that go with them.

All are exact for any distribution of the noise. `signed_rank_p` takes many samples at once, so that the false-alarm rate
and the power can be had by simulation.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Sequence

import numpy as np

ALPHA = 0.01
"""The level of the gate's tests."""


@lru_cache(maxsize=None)
def signed_rank_tail(n: int) -> np.ndarray:
    """P(W >= w) for w = 0 ... n (n + 1) / 2, W the sum of those ranks of n whose sign is positive."""
    counts = np.ones(1)
    for rank in range(1, n + 1):
        counts = (np.pad(counts, (0, rank)) + np.pad(counts, (rank, 0))) / 2
    return np.cumsum(counts[::-1])[::-1]


def signed_rank_p(differences: np.ndarray | Sequence[float], shift: float = 0.0) -> np.ndarray:
    """P values, along the last axis, of the differences being symmetric about at most `shift`.

    Ties are broken against the alternative, and a difference of just `shift` counts against it: with counters, which are
    full of both, the test is on the safe side.
    """
    d = np.asarray(differences, dtype=float) - shift
    d = np.take_along_axis(d, np.argsort(d <= 0, axis=-1, kind="stable"), axis=-1)  # among equals, positive ones first
    d = np.take_along_axis(d, np.argsort(np.abs(np.round(d, 12)), axis=-1, kind="stable"), axis=-1)
    n = d.shape[-1]
    w = ((d > 0) * np.arange(1, n + 1)).sum(axis=-1)
    return signed_rank_tail(n)[w]


def hodges_lehmann(differences: Sequence[float], confidence: float = 0.98) -> tuple[float, float, float]:
    """The median of all pairwise means, and its exact interval; infinite where there are too few differences."""
    d = np.asarray(differences, dtype=float)
    first, second = np.triu_indices(len(d))
    walsh = np.sort((d[first] + d[second]) / 2)
    low, high = _between(walsh, signed_rank_tail(len(d)), (1 - confidence) / 2)
    return float(np.median(walsh)), low, high


@lru_cache(maxsize=None)
def rank_sum_tail(m: int, n: int) -> np.ndarray:
    """P(U >= u) for u = 0 ... m n, U the number of pairs in which the one of m exceeds the one of n."""
    ways = np.zeros((m + 1, m * n + 1))  # how m of the m + n ranks can be chosen, by their sum above the least
    ways[0, 0] = 1
    for rank in range(m + n):
        for chosen in range(min(rank + 1, m), 0, -1):
            above = rank - (chosen - 1)  # what this rank adds as the chosen-th smallest
            if above <= n:
                ways[chosen, above:] += ways[chosen - 1, :m * n + 1 - above]
    return np.cumsum((ways[m] / ways[m].sum())[::-1])[::-1]


def rank_sum_p(ours: Sequence[float], theirs: Sequence[float], shift: float = 0.0) -> float:
    """P value of ours being larger than theirs by at most `shift`; ties count against the alternative."""
    pairs = np.subtract.outer(np.asarray(ours, float), np.asarray(theirs, float)) - shift
    return float(rank_sum_tail(len(ours), len(theirs))[int((pairs > 1e-12).sum())])


def location_shift(ours: Sequence[float], theirs: Sequence[float],
                   confidence: float = 0.95) -> tuple[float, float, float]:
    """The median of all pairwise differences, and its exact interval; infinite where there are too few."""
    pairs = np.sort(np.subtract.outer(np.asarray(ours, float), np.asarray(theirs, float)).ravel())
    low, high = _between(pairs, rank_sum_tail(len(ours), len(theirs)), (1 - confidence) / 2)
    return float(np.median(pairs)), low, high


def _between(ordered: np.ndarray, tail: np.ndarray, beyond: float) -> tuple[float, float]:
    """The order statistics between which the statistic's distribution leaves at most `beyond` on either side."""
    rejecting = int((tail <= beyond).sum())  # values of the statistic that a one-sided test would reject
    if rejecting == 0:
        return -np.inf, np.inf
    return float(ordered[rejecting - 1]), float(ordered[len(ordered) - rejecting])


def holm(p_values: Sequence[float], alpha: float) -> list[bool]:
    """Which hypotheses fall when all that fall are wrongly so with a probability of at most alpha."""
    rejected = [False] * len(p_values)
    for place, which in enumerate(sorted(range(len(p_values)), key=lambda i: p_values[i])):
        if p_values[which] > alpha / (len(p_values) - place):
            break
        rejected[which] = True
    return rejected


def least_rounds(alpha: float, hypotheses: int = 1) -> int:
    """With fewer, the signed-rank test cannot reject whatever it sees."""
    n = 1
    while 0.5**n > alpha / hypotheses:
        n += 1
    return n


def pair_noise(differences: Sequence[float]) -> float:
    """Half the width of the middle 68 %: the standard deviation of normal noise, and no hostage of single outliers."""
    low, high = np.percentile(np.asarray(differences, float), (15.865, 84.135))
    return float(high - low) / 2


def detectable(noise: float, rounds: int, tolerance: float) -> float:
    """The smallest relative effect that the test against the tolerance sees in four of five cases, normal noise.

    3.242 is (2.326 + 0.842) / sqrt(0.955): the percentiles of the level and of the power, and the test's efficiency. The
    rest is what few rounds cost, from a simulation.
    """
    if rounds < least_rounds(ALPHA):
        return float("inf")
    return float(np.expm1(np.log1p(tolerance) + (3.242 + 4.2 / (rounds - 4)) * noise / np.sqrt(rounds)))
