"""Two stored results: of each cell, whether the second is faster, slower, or it cannot be told.

Two files are two stretches of time, and what the machine did in one of them is in all its rounds. So a difference counts
only beyond a tolerance, and scripts/gate, which runs both sides in turns, is the better judge wherever it can be used.
"""

from __future__ import annotations

import argparse
import math
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Sequence

from reporting import commandline
from reporting.comparable import differences
from reporting.gate import positive, regex
from reporting.quantities import COUNTED, QUANTITIES, log_ratios, seconds, values_of
from reporting.rank_tests import holm, location_shift, rank_sum_p
from reporting.result_types import Cell, Result
from reporting.results import load

SLOWER, FAILED = 1, 2
STATUSES = """exit status:
  0 nothing is slower, 1 a cell is slower, 2 a cell fails in the second file and not in the first, 64 bad usage,
  65 a file is missing, not usable, or not comparable with the other, 69 a Python module is missing,
  141 the output was cut off (as by `| head`)"""


@dataclass(frozen=True)
class Row:
    """One cell in both files. Effects are relative: 0.1 is 10 % more time."""

    name: str
    verdict: str  # faster, slower, cannot tell, fails, left out
    ours_s: float = math.nan
    theirs_s: float = math.nan
    effect: float = math.nan
    low: float = -math.inf
    high: float = math.inf
    reason: str = ""


def main(argv: Sequence[str] | None = None) -> int:
    """Compares; the exit status is in --help."""
    return commandline.guarded(lambda: run(parse(argv)), "compare")


def parse(argv: Sequence[str] | None) -> argparse.Namespace:
    """The command line. Raises SystemExit."""
    parser = commandline.Parser("Compares the wall times of two stored results, cell by cell: faster, slower, or cannot "
                                "tell.\nRefuses what differs for other reasons than the code: see docs/ci.md.")
    parser.prog, parser.epilog = "compare", STATUSES
    parser.add_argument("first", type=Path, help="result file of `simul run`: what it was")
    parser.add_argument("second", type=Path, help="another one: what it is now")
    parser.add_argument("--filter", type=regex, default="", metavar="REGEX", help="cells whose name has a match")
    parser.add_argument("--tolerance", type=positive, default=5.0, metavar="PERCENT",
                        help="a smaller difference is none (default: %(default)g)")
    parser.add_argument("--alpha", type=positive, default=0.05,
                        help="at most so probable that any verdict is wrong, noise alone considered (default: %(default)g)")
    parser.add_argument("--anyway", action="store_true", help="compare what is not comparable; the differences are named")
    return parser.parse_args(argv)


def run(arguments: argparse.Namespace) -> int:
    """Loads, compares, prints. Raises ResultError."""
    first, second = load(arguments.first), load(arguments.second)
    different = differences(first, second)
    forbidding = [one for one in different if one.forbids]
    if forbidding and not arguments.anyway:
        print(f"compare: not comparable, for other reasons than the code: {'; '.join(map(str, forbidding))}; "
              "--anyway compares all the same", file=sys.stderr)
        return commandline.DATA
    rows = compared(first, second, arguments.filter, arguments.tolerance / 100, arguments.alpha)
    if not {row.name for row in rows} & {cell.name for cell in second.cells}:
        print(f"compare: the two files have no cell in common that matches '{arguments.filter}'", file=sys.stderr)
        return commandline.USAGE
    for one in different:
        print(f"different {one}")
    print("\n".join([*created(first, second, arguments.filter), table(rows)]))
    verdicts = {row.verdict for row in rows}
    return FAILED if "fails" in verdicts else SLOWER if "slower" in verdicts else commandline.OK


def compared(first: Result, second: Result, pattern: str, tolerance: float, alpha: float) -> list[Row]:
    """A row for each cell of the first file that matches; Holm's correction is over all that have a time on both sides."""
    later = {cell.name: cell for cell in second.cells}
    rows: list[Row] = []
    tests: list[tuple[int, float, int]] = []  # which row, its p value, in which direction
    for cell in first.cells:
        if not matches(pattern, cell.name):
            continue
        other = later.get(cell.name)
        row = left_out(cell, other)
        if row is None:
            ours, theirs = logs(cell), logs(other)
            shift, low, high = location_shift(theirs, ours)
            direction = 1 if shift > 0 else -1
            p = rank_sum_p(*((theirs, ours) if direction > 0 else (ours, theirs)), shift=math.log1p(tolerance))
            tests.append((len(rows), min(1.0, 2 * p), direction))  # it was looked in both directions
            row = Row(cell.name, "cannot tell", median(cell.wall_s), median(other.wall_s), math.expm1(shift),
                      math.expm1(low), math.expm1(high))
        rows.append(row)
    for (which, _, direction), rejected in zip(tests, holm([p for _, p, _ in tests], alpha)):
        if rejected:
            rows[which] = Row(**{**vars(rows[which]), "verdict": "slower" if direction > 0 else "faster"})
    return rows


def left_out(cell: Cell, other: Cell | None) -> Row | None:
    """The row of a cell that has no times on one of the sides."""
    if cell.status != "ok":
        return Row(cell.name, "left out", reason=f"{cell.status} in the first file: {cell.reason}")
    if other is None:
        return Row(cell.name, "left out", reason="not in the second file")
    if other.status != "ok":
        return Row(cell.name, "fails", reason=f"{other.status}: {other.reason}")
    if cell.extrapolated or other.extrapolated:
        return Row(cell.name, "left out", reason="extrapolated, not measured as a whole")
    return None


def created(first: Result, second: Result, pattern: str) -> list[str]:
    """What cells create more or less of than the gate would tolerate. No verdict: one count in each file allows no test."""
    later = {cell.name: values_of(cell) for cell in second.cells if cell.status == "ok"}
    lines = []
    for cell in first.cells:
        if cell.status != "ok" or cell.name not in later or not matches(pattern, cell.name):
            continue
        both = values_of(cell), later[cell.name]
        for quantity in (QUANTITIES[name] for name in COUNTED):
            d = log_ratios(quantity, [both])
            if len(d) and abs(d[0]) > math.log1p(quantity.tolerance):
                base, head = (quantity.show(side[quantity.name]) for side in both)
                lines.append(f"{'more' if d[0] > 0 else 'fewer'} {quantity.words}: {cell.name}  {base} -> {head}")
    return lines


def logs(cell: Cell) -> list[float]:
    """ln of the time of each round: runs of one process are one sample."""
    rounds: dict[int, list[float]] = {}
    for number, wall_s in zip(cell.rounds, cell.wall_s):
        rounds.setdefault(number, []).append(wall_s)
    return [math.log(median(those)) for those in rounds.values()]


def matches(pattern: str, name: str) -> bool:
    """As simul's --filter: '-' in front negates."""
    return bool(re.search(pattern.removeprefix("-"), name)) != pattern.startswith("-")


def table(rows: Sequence[Row]) -> str:
    """A line per cell, the verdicts that say something first, and a count."""
    order = ("fails", "slower", "faster", "cannot tell", "left out")
    width = max(len(row.name) for row in rows)
    lines = []
    for row in sorted(rows, key=lambda one: order.index(one.verdict)):
        if row.reason:
            lines.append(f"{row.verdict:<11}  {row.name:<{width}}  {row.reason}")
            continue
        bounds = f"{100 * row.low:+.1f} % ... {100 * row.high:+.1f} %" if math.isfinite(row.high) else "too few rounds"
        lines.append(f"{row.verdict:<11}  {row.name:<{width}}  {seconds(row.ours_s):>8} -> {seconds(row.theirs_s):<8}  "
                     f"{100 * row.effect:+.1f} % ({bounds})")
    counts = [(verdict, sum(row.verdict == verdict for row in rows)) for verdict in order]
    lines.append(", ".join(f"{number} {verdict}" for verdict, number in counts if number) +
                 f" of {len(rows)} {'cell' if len(rows) == 1 else 'cells'}")
    return "\n".join(lines)
