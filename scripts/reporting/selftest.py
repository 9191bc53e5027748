"""A build against itself, for a night: how often the gate would cry wolf here, and what it could see."""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any, Mapping, Sequence

import numpy as np

from reporting import comment, commandline, record
from reporting.builds import resolve
from reporting.commandline import whole
from reporting.contest import Outcome, Plan, gather
from reporting.gate import ROOT, add_measuring, allowed, guarded, positive, runner_of, selected
from reporting.noise import FalseAlarms, Noise, differences, false_alarms, noise_of
from reporting.quantities import QUANTITIES, defaults
from reporting.results import ResultError
from reporting.rounds import GateError, Pair
from reporting.tolerances import VERSION
from reporting.verdicts import CellVerdict

GATES = 2000
STATUSES = """exit status:
  0 done, 2 a cell or a build fails, 64 bad usage, 65 a file to read is not usable, 69 a Python module is missing,
  74 a file could not be written, 130 interrupted, 141 the output was cut off"""


def main(argv: Sequence[str] | None = None) -> int:
    """Measures; the exit status is in --help."""
    return guarded(lambda: commandline.guarded(lambda: run(parse(argv)), "selftest"), "selftest")


def parse(argv: Sequence[str] | None) -> argparse.Namespace:
    """The command line. Raises SystemExit."""
    parser = commandline.Parser("Runs a build against itself and says how noisy each cell is on this machine, how often "
                                "scripts/gate\nwould cry wolf, and what it could see. `gate --tolerances` reads the file.")
    parser.prog, parser.epilog = "selftest", STATUSES
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--build", metavar="BUILD_OR_COMMIT", help="as for scripts/gate")
    what.add_argument("--recorded", type=Path, metavar="FILE", help="measure nothing: rounds from an earlier --record")
    add_measuring(parser)
    parser.add_argument("--budget", type=positive, default=1800.0, metavar="SECONDS",
                        help="of measuring, after the build (default: %(default)g)")
    parser.add_argument("--rounds", type=whole, default=60, help="if they fit (default: %(default)s)")
    parser.add_argument("--gate-rounds", type=whole, default=Plan.rounds, metavar="ROUNDS",
                        help="of the gates that are drawn from them (default: %(default)s)")
    parser.add_argument("-o", "--out", type=Path, metavar="FILE", help="what was found, for gate --tolerances")
    parser.add_argument("--record", type=Path, metavar="FILE", help="every sample, for --recorded")
    parser.add_argument("--comment", type=Path, metavar="FILE", help="what was found, as Markdown")
    return parser.parse_args(argv)


def run(arguments: argparse.Namespace) -> int:
    """Measures or reads, reports. Raises UsageError, GateError, ResultError and OSError."""
    recorded = record.pairs_in(arguments.recorded) if arguments.recorded else measured(arguments)
    for cell, pairs in recorded.items():
        for pair in pairs:
            if not pair.ok:
                raise GateError(f"{cell}: {pair.base.status}: {pair.base.reason}" if not pair.base.ok else
                                f"{cell}: {pair.head.status}: {pair.head.reason}")
    plan = Plan(rounds=arguments.gate_rounds, seed=arguments.seed)
    found = findings(recorded, plan)
    print(text(found))
    comment.publish(markdown(found), arguments.comment)
    if arguments.out:
        record.write(found, arguments.out)
    return commandline.OK


def measured(arguments: argparse.Namespace) -> Mapping[str, Sequence[Pair]]:
    """The build against itself. Raises UsageError and GateError."""
    tell = (lambda line: None) if arguments.quiet else (lambda line: print(f"selftest: {line}", file=sys.stderr))
    binary = resolve(arguments.build, ROOT, arguments.cache).binary
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        runner = runner_of(arguments, {"base": binary, "head": binary}, Path(folder))
        cells, _ = selected(runner, arguments.filter)
        pairs = gather(cells, arguments.rounds, runner.measure, random.Random(arguments.seed), start + arguments.budget,
                       time.monotonic, tell)
    if arguments.record:
        about = record.About(arguments.build, arguments.build, runner.seen, arguments.profile, arguments.repetitions,
                             Plan(rounds=arguments.rounds, confirmations=0, budget_s=arguments.budget, seed=arguments.seed))
        outcome = Outcome(tuple(CellVerdict(cell, "not judged", ()) for cell in cells), pairs, gather(
            [], 0, runner.measure, random.Random(), 0, time.monotonic), (), time.monotonic() - start)
        record.write(record.record(about, outcome, "a build against itself"), arguments.record)
    return pairs.by_cell


def findings(recorded: Mapping[str, Sequence[Pair]], plan: Plan, gates: int = GATES) -> dict[str, Any]:
    """All that is published. Raises ResultError."""
    ratios = differences(recorded)
    rounds = min((len(d) for d in ratios.values()), default=0)
    if rounds < plan.rounds + 7:
        raise ResultError(f"{rounds} rounds are too few to draw gates of {plan.rounds} rounds and their confirmation from")
    noise = {(cell, name): noise_of(d, plan.rounds, QUANTITIES[name].tolerance) for (cell, name), d in ratios.items()}
    usual = allowed(list(recorded), {}, {})
    own = allowed(list(recorded), {}, {cell: {name: one.tolerance for (of, name), one in noise.items() if of == cell}
                                       for cell in recorded})
    rng = np.random.default_rng(plan.seed)
    return {"simul_selftest": VERSION, "rounds": rounds, "gate_rounds": plan.rounds, "confirmations": plan.confirmations,
            "false_alarms": {"usual_tolerances": asdict(false_alarms(ratios, usual, plan, gates, rng)),
                             "own_tolerances": asdict(false_alarms(ratios, own, plan, gates, rng))},
            "cells": [{"name": cell, "quantities": {name: rounded(one) for (of, name), one in noise.items() if of == cell}}
                      for cell in recorded]}


def rounded(one: Noise) -> dict[str, float]:
    """More digits would be noise themselves."""
    return {key: float(f"{value:.3g}") for key, value in asdict(one).items()}


def alarms(found: Mapping[str, Any]) -> list[str]:
    """The measured rates in words."""
    lines = []
    for which, words in (("usual_tolerances", "with the usual tolerances"), ("own_tolerances", "with each cell's own")):
        one = FalseAlarms(**found["false_alarms"][which])
        lines.append(f"{one.confirmed} of {one.gates} gates {words} gave a false alarm ({100 * one.confirmed / one.gates:.2g} %)"
                     f"; the first rounds alone would have in {one.suspected} ({100 * one.suspected / one.gates:.2g} %)")
    return lines


def rows(found: Mapping[str, Any]) -> list[tuple[str, ...]]:
    """Noise, the tolerance that follows, and what is then seen in four of five cases."""
    lines = [("cell", "what", "pair noise", "lag-1", "tolerance", "detectable")]
    for cell in found["cells"]:
        for name, one in cell["quantities"].items():
            raised = " (raised)" if one["tolerance"] > defaults()[name] * 1.001 else ""
            lines.append((cell["name"], name, percent(one["noise"]), f"{one['lag']:+.2f}",
                          f"{percent(one['tolerance'])}{raised}", f"+{percent(one['detectable'])}"))
    return lines


def percent(share: float) -> str:
    """Two digits, or all that are before the point."""
    return f"{100 * share:.2g} %" if share < 0.995 else f"{100 * share:.0f} %"


def text(found: Mapping[str, Any]) -> str:
    """For a terminal."""
    lines = rows(found)
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    return "\n".join([*("  ".join(part.ljust(width) for part, width in zip(line, widths)).rstrip() for line in lines),
                      f"from {found['rounds']} rounds, for gates of {found['gate_rounds']}:", *alarms(found)])


def markdown(found: Mapping[str, Any]) -> str:
    """For a page or a job's summary."""
    head, *lines = rows(found)
    return "\n".join(["**simul against itself**", "", *(f"- {line}" for line in alarms(found)), "",
                      "| " + " | ".join(head) + " |", "|---|---|--:|--:|--:|--:|",
                      *("| `" + line[0] + "` | " + " | ".join(line[1:]) + " |" for line in lines), "",
                      f"From {found['rounds']} rounds, for gates of {found['gate_rounds']} rounds.", ""])
