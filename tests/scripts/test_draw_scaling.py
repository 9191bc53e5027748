"""The figure of a sweep over workers: what is drawn, what is written, and nothing in the way of anything else."""

from __future__ import annotations

import numpy as np
import pytest
from made_up_sweeps import Pool, powers, sweep, usl
from matplotlib.image import imread
from matplotlib.text import Text
from reporting import draw_scaling, fits, plot
from reporting.results import load
from reporting.scaling import scaling
from test_plot import texts

FAILED = {64: ("timed_out", "no answer within 60 s"), 128: ("out_of_memory", "over 4 GiB")}
TWELVE = (Pool("coro_sharded", usl(1.02, 0.004)), Pool("coro_stealing", usl(0.97, 0.012)),
          Pool("coro_pinned", usl(0.99, 0.002)), Pool("threads_pool", usl(0.9, 0.02, 0.0001)),
          Pool("threads_static", usl(0.95, 0.05)), Pool("threads_queue", usl(0.7, 0.03, 0.0006)),
          Pool("uv_pool", usl(0.8, 0.08, 0.0005), {128: FAILED[128]}), Pool("tbb", usl(0.98, 0.006)),
          Pool("tbb_suspend", usl(0.6, 0.01)), Pool("fork_pool", usl(0.9, 0.03), FAILED),
          Pool("asio_pool", usl(0.85, 0.015)), Pool("floor", lambda n: min(n, 24)))


@pytest.fixture(autouse=True)
def quickly(monkeypatch):
    """A band of fewer curves is drawn alike."""
    monkeypatch.setattr(fits, "RESAMPLES", 100)


@pytest.fixture
def shown(spoilt):
    """A made-up sweep as data of a figure."""
    return lambda *pools, **others: scaling(load(spoilt(
        "ranked", lambda d: d["simul"].update(scaling=[sweep(*pools, **others)]))).worker_sweeps[0])


def drawn(shown):
    sheet = draw_scaling.figure(shown, "THE MACHINE")
    sheet.draw_without_rendering()
    return sheet, texts(sheet).replace("\n", " ")


def marks(axes, marker):
    return [line for line in axes.lines if line.get_marker() == marker]


def test_a_figure_says_law_cost_failures_and_machine(shown):
    _, written = drawn(shown(Pool("tbb", usl(0.9, 0.02)), Pool("fork_pool", usl(0.4, 0.01, 0.001), FAILED), noise=0.002))
    for words in ("cpu/made_up: what do more workers bring?", "tasks 1,000", "Amdahl: serial 2", "USL: contention",
                  " ppm [", "2 workers", "× fork_pool with 64 workers: timed out: no answer within 60 s",
                  "out of memory: over 4 GiB", "Shaded: more workers than CPUs", "the points with a CPU per worker",
                  "THE MACHINE", "128", "64×", "100 %"):
        assert words in written, words


def test_points_are_those_of_the_file_and_curves_end_with_the_data(shown):
    what = shown(Pool("tbb", usl(0.9, 0.02)), cpus=64)
    sheet, _ = drawn(what)
    speedups, efficiencies = sheet.axes
    points, = marks(speedups, "o")
    assert tuple(points.get_xdata()) == powers(128)
    assert list(points.get_ydata()) == [point.speedup for point in what.contestants[0].entry.points]
    assert list(marks(efficiencies, "o")[0].get_ydata()) == \
        pytest.approx([point.efficiency for point in what.contestants[0].entry.points])
    curves = [line for line in speedups.lines if len(line.get_xdata()) == 100]
    assert [(min(line.get_xdata()), max(line.get_xdata())) for line in curves] == [(1, pytest.approx(64))]


def test_what_failed_is_a_cross_of_its_own(shown):
    sheet, _ = drawn(shown(*TWELVE))
    for axes in sheet.axes:
        places = [(line.get_xdata()[0], round(line.get_ydata()[0], 3)) for line in marks(axes, "x")]
        assert sorted(places) == [(64, 0.03), (128, 0.03), (128, 0.08)]


def test_who_follows_no_law_and_who_has_too_few_points_has_no_curve(shown):
    for what, words in ((shown(Pool("floor", lambda n: min(n, 8))), "none: off by"),
                        (shown(Pool("tbb", usl()), cpus=2), "cannot tell from 2 numbers of workers")):
        sheet, written = drawn(what)
        assert words in written and "Curves:" not in written
        assert not [line for line in sheet.axes[0].lines if len(line.get_xdata()) == 100]


def test_with_few_rounds_there_is_no_band(shown):
    assert "Band" in drawn(shown(Pool("tbb", usl(0.9, 0.02))))[1]
    assert "Band" not in drawn(shown(Pool("tbb", usl(0.9, 0.02)), rounds=3))[1]


def test_where_tasks_wait_a_speed_up_is_per_worker(shown):
    what = shown(Pool("uv_pool", usl(3, 0.05)), cpus=2, workers=powers(32), kind="io", noise=0.0)
    sheet, written = drawn(what)
    assert "speed-up per worker" in written and "per CPU" not in written and "fitted to all points" in written
    assert marks(sheet.axes[1], "o")[0].get_ydata()[:2] == pytest.approx([3, 3 / 1.05])


def test_who_never_beats_sequential_is_drawn_and_said(shown):
    _, written = drawn(shown(Pool("uv_pool", usl(0.02, 0.05))))
    assert "None for uv_pool: it never beat `sequential`" in written and "1/32×" in written


def test_without_a_speed_up_there_is_no_figure(shown):
    assert draw_scaling.figure(shown(Pool("tbb", usl()), sequential_s=None), "") is None


@pytest.mark.parametrize("pools, others", [
    (TWELVE, {}), (TWELVE, {"cpus": 96, "workers": (1, 2, 4, 8, 16, 32, 64, 96, 192)}),
    (TWELVE[:1], {"cpus": 1, "workers": (1, 2)}),
    ((Pool("fork_pool", usl(), {1: ("crashed", "signal 11")}), TWELVE[0]), {}),
])
def test_no_words_lie_upon_others_or_beyond_the_page(shown, pools, others):
    sheet, _ = drawn(shown(*pools, **others))
    page = sheet.bbox
    axises = [(axis, limits) for axes in sheet.axes
              for axis, limits in ((axes.xaxis, axes.get_xlim()), (axes.yaxis, axes.get_ylim()))]
    ticks = [tick for axis, (low, high) in axises for tick in axis.get_major_ticks() if low <= tick.get_loc() <= high]
    labels = [child for axes in sheet.axes for child in (axes.xaxis.label, *axes.get_children())
              if isinstance(child, Text) and child.get_text()]
    words = [*sheet.texts, *labels, *(tick.label1 for tick in ticks)]
    boxes = [(text.get_text(), text.get_window_extent()) for text in words]
    for i, (one, box) in enumerate(boxes):
        assert box.x0 >= page.x0 and box.x1 <= page.x1 and box.y0 >= page.y0 and box.y1 <= page.y1, one
        for other, beside in boxes[:i]:
            across = min(box.x1, beside.x1) - max(box.x0, beside.x0)
            down = min(box.y1, beside.y1) - max(box.y0, beside.y0)
            assert across <= 1 or down <= 0.4 * min(box.height, beside.height), (one, other)  # lines of text may touch


def test_ticks_keep_apart():
    assert draw_scaling.apart([1, 2, 4, 8, 16, 32, 64, 65, 130]) == [1, 2, 4, 8, 16, 32, 65, 130]


def test_contestants_of_one_runtime_differ_in_marker_and_line(shown):
    contestants = shown(*TWELVE).contestants
    styles = list(zip((one.runtime for one in contestants), draw_scaling.markers_of(contestants)))
    assert len(set(styles)) == len(TWELVE)


def test_scripts_plot_draws_it(spoilt, tmp_path, capsys):
    path = spoilt("ranked", lambda d: d["simul"].update(scaling=[sweep(*TWELVE)]))
    assert plot.main([str(path), "--out", str(tmp_path)]) == 0
    assert "cpu-made_up-tasks1000-scaling.png" in capsys.readouterr().out
    picture = imread(tmp_path / "cpu-made_up-tasks1000-scaling.png")
    assert picture.shape[1] == 1800 and np.ptp(picture) > 0
