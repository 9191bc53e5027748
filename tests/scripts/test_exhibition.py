"""The step of scripts/bench that traces the exhibition. A stand-in for simul writes made-up traces."""

from __future__ import annotations

import json
import sys

import pytest
from conftest import HERE
from reporting import exhibition
from reporting.results import load
from reporting.trace import load as load_trace

DATA = HERE / "data"
STAND_IN = f"""#!{sys.executable} -B
import json, os, sys
sys.path.insert(0, {str(HERE)!r})
from made_up_traces import exhibition
command, cell, *options = sys.argv[1:]
option = dict(zip(options[::2], options[1::2]))
with open({{log!r}}, "a") as log:
    log.write(json.dumps([command, cell, option["--profile"], option["--workers"]]) + "\\n")
contestant = cell.split("/")[2]
if contestant in {{failing!r}}:
    print("simul: it did not work", file=sys.stderr)
    os.kill(os.getpid(), 9) if {{killed!r}} else sys.exit(2)
print("traced")
with open(option["--out"], "w") as out:
    json.dump(exhibition(contestant, 6, 5), out) if contestant not in {{broken!r}} else out.write("[")
"""


@pytest.fixture
def bench(tmp_path):
    """Runs the step in a folder, and returns its status and the cells that were asked for."""

    def run(result=DATA / "exhibition.json", failing=(), killed=False, broken=()):
        log, simul = tmp_path / "log", tmp_path / "simul"
        log.write_text("")
        simul.write_text(STAND_IN.format(log=str(log), failing=failing, killed=killed, broken=broken))
        simul.chmod(0o755)
        folder = tmp_path / "latest"
        folder.mkdir(exist_ok=True)
        status = exhibition.main([str(simul), str(result), str(folder)])
        return status, [json.loads(line) for line in log.read_text().splitlines()], folder

    return run


def names(folder):
    return sorted(path.name for path in folder.iterdir())


ALL = [f"io-exhibition-{name}" for name in ("coro.trace.json", "fork.trace.json", "sequential.trace.json",
                                            "threads.trace.json", "timeline.png")]


def test_the_four_are_traced_as_they_were_run_and_drawn_together(bench, capfd):
    status, asked, folder = bench()
    result = load(DATA / "exhibition.json")
    problem = result.comparisons[0]
    cells = {standing.contestant: standing.name for standing in problem.standings}
    assert status == 0
    assert asked == [["trace", cells[contestant], result.profile, str(result.workers)]
                     for contestant in ("sequential", "coro", "threads", "fork")]
    assert names(folder) == ALL
    said = capfd.readouterr()
    assert sorted(said.out.split()) == [str(folder / name) for name in ALL]
    assert said.err == "traced\n" * 4  # what simul says is no path of a file
    assert load_trace(folder / "io-exhibition-fork.trace.json").contestant == "fork"


def test_what_cannot_be_traced_is_named_and_the_others_are_drawn(bench, capfd):
    status, _, folder = bench(failing=["threads"])
    assert status == 2
    assert names(folder) == [name for name in ALL if "threads" not in name]
    said = capfd.readouterr().err
    assert "no trace of io/exhibition/threads/" in said and "ended with 2" in said


def test_a_tracer_that_is_killed_has_failed(bench, capfd):
    status, _, _ = bench(failing=["fork"], killed=True)
    assert status == 128 + 9
    assert "no trace of io/exhibition/fork/" in capfd.readouterr().err


def test_a_trace_that_is_none_is_not_drawn_and_said(bench, capfd):
    status, _, folder = bench(broken=["coro"])
    assert status == 65
    assert "io-exhibition-timeline.png" not in names(folder)
    assert "coro.trace.json: not valid JSON" in capfd.readouterr().err


def test_old_traces_do_not_stay(bench):
    bench()
    _, _, folder = bench(failing=["sequential", "coro", "threads", "fork"])
    assert names(folder) == []


def test_only_what_is_ok_is_traced(bench, spoilt):
    def crash(document):
        simul = document["simul"]
        for standing in simul["comparison"][0]["contestants"]:
            if standing["contestant"] == "coro":
                standing["status"] = "crashed"

    _, asked, _ = bench(spoilt("exhibition", crash))
    assert [cell.split("/")[2] for _, cell, _, _ in asked] == ["sequential", "threads", "fork"]


def test_the_problem_that_most_can_do_is_chosen(document, spoilt):
    def two(simul):
        second = json.loads(json.dumps(simul["comparison"][0]))
        simul["comparison"][0]["contestants"] = simul["comparison"][0]["contestants"][:1]
        simul["comparison"].append(second)

    result = load(spoilt("exhibition", lambda d: two(d["simul"])))
    assert exhibition.chosen(result) == [result.comparisons[-1].standings[
        [s.contestant for s in result.comparisons[-1].standings].index(name)] for name in exhibition.CONTESTANTS]


def test_without_an_exhibition_there_is_nothing_to_do(bench, capfd):
    status, asked, folder = bench(DATA / "ranked.json")
    assert (status, asked, names(folder)) == (0, [], [])
    assert capfd.readouterr() == ("", "")


def test_a_binary_that_is_not_there_is_one_line(tmp_path, capfd):
    assert exhibition.main([str(tmp_path / "absent"), str(DATA / "exhibition.json"), str(tmp_path)]) == 65
    assert capfd.readouterr().err == f"exhibition: {tmp_path}/absent: cannot be run (No such file or directory)\n"
