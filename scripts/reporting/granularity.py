"""What a figure of efficiency against the length of tasks shows, as data: no drawing here, so that it can be tested."""

from __future__ import annotations

from dataclasses import dataclass

from reporting import palette, wording
from reporting.result_types import GrainSweep


@dataclass(frozen=True)
class Line:
    """One contestant: granularity in s against efficiency, the shortest tasks first, and where it is half useful."""

    contestant: str
    runtime: str
    points: tuple[tuple[float, float], ...]
    metg: float | None
    interval: tuple[float, float] | None

    def path(self, efficiency: float) -> list[tuple[float, float]]:
        """The points, and between the two around it METG, which was read off there at this efficiency."""
        crossing = next((i for i, (one, other) in enumerate(zip(self.points, self.points[1:]))
                         if one[1] < efficiency <= other[1]), None)
        if self.metg is None or crossing is None:
            return list(self.points)
        return [*self.points[:crossing + 1], (self.metg, efficiency), *self.points[crossing + 1:]]

    @property
    def label(self) -> str:
        """For the legend; without a number where the sweep did not reach it."""
        return self.contestant + (f"  {wording.duration(self.metg)}" if self.metg is not None else "  –")


@dataclass(frozen=True)
class Granularity:
    """One figure: a workload with everything held but the length of its tasks."""

    title: str
    subtitle: str
    efficiency: float  # at which METG is read
    lines: tuple[Line, ...]
    silent: tuple[tuple[str, str], ...]  # contestants without a point, and why


def granularity(sweep: GrainSweep) -> Granularity | None:
    """None where no contestant has a point."""
    lines = [Line(one.contestant, one.runtime, tuple(sorted(one.points, key=useful)), one.metg_s, one.interval)
             for one in sweep.contestants if one.points]
    if not lines:
        return None
    lines.sort(key=lambda line: (palette.runtime_order(line.runtime), line.contestant))
    silent = tuple((one.contestant, one.reason) for one in sweep.contestants if not one.points)
    return Granularity(f"{sweep.kind}/{sweep.workload}", wording.parameters(sweep.parameters), sweep.efficiency,
                       tuple(lines), silent)


def useful(point: tuple[float, float]) -> float:
    """What of a task is useful, in s. Of a longer task it is more, whatever else its granularity holds."""
    granularity_s, efficiency = point
    return granularity_s * efficiency
