"""The history of results: add runs to it, show it as a page, and check whether something has become slower to stay."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from typing import Sequence

from reporting import commandline, history, history_page, shifts, wording
from reporting.change_points import SHORTEST
from reporting.results import load

FOLDER = Path("results/history")
SLOWER = 1  # exit status of check
STATUSES = commandline.STATUSES.replace("0 done,", "0 done, 1 check: something has become slower,")
DESCRIPTION = """Keeps the history of results, one line per run, in one file per machine, and finds what shifted.

  track add RESULT...     append runs; one that is there already is not added twice
  track check             has anything become slower, and stayed so? exit status 1 if it has
  track show -o PAGE      the history as a page that needs no network, and with --badge as an SVG badge
  track prune --keep N    leave the newest N runs of each series

A series is what may be compared: one machine, one compiler with its flags, one calibration. Beside the files of runs lie
renames.json ({"old name": "new name"}) and acknowledged.json ([{"cell": "io/echo/*", "commit": "...", "reason": "..."}])."""


def main(argv: Sequence[str] | None = None) -> int:
    """Does what the subcommand says; the exit status is in --help."""
    return commandline.guarded(lambda: run(parse(argv)), "track")


def parse(argv: Sequence[str] | None) -> argparse.Namespace:
    """The command line. Raises SystemExit."""
    parser = commandline.Parser(DESCRIPTION, prog="track", epilog=STATUSES)
    commands = parser.add_subparsers(dest="command", required=True, metavar="{add,check,show,prune}")

    def command(name: str, run, help_: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=help_, description=help_, epilog=STATUSES)
        made.set_defaults(run=run)
        made.add_argument("--history", type=Path, default=FOLDER, metavar="DIR", help=f"default: {FOLDER}")
        return made

    one = command("add", add, "append runs to the history")
    one.add_argument("results", type=Path, nargs="+", metavar="RESULT", help="result file of `simul run`")
    one.add_argument("--machine", type=machine, help="a name for this machine (default: derived from its hardware)")
    one = command("check", check, "say what has shifted; exit status 1 if a metric has become worse, confirmed and not acknowledged")
    one.add_argument("--within", type=at_least_one, default=20, metavar="N",
                     help="only shifts that began in the last N runs of a series fail the check (default: 20)")
    one = command("show", show, "write the history as a page, and a badge")
    one.add_argument("-o", "--out", type=Path, required=True, metavar="PAGE", help="the page, HTML")
    one.add_argument("--badge", type=Path, metavar="SVG", help="a badge that says how many cells have become slower")
    one = command("prune", prune, "leave the newest runs of each series, and whatever is not a run")
    one.add_argument("--keep", type=at_least_one, required=True, metavar="N", help="runs of each series")
    return parser.parse_args(argv)


def run(arguments: argparse.Namespace) -> int:
    """The subcommand. Raises ResultError and OSError."""
    return arguments.run(arguments)


def machine(text: str) -> str:
    """A name that can be a file's."""
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", text):
        raise argparse.ArgumentTypeError(f"'{text}' is no name of letters, digits, '.', '_' and '-'")
    return text


def at_least_one(text: str) -> int:
    """A whole number above 0."""
    if not re.fullmatch(r"0*[1-9][0-9]*", text):
        raise argparse.ArgumentTypeError(f"'{text}' is no whole number above 0")
    return int(text)


def add(arguments: argparse.Namespace) -> int:
    """All or nothing: the first file that cannot be part of a history is refused before any is added."""
    entries = [history.entry_of(load(path), arguments.machine) for path in arguments.results]
    for path, entry in zip(arguments.results, entries):
        file, fresh = history.add(arguments.history, entry)
        failed = f", {len(entry.failed)} failed" if entry.failed else ""
        print(f"{path}: {len(entry.cells)} cells{failed}, added to {file}" if fresh else f"{path}: is in {file} already")
    return commandline.OK


def check(arguments: argparse.Namespace) -> int:
    """Prints every shift, the latest series first to last, and what could not be read."""
    whole = history.load(arguments.history)
    warn(whole.faults)
    renames, known = notes(arguments.history)
    bad = 0
    for (name, _), entries in whole.series().items():
        print(f"{name}: {wording.count_of([len(entries)], 'run')}, {entries[0].started[:10]} to {entries[-1].started[:10]}, "
              f"{entries[-1].about.get('compiler', '')}")
        if len(entries) < SHORTEST:
            print(f"    too few to see a shift, which takes {SHORTEST}")
        for line in shifts.lines(entries, renames, known):
            for shift in line.shifts:
                failing = shift.worse and shift.confirmed and not shift.acknowledged and shift.runs_since <= arguments.within
                bad += failing
                print(("  ! " if failing else "    ") + sentence(shift))
        gone, new = shifts.gone_and_new(entries, renames)
        print("".join(f"    gone since an earlier run: {cell}\n" for cell in gone), end="")
        print("".join(f"    new in the last run: {cell}\n" for cell in new), end="")
        print("".join(f"    failed in the last run: {cell} ({status})\n" for cell, status in entries[-1].failed.items()),
              end="")
    print(f"{bad} confirmed and not acknowledged" if bad else "nothing has become worse")
    return SLOWER if bad else commandline.OK


def sentence(shift: shifts.Shift) -> str:
    """One line about a shift."""
    percent = (shift.ratio - 1) * 100
    low, high = ((bound - 1) * 100 for bound in shift.interval)
    level = "confirmed" if shift.confirmed else "suspected"
    text = (f"{shift.cell} {shift.metric} {percent:+.1f} % ({low:+.1f} to {high:+.1f}), {level}, "
            f"since {shift.behind.started[:10]}, {shift.runs_since} runs, commits {shift.commits}")
    return text + (f"; acknowledged: {shift.acknowledged}" if shift.acknowledged else "")


def show(arguments: argparse.Namespace) -> int:
    """Writes the page, then the badge. Raises ResultError and OSError."""
    whole = history.load(arguments.history)
    warn(whole.faults)
    renames, known = notes(arguments.history)
    series = [history_page.Series(entries, tuple(shifts.lines(entries, renames, known)))
              for entries in whole.series().values()]
    arguments.out.write_text(history_page.page(series, whole.faults), encoding="utf-8")
    print(arguments.out)
    if arguments.badge:
        arguments.badge.write_text(history_page.badge(series), encoding="utf-8")
        print(arguments.badge)
    return commandline.OK


def prune(arguments: argparse.Namespace) -> int:
    """Raises ResultError and OSError."""
    gone = history.prune(arguments.history, arguments.keep)
    print(f"{gone} runs pruned")
    return commandline.OK


def notes(folder: Path) -> tuple[dict[str, str], list[shifts.Acknowledgement]]:
    """What people have written down beside the runs. Raises ResultError."""
    return shifts.load_renames(folder / "renames.json"), shifts.load_acknowledgements(folder / "acknowledged.json")


def warn(faults: Sequence[str]) -> None:
    """One line each."""
    for fault in faults:
        print(f"track: {fault}", file=sys.stderr)
