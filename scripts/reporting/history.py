"""The history of results: one line of JSON per run, appended to one file per machine, never rewritten but by pruning.

Lines stand for themselves and in any order, so that two branches' histories merge by keeping both sides' lines
(`merge=union` in .gitattributes), and a run that is there twice counts once. What cannot be read is left where it is and
reported: the marks of a merge conflict, the half of a line that a full disk left.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Callable, Iterable, Mapping, NamedTuple

from reporting.quantities import count, mebibytes, seconds, size
from reporting.result_types import Machine, Result, Standing
from reporting.results import ResultError

VERSION = 1
MARKS = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")


class Kept(NamedTuple):
    """A metric of the history, in words and with its unit."""

    words: str
    show: Callable[[float], str]


METRICS = {  # of all of them less is better
    "wall_s": Kept("time", seconds),
    "cpu_s": Kept("CPU time", seconds),
    "p99_us": Kept("p99", lambda value: seconds(value / 1e6)),
    "context_switches": Kept("context switches", count),
    "peak_memory_bytes": Kept("peak memory", mebibytes),
    "bytes_per_task": Kept("bytes per task", count),
    "threads_created": Kept("threads created", count),
    "processes_created": Kept("processes created", count),
    "allocations": Kept("allocations", count),
    "allocated_bytes": Kept("allocated bytes", size),
}


@dataclass(frozen=True)
class Entry:
    """One run. `machine` names the file; within it, runs of one `series` may be compared."""

    machine: str
    series: str  # of what else must be equal: see series_of
    started: str  # UTC, as in the result; orders a series
    commit: str | None
    dirty: bool | None
    about: Mapping[str, str]  # for people: the processor, the kernel, the compiler
    cells: Mapping[str, Mapping[str, float]]  # by name: those of METRICS that are known
    failed: Mapping[str, str] = field(default_factory=dict)  # by name: the status of cells that were not ok, or "fault"
    version: int = VERSION

    @property
    def id(self) -> str:
        """The same for the same run, wherever it was added."""
        return hashlib.sha256(self.line().encode()).hexdigest()[:16]

    def line(self) -> str:
        """As it stands in the file, without the end of line."""
        return json.dumps(asdict(self), sort_keys=True, separators=(",", ":"), allow_nan=False)


@dataclass(frozen=True)
class History:
    """All runs that could be read, oldest first, and one line about each piece that could not."""

    entries: tuple[Entry, ...]
    faults: tuple[str, ...]

    def series(self) -> dict[tuple[str, str], list[Entry]]:
        """Runs that may be compared, oldest first, by machine and series."""
        found: dict[tuple[str, str], list[Entry]] = {}
        for entry in self.entries:
            found.setdefault((entry.machine, entry.series), []).append(entry)
        return found


def entry_of(result: Result, machine: str | None = None) -> Entry:
    """The line that a result becomes. Raises ResultError for one that must not be part of a history."""
    if not result.complete:
        raise ResultError(f"{result.path}: the run was interrupted; only complete runs make a history")
    if result.machine.sanitizers:
        raise ResultError(f"{result.path}: measured with {result.machine.sanitizers} sanitizers, which is no measurement")
    standings = [standing for comparison in result.comparisons for standing in comparison.standings]
    cells = {s.name: known for s in standings if s.ok and not s.faults and (known := kept(s))}
    if not cells:
        raise ResultError(f"{result.path}: no cell is ok, so there is nothing to keep")
    return Entry(
        machine=machine or machine_id(result.machine),
        series=series_of(result),
        started=result.started,
        commit=result.build.commit,
        dirty=result.build.dirty,
        about={"cpu": f"{result.machine.cpu_model}, {result.machine.cpus} CPUs", "kernel": result.machine.kernel,
               "compiler": result.build.compiler, "flags": result.build.flags, "profile": result.profile},
        cells=cells,
        failed={s.name: s.status if not s.ok else "fault" for s in standings if s.faults or s.status not in ("ok", "unsupported")},
    )


def kept(standing: Standing) -> dict[str, float]:
    """Those of METRICS that a contestant has."""
    tail = standing.latency.p99 if standing.latency else None
    values = {"wall_s": standing.wall_s, "p99_us": tail, "cpu_s": standing.cpu_s,
              **{name: standing.metric(name) for name in METRICS if name in standing.metrics}}
    return {name: value for name, value in values.items() if value is not None and value > 0}


def machine_id(machine: Machine) -> str:
    """Of the hardware as far as a program sees it. Two machines of one kind have one id, unless they are named."""
    return digest(machine.cpu_model, machine.architecture, machine.cpus, machine.hypervisor)


def series_of(result: Result) -> str:
    """Of what makes two runs on one machine incomparable: the compiler and its flags, the work, and the conditions."""
    build = result.build
    return digest(build.compiler, build.flags, build.native, result.pinned, result.isolated, result.workers,
                  result.steps_per_us)


def digest(*parts: Any) -> str:
    """Short, and the same everywhere."""
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:10]


def add(folder: Path, entry: Entry) -> tuple[Path, bool]:
    """Appends a run to its machine's file; False if it is there already. Raises OSError."""
    path = folder / f"{entry.machine}.jsonl"
    folder.mkdir(parents=True, exist_ok=True)
    before = path.read_bytes() if path.exists() else b""
    if any(other.id == entry.id for other in read_lines(path, before)[0]):
        return path, False
    # A last line without its end is half a line: what is appended must not become its other half.
    start = "\n" if before and not before.endswith(b"\n") else ""
    with path.open("a", encoding="utf-8") as file:
        file.write(start + entry.line() + "\n")
        file.flush()
        os.fsync(file.fileno())
    return path, True


def load(folder: Path) -> History:
    """Every file of the folder. Raises ResultError if there is none."""
    paths = sorted(folder.glob("*.jsonl")) if folder.is_dir() else []
    if not paths:
        raise ResultError(f"{folder}: no history here (*.jsonl); scripts/track add begins one")
    entries: dict[str, Entry] = {}
    faults: list[str] = []
    for path in paths:
        found, wrong = read_lines(path, path.read_bytes())
        entries |= {entry.id: entry for entry in found}
        faults += wrong
    return History(tuple(sorted(entries.values(), key=lambda entry: (entry.started, entry.id))), tuple(faults))


def read_lines(path: Path, content: bytes) -> tuple[list[Entry], list[str]]:
    """The runs of a file, and what could not be read of it."""
    entries, faults = [], []
    for number, line in enumerate(content.split(b"\n"), start=1):
        text = line.decode("utf-8", errors="replace").strip()
        if not text:
            continue
        if text.startswith(MARKS):
            faults.append(f"{path}:{number}: the mark of a merge conflict; the runs of both sides are used")
            continue
        try:
            entries.append(entry_from(json.loads(text)))
        except (ValueError, TypeError, KeyError) as fault:
            faults.append(f"{path}:{number}: not a run ({fault}); left out")
    return entries, faults


def entry_from(document: Any) -> Entry:
    """Raises ValueError, TypeError or KeyError for anything that is not a run of this version."""
    if not isinstance(document, dict) or document.get("version") != VERSION:
        raise ValueError(f"no run of version {VERSION}")
    entry = Entry(**document)
    for name, values in entry.cells.items():
        for metric, value in values.items():
            if not isinstance(value, (int, float)) or isinstance(value, bool) or not value > 0:
                raise ValueError(f"{metric} of {name} is {value!r}")
    return entry


def prune(folder: Path, keep: int) -> int:
    """Leaves the newest `keep` runs of each series and all that cannot be read; returns how many went. Raises OSError."""
    newest = {entry.id for entries in load(folder).series().values() for entry in entries[-keep:]}
    gone = 0
    for path in sorted(folder.glob("*.jsonl")):
        lines = path.read_text(encoding="utf-8", errors="surrogateescape").splitlines(keepends=True)
        left = [line for line in lines if stays(path, line, newest)]
        if len(left) == len(lines):
            continue
        gone += len(lines) - len(left)
        beside = path.with_suffix(".jsonl.part")
        beside.write_text("".join(left), encoding="utf-8", errors="surrogateescape")
        beside.replace(path)
    return gone


def stays(path: Path, line: str, newest: Iterable[str]) -> bool:
    """Whether a line survives pruning."""
    entries, _ = read_lines(path, line.encode("utf-8", errors="surrogateescape"))
    return not entries or entries[0].id in newest
