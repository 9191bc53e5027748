"""What a sweep over workers tells: who takes part in the fits, which law is drawn, and the table of scripts/scaling."""

from __future__ import annotations

import json
import subprocess
from dataclasses import replace

import pytest
from conftest import ROOT
from jsonschema import Draft202012Validator
from made_up_sweeps import Pool, powers, sweep, usl
from reporting import fits, scaling_table
from reporting.results import ResultError, load
from reporting.scaling import scaling
from reporting.worker_sweep import WorkerSweep

SCHEMA = json.loads((ROOT / "results" / "schema.json").read_text())


@pytest.fixture(autouse=True)
def quickly(monkeypatch):
    """Intervals of fewer resamples are a little rougher."""
    monkeypatch.setattr(fits, "RESAMPLES", 300)


@pytest.fixture
def written(spoilt):
    """A result file with these made-up sweeps."""
    return lambda *sweeps: spoilt("ranked", lambda d: d["simul"].update(scaling=list(sweeps)))


@pytest.fixture
def read(written):
    """A made-up sweep as the scripts have it."""
    return lambda *pools, **others: load(written(sweep(*pools, **others))).worker_sweeps[0]


def only(shown: WorkerSweep):
    one, = scaling(shown).contestants
    return one


def test_a_file_from_before_there_were_sweeps_has_none(spoilt):
    assert load(spoilt("ranked", lambda d: d["simul"].pop("scaling", None))).worker_sweeps == ()


@pytest.mark.skipif("scaling" not in SCHEMA["$defs"]["simul"]["properties"], reason="the schema has no sweeps over workers")
def test_made_up_sweeps_are_as_the_schema_has_it(written):
    failed = {64: ("timed_out", "no answer"), 128: ("unsupported", "too many")}
    both = written(sweep(Pool("tbb", usl(), failed)), sweep(Pool("tbb", usl()), sequential_s=None))
    document = json.loads(both.read_text())
    assert [fault.message for fault in Draft202012Validator(SCHEMA).iter_errors(document)] == []


@pytest.mark.parametrize("key", ["workers", "karp_flatt_reason", "wall_s"])
def test_a_point_without_one_of_its_keys_is_refused(written, key):
    broken = sweep(Pool("tbb", usl()))
    del broken["entries"][0]["points"][2][key]
    with pytest.raises(ResultError, match=key):
        load(written(broken))


def test_a_serial_part_is_found_on_64_cpus_whatever_128_workers_do(read):
    one = only(read(Pool("tbb", usl(0.9, 0.02))))
    low, high = one.amdahl.serial.interval
    assert low < 0.02 < high and one.amdahl.workers == powers(64) and one.amdahl.intervals_from == fits.ROUNDS
    assert one.amdahl.scale.value == pytest.approx(0.9, rel=0.01)  # the speed-up over sequential of one worker
    assert one.law is one.amdahl and one.trend == fits.CONSTANT


def test_where_tasks_wait_workers_are_load_and_all_take_part(read):
    pool = Pool("uv_pool", usl(1, 0.05))
    assert only(read(pool, cpus=2, workers=powers(32), kind="io")).usl.workers == powers(32)
    assert only(read(pool, cpus=2, workers=powers(32))).usl.workers == (1, 2)


def test_io_that_is_cpu_work_has_no_load_beyond_the_cpus(read):
    """Files in the page cache: the harness tells their Karp-Flatt metric, because most of the baseline is CPU work."""
    waiting = read(Pool("uv_pool", usl(1, 0.05)), cpus=2, workers=powers(32), kind="io")
    entry = waiting.entries[0]
    told = replace(entry, points=(entry.points[0], replace(entry.points[1], karp_flatt=0.05), *entry.points[2:]))
    assert only(replace(waiting, entries=(told,))).usl.workers == (1, 2)


def test_what_failed_or_is_at_fault_takes_no_part(read):
    failed = {8: ("timed_out", "no answer within 60 s"), 16: ("ok", "faster than the physical limit")}
    one = only(read(Pool("tbb", usl(0.9, 0.02), failed)))
    assert one.amdahl.workers == one.usl.workers == (1, 2, 4, 32, 64)
    assert [point.workers for point in one.failed] == [8, 16]
    assert {point.workers for point in one.drawn}.isdisjoint({8, 16})
    assert scaling_table.notes(one)[:2] == ["8 workers: timed out: no answer within 60 s",
                                            "16 workers: ok: faster than the physical limit"]


def test_the_usl_is_drawn_where_pairs_of_workers_surely_cost_something(read):
    assert only(read(Pool("tbb", usl(0.9, 0.02, 0.0001)))).law.law == "USL"  # although Amdahl's is less than 5 % off
    assert only(read(Pool("tbb", usl(0.9, 0.02, 0.001)))).law.law == "USL"  # it is not
    assert only(read(Pool("tbb", lambda n: 0.9 * min(n, 4)))).law is None


def test_without_a_baseline_the_laws_are_those_of_the_throughput(read):
    shown = read(Pool("tbb", usl(0.9, 0.02)), sequential_s=None)
    assert only(shown).amdahl.serial.value == pytest.approx(0.02, rel=0.1)
    assert only(shown).drawn == [] and only(shown).most is None and only(shown).bound == ""
    assert "64 CPUs, no baseline" in scaling_table.table(scaling(shown))


def test_rounds_that_not_all_points_have_are_not_paired(read):
    shown = read(Pool("tbb", usl(0.9, 0.02)), rounds=8)
    entry = shown.entries[0]
    short = replace(entry.points[3], by_round={number: 0.5 for number in (0, 1, 2, 99)})
    one = only(replace(shown, entries=(replace(entry, points=(*entry.points[:3], short, *entry.points[4:])),)))
    assert one.amdahl.intervals_from == fits.SCATTER and one.trend is None
    assert "fewer than 6 rounds" in scaling_table.notes(one)[-1]


def test_who_follows_no_law_has_the_bound_that_needs_none(read):
    one = only(read(Pool("floor", lambda n: 0.9 * min(n, 16)), noise=0.0))
    assert one.bound == "0.90 per worker is the bound; at 64 workers 25 % of it is reached"
    waits = only(read(Pool("uv_pool", lambda n: 12 * min(n, 16)), cpus=2, workers=powers(32), kind="io", noise=0.0))
    assert waits.bound == "12.0 per worker is the bound; at 32 workers 50 % of it is reached"


def test_a_bound_that_is_exceeded_is_none(read):
    disturbed = only(read(Pool("threads_pool", lambda n: 0.1 if n == 1 else 0.97), cpus=2, noise=0.0))
    assert disturbed.bound == "2 workers are 9.70\N{MULTIPLICATION SIGN} as fast as one, which no law of workers explains"


def test_a_table_says_everything_or_why_not(written, capsys):
    shown = (sweep(Pool("threads_pool", usl(0.9, 0.02, 0.0006)), Pool("coro_sharded", usl(1.01, 0.004)), noise=0.003),
             sweep(Pool("tbb", usl(0.3, 0.1)), cpus=2, workload="small"))
    assert scaling_table.main([str(written(*shown))]) == 0
    lines = capsys.readouterr().out.splitlines()
    rows = [[cell.strip() for cell in line.split(" | ")] for line in lines if " | " in line]
    cells = {row[0]: row for row in rows}
    assert lines[0] == "cpu/made_up  tasks 1,000" and lines[1] == "64 CPUs, sequential 2.00 s, measured"
    assert cells["coro_sharded"][2].startswith("0.4") and cells["coro_sharded"][6].endswith("constant")
    assert cells["threads_pool"][2] == "-" and cells["threads_pool"][5] in ("40 workers", "41 workers")  # 40.4 without noise
    assert float(cells["threads_pool"][4].split(" ppm [")[0]) == pytest.approx(600, rel=0.02)
    assert cells["threads_pool"][6].endswith("grows") and cells["threads_pool"][7] == "2"
    assert cells["tbb"][2:6] == ["-"] * 4 and cells["tbb"][7] == "-"
    for words in ("  threads_pool: no Amdahl: the curve is off by",
                  "  tbb: no Amdahl: 3 different numbers of workers are needed, and there are 2, besides more workers than",
                  "  tbb: in its stead: 0.30 per worker is the bound; at 2 workers 9",
                  "  tbb: no COST: it never beat `sequential`"):
        assert any(line.startswith(words) for line in lines), words


def test_what_is_so_of_several_is_said_once(read):
    pools = [Pool(name, usl(0.9, 0.02)) for name in ("tbb", "uv_pool", "threads_pool")]
    written = scaling_table.table(scaling(read(*pools, cpus=2)))
    assert written.count("no Amdahl") == 1 and "\n  threads_pool, uv_pool, tbb: no Amdahl" in written
    slow = Pool("uv_pool", usl(0.1)), Pool("fork_pool", usl(0.1)), Pool("tbb", usl())
    assert "\n  uv_pool, fork_pool: no COST" in scaling_table.table(scaling(read(*slow, cpus=2)))


def test_problems_can_be_selected(written, capsys):
    path = written(sweep(Pool("tbb", usl())), sweep(Pool("tbb", usl()), workload="other"))
    assert scaling_table.main([str(path), "--filter", "other"]) == 0
    assert capsys.readouterr().out.startswith("cpu/other")


@pytest.mark.parametrize("arguments, status, words", [
    ([], 64, "required"), (["RESULT", "--nonsense"], 64, "--nonsense"), (["absent.json"], 65, "cannot be read"),
    (["RESULT", "--filter", "("], 64, "is not a regular expression"), (["RESULT", "--filter", "fib"], 65, "matches 'fib'"),
    (["OLDER"], 65, "nothing was run with several numbers of workers"),
])
def test_mistakes_are_one_line_and_a_status(written, arguments, status, words):
    files = {"RESULT": written(sweep(Pool("tbb", usl()))), "OLDER": ROOT / "tests" / "scripts" / "data" / "ranked.json"}
    done = subprocess.run([ROOT / "scripts" / "scaling", *(files.get(one, one) for one in arguments)],
                          capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (status, "", 1) and words in done.stderr


def test_help_says_how_to_read_it():
    done = subprocess.run([ROOT / "scripts" / "scaling", "--help"], capture_output=True, text=True, check=False)
    assert done.returncode == 0 and "how to read it" in done.stdout and "exit status" in done.stdout
