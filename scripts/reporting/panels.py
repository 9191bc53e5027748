"""What a timeline shows, before anything is drawn: one panel per trace, each with its window of time."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from typing import Mapping, Sequence

from reporting import wording
from reporting.trace import Phase, Steps, Trace

SHOWN_AS = {"running": "running", "waiting": "waiting", "late": "queued", "lock": "queued", "unnoted": "unnoted"}
COLOURS = ("running", "waiting", "queued", "unnoted")
MOST_ROWS = 120  # more would be thinner than a pixel
PIXELS = 600  # across a panel at README width: a shorter step would be drawn longer than it was
BINS = 400  # at most, in a line of which some steps are too short
LONGEST = 3  # times the shortest run: a longer one is cut where all share a scale, or the others could not be read
Window = tuple[float, float]


class NothingToSee(Exception):
    """No run was still going on in the window; the message is one line."""


@dataclass(frozen=True)
class Line:
    """A number over time, within the window."""

    times_ms: tuple[float, ...]  # the last one is the end of the last value
    values: tuple[float, ...]
    most: int  # at any time of the whole run
    mean: float  # over the part of the window in which the run went on
    bin_ms: float | None  # the values are means over so long; None: they are as they were


@dataclass(frozen=True)
class Panel:
    """One trace."""

    title: str  # the contestant, and what else not all panels have in common
    runtime: str
    lanes: str  # 24 threads
    tasks: int
    every: int  # only every so manieth task is shown
    wall_ms: float
    window: Window
    bars: Mapping[str, tuple[tuple[int, float, float], ...]]  # row, start, length in ms, by colour
    shares: Mapping[str, float]  # of the time that all tasks together were in flight, in the whole run
    in_flight: Line
    cores: Line
    cpus: int

    @property
    def rows(self) -> int:
        """Tasks that are shown."""
        return math.ceil(self.tasks / self.every)

    @property
    def rest_ms(self) -> float:
        """How long the run went on after the window."""
        return max(0.0, self.wall_ms - self.window[1])


def panels(traces: Sequence[Trace], same_scale: bool, start: float | None, end: float | None) -> list[Panel]:
    """One for each trace. `start` and `end` are in ms. Raises NothingToSee."""
    if start is not None and start >= max(trace.wall_ms for trace in traces):
        raise NothingToSee(f"nothing to see from {start:g} ms on: the longest run took "
                           f"{max(trace.wall_ms for trace in traces):.1f} ms")
    return [_panel(*one) for one in zip(traces, titles(traces), windows(traces, same_scale, start, end))]


def windows(traces: Sequence[Trace], same_scale: bool, start: float | None, end: float | None) -> list[Window]:
    """From when to when each panel goes: each run as a whole, or all alike."""
    first = start or 0.0
    if end is not None:
        return [(first, end)] * len(traces)
    going = [trace.wall_ms for trace in traces if trace.wall_ms > first]
    common = max(wall for wall in going if wall <= LONGEST * min(going))
    return [(first, trace.wall_ms if not same_scale and trace.wall_ms > first else common) for trace in traces]


def titles(traces: Sequence[Trace]) -> list[str]:
    """The contestant of each, with its workload and parameters as far as they are not the same in all."""
    same_workload = len({trace.workload for trace in traces}) == 1
    same = common_parameters(traces)
    found = []
    for trace in traces:
        own = wording.parameters({name: value for name, value in trace.parameters.items() if name not in same})
        name = trace.contestant if same_workload else f"{trace.workload}/{trace.contestant}"
        found.append(f"{name}, {own}" if own else name)
    return found


def common_parameters(traces: Sequence[Trace]) -> dict[str, int | str]:
    """Those that all have, with one value."""
    first, *others = traces
    return {name: value for name, value in first.parameters.items()
            if all(other.parameters.get(name) == value for other in others)}


def _panel(trace: Trace, title: str, window: Window) -> Panel:
    every = math.ceil(len(trace.tasks) / MOST_ROWS)
    bars: dict[str, list[tuple[int, float, float]]] = {colour: [] for colour in COLOURS}
    for row, phases in enumerate(trace.tasks[::every]):
        for phase in phases:
            begin, stop = max(phase.start_ms, window[0]), min(phase.end_ms, window[1])
            if stop > begin:
                bars[SHOWN_AS[phase.kind]].append((row, begin, stop - begin))
    return Panel(
        title=title,
        runtime=trace.runtime,
        lanes=lanes(trace.lanes),
        tasks=len(trace.tasks),
        every=every,
        wall_ms=trace.wall_ms,
        window=window,
        bars={colour: tuple(found) for colour, found in bars.items()},
        shares=shares(trace.tasks),
        in_flight=line(trace.in_flight, window, trace.wall_ms),
        cores=line(trace.cores_busy, window, trace.wall_ms),
        cpus=trace.cpus,
    )


def lanes(names: Sequence[str]) -> str:
    """1 thread; 24 processes."""
    kinds = Counter(re.sub(r" \d+$", "", name) for name in names)
    plural = {"thread": "threads", "process": "processes"}
    return " and ".join(f"{n} {kind if n == 1 else plural.get(kind, kind)}" for kind, n in kinds.items())


def shares(tasks: Sequence[Sequence[Phase]]) -> dict[str, float]:
    """How the time between first and last events of all tasks divides; adds up to 1, or is all 0 for no time at all."""
    times = dict.fromkeys(COLOURS, 0.0)
    for phase in (phase for task in tasks for phase in task):
        times[SHOWN_AS[phase.kind]] += phase.end_ms - phase.start_ms
    total = sum(times.values())
    return {colour: time / total if total else 0.0 for colour, time in times.items()}


def line(steps: Steps, window: Window, wall_ms: float) -> Line:
    """A counter within a window, which may end before or after the run; means over bins where steps are too short."""
    stop, span = min(window[1], wall_ms), window[1] - window[0]
    times, values = _within(steps, window[0], stop)
    area = sum(value * (after - at) for value, at, after in zip(values, times, times[1:]))
    mean = area / (stop - window[0]) if stop > window[0] else 0.0
    bin_ms = None
    if any(after - at < span / PIXELS for at, after in zip(times[:-2], times[1:])):  # the last one is cut by the window
        bin_ms = _round_up(span / BINS)
        times, values = _binned(times, values, bin_ms)
    return Line(tuple(times), tuple(values), max(steps.values), mean, bin_ms)


def _within(steps: Steps, start: float, stop: float) -> tuple[list[float], list[float]]:
    """The steps of a part; there is one time more than values. Before its first step a counter is 0."""
    if stop <= start:
        return [], []
    times, values, now = [start], [], 0
    for at, value in zip(steps.times_ms, steps.values):
        if at >= stop:
            break
        if at > times[-1]:
            values.append(now)
            times.append(at)
        now = value
    return [*times, stop], [*values, now]


def _binned(times: Sequence[float], values: Sequence[float], width: float) -> tuple[list[float], list[float]]:
    """Means over bins of this width, the last of which may be shorter."""
    edges = [times[0] + width * i for i in range(math.ceil((times[-1] - times[0]) / width - 1e-9))] + [times[-1]]
    areas = [0.0] * (len(edges) - 1)
    for value, start, stop in zip(values, times, times[1:]):
        bin_ = min(int((start - times[0]) / width), len(areas) - 1)
        while start < stop:
            until = stop if bin_ == len(areas) - 1 else max(start, min(stop, edges[bin_ + 1]))
            areas[bin_] += value * (until - start)
            start, bin_ = until, min(bin_ + 1, len(areas) - 1)
    return edges, [area / (after - at) for area, at, after in zip(areas, edges, edges[1:])]


def _round_up(width: float) -> float:
    """To 1, 2 or 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(width))
    return next(step * power for step in (1, 2, 5, 10) if step * power >= width * (1 - 1e-9))
