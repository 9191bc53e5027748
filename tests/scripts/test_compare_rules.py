"""Google's compare.py reads our files as we mean them. golden/compare.json is what it printed for two of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from compare_rules import Refused, mann_whitney, printed, report

GOLDEN = json.loads((Path(__file__).parent / "golden" / "compare.json").read_text())


def flat(lines):
    return [value for line in lines for pair in line["changes"] for value in pair]


def test_two_files_compare_as_in_googles_own_tool(document):
    lines = report(document("ranked"), document("ranked_again"))
    for key in ("name", "run_type", "aggregate_name"):
        assert [line[key] for line in lines] == [line[key] for line in GOLDEN]
    assert flat(lines) == pytest.approx(flat(GOLDEN), abs=1e-8)
    for line, golden in zip(lines, GOLDEN):
        assert (line["u_test"] is None) == (golden["u_test"] is None)
        if golden["u_test"]:
            assert line["u_test"] == {**golden["u_test"], "p": pytest.approx(golden["u_test"]["p"], abs=1e-8)}


def test_every_row_has_its_pair_in_the_same_file(stored):
    document = json.loads(stored.read_text())
    lines = report(document, document)
    assert [line["name"] for line in lines] == [*dict.fromkeys(row["name"] for row in document["benchmarks"]),
                                                "OVERALL_GEOMEAN"]
    assert sum(len(line["changes"]) for line in lines) == len(document["benchmarks"]) + 1
    assert set(flat(lines)) == {0.0}


def test_a_fresh_file_compares_with_itself(fresh):
    document = json.loads(fresh.read_text())
    lines = report(document, document)
    assert lines[-1]["name"] == "OVERALL_GEOMEAN"
    assert set(flat(lines)) == {0.0}


def test_a_failed_cell_is_not_compared_at_all(document):
    lines = report(document("faults"), document("faults"))
    assert not [line for line in lines if line["name"].startswith("cpu/nqueens/fork/")]


def test_the_order_of_rows_in_the_file_does_not_matter(document):
    shuffled = document("ranked")
    shuffled["benchmarks"].reverse()
    assert flat(report(shuffled, document("ranked"))) == pytest.approx([0.0] * len(flat(GOLDEN)))


def test_another_schema_version_is_refused(document):
    changed = document("ranked")
    changed["context"]["json_schema_version"] = 2
    with pytest.raises(Refused):
        report(changed, changed)


def test_a_name_without_times_is_passed_over(document):
    changed = document("ranked")
    for row in changed["benchmarks"]:
        if "/tbb/" in row["name"]:
            del row["time_unit"]
    assert not [line for line in report(changed, document("ranked")) if "/tbb/" in line["name"]]


def test_a_row_without_a_unit_among_others_would_end_it(document):
    changed = document("ranked")
    del changed["benchmarks"][1]["time_unit"]
    with pytest.raises(KeyError):
        report(document("ranked"), changed)


def test_rows_in_another_unit_are_not_compared(document):
    changed = document("ranked")
    for row in changed["benchmarks"]:
        if "/tbb/" in row["name"]:
            row["time_unit"] = "ns"
    assert not [line for line in report(document("ranked"), changed) if "/tbb/" in line["name"]]


def test_an_error_row_would_read_as_infinitely_fast_and_take_the_last_line_away(document):
    changed = document("ranked")
    changed["benchmarks"][0].update(error_occurred=True, real_time=0.0, cpu_time=0.0)
    lines = report(document("ranked"), changed)
    assert lines[0]["changes"][0] == [-1.0, -1.0]
    assert lines[-1]["name"] != "OVERALL_GEOMEAN"


def test_the_filter_looks_at_run_name_so_aggregates_stay_with_their_samples(document):
    lines = report(document("ranked"), document("ranked_again"), wanted="/tbb/.*workers:2$")
    assert [line["aggregate_name"] for line in lines] == ["", "mean", "median", "stddev", "cv", "geomean"]
    assert len(lines[0]["changes"]) == 10


def test_a_cell_that_only_one_file_has_is_not_compared(document):
    changed = document("ranked")
    changed["benchmarks"] = [row for row in changed["benchmarks"] if "/tbb/" not in row["name"]]
    for lines in (report(document("ranked"), changed), report(changed, document("ranked"))):
        assert not [line for line in lines if "/tbb/" in line["name"]]
        assert lines[-1]["name"] == "OVERALL_GEOMEAN"


def test_without_a_pair_a_row_counts_in_the_u_test_only(document):
    changed = document("ranked")
    del changed["benchmarks"][:4]
    line = report(document("ranked"), changed)[0]
    assert len(line["changes"]) == 6
    assert line["u_test"]["rows"] == [10, 6] and not line["u_test"]["reliable"]


def test_a_u_test_needs_two_samples_and_warns_below_nine(document):
    for samples, u_test in ((1, None), (2, False), (8, False), (9, True)):
        changed = document("ranked")
        changed["benchmarks"] = changed["benchmarks"][:samples]
        found = report(changed, changed)[0]["u_test"]
        assert (found if found is None else found["reliable"]) is u_test


def test_ten_rounds_are_enough_for_its_u_test(document):
    """And aggregates, of which there is one each, have none."""
    lines = report(document("ranked"), document("ranked"))
    assert {line["u_test"]["reliable"] for line in lines if line["run_type"] == "iteration"} == {True}
    assert {line["u_test"] for line in lines if line["run_type"] == "aggregate"} == {None}


@pytest.mark.parametrize("left, right, p", [
    ([1, 2, 3], [4, 5, 6], 2 / 20),
    ([1, 2, 3, 4, 5], [6, 7, 8, 9, 10], 2 / 252),
    ([1, 4], [2, 3], 1.0),
    ([1, 1, 1], [1, 1, 1], 1.0),
    (list(range(9)), list(range(9, 18)), 0.000412),  # not exact from 9 on: scipy's own number
    ([1, 2, 2, 3], [2, 3, 4, 5], 0.136658),  # nor with ties
])
def test_the_u_test_is_that_of_mann_and_whitney(left, right, p):
    assert mann_whitney(left, right) == pytest.approx(p, abs=5e-7)
    assert mann_whitney(right, left) == pytest.approx(p, abs=5e-7)


def printed_as_0(document):
    """Names of runs whose time is a 0 in its table, which has no decimals: the reason for us."""
    return {row["run_name"] for row in document["benchmarks"] if row["run_type"] == "iteration"
            for key in ("real_time", "cpu_time") if printed(row[key]) == "0"}


def test_no_time_of_a_stored_file_is_printed_as_0(stored):
    assert printed_as_0(json.loads(stored.read_text())) == set()


def test_only_runs_that_simul_itself_finds_too_short_are_printed_as_0(fresh):
    """In the smoke profile sequential adds up a hundred leaves in less than a microsecond."""
    document = json.loads(fresh.read_text())
    doubted = {standing["name"] for comparison in document["simul"]["comparison"]
               for standing in comparison["contestants"] if standing["cautions"]}
    assert printed_as_0(document) <= doubted


def test_a_run_in_ms_would_be_printed_as_0(document):
    changed = document("ranked")
    for row in changed["benchmarks"]:
        row.update(real_time=row["real_time"] / 1e4, time_unit="ms")
    assert len(printed_as_0(changed)) == 4
