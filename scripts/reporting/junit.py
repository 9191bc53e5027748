"""Counts the tests of a report by ctest, whose own totals call a test that could not be started merely skipped."""

from __future__ import annotations

import sys
import xml.etree.ElementTree as xml
from pathlib import Path
from typing import NamedTuple, Sequence


class Tally(NamedTuple):
    passed: int
    failed: int
    skipped: int


def tally(report: str) -> Tally:
    """Of a report's text. Skipped are those that asked for it or are disabled; the rest must have passed."""
    passed = failed = skipped = 0
    for case in xml.fromstring(report).iter("testcase"):
        reason = case.find("skipped")
        if case.get("status") == "run":
            passed += 1
        elif case.get("status") == "disabled" or (reason is not None and reason.get("message", "").startswith("SKIP_")):
            skipped += 1
        else:
            failed += 1
    return Tally(passed, failed, skipped)


def main(argv: Sequence[str]) -> int:
    """Prints passed, failed and skipped of one report."""
    try:
        print(*tally(Path(argv[0]).read_text(encoding="utf-8", errors="replace")))
    except (OSError, xml.ParseError) as fault:
        print(f"junit: {argv[0]}: {fault}", file=sys.stderr)
        return 65
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
