"""What is refused is refused at once, in one line, by an exit status of its own; and lists tell what there is."""

from __future__ import annotations

import json
import os

import pytest

# The runtimes that were built: all six, but under the thread sanitizer.
RUNTIMES = set(os.environ.get("SIMUL_RUNTIMES", "sequential coro threads uv tbb fork").split())


def refused(simul, status: int, *arguments: str) -> str:
    done = simul(*arguments, seconds=30)
    assert done.returncode == status, done.stderr
    assert done.stdout == ""
    [line] = done.stderr.splitlines()
    assert line.startswith("simul: ")
    return line


def test_a_selection_of_nothing(simul):
    assert "no/such" in refused(simul, 3, "run", "--filter", "no/such")
    assert not simul.out.exists()
    assert "no/such" in refused(simul, 3, "list", "--filter", "no/such")


def test_a_profile_that_there_is_not(simul):
    line = refused(simul, 64, "run", "--profile", "nonsense")
    assert all(word in line for word in ("nonsense", "smoke", "quick", "full"))


def test_a_runtime_that_there_is_not(simul):
    line = refused(simul, 64, "run", "--runtime", "goroutines")
    assert all(word in line for word in ("goroutines", *RUNTIMES))


@pytest.mark.parametrize("pattern", ["(", "[a-", "*", "-*"])
def test_a_filter_that_is_no_regular_expression(simul, pattern):
    assert "is not a regular expression" in refused(simul, 64, "run", f"--filter={pattern}")


@pytest.mark.parametrize("flag", ["--benchmark_min_time=1", "--benchmark_format=console", "--benchmark_perf_counters=x"])
def test_a_flag_of_google_benchmark_that_has_no_meaning_here(simul, flag):
    assert flag.split("=", maxsplit=1)[0] in refused(simul, 64, flag)


@pytest.mark.parametrize("arguments", [("bench",), ("run", "--rounds", "0"), ("run", "--nonsense"), ("list", "--out", "x")])
def test_a_command_line_that_makes_no_sense(simul, arguments):
    refused(simul, 64, *arguments)


@pytest.mark.parametrize("out", ["/dev/full", "/proc/no/such/folder.json", "/", "new/"])
def test_a_place_where_no_result_can_be_written(simul, out):
    assert "--out" in refused(simul, 74, "run", "--profile", "smoke", "--out", out)


def test_a_calibration_that_is_none(simul, tmp_path):
    simul.calibration = tmp_path / "calibration.json"
    simul.calibration.write_text("not JSON", encoding="utf-8")
    line = refused(simul, 74, "run", "--filter", "nqueens/sequential", "--profile", "smoke")
    assert str(simul.calibration) in line and "remove it" in line


# Cells that nobody can run are no run, whatever else would have been measured beside them.
def test_a_selection_of_nothing_but_holes(simul):
    done = simul("run", "--profile", "smoke", "--filter", "exhibition/coro/.*grandmasters:2", "--rounds", "1")
    assert done.returncode == 3
    assert "nothing but unsupported" in done.stderr


def test_the_list_shows_the_holes_with_their_reasons(simul):
    done = simul("list", "--profile", "smoke")
    assert done.returncode == 0 and done.stderr == ""
    holes = [line for line in done.stdout.splitlines() if "  unsupported: " in line]
    assert any(line.startswith("io/exhibition/coro/") and "one thread makes one grandmaster" in line for line in holes)
    assert all(line.split("  unsupported: ")[1] for line in holes)
    assert f"{len(holes)} of them unsupported" in done.stdout.splitlines()[-1]


# A thread takes longer than a nanosecond, and a hop longer than a hundredth of one.
@pytest.mark.parametrize(("cells", "what"), [("gather/threads", "a thread per sleeper: predicted "), ("ring/coro/nodes:2/", "predicted ")])
def test_the_list_shows_what_would_take_longer_than_the_budget(simul, cells, what):
    asked = ("list", "--profile", "smoke", "--filter", cells)
    assert "  unsupported: " not in simul(*asked, "--budget", "1000").stdout
    for line in simul(*asked, "--budget", "1e-9").stdout.splitlines()[:-1]:
        assert line.split("  unsupported: ")[1].startswith(what) and "the budget of a run is 1 ns" in line


# The reason's numbers, and what they were compared with, stand in the file.
def test_a_hole_that_was_predicted_says_so_in_numbers(simul, tmp_path):
    out = tmp_path / "holes.json"
    done = simul("run", "--profile", "smoke", "--filter", "gather/threads", "--budget", "1e-9", "--rounds", "1", "--out", str(out))
    assert done.returncode == 3
    file = json.loads(out.read_text(encoding="utf-8"))["simul"]
    assert file["budget_s"] == 1e-9
    for cell in file["cells"]:
        assert cell["status"] == "unsupported" and cell["predicted_s"] > 1e-6 and "limit" not in cell


def test_the_list_has_every_workload_and_runtime(simul):
    listed = [line.split("/") for line in simul("--benchmark_list_tests").stdout.splitlines()]
    workloads = {"/".join(path[:2]) for path in listed}
    complete = {"io/exhibition", "io/gather", "io/echo", "cpu/nqueens", "cpu/matmul", "cpu/mandelbrot", "cpu/hash",
                "cpu/sort", "cpu/skynet", "sync/spawn", "sync/switch", "sync/channel"}
    assert workloads >= complete | {"io/timers"}  # which oneTBB has none of
    for workload in complete:
        runtimes = {path[2].split("_")[0] for path in listed if "/".join(path[:2]) == workload}
        assert runtimes >= RUNTIMES, workload


def test_google_benchmarks_list(simul):
    names = simul("--benchmark_list_tests", "--benchmark_filter=^io/gather/coro/").stdout.splitlines()
    assert names == ["io/gather/coro/sleepers:100/state_bytes:0", "io/gather/coro/sleepers:10000/state_bytes:0"]
    both = simul("list", "--filter", "^io/gather/coro/").stdout.splitlines()
    assert [line for line in both if not line.startswith("#")] == names
    negated = simul("--benchmark_list_tests", "--benchmark_filter=-^io/").stdout.splitlines()
    assert negated and not any(name.startswith("io/") for name in negated)


def test_the_help_of_a_trace_names_its_cell(simul):
    done = simul("trace", "--help")
    assert done.returncode == 0 and done.stderr == ""
    assert all(word in done.stdout for word in ("CELL", "--out", "--profile", "--workers"))


@pytest.mark.parametrize("command", ["run", "list"])
def test_the_help_is_worth_reading(simul, command):
    done = simul(command, "--help")
    assert done.returncode == 0 and done.stderr == ""
    assert all(word in done.stdout for word in ("--filter", "--profile", "--runtime", "--workers"))


def test_the_help_has_examples_and_tells_the_exit_statuses(simul):
    said = simul("--help").stdout
    assert "simul run --filter" in said and "simul list" in said
    assert all(status in said for status in ("0 ", "2 ", "3 ", "64 ", "130 "))


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full here")
def test_a_full_device_is_found_before_anything_is_measured(simul):
    assert "No space left" in refused(simul, 74, "run", "--profile", "full", "--out", "/dev/full")


def test_the_doctor_says_what_to_do_about_each_finding(simul):
    done = simul("doctor")
    assert done.stderr == ""
    *findings, summary = done.stdout.splitlines()
    assert summary.startswith("# ")
    bad = sum(line.startswith("bad ") for line in findings)
    assert f"{bad} bad" in summary and done.returncode == (1 if bad else 0)
    for line, following in zip(findings, findings[1:] + [""]):
        if line.startswith(("bad ", "note ")):
            assert following.startswith(" " * 20), line


def test_the_doctor_speaks_json(simul):
    done = simul("doctor", "--json")
    said = json.loads(done.stdout)
    levels = {finding["topic"]: finding["level"] for finding in said["findings"]}
    assert {"build", "CPUs", "hardware counters"} <= levels.keys()
    assert done.returncode == (1 if "bad" in levels.values() else 0)
    engines = {"uv": "libuv", "tbb": "oneTBB"}
    assert {engines[r] for r in RUNTIMES & engines.keys()} <= said["environment"]["libraries"].keys()


def test_the_doctor_takes_no_other_word(simul):
    refused(simul, 64, "doctor", "--filter", "x")
