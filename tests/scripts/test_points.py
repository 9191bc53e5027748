"""The map: a point per cell that has both coordinates, all of them visible."""

from __future__ import annotations

import math

import pytest
from conftest import HERE
from reporting import palette
from reporting.draw_map import MARKERS, across, markers_of
from reporting.points import LEAST_WAITS, Point, fewer, moved_apart, points
from reporting.results import load


def point(waits, runtime="coro", workload="io/x", contestant=None):
    return Point("name", workload, contestant or runtime, runtime, waits, 1.0)


def test_every_cell_with_both_coordinates_is_a_point():
    found = points(load(HERE / "data" / "exhibition.json"))
    assert len(found) == 12  # 14 cells, 2 of them unsupported
    coro = next(p for p in found if p.runtime == "coro")
    assert coro.workload == "io/exhibition"
    assert coro.waits == pytest.approx(5.09, abs=0.01)
    assert coro.cores == pytest.approx(0.45, abs=0.01)


def test_failed_cells_and_unknown_coordinates_are_no_points():
    assert points(load(HERE / "data" / "faults.json")) == []


def test_cells_without_waits_share_a_strip_with_a_lane_per_runtime():
    crowd = [point(waits, runtime) for waits in (-0.3, 0.0, 0.05) for runtime in ("coro", "tbb")]
    places = [across(one, LEAST_WAITS / 10) for one in crowd]
    assert all(LEAST_WAITS / 10 < place < LEAST_WAITS for place in places)
    assert len(set(places)) == 2
    assert across(point(0.0, "zig"), LEAST_WAITS / 10) < LEAST_WAITS
    assert across(point(7.0), LEAST_WAITS / 10) == 7.0


def test_marks_that_are_far_apart_stay_where_they_are():
    centres = [(0.0, 0.0), (10.0, 0.0), (0.0, 10.0)]
    assert moved_apart(centres, 5.0) == centres


def test_marks_that_would_hide_each_other_are_moved_by_little():
    moved = moved_apart([(3.0, 4.0)] * 12, 2.0)
    assert moved[0] == (3.0, 4.0)
    assert all(math.dist(a, b) >= 1.99 for i, a in enumerate(moved) for b in moved[:i])
    assert all(math.dist(spot, (3.0, 4.0)) <= 6.0 for spot in moved)


def test_marks_at_the_edge_are_moved_inwards():
    moved = moved_apart([(1.0, 4.0)] * 12, 2.0, left=0.5)
    assert min(x for x, _ in moved) >= 0.5
    assert all(math.dist(a, b) >= 1.99 for i, a in enumerate(moved) for b in moved[:i])


def test_a_workload_has_a_marker_and_where_there_are_too_many_its_kind_has():
    many = [point(1.0, workload=f"{'io' if i % 2 else 'cpu'}/w{i:02}") for i in range(len(MARKERS) + 1)]
    assert markers_of(many) == {"cpu": MARKERS[0], "io": MARKERS[1]}
    assert len(markers_of(many[:-1])) == len(MARKERS)
    assert markers_of(many[:1]) == {"cpu/w00": MARKERS[0]}


def test_of_many_cells_the_last_of_each_workload_and_runtime_is_left():
    crowd = [point(1.0), point(2.0), point(3.0, contestant="coro_uring"), point(4.0, "uv"), point(5.0, workload="io/y")]
    assert [(p.workload, p.runtime, p.waits) for p in fewer(crowd)] == [("io/x", "coro", 2.0), ("io/x", "uv", 4.0),
                                                                       ("io/y", "coro", 5.0)]


def test_each_known_runtime_has_its_colour_and_an_unknown_one_always_the_same():
    assert len({palette.colour(runtime) for runtime in palette.RUNTIMES}) == 8
    assert palette.colour("zig") == palette.colour("zig")
    assert palette.colour("zig") in palette.OTHERS
    assert not set(palette.OTHERS) & set(palette.RUNTIMES.values())


def test_a_tint_is_lighter_and_still_a_colour():
    assert palette.tint("#000000", 0.5) == "#808080"
    assert palette.tint("#0072B2", 1.0) == "#0072B2"
    assert palette.tint("#0072B2", 0.0) == "#FFFFFF"
