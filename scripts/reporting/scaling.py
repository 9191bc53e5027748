"""What a sweep over workers tells of each contestant, as data: the laws that fit, Karp-Flatt, COST. No drawing here.

Who takes part in a fit: points that are sound, with at most as many workers as there are CPUs. The laws speak of workers
that all have a CPU; more of them share the CPUs, and a fit would call that contention. Where tasks wait a worker that
waits needs no CPU: there workers are load, as a queue's customers are, and all of them take part.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Sequence

import numpy as np

from reporting import fits, palette, wording
from reporting.fits import Fit, counted
from reporting.worker_sweep import Entry, Point, WorkerSweep


@dataclass(frozen=True)
class Scaled:
    """One contestant."""

    entry: Entry
    amdahl: Fit
    usl: Fit
    trend: str | None  # of the Karp-Flatt metric over workers: see fits.trend()
    bound: str  # what its speed-up cannot exceed, in words; empty where that is not known

    @property
    def contestant(self) -> str:
        return self.entry.contestant

    @property
    def runtime(self) -> str:
        return self.entry.runtime

    @property
    def law(self) -> Fit | None:
        """The one to draw: Amdahl's, or the USL where it is sure that pairs of workers cost something."""
        if not self.usl.reason and (self.amdahl.reason or self.usl.crosstalk.interval[0] > 0):
            return self.usl
        return None if self.amdahl.reason else self.amdahl

    @property
    def drawn(self) -> list[Point]:
        """Those with a speed-up."""
        return [point for point in self.entry.points if point.sound and point.speedup is not None]

    @property
    def failed(self) -> list[Point]:
        """Those that did not run, or with which something is at fault."""
        return [point for point in self.entry.points if not point.sound]

    @property
    def most(self) -> Point | None:
        """The one with the largest speed-up."""
        return max(self.drawn, key=lambda point: point.speedup, default=None)

    @property
    def karp_flatt(self) -> list[tuple[int, float]]:
        """Workers, experimentally determined serial fraction."""
        return [(point.workers, point.karp_flatt) for point in self.entry.points if _told(point)]

    @property
    def karp_flatt_reason(self) -> str:
        """Why there is none."""
        reasons = [point.karp_flatt_reason for point in self.entry.points if point.karp_flatt_reason]
        return reasons[0] if reasons else "no point has as many CPUs as workers"


@dataclass(frozen=True)
class Scaling:
    """One figure, or one table: a problem."""

    title: str
    subtitle: str
    cpus: int
    waits: bool  # whether its workers are load that needs no CPU each
    baseline: str
    sequential_s: float | None
    contestants: tuple[Scaled, ...]

    def lanes(self, workers) -> np.ndarray:
        """How many of so many workers can be busy at once."""
        return np.asarray(workers, float) if self.waits else np.minimum(workers, self.cpus)


def scaling(sweep: WorkerSweep) -> Scaling:
    """All that can be said of a sweep."""
    waits = tasks_wait(sweep)
    contestants = [scaled(entry, sweep.cpus, waits, sweep.sequential_s) for entry in sweep.entries]
    contestants.sort(key=lambda one: (palette.runtime_order(one.runtime), one.contestant))
    return Scaling(f"{sweep.kind}/{sweep.workload}", wording.parameters(sweep.parameters), sweep.cpus, waits,
                   sweep.baseline, sweep.sequential_s, tuple(contestants))


def tasks_wait(sweep: WorkerSweep) -> bool:
    """Whether most of the work is waiting. Not all of kind io is: files may be in the page cache, and reading them CPU
    work. Then Karp and Flatt's metric is told, which is null where at most half of the baseline is CPU work."""
    return sweep.kind == "io" and all(point.karp_flatt is None for entry in sweep.entries for point in entry.points)


def scaled(entry: Entry, cpus: int, waits: bool, sequential_s: float | None) -> Scaled:
    """One contestant. Without a baseline its laws are fitted to throughputs, and their scale says nothing."""
    points = taking_part(entry.points, waits)
    workers = [point.workers for point in points]
    work = sequential_s or 1.0
    speedups, rounds = [work / point.median_s for point in points], common_rounds(points)
    by_round = None if rounds is None else work / rounds
    return Scaled(entry, fits.amdahl(workers, speedups, by_round), fits.usl(workers, speedups, by_round),
                  trend(points), bound(points, cpus, waits))


def taking_part(points: Sequence[Point], waits: bool) -> list[Point]:
    """Those that a law may be fitted to."""
    return [point for point in points if point.sound and (waits or not point.oversubscribed)]


def common_rounds(points: Sequence[Point]) -> np.ndarray | None:
    """The times of the rounds that all of them have, a row each; None where there are none."""
    if not points:
        return None
    common = sorted(set.intersection(*(set(point.by_round) for point in points)))
    return np.array([[point.by_round[number] for point in points] for number in common]) if common else None


def trend(points: Sequence[Point]) -> str | None:
    """Of the Karp-Flatt metric where it is told, over the rounds that these points have in common."""
    told = [point for point in points if point.workers == 1 or _told(point)]
    rounds = common_rounds(told)
    return fits.trend([point.workers for point in told], rounds) if rounds is not None and told[0].workers == 1 else None


def bound(points: Sequence[Point], cpus: int, waits: bool) -> str:
    """The asymptotic bound, which needs no law: n workers are at most n times as fast as one. Where they are faster, that."""
    if len(points) < 2 or points[0].workers != 1 or points[0].speedup is None:
        return ""
    last = points[-1]
    lanes = last.workers if waits else min(last.workers, cpus)
    gain = last.speedup / points[0].speedup
    if gain > (1 + fits.WORST) * lanes:
        return f"{counted(last.workers)} are {wording.times(gain)} as fast as one, which no law of workers explains"
    reached = gain / lanes
    return (f"{wording.amount(points[0].speedup)} per worker is the bound; at {counted(last.workers)} {100 * reached:.0f} % of "
            "it is reached")


def _told(point: Point) -> bool:
    return point.sound and not point.oversubscribed and point.karp_flatt is not None
