"""Pools with several counts of workers, among them more than there are CPUs: all are right, and one is compared."""

from __future__ import annotations

import json
import os

import pytest
from conftest import ROOT
from consistency import faults as contradictions
from jsonschema import Draft202012Validator

SCHEMA = json.loads((ROOT / "results" / "schema.json").read_text(encoding="utf-8"))
CPUS = len(os.sched_getaffinity(0))


def swept(simul, counts: str, *arguments: str) -> dict:
    done = simul("run", "--profile", "smoke", "--workers", counts, *arguments)
    assert done.returncode == 0, done.stderr[-2000:]
    document = simul.result()
    assert [one.message for one in Draft202012Validator(SCHEMA).iter_errors(document)] == []
    assert contradictions(document["simul"]) == []
    return {**document["simul"], "rows": document["benchmarks"], "said": done.stdout, "progress": done.stderr}


def test_a_sweep_stands_in_the_file_and_in_the_terminal(simul):
    result = swept(simul, "4,1,2", "--filter", "^cpu/nqueens/(tbb|threads_pool|sequential)/", "--rounds", "2", "--extra-rounds", "0")
    [scaling] = result["scaling"]
    assert (scaling["kind"], scaling["workload"], scaling["cpus"], scaling["baseline"]) == ("cpu", "nqueens", CPUS, "measured")
    assert "workers" not in scaling["parameters"]
    assert [entry["contestant"] for entry in scaling["entries"]] == ["threads_pool", "tbb"]
    for entry in scaling["entries"]:
        assert [point["workers"] for point in entry["points"]] == [1, 2, 4]
        assert [point["oversubscribed"] for point in entry["points"]] == [n > CPUS for n in (1, 2, 4)]
        assert {point["status"] for point in entry["points"]} == {"ok"}
        assert all(point["rounds"] == [0, 1] and point["speedup"] > 0 for point in entry["points"])
    assert "scaling  cpu/nqueens" in result["said"] and "COST" in result["said"]
    assert len({row["name"] for row in result["rows"] if row["run_type"] == "iteration"}) == 7


def test_only_one_count_is_compared_observed_and_confined(simul):
    result = swept(simul, "1,2,4", "--filter", "^cpu/nqueens/(threads_pool|fork_pool)/", "--rounds", "1")
    headline = max(n for n in (1, 2, 4) if n <= CPUS)
    [comparison] = result["comparison"]
    pools = [one["name"] for one in comparison["contestants"] if "pool" in one["name"]]
    assert [name.rpartition(":")[2] for name in pools] == [str(headline)] * 2
    assert result["workers"] == headline
    for cell in result["cells"]:
        is_swept = "/workers:" in cell["name"] and cell["name"] not in pools
        assert not (is_swept and cell["confined_wall_s"])
        assert not (is_swept and cell["metrics"]["in_flight_mean"])
    observed = [line.split()[2] for line in result["progress"].splitlines() if line.startswith("[observed")]
    assert sorted(name for name in observed if "pool" in name) == sorted(pools)


def test_one_count_is_no_sweep(simul):
    assert swept(simul, "3", "--filter", "^cpu/nqueens/(tbb|sequential)/")["scaling"] == []


@pytest.mark.parametrize("workers", ["8", "64"])
def test_every_pool_is_right_with_more_workers_than_cpus(simul, workers):
    result = swept(simul, workers, "--bare", "--rounds", "1", "--filter", rf"^cpu/.*/workers:{workers}$")
    assert {cell["parameters"]["workers"] for cell in result["cells"]} == {int(workers)}
    assert {cell["status"] for cell in result["cells"]} <= {"ok", "unsupported"}
    pools = {cell["contestant"] for cell in result["cells"] if cell["status"] == "ok"}
    assert pools >= {"coro_sharded", "coro_offload", "uv_pool", "threads_pool", "tbb", "fork_pool"}


# What was measured with a sweep can be measured again, one point at a time: so does the gate.
def test_a_point_can_be_selected_by_its_name(simul):
    result = swept(simul, "1,2,4", "--bare", "--rounds", "1", "--filter", "^cpu/nqueens/tbb/.*/workers:4$")
    assert [cell["name"].rpartition("/")[2] for cell in result["cells"]] == ["workers:4"]
    assert len(result["comparison"][0]["contestants"]) == 1


def test_the_full_profile_sweeps_the_cpu_workloads(simul):
    counts = sorted({*(2 ** k for k in range(CPUS.bit_length()) if 2 ** k <= CPUS), CPUS, 2 * CPUS})
    pools: dict[str, list[int]] = {}
    for name in simul("--benchmark_list_tests", "--profile=full").stdout.splitlines():
        pool, _, workers = name.partition("/workers:")
        if workers:
            pools.setdefault(pool, []).append(int(workers))
    assert {pool.split("/")[0] for pool in pools} >= {"cpu", "io"}
    for pool, swept_over in pools.items():
        assert swept_over == (counts if pool.startswith("cpu/") else [CPUS]), pool


def test_a_sweep_is_one_line_of_the_list(simul):
    [line, _] = simul("list", "--profile", "smoke", "--workers", "1,2,4", "--filter", "^cpu/nqueens/tbb/").stdout.splitlines()
    assert line.endswith("/workers:1,2,4")


@pytest.mark.parametrize("counts", ["0", "1,1", "two", "1,,2", "4097", ""])
def test_counts_that_make_no_sense(simul, counts):
    done = simul("run", f"--workers={counts}", seconds=30)
    assert (done.returncode, done.stdout) == (64, "")
    [line] = done.stderr.splitlines()
    assert line.startswith("simul: ") and "--workers" in line
