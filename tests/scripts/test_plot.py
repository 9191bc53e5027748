"""scripts/plot as its users call it."""

from __future__ import annotations

import re
import subprocess

import pytest
from conftest import HERE, ROOT
from matplotlib.image import imread
from reporting import bars, draw_bars, draw_map, plot
from reporting.results import load

DATA = HERE / "data"


def texts(figure) -> str:
    """All that is written on a page."""
    return "\n".join(text.get_text() for text in figure.findobj(lambda artist: hasattr(artist, "get_text")))


def test_each_comparison_and_the_map_become_a_file(stored, tmp_path, capsys):
    assert plot.main([str(stored), "--out", str(tmp_path / "figures")]) == 0
    written = [line.rsplit("/", 1)[1] for line in capsys.readouterr().out.split()]
    assert written == [plot.stem(comparison) + ".png" for comparison in load(stored).comparisons] + ["map.png"]
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


def test_the_map_says_how_many_runs_and_survives_having_no_point():
    assert "no cell has both coordinates" in texts(draw_map.figure([], 2, "THE MACHINE", [3, 12]))
    assert re.search(r"3 to 12\s+verified runs", texts(draw_map.figure([], 2, "THE MACHINE", [3, 12])))


@pytest.mark.parametrize("arguments, status", [
    ([], 64), (["--nonsense"], 64), ([str(DATA / "ranked.json"), "--format", "gif"], 64), (["--help"], 0),
])
def test_bad_usage_is_64(arguments, status, capsys):
    with pytest.raises(SystemExit) as exit_:
        plot.main(arguments)
    assert exit_.value.code == status
    assert status == 0 or capsys.readouterr().err.count("\n") == 1


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
