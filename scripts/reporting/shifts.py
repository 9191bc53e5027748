"""What a history shows: the shifts of each cell's metrics, where in the commits they began, and what has gone or come."""

from __future__ import annotations

import fnmatch
import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Mapping, Sequence

from reporting.change_points import change_points
from reporting.history import METRICS, Entry
from reporting.results import ResultError, read_strictly

LEAST_SHIFT = 0.03  # smaller ones are left out
NEIGHBOURS = 0.2  # correlation of a series with itself one run later from which on only confirmed shifts count


@dataclass(frozen=True)
class Acknowledgement:
    """A shift that is known and accepted: in cells like `cell`, where `commit` is among those it can be due to."""

    cell: str  # a pattern of the shell
    commit: str
    reason: str


@dataclass(frozen=True)
class Shift:
    """One metric of one cell, from one run on."""

    cell: str
    metric: str
    before: Entry  # the last run without it
    behind: Entry  # the first run with it
    ratio: float
    interval: tuple[float, float]  # 95 %
    confirmed: bool
    runs_since: int
    acknowledged: str | None = None  # the reason

    @property
    def worse(self) -> bool:
        """Of all metrics that are kept less is better."""
        return self.ratio > 1

    @property
    def commits(self) -> str:
        """What git log takes: all that came in between the two runs."""
        return f"{short(self.before.commit)}..{short(self.behind.commit)}"


@dataclass(frozen=True)
class Line:
    """One metric of one cell over the runs of a series that have it, and its shifts."""

    cell: str
    metric: str
    entries: tuple[Entry, ...]
    values: tuple[float, ...]
    shifts: tuple[Shift, ...]
    correlation: float | None  # with itself one run later, around the levels between shifts


def short(commit: str | None) -> str:
    """As git abbreviates it."""
    return commit[:10] if commit else "unknown"


def lines(entries: Sequence[Entry], renames: Mapping[str, str], known: Sequence[Acknowledgement]) -> list[Line]:
    """Every metric of every cell of one series, its runs oldest first."""
    found: dict[tuple[str, str], list[tuple[Entry, float]]] = {}
    for entry in entries:
        for name, values in entry.cells.items():
            for metric in METRICS:
                if metric in values:
                    found.setdefault((renamed(name, renames), metric), []).append((entry, values[metric]))
    return [line(cell, metric, points, known) for (cell, metric), points in sorted(found.items())]


def line(cell: str, metric: str, points: Sequence[tuple[Entry, float]], known: Sequence[Acknowledgement]) -> Line:
    """One metric of one cell."""
    entries, values = zip(*points)
    places = change_points(values, LEAST_SHIFT)
    correlation = lag_one(values, [place.at for place in places])
    if correlation is not None and correlation > NEIGHBOURS:  # the level of the others holds for independent runs only
        places = [place for place in places if place.confirmed]
    found = []
    for place in places:
        shift = Shift(cell, metric, entries[place.at - 1], entries[place.at], place.ratio, place.interval, place.confirmed,
                      len(values) - place.at)
        found.append(acknowledged(shift, entries[place.at - 1:place.at + 1], known))
    return Line(cell, metric, entries, values, tuple(found), correlation)


def acknowledged(shift: Shift, between: Sequence[Entry], known: Sequence[Acknowledgement]) -> Shift:
    """With the reason of the first acknowledgement that fits: its commit is that of the first run with the shift."""
    for one in known:
        if fnmatch.fnmatchcase(shift.cell, one.cell) and (between[-1].commit or "").startswith(one.commit):
            return Shift(**{**vars(shift), "acknowledged": one.reason})
    return shift


def lag_one(values: Sequence[float], splits: Sequence[int]) -> float | None:
    """Correlation of neighbours, around the mean of each piece between the splits; None for fewer than 10 values."""
    logs = [math.log(value) for value in values]
    edges = [0, *splits, len(logs)]
    rest = []
    for low, high in zip(edges, edges[1:]):
        mean = sum(logs[low:high]) / (high - low)
        rest += [log - mean for log in logs[low:high]]
    squares = sum(r * r for r in rest)
    if len(rest) < 10 or squares == 0:
        return None
    return sum(a * b for a, b in zip(rest, rest[1:])) / squares


def renamed(name: str, renames: Mapping[str, str]) -> str:
    """What a cell is called today; renames may follow each other."""
    seen = {name}
    while (name := renames.get(name, name)) not in seen:
        seen.add(name)
    return name


def gone_and_new(entries: Sequence[Entry], renames: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """Cells of earlier runs that the last one neither measured nor saw fail, and those that only the last one has."""
    if len(entries) < 2:
        return [], []
    last = entries[-1]
    now = {renamed(name, renames) for name in (*last.cells, *last.failed)}
    before = {renamed(name, renames) for entry in entries[:-1] for name in (*entry.cells, *entry.failed)}
    return sorted(before - now), sorted(now - before)


def load_renames(path: Path) -> dict[str, str]:
    """Old names of cells and their new ones, from an object of strings. Raises ResultError."""
    document = read_strictly(path) if path.exists() else {}
    if not isinstance(document, dict) or not all(isinstance(new, str) for new in document.values()):
        raise ResultError(f'{path}: not an object such as {{"io/echo/old/...": "io/echo/new/..."}}')
    return document


def load_acknowledgements(path: Path) -> list[Acknowledgement]:
    """From an array of objects. Raises ResultError."""
    document: Any = read_strictly(path) if path.exists() else []
    try:
        known = [Acknowledgement(**one) for one in document]
        if not all(isinstance(text, str) and text for one in known for text in vars(one).values()):
            raise TypeError("a text is empty or no text")
    except TypeError as fault:
        example = json.dumps([{"cell": "io/echo/coro/*", "commit": "1a2b3c4d", "reason": "bounds are checked now"}])
        raise ResultError(f"{path}: not an array such as {example} ({fault})") from None
    return known
