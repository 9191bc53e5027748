"""Every cell once, for real: all are right, and their numbers agree with each other."""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path

import pytest
from conftest import ROOT, cells, made
from consistency import faults as contradictions
from jsonschema import Draft202012Validator

CLOSE = 1e-9
SCHEMA = json.loads((ROOT / "results" / "schema.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """Kept for the tests of the scripts, which look at a fresh result, too; two rounds are for them."""
    folder = tmp_path_factory.mktemp("smoke")
    kept = Path(os.environ.get("SIMUL_FRESH") or folder / "kept.json")
    kept.unlink(missing_ok=True)
    for simul in made("SIMUL_BINARY", folder, folder / "calibration.json"):
        done = simul("run", "--profile", "smoke", "--rounds", "2", seconds=1000)
        shutil.copyfile(simul.out, kept)
        yield simul, done


@pytest.fixture(scope="module")
def result(run):
    return run[0].result()


@pytest.fixture(scope="module")
def ok(result):
    return [cell for cell in result["simul"]["cells"] if cell["status"] == "ok"]


def test_every_cell_is_right_or_a_hole(run, result):
    failed = {c["name"]: (c["status"], c["reason"]) for c in result["simul"]["cells"] if c["status"] not in ("ok", "unsupported")}
    assert failed == {}
    assert run[1].returncode == 0, run[1].stderr[-2000:]
    assert result["simul"]["complete"] is True
    assert result["simul"]["environment"]["pinned"] is False


def test_every_hole_has_a_reason(result):
    for cell in result["simul"]["cells"]:
        assert bool(cell["reason"]) == (cell["status"] != "ok"), cell["name"]


@pytest.fixture(scope="module")
def compared(ok):
    """Those whose problem has a baseline."""
    return [cell for cell in ok if cell["metrics"]["speedup"] is not None]


def test_only_what_nobody_can_do_alone_has_no_baseline(ok, compared):
    alone = [cell for cell in ok if cell not in compared]
    assert {cell["workload"] for cell in alone} == {"wakeup"}
    assert all(cell["null_reasons"]["speedup"].startswith("no baseline: ") for cell in alone)


def test_the_first_identity_holds(compared):
    for cell in compared:
        m = cell["metrics"]
        assert m["wait_overlap"] + m["useful_parallelism"] == pytest.approx(m["speedup"], rel=CLOSE), cell["name"]


def test_the_second_identity_holds(compared):
    for cell in compared:
        m = cell["metrics"]
        assert m["concurrency_gain"] * m["parallelism_gain"] == pytest.approx(m["speedup"], rel=CLOSE), cell["name"]


def test_one_thread_gains_nothing_by_more_cpus(compared):  # who is woken has a waker beside it
    for cell in compared:
        has_a_pool = "/workers:" in cell["name"]  # a loop reads files by one
        if cell["contestant"] in ("sequential", "coro", "uv", "floor") and not has_a_pool:
            assert cell["metrics"]["parallelism_gain"] == pytest.approx(1, rel=CLOSE), cell["name"]


def test_the_baseline_is_as_fast_as_itself(ok):
    baselines = [cell for cell in ok if cell["contestant"] == "sequential"]
    assert baselines
    for cell in baselines:
        assert cell["metrics"]["speedup"] == pytest.approx(1, rel=CLOSE), cell["name"]


def test_no_wait_ended_early(ok):
    seen = [cell["metrics"]["early_wakes"] for cell in ok if cell["metrics"]["early_wakes"] is not None]
    assert seen and set(seen) == {0}


def test_sleepers_that_are_awaited_together_are_in_flight_together(ok):
    for cell in ok:
        if cell["workload"] == "gather" and cell["contestant"] != "sequential" and cell["parameters"]["sleepers"] == 10:
            assert cell["metrics"]["in_flight_peak"] == 10, cell["name"]


def test_the_parts_of_the_file_agree(result):
    assert contradictions(result["simul"]) == []


def test_the_table_shows_every_contestant(run, result):
    shown = {line.split()[0] for line in run[1].stdout.splitlines() if line.startswith("  ")}
    assert {cell["contestant"] for cell in result["simul"]["cells"]} <= shown


def test_the_last_lines_say_how_long_it_took(run, result):
    took = result["simul"]["took_s"]
    *_, time, where = run[1].stdout.splitlines()
    assert re.fullmatch(r"took \d+:\d\d \(kernel \d+:\d\d, timed .*, confined .*, observed .*, memory .*\)", time)
    assert where.startswith("results: ")
    assert all(seconds > 0 for seconds in took["jobs"].values())
    assert set(took["workloads"]) == {f"{cell['kind']}/{cell['workload']}" for cell in result["simul"]["cells"]}


def test_without_isolation_the_answers_are_the_same(simul):
    done = simul("run", "--isolate", "none", "--profile", "smoke", "--filter", "nqueens/(sequential|coro)/", "--rounds", "2")
    assert done.returncode == 0, done.stderr
    assert {c["status"] for c in simul.result()["simul"]["cells"]} == {"ok"}
    assert all(len(cell["wall_s"]) == 2 for cell in cells(simul.result()).values())


def test_the_harness_measures_itself(result):
    harness = result["simul"]["harness"]
    assert 0 < harness["wall_s"] < harness["cpu_s"] < harness["process_s"] < 1
    assert all(c["workload"] != "nothing" for c in result["simul"]["cells"])


def test_pinned_runs_are_right_and_say_so(simul):
    done = simul("run", "--pin", "--profile", "smoke", "--rounds", "5", "--extra-rounds", "1", "--filter", "cpu/nqueens")
    assert done.returncode == 0, done.stderr
    document = simul.result()["simul"]
    assert document["environment"]["pinned"] is True
    assert {c["status"] for c in document["cells"]} == {"ok"}
    # What is unstable after five rounds gets one more, and its problem with it.
    [comparison] = document["comparison"]
    assert comparison["extra_rounds"] in (0, 1)
    assert {len(set(c["round"])) for c in document["cells"]} == {5 + comparison["extra_rounds"]}
    assert ("extra round" in done.stderr) == (comparison["extra_rounds"] == 1)


def test_a_bare_run_is_the_selected_cells_timed_and_counted_and_nothing_else(simul):
    done = simul("run", "--bare", "--profile", "smoke", "--rounds", "2", "--filter", "^io/gather/(coro|threads)/")
    assert done.returncode == 0, done.stderr
    assert {line.split(",")[0] for line in done.stderr.splitlines() if line.startswith("[")} == {"[round 1/2", "[round 2/2",
                                                                                                 "[counted", "[memory"}
    document = simul.result()
    assert Draft202012Validator(SCHEMA).is_valid(document) and contradictions(document["simul"]) == []
    simul_part = document["simul"]
    assert {c["contestant"] for c in simul_part["cells"]} == {"coro", "threads"}
    for cell in simul_part["cells"]:
        assert (len(cell["wall_s"]), cell["confined_wall_s"]) == (2, [])
        assert len(cell["memory_points"]) + len(cell["memory_points_left_out"]) in (0, 2)  # none, or the outermost
        sleepers = cell["parameters"]["sleepers"]
        assert cell["metrics"]["threads_created"] == (sleepers if cell["contestant"] == "threads" else 0)
        assert cell["metrics"]["allocations"] > 0 and cell["metrics"]["processes_created"] == 0
        assert cell["metrics"]["speedup"] is None and cell["metrics"]["in_flight_mean"] is None
        assert cell["metrics"]["peak_memory_bytes"] > 0
    assert any(cell["memory_points"] for cell in simul_part["cells"])
    assert simul_part["harness"]["process_s"] is None


def test_an_earlier_result_is_replaced(simul):
    simul.out.write_text("earlier", encoding="utf-8")
    assert simul("run", "--profile", "smoke", "--filter", "nqueens/sequential/").returncode == 0
    assert simul.result()["simul"]["complete"] is True
    assert sorted(path.name for path in simul.folder.iterdir()) == ["out.json"]


def test_google_benchmarks_flags_mean_what_they_mean_there(simul):
    out = simul.folder / "google.json"
    arguments = ("--benchmark_filter=nqueens/coro/", f"--benchmark_out={out}", "--benchmark_out_format=json",
                 "--benchmark_repetitions=3", "--profile=smoke", "--calibration", str(simul.calibration))
    assert simul(*arguments).returncode == 0
    simul.out.write_bytes(out.read_bytes())
    coro = [row for row in simul.result()["benchmarks"] if "/coro/" in row["run_name"]]
    assert [row["run_type"] for row in coro] == ["iteration"] * 3 + ["aggregate"] * 4
