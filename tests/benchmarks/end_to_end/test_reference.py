"""A reference is measured like everybody else where it is named, and otherwise has no part in anything."""

from __future__ import annotations

import json
import os

import pytest
from conftest import ROOT, made
from consistency import faults as contradictions
from jsonschema import Draft202012Validator

if not os.environ.get("SIMUL_REFERENCES"):  # ctest shows this as skipped
    pytest.skip("Asio is not built: apt-get install libasio-dev, configure again", allow_module_level=True)

WORKLOADS = {"io/echo", "io/gather", "io/timers", "sync/channel", "sync/spawn", "sync/switch"}


def listed(simul, *arguments):
    done = simul("list", "--profile", "smoke", *arguments)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    return [line.split("/") for line in lines if not line.startswith("#")], [line for line in lines if line.startswith("#")]


def test_it_is_listed_where_it_is_named(simul):
    cells, _ = listed(simul, "--runtime", "asio")
    assert {"/".join(cell[:2]) for cell in cells} == WORKLOADS
    assert {cell[2] for cell in cells} == {"asio"}
    others, notes = listed(simul)
    assert "asio" not in {cell[2] for cell in others}
    assert f"# asio, a reference, has {len(cells)} more: --runtime asio" in notes


@pytest.mark.parametrize("command", [("run", "--filter", "echo/asio"), ("list", "--filter", "echo/asio"),
                                     ("trace", "echo/asio", "--out", "t.json")])
def test_who_filters_for_it_is_told_how_to_name_it(simul, command):
    done = simul(*command)
    assert done.returncode == 3
    [line] = done.stderr.splitlines()
    assert line.endswith("a reference takes part only where it is named: --runtime asio")


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reference")
    for simul in made("SIMUL_BINARY", folder, folder / "calibration.json"):
        # As many rounds as a rank takes.
        done = simul("run", "--profile", "smoke", "--runtime", "coro,asio", "--rounds", "10", "--extra-rounds", "0",
                     "--filter", "^sync/spawn/|^io/echo/")
        assert done.returncode == 0, done.stderr[-2000:]
        yield simul.result()


def test_its_answers_are_right_and_the_file_is_as_any_other(result):
    assert Draft202012Validator(json.loads((ROOT / "results" / "schema.json").read_text(encoding="utf-8"))).is_valid(result)
    assert contradictions(result["simul"]) == []
    found = [cell for cell in result["simul"]["cells"] if cell["contestant"] == "asio"]
    assert len(found) == 4
    for cell in found:
        assert (cell["runtime"], cell["status"], len(cell["wall_s"])) == ("asio", "ok", 10), cell["name"]
        assert cell["metrics"]["speedup"] > 0 and cell["metrics"]["of_floor_cpu"] > 0


def test_it_is_measured_and_not_ranked(result):
    standings = [s for comparison in result["simul"]["comparison"] for s in comparison["contestants"]]
    for standing in standings:
        if standing["contestant"] == "asio":
            assert standing["rank"] is None and "reference" in standing["null_reasons"]["rank"]
        else:
            assert "reference" not in standing["null_reasons"].get("rank", "")
    assert "asio" not in result["simul"]["summary"]["speedup_geometric_mean"]


def test_the_build_says_which_asio_is_in_it(result):
    assert result["simul"]["environment"]["libraries"]["asio"].startswith("1.")


def test_a_run_of_it_can_be_traced(simul):
    out = simul.folder / "trace.json"
    done = simul("trace", "io/gather/asio/sleepers:10/state_bytes:0", "--runtime", "asio", "--profile", "smoke", "--out", str(out),
                 "--calibration", str(simul.calibration))
    assert done.returncode == 0, done.stderr
    assert json.loads(out.read_text(encoding="utf-8"))["otherData"]["runtime"] == "asio"
