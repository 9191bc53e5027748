"""What every contestant makes of more workers, as tables: which law it follows, and from where on it is worth it."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import Sequence

from reporting import commandline, fits, wording
from reporting.fits import Estimate, Fit, counted
from reporting.loop_table import aligned
from reporting.results import ResultError, load
from reporting.scaling import Scaled, Scaling, scaling

HEAD = ("contestant", "most", "serial part (Amdahl)", "contention (USL)", "crosstalk (USL)", "peak (USL)", "Karp-Flatt",
        "COST")
EPILOG = """how to read it:
  most        the largest speed-up over `sequential`, and with how many workers
  serial      the share of one worker's time that further workers do not shorten, from Amdahl's law
  contention, crosstalk, peak
              of the universal scalability law: that share, what each pair of workers costs (in millionths
              of one worker's time), and from how many workers on more are slower, if that lies within
              what was measured
  Karp-Flatt  the serial part that two and that most workers tell of; constant: it is serial code,
              grows: it is overhead that comes with the workers
  COST        the fewest workers that beat `sequential`
  In brackets: 95 % intervals. A law is shown only where no point is 5 % off its curve; what is not shown has
  its reason below the table. Workers beyond the CPUs take no part, but where tasks mostly wait.

""" + commandline.STATUSES


def main(argv: Sequence[str] | None = None) -> int:
    """Prints the tables; the exit status is in --help."""
    return commandline.guarded(lambda: run(parse(argv)), "scaling")


def parse(argv: Sequence[str] | None) -> argparse.Namespace:
    """The command line. Raises SystemExit."""
    parser = commandline.Parser("Prints what each contestant makes of more workers, for every problem that was run with "
                                "several\nnumbers of them: `simul run --workers 1,2,4` or `--profile full`.", EPILOG)
    parser.prog = "scaling"
    parser.add_argument("result", type=Path, help="result file of `simul run`, e.g. results/latest.json")
    parser.add_argument("--filter", type=commandline.regex, default=re.compile(""), metavar="REGEX",
                        help="only problems whose name, e.g. cpu/nqueens, matches")
    return parser.parse_args(argv)


def run(arguments: argparse.Namespace) -> int:
    """Loads and prints. Raises ResultError."""
    sweeps = load(arguments.result).worker_sweeps
    if not sweeps:
        raise ResultError(f"{arguments.result}: nothing was run with several numbers of workers; "
                          "`simul run --workers 1,2,4` does")
    shown = [scaling(sweep) for sweep in sweeps if arguments.filter.search(f"{sweep.kind}/{sweep.workload}")]
    if not shown:
        raise ResultError(f"{arguments.result}: no problem with several numbers of workers matches "
                          f"'{arguments.filter.pattern}'")
    print("\n\n".join(table(one) for one in shown))
    return commandline.OK


def table(one: Scaling) -> str:
    """One problem: its contestants, then what is missing, and why."""
    sequential = "no baseline" if one.sequential_s is None else \
        f"sequential {wording.duration(one.sequential_s)}, {one.baseline}"
    cpus = f"{one.cpus} CPU{'s' if one.cpus > 1 else ''}"
    lines = [f"{one.title}  {one.subtitle}", f"{cpus}, {sequential}"]
    lines += aligned([HEAD, *(line(scaled) for scaled in one.contestants)])
    said = wording.together((scaled.contestant, note) for scaled in one.contestants for note in notes(scaled))
    return "\n".join(lines + [f"  {who}: {note}" for who, note in said])


def line(one: Scaled) -> tuple[str, ...]:
    """The cells of one row."""
    most = f"{wording.times(one.most.speedup)} at {one.most.workers}" if one.most else "-"
    serial = percent(one.amdahl.serial) if not one.amdahl.reason else "-"
    usl = ("-", "-", "-") if one.usl.reason else (
        percent(one.usl.serial), ppm(one.usl.crosstalk),
        "none so far" if one.usl.peak is None else f"{one.usl.peak:.0f} workers")
    return one.contestant, most, serial, *usl, karp_flatt(one), "-" if one.entry.cost is None else str(one.entry.cost)


def karp_flatt(one: Scaled) -> str:
    """0.010 to 0.034, grows."""
    told = [wording.amount(value) for _, value in one.karp_flatt]
    if not told:
        return "-"
    values = told[0] if len(told) == 1 else f"{told[0]} to {told[-1]}"
    return f"{values}, {one.trend}" if one.trend else values


def percent(estimate: Estimate) -> str:
    """2.0 % [1.9, 2.1]."""
    interval = f" [{', '.join(f'{100 * end:.3g}' for end in estimate.interval)}]" if estimate.interval else ""
    return f"{100 * estimate.value:.3g} %{interval}"


def ppm(estimate: Estimate) -> str:
    """200 ppm [180, 210]: millionths."""
    interval = f" [{', '.join(wording.amount(1e6 * end) for end in estimate.interval)}]" if estimate.interval else ""
    return f"{wording.amount(1e6 * estimate.value)} ppm{interval}"


def notes(one: Scaled) -> list[str]:
    """Why something is missing in a contestant's row, or is less certain than it looks."""
    found = [f"{counted(point.workers)}: {point.status.replace('_', ' ')}"
             + (f": {wording.shortened(point.reason, 100)}" if point.reason else "") for point in one.failed]
    if one.amdahl.reason:
        found.append(f"no Amdahl: {one.amdahl.reason}{uncounted(one, one.amdahl)}")
    if one.usl.reason:
        found.append(f"no USL: {one.usl.reason}{uncounted(one, one.usl)}")
        found += [f"in its stead: {one.bound}"] if one.bound else []
    if not one.karp_flatt:
        found.append(f"no Karp-Flatt: {one.karp_flatt_reason}")
    if one.entry.cost is None:
        found.append(f"no COST: {one.entry.cost_reason}")
    if fits.SCATTER in (law.intervals_from for law in (one.amdahl, one.usl) if not law.reason):
        found.append(f"intervals from how far its points are off the curve: there are fewer than {fits.LEAST_ROUNDS} rounds "
                     "that all of them have")
    return found


def uncounted(one: Scaled, law: Fit) -> str:
    """What a reader who counts the points would wonder about."""
    beyond = [point for point in one.entry.points if point.sound and point.workers not in law.workers]
    return ", besides more workers than CPUs" if law.shares is None and beyond else ""
