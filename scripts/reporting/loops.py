"""How a coroutine loop stands against the hand-written floor, libuv and Asio, as data: the rows of scripts/loop_table.

Every row is a ratio of CPU times within one result: these loops never idle, and wall time on a shared machine says more
about its other users. The interval is a bootstrap over rounds (B. Efron, "Bootstrap methods: another look at the
jackknife", Ann. Stat. 7, 1979): rounds are drawn with replacement, the same ones for both sides, and the ratio of medians
is taken anew.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from statistics import median
from typing import Mapping, Sequence

from reporting.result_types import Cell, Result

LEAST_ROUNDS = 9  # fewer judge nothing; and with fewer than six an interval would cover less than the 95 % that it says
RESAMPLES = 2000
SEED = 444

MET, NOT_MET, CANNOT_TELL, NO_BAR = "met", "not met", "cannot tell", "no bar"


@dataclass(frozen=True)
class Row:
    """What is compared, with whom, and how it should come out."""

    what: str
    workload: str  # "sync/spawn"
    where: Mapping[str, int]  # these parameters must have these values
    size: str  # the parameter that counts what is done; of several points that fit, the largest is taken
    least: int  # smaller ones run for too short a time to be compared
    rival: str  # contestant
    rate: bool  # True: rival's time over ours, more is better; False: ours over the rival's, less is better
    bar: float | None  # what has to be reached: ahead of every existing loop; None where they were not measured alike
    # What a prototype of this loop's design reached, without exceptions and cancellation; None where nobody measured it.
    aim: float | None


def _echo(connections: int, rival: str, bar: float, aim: float) -> Row:
    what = f"echo over {connections:,} connection{'s' if connections > 1 else ''}, rate"
    return Row(what, "io/echo", {"connections": connections, "bytes": 64}, "messages", 1, rival, True, bar, aim)


FLOOR_AND_LIBUV = (
    Row("await a child", "sync/spawn", {"at_once": 1}, "units", 100_000, "floor", False, 4.5, 3.4),
    Row("spawn 1,000 and join", "sync/spawn", {"at_once": 1000}, "units", 100_000, "floor", False, 3.0, 2.0),
    Row("switch between two", "sync/switch", {"tasks": 2}, "switches", 100_000, "floor", False, 3.0, 2.1),
    Row("channel 1p1c, rate", "sync/channel", {"producers": 1, "consumers": 1}, "items", 100_000, "floor", True, 0.23, 0.35),
    Row("channel 4p4c, rate", "sync/channel", {"producers": 4, "consumers": 4}, "items", 100_000, "floor", True, 0.23, 0.35),
    _echo(1, "floor", 0.98, 0.996),
    _echo(100, "floor", 0.98, 0.992),
    _echo(1000, "floor", 0.93, 0.95),
    _echo(1, "uv", 1.05, 1.07),
    _echo(100, "uv", 1.05, 1.09),
    _echo(1000, "uv", 1.05, 1.055),
    Row("100,000 sleepers", "io/gather", {"sleepers": 100_000}, "sleepers", 1, "floor", False, None, None),
    Row("100,000 timers, 90 % cancelled", "io/timers", {"timers": 100_000}, "timers", 1, "floor", False, None, None),
)
ASIO = tuple(replace(row, rival="asio", bar=0.65 if row.what == "await a child" else None, aim=None)
             for row in FLOOR_AND_LIBUV if row.rival == "floor")
WHAT = list(dict.fromkeys(row.what for row in FLOOR_AND_LIBUV))
ROWS = tuple(sorted(FLOOR_AND_LIBUV + ASIO, key=lambda row: WHAT.index(row.what)))  # all rivals of a row together

# References: rivals that a build may be without, what they are called, and the Debian package that they come in.
OPTIONAL = {"asio": ("Asio", "libasio-dev")}


@dataclass(frozen=True)
class Outcome:
    """A row of one result. Where the ratio is missing, `missing` says why."""

    row: Row
    ratio: float | None = None
    interval: tuple[float, float] | None = None
    rounds: int = 0
    missing: str = ""

    @property
    def verdict(self) -> str:
        """Met or not met only where the whole interval says so."""
        if self.row.bar is None:
            return NO_BAR
        if self.interval is None:
            return CANNOT_TELL
        worst, best = self.interval if self.row.rate else (-self.interval[1], -self.interval[0])
        bar = self.row.bar if self.row.rate else -self.row.bar
        return MET if worst >= bar else NOT_MET if best < bar else CANNOT_TELL


def outcomes(result: Result, contestant: str = "coro", rows: Sequence[Row] = ROWS) -> list[Outcome]:
    """All rows for one contestant."""
    return [outcome(result, row, contestant) for row in rows]


def outcome(result: Result, row: Row, contestant: str) -> Outcome:
    """One row: the ratio at the largest point that fits."""
    points = [cell for cell in result.cells if fits(row, f"{cell.kind}/{cell.workload}", cell.parameters)
              and cell.contestant in (contestant, row.rival)]
    wanted = ", ".join(f"{name} {value:,}" for name, value in row.where.items())
    if not points:
        return Outcome(row, missing=f"this result has no {row.workload} with {wanted}")
    large = [cell for cell in points if cell.parameters[row.size] >= row.least]
    if not large:
        return Outcome(row, missing=f"this result has no {row.workload} with at least {row.least:,} {row.size}")
    largest = max(cell.parameters[row.size] for cell in large)
    sides = {cell.contestant: cell for cell in large if cell.parameters[row.size] == largest}
    for name in (contestant, row.rival):
        if name not in sides:
            return Outcome(row, missing=f"this result has no {name} for {row.workload} with {wanted}")
        if sides[name].status != "ok":
            return Outcome(row, missing=f"{name} is {sides[name].status}: {sides[name].reason}")
    ours, theirs = by_round(sides[contestant]), by_round(sides[row.rival])
    return _ratio(row, (theirs, ours) if row.rate else (ours, theirs))


def why_absent(result: Result, rival: str) -> str:
    """Why a result has no cell of a reference; empty when it has, or when the rival is none."""
    if rival not in OPTIONAL or any(cell.contestant == rival for cell in result.cells):
        return ""
    name, package = OPTIONAL[rival]
    if rival not in result.build.libraries:
        return f"{name} is not built: apt-get install {package}, configure again"
    return f"{name} was not run: it takes part only where --runtime names {rival}"


def fits(row: Row, workload: str, parameters: Mapping[str, int | str]) -> bool:
    """Whether these parameters are a point of the row, of whatever size."""
    return workload == row.workload and all(parameters.get(name) == value for name, value in row.where.items())


def by_round(cell: Cell) -> dict[int, list[float]]:
    """CPU seconds of a cell's runs."""
    found: dict[int, list[float]] = {}
    for number, seconds in zip(cell.rounds, cell.cpu_s, strict=True):
        found.setdefault(number, []).append(seconds)
    return found


def _ratio(row: Row, sides: tuple[dict[int, list[float]], dict[int, list[float]]]) -> Outcome:
    common = sorted(sides[0].keys() & sides[1].keys())
    if not common:
        return Outcome(row, missing="no round has both sides")
    below = _median(sides[1], common)
    if below <= 0:
        return Outcome(row, missing="its CPU time is too short for the clock")
    interval = bootstrap(sides[0], sides[1], common) if len(common) >= LEAST_ROUNDS else None
    return Outcome(row, _median(sides[0], common) / below, interval, len(common))


def bootstrap(above: Mapping[int, Sequence[float]], below: Mapping[int, Sequence[float]],
              rounds: Sequence[int]) -> tuple[float, float] | None:
    """The middle 95 % of the ratio of medians over resampled rounds; None where a denominator is 0."""
    dice = random.Random(SEED)
    ratios = []
    for _ in range(RESAMPLES):
        drawn = dice.choices(rounds, k=len(rounds))
        divisor = _median(below, drawn)
        if divisor <= 0:
            return None
        ratios.append(_median(above, drawn) / divisor)
    ratios.sort()
    return ratios[round(0.025 * (RESAMPLES - 1))], ratios[round(0.975 * (RESAMPLES - 1))]


def _median(samples: Mapping[int, Sequence[float]], rounds: Sequence[int]) -> float:
    return median(seconds for number in rounds for seconds in samples[number])
