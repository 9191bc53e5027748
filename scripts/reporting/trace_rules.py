"""What must hold of the events of a trace, for Perfetto to show them as meant and for a timeline to be the whole truth.

Perfetto does not refuse what breaks the trace-event format: it drops it and shows the rest. So a burst that begins a
nanosecond before its lane's last one has ended is a fault (perfetto.dev/docs/faq, "Why are overlapping events in JSON
traces not displayed correctly?").
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any, Iterator, Sequence

Event = dict[str, Any]
Span = tuple[float, float]
SLACK_US = 1.0  # times are rounded
KINDS = ("waiting", "late", "lock", "running")  # running: of tasks that overlap on one lane
SORTS = {"M": "M", "X": "X", "b": "be", "e": "be", "C": "C"}


class Broken(Exception):
    """An event that breaks a rule; the message is one line without the file's name."""


def sorted_out(events: list[Event], end_us: float) -> dict[str, list[Event]]:
    """Events by sort, in order of time. Raises Broken for one that simul does not write, or that is outside the run."""
    if not isinstance(events, list):
        raise Broken("`traceEvents` is no list")
    found: dict[str, list[Event]] = {sort: [] for sort in SORTS.values()}
    for number, event in enumerate(events):
        ph = event.get("ph") if isinstance(event, dict) else None
        if ph not in SORTS:
            raise Broken(f"event {number} is of a sort that simul does not write (ph {ph!r})")
        if ph != "M":
            times = (event["ts"], event["dur"]) if ph == "X" else (event["ts"],)
            if not all(_is_number(time) and math.isfinite(time) and time >= 0 for time in times):
                raise Broken(f"event {number} has a time that is no number from 0")
            if sum(times) > end_us + SLACK_US:
                raise Broken(f"event {number} ends {(sum(times) - end_us) / 1e3:.3f} ms after the run")
        found[SORTS[ph]].append(event)
    for sort in ("X", "be", "C"):
        found[sort].sort(key=lambda event: event["ts"])  # stable: what happens at one instant stays in order
    return found


def lanes(metadata: list[Event]) -> dict[int, str]:
    """The names of the threads or processes that ran tasks, by their number."""
    return {event["tid"]: event["args"]["name"] for event in metadata if event["name"] == "thread_name"}


def no_overlap_on_a_lane(bursts: list[Event], known: dict[int, str]) -> None:
    """A thread runs one task at a time. In ns, as Perfetto counts."""
    ends: dict[int, int] = {}
    for burst in bursts:
        lane = burst["tid"]
        if lane not in known:
            raise Broken(f"lane {lane} has no name")
        start, length = (round(burst[key] * 1e3) for key in ("ts", "dur"))
        if start < ends.get(lane, 0):
            raise Broken(f"{known[lane]} runs two tasks at {start / 1e6:.6f} ms")
        ends[lane] = start + length


def pairs(events: list[Event]) -> Iterator[tuple[int, str, float, float]]:
    """Task, kind, start and end in us of each pair of begin and end. Raises Broken when they do not pair up."""
    begun: dict[tuple[int, str], float] = {}
    for event in events:
        task, kind = key = event["id"], event["cat"]
        if kind not in KINDS or event["name"] != kind:
            raise Broken(f"task {task} has a phase {kind!r}, which simul does not write")
        if (event["ph"] == "b") == (key in begun):
            twice = "begins" if event["ph"] == "b" else "ends"
            raise Broken(f"task {task} {twice} {kind} twice, at {event['ts'] / 1e3:.3f} ms")
        if event["ph"] == "b":
            begun[key] = event["ts"]
        else:
            yield task, kind, begun.pop(key), event["ts"]
    for task, kind in begun:
        raise Broken(f"task {task} never ends {kind}")


def every_task_whole(numbers: Sequence[int], tasks: Sequence[Sequence[Span]], expected: int) -> None:
    """Each task is there, and is at every instant between its first and its last event in exactly one phase."""
    if list(numbers) != list(range(expected)):
        raise Broken(f"{len(numbers)} of {expected} tasks have events")
    for number, phases in zip(numbers, tasks):
        for before, after in pairwise(phases):
            if abs(after[0] - before[1]) * 1e3 > SLACK_US:
                what = "is in no phase" if after[0] > before[1] else "is in two phases"
                raise Broken(f"task {number} {what} at {min(before[1], after[0]):.3f} ms")


def counter(events: list[Event], name: str, key: str, most: int, spans: Sequence[Span], shared: bool = False
            ) -> tuple[tuple[float, ...], tuple[int, ...]]:
    """Times in ms and values of a counter, which must count `spans`, ends at 0 and never exceeds `most`.

    When several spans may be `shared` by one of what it counts, it may count less.
    """
    mine = [event for event in events if event["name"] == name]
    times = tuple(event["ts"] / 1e3 for event in mine)
    values = tuple(event["args"][key] for event in mine)
    if not mine:
        raise Broken(f"no counter `{name}`")
    if not all(type(value) is int and 0 <= value <= most for value in values):
        raise Broken(f"`{name}` is not always a number from 0 to {most}")
    if values[-1] != 0:
        raise Broken(f"`{name}` is {values[-1]} at the end, not 0")
    area = sum(value * (after - before) for value, (before, after) in zip(values, pairwise(times)))
    missing = covered(spans, most) - area
    if (-missing if shared else abs(missing)) * 1e3 > 2 * SLACK_US * len(spans):
        raise Broken(f"`{name}` does not count what the other events show")
    return times, values


def covered(spans: Sequence[Span], most: float) -> float:
    """Integral over time of the number of spans under way, counted up to `most`."""
    changes = sorted([(start, 1) for start, _ in spans] + [(end, -1) for _, end in spans])
    area, under_way = 0.0, 0
    for (at, change), (until, _) in pairwise(changes):
        under_way += change
        area += min(under_way, most) * (until - at)
    return area


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
