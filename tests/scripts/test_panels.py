"""What a timeline shows is computed before it is drawn: windows, shares, lines."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy
import pytest
from made_up_traces import exhibition
from reporting import palette
from reporting.panels import MOST_ROWS, NothingToSee, lanes, line, panels, shares, titles, windows
from reporting.trace import Phase, Steps, load


@pytest.fixture
def traces(tmp_path):
    """Those of exhibitions: five boards of two pairs of moves take 30 ms one at a time."""

    def made(*contestants, boards=5, moves=2):
        found = []
        for contestant in contestants:
            path = tmp_path / f"{contestant}.json"
            path.write_text(json.dumps(exhibition(contestant, boards, moves)))
            found.append(load(path))
        return found

    return made


def test_each_run_is_shown_as_a_whole(traces):
    found = traces("sequential", "coro")
    assert windows(found, False, None, None) == [(0, pytest.approx(30)), (0, pytest.approx(found[1].wall_ms))]


def test_on_one_scale_a_run_three_times_as_long_is_cut_and_the_rest_is_said(traces):
    found = traces("sequential", "coro", "fork")
    shortest = found[1].wall_ms
    assert found[0].wall_ms > 3 * shortest
    first, *others = panels(found, True, None, None)
    assert first.window == others[0].window == (0, shortest)
    assert first.rest_ms == pytest.approx(30 - shortest)
    assert [panel.rest_ms for panel in others] == [0, 0]


def test_on_one_scale_runs_alike_are_shown_to_the_end_of_the_longest(traces):
    found = traces("coro", "threads")
    assert max(trace.wall_ms for trace in found) == windows(found, True, None, None)[0][1]


def test_a_zoom_is_the_same_for_all_and_cuts_what_crosses_its_borders(traces):
    panel, = panels(traces("sequential"), False, 0.1, 4.0)
    assert panel.window == (0.1, 4.0)
    assert panel.bars["running"] == ((0, 0.1, pytest.approx(0.15)), (0, 3.0, 0.25))
    assert panel.bars["waiting"] == ((0, 0.25, 2.75), (0, 3.25, 0.75))
    assert panel.rest_ms == pytest.approx(26)


def test_a_run_that_had_ended_before_the_window_leaves_it_empty(traces):
    _, ended = panels(traces("sequential", "coro"), False, 20.0, None)
    assert ended.rest_ms == 0 and not any(ended.bars.values())
    assert (ended.in_flight.times_ms, ended.in_flight.values, ended.in_flight.mean) == ((), (), 0)


def test_a_window_after_every_run_is_refused(traces):
    with pytest.raises(NothingToSee, match="from 30 ms on: the longest run took 30.0 ms"):
        panels(traces("sequential", "coro"), False, 30.0, None)


def test_late_and_lock_are_queued_and_shares_add_up(traces):
    assert shares([[Phase("running", 0, 1), Phase("lock", 1, 2)], [Phase("waiting", 0, 1), Phase("late", 1, 2)]]) == {
        "running": 0.25, "waiting": 0.25, "queued": 0.5, "unnoted": 0}
    assert sum(panels(traces("fork"), False, None, None)[0].shares.values()) == pytest.approx(1)
    assert sum(shares([[Phase("running", 1, 1)]]).values()) == 0


def test_what_is_in_flight_and_busy_follows_from_the_schedule(traces):
    one, many = panels(traces("sequential", "threads"), False, None, None)
    assert (one.in_flight.mean, one.in_flight.most) == (pytest.approx(1), 1)
    assert one.cores.mean == pytest.approx(0.25 / 3)
    assert (many.in_flight.most, many.cores.most) == (5, 1)
    assert many.cores.mean * many.wall_ms == pytest.approx(5 * 2 * 0.25)


def test_a_line_holds_its_value_until_the_next_step():
    steps = Steps((1.0, 2.0, 4.0), (3, 5, 0))
    found = line(steps, (0.0, 10.0), wall_ms=5.0)
    assert (found.times_ms, found.values) == ((0.0, 1.0, 2.0, 4.0, 5.0), (0, 3, 5, 0))
    assert (found.mean, found.most, found.bin_ms) == (pytest.approx((3 + 10) / 5), 5, None)


def test_a_line_that_begins_within_a_step_begins_with_its_value():
    found = line(Steps((1.0, 4.0), (3, 0)), (2.0, 3.0), wall_ms=5.0)
    assert (found.times_ms, found.values, found.mean) == ((2.0, 3.0), (3,), 3)


def test_a_gap_too_short_to_be_seen_is_not_drawn_as_long_as_a_pixel():
    """One core, idle for a microsecond every millisecond."""
    times = tuple(time for i in range(20) for time in (float(i), i + 0.999))
    found = line(Steps(times, (1, 0) * 20), (0.0, 20.0), wall_ms=20.0)
    assert found.bin_ms == 0.05 and min(found.values) == pytest.approx(0.98)
    assert line(Steps(times, (1, 0) * 20), (0.8, 1.2), wall_ms=20.0).bin_ms is None


def test_a_smear_becomes_means_that_keep_the_area():
    """2,000 steps: busy for 0.03 ms of every 0.1 ms."""
    times = tuple(time for i in range(1000) for time in (i * 0.1, i * 0.1 + 0.03))
    found = line(Steps(times, (1, 0) * 1000), (0.0, 100.0), wall_ms=100.0)
    assert found.bin_ms == 0.5 and len(found.values) == 200
    assert found.values == pytest.approx([0.3] * 200)
    assert found.mean == pytest.approx(0.3)
    assert line(Steps(times, (1, 0) * 1000), (0.0, 1.0), wall_ms=100.0).bin_ms is None


def test_a_step_longer_than_a_bin_counts_in_each_for_as_long_as_it_was_there():
    """Two cores, both idle for 10 us at 10.3 ms."""
    found = line(Steps((0.0, 10.3, 10.31, 99.9), (2, 0, 2, 0)), (0.0, 100.0), wall_ms=100.0)
    values = dict(zip(found.times_ms, found.values))
    assert found.bin_ms == 0.5
    assert values.pop(10.0) == pytest.approx(2 * 0.98)
    assert values.pop(99.5) == pytest.approx(2 * 0.8)
    assert list(values.values()) == pytest.approx([2.0] * 198)


def test_the_last_bin_may_be_short():
    times = tuple(i * 0.1 for i in range(1003))
    found = line(Steps(times, (2,) * 1002 + (0,)), (0.0, 100.13), wall_ms=100.13)
    assert found.values[:-1] == pytest.approx([2] * (len(found.values) - 1))
    assert found.times_ms[-1] == 100.13
    area = sum(value * (b - a) for value, a, b in zip(found.values, found.times_ms, found.times_ms[1:]))
    assert area == pytest.approx(2 * 100.2, rel=1e-3)


def test_many_tasks_are_thinned_out_and_the_panel_says_so(traces):
    panel, = panels(traces("coro", boards=MOST_ROWS + 1, moves=1), False, None, None)
    assert (panel.tasks, panel.every, panel.rows) == (121, 2, 61)
    assert max(row for row, _, _ in panel.bars["running"]) == 60
    assert panel.in_flight.most > MOST_ROWS / 11


def test_a_panel_is_named_after_its_contestant_and_what_not_all_have_in_common(traces):
    one, other = traces("coro"), traces("threads", boards=3)
    assert titles([*one, *other]) == ["coro, boards 5", "threads, boards 3"]
    assert titles(one) == ["coro"]
    elsewhere = replace(other[0], cell="io/gather/threads/sleepers:3")
    assert titles([*one, elsewhere]) == ["io/exhibition/coro, boards 5 · moves 2 · grandmasters 1",
                                         "io/gather/threads, sleepers 3"]


def test_lanes_are_counted_in_words():
    assert lanes(["thread 0"]) == "1 thread"
    assert lanes(["process 0", "process 1"]) == "2 processes"
    assert lanes(["thread 0", "process 1"]) == "1 thread and 1 process"


# How a colour looks to eyes without one of the three cones: Machado, Oliveira and Fernandes (2009), severity 1, for
# linear RGB.
DEFICIENCIES = {
    "none": numpy.eye(3),
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}


def lab(colour, deficiency):
    """CIE Lab (D65) of #RRGGBB as seen."""
    channels = numpy.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    linear = numpy.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    seen = numpy.clip(numpy.array(DEFICIENCIES[deficiency]) @ linear, 0, 1)
    to_xyz = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    x, y, z = numpy.cbrt(to_xyz @ seen / [0.9505, 1.0, 1.089])
    return numpy.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("deficiency", DEFICIENCIES)
def test_the_colours_of_phases_can_be_told_apart_by_everyone_and_in_grey(deficiency):
    """10 is seen at a glance where colours touch; these are small areas, so twice that, and 15 in lightness alone."""
    seen = [lab(colour, deficiency) for colour in palette.PHASES.values()] + [lab("#FFFFFF", deficiency)]
    for i, one in enumerate(seen):
        for other in seen[:i]:
            assert numpy.linalg.norm(one - other) > 20 and abs(one - other)[0] > 15
