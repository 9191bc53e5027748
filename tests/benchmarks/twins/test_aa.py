"""The script `aa`: on a binary whose results are made up, and on the real one."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parent / "aa"


def loaded():
    loader = SourceFileLoader("aa", str(SCRIPT))
    module = module_from_spec(spec_from_loader("aa", loader))
    loader.exec_module(module)
    return module


aa = loaded()


def document(**verdicts):
    """A result with the workload `twins` of those kinds."""
    return {"simul": {"comparison": [
        {"kind": kind, "workload": "twins", "contestants": [{"verdict": "leader"}, {"verdict": verdict}]}
        for kind, verdict in verdicts.items()]}}


def made_up(folder: Path, separated_below: int) -> Path:
    """A binary that separates the twins of kind `cpu` in the runs whose seed is below that."""
    binary = folder / "made_up"
    one, other = document(cpu="slower", io="not separated"), document(cpu="not separated", io="not separated")
    binary.write_text(f"""#!{sys.executable}
import json, sys
seed, out = int(sys.argv[sys.argv.index("--seed") + 1]), sys.argv[sys.argv.index("--out") + 1]
json.dump({one!r} if seed < {separated_below} else {other!r}, open(out, "w"))
""")
    binary.chmod(0o755)
    return binary


def call(*arguments):
    return subprocess.run([SCRIPT, *map(str, arguments)], capture_output=True, text=True, timeout=100, check=False)


def test_it_counts_by_workload_and_passes_at_nine_of_ten(tmp_path):
    done = call("--binary", made_up(tmp_path, separated_below=1), "--runs", 10)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["cpu/twins: not separated in 9 of 10 runs (55.5% to 99.7% of all)",
                                        "io/twins: not separated in 10 of 10 runs (69.2% to 100.0% of all)"]


def test_it_fails_when_one_workload_is_separated_too_often(tmp_path):
    done = call("--binary", made_up(tmp_path, separated_below=2), "--runs", 10)
    assert done.returncode == 1
    assert "cpu/twins: not separated in 8 of 10 runs" in done.stdout


def test_a_workload_that_is_always_separated_is_counted_too(tmp_path):
    done = call("--binary", made_up(tmp_path, separated_below=3), "--runs", 3)
    assert done.returncode == 1
    assert "cpu/twins: not separated in 0 of 3 runs (0.0% to 70.8% of all)" in done.stdout


@pytest.mark.parametrize("successes, runs, low, high", [
    (95, 100, 0.8872, 0.9836), (90, 100, 0.8238, 0.9510), (100, 100, 0.9638, 1), (0, 10, 0, 0.3085)])
def test_the_interval_is_the_published_one(successes, runs, low, high):
    assert aa.clopper_pearson(successes, runs) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize("wrong", [["--runs", "0"], ["--runs", "many"], ["--nonsense"], []])
def test_bad_usage_exits_with_64(wrong):
    binary = ["--binary", "x"] if wrong else []
    assert call(*binary, *wrong).returncode == 64


def test_a_binary_that_is_not_there_exits_with_74(tmp_path):
    done = call("--binary", tmp_path / "nothing", "--runs", 1)
    assert done.returncode == 74
    assert done.stderr.startswith("aa: ") and done.stderr.count("\n") == 1


@pytest.mark.parametrize("verdicts", [["leader"], [None, None], ["slower", "not separated"]])
def test_a_run_without_verdicts_on_two_is_no_run(verdicts):
    without = document(cpu="slower")
    without["simul"]["comparison"][0]["contestants"] = [{"verdict": verdict} for verdict in verdicts]
    with pytest.raises(aa.RunError):
        aa.not_separated(without)


# Two runs prove nothing about the test, but that the machinery holds together.
def test_the_real_twins_are_measured():
    binary = os.environ.get("SIMUL_TWINS")
    assert binary, "SIMUL_TWINS does not name the binary: run this test by ctest"
    done = call("--binary", binary, "--runs", 2)
    counts = [int(n) for n in re.findall(r"/twins: not separated in (\d) of 2 runs", done.stdout)]
    assert len(counts) == 2, done.stdout + done.stderr
    assert done.returncode == (0 if counts == [2, 2] else 1)
