"""scripts/loop_table: ratios, intervals and verdicts on made-up results, and the whole as its users call it."""

from __future__ import annotations

import os
import re
import stat
import subprocess

import pytest
from conftest import HERE, ROOT
from reporting import loop_run, loop_table
from reporting.loops import ASIO, ROWS, Outcome, bootstrap, by_round, outcomes
from reporting.result_types import Cell
from reporting.results import load

ROUNDS = 12


def cell(workload, contestant, cpu_ms, status="ok", rounds=None, **parameters):
    """A cell of the JSON whose runs took these CPU times, one per round unless told."""
    kind, name = workload.split("/")
    samples = [ms / 1e3 for ms in cpu_ms] if isinstance(cpu_ms, list) else [cpu_ms / 1e3] * ROUNDS
    path = "/".join(f"{key}:{value}" for key, value in parameters.items())
    return {"name": f"{workload}/{contestant}/{path}", "kind": kind, "workload": name, "contestant": contestant,
            "runtime": contestant.split("_")[0], "parameters": {**parameters, "workers": 1}, "status": status,
            "reason": "" if status == "ok" else "made up", "extrapolated": False, "wall_s": samples, "cpu_s": samples,
            "latency": None, "metrics": {}, "memory_points": [], "memory_points_left_out": [],
            "usage": {"voluntary_switches": [0] * len(samples), "minor_faults": [0] * len(samples)},
            "round": rounds if rounds is not None else list(range(len(samples)))}


def pair(workload, ours, rival_ms, rival="floor", **parameters):
    return [cell(workload, "coro", ours, **parameters), cell(workload, rival, rival_ms, **parameters)]


@pytest.fixture
def result(spoilt):
    """A result with these cells and nothing else, of a build with or without Asio."""

    def write(*cells, asio=True):
        def change(document):
            simul = document["simul"]
            simul.update(cells=list(cells), comparison=[])
            simul["environment"]["libraries"].update({"asio": "1.22.1"} if asio else {})
        return load(spoilt("exhibition", change))

    return write


def named(found, what, rival="floor") -> Outcome:
    return next(one for one in found if one.row.what == what and one.row.rival == rival)


def test_a_cost_is_ours_over_the_floors(result):
    found = outcomes(result(*pair("sync/spawn", 40.0, 10.0, units=1_000_000, at_once=1)))
    await_a_child = named(found, "await a child")
    assert await_a_child.ratio == pytest.approx(4.0)
    assert await_a_child.interval == pytest.approx((4.0, 4.0))
    assert (await_a_child.rounds, await_a_child.verdict) == (ROUNDS, "met")
    assert named(found, "spawn 1,000 and join").ratio is None


def test_a_rate_is_the_floors_time_over_ours(result):
    found = outcomes(result(*pair("sync/channel", 40.0, 10.0, producers=1, consumers=1, items=10_000_000)))
    channel = named(found, "channel 1p1c, rate")
    assert (channel.ratio, channel.verdict) == (pytest.approx(0.25), "met")


@pytest.mark.parametrize("ours, verdict", [(44.0, "met"), (46.0, "not met")])
def test_a_cost_must_not_exceed_its_bar(result, ours, verdict):
    found = outcomes(result(*pair("sync/spawn", ours, 10.0, units=1_000_000, at_once=1)))
    assert named(found, "await a child").verdict == verdict


@pytest.mark.parametrize("ours, verdict", [(10.1, "met"), (10.3, "not met")])
def test_a_rate_must_not_fall_below_its_bar(result, ours, verdict):
    found = outcomes(result(*pair("io/echo", ours, 10.0, connections=100, messages=50, bytes=64)))
    assert named(found, "echo over 100 connections, rate").verdict == verdict


def test_an_interval_across_the_bar_decides_nothing(result):
    noisy = [30.0, 60.0] * 6
    found = outcomes(result(*pair("sync/spawn", noisy, 10.0, units=1_000_000, at_once=1)))
    low, high = named(found, "await a child").interval
    assert low < 4.5 < high
    assert named(found, "await a child").verdict == "cannot tell"


def test_few_rounds_decide_nothing(result):
    few = outcomes(result(*pair("sync/spawn", [10.0] * 8, [10.0] * 8, units=1_000_000, at_once=1)))
    assert named(few, "await a child").ratio == pytest.approx(1.0)
    assert named(few, "await a child").interval is None
    assert named(few, "await a child").verdict == "cannot tell"


def test_only_rounds_that_both_sides_have_count(result):
    ours = cell("sync/spawn", "coro", [90.0, 20.0, 20.0], rounds=[0, 1, 2], units=1_000_000, at_once=1)
    floor = cell("sync/spawn", "floor", [10.0, 10.0, 90.0], rounds=[1, 2, 3], units=1_000_000, at_once=1)
    assert named(outcomes(result(ours, floor)), "await a child").ratio == pytest.approx(2.0)


def test_the_largest_point_is_taken_and_small_ones_never(result):
    small = pair("sync/spawn", 90.0, 10.0, units=200, at_once=1)
    larger = pair("sync/spawn", 50.0, 10.0, units=1_000_000, at_once=1)
    largest = pair("sync/spawn", 20.0, 10.0, units=10_000_000, at_once=1)
    assert named(outcomes(result(*small, *largest, *larger)), "await a child").ratio == pytest.approx(2.0)
    assert named(outcomes(result(*small)), "await a child").missing == \
        "this result has no sync/spawn with at least 100,000 units"


def test_what_failed_is_missing_with_its_reason(result):
    ours = cell("sync/spawn", "coro", [], status="crashed", units=1_000_000, at_once=1)
    floor = cell("sync/spawn", "floor", 10.0, units=1_000_000, at_once=1)
    assert named(outcomes(result(ours, floor)), "await a child").missing == "coro is crashed: made up"
    assert named(outcomes(result(floor)), "await a child").missing == \
        "this result has no coro for sync/spawn with at_once 1"


def test_another_contestant_can_be_measured(result):
    cells = [cell("sync/switch", name, ms, tasks=2, switches=10_000_000) for name, ms in (("floor", 10.0), ("uv", 70.0))]
    assert named(outcomes(result(*cells), "uv"), "switch between two").ratio == pytest.approx(7.0)


def test_the_interval_covers_the_ratio_of_medians_and_is_the_same_every_time():
    ours = {number: [1.0 + 0.1 * number] for number in range(ROUNDS)}
    floor = {number: [0.5] for number in range(ROUNDS)}
    low, high = bootstrap(ours, floor, range(ROUNDS))
    assert 2.0 < low < 3.1 < high < 4.2
    assert bootstrap(ours, floor, range(ROUNDS)) == (low, high)


def test_a_denominator_of_nothing_has_no_interval():
    assert bootstrap({0: [1.0]}, {0: [0.0]}, [0]) is None


def test_a_row_without_a_bar_is_shown_and_not_judged(result):
    found = result(*pair("io/timers", 15.0, 10.0, timers=100_000))
    assert named(outcomes(found), "100,000 timers, 90 % cancelled").ratio == pytest.approx(1.5)
    assert named(outcomes(found), "100,000 timers, 90 % cancelled").verdict == "no bar"
    assert loop_table.table(found, "coro").splitlines()[-1].startswith("coro: 0 of 0 bars met")


def test_repetitions_stay_with_their_round():
    one = Cell("n", "io", "w", "c", "c", {}, "ok", "", False, (1.0,) * 4, (1.0, 2.0, 3.0, 4.0), (0, 0, 1, 1))
    assert by_round(one) == {0: [1.0, 2.0], 1: [3.0, 4.0]}


@pytest.mark.parametrize("ours, verdict", [(6.4, "met"), (6.6, "not met")])
def test_to_await_a_child_may_take_so_much_of_what_asio_takes(result, ours, verdict):
    found = outcomes(result(*pair("sync/spawn", ours, 10.0, "asio", units=1_000_000, at_once=1)))
    await_a_child = named(found, "await a child", "asio")
    assert (await_a_child.ratio, await_a_child.verdict) == (pytest.approx(ours / 10), verdict)


def test_whatever_is_compared_with_the_floor_is_compared_with_asio_too():
    assert {row.what for row in ASIO} == {row.what for row in ROWS if row.rival == "floor"}
    assert [(row.what, row.bar) for row in ASIO if row.bar is not None] == [("await a child", 0.65)]


@pytest.mark.parametrize("built, why", [(False, "Asio is not built: apt-get install libasio-dev, configure again"),
                                        (True, "Asio was not run: it takes part only where --runtime names asio")])
def test_without_asio_one_line_says_why(result, built, why):
    found = result(*pair("sync/spawn", 40.0, 10.0, units=1_000_000, at_once=1), asio=built)
    lines = loop_table.table(found, "coro").splitlines()
    assert [line for line in lines if "asio" in line.lower()] == [f"missing: all rows against asio: {why}"]


def test_every_other_row_but_those_without_a_peer_has_a_bar_and_its_aim_is_no_easier():
    others = [row for row in ROWS if row.rival != "asio"]
    assert [row.what for row in others if row.bar is None] == ["100,000 sleepers", "100,000 timers, 90 % cancelled"]
    for row in others:
        if row.bar is not None:
            assert row.aim >= row.bar if row.rate else row.aim <= row.bar, row.what


def test_the_table_shows_what_there_is_and_says_what_is_missing(result):
    cells = [cell("sync/spawn", name, ms, units=1_000_000, at_once=1)
             for name, ms in (("coro", 40.0), ("floor", 10.0), ("asio", 80.0))]
    lines = loop_table.table(result(*cells), "coro").splitlines()
    assert [part.strip() for part in lines[1].split("|")] == \
        ["await a child", "coro / floor", "4 [4, 4]", "at most 4.5", "at most 3.4", "met"]
    assert [part.strip() for part in lines[2].split("|")] == \
        ["await a child", "coro / asio", "0.5 [0.5, 0.5]", "at most 0.65", "-", "met"]
    assert sum(line.startswith("missing: ") for line in lines) == len(ROWS) - 2
    assert "missing: echo over 1 connection, rate against uv: this result has no io/echo with connections 1, bytes 64" in lines
    assert lines[-1] == f"coro: 2 of 2 bars met, {len(ROWS) - 2} rows missing"


def test_any_result_can_be_asked(stored, capsys):
    assert loop_table.main([str(stored)]) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("coro: ")


def test_a_fresh_result_can_be_asked(fresh, capsys):
    assert loop_table.main([str(fresh)]) == 0
    assert "rows missing" in capsys.readouterr().out


# Stands in for simul: its cells are listed, and whatever is run gives a stored result.
BINARY = """#!/bin/sh
echo "$@" >> {folder}/said
case "$*" in
  list*) [ {asio} = with ] || exit 64 ;;
  *--benchmark_list_tests*) cat {folder}/names ;;
  *) cp {stored} {folder}/out.json; exit {status} ;;
esac
"""
MEASURED = ["sync/spawn/coro/units:1000000/at_once:1", "sync/spawn/floor/units:1000000/at_once:1",
            "io/echo/uv/connections:1/messages:3000/bytes:64"]
NAMES = [*MEASURED, "sync/spawn/coro/units:1000/at_once:1", "sync/spawn/coro/units:100000/at_once:1",
         "sync/spawn/threads/units:1000000/at_once:1", "sync/spawn/coro/units:200/at_once:200",
         "sync/ring/coro/tasks:100/laps:50", "io/echo/coro_uring/connections:1/messages:3000/bytes:64",
         "io/echo/uv/connections:1/messages:3000/bytes:1024", "cpu/graph/coro/pattern:stencil/kernel:wait"]


@pytest.fixture
def binary(tmp_path):
    """Makes one, with or without Asio, whose runs end with this status."""

    def write(asio="with", status=0):
        (tmp_path / "names").write_text("\n".join(NAMES))
        made = tmp_path / "simul"
        made.write_text(BINARY.format(folder=tmp_path, asio=asio, status=status, stored=HERE / "data" / "exhibition.json"))
        made.chmod(stat.S_IRWXU)
        return made

    return write


@pytest.mark.parametrize("asio, runtimes", [("with", "coro,floor,asio,uv"), ("without", "coro,floor,uv")])
def test_it_measures_its_own_cells_and_no_others(binary, tmp_path, asio, runtimes, capsys):
    assert loop_table.main(["--run", str(binary(asio)), "--rounds", "9", str(tmp_path / "out.json")]) == 0
    said = (tmp_path / "said").read_text().splitlines()[-1]
    assert f"--bare --profile full --runtime {runtimes} " in said and "--rounds 9 " in said
    pattern = re.search(r"--filter (\S+)", said).group(1)
    assert [name for name in NAMES if re.search(pattern, name)] == MEASURED
    assert capsys.readouterr().out.splitlines()[-1].startswith("coro: ")


def test_a_cell_that_failed_is_in_the_file_and_a_run_that_failed_is_a_failure(binary, tmp_path, capsys):
    assert loop_table.main(["--run", str(binary(status=2)), str(tmp_path / "out.json")]) == 0
    capsys.readouterr()
    assert loop_table.main(["--run", str(binary(status=70)), str(tmp_path / "out.json")]) == 65
    assert capsys.readouterr().err == f"loop_table: {tmp_path}/simul run ended with 70\n"
    assert loop_table.main(["--run", str(tmp_path / "absent"), str(tmp_path / "out.json")]) == 65


def test_the_real_binary_has_a_cell_for_both_sides_of_every_row():
    simul = os.environ.get("SIMUL_BINARY") or pytest.skip("SIMUL_BINARY does not name the binary")
    runtimes = loop_run.runtimes_of(simul, "coro")
    command = [simul, "run", "--benchmark_list_tests", "--profile", loop_run.PROFILE, "--runtime", ",".join(runtimes)]
    names = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    for row in ROWS:
        if row.rival in runtimes:
            assert {name.split("/")[2] for name in loop_run.points(row, names, "coro")} == {"coro", row.rival}, row


@pytest.mark.parametrize("arguments, status", [([], 64), (["--no-such-option", "x"], 64), (["absent.json"], 65),
                                               (["--run", "/bin/true", "--rounds", "0", "x.json"], 64)])
def test_mistakes_are_one_line_and_a_status(arguments, status):
    done = subprocess.run([ROOT / "scripts" / "loop_table", *arguments], capture_output=True, text=True, check=False, cwd=HERE)
    assert done.returncode == status
    assert done.stdout == "" and len(done.stderr.splitlines()) == 1
