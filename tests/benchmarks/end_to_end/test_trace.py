"""A trace is of one cell, opens in a viewer, and is refused in one line where there is none."""

from __future__ import annotations

import json
import os
from collections import Counter

import pytest

CELL = "io/exhibition/coro/boards:6/moves:5/grandmasters:1"


def refused(simul, status: int, *arguments: str) -> str:
    done = simul("trace", *arguments, "--profile", "smoke", "--calibration", str(simul.calibration), seconds=60)
    assert done.returncode == status, done.stderr
    assert done.stdout == ""
    [line] = done.stderr.splitlines()
    assert line.startswith("simul: ")
    return line


@pytest.fixture
def traced(simul):
    def trace(*arguments: str) -> dict:
        done = simul("trace", *arguments, "--profile", "smoke", "--out", str(simul.out), "--calibration",
                     str(simul.calibration))
        assert done.returncode == 0, done.stderr
        assert str(simul.out) in done.stderr
        return simul.result()
    return trace


def events(trace: dict, phase: str) -> list[dict]:
    return [event for event in trace["traceEvents"] if event["ph"] == phase]


def test_a_real_exhibition(traced):
    trace = traced("exhibition/coro")
    other = trace["otherData"]
    assert other["cell"] == CELL and other["contestant"] == "coro" and other["tasks"] == 6
    assert other["parameters"]["boards"] == 6 and other["parameters"]["think_steps"] > 0
    bursts = Counter(event["args"]["task"] for event in events(trace, "X"))
    assert bursts == {board: 6 for board in range(6)}  # five thoughts, and the end
    assert {event["tid"] for event in events(trace, "X")} == {0}
    waits = [event for event in events(trace, "b") if event["cat"] == "waiting"]
    assert len(waits) == 6 * 5
    assert max(event["args"].get("tasks", 0) for event in events(trace, "C")) == 6
    assert max(event["args"].get("cores", 0) for event in events(trace, "C")) == 1
    times = [event["ts"] for event in trace["traceEvents"] if "ts" in event]
    assert times == sorted(times) and times[0] == 0 and times[-1] <= 1e6 * other["wall_s"]


def test_spans_end_as_often_as_they_begin(traced):
    trace = traced(CELL)
    ends = Counter((event["id"], event["cat"]) for event in events(trace, "e"))
    assert ends and ends == Counter((event["id"], event["cat"]) for event in events(trace, "b"))


@pytest.mark.skipif("fork" not in os.environ.get("SIMUL_RUNTIMES", "fork"), reason="processes were not built")
def test_processes_have_lanes_of_their_own(traced):
    trace = traced("exhibition/fork/.*grandmasters:2")
    names = [event["args"]["name"] for event in events(trace, "M") if event["name"] == "thread_name"]
    assert names == [f"process {lane}" for lane in range(6)]
    assert {event["cat"] for event in events(trace, "b")} >= {"waiting", "lock"}


def test_a_pattern_that_matches_several(simul):
    line = refused(simul, 64, "exhibition", "--out", "t.json")
    assert line.count("io/exhibition/") == 5 and "more" in line
    assert not (simul.folder / "t.json").exists()


@pytest.mark.parametrize("pattern, why", [("no/such", "no/such"), ("skynet/coro", "too short"),
                                          ("exhibition/coro/.*grandmasters:2", "one thread makes one grandmaster")])
def test_a_cell_without_a_journal(simul, pattern, why):
    assert why in refused(simul, 3, pattern, "--out", "t.json")
    assert not (simul.folder / "t.json").exists()


@pytest.mark.parametrize("arguments", [("exhibition/coro",), ("(", "--out", "t.json"), ("--out", "t.json")])
def test_a_command_line_that_makes_no_sense(simul, arguments):
    refused(simul, 64, *arguments)


@pytest.mark.parametrize("out", ["/dev/full", "/proc/no/such/folder.json", "/"])
def test_a_place_where_no_trace_can_be_written(simul, out):
    assert "--out" in refused(simul, 74, CELL, "--out", out)


def test_a_run_that_fails_leaves_the_earlier_trace(simul):
    simul.out.write_text(json.dumps({"earlier": True}), encoding="utf-8")
    line = refused(simul, 2, "gather/sequential/sleepers:10/state_bytes:0$", "--out", str(simul.out), "--timeout", "0.05")
    assert "timed_out" in line
    assert simul.result() == {"earlier": True}
