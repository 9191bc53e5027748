"""What a real sleeper costs in memory: a frame in a heap, or a stack and a kernel thread; and what it holds on top."""

from __future__ import annotations

import pytest
from conftest import cells, made

KIB = 1024


@pytest.fixture(scope="module")
def sleepers(tmp_path_factory):
    """Contestants of 1,000 sleepers, without state."""
    folder = tmp_path_factory.mktemp("sleepers")
    for simul in made("SIMUL_BINARY", folder, folder / "calibration.json"):
        simul("run", "--profile", "smoke", "--filter", "io/gather/(coro|threads)/sleepers:1000/state_bytes:0")
        yield cells(simul.result())


def of(cell, name):
    assert cell["status"] == "ok", cell["reason"]
    assert cell["metrics"][name] is not None, cell["null_reasons"][name]
    return cell["metrics"][name]


def test_a_coroutine_costs_less_than_a_kibibyte(sleepers):
    assert 40 < of(sleepers["coro"], "bytes_per_task") < KIB


def test_a_thread_costs_more_than_eight(sleepers):
    assert 8 * KIB < of(sleepers["threads"], "bytes_per_task") < 64 * KIB
    assert of(sleepers["threads"], "bytes_per_task_r2") > 0.99


def test_the_slope_is_that_of_the_raw_points(sleepers):
    points = sleepers["threads"]["memory_points"]
    assert [point["tasks"] for point in points] == [125, 250, 500]
    rise = points[-1]["bytes"] - points[0]["bytes"]
    assert of(sleepers["threads"], "bytes_per_task") == pytest.approx(rise / 375, rel=0.1)


def test_the_baseline_has_no_slope_and_says_why(sleepers):
    assert sleepers["sequential"]["metrics"]["bytes_per_task"] is None
    assert "one task at a time" in sleepers["sequential"]["null_reasons"]["bytes_per_task"]
    assert sleepers["sequential"]["memory_points"] == []


def test_state_that_is_held_across_the_nap_is_paid_for(simul):
    simul("run", "--profile", "full", "--rounds", "1", "--filter", "io/gather/(coro|uv)/sleepers:1000/state_bytes:65536")
    for contestant in ("coro", "uv"):
        assert 64 * KIB <= of(cells(simul.result())[contestant], "bytes_per_task") < 72 * KIB
