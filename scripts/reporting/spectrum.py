"""What a figure of latency percentiles shows, as data: no drawing here, so that it can be tested."""

from __future__ import annotations

from dataclasses import dataclass

from reporting import palette, wording
from reporting.result_types import Comparison, Latency

BEYOND = 10  # samples: a percentile with fewer beyond it is not drawn, as it is null in the file


@dataclass(frozen=True)
class Curve:
    """One contestant: at 1/(1-p), the latency in us at or below which the share p of its samples lies."""

    contestant: str
    runtime: str
    count: int
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Spectrum:
    """One figure: a workload at one point of its parameters."""

    title: str
    subtitle: str
    what: str
    load: str
    curves: tuple[Curve, ...]

    @property
    def furthest(self) -> float:
        """The rarest 1/(1-p) that any curve reaches."""
        return max(curve.points[-1][0] for curve in self.curves)


def spectrum(comparison: Comparison) -> Spectrum | None:
    """None where there is no contestant with samples enough for a median."""
    told = [(s, s.latency) for s in comparison.standings if s.ok and s.latency]
    curves = [Curve(s.contestant, s.runtime, latency.count, points(latency)) for s, latency in told
              if latency.count >= 2 * BEYOND]
    if not curves:
        return None
    curves.sort(key=lambda curve: (palette.runtime_order(curve.runtime), curve.contestant))
    first = told[0][1]
    return Spectrum(comparison.title, wording.parameters(comparison.parameters), first.what, first.load, tuple(curves))


def points(latency: Latency) -> tuple[tuple[float, float], ...]:
    """From the share 0 up to what the samples support: (1/(1-p), us) at the end of every bucket until there."""
    found = [(1.0, latency.min)]
    furthest = latency.count / BEYOND
    seen = 0
    for upper, count in latency.buckets:
        seen += count
        value = min(upper, latency.max)
        if latency.count - seen <= BEYOND:
            found.append((furthest, value))  # the rarest share that is supported lies within this bucket
            break
        found.append((latency.count / (latency.count - seen), value))
    return tuple(found)
