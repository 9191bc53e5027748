"""Traces of single runs, as `simul trace` writes them, as dataclasses: the only module that knows their keys.

A trace is in Chrome's trace-event format, so that Perfetto opens it. Reading is strict and fails with one line that
names the file and the fault: half a trace drawn as a timeline would look like a shorter run. What must hold of the
events is in `trace_rules`.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Mapping

from reporting import trace_rules
from reporting.results import ResultError, read_strictly
from reporting.trace_rules import Event

IN_FLIGHT, CORES = "tasks in flight", "cores busy"


class TraceError(Exception):
    """A trace that cannot be used; the message is one line."""


@dataclass(frozen=True)
class Phase:
    """What a task did for a while: it was `running` or `waiting`, `late` to wake, or wanted a `lock`.

    Or it was `unnoted`: where tasks overlap on one lane, they wait there without a note of it.
    """

    kind: str
    start_ms: float
    end_ms: float


@dataclass(frozen=True)
class Steps:
    """A number over time: each value holds from its time to the next one's."""

    times_ms: tuple[float, ...]
    values: tuple[int, ...]


@dataclass(frozen=True)
class Trace:
    """One observed run of a cell. Times are from the start of the run."""

    path: Path
    cell: str
    contestant: str
    runtime: str
    wall_ms: float
    cpus: int
    simul_version: str
    lanes: tuple[str, ...]  # thread 0, thread 1, ... or process 0, ...
    tasks: tuple[tuple[Phase, ...], ...]  # the phases of each task, without a gap
    in_flight: Steps
    cores_busy: Steps

    @property
    def workload(self) -> str:
        """io/exhibition."""
        return "/".join(self.cell.split("/")[:2])

    @property
    def parameters(self) -> dict[str, int | str]:
        """Those in the cell's name."""
        pairs = (part.partition(":") for part in self.cell.split("/")[3:])
        return {name: int(value) if value.lstrip("-").isdecimal() else value for name, _, value in pairs}


def load(path: str | Path) -> Trace:
    """The trace in a file. Raises TraceError."""
    path = Path(path)
    try:
        document = read_strictly(path)
    except ResultError as fault:
        raise TraceError(str(fault)) from None
    return checked(path, document)


def is_trace(document: Any) -> bool:
    """Whether it looks like one."""
    return isinstance(document, dict) and {"otherData", "traceEvents"} <= document.keys()


def checked(path: Path, document: Any) -> Trace:
    """What a document says that was read from there. Raises TraceError."""
    if not is_trace(document):
        raise TraceError(f"{path}: no `otherData` and `traceEvents`, so this is no trace of simul")
    try:
        return _trace(path, document["otherData"], document["traceEvents"])
    except KeyError as missing:
        raise TraceError(f"{path}: the key {missing} is missing") from None
    except trace_rules.Broken as fault:
        raise TraceError(f"{path}: {fault}") from None
    except (TypeError, ValueError, AttributeError) as fault:
        raise TraceError(f"{path}: not as `simul trace` writes it ({fault})") from None


def _trace(path: Path, head: Mapping[str, Any], events: list[Event]) -> Trace:
    for key, kind in (("cell", str), ("contestant", str), ("runtime", str), ("simul_version", str), ("tasks", int),
                      ("cpus", int), ("wall_s", (int, float))):
        if not isinstance(head[key], kind) or isinstance(head[key], bool) or head[key] in ("", 0):
            raise ValueError(f"{key} is {head[key]!r}")
    if head["cell"].split("/")[2:3] != [head["contestant"]]:
        raise ValueError(f"the cell {head['cell']!r} is not one of the contestant {head['contestant']!r}")
    by_sort = trace_rules.sorted_out(events, end_us=head["wall_s"] * 1e6)
    lanes = trace_rules.lanes(by_sort["M"])
    trace_rules.no_overlap_on_a_lane(by_sort["X"], lanes)
    phases: dict[int, list[Phase]] = defaultdict(list)
    for burst in by_sort["X"]:
        phases[burst["args"]["task"]].append(Phase("running", burst["ts"] / 1e3, (burst["ts"] + burst["dur"]) / 1e3))
    for task, kind, start, end in trace_rules.pairs(by_sort["be"]):
        phases[task].append(Phase("unnoted" if kind == "running" else kind, start / 1e3, end / 1e3))
    tasks = tuple(tuple(sorted(phases[task], key=lambda one: (one.start_ms, one.end_ms))) for task in sorted(phases))
    trace_rules.every_task_whole(sorted(phases), [[(p.start_ms, p.end_ms) for p in task] for task in tasks],
                                 head["tasks"])
    lives = [(task[0].start_ms, task[-1].end_ms) for task in tasks]
    bursts = [(phase.start_ms, phase.end_ms) for task in tasks for phase in task
              if phase.kind in ("running", "unnoted")]
    return Trace(
        path=path,
        **{key: head[key] for key in ("cell", "contestant", "runtime", "cpus", "simul_version")},
        wall_ms=head["wall_s"] * 1e3,
        lanes=tuple(lanes.values()),
        tasks=tasks,
        in_flight=Steps(*trace_rules.counter(by_sort["C"], IN_FLIGHT, "tasks", head["tasks"], lives)),
        cores_busy=Steps(*trace_rules.counter(by_sort["C"], CORES, "cores", head["cpus"], bursts,
                                              shared=any(event["cat"] == "running" for event in by_sort["be"]))),
    )
