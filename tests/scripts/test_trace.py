"""A trace follows the rules that Perfetto relies on, and one that does not is refused with one line."""

from __future__ import annotations

import json

import pytest
from made_up_traces import exhibition, shared_lane
from reporting.trace import TraceError, load

CONTESTANTS = ["sequential", "coro", "threads", "fork"]


@pytest.fixture
def written(tmp_path):
    """Writes a document, after a change, and returns where."""

    def write(document, change=lambda document: None):
        change(document)
        path = tmp_path / "a.trace.json"
        path.write_text(json.dumps(document))
        return path

    return write


def small():
    return exhibition("threads", boards=3, moves=2)


def events(document, **wanted):
    return [event for event in document["traceEvents"] if all(event.get(k) == v for k, v in wanted.items())]


def drop(document, event):
    document["traceEvents"].remove(event)


@pytest.mark.parametrize("contestant", CONTESTANTS)
def test_a_trace_becomes_the_phases_of_each_task(written, contestant):
    trace = load(written(exhibition(contestant, boards=5, moves=4)))
    assert (trace.workload, trace.contestant, trace.runtime, trace.cpus) == ("io/exhibition", contestant, contestant, 2)
    assert trace.parameters == {"boards": 5, "moves": 4, "grandmasters": 1}
    assert len(trace.tasks) == 5
    for phases in trace.tasks:
        assert sum(phase.end_ms - phase.start_ms for phase in phases if phase.kind == "running") == pytest.approx(1.0)
        assert sum(phase.end_ms - phase.start_ms for phase in phases if phase.kind == "waiting") == pytest.approx(11.0)
        assert all(before.end_ms == pytest.approx(after.start_ms) for before, after in zip(phases, phases[1:]))


def test_lanes_are_threads_or_processes(written):
    assert load(written(exhibition("coro", 3, 1))).lanes == ("thread 0",)
    assert load(written(exhibition("fork", 3, 1))).lanes == ("process 0", "process 1", "process 2")


def test_a_known_exhibition_has_its_known_phases(written):
    """One board, one pair of moves: she thinks 0.25 ms, the opponent 2.75 ms."""
    trace = load(written(exhibition("sequential", boards=1, moves=1)))
    assert [(phase.kind, phase.start_ms, phase.end_ms) for phase in trace.tasks[0]] == [
        ("running", 0.0, 0.25), ("waiting", 0.25, 3.0), ("running", 3.0, 3.0)]
    assert (trace.cores_busy.times_ms, trace.cores_busy.values) == ((0.0, 0.25), (1, 0))


def test_tasks_that_overlap_on_one_lane_are_not_taken_for_running(written):
    trace = load(written(shared_lane(tasks=3)))
    assert [[phase.kind for phase in task] for task in trace.tasks] == [["unnoted"]] * 3
    assert (trace.cores_busy.times_ms, trace.cores_busy.values) == ((0.0, 1.02), (1, 0))


def test_a_shared_lane_is_not_busy_more_than_its_tasks_were_there(written):
    def two_cores(document):
        events(document, name="cores busy")[0]["args"].update(cores=2)
        document["otherData"].update(tasks=1)
        document["traceEvents"] = [event for event in document["traceEvents"] if event.get("id", 0) == 0
                                   and event["name"] != "tasks in flight"]
        for value, ts in ((1, 0.0), (0, 1000.0)):
            document["traceEvents"].append({"ph": "C", "name": "tasks in flight", "ts": ts, "args": {"tasks": value}})

    with pytest.raises(TraceError, match="`cores busy` does not count"):
        load(written(shared_lane(tasks=3), two_cores))


def test_times_that_were_rounded_are_no_fault(written):
    def round_them(document):
        for burst in events(document, ph="X", dur=250.0):
            burst["dur"] -= 0.4

    load(written(small(), round_them))


@pytest.mark.parametrize("change, words", [
    (lambda d: d.pop("traceEvents"), "no trace of simul"),
    (lambda d: d["otherData"].pop("wall_s"), "the key 'wall_s' is missing"),
    (lambda d: d["otherData"].update(wall_s="long"), "wall_s is 'long'"),
    (lambda d: d["otherData"].update(cpus=True), "cpus is True"),
    (lambda d: d["otherData"].update(cell="io/exhibition/coro/boards:3"), "is not one of the contestant 'threads'"),
    (lambda d: d.update(traceEvents={}), "is no list"),
    (lambda d: d["traceEvents"].append(7), "of a sort that simul does not write"),
    (lambda d: d["traceEvents"].append({"ph": "B", "ts": 1}), "of a sort that simul does not write (ph 'B')"),
    (lambda d: events(d, ph="X")[0].update(ts=-1), "has a time that is no number from 0"),
    (lambda d: events(d, ph="b")[0].update(ts="0"), "has a time that is no number from 0"),
    (lambda d: events(d, ph="X")[-1].update(dur=1e6), "ms after the run"),
    (lambda d: events(d, ph="X")[1].update(dur=300.0), "is in two phases"),
    (lambda d: events(d, ph="X", dur=250.0)[1].update(tid=0, ts=100.0), "thread 0 runs two tasks at 0.100000 ms"),
    (lambda d: events(d, ph="X", dur=250.0)[1].update(tid=0, ts=249.999), "thread 0 runs two tasks at 0.249999 ms"),
    (lambda d: events(d, ph="X")[0].update(tid=9), "lane 9 has no name"),
    (lambda d: drop(d, events(d, name="thread_name")[0]), "lane 0 has no name"),
    (lambda d: drop(d, events(d, ph="b")[0]), "ends lock twice"),
    (lambda d: drop(d, events(d, ph="e", cat="waiting")[0]), "begins waiting twice"),
    (lambda d: drop(d, events(d, ph="e", cat="waiting")[-1]), "never ends waiting"),
    (lambda d: [event.update(cat="idle", name="idle") for event in events(d, cat="lock")], "has a phase 'idle'"),
    (lambda d: [drop(d, event) for event in events(d, cat="waiting", id=1)], "task 1 is in no phase at 0.500 ms"),
    (lambda d: d["otherData"].update(tasks=4), "3 of 4 tasks have events"),
    (lambda d: [drop(d, event) for event in events(d, name="cores busy")], "no counter `cores busy`"),
    (lambda d: events(d, name="cores busy")[0]["args"].update(cores=3), "not always a number from 0 to 2"),
    (lambda d: drop(d, events(d, name="tasks in flight")[-1]), "at the end, not 0"),
    (lambda d: events(d, name="tasks in flight")[0]["args"].update(tasks=1), "does not count what the other events"),
])
def test_what_breaks_a_rule_is_refused_in_one_line(written, change, words):
    path = written(small(), change)
    with pytest.raises(TraceError) as refused:
        load(path)
    message = str(refused.value)
    assert message.startswith(f"{path}: ") and words in message and "\n" not in message


def test_a_file_that_ends_early_is_refused(written):
    path = written(small())
    whole = path.read_text()
    for length in (0, 1, len(whole) // 2, len(whole) - 1):
        path.write_text(whole[:length])
        with pytest.raises(TraceError, match="not valid JSON"):
            load(path)


def test_a_result_file_is_no_trace(stored):
    with pytest.raises(TraceError, match="no trace of simul"):
        load(stored)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(TraceError, match=r"absent.json: cannot be read \(No such file"):
        load(tmp_path / "absent.json")


def test_no_event_can_be_lost_unnoticed(written):
    """Whatever event is missing, no timeline is drawn: only the names of processes may be."""
    whole = small()
    for number, event in enumerate(whole["traceEvents"]):
        if event["name"] == "process_name" or event.get("dur") == 0.0:
            continue
        document = json.loads(json.dumps(whole))
        del document["traceEvents"][number]
        with pytest.raises(TraceError):
            load(written(document))
