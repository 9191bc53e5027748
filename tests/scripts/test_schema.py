"""results/schema.json describes what is written, and refuses what must never be written."""

from __future__ import annotations

import json

import pytest
from conftest import ROOT
from consistency import faults
from jsonschema import Draft202012Validator

SCHEMA = json.loads((ROOT / "results" / "schema.json").read_text())


def complaints(document) -> list[str]:
    found = Draft202012Validator(SCHEMA).iter_errors(document)
    return [f"{'/'.join(map(str, one.absolute_path))}: {one.message[:200]}" for one in found]


def test_the_schema_is_one():
    Draft202012Validator.check_schema(SCHEMA)


def test_stored_files_are_valid_and_agree_with_themselves(stored):
    document = json.loads(stored.read_text())
    assert complaints(document) == []
    assert faults(document["simul"]) == []


def test_a_fresh_file_is_valid_and_agrees_with_itself(fresh):
    document = json.loads(fresh.read_text())
    assert complaints(document) == []
    assert faults(document["simul"]) == []


def test_committed_results_are_valid():
    for path in (ROOT / "results").glob("**/*.json"):
        below = path.relative_to(ROOT / "results")
        if path.name != "schema.json" and not below.parts[0].startswith("latest"):  # the latest is not committed
            assert complaints(json.loads(path.read_text())) == [], path


def first(document, **wanted):
    return next(c for c in document["simul"]["cells"] if all(c[k] == v for k, v in wanted.items()))


@pytest.mark.parametrize("numbers", [{}, {"limit": 32668}, {"predicted_s": 38.5}])
def test_the_schema_takes_a_hole_with_its_numbers(document, numbers):
    changed = document("faults")
    changed["simul"]["budget_s"] = 10.0
    first(changed, status="unsupported").update(numbers)
    assert complaints(changed) == []


@pytest.mark.parametrize("spoil", [
    lambda d: d.pop("simul"),
    lambda d: d["simul"].update(schema_version=1),
    lambda d: d["simul"].update(profile="nonsense"),
    lambda d: d["simul"].update(note="an unknown key"),
    lambda d: first(d, status="ok").update(status="fine"),
    lambda d: first(d, status="ok").update(wall_s=[]),
    lambda d: first(d, status="ok")["wall_s"].__setitem__(0, 0),
    lambda d: first(d, status="ok")["metrics"].pop("speedup"),
    lambda d: first(d, status="ok")["metrics"].update(speedup="fast"),
    lambda d: first(d, status="crashed").update(reason=""),
    lambda d: first(d, status="crashed").update(metrics={"speedup": 2.0}),
    lambda d: first(d, status="unsupported").update(wall_s=[1.0]),
    lambda d: first(d, status="unsupported").update(limit=-1),
    lambda d: first(d, status="unsupported").update(limit=1.5),
    lambda d: first(d, status="unsupported").update(predicted_s=0),
    lambda d: first(d, status="ok").update(limit=31000),
    lambda d: first(d, status="crashed").update(predicted_s=38.5),
    lambda d: d["simul"].update(budget_s=0),
    lambda d: first(d, status="ok")["null_reasons"].update(speedup=""),
    lambda d: first(d, status="ok").update(name="a name with spaces"),
    lambda d: first(d, status="ok")["parameters"].pop("workers"),
    lambda d: d["simul"]["comparison"][0].update(baseline="guessed"),
    lambda d: d["simul"]["comparison"][0]["contestants"][0].update(rank=1.5),
    lambda d: d["simul"]["comparison"][0]["contestants"][0].update(sentence=""),
    lambda d: first(d, status="ok")["intervals"].update(speedup=[1.0]),
    lambda d: first(d, status="ok")["metrics"].update(cost=1.5),
    lambda d: d["simul"].pop("summary"),
    lambda d: d["simul"]["comparison"][0].update(ideal_binding=""),
    lambda d: d["benchmarks"][0].update(error_occurred=True),
    lambda d: d["benchmarks"][0].update(time_unit="ms"),
    lambda d: first(d, status="ok").pop("latency"),
    lambda d: first(d, status="ok").update(latency={}),
    lambda d: first(d, status="ok")["metrics"].pop("bytes_per_task"),
    lambda d: first(d, status="ok").update(memory_points=[{"tasks": 0, "bytes": 1}]),
    lambda d: first(d, status="ok").update(memory_points_left_out=[{"tasks": 7, "reason": ""}]),
])
def test_the_schema_refuses(document, spoil):
    changed = document("faults")
    spoil(changed)
    assert complaints(changed)


@pytest.mark.parametrize("spoil", [
    lambda d: d["simul"].pop("scaling"),
    lambda d: d["simul"]["scaling"][0].update(entries=[]),
    lambda d: d["simul"]["scaling"][0].update(baseline="guessed"),
    lambda d: d["simul"]["scaling"][0].update(sequential_s=None),
    lambda d: d["simul"]["scaling"][0]["sequential_by_round"].pop("rounds"),
    lambda d: d["simul"]["scaling"][0]["entries"][0].update(cost=1.5),
    lambda d: d["simul"]["scaling"][0]["entries"][0].update(points=d["simul"]["scaling"][0]["entries"][0]["points"][:1]),
    lambda d: d["simul"]["scaling"][0]["entries"][0]["points"][0].pop("speedup"),
    lambda d: d["simul"]["scaling"][0]["entries"][0]["points"][0].update(status="fine"),
    lambda d: d["simul"]["scaling"][0]["entries"][0]["points"][0].update(status="crashed", reason="a number is left"),
    lambda d: d["simul"]["scaling"][0]["entries"][0]["points"][0].update(median_s=None),
    lambda d: d["simul"]["scaling"][0]["entries"][0]["points"][0].update(karp_flatt_reason=""),
    lambda d: d["simul"]["scaling"][0]["entries"][0]["points"][0].update(note="an unknown key"),
])
def test_the_schema_refuses_a_scaling(document, spoil):
    changed = document("workers")
    spoil(changed)
    assert complaints(changed)


@pytest.mark.parametrize("spoil", [
    lambda s, entry, point: s["entries"].remove(entry),
    lambda s, entry, point: s.update(sequential_s=7.0),
    lambda s, entry, point: s["sequential_by_round"]["rounds"].pop(),
    lambda s, entry, point: entry["points"].reverse(),
    lambda s, entry, point: entry.update(cost=7, cost_reason=None),
    lambda s, entry, point: entry.update(cost=None, cost_reason=None),
    lambda s, entry, point: point.update(cell="cpu/nqueens/nobody/queens:11/rows_placed:1/workers:4"),
    lambda s, entry, point: point.update(workers=3),
    lambda s, entry, point: point.update(status="crashed"),
    lambda s, entry, point: point.update(oversubscribed=False),
    lambda s, entry, point: point["rounds"].pop(),
    lambda s, entry, point: point.update(median_s=1e9),
    lambda s, entry, point: point.update(self_speedup=7.0),
    lambda s, entry, point: point.update(efficiency=7.0),
    lambda s, entry, point: point.update(karp_flatt=7.0),
    lambda s, entry, point: point.update(karp_flatt=None),
    lambda s, entry, point: point.update(karp_flatt_reason="though it is known"),
])
def test_contradictions_of_a_scaling_are_noticed(document, spoil):
    changed = document("workers")
    scaling = changed["simul"]["scaling"][0]
    entry = scaling["entries"][0]
    spoil(scaling, entry, entry["points"][-1])
    assert faults(changed["simul"])


@pytest.mark.parametrize("spoil", [
    lambda latency: latency.update(load="ajar"),
    lambda latency: latency.update(unit="ms"),
    lambda latency: latency.update(max=None),
    lambda latency: latency.update(buckets=[]),
    lambda latency: latency["buckets"][0].append(1),
    lambda latency: latency["buckets"].__setitem__(0, [1.0, 0]),
])
def test_the_schema_refuses_a_latency(document, spoil):
    changed = document("sleepers")
    spoil(first(changed, contestant="coro")["latency"])
    assert complaints(changed)


@pytest.mark.parametrize("spoil", [
    lambda sweep: sweep.pop("swept"),
    lambda sweep: sweep.update(efficiency=0.9),
    lambda sweep: sweep["contestants"][0].update(metg_50_s=0),
    lambda sweep: sweep["contestants"][0].update(metg_50_s_interval=[1.0]),
    lambda sweep: sweep["contestants"][0]["points"][0].pop("cell"),
    lambda sweep: sweep["parameters"].update(pattern="a word with spaces"),
])
def test_the_schema_refuses_a_sweep(document, spoil):
    changed = document("graph")
    spoil(changed["simul"]["metg"][0])
    assert complaints(changed)


@pytest.mark.parametrize("spoil", [
    lambda took: took.update(all=0.1),
    lambda took: took["jobs"].update(timed=took["jobs"]["timed"] + 0.01),
    lambda took: took["workloads"].pop("cpu/graph"),
])
def test_seconds_that_do_not_add_up_are_noticed(document, spoil):
    changed = document("graph")
    spoil(changed["simul"]["took_s"])
    assert faults(changed["simul"])


@pytest.mark.parametrize("spoil", [
    lambda one: one["null_reasons"].update(metg_50_s="though it is known"),
    lambda one: one["null_reasons"].pop("metg_50_s_interval", None) or one.update(metg_50_s_interval=[2.0, 1.0]),
    lambda one: one.update(metg_50_s=one["metg_50_s"] * 1e6),
    lambda one: one["points"][0].update(efficiency=0.123),
    lambda one: one["points"][0].update(grain=7),
    lambda one: one["points"][0].update(cell="cpu/graph/nobody/pattern:stencil"),
])
def test_contradictions_of_a_sweep_are_noticed(document, spoil):
    changed = document("graph")
    spoil(next(one for sweep in changed["simul"]["metg"] for one in sweep["contestants"] if one["metg_50_s"] is not None))
    assert faults(changed["simul"])


@pytest.mark.parametrize("spoil", [
    lambda cell: cell["latency"]["buckets"].pop(),
    lambda cell: cell["latency"]["buckets"].reverse(),
    lambda cell: cell["latency"].update(p50=cell["latency"]["p90"] * 2),
    lambda cell: cell["latency"].update(max=cell["latency"]["max"] * 2),
    lambda cell: cell["metrics"].update(latency_p50_us=1.0),
    lambda cell: cell.update(latency=None),
    lambda cell: cell["null_reasons"].update(latency="though it is known"),
])
def test_contradictions_of_a_latency_are_noticed(document, spoil):
    changed = document("sleepers")
    cell = first(changed, contestant="coro")
    spoil(cell)
    standings = changed["simul"]["comparison"][0]["contestants"]
    next(s for s in standings if s["contestant"] == "coro")["metrics"] = cell["metrics"]
    assert faults(changed["simul"])


@pytest.mark.parametrize("spoil", [
    lambda d: first(d, status="ok")["cpu_s"].pop(),
    lambda d: first(d, status="ok")["metrics"].update(speedup=7.0),
    lambda d: first(d, status="ok")["metrics"].update(parallelism_gain=7.0),
    lambda d: first(d, status="ok")["null_reasons"].pop("of_floor"),
    lambda d: first(d, status="ok")["null_reasons"].update(speedup="though it is known"),
    lambda d: first(d, status="ok").update(contestant="mismatch"),
    lambda d: first(d, status="ok")["parameters"].update(boards=7),
    lambda d: first(d, status="ok")["metrics"].update(idle_share=0.9),
    lambda d: first(d, status="ok")["metrics"].update(overhead=7.0),
    lambda d: first(d, status="ok")["intervals"].update(speedup=[7.0, 8.0]),
    lambda d: first(d, status="ok")["intervals"].update(speedup=None),
    lambda d: first(d, status="ok")["confined_round"].append(3),
    lambda d: d["simul"]["comparison"][0].update(ideal_binding=None),
    lambda d: d["simul"]["summary"].update(rows=7),
    lambda d: d["simul"]["summary"]["left_out"].pop(),
    lambda d: d["simul"]["comparison"][0]["contestants"][1].update(rank=1, verdict="slower"),
    lambda d: d["simul"]["cells"].pop(),
    lambda d: d["simul"]["comparison"][0]["contestants"].pop(),
    lambda d: d["simul"]["comparison"][0]["contestants"][0].update(wall_s=1e9),
])
def test_contradictions_are_noticed(document, spoil):
    changed = document("exhibition")
    spoil(changed)
    assert faults(changed["simul"])
