"""Every file is a Google Benchmark file that stock readers take, and the check of that notices when one is not."""

from __future__ import annotations

import statistics

import pytest
from google_rules import faults, strictly


def agrees_with_cells(document) -> list[str]:
    """Each whole sample of an ok cell is a row, in order, with the CPU time of all its processes; nothing else is."""
    rows: dict[str, list] = {}
    for row in document["benchmarks"]:
        rows.setdefault(row["run_name"], []).append(row)
    found = []
    for cell in document["simul"]["cells"]:
        samples = [row for row in rows.pop(cell["name"], []) if row["run_type"] == "iteration"]
        measured = cell["status"] == "ok" and not cell["extrapolated"]
        if len(samples) != (len(cell["wall_s"]) if measured else 0):
            found.append(f"{cell['name']}: {len(samples)} rows")
        for row, wall_s, cpu_s in zip(samples, cell["wall_s"], cell["cpu_s"]):
            same = row["real_time"] == pytest.approx(wall_s * 1e6, rel=1e-4)
            if not same or row["cpu_time"] != pytest.approx(cpu_s * 1e6):
                found.append(f"{cell['name']}: row {row['repetition_index']} has other times than the cell")
    return found + [f"{name}: rows without a cell" for name in rows]


def test_stored_files_are_taken_by_stock_readers(stored):
    document = strictly(stored.read_text())
    assert faults(document) == []
    assert agrees_with_cells(document) == []


def test_a_fresh_file_is_taken_by_stock_readers(fresh):
    document = strictly(fresh.read_text())
    assert faults(document) == []
    assert agrees_with_cells(document) == []
    assert document["benchmarks"], "a smoke run that brings no row measures nothing"


def test_aggregates_are_those_of_the_samples(document):
    rows = [row for row in document("ranked")["benchmarks"] if "/tbb/" in row["name"]]
    real = [row["real_time"] for row in rows if row["run_type"] == "iteration"]
    by_name = {row["aggregate_name"]: row["real_time"] for row in rows if row["run_type"] == "aggregate"}
    assert by_name["mean"] == pytest.approx(statistics.mean(real))
    assert by_name["median"] == pytest.approx(statistics.median(real))
    assert by_name["stddev"] == pytest.approx(statistics.stdev(real))
    assert by_name["cv"] == pytest.approx(statistics.stdev(real) / statistics.mean(real))


@pytest.mark.parametrize("text", ['{"a": NaN}', '{"a": -Infinity}', '{"a": 1, "a": 2}'])
def test_what_only_python_reads_is_refused(text):
    with pytest.raises(ValueError):
        strictly(text)


def swap_keys(row):
    row["name"] = row.pop("name")


@pytest.mark.parametrize("spoil", [
    lambda rows: rows[0].update(error_occurred=True),
    lambda rows: rows[0].pop("cpu_time"),
    lambda rows: rows[0].update(real_time=0),
    lambda rows: rows[0].update(real_time="fast"),
    lambda rows: rows[0].update(iterations=True),
    lambda rows: rows[0].update(name="x" * 200, run_name="x" * 200),
    lambda rows: rows[0].update(name="caf\N{LATIN SMALL LETTER E WITH ACUTE}"),
    lambda rows: rows[0].update(time_unit="min"),
    lambda rows: rows[0].update(repetition_index=7),
    lambda rows: rows[0].update(p99=1.0),
    lambda rows: swap_keys(rows[0]),
    lambda rows: rows.append({"name": "x_BigO", "run_type": "aggregate", "aggregate_name": "BigO"}),
    lambda rows: rows.pop(),
    lambda rows: rows.pop(0),
    lambda rows: rows.reverse(),
])
def test_the_check_notices(document, spoil):
    changed = document("ranked")
    spoil(changed["benchmarks"])
    assert faults(changed)


def test_the_check_notices_a_context_that_readers_refuse(document):
    changed = document("ranked")
    changed["context"]["json_schema_version"] = 2
    del changed["context"]["caches"]
    assert len(faults(changed)) == 2
