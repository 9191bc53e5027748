"""The coroutine loop against the floor, libuv and Asio, as a table: what the loop costs, the bar it has to reach, and whether it does."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Sequence

from reporting import commandline, loop_run
from reporting.loops import LEAST_ROUNDS, NO_BAR, OPTIONAL, Outcome, Row, outcomes, why_absent
from reporting.result_types import Result
from reporting.results import load

HEAD = ("what", "against", "ratio of CPU time", "bar", "aim", "bar is")


def main(argv: Sequence[str] | None = None) -> int:
    """Prints the table; the exit status is in --help."""
    return commandline.guarded(lambda: run(parse(argv)), "loop_table")


def parse(argv: Sequence[str] | None) -> argparse.Namespace:
    """The command line. Raises SystemExit."""
    parser = commandline.Parser("Prints how the coroutine loop stands against the hand-written floor, libuv and, where "
                                "it is built,\nAsio: ratios of median CPU times within one result, with 95 % intervals "
                                "over its rounds, beside the\nbar that it has to reach to be ahead of the existing loops.")
    parser.prog = "loop_table"
    parser.add_argument("result", type=Path, help="result file of `simul run`, e.g. results/latest.json; with --run it is "
                        "written first")
    parser.add_argument("--run", type=Path, metavar="SIMUL",
                        help="measure with this binary: the cells of the table and no others, each round all of them in "
                        "shuffled order")
    parser.add_argument("--rounds", type=commandline.whole, default=12, help="of --run (default: %(default)s)")
    parser.add_argument("--contestant", default="coro", metavar="NAME",
                        help="who is measured against the bars (default: coro)")
    return parser.parse_args(argv)


def run(arguments: argparse.Namespace) -> int:
    """Measures where that is asked for, loads and prints. Raises ResultError."""
    if arguments.run:
        loop_run.measure(arguments.run, arguments.contestant, arguments.rounds, arguments.result)
    result = load(arguments.result)
    print(table(result, arguments.contestant))
    return commandline.OK


def table(result: Result, contestant: str) -> str:
    """All rows that the result has, then those that it has not, and why."""
    found = outcomes(result, contestant)
    here = [one for one in found if one.ratio is not None]
    lines = aligned([HEAD, *(line(one, contestant) for one in here)]) if here else []
    absent = {rival: why for rival in OPTIONAL if (why := why_absent(result, rival))}
    lines += [f"missing: {label(one.row)}: {one.missing}" for one in found
              if one.ratio is None and one.row.rival not in absent]
    lines += [f"missing: all rows against {rival}: {why}" for rival, why in absent.items()]
    if any(one.interval is None for one in here):
        lines.append(f"no interval below {LEAST_ROUNDS} rounds, and without one nothing can be told of a bar")
    judged = [one for one in here if one.verdict != NO_BAR]
    met = sum(one.verdict == "met" for one in judged)
    lines.append(f"{contestant}: {met} of {len(judged)} bars met, {len(found) - len(here)} rows missing")
    return "\n".join(lines)


def line(one: Outcome, contestant: str) -> tuple[str, ...]:
    """The cells of one row. A rate must not fall below its bar, a cost must not exceed it."""
    row = one.row
    interval = f" [{one.interval[0]:.3g}, {one.interval[1]:.3g}]" if one.interval else ""
    sides = f"{row.rival} / {contestant}" if row.rate else f"{contestant} / {row.rival}"
    return row.what, sides, f"{one.ratio:.3g}{interval}", bound(row, row.bar), bound(row, row.aim), one.verdict


def bound(row: Row, limit: float | None) -> str:
    """With the direction in which it binds."""
    return "-" if limit is None else f"{'at least' if row.rate else 'at most'} {limit:g}"


def label(row: Row) -> str:
    """A row's name where it stands alone."""
    return f"{row.what} against {row.rival}"


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Columns as wide as their widest cell, between bars."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [" | ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in rows]
