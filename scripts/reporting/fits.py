"""Amdahl's law and the universal scalability law fitted to speed-ups over workers, and whether they may be believed.

Both are one curve, speed-up = scale n / (1 + serial (n - 1) + crosstalk n (n - 1)): G. M. Amdahl, "Validity of the single
processor approach", AFIPS 1967, is that without crosstalk; N. J. Gunther, Guerrilla Capacity Planning, 2007, chapter 4,
with it. `scale` is the speed-up of one worker, fitted like the others: fixed to the measured one it would hand that
point's noise to all. So fitted, speed-ups may be against anything, and throughputs will do.

n / speed-up is linear in 1, n and n (n - 1), and 0 <= serial <= 1, crosstalk >= 0 say that none of the three has a negative
share: least squares that are not negative. Each point weighs as much as its inverse, so that residuals are relative, as
the noise of times is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Sequence

import numpy as np
from scipy.optimize import nnls
from scipy.special import stdtrit

LEAST_COUNTS = {"Amdahl": 3, "USL": 6}
"""Different numbers of workers. Through 2 points a curve of 2 parameters always passes, which says nothing for the law; the
USL has 3, one of which is told by the bend at the end alone."""
WORST = 0.05  # a curve further off than this at any point is not the law that the points follow
LEAST_ROUNDS = 6  # with fewer, their medians cannot vary as much as new rounds would
RESAMPLES, SEED, LEVEL = 2000, 444, 0.95
ROUNDS, SCATTER = "rounds", "scatter"
GROWS, CONSTANT, FALLS = "grows", "constant", "falls"

Interval = tuple[float, float]


@dataclass(frozen=True)
class Estimate:
    """A parameter. The interval is of 95 %; None where neither rounds nor residuals tell."""

    value: float
    interval: Interval | None


@dataclass(frozen=True)
class Fit:
    """A law for one contestant. Where `reason` is not empty it may not be shown, and without `shares` there is none."""

    law: str
    workers: tuple[int, ...]
    shares: np.ndarray | None = None  # of 1, n and n (n - 1) in n / speed-up
    draws: np.ndarray | None = None  # the same of each resample
    scatter: np.ndarray | None = None  # covariance of the shares, where there are no rounds
    worst: float = 0.0  # residual, relative to the curve
    worst_at: int = 0  # workers
    reason: str = ""

    @property
    def intervals_from(self) -> str | None:
        """`rounds`: the same rounds again would move it so far. `scatter`: the points lie so far off the curve."""
        return ROUNDS if self.draws is not None else SCATTER if self.scatter is not None else None

    @property
    def scale(self) -> Estimate:
        """The speed-up of one worker."""
        return self._estimate(lambda shares: 1 / _one(shares), (0.0, np.inf))

    @property
    def serial(self) -> Estimate:
        """Share of one worker's time that further workers do not shorten; to the USL, contention. From 0 to 1."""
        return self._estimate(lambda shares: shares[..., 1] / _one(shares), (0.0, 1.0))

    @property
    def crosstalk(self) -> Estimate:
        """What each pair of workers costs, in times of one worker. Amdahl's is 0."""
        return self._estimate(lambda shares: shares[..., 2] / _one(shares), (0.0, np.inf))

    @property
    def peak(self) -> float | None:
        """Workers at which the USL's curve turns down; None unless that lies within the measured numbers."""
        if not self.crosstalk.value:
            return None
        at = float(np.sqrt((1 - self.serial.value) / self.crosstalk.value))
        return at if 1 < at < max(self.workers) else None

    def at(self, workers: Sequence[float]) -> np.ndarray:
        """The curve."""
        return _curve(self.shares, workers)

    def band(self, workers: Sequence[float]) -> tuple[np.ndarray, np.ndarray] | None:
        """Where the curves of 95 % of the resamples pass, at each number of workers; None without rounds."""
        if self.draws is None:
            return None
        low, high = np.quantile(_curve(self.draws[:, np.newaxis, :], workers), _tails(), axis=0)
        return low, high

    def _estimate(self, parameter, bounds: Interval) -> Estimate:
        value = float(parameter(self.shares))
        if self.draws is not None:
            low, high = np.quantile(parameter(self.draws), _tails())
        elif self.scatter is not None:
            spread = np.sqrt(_gradient(parameter, self.shares) @ self.scatter @ _gradient(parameter, self.shares))
            half = stdtrit(len(self.workers) - _free(self.law), _tails()[1]) * spread  # Student's t
            low, high = np.clip((value - half, value + half), *bounds)
        else:
            return Estimate(value, None)
        return Estimate(value, (float(low), float(high)))


def amdahl(workers: Sequence[int], speedups: Sequence[float], rounds: np.ndarray | None = None) -> Fit:
    """speed-up = scale n / (1 + serial (n - 1)). `rounds` has a row of speed-ups per round. Raises ValueError."""
    return _fit("Amdahl", workers, speedups, rounds)


def usl(workers: Sequence[int], throughputs: Sequence[float], rounds: np.ndarray | None = None) -> Fit:
    """throughput = scale n / (1 + serial (n - 1) + crosstalk n (n - 1)); see amdahl()."""
    return _fit("USL", workers, throughputs, rounds)


def karp_flatt(workers, self_speedup):
    """The experimentally determined serial fraction (A. H. Karp, H. P. Flatt, CACM 33, 1990), for 2 workers and more."""
    return (1 / self_speedup - 1 / workers) / (1 - 1 / workers)


def trend(workers: Sequence[int], rounds: np.ndarray) -> str | None:
    """How the Karp-Flatt metric goes with the workers, who begin with 1; `rounds` has a row of times per round.

    A serial part is the same for all numbers of workers. Overhead that comes with them lets it grow: to the USL it is
    serial + crosstalk n. None where there are too few numbers or rounds to tell; a drift that new rounds may undo is none.
    """
    if len(workers) < LEAST_COUNTS["Amdahl"] + 1 or len(rounds) < LEAST_ROUNDS:
        return None
    n, times = np.asarray(workers[1:], float), resampled(np.asarray(rounds, float))
    gains = times[:, :1] / times[:, 1:]
    weights = np.median(gains, axis=0)  # the metric's noise is that of 1 / gain
    low, high = np.quantile([np.polyfit(n, karp_flatt(n, gain), 1, w=weights)[0] for gain in gains], _tails())
    return GROWS if low > 0 else FALLS if high < 0 else CONSTANT


def counted(workers: int) -> str:
    """1 worker, 2 workers."""
    return f"{workers} worker{'s' if workers > 1 else ''}"


def resampled(rounds: np.ndarray) -> np.ndarray:
    """Medians over rounds drawn with replacement, the same ones for all columns: what disturbed a round hit all of it."""
    drawn = np.random.default_rng(SEED).integers(len(rounds), size=(RESAMPLES, len(rounds)))
    return np.median(rounds[drawn], axis=1)


def _fit(law: str, workers: Sequence[int], speedups: Sequence[float], rounds: np.ndarray | None) -> Fit:
    n, y = np.asarray(workers, float), np.asarray(speedups, float)
    if len(n) != len(y) or len(set(workers)) != len(n):
        raise ValueError("there must be one speed-up for each number of workers")
    if not ((n >= 1).all() and np.isfinite(y).all() and (y > 0).all()):
        raise ValueError("workers start at 1, and speed-ups are positive")
    if len(n) < LEAST_COUNTS[law]:
        return Fit(law, tuple(workers), reason=f"{LEAST_COUNTS[law]} different numbers of workers are needed, "
                                               f"and there are {len(n)}")
    terms = _terms(n)[:, :_free(law)]
    shares, off = _solved(terms, n, y)
    draws = scatter = None
    if rounds is not None and len(rounds) >= LEAST_ROUNDS:
        draws = np.array([_solved(terms, n, medians)[0] for medians in resampled(np.asarray(rounds, float))])
    else:
        scatter = _covariance(terms * (y / n)[:, np.newaxis], off)
    relative = y / _curve(shares, n) - 1
    at = int(np.abs(relative).argmax())
    worst = float(abs(relative[at]))
    reason = "" if worst < WORST else (f"the curve is off by {100 * worst:.2g} % at {counted(workers[at])}, and less than "
                                       f"{100 * WORST:g} % is allowed")
    return Fit(law, tuple(workers), shares, draws, scatter, worst, workers[at], reason)


def _terms(n: np.ndarray) -> np.ndarray:
    return np.stack((np.ones_like(n), n, n * (n - 1)), axis=-1)


def _free(law: str) -> int:
    return 2 if law == "Amdahl" else 3


def _solved(terms: np.ndarray, n: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The shares, padded to three, and the relative residuals."""
    weighted = terms * (y / n)[:, np.newaxis]
    found, _ = nnls(weighted, np.ones_like(n))
    return np.pad(found, (0, 3 - len(found))), 1 - weighted @ found


def _covariance(weighted: np.ndarray, off: np.ndarray) -> np.ndarray:
    """Of unbounded least squares, which it also is at a bound; padded to three."""
    rows, columns = weighted.shape
    found = np.linalg.inv(weighted.T @ weighted) * (off @ off) / (rows - columns)
    return np.pad(found, (0, 3 - columns))


def _one(shares: np.ndarray) -> np.ndarray:
    """n / speed-up at n = 1."""
    return shares[..., 0] + shares[..., 1]


def _curve(shares: np.ndarray, workers: Sequence[float]) -> np.ndarray:
    n = np.asarray(workers, float)
    return n / (shares * _terms(n)).sum(axis=-1)


def _gradient(parameter, shares: np.ndarray) -> np.ndarray:
    step = 1e-6 * _one(shares)
    return np.array([(parameter(shares + step * one) - parameter(shares - step * one)) / (2 * step) for one in np.eye(3)])


def _tails() -> Interval:
    return (1 - LEVEL) / 2, (1 + LEVEL) / 2
