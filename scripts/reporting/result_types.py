"""What a result file holds, as far as the scripts use it.

Made by results.py, which alone knows the keys of the JSON; what every value means is in results/README.md.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Mapping

from reporting.worker_sweep import WorkerSweep

CREATED = ("threads_created", "processes_created", "allocations", "allocated_bytes")


@dataclass(frozen=True)
class Machine:
    """Where it was measured, as far as a caption needs it."""

    cpu_model: str
    cpus: int
    kernel: str
    load_at_start: float | None
    sanitizers: str
    architecture: str = ""
    hypervisor: str | None = None


@dataclass(frozen=True)
class Build:
    """What was measured, as far as it decides what a time may be compared with."""

    version: str
    commit: str | None
    dirty: bool | None
    compiler: str
    build_type: str
    flags: str
    sanitizers: str
    native: bool
    libraries: Mapping[str, str] = field(default_factory=dict)  # that are in it, with their versions


@dataclass(frozen=True)
class Latency:
    """A histogram of all timed runs of a cell. Times in us."""

    what: str
    load: str  # closed or open
    count: int
    min: float
    mean: float
    max: float
    buckets: tuple[tuple[float, int], ...]  # the highest value that is counted here, how many; rising
    p99: float | None = None  # None: too few samples beyond it


@dataclass(frozen=True)
class Cell:
    """One contestant on one problem, with its raw samples."""

    name: str
    kind: str
    workload: str
    contestant: str
    runtime: str
    parameters: Mapping[str, int | str]
    status: str
    reason: str
    extrapolated: bool
    wall_s: tuple[float, ...]
    cpu_s: tuple[float, ...]
    rounds: tuple[int, ...]  # of each run: only runs of one round may be paired
    latency: Latency | None = None
    voluntary_switches: tuple[int, ...] = ()  # of each run
    minor_faults: tuple[int, ...] = ()  # of each run
    peak_memory_bytes: float | None = None
    created: Mapping[str, float] = field(default_factory=dict)  # those of CREATED that were counted
    memory_points: tuple[tuple[int, int], ...] = ()  # tasks in flight, bytes that the process tree held then
    memory_points_left_out: tuple[tuple[int, str], ...] = ()  # tasks, why they could not be run or not be seen
    trace: Mapping[str, Any] | None = None  # of the observed run, where traces were kept


@dataclass(frozen=True)
class Standing:
    """A contestant among the others of its problem. A metric is None where it could not be had."""

    name: str
    contestant: str
    runtime: str
    status: str
    reason: str
    runs: int
    wall_s: float | None
    wall_s_interval: tuple[float, float] | None
    rank: int | None
    verdict: str | None
    sentence: str
    metrics: Mapping[str, float | None]
    null_reasons: Mapping[str, str]
    latency: Latency | None = None
    cpu_s: float | None = None  # median, of the whole process tree
    units_per_s: float | None = None  # median: tasks, requests or nodes completed
    faults: tuple[str, ...] = ()  # what cannot be: it was measured or done wrong
    memory_points: tuple[tuple[int, int], ...] = ()  # those of its cell
    memory_points_left_out: tuple[tuple[int, str], ...] = ()

    @property
    def ok(self) -> bool:
        """Only what is ok may be compared or drawn as a number."""
        return self.status == "ok"

    def metric(self, name: str) -> float | None:
        """None as well for metrics that this file's version of simul did not have."""
        return self.metrics.get(name)


@dataclass(frozen=True)
class Comparison:
    """All contestants of one workload at one point of its parameters."""

    kind: str
    workload: str
    parameters: Mapping[str, int | str]
    baseline: str  # measured, extrapolated or none
    standings: tuple[Standing, ...]

    @property
    def title(self) -> str:
        """The same words as the folder that holds the workload: io/echo."""
        return f"{self.kind}/{self.workload}"

    @property
    def ideal_speedup(self) -> float | None:
        """Baseline over the lower bound on time. It is the same whoever it is derived from."""
        for standing in self.standings:
            speedup, share = standing.metric("speedup"), standing.metric("of_ideal")
            if speedup is not None and share:
                return speedup / share
        return None


@dataclass(frozen=True)
class Grains:
    """A contestant over tasks of several lengths. METG is None where the sweep does not cross that efficiency."""

    contestant: str
    runtime: str
    metg_s: float | None
    interval: tuple[float, float] | None
    reason: str  # why it is None
    points: tuple[tuple[float, float], ...]  # granularity in s, efficiency


@dataclass(frozen=True)
class GrainSweep:
    """One workload with everything held but the length of its tasks."""

    kind: str
    workload: str
    parameters: Mapping[str, int | str]
    efficiency: float  # at which METG is read
    contestants: tuple[Grains, ...]


@dataclass(frozen=True)
class Result:
    """One result file."""

    path: Path
    profile: str
    complete: bool
    started: str
    workers: int
    steps_per_us: int
    pinned: bool
    isolated: bool
    machine: Machine
    build: Build
    context: Mapping[str, Any]  # Google Benchmark's, as it is
    cells: tuple[Cell, ...]
    comparisons: tuple[Comparison, ...]
    sweeps: tuple[GrainSweep, ...]
    worker_sweeps: tuple[WorkerSweep, ...]
