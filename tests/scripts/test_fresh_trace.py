"""What `simul trace` writes today follows the rules, and can be drawn."""

from __future__ import annotations

import os
import subprocess

import pytest
from reporting import timeline
from reporting.trace import load


@pytest.fixture(scope="module")
def fresh_traces(tmp_path_factory):
    """Of the small exhibition, by contestant."""
    binary = os.environ.get("SIMUL_BINARY")
    if not binary:
        pytest.skip("SIMUL_BINARY does not name the binary")
    if "trace" not in subprocess.run([binary, "--help"], capture_output=True, text=True, check=True).stdout.split():
        pytest.skip("this simul does not trace")
    folder = tmp_path_factory.mktemp("traces")
    paths = {}
    for contestant in ("sequential", "coro", "threads", "fork"):
        paths[contestant] = folder / f"{contestant}.trace.json"
        cell = f"io/exhibition/{contestant}/boards:6/moves:5/grandmasters:1"
        command = [binary, "trace", cell, "--profile", "smoke", "--workers", "2", "--out", paths[contestant]]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, done.stderr[-2000:]
    return paths


@pytest.mark.parametrize("contestant, lanes, kind", [("sequential", 1, "thread"), ("coro", 1, "thread"),
                                                     ("threads", 6, "thread"), ("fork", 6, "process")])
def test_a_fresh_trace_follows_the_rules(fresh_traces, contestant, lanes, kind):
    trace = load(fresh_traces[contestant])
    assert (trace.workload, trace.contestant, len(trace.tasks)) == ("io/exhibition", contestant, 6)
    assert len(trace.lanes) == lanes and all(lane.startswith(kind) for lane in trace.lanes)
    for phases in trace.tasks:
        waits = [phase.end_ms - phase.start_ms for phase in phases if phase.kind == "waiting"]
        assert waits == pytest.approx([2.75] * 5, abs=0.002)  # a wait is as long as was asked for


def test_only_sequential_has_one_board_in_flight(fresh_traces):
    peaks = {contestant: max(load(path).in_flight.values) for contestant, path in fresh_traces.items()}
    assert peaks["sequential"] == 1 and peaks["coro"] == 6


def test_fresh_traces_can_be_drawn(fresh_traces, tmp_path):
    assert timeline.main([*map(str, fresh_traces.values()), "--same-scale", "-o", str(tmp_path / "figure.png")]) == 0
