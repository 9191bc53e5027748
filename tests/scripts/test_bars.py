"""A bar chart shows what the file says, and says in words what it cannot show."""

from __future__ import annotations

import dataclasses
from types import SimpleNamespace

import pytest
from conftest import HERE
from reporting.bars import Bar, Chart, bar, chart, why_nobody
from reporting.result_types import Standing
from reporting.results import load


def charts(name):
    drawn = map(chart, load(HERE / "data" / f"{name}.json").comparisons)
    return {f"{one.title} {one.subtitle}": one for one in drawn}


STANDING = Standing(name="io/x/coro", contestant="coro", runtime="coro", status="ok", reason="", runs=12, wall_s=0.1,
                    wall_s_interval=(0.08, 0.125), rank=1, verdict="leader", sentence="", null_reasons={},
                    metrics={"speedup": 10.0, "wait_overlap": 9.0, "useful_parallelism": 1.0})
CHART = Chart(title="io/x", subtitle="", bars=(), ideal=None, baseline="measured", runs=(12,))


def test_the_two_parts_of_a_bar_add_up_to_its_length(stored):
    for comparison in load(stored).comparisons:
        for row in chart(comparison).bars:
            if row.split:
                assert row.cores + row.waits == pytest.approx(row.speedup)


def test_the_fastest_stands_first_and_what_has_no_number_last():
    rows = charts("exhibition")["io/exhibition boards 6 · moves 5 · grandmasters 2"].bars
    speedups = [row.speedup for row in rows if row.words is None]
    assert speedups == sorted(speedups, reverse=True)
    assert [(row.contestant, row.speedup) for row in rows[-2:]] == [("coro", None), ("uv", None)]
    assert rows[-1].words == "unsupported: one thread makes one grandmaster; 2 need as many"


def test_every_status_is_a_row_in_words():
    rows = [row for chart_ in charts("faults").values() for row in chart_.bars]
    words = {row.words for row in rows if row.words}
    assert "crashed: killed by signal 9 (Killed)" in words
    assert "timed out: not finished after 0.06 s" in words
    assert "interrupted: interrupted before its first run" in words
    assert charts("faults")["io/exhibition boards 6 · moves 5 · grandmasters 2"].silence == "`sequential` was not run"
    assert {text[-3:] for text in words if text[0].isdigit()} == {" ms"}  # which the caption explains


def test_a_reason_that_only_some_have_stands_in_their_rows():
    some = dataclasses.replace(STANDING, metrics={"speedup": None}, null_reasons={"speedup": "it was alone"})
    assert bar(some).words == "100 ms; no speed-up: it was alone" and bar(some, "it was alone").words == "100 ms"
    assert why_nobody(SimpleNamespace(standings=[some, some])) == "it was alone"
    other = dataclasses.replace(some, null_reasons={"speedup": "another reason"})
    for standings in ([some, STANDING], [some, other], []):
        assert why_nobody(SimpleNamespace(standings=standings)) == ""


def test_a_row_has_a_number_or_words_but_never_both(stored):
    for comparison in load(stored).comparisons:
        assert all((row.speedup is None) == (row.words is not None) for row in chart(comparison).bars)


def test_a_speedup_whose_split_is_unknown_is_not_split():
    rows = charts("faults")["cpu/nqueens queens 11 · rows placed 1"].bars
    row = next(row for row in rows if row.contestant == "tbb")
    assert row.speedup is not None and not row.split and row.waits is None and row.cores is None


def test_half_a_split_is_none():
    metrics = {"speedup": 10.0, "wait_overlap": None, "useful_parallelism": 1.0}
    assert not bar(dataclasses.replace(STANDING, metrics=metrics)).split


def test_numbers_of_a_cell_that_failed_are_not_drawn():
    row = bar(dataclasses.replace(STANDING, status="wrong_answer", reason="7 instead of 8"))
    assert (row.speedup, row.words) == (None, "wrong answer: 7 instead of 8")


def test_the_interval_of_the_speedup_is_that_of_the_time_turned_round():
    assert bar(STANDING).interval == pytest.approx((8.0, 12.5))
    assert bar(dataclasses.replace(STANDING, wall_s_interval=None)).interval is None


def test_the_ideal_belongs_to_the_chart():
    one = charts("exhibition")["io/exhibition boards 6 · moves 5 · grandmasters 1"]
    assert one.ideal == pytest.approx(5.67, rel=0.01)
    assert charts("faults")["io/exhibition boards 6 · moves 5 · grandmasters 2"].ideal is None


def test_the_axis_holds_everything_from_zero_on():
    rows = (Bar("a", "a", speedup=100.0, waits=99.0, cores=1.0), Bar("b", "b", speedup=0.01, waits=0.0, cores=0.01))
    assert dataclasses.replace(CHART, bars=rows).extent == (0.0, 100.0)
    assert dataclasses.replace(CHART, bars=rows, ideal=120.0).extent == (0.0, 120.0)


def test_the_axis_always_holds_the_baseline():
    assert dataclasses.replace(CHART, bars=(Bar("a", "a", speedup=0.2, waits=0.1, cores=0.1),)).extent == (0.0, 1.0)
    assert CHART.extent == (0.0, 1.0)


def test_a_negative_part_has_room_and_so_has_the_longer_other_part():
    rows = (Bar("a", "a", speedup=1.9, waits=-0.1, cores=2.0),)
    assert dataclasses.replace(CHART, bars=rows).extent == (-0.1, 2.0)


def test_an_ideal_that_would_squeeze_the_bars_is_out_of_sight():
    rows = (Bar("a", "a", speedup=2.0, waits=1.0, cores=1.0),)
    assert dataclasses.replace(CHART, bars=rows, ideal=4.0).ideal_in_sight
    assert not dataclasses.replace(CHART, bars=rows, ideal=400.0).ideal_in_sight
