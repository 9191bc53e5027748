"""What the figure of METG draws: the points of the file, in order, and a mark only where there is a METG."""

from __future__ import annotations

from dataclasses import replace

import pytest
from conftest import HERE
from reporting import draw_granularity
from reporting.granularity import granularity
from reporting.result_types import Grains, GrainSweep
from reporting.results import load
from test_plot import texts

SWEEP = GrainSweep("cpu", "graph", {"pattern": "all_to_all", "width": 8}, 0.5, (
    Grains("threads_pool", "threads", 8e-6, (7e-6, 9e-6), "", ((4e-5, 0.9), (5e-6, 0.2))),
    Grains("sequential", "sequential", None, None, "even the shortest are", ((1e-6, 0.97), (3e-5, 0.99))),
    Grains("uv_pool", "uv", None, None, "unsupported: a wait is the loop's", ()),
))


def test_lines_go_from_short_to_long_in_the_order_of_the_runtimes():
    lines = granularity(SWEEP).lines
    assert [line.contestant for line in lines] == ["sequential", "threads_pool"]
    assert lines[1].points == ((5e-6, 0.2), (4e-5, 0.9))


def test_a_line_goes_through_its_mark_and_ends_with_its_points():
    threads, sequential = granularity(SWEEP).lines[1], granularity(SWEEP).lines[0]
    assert threads.path(0.5) == [(5e-6, 0.2), (8e-6, 0.5), (4e-5, 0.9)]
    assert sequential.path(0.5) == list(sequential.points)


def test_points_are_in_the_order_of_the_tasks_lengths():
    """A longer task may take less time, where the runtime's share of it fell."""
    dip = replace(SWEEP.contestants[0], points=((7e-7, 0.14), (8e-7, 0.02)))
    assert granularity(replace(SWEEP, contestants=(dip,))).lines[0].points == ((8e-7, 0.02), (7e-7, 0.14))


def test_the_legend_says_metg_or_that_there_is_none():
    assert [line.label for line in granularity(SWEEP).lines] == ["sequential  –", "threads_pool  8.00 µs"]


def test_who_has_no_point_is_named_with_the_reason():
    assert granularity(SWEEP).silent == (("uv_pool", "unsupported: a wait is the loop's"),)
    assert granularity(replace(SWEEP, contestants=SWEEP.contestants[2:])) is None


def test_a_figure_says_what_it_shows():
    sheet = draw_granularity.figure(granularity(SWEEP), "THE MACHINE")
    sheet.draw_without_rendering()
    written = texts(sheet).replace("\n", " ")
    for words in ("cpu/graph: how short may a task be?", "pattern all to all · width 8", "METG(50 %)", "threads_pool  8.00 µs",
                  "uv_pool: unsupported: a wait is the loop's", "10 µs", "50 %", "THE MACHINE"):
        assert words in written, words


def test_a_figure_of_nobody_who_crosses_has_no_mark():
    sheet = draw_granularity.figure(granularity(replace(SWEEP, contestants=SWEEP.contestants[1:])), "THE MACHINE")
    assert not [line for line in sheet.axes[0].lines if line.get_marker() == "D"]


@pytest.mark.parametrize("at", [0, 1])
def test_the_points_are_those_of_the_file(document, at):
    sweep = load(HERE / "data" / "graph.json").sweeps[at]
    raw = document("graph")["simul"]["metg"][at]
    assert [line.contestant for line in granularity(sweep).lines] == \
        [one["contestant"] for one in raw["contestants"] if one["points"]]
    for line in granularity(sweep).lines:
        stored = next(one for one in raw["contestants"] if one["contestant"] == line.contestant)
        assert line.metg == stored["metg_50_s"]
        assert sorted(efficiency for _, efficiency in line.points) == sorted(p["efficiency"] for p in stored["points"])
