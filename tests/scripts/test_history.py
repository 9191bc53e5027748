"""The history of results: what becomes a line, and what is read back from files that people and machines have spoilt."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from conftest import HERE
from reporting import history
from reporting.results import ResultError, load

RANKED = HERE / "data" / "ranked.json"


@pytest.fixture
def entry():
    return history.entry_of(load(RANKED))


def runs(entry, count: int, **others):
    """That many runs of one series, a day apart."""
    return [replace(entry, started=f"2026-01-{day:02d}T03:00:00Z", commit=f"{day:040x}", **others)
            for day in range(1, count + 1)]


def test_a_run_keeps_what_was_measured_and_names_what_failed(spoilt):
    result = load(spoilt("faults", lambda document: document["simul"].update(complete=True)))
    kept = history.entry_of(result)
    standings = {s.name: s for comparison in result.comparisons for s in comparison.standings}
    assert kept.cells.keys() == {name for name, s in standings.items() if s.ok and not s.faults}
    assert {name: status for name, status in kept.failed.items() if status != "fault"} == {
        name: s.status for name, s in standings.items() if s.status not in ("ok", "unsupported")} != {}
    for name, values in kept.cells.items():
        assert values["wall_s"] == standings[name].wall_s > 0
        assert all(value > 0 for value in values.values())


def test_what_is_added_is_read_back(tmp_path, entry):
    path, fresh = history.add(tmp_path, entry)
    assert fresh and path.name == f"{entry.machine}.jsonl"
    assert history.load(tmp_path).entries == (entry,)


def test_the_same_run_twice_counts_once(tmp_path, entry):
    history.add(tmp_path, entry)
    assert history.add(tmp_path, entry) == (tmp_path / f"{entry.machine}.jsonl", False)
    assert len(history.load(tmp_path).entries) == 1


def test_a_truncated_last_line_is_reported_and_swallows_no_other(tmp_path, entry):
    first, second, third = runs(entry, 3)
    path, _ = history.add(tmp_path, first)
    with path.open("a") as file:
        file.write(second.line()[:100])
    history.add(tmp_path, third)
    read = history.load(tmp_path)
    assert read.entries == (first, third)
    assert len(read.faults) == 1 and ":2: not a run" in read.faults[0]
    history.add(tmp_path, second)  # again, whole
    assert history.load(tmp_path).entries == (first, second, third)


def test_a_merge_conflict_keeps_both_sides(tmp_path, entry):
    base, ours, theirs = runs(entry, 3)
    path = tmp_path / "m.jsonl"
    path.write_text("\n".join([base.line(), "<<<<<<< HEAD", ours.line(), "||||||| base", "=======", theirs.line(),
                               ">>>>>>> nightly", ""]))
    read = history.load(tmp_path)
    assert read.entries == (base, ours, theirs)
    assert len(read.faults) == 4 and all("merge conflict" in fault for fault in read.faults)


def test_both_sides_of_a_merge_that_had_the_same_run_count_it_once(tmp_path, entry):
    (tmp_path / "m.jsonl").write_text((entry.line() + "\n") * 2)
    assert history.load(tmp_path).entries == (entry,)


def test_two_machines_have_a_file_and_a_series_each(tmp_path, entry):
    other = replace(entry, machine="elsewhere", started="2026-01-01T00:00:00Z")
    files = {history.add(tmp_path, one)[0] for one in (entry, other)}
    assert len(files) == 2
    assert [[one.machine for one in entries] for entries in history.load(tmp_path).series().values()] == [
        ["elsewhere"], [entry.machine]]


@pytest.mark.parametrize("change", [
    lambda d: d["simul"]["environment"].update(compiler="GNU 99"),
    lambda d: d["simul"]["environment"].update(flags="-O1"),
    lambda d: d["simul"]["environment"].update(pinned=True),
    lambda d: d["simul"].update(steps_per_us=7),
    lambda d: d["simul"].update(workers=64),
])
def test_what_makes_runs_incomparable_starts_a_new_series(spoilt, entry, change):
    other = history.entry_of(load(spoilt("ranked", change)))
    assert other.machine == entry.machine and other.series != entry.series


def test_other_hardware_is_another_machine_and_another_kernel_is_not(spoilt, entry):
    assert history.entry_of(load(spoilt("ranked", lambda d: d["simul"]["environment"].update(cpus_allowed=64)))).machine != \
        entry.machine
    newer = history.entry_of(load(spoilt("ranked", lambda d: d["simul"]["environment"].update(kernel="Linux 99"))))
    assert (newer.machine, newer.series) == (entry.machine, entry.series)


@pytest.mark.parametrize("change, words", [
    (lambda d: d["simul"].update(complete=False), "interrupted"),
    (lambda d: d["simul"]["environment"].update(sanitizers="address"), "sanitizers"),
    (lambda d: [s.update(status="crashed", wall_s=None) for c in d["simul"]["comparison"] for s in c["contestants"]],
     "no cell is ok"),
])
def test_a_result_that_is_no_measurement_is_refused(spoilt, change, words):
    with pytest.raises(ResultError, match=words):
        history.entry_of(load(spoilt("ranked", change)))


@pytest.mark.parametrize("line", ["{}", "[]", "7", '{"version":1}', '{"version":99}', "\ufffd"])
def test_what_is_no_run_is_left_where_it_is(tmp_path, entry, line):
    path, _ = history.add(tmp_path, entry)
    path.write_text(line + "\n" + path.read_text())
    read = history.load(tmp_path)
    assert read.entries == (entry,) and len(read.faults) == 1


@pytest.mark.parametrize("value", [0, -1, None, "1", True])
def test_a_time_that_is_none_is_no_run(tmp_path, entry, value):
    spoiled = json.loads(entry.line())
    next(iter(spoiled["cells"].values()))["wall_s"] = value
    (tmp_path / "m.jsonl").write_text(json.dumps(spoiled) + "\n" + replace(entry, commit="1").line() + "\n")
    read = history.load(tmp_path)
    assert [one.commit for one in read.entries] == ["1"] and "wall_s" in read.faults[0]


def test_pruning_leaves_the_newest_runs_of_each_series_and_what_it_cannot_read(tmp_path, entry):
    for one in (*runs(entry, 5), *runs(entry, 2, series="older compiler")):
        path, _ = history.add(tmp_path, one)
    path.write_text(path.read_text() + "half a li")
    assert history.prune(tmp_path, 2) == 3
    assert [len(entries) for entries in history.load(tmp_path).series().values()] == [2, 2]
    assert path.read_text().endswith("half a li")
    assert history.prune(tmp_path, 2) == 0


def test_a_folder_without_history_says_how_to_begin(tmp_path):
    with pytest.raises(ResultError, match="track add"):
        history.load(tmp_path / "nowhere")


def test_what_cells_create_is_kept(document, spoilt):
    def count(document):
        for standing in document["simul"]["comparison"][0]["contestants"]:
            standing["metrics"].update(threads_created=14, processes_created=0, allocations=52, allocated_bytes=6441)

    result = load(spoilt("ranked", count))
    kept = history.entry_of(result).cells[next(s.name for s in result.comparisons[0].standings if s.ok)]
    assert {name: kept[name] for name in ("threads_created", "allocations", "allocated_bytes")} == {
        "threads_created": 14, "allocations": 52, "allocated_bytes": 6441}
    assert "processes_created" not in kept  # what is 0 has no ratio
