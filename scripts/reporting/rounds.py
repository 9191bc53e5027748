"""Rounds of fresh processes, base against head: how one cell is run once, and the record of all of it.

Within a round each cell runs once on each side, one right after the other, the order of cells and of sides drawn anew:
whatever the machine does meanwhile then hits both sides alike, and without a change the sign of a difference is a coin's.
"""

from __future__ import annotations

import random
import re
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable, Iterator, Mapping, Sequence

from reporting.quantities import values_of
from reporting.result_types import Result
from reporting.results import ResultError, load

SIDES = ("base", "head")


class GateError(Exception):
    """Nothing can be compared; the message is one line."""


class UsageError(Exception):
    """What was asked for makes no sense, or is not there; the message is one line."""


@dataclass(frozen=True)
class Sample:
    """What one process brought: its quantities, or why there are none."""

    status: str
    reason: str = ""
    values: Mapping[str, float] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        return self.status == "ok"


@dataclass(frozen=True)
class Pair:
    """One cell in one round."""

    base: Sample
    head: Sample

    @property
    def ok(self) -> bool:
        return self.base.ok and self.head.ok


Measure = Callable[[str, str, int], Sample]
"""Runs a cell (its name) of a side in a round."""


def one_round(cells: Sequence[str], number: int, measure: Measure, rng: random.Random) -> Iterator[tuple[str, Pair]]:
    """Every cell once on each side."""
    for cell in rng.sample(list(cells), len(cells)):
        samples = {side: measure(cell, side, number) for side in rng.sample(SIDES, 2)}
        yield cell, Pair(**samples)


@dataclass
class Runner:
    """Runs cells of two binaries. Both get the same calibration, or a slower kernel would be given less to do."""

    binaries: Mapping[str, Path]
    profile: str
    repetitions: int
    timeout_s: float
    seed: int
    folder: Path  # of temporary results
    calibration: Path
    seen: dict[str, Result] = field(default_factory=dict)  # the latest result of each side, with machine and build

    def names(self, side: str, pattern: str) -> list[str]:
        """The cells of a side that match."""
        done = self._simul(side, "run", "--benchmark_list_tests", "--profile", self.profile, "--filter", pattern)
        if done.returncode not in (0, 3):
            raise (UsageError if done.returncode == 64 else GateError)(f"{side}: {last_line(done.stderr)}")
        return done.stdout.split() if done.returncode == 0 else []

    def knows_bare_runs(self, side: str) -> bool:
        """Whether it can run a cell and nothing else: builds from before there was a gate cannot."""
        return "--bare" in self._simul(side, "run", "--help").stdout

    def measure(self, cell: str, side: str, number: int) -> Sample:
        """One fresh process of one cell. Raises GateError when the fault is not the cell's."""
        out = self.folder / f"{side}.json"
        out.unlink(missing_ok=True)
        done = self._simul(
            side, "run", "--bare", "--profile", self.profile, f"--filter=^{re.escape(cell)}$", "--rounds", "1",
            "--repetitions", str(self.repetitions), "--seed", str(self.seed + number), "--timeout", str(self.timeout_s),
            "--calibration", str(self.calibration), "--out", str(out))
        if done.returncode not in (0, 2, 3):
            raise GateError(f"{side}, {cell}: {last_line(done.stderr)}")
        if not out.exists():
            return Sample("missing", "there is no such cell")
        try:
            result = load(out)
            [found] = result.cells
        except (ResultError, ValueError) as fault:
            raise GateError(f"{side}, {cell}: {fault}") from None
        other = self.seen.get("head" if side == "base" else "base")
        if other and other.steps_per_us != result.steps_per_us:
            raise GateError(f"base and head were calibrated differently ({other.steps_per_us} and "
                            f"{result.steps_per_us} steps per us), so they did different work")
        self.seen[side] = result
        return Sample(found.status, found.reason, values_of(found) if found.status == "ok" else {})

    def _simul(self, side: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        try:
            return subprocess.run([self.binaries[side], *arguments], capture_output=True, text=True, errors="replace",
                                  timeout=60 + 2 * self.timeout_s * (self.repetitions + 1), check=False,
                                  stdin=subprocess.DEVNULL)
        except subprocess.TimeoutExpired:
            raise GateError(f"{side}: {self.binaries[side]} does not end") from None
        except OSError as fault:
            raise GateError(f"{side}: {self.binaries[side]} cannot be run ({fault.strerror})") from None


def last_line(text: str) -> str:
    """What a program said in the end."""
    return (text.strip().splitlines() or ["it said nothing"])[-1]
