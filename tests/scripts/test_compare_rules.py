"""Google's compare.py reads our files as we mean them. golden/compare.json is what it printed for two of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from compare_rules import Refused, report

GOLDEN = json.loads((Path(__file__).parent / "golden" / "compare.json").read_text())


def flat(lines):
    return [value for line in lines for pair in line["changes"] for value in pair]


def test_two_files_compare_as_in_googles_own_tool(document):
    lines = report(document("ranked"), document("ranked_again"))
    assert [(line["name"], line["run_type"]) for line in lines] == [(line["name"], line["run_type"]) for line in GOLDEN]
    assert flat(lines) == pytest.approx(flat(GOLDEN), abs=1e-8)


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


def test_rows_without_a_time_are_passed_over(document):
    changed = document("ranked")
    for row in changed["benchmarks"]:
        if "/tbb/" in row["name"]:
            del row["time_unit"]
    assert not [line for line in report(changed, document("ranked")) if "/tbb/" in line["name"]]
