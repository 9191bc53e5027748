"""Reading is strict, and says in one line what is wrong."""

from __future__ import annotations

import json

import pytest
from reporting.results import ResultError, load


def test_a_result_is_read_whole(stored):
    result = load(stored)
    assert result.cells and result.comparisons
    compared = [standing.name for comparison in result.comparisons for standing in comparison.standings]
    swept = {point["cell"] for scaling in json.loads(stored.read_text())["simul"]["scaling"]
             for entry in scaling["entries"] for point in entry["points"]}
    assert sorted([*compared, *swept.difference(compared)]) == sorted(cell.name for cell in result.cells)
    assert result.machine.cpus == 2


def test_a_standing_knows_what_its_cell_knows(stored):
    for comparison in load(stored).comparisons:
        for standing in comparison.standings:
            assert standing.runtime == standing.contestant.split("_")[0]
            assert standing.ok == (standing.reason == "")
            assert standing.ok == (standing.wall_s is not None)


def test_the_ideal_is_the_same_whoever_it_is_derived_from(document, spoilt):
    whole = load(spoilt("exhibition", lambda d: None)).comparisons[0]
    headless = load(spoilt("exhibition", lambda d: d["simul"]["comparison"][0]["contestants"].pop(0))).comparisons[0]
    assert whole.ideal_speedup == pytest.approx(headless.ideal_speedup)
    assert whole.ideal_speedup == pytest.approx(5.67, rel=0.01)


def test_metrics_of_a_later_version_are_kept_and_unknown_ones_are_none(spoilt):
    def add(document):
        document["simul"]["comparison"][0]["contestants"][0]["metrics"]["cost"] = 2.0

    standing = load(spoilt("exhibition", add)).comparisons[0].standings[0]
    assert standing.metric("cost") == 2.0
    assert standing.metric("metg_50") is None


@pytest.mark.parametrize("change, words", [
    (lambda d: d.pop("simul"), "no object `simul`"),
    (lambda d: d.update(simul=[]), "no object `simul`"),
    (lambda d: d["simul"].update(schema_version=1), "schema_version is 1, but these scripts read 2"),
    (lambda d: d["simul"].pop("schema_version"), "schema_version is None"),
    (lambda d: d["simul"].pop("cells"), "the key 'cells' is missing"),
    (lambda d: d["simul"]["environment"].pop("cpu_model"), "the key 'cpu_model' is missing"),
    (lambda d: d["simul"]["cells"].pop(0), "is missing"),
    (lambda d: d["simul"].update(cells=7), "not as results/schema.json has it"),
    (lambda d: d["simul"]["cells"][0].update(wall_s=None), "not as results/schema.json has it"),
    (lambda d: d["simul"]["cells"][0].update(wall_s=[float("nan")]), "NaN is not JSON"),
    (lambda d: d["simul"]["cells"][0].update(wall_s=[float("inf")]), "Infinity is not JSON"),
])
def test_a_fault_is_told_in_one_line_that_names_the_file(spoilt, change, words):
    path = spoilt("exhibition", change)
    with pytest.raises(ResultError) as caught:
        load(path)
    assert words in str(caught.value)
    assert str(caught.value).startswith(f"{path}: ")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("content, words", [
    (b"", "not valid JSON"), (b'{"simul": ', "not valid JSON"), (b"[]", "no object `simul`"),
    (b"\xff\xfe", "not valid JSON"), (b"7", "no object `simul`"),
])
def test_what_is_no_result_is_refused(tmp_path, content, words):
    path = tmp_path / "other.json"
    path.write_bytes(content)
    with pytest.raises(ResultError, match=words):
        load(path)


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    with pytest.raises(ResultError, match="No such file"):
        load(tmp_path / "absent.json")
    with pytest.raises(ResultError, match="Is a directory"):
        load(tmp_path)


def test_a_fresh_file_is_read(fresh):
    assert load(fresh).complete
