"""Whoever cheats, crashes, hangs or takes too much is rejected, by the right name, and touches nobody else's result."""

from __future__ import annotations

import json

import pytest
from conftest import ROOT, Simul, cells, made
from consistency import faults as contradictions
from google_rules import faults as google_faults, strictly
from jsonschema import Draft202012Validator

REJECTED = {
    "wrong_answer": ("wrong_answer", "the sum is wrong"),
    "dropped_unit": ("wrong_answer", "999 units were summed"),
    "stale_answer": ("wrong_answer", "the sum is wrong"),
    "wrong_when_observed": ("wrong_answer", "observed: the sum is wrong"),
    "wrong_at_last": ("wrong_answer", "the sum is wrong"),
    "segfault": ("crashed", "ended by SIGSEGV"),
    "segfault_when_confined": ("crashed", "confined to one CPU: ended by SIGSEGV"),
    "segfault_in_set_up": ("crashed", "ended by SIGSEGV"),
    "exit_0": ("crashed", "exited with status 0 without an answer"),
    "exit_1": ("crashed", "exited with status 1 without an answer"),
    "exit_9_at_the_end": ("crashed", "exited with status 9"),
    "thrower": ("crashed", "thrown by a saboteur"),
    "thrower_of_numbers": ("crashed", "ended by SIGABRT"),
    "garbler": ("crashed", "ended by SIGABRT; it said: gar"),
    "bad_alloc": ("out_of_memory", "memory could not be allocated"),
    "memory_hog": ("out_of_memory", "used more than"),
    "hang": ("timed_out", "not finished after"),
    "hang_deaf": ("timed_out", "not finished after"),
    "hang_in_tear_down": ("timed_out", "not finished after"),
}
TOLERATED = {"sequential", "orphan_maker", "babbler"}  # they answer right; their mess is cleared away


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """All of them in one run, and what the binary said."""
    folder = tmp_path_factory.mktemp("saboteurs")
    for simul in made("SIMUL_SABOTEURS", folder, folder / "calibration.json"):
        yield simul, simul("run", "--filter", "sabotage", "--rounds", "2", "--repetitions", "2", "--timeout", "1.5", "--memory-limit", "150MB")


@pytest.fixture(scope="module")
def result(run):
    return strictly(run[0].out.read_text(encoding="utf-8"))


def test_every_saboteur_is_here(result):
    assert set(cells(result)) == set(REJECTED) | TOLERATED


def test_the_exit_status_says_that_some_cell_failed(run):
    assert run[1].returncode == 2, run[1].stderr


@pytest.mark.parametrize("saboteur", REJECTED)
def test_it_is_rejected_by_the_right_name(result, saboteur):
    cell = cells(result)[saboteur]
    status, reason = REJECTED[saboteur]
    assert cell["status"] == status, cell["reason"]
    assert cell["reason"].startswith(reason)


@pytest.mark.parametrize("saboteur", REJECTED)
def test_nothing_of_it_is_compared(result, saboteur):
    cell = cells(result)[saboteur]
    assert cell["metrics"] == {}
    assert not [row for row in result["benchmarks"] if row["run_name"] == cell["name"]]
    [standing] = [s for s in result["simul"]["comparison"][0]["contestants"] if s["contestant"] == saboteur]
    assert standing["rank"] is None and standing["verdict"] is None and standing["wall_s"] is None
    assert standing["metrics"] == {}
    assert standing["sentence"].startswith(cell["status"])


@pytest.mark.parametrize("honest", sorted(TOLERATED))
def test_the_honest_are_not_harmed(result, honest):
    cell = cells(result)[honest]
    assert cell["status"] == "ok", cell["reason"]
    assert len(cell["wall_s"]) == 4
    assert cell["metrics"]["speedup"] is not None
    assert [row for row in result["benchmarks"] if row["run_name"] == cell["name"]]


def test_the_file_is_whole(result):
    assert result["simul"]["complete"] is True
    schema = json.loads((ROOT / "results" / "schema.json").read_text(encoding="utf-8"))
    assert [error.message for error in Draft202012Validator(schema).iter_errors(result)] == []
    assert contradictions(result["simul"]) == []
    assert google_faults(result) == []


def test_nobody_survives(run):
    simul: Simul = run[0]
    assert simul.processes() == {}


def test_the_table_names_every_failure(run):
    said = run[1].stdout
    for saboteur, (status, _) in REJECTED.items():
        assert any(line.split()[:1] == [saboteur] and status in line for line in said.splitlines()), saboteur
