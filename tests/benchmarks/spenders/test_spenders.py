"""What contestants create is counted to the piece, and the gate reports who creates twice as much in the same time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
sys.path.insert(0, str(ROOT / "scripts"))

from reporting import gate  # noqa: E402

FRUGAL, LAVISH = os.environ.get("SIMUL_FRUGAL", ""), os.environ.get("SIMUL_LAVISH", "")
CREATED = ("threads_created", "processes_created", "allocations", "allocated_bytes")


@pytest.fixture(scope="module")
def counted(tmp_path_factory):
    """What one bare run of each binary counts: by binary and contestant."""
    folder = tmp_path_factory.mktemp("counted")

    def run(binary: str):
        out = folder / "out.json"
        done = subprocess.run([binary, "run", "--bare", "--rounds", "1", "--out", out, "--calibration", folder / "calibration"],
                              capture_output=True, text=True, timeout=100, check=False)
        assert done.returncode == 0, done.stderr
        return {cell["contestant"]: cell for cell in json.loads(out.read_text())["simul"]["cells"]}

    return {binary: run(binary) for binary in (FRUGAL, LAVISH)}


def created(cell):
    return [cell["metrics"][name] for name in CREATED]


def test_threads_of_set_up_and_run_are_counted(counted):
    assert [created(counted[binary]["threads"])[:2] for binary in (FRUGAL, LAVISH)] == [[4, 0], [8, 0]]


def test_children_and_grandchildren_are_counted_with_what_they_allocate_and_counterparts_are_not(counted):
    few, many = (created(counted[binary]["processes"]) for binary in (FRUGAL, LAVISH))
    assert few[:2] == [0, 6] and many[:2] == [0, 12]
    assert many[2] - few[2] == 3 * 30 and many[3] - few[3] == 3 * 30 * 1000


def test_pieces_of_the_heap_are_counted_with_their_sizes(counted):
    few, many = (created(counted[binary]["pieces"]) for binary in (FRUGAL, LAVISH))
    assert many[2] - few[2] == 40
    assert many[3] - few[3] == 40 * (6144 + 8)  # and a pointer each


def test_what_a_task_holds_is_seen_between_the_fewest_and_the_most(counted):
    points = {binary: counted[binary]["pieces"]["memory_points"] for binary in (FRUGAL, LAVISH)}
    for binary, times in ((FRUGAL, 1), (LAVISH, 2)):
        (few, many) = points[binary]
        assert (few["tasks"], many["tasks"]) == (400, 1600)
        assert (many["bytes"] - few["bytes"]) / 1200 == pytest.approx(6144 * times, rel=0.05)


def test_timed_runs_do_not_know_the_library_that_counts():
    for binary in (FRUGAL, LAVISH):
        symbols = subprocess.run(["readelf", "--dyn-syms", "--wide", binary], capture_output=True, text=True, check=True)
        lines = [line.split() for line in symbols.stdout.splitlines() if "@" in line or " FUNC " in line]
        assert any("UND" in line and line[7].startswith("malloc@") for line in lines)  # it is the C library's
        assert not {line[7] for line in lines if "UND" not in line} & {"malloc", "_Znwm", "pthread_create", "fork"}


def judged(folder: Path, base: str, head: str):
    """Status, and by contestant the verdict of each quantity with its values."""
    out = folder / "gate.json"
    status = gate.main(["--base", base, "--head", head, "--filter", "spend", "--rounds", "7", "--confirmations", "12",
                        "--repetitions", "1", "--budget", "350", "--cache", str(folder / "cache"), "--out", str(out),
                        "--quiet"])
    return status, {cell["name"].split("/")[2]: {finding["quantity"]: (finding["verdict"], finding["base"], finding["head"])
                                                 for finding in cell["findings"]}
                    for cell in json.loads(out.read_text())["cells"]}


def test_the_gate_reports_who_creates_twice_as_much_in_the_same_time(tmp_path, capsys, monkeypatch):
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    status, found = judged(tmp_path, FRUGAL, LAVISH)
    said = capsys.readouterr().out
    worse = {(who, what) for who, findings in found.items() for what, (verdict, *_) in findings.items()
             if verdict == "regression" and what not in ("cpu", "faults", "memory")}  # which follow from the others
    assert status == 1
    assert worse >= {("threads", "threads"), ("processes", "processes"), ("processes", "allocations"),
                     ("processes", "allocated_bytes"), ("pieces", "allocations"), ("pieces", "allocated_bytes"),
                     ("pieces", "bytes_per_task")}, found
    # Twice as many forks and threads, which wait for a CPU, may take longer on a busy machine.
    assert not {("pieces", "time"), ("pieces", "threads")} & worse
    assert found["threads"]["threads"] == ("regression", 4, 8)
    assert "/threads/tasks:40: threads 4 -> 8, x2 " in said and "processes 6 -> 12, x2 " in said


def test_and_reports_nothing_of_a_build_against_itself(tmp_path, monkeypatch):
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    status, found = judged(tmp_path, FRUGAL, FRUGAL)
    assert status == 0
    for findings in found.values():
        for what in ("threads", "processes", "allocations", "allocated_bytes"):
            assert findings[what][0] == "ok" and findings[what][1] == findings[what][2]
