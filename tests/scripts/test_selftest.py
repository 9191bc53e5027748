"""scripts/selftest, on 60 recorded rounds of a build against itself: the gate does not cry wolf over them.

    scripts/selftest --build HEAD --seed 1 --record tests/scripts/rounds/same_build.json
"""

from __future__ import annotations

import json
import subprocess

import numpy as np
import pytest
from conftest import HERE, ROOT
from made_up_builds import pairs
from reporting import record, selftest
from reporting.contest import Plan
from reporting.gate import allowed
from reporting.gate_cells import GATE_CELLS
from reporting.noise import differences, false_alarms, noise_of
from reporting.results import ResultError
from reporting.tolerances import tolerance_for, tolerances_in

RECORDED = HERE / "rounds" / "same_build.json"


@pytest.fixture(scope="module")
def recorded():
    return record.pairs_in(RECORDED)


def test_sixty_rounds_of_the_twelve_cells_are_recorded(recorded):
    """Of those contestants; some of their runs were longer when they were recorded."""
    def contestants(names):
        return sorted("/".join(name.split("/")[:3]) for name in names)

    assert contestants(recorded) == contestants(GATE_CELLS)
    assert {len(those) for those in recorded.values()} == {60}
    assert all(pair.ok for those in recorded.values() for pair in those)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_gates_drawn_from_them_give_at_most_one_false_alarm_in_a_hundred(recorded, seed):
    found = false_alarms(differences(recorded), allowed(list(recorded), {}, {}), Plan(), 5000, np.random.default_rng(seed))
    assert found.confirmed / found.gates <= 0.01


def test_a_cell_that_is_made_twice_as_slow_is_seen_in_all_of_them(recorded):
    [cell] = [name for name in recorded if name.startswith("cpu/nqueens/threads/")]
    found = false_alarms(differences(recorded), allowed(list(recorded), {}, {}), Plan(), 500, np.random.default_rng(1),
                         {cell: 2.0})
    assert found.confirmed == found.gates


def test_the_noise_and_its_tolerance_are_what_was_put_in():
    rng = np.random.default_rng(2)
    one = noise_of(rng.normal(0, 0.1, 4000), 10, 0.05)
    assert one.noise == pytest.approx(0.1, rel=0.05)
    assert one.tolerance == pytest.approx(np.exp(0.2 / np.sqrt(10)) - 1, rel=0.05)
    assert abs(one.lag) < 0.05 and one.detectable > one.tolerance
    assert noise_of(np.zeros(20), 10, 0.02).tolerance == tolerance_for(0.0, 10, 0.02) == 0.02
    drifting = np.cumsum(rng.normal(0, 0.1, 400))
    assert noise_of(drifting, 10, 0.05).lag > 0.9


def test_a_build_that_differs_from_itself_is_a_false_alarm():
    rng = np.random.default_rng(3)
    base = rng.lognormal(0, 0.02, 60)
    ratios = differences({"c": pairs(base, 1.3 * rng.lognormal(0, 0.02, 60))})
    found = false_alarms(ratios, allowed(["c"], {}, {}), Plan(), 200, np.random.default_rng(1))
    assert (found.gates, found.suspected, found.confirmed) == (200, 200, 200)


def test_what_it_writes_is_what_the_gate_reads(tmp_path, capsys, monkeypatch):
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    out, page = tmp_path / "noise.json", tmp_path / "noise.md"
    assert selftest.main(["--recorded", str(RECORDED), "--out", str(out), "--comment", str(page)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["cell", "what", "pair", "noise", "lag-1", "tolerance", "detectable"]
    assert "of 2000 gates with the usual tolerances gave a false alarm" in lines[-2]
    found = json.loads(out.read_text(), parse_constant=pytest.fail)
    read = tolerances_in(out, found["gate_rounds"])
    for cell in found["cells"]:
        for name, figures in cell["quantities"].items():
            assert read[cell["name"]][name] == pytest.approx(figures["tolerance"], rel=0.01)
            assert tolerances_in(out, 40)[cell["name"]][name] <= read[cell["name"]][name]
    table = [line for line in page.read_text().splitlines() if line.startswith("|")]
    assert len({line.count("|") for line in table}) == 1 and len(table) > 30


def test_too_few_rounds_are_refused(recorded):
    few = {name: those[:12] for name, those in recorded.items()}
    with pytest.raises(ResultError, match="too few"):
        selftest.findings(few, Plan())


@pytest.mark.parametrize("arguments, status", [
    ([], 64), (["--build", "x", "--recorded", "y"], 64), (["--recorded", "absent.json"], 65),
    (["--recorded", HERE / "data" / "ranked.json"], 65), (["--build", "no-such-thing"], 64)])
def test_mistakes_are_one_line_and_a_status(arguments, status, tmp_path):
    done = subprocess.run([ROOT / "scripts" / "selftest", *arguments, "--cache", tmp_path], capture_output=True, text=True,
                          check=False, cwd=tmp_path)
    assert done.returncode == status, done.stderr
    assert done.stdout == "" and done.stderr.count("\n") == 1
