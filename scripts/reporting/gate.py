"""Whether head is worse than base: both are run in turns on this machine, and only what is sure is said."""

from __future__ import annotations

import argparse
import math
import re
import signal
import sys
import tempfile
from pathlib import Path
from typing import Callable, Sequence

from reporting import comment, commandline, record
from reporting.builds import resolve
from reporting.commandline import whole
from reporting.contest import Outcome, Plan, contest
from reporting.gate_cells import FILTER
from reporting.quantities import QUANTITIES, defaults
from reporting.rounds import SIDES, GateError, Runner, UsageError
from reporting.tolerances import tolerances_in
from reporting.verdicts import CellVerdict, Tolerance

ROOT = Path(__file__).parents[2]
REGRESSION, ERROR, INCONCLUSIVE, INTERRUPTED = 1, 2, 3, 130
STATUSES = """exit status:
  0 no regression, 1 a regression, 2 a build or a cell fails in head and not in base (or nothing could be compared),
  3 nothing worse than an inconclusive cell (with --strict only), 64 bad usage, 65 a file to read is not usable,
  69 a Python module is missing, 74 a file could not be written, 130 interrupted, 141 the output was cut off"""


def main(argv: Sequence[str] | None = None) -> int:
    """Compares; the exit status is in --help."""
    return guarded(lambda: commandline.guarded(lambda: run(parse(argv)), "gate"), "gate")


def guarded(do: Callable[[], int], name: str) -> int:
    """What users and builds can cause is one line. A CI system that gives up leaves no worktree behind."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        return do()
    except UsageError as fault:
        print(f"{name}: {fault}", file=sys.stderr)
        return commandline.USAGE
    except GateError as fault:
        print(f"{name}: {fault}", file=sys.stderr)
        return ERROR
    except KeyboardInterrupt:
        print(f"{name}: interrupted", file=sys.stderr)
        return INTERRUPTED


def parse(argv: Sequence[str] | None) -> argparse.Namespace:
    """The command line. Raises SystemExit."""
    parser = commandline.Parser("Runs two builds of simul in turns and says which cells became slower, faster, or cannot be "
                                "told.\nA BUILD is a binary or a build folder; a COMMIT is built first, and kept under "
                                "--cache.")
    parser.prog, parser.epilog = "gate", STATUSES
    parser.add_argument("--base", required=True, metavar="BUILD_OR_COMMIT", help="what was good")
    parser.add_argument("--head", required=True, metavar="BUILD_OR_COMMIT", help="what may be worse")
    add_measuring(parser)
    parser.add_argument("--budget", type=positive, default=Plan.budget_s, metavar="SECONDS",
                        help="of measuring, after the builds (default: %(default)g)")
    parser.add_argument("--rounds", type=whole, default=Plan.rounds, help="of all cells, if they fit (default: %(default)s)")
    parser.add_argument("--confirmations", type=whole, default=Plan.confirmations, metavar="ROUNDS",
                        help="of the suspected cells, if they fit (default: %(default)s)")
    parser.add_argument("--tolerance", type=tolerance, action="append", default=[], metavar="QUANTITY=PERCENT",
                        help="what is no regression yet (default: " + ", ".join(
                            f"{name} {100 * value:g}" for name, value in defaults().items()) + ")")
    parser.add_argument("--tolerances", type=Path, metavar="FILE",
                        help="of scripts/selftest: cells that are noisy here tolerate more")
    parser.add_argument("--strict", action="store_true", help="exit with 3 when the time of a cell is inconclusive")
    parser.add_argument("-o", "--out", type=Path, metavar="FILE", help="every sample and verdict as JSON")
    parser.add_argument("--comment", type=Path, metavar="FILE",
                        help="the report as Markdown; it is also appended to $GITHUB_STEP_SUMMARY where that is set")
    return parser.parse_args(argv)


def add_measuring(parser: argparse.ArgumentParser) -> None:
    """What scripts/selftest takes as well."""
    parser.add_argument("--filter", type=regex, default=FILTER, metavar="REGEX",
                        help="cells whose name has a match (default: the twelve in scripts/reporting/gate_cells.py)")
    parser.add_argument("--profile", choices=("smoke", "quick", "full"), default="quick", help="sizes (default: quick)")
    parser.add_argument("--repetitions", type=whole, default=2, metavar="RUNS",
                        help="in each process, of which the median counts (default: %(default)s)")
    parser.add_argument("--timeout", type=positive, default=20.0, metavar="SECONDS",
                        help="that one run may take (default: %(default)g)")
    parser.add_argument("--seed", type=int, default=Plan.seed, help="of all orders (default: %(default)s)")
    parser.add_argument("--cache", type=Path, default=ROOT / "build" / "gate", metavar="FOLDER",
                        help="built commits and the calibration (default: build/gate)")
    parser.add_argument("--quiet", action="store_true", help="no progress on standard error")


def run(arguments: argparse.Namespace) -> int:
    """Builds, measures, reports. Raises UsageError, GateError, ResultError and OSError."""
    plan = Plan(arguments.rounds, arguments.confirmations, arguments.budget, arguments.seed)
    noisy = tolerances_in(arguments.tolerances, arguments.rounds) if arguments.tolerances else {}
    for file in (arguments.out, arguments.comment):
        if file:
            file.parent.mkdir(parents=True, exist_ok=True)
    tell = (lambda text: None) if arguments.quiet else (lambda text: print(f"gate: {text}", file=sys.stderr))
    builds = {side: resolve(getattr(arguments, side), ROOT, arguments.cache) for side in SIDES}
    with tempfile.TemporaryDirectory() as folder:
        runner = runner_of(arguments, {side: build.binary for side, build in builds.items()}, Path(folder))
        cells, new = selected(runner, arguments.filter)
        outcome = contest(cells, runner.measure, allowed(cells, dict(arguments.tolerance), noisy), plan, tell=tell)
    about = record.About(builds["base"].given, builds["head"].given, runner.seen, arguments.profile,
                         arguments.repetitions, plan)
    return report(arguments, about, outcome, new)


def runner_of(arguments: argparse.Namespace, binaries: dict[str, Path], folder: Path) -> Runner:
    """With a calibration that both sides share. Raises GateError."""
    arguments.cache.mkdir(parents=True, exist_ok=True)
    runner = Runner(binaries, arguments.profile, arguments.repetitions, arguments.timeout, arguments.seed, folder,
                    arguments.cache / "calibration.json")
    for side in binaries:
        if not runner.knows_bare_runs(side):
            raise GateError(f"{side}: {binaries[side]} has no `run --bare`; it is older than this gate, or no simul")
    return runner


def selected(runner: Runner, pattern: str) -> tuple[list[str], list[str]]:
    """The cells of base, and the names of those that only head has. Raises UsageError."""
    names = {side: runner.names(side, pattern) for side in SIDES}
    if not names["base"]:
        raise UsageError(f"base has no cell of profile {runner.profile} that matches --filter '{pattern}'")
    return names["base"], [name for name in names["head"] if name not in names["base"]]


def allowed(cells: Sequence[str], asked: dict[str, float], noisy: Tolerance) -> Tolerance:
    """By cell and quantity: what was asked for, or more where the cell is known to be noisy."""
    usual = {**defaults(), **asked}
    return {cell: {name: max(value, noisy.get(cell, {}).get(name, 0.0)) for name, value in usual.items()}
            for cell in cells}


def report(arguments: argparse.Namespace, about: record.About, outcome: Outcome, new: Sequence[str]) -> int:
    """Prints and writes. Raises OSError."""
    status = exit_status(outcome.verdicts, arguments.strict)
    if arguments.out:
        record.write(record.record(about, outcome, comment.headline(outcome.verdicts)), arguments.out)
    comment.publish(comment.markdown(about, outcome, new), arguments.comment)
    print(comment.plain(about, outcome, new))  # last: whoever reads it may have read enough before its end
    return status


def exit_status(verdicts: Sequence[CellVerdict], strict: bool) -> int:
    """The worst cell's."""
    found = {one.verdict for one in verdicts}
    if "error" in found:
        return ERROR
    if "regression" in found:
        return REGRESSION
    return INCONCLUSIVE if strict and "inconclusive" in found else commandline.OK


def regex(text: str) -> str:
    """A regular expression; what else simul takes for none it says itself."""
    try:
        re.compile(text.removeprefix("-"))
    except re.error as fault:
        raise argparse.ArgumentTypeError(f"'{text}' is not a regular expression ({fault})") from None
    return text


def positive(text: str) -> float:
    """A number of seconds."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 < value < math.inf:
        raise argparse.ArgumentTypeError(f"'{text}' is not a number above 0")
    return value


def tolerance(text: str) -> tuple[str, float]:
    """`time=5` or `time=5%`."""
    name, separator, percent = text.partition("=")
    if name not in QUANTITIES or not separator:
        raise argparse.ArgumentTypeError(f"'{text}' is not QUANTITY=PERCENT; quantities are {', '.join(QUANTITIES)}")
    return name, positive(percent.removesuffix("%")) / 100
