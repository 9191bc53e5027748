"""What a bar chart of one comparison shows, as data: no drawing here, so that it can be tested."""

from __future__ import annotations

from dataclasses import dataclass

from reporting import wording
from reporting.result_types import Comparison, Standing

FAR = 4  # an ideal further off than this many times the longest bar would squeeze all bars: it becomes an arrow


@dataclass(frozen=True)
class Bar:
    """One row. Exactly one of `speedup` and `words` is given: what cannot be compared is said, not drawn."""

    contestant: str
    runtime: str
    speedup: float | None = None
    waits: float | None = None  # waits + cores = speedup; both None where the split is not known
    cores: float | None = None
    interval: tuple[float, float] | None = None  # of the speed-up, from that of the contestant's own median time
    wall_s: float | None = None
    words: str | None = None

    @property
    def split(self) -> bool:
        return self.waits is not None and self.cores is not None


@dataclass(frozen=True)
class Chart:
    """One figure: a workload at one point of its parameters."""

    title: str
    subtitle: str
    bars: tuple[Bar, ...]  # fastest first, then what has no number
    ideal: float | None
    baseline: str
    runs: tuple[int, ...]
    silence: str = ""  # why nobody has a speed-up, where it is the same for all who ran: the caption says it once

    @property
    def drawn(self) -> list[Bar]:
        """The rows with a number."""
        return [bar for bar in self.bars if bar.speedup is not None]

    @property
    def extent(self) -> tuple[float, float]:
        """What the axis must hold: all bars from 0, the baseline's 1 and, unless it is far off, the ideal."""
        high = max([1.0] + [max(bar.speedup or 0, bar.cores or 0, (bar.interval or (0, 0))[1]) for bar in self.drawn])
        low = min([0.0] + [min(bar.waits or 0, 0) for bar in self.drawn])
        if self.ideal is not None and self.ideal <= FAR * high:
            high = max(high, self.ideal)
        return low, high

    @property
    def ideal_in_sight(self) -> bool:
        return self.ideal is not None and self.ideal <= self.extent[1]


def chart(comparison: Comparison) -> Chart:
    """The chart of a comparison."""
    silence = why_nobody(comparison)
    bars = [bar(standing, silence) for standing in comparison.standings]
    bars.sort(key=lambda b: (b.speedup is None, -(b.speedup or 0)))  # stable: words stay in registry order
    return Chart(
        title=comparison.title,
        subtitle=wording.parameters(comparison.parameters),
        bars=tuple(bars),
        ideal=comparison.ideal_speedup,
        baseline=comparison.baseline,
        runs=tuple(standing.runs for standing in comparison.standings if standing.ok),
        silence=silence,
    )


def why_nobody(comparison: Comparison) -> str:
    """The one reason why those who ran have no speed-up; empty where somebody has, or reasons differ."""
    ran = [standing for standing in comparison.standings if standing.ok]
    reasons = {standing.null_reasons.get("speedup", "") for standing in ran if standing.metric("speedup") is None}
    return reasons.pop() if len(reasons) == 1 and all(standing.metric("speedup") is None for standing in ran) else ""


def bar(standing: Standing, silence: str = "") -> Bar:
    """The row of one contestant."""
    speedup = standing.metric("speedup") if standing.ok else None
    if speedup is None:
        return Bar(standing.contestant, standing.runtime, words=without_number(standing, silence))
    waits, cores = standing.metric("wait_overlap"), standing.metric("useful_parallelism")
    known = waits is not None and cores is not None
    return Bar(
        contestant=standing.contestant,
        runtime=standing.runtime,
        speedup=speedup,
        waits=waits if known else None,
        cores=cores if known else None,
        interval=_interval(standing, speedup),
        wall_s=standing.wall_s,
    )


def without_number(standing: Standing, silence: str = "") -> str:
    """Why a row has no bar; of what the caption says only the time."""
    if standing.ok:
        took = wording.duration(standing.wall_s) if standing.wall_s is not None else ""
        if took and silence:
            return took
        return f"{took}{'; ' if took else ''}no speed-up: {standing.null_reasons.get('speedup', 'no reason given')}"
    return ": ".join(filter(None, (standing.status.replace("_", " "), standing.reason)))


def _interval(standing: Standing, speedup: float) -> tuple[float, float] | None:
    """The baseline's median is taken as it is: the whisker is about this contestant's own spread."""
    if not standing.wall_s_interval or not standing.wall_s or min(standing.wall_s_interval) <= 0:
        return None
    fast, slow = standing.wall_s_interval
    return speedup * standing.wall_s / slow, speedup * standing.wall_s / fast
