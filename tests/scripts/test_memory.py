"""The figure of memory against tasks in flight: the points and the slopes of the file, and who has none."""

from __future__ import annotations

from dataclasses import replace

import pytest
from conftest import HERE
from reporting import draw_memory
from reporting.memory import Held, Memory, bytes_in_words, memory
from reporting.results import load
from test_plot import texts


@pytest.fixture
def sleepers():
    """Real output: floor, coro and threads have four points each, sequential has none."""
    return load(HERE / "data" / "sleepers.json").comparisons[0]


def drawn(shown):
    sheet = draw_memory.figure(shown, "THE MACHINE")
    sheet.draw_without_rendering()
    return sheet, texts(sheet).replace("\n", " ")


def test_points_and_slopes_are_those_of_the_file(sleepers, document):
    raw = {cell["contestant"]: cell for cell in document("sleepers")["simul"]["cells"]}
    held = memory(sleepers).held
    assert [one.contestant for one in held] == ["coro", "threads", "floor"]
    for one in held:
        assert one.points == tuple((point["tasks"], point["bytes"]) for point in raw[one.contestant]["memory_points"])
        assert one.slope == raw[one.contestant]["metrics"]["bytes_per_task"]


def test_who_has_no_point_is_named_with_the_reason(sleepers):
    assert memory(sleepers).silent == (("sequential", "one task at a time: none are in flight together"),)


def test_who_failed_is_not_drawn_and_says_why(sleepers):
    failed = replace(sleepers, standings=tuple(
        replace(s, status="crashed", reason="signal 11", metrics={}, null_reasons={}) if s.contestant == "coro" else s
        for s in sleepers.standings))
    assert [one.contestant for one in memory(failed).held] == ["threads", "floor"]
    assert ("coro", "signal 11") in memory(failed).silent


def test_without_a_point_there_is_no_figure(sleepers):
    assert memory(replace(sleepers, standings=sleepers.standings[:1])) is None
    assert memory(load(HERE / "data" / "ranked.json").comparisons[0]) is None


def test_points_that_are_left_out_are_told_from_the_first_on(sleepers):
    left_out = ((10_000, "too many threads"), (5_000, "too many threads"))
    some = replace(sleepers, standings=tuple(
        replace(s, memory_points_left_out=left_out if s.contestant == "threads" else ()) for s in sleepers.standings))
    assert memory(some).left_out == (("threads", 5_000, "too many threads"),)
    assert "threads ends before 5,000: too many threads" in drawn(memory(some))[1]


def test_a_figure_says_what_it_shows(sleepers):
    _, written = drawn(memory(sleepers))
    for words in ("io/gather: what does a task in flight hold?", "sleepers 1,000", "threads  28.5 KiB", "coro  200 B",
                  "floor  61 B", "sequential: one task at a time", "500", "1,000", "1 MiB", "32 MiB", "least squares",
                  "THE MACHINE"):
        assert words in written, words


def test_a_slope_that_there_is_not_is_a_dash():
    assert Held("coro", "coro", ((1, 2),), None).label == "coro  –"


@pytest.mark.parametrize("held", [((100, 1_300_000), (1_000, 1_310_000)), ((1, 4096), (1_000_000, 2**36))])
def test_there_is_an_octave_on_the_axis_however_flat_or_steep_the_lines(held):
    sheet, written = drawn(Memory("io/gather", "", (Held("coro", "coro", held, 11.0),), (), ()))
    low, high = sheet.axes[0].get_ylim()
    assert low <= min(held)[1] and max(held)[1] < high and high >= 2 * low
    assert bytes_in_words(low).replace(".00", "").replace(".0", "") in written


@pytest.mark.parametrize("value, words", [(0, "0 B"), (61.4, "61 B"), (29168.4, "28.5 KiB"), (2**20, "1.00 MiB"),
                                          (-300.0, "-300 B"), (2.5 * 2**30, "2.50 GiB")])
def test_bytes_have_the_unit_that_suits_them(value, words):
    assert bytes_in_words(value) == words
