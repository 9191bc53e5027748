"""scripts/plot as its users call it."""

from __future__ import annotations

import re
import subprocess

import pytest
from conftest import HERE, ROOT
from matplotlib.image import imread
from reporting import (bars, draw_bars, draw_granularity, draw_map, draw_spectrum, granularity, plot, points,
                       spectrum)
from reporting.results import load

DATA = HERE / "data"


def texts(figure) -> str:
    """All that is written on a page."""
    return "\n".join(text.get_text() for text in figure.findobj(lambda artist: hasattr(artist, "get_text")))


def test_each_comparison_and_the_map_become_a_file(stored, tmp_path, capsys):
    assert plot.main([str(stored), "--out", str(tmp_path / "figures")]) == 0
    written = [line.rsplit("/", 1)[1] for line in capsys.readouterr().out.split()]
    expected = []
    for comparison in load(stored).comparisons:
        latencies = any(standing.latency for standing in comparison.standings)
        memory = any(standing.ok and standing.memory_points for standing in comparison.standings)
        expected += [plot.stem(comparison) + ending
                     for ending in [".png"] + ["-latency.png"] * latencies + ["-memory.png"] * memory]
    expected += [f"{plot.stem(sweep)}-metg.png" for sweep in load(stored).sweeps]
    expected += [f"{plot.stem(sweep)}-scaling.png" for sweep in load(stored).worker_sweeps]
    assert written == expected + ["map.png"] * bool(points.points(load(stored)))
    for name in written:
        height, width = imread(tmp_path / "figures" / name).shape[:2]
        assert width == 1800 and 400 < height < 2400


def test_a_fresh_result_can_be_drawn(fresh, tmp_path):
    assert plot.main([str(fresh), "--out", str(tmp_path)]) == 0


def test_figures_go_beside_the_file_and_come_in_several_formats(spoilt, capsys):
    path = spoilt("ranked", lambda d: None)
    assert plot.main([str(path), "--format", "svg,png,svg"]) == 0
    folder = path.with_suffix("")
    assert sorted(file.name for file in folder.iterdir()) == sorted(
        [f"{stem}.{ending}" for stem in ("map", "cpu-nqueens-queens11-rows_placed1") for ending in ("png", "svg")])


def test_the_same_result_gives_the_same_file(tmp_path):
    for folder in ("one", "two"):
        plot.main([str(DATA / "ranked.json"), "--out", str(tmp_path / folder), "--format", "svg"])
    assert (tmp_path / "one" / "map.svg").read_bytes() == (tmp_path / "two" / "map.svg").read_bytes()


def test_a_chart_says_its_numbers_its_runs_and_its_machine():
    comparison = load(DATA / "exhibition.json").comparisons[0]
    written = texts(draw_bars.figure(bars.chart(comparison), "THE MACHINE"))
    for words in ("io/exhibition", "ideal 5.67×", "5.54×", "0.45", "5.09", "3 runs each", "median", "THE MACHINE"):
        assert words in written


def test_a_chart_without_any_number_has_words_only():
    comparison = load(DATA / "faults.json").comparisons[1]
    written = texts(draw_bars.figure(bars.chart(comparison), "THE MACHINE"))
    assert "unsupported: one thread" in written and "= cores" not in written
    assert written.count("`sequential` was not run") == 1


def test_a_spectrum_says_what_how_many_and_which_shares():
    tail = spectrum.spectrum(load(DATA / "sleepers.json").comparisons[0])
    sheet = draw_spectrum.figure(tail, "THE MACHINE")
    sheet.draw_without_rendering()  # ticks get their labels when they are drawn
    written = texts(sheet)
    for words in ("io/gather: lateness of wake-ups", "50 %", "90 %", "99 %", "3,000 samples", "Closed loop", "THE MACHINE",
                  "coro", "threads"):
        assert words in written.replace("\n", " "), words
    assert "99.9 %" not in written  # 3,000 samples do not support it


@pytest.mark.parametrize("x, words", [(1, "0 %"), (2, "50 %"), (10, "90 %"), (100, "99 %"), (1e3, "99.9 %"), (1e5, "99.999 %")])
def test_a_rarity_is_said_as_a_percentile(x, words):
    assert draw_spectrum.percentile(x) == words


@pytest.mark.parametrize("us, words", [(0.1, "0.1 µs"), (10, "10 µs"), (1e3, "1 ms"), (1e5, "100 ms"), (1e6, "1 s")])
def test_a_tick_has_the_unit_that_suits_it(us, words):
    assert draw_spectrum.duration(us) == words


def test_the_map_says_how_many_runs():
    marks = points.points(load(DATA / "exhibition.json"))
    assert re.search(r"3 to 12\s+verified runs", texts(draw_map.figure(marks, 2, "THE MACHINE", [3, 12])))


def test_a_result_without_a_cell_that_has_both_coordinates_has_no_map(tmp_path, capsys):
    assert plot.main([str(DATA / "faults.json"), "--out", str(tmp_path)]) == 0
    written = capsys.readouterr().out.split()
    assert len(written) == 2 and not (tmp_path / "map.png").exists()


@pytest.mark.parametrize("name", ["graph", "sleepers"])
def test_an_axis_of_little_range_has_more_than_one_tick(name):
    result = load(DATA / f"{name}.json")
    sheets = [draw_granularity.figure(granularity.granularity(sweep), "") for sweep in result.sweeps]
    sheets += [draw_spectrum.figure(tail, "") for one in result.comparisons if (tail := spectrum.spectrum(one))]
    assert sheets
    for sheet in sheets:
        sheet.draw_without_rendering()
        axes = sheet.axes[0]
        for axis, (low, high) in ((axes.xaxis, axes.get_xlim()), (axes.yaxis, axes.get_ylim())):
            assert len([tick for tick in axis.get_ticklocs() if low <= tick <= high]) >= 2


@pytest.mark.parametrize("arguments, status", [
    ([], 64), (["--nonsense"], 64), ([str(DATA / "ranked.json"), "--format", "gif"], 64), (["--help"], 0),
])
def test_bad_usage_is_64(arguments, status, capsys):
    with pytest.raises(SystemExit) as exit_:
        plot.main(arguments)
    assert exit_.value.code == status
    assert status == 0 or capsys.readouterr().err.count("\n") == 1


def test_a_result_in_which_there_is_nothing_to_draw_is_said_to_be_so(spoilt, tmp_path, capsys):
    empty = spoilt("ranked", lambda d: d["simul"].update(comparison=[]))
    assert plot.main([str(empty), "--out", str(tmp_path / "figures")]) == 65
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", f"plot: {empty}: there is nothing to draw in it\n")


def test_a_file_that_is_no_result_is_65(tmp_path, capsys):
    assert plot.main([str(tmp_path / "absent.json")]) == 65
    assert capsys.readouterr().err == f"plot: {tmp_path}/absent.json: cannot be read (No such file or directory)\n"


def test_a_folder_that_cannot_be_made_is_74(tmp_path, capsys):
    (tmp_path / "file").write_text("")
    assert plot.main([str(DATA / "ranked.json"), "--out", str(tmp_path / "file" / "figures")]) == 74
    assert capsys.readouterr().err.count("\n") == 1


def test_the_script_itself_runs_on_debians_python(tmp_path):
    script = ROOT / "scripts" / "plot"
    assert script.read_text().startswith("#!/usr/bin/python3\n")
    command = [script, DATA / "faults.json", "--out", tmp_path]
    environment = {"PATH": "/nowhere", "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert (done.returncode, done.stderr) == (0, "")
