"""Each export is read by the rules of its consumer, which stand at the reader below that follows them."""

from __future__ import annotations

import csv
import io
import json
import math

import pytest
from conftest import HERE
from reporting import export
from reporting.results import load

FAULTS = HERE / "data" / "faults.json"
SLEEPERS = HERE / "data" / "sleepers.json"
NUMBERED = ("googlebench", "gab", "gab-bigger", "bmf")


def exported(capsys, path, form: str, *more: str) -> str:
    assert export.main([str(path), "--format", form, *more]) == 0
    return capsys.readouterr().out


def strictly(text: str):
    def refuse(token):
        raise AssertionError(f"{token} is no JSON")
    return json.loads(text, parse_constant=refuse)


def standings(path):
    return {s.name: s for comparison in load(path).comparisons for s in comparison.standings}


def read_by_github_action_benchmark_googlecpp(text: str) -> dict[str, tuple[float, str]]:
    """src/extract.ts: every row is a point of the chart of its name, value real_time, unit time_unit/iter."""
    points = {}
    for row in strictly(text)["benchmarks"]:
        assert row["name"] not in points, "a second point of this commit"
        points[row["name"]] = (row["real_time"], row["time_unit"] + "/iter")
    return points


def read_by_bencher_cpp_google(text: str) -> dict[str, float]:
    """adapters/cpp/google.rs: context.caches is required; each row needs name, real_time, time_unit; latency in ns."""
    document = strictly(text)
    assert isinstance(document["context"]["caches"], list)
    scale = {"ns": 1, "us": 1e3, "ms": 1e6, "s": 1e9}
    for row in document["benchmarks"]:
        assert 1 <= len(row["name"]) <= 1024
    return {row["name"]: row["real_time"] * scale[row["time_unit"]] for row in document["benchmarks"]}


def read_by_compare_py(text: str) -> dict[str, float]:
    """gbench/util.py and report.py: run_type, real_time, cpu_time, time_unit; an aggregate is skipped in the mean."""
    rows = strictly(text)["benchmarks"]
    assert all(row["run_type"] == "iteration" and row["cpu_time"] >= 0 and row["time_unit"] == "us" for row in rows)
    return {row["name"]: row["real_time"] for row in rows}


def read_by_github_action_benchmark_custom(text: str) -> dict[str, float]:
    """src/extract.ts: an array of {name, value, unit, range?, extra?}; value a number, the others strings."""
    points = {}
    for entry in strictly(text):
        assert set(entry) <= {"name", "value", "unit", "range", "extra"}
        assert isinstance(entry["value"], (int, float)) and all(isinstance(entry[key], str) for key in entry if key != "value")
        assert entry["name"] not in points
        points[entry["name"]] = entry["value"]
    return points


def read_by_bencher_json(text: str) -> dict[str, dict[str, dict[str, float]]]:
    """Bencher Metric Format: {benchmark: {measure: {value, lower_value?, upper_value?}}}, all finite, bounds around it."""
    document = strictly(text)
    for measures in document.values():
        for metric in measures.values():
            assert set(metric) <= {"value", "lower_value", "upper_value"}
            assert all(math.isfinite(value) for value in metric.values())
            assert metric.get("lower_value", -math.inf) <= metric["value"] <= metric.get("upper_value", math.inf)
    return document


def test_googlebench_has_one_median_per_cell(capsys, stored):
    text = exported(capsys, stored, "googlebench")
    right = {name: s.wall_s for name, s in standings(stored).items() if s.ok and not s.faults and s.units_per_s}
    assert {n: v for n, (v, unit) in read_by_github_action_benchmark_googlecpp(text).items()} == pytest.approx(
        {name: wall_s * 1e6 for name, wall_s in right.items()})
    assert read_by_bencher_cpp_google(text) == pytest.approx({name: wall_s * 1e9 for name, wall_s in right.items()})
    assert read_by_compare_py(text).keys() == right.keys()


def test_gab_has_each_direction_in_a_file(capsys):
    name = next(n for n, s in standings(SLEEPERS).items() if s.contestant == "coro")
    coro = standings(SLEEPERS)[name]
    small = read_by_github_action_benchmark_custom(exported(capsys, SLEEPERS, "gab"))
    large = read_by_github_action_benchmark_custom(exported(capsys, SLEEPERS, "gab-bigger"))
    assert small[name] == pytest.approx(coro.wall_s * 1e6)
    assert small[name + " p99"] == coro.latency.p99
    assert small[name + " peak memory"] == coro.metric("peak_memory_bytes")
    assert large[name + " throughput"] == coro.units_per_s
    assert large[name + " speed-up"] == coro.metric("speedup")
    assert not small.keys() & large.keys()


def test_bmf_has_bounds_where_there_is_an_interval(capsys):
    path = HERE / "data" / "ranked.json"
    benchmarks = read_by_bencher_json(exported(capsys, path, "bmf"))
    for name, s in standings(path).items():
        assert benchmarks[name]["latency"]["value"] == pytest.approx(s.wall_s * 1e9)
        assert ("lower_value" in benchmarks[name]["latency"]) == (s.wall_s_interval is not None)
        assert benchmarks[name]["throughput"]["value"] == s.units_per_s


def test_csv_has_a_row_per_cell_and_nothing_for_what_is_not_known(capsys):
    rows = list(csv.DictReader(io.StringIO(exported(capsys, FAULTS, "csv"))))
    right = standings(FAULTS)
    assert [row["name"] for row in rows] == list(right)
    for row in rows:
        standing = right[row["name"]]
        assert row["status"] == standing.status
        assert (row["wall_s"] == "") == (standing.wall_s is None)
        if standing.ok:
            assert float(row["wall_s"]) == standing.wall_s
        else:
            assert all(row[key] == "" for key in ("wall_s", "wall_s_low", "cpu_s", "units_per_s", "p99_us", "rank", "speedup"))
        assert None not in row and len(row) == len(set(row))


def test_csv_has_those_numbers_of_workers_that_are_compared(capsys):
    path = HERE / "data" / "workers.json"
    names = [row["name"] for row in csv.DictReader(io.StringIO(exported(capsys, path, "csv")))]
    assert names == list(standings(path)) and len(names) == len(set(names))
    assert {cell.name for cell in load(path).cells} > set(names)


@pytest.mark.parametrize("form", NUMBERED)
def test_a_failed_cell_is_in_no_export_that_would_take_it_for_fast(capsys, form):
    failed = [name for name, s in standings(FAULTS).items() if not s.ok]
    text = exported(capsys, FAULTS, form)
    assert failed and not any(json.dumps(name)[:-1] in text for name in failed)


@pytest.mark.parametrize("form", NUMBERED)
def test_a_cell_with_a_fault_is_not_exported(capsys, spoilt, form):
    path = spoilt("ranked", lambda d: [s.update(faults=["faster than the limit"]) for c in d["simul"]["comparison"]
                                       for s in c["contestants"] if s["contestant"] == "coro"])
    text = exported(capsys, path, form)
    assert "/threads_pool/" in text and "/coro/" not in text


@pytest.mark.parametrize("form", NUMBERED)
def test_where_nothing_is_ok_nothing_is_exported(capsys, form):
    assert export.main([str(FAULTS), "--format", form, "--cell", "no/such"]) == 64
    out, err = capsys.readouterr()
    assert out == "" and err.count("\n") == 1


def test_a_result_without_traces_says_where_to_get_one(capsys):
    assert export.main([str(SLEEPERS), "--format", "trace"]) == 64
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and "simul run --traces" in said and "simul trace CELL" in said

