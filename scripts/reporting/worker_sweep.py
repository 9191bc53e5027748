"""A problem over the workers of its pools, as a result file has it. Of the keys of the JSON, results.py knows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Mapping


@dataclass(frozen=True)
class Point:
    """A contestant with so many workers. Of one that is not ok nothing is known but why."""

    workers: int
    status: str
    reason: str  # why it is not ok; or of one that is, what is at fault with it
    by_round: Mapping[int, float]  # the median time of each round, in s
    median_s: float | None
    self_speedup: float | None  # against itself with one worker
    speedup: float | None  # against sequential
    efficiency: float | None  # that over the CPUs that so many workers can keep busy
    karp_flatt: float | None
    karp_flatt_reason: str | None  # why it is None; one worker needs no reason
    oversubscribed: bool  # more workers than CPUs

    @property
    def sound(self) -> bool:
        """It ran, and nothing is at fault with it."""
        return self.status == "ok" and not self.reason and self.median_s is not None


@dataclass(frozen=True)
class Entry:
    """A contestant with several numbers of workers, in their order."""

    contestant: str
    runtime: str
    points: tuple[Point, ...]
    cost: int | None  # COST: the fewest workers that beat sequential
    cost_reason: str | None


@dataclass(frozen=True)
class WorkerSweep:
    """One problem with everything held but the workers."""

    kind: str
    workload: str
    parameters: Mapping[str, int | str]
    cpus: int
    baseline: str  # measured, extrapolated or none
    sequential_s: float | None
    entries: tuple[Entry, ...]
