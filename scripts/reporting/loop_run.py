"""Measures what scripts/loop_table prints: both sides of each of its rows at the largest point, and nothing else."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Iterator, Sequence

from reporting.loops import OPTIONAL, ROWS, Row, fits
from reporting.results import ResultError

PROFILE = "full"  # a thousand connections and a hundred thousand sleepers are in no other
OK, SOME_FAILED = 0, 2  # of `simul run`: the file says which, and why


def measure(simul: Path, contestant: str, rounds: int, out: Path) -> None:
    """One bare run into `out`, its progress on stderr. Raises ResultError."""
    runtimes = runtimes_of(simul, contestant)
    selection = ["--profile", PROFILE, "--runtime", ",".join(runtimes)]
    listed = called([simul, "run", "--benchmark_list_tests", *selection])
    if listed.returncode != OK:
        raise ResultError(f"{simul}: {listed.stderr.strip()}")
    cells = dict.fromkeys(name for row in ROWS for name in points(row, listed.stdout.split(), contestant))
    pattern = "^(" + "|".join(cells) + ")$"  # names are words, colons and slashes
    done = called([simul, "run", "--bare", *selection, "--filter", pattern, "--rounds", str(rounds), "--out", out],
                  stderr=None)
    if done.returncode not in (OK, SOME_FAILED):
        raise ResultError(f"{simul} run ended with {done.returncode}")


def runtimes_of(simul: Path, contestant: str) -> list[str]:
    """Of all who have to do with the table, but of references that this build is without."""
    rivals = dict.fromkeys(row.rival for row in ROWS)
    here = [rival for rival in rivals
            if rival not in OPTIONAL or called([simul, "list", "--runtime", rival]).returncode == OK]
    return list(dict.fromkeys([contestant.split("_")[0], *here]))


def points(row: Row, names: Sequence[str], contestant: str) -> list[str]:
    """Of the cells of these names the row's, of whichever size is the largest."""
    found = [(size, name) for size, name in sized(row, names, contestant) if size >= row.least]
    return [name for size, name in found if size == max(found)[0]]


def sized(row: Row, names: Sequence[str], contestant: str) -> Iterator[tuple[int, str]]:
    """The cells of the row's sides at any of its points, with their size: "io/echo/uv/connections:1/..."."""
    for name in names:
        kind, workload, who, *path = name.split("/")
        pairs = (part.split(":") for part in path)
        parameters = {key: int(value) if value.isdecimal() else value for key, value in pairs}
        if who in (contestant, row.rival) and fits(row, f"{kind}/{workload}", parameters):
            yield int(parameters[row.size]), name


def called(command: Sequence[str | Path], stderr: int | None = subprocess.PIPE) -> subprocess.CompletedProcess[str]:
    """Raises ResultError if there is no such program."""
    try:
        return subprocess.run(command, stdout=subprocess.PIPE, stderr=stderr, text=True, check=False)
    except OSError as fault:
        raise ResultError(f"{command[0]}: cannot be run ({fault.strerror})") from None
