"""Traces the exhibition of a result and draws the traces as one timeline: one board at a time, and three ways to walk.

For scripts/bench. What cannot be traced is named, and the others are drawn all the same.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Sequence

from reporting import commandline, timeline
from reporting.result_types import Result, Standing
from reporting.results import ResultError, load

CONTESTANTS = ("sequential", "coro", "threads", "fork")
STEM = "io-exhibition"


def main(argv: Sequence[str] | None = None) -> int:
    """Traces, draws, and says where; the status is that of the first thing that failed."""
    parser = commandline.Parser("Traces the exhibition of a result: a trace per contestant, and one figure.")
    parser.prog = "exhibition"
    parser.add_argument("simul", type=Path, help="the binary that the result is from")
    parser.add_argument("result", type=Path, help="result file of `simul run`")
    parser.add_argument("folder", type=Path, help="where the traces and the figure go")
    arguments = parser.parse_args(argv)
    return commandline.guarded(lambda: run(arguments.simul, load(arguments.result), arguments.folder), parser.prog)


def run(simul: Path, result: Result, folder: Path) -> int:
    """Nothing to trace is no failure: the exhibition need not have been selected. Raises OSError."""
    first_failure = commandline.OK
    written = []
    for old in (*folder.glob(f"{STEM}-*.trace.json"), folder / f"{STEM}-timeline.png"):
        old.unlink(missing_ok=True)  # of cells that this run did not have
    for standing in chosen(result):
        out = folder / f"{STEM}-{standing.contestant}.trace.json"
        status = trace(simul, standing.name, out, result)
        if status == commandline.OK:
            written.append(out)
            print(out)
        else:
            print(f"exhibition: no trace of {standing.name} (simul trace ended with {status})", file=sys.stderr)
            first_failure = first_failure or status
    if written:
        figure = str(folder / f"{STEM}-timeline.png")
        drawn = timeline.main([*map(str, written), "--same-scale", "--out", figure])
        first_failure = first_failure or drawn
    return first_failure


def chosen(result: Result) -> list[Standing]:
    """Those of the contestants that are ok, on the problem that most of them could do."""
    best: list[Standing] = []
    for comparison in result.comparisons:
        if comparison.title == "io/exhibition":
            ok = {standing.contestant: standing for standing in comparison.standings if standing.ok}
            found = [ok[contestant] for contestant in CONTESTANTS if contestant in ok]
            best = found if len(found) > len(best) else best
    return best


def trace(simul: Path, cell: str, out: Path, result: Result) -> int:
    """The exit status of `simul trace`; 128 + the number of the signal when one ended it. Raises ResultError."""
    command = [simul, "trace", cell, "--out", out, "--profile", result.profile, "--workers", str(result.workers)]
    try:
        status = subprocess.run(command, stdout=sys.stderr, check=False).returncode
    except OSError as fault:
        raise ResultError(f"{simul}: cannot be run ({fault.strerror})") from None
    return status if status >= 0 else 128 - status


if __name__ == "__main__":
    sys.exit(main())
