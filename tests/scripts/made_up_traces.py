"""Traces of exhibitions that never took place: a small simulator without chance, in the format of `simul trace`.

The grandmaster thinks for 250 us, an opponent for 2750 us. On one lane (`coro`) a board whose reply has come is late
until she gets there; with a lane per board (`threads`, `fork`) it stands in line for the lock; `sequential` plays one
board to its end before it opens the next.
"""

from __future__ import annotations

import heapq
from typing import Any

THINK, REPLY = 250.0, 2750.0  # us
Event = dict[str, Any]


def exhibition(contestant: str, boards: int = 24, moves: int = 30) -> dict[str, Any]:
    """The whole document."""
    per_task = contestant in ("threads", "fork")
    events: list[Event] = []
    play = _in_turn if contestant == "sequential" else _walk
    play(events, boards, moves, per_task)
    wall = max(event["ts"] + event.get("dur", 0) for event in events)
    name = f"io/exhibition/{contestant}/boards:{boards}/moves:{moves}/grandmasters:1"
    lane = "process" if contestant == "fork" else "thread"
    metadata = [_name(1, "process_name", name), _name(2, "process_name", "tasks")]
    metadata += [_name(1, "thread_name", f"{lane} {tid}", tid) for tid in range(boards if per_task else 1)]
    events += _counters(events, boards)
    return {
        "displayTimeUnit": "ms",
        "otherData": {"cell": name, "kind": "io", "workload": "exhibition", "contestant": contestant,
                      "runtime": contestant, "parameters": {"boards": boards, "moves": moves, "grandmasters": 1,
                                                            "workers": 2},
                      "wall_s": wall / 1e6, "tasks": boards, "cpus": 2, "simul_version": "0.0.0"},
        "traceEvents": metadata + sorted(events, key=lambda event: event["ts"]),
    }


def shared_lane(tasks: int = 3) -> dict[str, Any]:
    """Connections on one loop, which note nothing between their begin and their end: 1 ms, each a little later."""
    document = exhibition("coro", boards=tasks, moves=1)
    spans = [(10.0 * task, 1000.0 + 10 * task) for task in range(tasks)]
    events: list[Event] = []
    for task, (start, end) in enumerate(spans):
        _wait(events, task, "running", start, end)
    events += _counter("tasks in flight", "tasks", spans) + _counter("cores busy", "cores", [(0.0, spans[-1][1])])
    names = [event for event in document["traceEvents"] if event["ph"] == "M"]
    document["otherData"]["wall_s"] = spans[-1][1] / 1e6
    document["traceEvents"] = names + sorted(events, key=lambda event: event["ts"])
    return document


def _in_turn(events: list[Event], boards: int, moves: int, _: bool) -> None:
    now = 0.0
    for board in range(boards):
        for _ in range(moves):
            _burst(events, 0, board, now, now + THINK)
            _wait(events, board, "waiting", now + THINK, now + THINK + REPLY)
            now += THINK + REPLY
        _burst(events, 0, board, now, now)


def _walk(events: list[Event], boards: int, moves: int, per_task: bool) -> None:
    """She goes to the board that has been ready for longest. On one lane boards are opened as she first comes by."""
    ready = [(0.0, board, 0) for board in range(boards)]
    now = 0.0
    while ready:
        since, board, move = heapq.heappop(ready)
        lane = board if per_task else 0
        now = max(now, since)
        if per_task and (move < moves or move == 0):
            _burst(events, lane, board, since, since)
            _wait(events, board, "lock", since, now)
        elif not per_task and move:
            _wait(events, board, "late", since, now)
        if move == moves:
            _burst(events, lane, board, now if not per_task else since, now if not per_task else since)
            continue
        _burst(events, lane, board, now, now + THINK)
        now += THINK
        _wait(events, board, "waiting", now, now + REPLY)
        heapq.heappush(ready, (now + REPLY, board, move + 1))


def _burst(events: list[Event], lane: int, task: int, start: float, end: float) -> None:
    events.append({"ph": "X", "pid": 1, "tid": lane, "ts": start, "dur": end - start, "name": f"task {task}",
                   "cat": "running", "args": {"task": task}})


def _wait(events: list[Event], task: int, kind: str, start: float, end: float) -> None:
    for ph, ts in (("b", start), ("e", end)):
        events.append({"ph": ph, "pid": 2, "tid": 0, "id": task, "cat": kind, "name": kind, "ts": ts})


def _counters(events: list[Event], boards: int) -> list[Event]:
    bursts = [(event["ts"], event["ts"] + event["dur"], event["args"]["task"]) for event in events
              if event["ph"] == "X"]
    lives = [(min(s for s, _, task in bursts if task == board), max(e for _, e, task in bursts if task == board))
             for board in range(boards)]
    return [*_counter("tasks in flight", "tasks", lives),
            *_counter("cores busy", "cores", [(start, end) for start, end, _ in bursts])]


def _counter(name: str, key: str, spans: list[tuple[float, float]]) -> list[Event]:
    changes: dict[float, int] = {}
    for start, end in spans:
        changes[start] = changes.get(start, 0) + 1
        changes[end] = changes.get(end, 0) - 1
    value, steps = 0, []
    for at in sorted(at for at, change in changes.items() if change):
        value += changes[at]
        steps.append({"ph": "C", "pid": 1, "name": name, "ts": at, "args": {key: value}})
    return steps


def _name(pid: int, name: str, value: str, tid: int | None = None) -> Event:
    lane = {} if tid is None else {"tid": tid}
    return {"ph": "M", "pid": pid, **lane, "name": name, "args": {"name": value}}
