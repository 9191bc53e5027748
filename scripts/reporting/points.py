"""What the map of concurrency against parallelism shows, as data, and how marks that coincide are moved apart."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Sequence

from reporting.result_types import Result

LEAST_WAITS = 0.1  # a log axis has no 0: cells with fewer waits at once stand in a strip of their own
MANY = 100  # marks: more would cover the page


@dataclass(frozen=True)
class Point:
    """One cell: how many waits overlapped and how many cores were usefully busy at its mean instant."""

    name: str
    workload: str  # "io/echo"
    contestant: str
    runtime: str
    waits: float
    cores: float

    @property
    def in_strip(self) -> bool:
        """Whether it has too few waits for the log axis."""
        return self.waits < LEAST_WAITS


def points(result: Result) -> list[Point]:
    """Every cell that has both coordinates, or if these are MANY, those that fewer() leaves."""
    found = []
    for comparison in result.comparisons:
        for standing in comparison.standings:
            waits, cores = standing.metric("wait_overlap"), standing.metric("useful_parallelism")
            if standing.ok and waits is not None and cores is not None:
                found.append(Point(standing.name, comparison.title, standing.contestant, standing.runtime, waits, cores))
    return found if len(found) <= MANY else fewer(found)


def fewer(found: Sequence[Point]) -> list[Point]:
    """Of each workload and runtime the last cell, which is the largest or coarsest, of the contestant without a suffix."""
    return list({(point.workload, point.runtime): point for point in found if point.contestant == point.runtime}.values())


def moved_apart(centres: Sequence[tuple[float, float]], distance: float,
                left: float = -math.inf) -> list[tuple[float, float]]:
    """The centres, each moved by as little as keeps it `distance` from those before it, and none beyond `left`.

    Candidates lie on rings around the true place, nearest ring first, so that a crowd becomes a flower around it. In
    the units of the page: a step has the same size everywhere, also on a log axis.
    """
    placed: list[tuple[float, float]] = []
    for x, y in centres:
        placed.append(next(spot for spot in _rings(x, y, distance)
                           if spot[0] >= min(x, left) and _free(spot, placed, distance)))
    return placed


def _rings(x: float, y: float, distance: float):
    yield x, y
    ring = 1
    while True:
        for step in range(8 * ring):
            turn = 2 * math.pi * step / (8 * ring)
            yield x + ring * distance / 2 * math.cos(turn), y + ring * distance / 2 * math.sin(turn)
        ring += 1


def _free(spot: tuple[float, float], placed: Sequence[tuple[float, float]], distance: float) -> bool:
    return all(math.dist(spot, other) >= distance * 0.999 for other in placed)
