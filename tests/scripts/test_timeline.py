"""scripts/timeline as its users call it."""

from __future__ import annotations

import json
import os
import subprocess

import pytest
from conftest import ROOT
from made_up_traces import exhibition, shared_lane
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.image import imread
from reporting import draw_timeline, panels, timeline
from reporting.trace import load
from test_plot import texts


@pytest.fixture
def trace(tmp_path):
    """The path of a made-up trace."""

    def write(contestant, boards=24, moves=4):
        path = tmp_path / f"{contestant}-{boards}.trace.json"
        shared = contestant == "shared lane"
        path.write_text(json.dumps(shared_lane(boards) if shared else exhibition(contestant, boards, moves)))
        return path

    return write


def words_of(paths, same_scale=False, start=None, end=None):
    traces = [load(path) for path in paths]
    return texts(draw_timeline.figure(panels.panels(traces, same_scale, start, end), *timeline.headings(traces)))


@pytest.mark.parametrize("ending", ["png", "svg", "pdf"])
def test_a_trace_becomes_a_figure_of_the_common_width(trace, tmp_path, capsys, ending):
    out = tmp_path / f"figure.{ending}"
    assert timeline.main([str(trace("coro")), "-o", str(out)]) == 0
    assert capsys.readouterr().out == f"{out}\n"
    assert out.stat().st_size > 1000
    if ending == "png":
        assert imread(out).shape[1] == 1800


def test_24_boards_have_rows_that_can_be_told_apart_at_readme_width(trace):
    """In a column of four, at 900 pixels across: 6 pixels a row, of which 5 are coloured."""
    traces = [load(trace(contestant)) for contestant in ("sequential", "coro", "threads", "fork")]
    shown = panels.panels(traces, True, None, None)
    sheet = draw_timeline.figure(shown, *timeline.headings(traces))
    rows = sheet.axes[::3]  # then tasks in flight and cores busy
    assert len(rows) == 4
    for axes in rows:
        assert axes.get_window_extent().height / sheet.get_window_extent().width * 900 / 24 >= 6


@pytest.mark.parametrize("contestants, boards", [(("sequential", "coro", "fork"), 24), (("threads",), 1200),
                                                 (("shared lane",), 10)])
def test_nothing_that_is_written_overlaps_or_leaves_the_page(trace, contestants, boards):
    traces = [load(trace(contestant, boards, 2)) for contestant in contestants]
    sheet = draw_timeline.figure(panels.panels(traces, True, None, None), *timeline.headings(traces))
    FigureCanvasAgg(sheet).draw()
    boxes = [(text.get_text(), text.get_window_extent()) for text in sheet.findobj(lambda a: hasattr(a, "get_text"))
             if text.get_text() and text.get_visible()]
    page = sheet.get_window_extent()
    for number, (words, box) in enumerate(boxes):
        assert page.x0 <= box.x0 and box.x1 <= page.x1 and page.y0 <= box.y0 and box.y1 <= page.y1, words
        for others, other in boxes[:number]:
            assert not box.overlaps(other), (words, others)


def test_the_figure_says_what_is_seen(trace):
    words = words_of([trace("sequential"), trace("fork")], same_scale=True)
    for expected in ("io/exhibition", "boards 24 · moves 4 · grandmasters 1", "sequential", "fork",
                     "24 tasks on 1 thread, 288 ms", "24 tasks on 24 processes, 26.8 ms",
                     "and so on for\nanother 261 ms", "running", "waiting", "queued", "8 %", "92 %", "tasks in\nflight",
                     "cores\nbusy", "mean 1.00", "(ms)", "2 CPUs", "simul 0.0.0"):
        assert expected in words
    assert "own scale" not in words


def test_panels_on_scales_of_their_own_say_so_and_leave_nothing_out(trace):
    words = words_of([trace("sequential"), trace("fork")])
    assert "each panel has its own scale" in words and "and so on" not in words


def test_a_zoom_says_how_much_came_after_it(trace):
    assert "another 16.8 ms" in words_of([trace("fork")], end=10.0)


def test_what_differs_between_panels_stands_in_their_titles(trace):
    words = words_of([trace("coro"), trace("fork", boards=6)])
    assert "\nmoves 4 · grandmasters 1\n" in words
    assert "coro, boards 24" in words and "fork, boards 6" in words


def test_what_was_not_noted_is_said_only_where_it_is(trace, tmp_path):
    shared = tmp_path / "shared.json"
    shared.write_text(json.dumps(shared_lane()))
    words = words_of([shared])
    assert "unnoted\n100 %" in words and "running\n0 %" in words and "Unnoted: tasks that share" in words
    assert "nnoted" not in words_of([trace("coro")])


def test_thinned_out_rows_say_so(trace):
    assert "task\n(one in 2)" in words_of([trace("coro", boards=130, moves=1)])


def test_little_is_not_nothing_and_most_is_not_all():
    shares = (0.0, 0.001, 0.0051, 0.5, 0.994, 0.996, 1.0)
    assert [draw_timeline.percent(share) for share in shares] == [
        "0 %", "<1 %", "1 %", "50 %", "99 %", ">99 %", "100 %"]


def test_the_same_traces_give_the_same_file(trace, tmp_path):
    for name in ("one.svg", "two.svg"):
        timeline.main([str(trace("threads", 3)), "-o", str(tmp_path / name)])
    assert (tmp_path / "one.svg").read_bytes() == (tmp_path / "two.svg").read_bytes()


@pytest.mark.parametrize("arguments, fault", [
    ([], "the following arguments are required: TRACE, -o/--out"),
    (["TRACE"], "required: -o/--out"),
    (["TRACE", "-o", "figure.gif"], "'figure.gif' does not end in one of .png, .svg, .pdf"),
    (["TRACE", "-o", "figure"], "'figure' does not end in"),
    (["TRACE", "-o", "f.png", "--from", "-1"], "'-1' is no number of ms from 0"),
    (["TRACE", "-o", "f.png", "--to", "soon"], "'soon' is no number of ms from 0"),
    (["TRACE", "-o", "f.png", "--to", "nan"], "'nan' is no number of ms from 0"),
    (["TRACE", "-o", "f.png", "--to", "0"], "--to is not after --from"),
    (["TRACE", "-o", "f.png", "--from", "5", "--to", "5"], "--to is not after --from"),
    (["TRACE", "-o", "f.png", "--from", "1000"], "nothing to see from 1000 ms on: the longest run took 26.8 ms"),
])
def test_bad_usage_is_64_and_one_line(trace, tmp_path, monkeypatch, capsys, arguments, fault):
    monkeypatch.chdir(tmp_path)
    path = str(trace("coro"))
    with pytest.raises(SystemExit) as exit_:
        timeline.main([path if argument == "TRACE" else argument for argument in arguments])
    said = capsys.readouterr().err
    assert exit_.value.code == 64 and fault in said and said.count("\n") == 1
    assert not list(tmp_path.glob("f*.p*"))


def test_a_trace_that_is_none_is_65_and_leaves_no_figure(trace, tmp_path, capsys):
    broken = tmp_path / "broken.json"
    broken.write_text(trace("coro").read_text()[:-10])
    out = tmp_path / "figure.png"
    assert timeline.main([str(trace("coro")), str(broken), "-o", str(out)]) == 65
    said = capsys.readouterr()
    assert said.err.startswith(f"timeline: {broken}: not valid JSON") and said.err.count("\n") == 1 and said.out == ""
    assert not out.exists()


@pytest.mark.parametrize("out", ["absent/figure.png", "file/figure.png"])
def test_a_figure_that_cannot_be_written_is_74(trace, tmp_path, capsys, out):
    (tmp_path / "file").write_text("")
    assert timeline.main([str(trace("coro", 3)), "-o", str(tmp_path / out)]) == 74
    said = capsys.readouterr()
    assert said.err.startswith("timeline: cannot write") and said.err.count("\n") == 1 and said.out == ""


def test_the_script_itself_runs_on_debians_python(trace, tmp_path):
    script = ROOT / "scripts" / "timeline"
    assert script.read_text().startswith("#!/usr/bin/python3\n") and os.access(script, os.X_OK)
    command = [script, trace("fork"), "--same-scale", "-o", tmp_path / "figure.png"]
    environment = {"PATH": "/nowhere", "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert (done.returncode, done.stderr) == (0, "")
