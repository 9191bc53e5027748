"""scripts/gate as its users call it: on a binary that is made up, and once on the real one."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import HERE, ROOT
from reporting import gate, record
from reporting.gate import allowed
from reporting.gate_cells import FILTER, GATE_CELLS
from reporting.quantities import QUANTITIES, defaults

CELL = "cpu/nqueens/tbb/queens:11/rows_placed:1/workers:2"
OTHER = "cpu/nqueens/coro/queens:11/rows_placed:1"

MADE_UP = """#!{python}
import json, random, re, sys
a = sys.argv[1:]
if "--help" in a:
    sys.exit(print({help!r}))
names = {names!r}
pattern = next(b for b in (x.partition("=")[2] if "=" in x else a[i + 1]
                           for i, x in enumerate(a) if x.startswith("--filter")))
if "--benchmark_list_tests" in a:
    found = [name for name in names if re.search(pattern, name)]
    sys.exit(print(*found, sep="\\n") if found else 3)
assert "--bare" in a
if {pause!r}:
    open({pause!r}, "w").close()
    __import__("time").sleep(60)
result = json.load(open({stored!r}))
simul = result["simul"]
simul["cells"] = [cell for cell in simul["cells"] if cell["name"] in names and re.search(pattern, cell["name"])]
if not simul["cells"]:
    sys.exit(3)
[cell] = simul["cells"]
rng = random.Random(a[a.index("--seed") + 1] + {salt!r})
cell["wall_s"] = [{seconds} * rng.lognormvariate(0, 0.005)]
cell["round"] = [0]
simul["comparison"], simul["steps_per_us"] = [], {steps}
if {status!r} != "ok":
    cell.update(status={status!r}, reason="made up", metrics={{}})
json.dump(result, open(a[a.index("--out") + 1], "w"))
sys.exit(2 if {status!r} != "ok" else 0)
"""


@pytest.fixture
def made_up(tmp_path):
    """Writes a binary."""

    def write(name, **changes):
        given = {"python": sys.executable, "help": "--bare", "names": [CELL], "stored": str(HERE / "data" / "ranked.json"),
                 "salt": name, "seconds": 1e-3, "steps": 1000, "status": "ok", "pause": "",
                 **changes}
        binary = tmp_path / name
        binary.write_text(MADE_UP.format(**given))
        binary.chmod(0o755)
        return binary

    return write


@pytest.fixture
def call(tmp_path, monkeypatch, capsys):
    """Runs the gate; its status, its output, its complaints."""
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)

    def run(base, head, *more):
        status = gate.main(["--base", str(base), "--head", str(head), "--cache", str(tmp_path / "cache"), "--quiet",
                            "--filter", "cpu", "--rounds", "7", "--confirmations", "8", *map(str, more)])
        said = capsys.readouterr()
        return status, said.out, said.err

    return run


def test_the_same_is_ok_and_slower_is_a_regression_in_file_comment_and_summary(made_up, call, tmp_path, monkeypatch):
    base = made_up("base")
    status, out, err = call(base, base)
    assert (status, err) == (0, "") and out.splitlines()[-1] == "no regression: 1 ok of 1 cell"

    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary"))
    status, out, _ = call(base, made_up("head", seconds=2e-3), "--out", tmp_path / "out" / "gate.json",
                          "--comment", tmp_path / "comment.md")
    assert status == 1 and out.splitlines()[0].startswith(f"regression   {CELL}: time ")
    assert (tmp_path / "comment.md").read_text() == (tmp_path / "summary").read_text()
    written = json.loads((tmp_path / "out" / "gate.json").read_text(), parse_constant=pytest.fail)
    [cell] = written["cells"]
    assert (cell["name"], cell["verdict"], len(cell["first"]), len(cell["fresh"])) == (CELL, "regression", 7, 8)
    assert written["verdict"] == "worse: 1 regression of 1 cell"
    assert record.pairs_in(tmp_path / "out" / "gate.json")[CELL][0].head.values["time"] > 1.9e-3


def test_a_tolerance_may_be_asked_for_and_a_noisy_cell_have_its_own(made_up, call, tmp_path):
    base, head = made_up("base"), made_up("head", seconds=1.2e-3)
    assert allowed([CELL], {"time": 0.4}, {CELL: {"cpu": 0.3, "memory": 0.001}})[CELL] == {
        **defaults(), "time": 0.4, "cpu": 0.3}
    noisy = tmp_path / "noisy.json"
    noisy.write_text(json.dumps({"simul_selftest": 1, "cells": [{"name": CELL, "quantities": {"time": {"noise": 0.5}}}]}))
    assert call(base, head, "--tolerances", noisy)[0] == 0


def test_a_cell_that_fails_in_head_is_an_error(made_up, call):
    status, out, _ = call(made_up("base"), made_up("head", status="wrong_answer"))
    assert status == 2 and out.splitlines()[0] == f"error        {CELL}: wrong_answer in head: made up"


def test_a_cell_that_head_has_no_more_is_an_error_and_a_new_one_is_named(made_up, call):
    one, both = made_up("one"), made_up("both", names=[CELL, OTHER])
    status, out, _ = call(both, one)
    assert status == 2 and f"error        {OTHER}: missing in head: there is no such cell" in out
    status, out, _ = call(one, both)
    assert status == 0 and f"new          {OTHER}" in out


@pytest.mark.parametrize("changes, words", [
    ({"help": "no such flag"}, "has no `run --bare`; it is older than this gate"),
    ({"steps": 2000}, "were calibrated differently"),
    ({"python": "/no/such/interpreter"}, "cannot be run")])
def test_what_cannot_be_compared_is_one_line(made_up, call, changes, words):
    status, out, err = call(made_up("base"), made_up("head", **changes))
    assert status == 2 and out == "" and err.count("\n") == 1
    assert err.startswith("gate: ") and words in err


@pytest.mark.parametrize("more, status, words", [
    (["--filter", "no such cell"], 64, "base has no cell of profile quick that matches"),
    (["--filter", "("], 64, "is not a regular expression"),
    (["--rounds", "0"], 64, "is not a whole number"),
    (["--budget", "nan"], 64, "is not a number above 0"),
    (["--tolerance", "speed=5"], 64, "quantities are time, cpu"),
    (["--tolerance", "time"], 64, "is not QUANTITY=PERCENT"),
    (["--base", "no-such-thing"], 64, "no-such-thing is no binary, no build folder and no commit"),
    (["--tolerances", "absent.json"], 65, "absent.json"),
    (["--comment", "/proc/no/comment.md"], 74, "cannot write")])
def test_mistakes_are_one_line_and_a_status(made_up, call, more, status, words):
    base = made_up("base")
    try:
        found, out, err = call(base, base, *more)
    except SystemExit as end:
        assert end.code == status
        return
    assert found == status, err
    assert out == "" and err.count("\n") == 1 and words in err


def test_when_it_is_ended_it_says_so_and_ends_what_it_started(made_up, tmp_path):
    running = tmp_path / "running"
    slow = made_up("slow", pause=str(running))
    process = subprocess.Popen([ROOT / "scripts" / "gate", "--base", slow, "--head", slow, "--filter", "cpu", "--quiet",
                                "--cache", tmp_path / "cache"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    while not running.exists():
        assert process.poll() is None
    process.terminate()
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err) == (130, "", "gate: interrupted\n")
    assert not [entry for entry in Path("/proc").glob("[0-9]*") if str(slow) in command_line(entry)]


def command_line(process: Path) -> str:
    """Of an entry of /proc; empty when it is gone."""
    try:
        return (process / "cmdline").read_text(errors="replace")
    except OSError:
        return ""


def test_a_mistake_in_the_shell_is_one_line_too(tmp_path):
    done = subprocess.run([ROOT / "scripts" / "gate", "--base", "no-such-thing", "--head", "HEAD", "--cache", tmp_path],
                          capture_output=True, text=True, check=False)
    assert done.returncode == 64 and done.stdout == "" and done.stderr.count("\n") == 1


def test_a_file_that_is_no_self_test_sets_no_tolerance(made_up, call):
    status, _, err = call(made_up("base"), made_up("head"), "--tolerances", HERE / "data" / "ranked.json")
    assert status == 65 and "not written by scripts/selftest" in err


def test_the_usual_tolerances_are_those_of_the_docs():
    page = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    for name, quantity in QUANTITIES.items():
        assert f"| `{name}` | {quantity.words} | {100 * quantity.tolerance:g} % |" in page
    assert defaults()["time"] == 0.05


def test_the_twelve_cells_span_the_kinds_and_the_runtimes():
    paths = [cell.split("/") for cell in GATE_CELLS]
    assert len(set(GATE_CELLS)) == 12
    assert {path[0] for path in paths} == {"io", "cpu", "sync"}
    assert {path[2].split("_")[0] for path in paths} == {"coro", "threads", "uv", "tbb", "fork"}


@pytest.fixture
def binary():
    path = os.environ.get("SIMUL_BINARY")
    if not path:
        pytest.skip("SIMUL_BINARY does not name the binary")
    return path


def test_the_twelve_cells_are_cells(binary):
    listed = subprocess.run([binary, "run", "--benchmark_list_tests", "--filter", FILTER], capture_output=True, text=True,
                            check=True).stdout.split()
    assert sorted(name.partition("/workers:")[0] for name in listed) == sorted(GATE_CELLS)


def test_a_filter_that_only_python_understands_is_bad_usage(binary, call):
    status, out, err = call(binary, binary, "--filter", "(?P<kind>io)")
    assert status == 64 and out == "" and err.count("\n") == 1 and "regular expression" in err


def test_the_real_binary_can_be_compared_with_itself(binary, call, tmp_path):
    status, out, err = call(binary, binary, "--profile", "smoke", "--filter", "^sync/switch/(coro|threads)/", "--rounds", 3,
                            "--confirmations", 1, "--out", tmp_path / "gate.json")
    assert (status, err) == (0, "")  # three rounds cannot accuse anybody
    for cell in json.loads((tmp_path / "gate.json").read_text())["cells"]:
        assert cell["verdict"] == "inconclusive" and len(cell["first"]) == 3
        assert set(cell["first"][0]["base"]) >= {"time", "cpu", "switches", "faults", "memory", "threads", "processes",
                                                 "allocations", "allocated_bytes"}
        tasks = int(re.search(r"tasks:(\d+)", cell["name"])[1])
        assert {pair["head"]["threads"] for pair in cell["first"]} == {tasks if "/threads/" in cell["name"] else 0}
