"""The script `handicap`: with made-up times, and on the real binary, whose answers must be right."""

from __future__ import annotations

import os
import subprocess
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parent / "handicap"


def loaded():
    loader = SourceFileLoader("handicap", str(SCRIPT))
    module = module_from_spec(spec_from_loader("handicap", loader))
    loader.exec_module(module)
    return module


handicap = loaded()


def cell(contestant, walls, **changes):
    """Two runs in every round."""
    return {"name": f"cpu/fib/{contestant}", "workload": "fib", "contestant": contestant, "status": "ok", "reason": "",
            "parameters": {"n": 30, "workers": 2}, "round": [i // 2 for i in range(len(walls))], "wall_s": walls, **changes}


def found(*cells):
    return handicap.times({"simul": {"cells": list(cells)}}, "wall")


def test_rounds_are_paired_and_runs_of_a_round_taken_together():
    pair = found(cell("tbb", [1, 3, 8, 8]), cell("tbb_documented", [2, 2, 4, 4]), cell("sequential", [9, 9, 9, 9]))
    assert handicap.ratios(pair["cpu/fib n 30"]) == [1, 2]
    assert handicap.report(pair) == ["cpu/fib n 30: 1.500 of the documented form's time (too few rounds for an interval; 2 rounds)"]


def test_cpu_time_can_be_asked_for():
    document = {"simul": {"cells": [cell("tbb", [1, 1], cpu_s=[3, 3]), cell("tbb_documented", [1, 1], cpu_s=[2, 2])]}}
    assert handicap.ratios(handicap.times(document, "cpu")["cpu/fib n 30"]) == [1.5]


# Of ten, the second and the ninth: 1 - 2 x 11 / 1024 = 97.9 %; the third would make it 89.1 %. Of five not even all: 93.8 %.
def test_the_interval_is_of_order_statistics():
    assert handicap.interval([float(i) for i in range(10)]) == (1, 8)
    assert handicap.interval([float(i) for i in range(6)]) == (0, 5)
    assert handicap.interval([float(i) for i in range(5)]) is None


@pytest.mark.parametrize("wall, right", [(1.05, True), (0.5, True), (1.06, False)])
def test_five_percent_are_allowed(wall, right):
    assert handicap.passes(found(cell("tbb", [wall] * 4), cell("tbb_documented", [1] * 4))) == right


@pytest.mark.parametrize("cells", [
    [], [cell("tbb", [1, 1])],
    [cell("tbb", [1, 1]), cell("tbb_documented", [], status="wrong_answer", reason="464 calls were made")]])
def test_without_two_right_contestants_there_is_no_ratio(cells):
    with pytest.raises(handicap.RunError):
        found(*cells)


@pytest.mark.parametrize("wrong", [["--rounds", "0"], ["--nonsense"]])
def test_bad_usage_exits_with_64(wrong):
    assert subprocess.run([SCRIPT, "--binary", "x", *wrong], capture_output=True, check=False).returncode == 64


def test_a_binary_that_is_not_there_exits_with_74(tmp_path):
    done = subprocess.run([SCRIPT, "--binary", tmp_path / "nothing"], capture_output=True, text=True, check=False)
    assert done.returncode == 74
    assert done.stderr.startswith("handicap: ") and done.stderr.count("\n") == 1


# Their times are of no interest here, but that all were right.
def test_the_real_references_answer_right():
    binary = os.environ.get("SIMUL_TBB_REFERENCE")
    assert binary, "SIMUL_TBB_REFERENCE does not name the binary: run this test by ctest"
    done = subprocess.run([SCRIPT, "--binary", binary, "--rounds", "1", "--profile", "smoke"], capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    problems = [line.split(":")[0] for line in done.stdout.splitlines()]
    assert {"cpu/fib n 20, cut_off 12", "cpu/nqueens queens 11, rows_placed 1", "cpu/skynet leaves 1000"} <= set(problems)
