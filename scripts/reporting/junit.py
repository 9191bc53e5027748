"""What a report by ctest says: how many tests passed, whose own totals call a test that could not be started merely
skipped; and which failed, with the end of what they said."""

from __future__ import annotations

import argparse
import sys
import xml.etree.ElementTree as xml
from pathlib import Path
from typing import NamedTuple, Sequence

LINES = 40  # of a failed test's output: the assertion and its surroundings


class Tally(NamedTuple):
    passed: int
    failed: int
    skipped: int


class Failure(NamedTuple):
    name: str
    why: str  # as far as ctest knows, and after how long: one that took its whole time limit has timed out
    end: list[str]  # the last lines of its output


def verdict(case: xml.Element) -> str:
    """Skipped are those that asked for it or are disabled; the rest must have passed."""
    reason = case.find("skipped")
    if case.get("status") == "run":
        return "passed"
    if case.get("status") == "disabled" or (reason is not None and reason.get("message", "").startswith("SKIP_")):
        return "skipped"
    return "failed"


def tally(report: str) -> Tally:
    """Of a report's text."""
    verdicts = [verdict(case) for case in xml.fromstring(report).iter("testcase")]
    return Tally(*map(verdicts.count, Tally._fields))


def failures(report: str) -> list[Failure]:
    """Of a report's text, in its order."""
    def of(case: xml.Element) -> Failure:
        reasons = [case.find(tag) for tag in ("failure", "error", "skipped")]
        why = next((r.get("message") for r in reasons if r is not None), None) or "failed"
        end = (case.findtext("system-out") or "").rstrip().splitlines()[-LINES:]
        return Failure(case.get("name", "?"), f"{why} after {float(case.get('time', 0)):.1f} s", end)

    return [of(case) for case in xml.fromstring(report).iter("testcase") if verdict(case) == "failed"]


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="junit", description="Prints passed, failed and skipped of one report by ctest.")
    parser.add_argument("report", type=Path)
    wanted = parser.add_mutually_exclusive_group()
    wanted.add_argument("--names", action="store_true", help="instead the names of what failed, one a line")
    wanted.add_argument("--outputs", action="store_true", help=f"instead what failed and the last {LINES} lines of each")
    options = parser.parse_args(argv)
    try:
        report = options.report.read_text(encoding="utf-8", errors="replace")
        if options.names:
            for failure in failures(report):
                print(failure.name)
        elif options.outputs:
            for name, why, end in failures(report):
                print(f"--- {name}: {why}", *end, sep="\n")
        else:
            print(*tally(report))
    except (OSError, xml.ParseError) as fault:
        print(f"junit: {options.report}: {fault}", file=sys.stderr)
        return 65
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
