"""scripts/export --format trace: it writes what keeps the rules of Chrome's trace-event format, from both kinds of files."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from conftest import HERE
from made_up_traces import exhibition
from reporting import export
from reporting.trace import load

SLEEPERS = HERE / "data" / "sleepers.json"
NUMBER = (int, float)


def keeps_the_rules(text: str) -> list[dict[str, Any]]:
    """The events. What a viewer relies on, by the format's own description ("Trace Event Format", Google, 2016)."""
    document = json.loads(text, parse_constant=pytest.fail)
    events = document["traceEvents"]
    named = {(event["name"], event["pid"], event.get("tid")) for event in events if event["ph"] == "M"}
    begun: dict[tuple[Any, ...], float] = {}
    for event in events:
        assert event["ph"] in "MXbeC" and len(event["ph"]) == 1
        assert isinstance(event["pid"], int) and isinstance(event["name"], str) and event["name"]
        if event["ph"] == "M":
            assert event["name"] in ("process_name", "thread_name") and isinstance(event["args"]["name"], str)
            continue
        assert ("process_name", event["pid"], None) in named
        assert type(event["ts"]) in NUMBER and event["ts"] >= 0
        if event["ph"] == "X":
            assert type(event["dur"]) in NUMBER and event["dur"] >= 0
            assert ("thread_name", event["pid"], event["tid"]) in named
        elif event["ph"] == "C":
            assert event["args"] and all(type(value) in NUMBER for value in event["args"].values())
        else:
            key = (event["pid"], event["cat"], event["id"], event["name"])
            assert (event["ph"] == "e") == (key in begun), key
            if event["ph"] == "b":
                begun[key] = event["ts"]
            else:
                assert begun.pop(key) <= event["ts"]
    assert not begun
    return events


@pytest.fixture
def result(tmp_path, document):
    """Writes a stored result in which traces were kept: of the first cells."""

    def write(*traces) -> Path:
        changed = document("sleepers")
        for cell, trace in zip(changed["simul"]["cells"], traces):
            cell["trace"] = trace
            if trace:
                trace["otherData"].update(cell=cell["name"], contestant=cell["contestant"])
        path = tmp_path / "result.json"
        path.write_text(json.dumps(changed))
        return path

    return write


@pytest.mark.parametrize("contestant", ["sequential", "coro", "threads", "fork"])
def test_the_trace_in_a_result_is_written_as_it_is(result, tmp_path, contestant):
    trace = exhibition(contestant, boards=3, moves=2)
    path, out = result(None, trace), tmp_path / "a.trace.json"
    assert export.main([str(path), "--format", "trace", "-o", str(out)]) == 0
    assert keeps_the_rules(out.read_text()) == trace["traceEvents"]
    assert len(load(out).tasks) == 3  # scripts/timeline takes it too


def test_a_trace_comes_out_as_it_went_in(tmp_path, capsys):
    path = tmp_path / "a.trace.json"
    path.write_text(json.dumps(exhibition("coro", boards=3, moves=2)))
    assert export.main([str(path), "--format", "trace"]) == 0
    assert json.loads(capsys.readouterr().out) == json.loads(path.read_text())
    assert export.main([str(path), "--format", "trace", "--cell", "exhibition/coro"]) == 0
    assert export.main([str(path), "--format", "trace", "--cell", "exhibition/uv"]) == 64


def test_one_file_holds_one_cell(result, capsys):
    path = result(exhibition("coro", 3, 2), exhibition("threads", 3, 2))
    assert export.main([str(path), "--format", "trace"]) == 64
    assert "matches 2 cells with traces" in capsys.readouterr().err
    name = json.loads(path.read_text())["simul"]["cells"][0]["name"]
    assert export.main([str(path), "--format", "trace", "--cell", f"^{name}$"]) == 0
    assert json.loads(capsys.readouterr().out)["otherData"]["cell"] == name
    assert export.main([str(path), "--format", "trace", "--cell", "nothing"]) == 64
    assert "no cell of" in capsys.readouterr().err


@pytest.mark.parametrize("where", ["result", "trace"])
def test_a_faulty_trace_is_refused_with_one_line(result, tmp_path, capsys, where):
    faulty = exhibition("coro", boards=3, moves=2)
    faulty["traceEvents"].remove(next(event for event in faulty["traceEvents"] if event["ph"] == "e"))
    path = result(faulty)
    if where == "trace":
        path.write_text(json.dumps(faulty))
    assert export.main([str(path), "--format", "trace"]) == 65
    said = capsys.readouterr()
    assert said.out == "" and said.err.count("\n") == 1 and str(path) in said.err


def test_what_simul_keeps_today_can_be_exported(tmp_path):
    binary = os.environ.get("SIMUL_BINARY")
    if not binary:
        pytest.skip("SIMUL_BINARY does not name the binary")
    out = tmp_path / "result.json"
    done = subprocess.run([binary, "run", "--traces", "--profile", "smoke", "--filter", "io/exhibition/(coro|threads)/.*:1$",
                           "--rounds", "1", "--out", out, "--calibration", tmp_path / "calibration"],
                          capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == 0, done.stderr
    for contestant, lanes in (("coro", 1), ("threads", 6)):
        trace = tmp_path / f"{contestant}.json"
        assert export.main([str(out), "--format", "trace", "--cell", f"/{contestant}/", "-o", str(trace)]) == 0
        events = keeps_the_rules(trace.read_text())
        assert len({event["tid"] for event in events if event["ph"] == "X"}) == lanes
        assert {event["cat"] for event in events if event["ph"] == "b"} >= {"waiting"}
        assert len(load(trace).tasks) == 6
