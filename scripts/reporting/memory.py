"""What a figure of memory against tasks in flight shows, as data: no drawing here, so that it can be tested."""

from __future__ import annotations

from dataclasses import dataclass

from reporting import palette, wording
from reporting.result_types import Comparison, Standing


@dataclass(frozen=True)
class Held:
    """One contestant: tasks in flight against the bytes that its process tree held, the fewest tasks first."""

    contestant: str
    runtime: str
    points: tuple[tuple[int, int], ...]
    slope: float | None  # bytes per task

    @property
    def label(self) -> str:
        """For the legend; without a number where the points tell of no line."""
        return f"{self.contestant}  " + (bytes_in_words(self.slope) if self.slope is not None else "–")


@dataclass(frozen=True)
class Memory:
    """One figure: a workload at one point of its other parameters."""

    title: str
    subtitle: str
    held: tuple[Held, ...]
    silent: tuple[tuple[str, str], ...]  # contestants without a point or a slope, and why
    left_out: tuple[tuple[str, int, str], ...]  # contestant, the fewest tasks that it could not be seen with, and why


def memory(comparison: Comparison) -> Memory | None:
    """None where no contestant has a point."""
    told = [standing for standing in comparison.standings if standing.ok and standing.memory_points]
    if not told:
        return None
    held = [Held(s.contestant, s.runtime, tuple(sorted(s.memory_points)), s.metric("bytes_per_task")) for s in told]
    held.sort(key=lambda one: (palette.runtime_order(one.runtime), one.contestant))
    silent = [(s.contestant, why(s)) for s in comparison.standings if s.metric("bytes_per_task") is None]
    left_out = [(s.contestant, *min(s.memory_points_left_out)) for s in told if s.memory_points_left_out]
    return Memory(comparison.title, wording.parameters(comparison.parameters), tuple(held), tuple(silent), tuple(left_out))


def why(standing: Standing) -> str:
    """No slope."""
    return standing.null_reasons.get("bytes_per_task") or standing.reason or standing.status.replace("_", " ")


def bytes_in_words(value: float) -> str:
    """In the binary unit that leaves one to four digits before the point: 185 B, 28.5 KiB, 3.2 MiB."""
    for unit, size in (("GiB", 2.0**30), ("MiB", 2.0**20), ("KiB", 2.0**10)):
        if abs(value) >= size:
            return f"{wording.amount(value / size)} {unit}"
    return f"{value:.0f} B"
