"""scripts/track as its users call it, on histories that are made up from a real run."""

from __future__ import annotations

import json
import random
import re
import subprocess
from dataclasses import replace

import pytest
from conftest import HERE, ROOT
from reporting import history, shifts, track
from reporting.results import load

RANKED = HERE / "data" / "ranked.json"
CELL = "cpu/nqueens/coro/queens:11/rows_placed:1"


def fill(folder, count=40, at=30, factor=1.12, cells=(CELL,), metric="wall_s", entry=None):
    """A series with 2 % of noise, and from run `at` on a shift of one metric in some cells."""
    entry = entry or history.entry_of(load(RANKED))
    noise = random.Random(444)
    for run in range(count):
        values = {name: {key: value * noise.lognormvariate(0, 0.02) * (factor if run >= at and name in cells and key == metric else 1)
                         for key, value in known.items()} for name, known in entry.cells.items()}
        history.add(folder, replace(entry, started=f"2026-{1 + run // 28:02d}-{1 + run % 28:02d}T03:00:00Z",
                                    commit=f"{run:08x}" + 32 * "0", cells=values))


def said(capsys, *arguments) -> tuple[int, str, str]:
    status = track.main([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    return status, out, err


def test_a_quiet_history_passes(tmp_path, capsys):
    fill(tmp_path, factor=1)
    status, out, _ = said(capsys, "check", "--history", tmp_path)
    assert status == 0 and out.endswith("nothing has become worse\n") and "40 runs" in out


def test_what_a_short_history_cannot_show_is_not_said_to_be_absent(tmp_path, capsys):
    page = tmp_path / "page.html"
    for count, runs in ((1, "1 run,"), (7, "7 runs,"), (8, "8 runs,")):
        folder = tmp_path / str(count)
        fill(folder, count=count, factor=1)
        status, out, _ = said(capsys, "check", "--history", folder)
        assert status == 0 and runs in out and ("too few to see a shift, which takes 8" in out) == (count < 8)
        assert said(capsys, "show", "--history", folder, "-o", page)[0] == 0
        shown = page.read_text(encoding="utf-8")
        assert runs in shown and ("Too few runs" in shown) == (count < 8) == ("Nothing has shifted" not in shown)


def test_a_slowdown_fails_with_its_size_and_commits(tmp_path, capsys):
    fill(tmp_path)
    status, out, _ = said(capsys, "check", "--history", tmp_path)
    [line] = [line for line in out.splitlines() if line.startswith("  !")]
    assert status == 1 and CELL in line and "commits 000000001d..000000001e" not in line
    assert "commits 0000001d00..0000001e00" in line and "10 runs" in line
    assert 9 < float(re.search(r"wall_s \+([\d.]+) %", line)[1]) < 15


def test_a_speed_up_passes_and_is_shown(tmp_path, capsys):
    fill(tmp_path, factor=0.8)
    status, out, _ = said(capsys, "check", "--history", tmp_path)
    assert status == 0 and "wall_s -" in out


def test_an_old_slowdown_is_shown_but_does_not_fail_for_ever(tmp_path, capsys):
    fill(tmp_path, count=50, at=20)
    status, out, _ = said(capsys, "check", "--history", tmp_path, "--within", 20)
    assert status == 0 and CELL in out
    assert said(capsys, "check", "--history", tmp_path, "--within", 30)[0] == 1


def test_an_acknowledged_slowdown_passes_with_its_reason(tmp_path, capsys):
    fill(tmp_path)
    (tmp_path / "acknowledged.json").write_text(json.dumps(
        [{"cell": "cpu/nqueens/*", "commit": "0000001e", "reason": "bounds are checked now"}]))
    status, out, _ = said(capsys, "check", "--history", tmp_path)
    assert status == 0 and "acknowledged: bounds are checked now" in out


@pytest.mark.parametrize("known", [{"cell": "io/*", "commit": "0000001e"}, {"cell": "cpu/*", "commit": "0000001d"}])
def test_an_acknowledgement_of_something_else_does_not_count(tmp_path, capsys, known):
    fill(tmp_path)
    (tmp_path / "acknowledged.json").write_text(json.dumps([known | {"reason": "no"}]))
    assert said(capsys, "check", "--history", tmp_path)[0] == 1


def test_a_renamed_cell_goes_on_and_one_that_is_gone_is_named(tmp_path, capsys):
    entry = history.entry_of(load(RANKED))
    old = {("cpu/nqueens/old" if name == CELL else name): values for name, values in entry.cells.items()}
    fill(tmp_path, entry=replace(entry, cells=old), factor=1)
    today = {name: {key: value * 1.2 for key, value in values.items()} for name, values in entry.cells.items()}
    for day in range(8):
        history.add(tmp_path, replace(entry, started=f"2026-03-{day + 1:02d}T03:00:00Z", commit=f"{day}", cells=today))
    status, out, _ = said(capsys, "check", "--history", tmp_path)
    assert f"gone since an earlier run: cpu/nqueens/old\n" in out and CELL + " wall_s" not in out
    (tmp_path / "renames.json").write_text(json.dumps({"cpu/nqueens/old": CELL}))
    status, out, _ = said(capsys, "check", "--history", tmp_path)
    assert status == 1 and "gone since" not in out and CELL + " wall_s" in out


def test_a_new_compiler_is_no_slowdown(tmp_path, capsys):
    entry = history.entry_of(load(RANKED))
    fill(tmp_path, count=20, factor=1, entry=entry)
    slower = {name: {key: value * 2 for key, value in values.items()} for name, values in entry.cells.items()}
    fill(tmp_path, count=20, factor=1, entry=replace(entry, series="other", cells=slower))
    status, out, _ = said(capsys, "check", "--history", tmp_path)
    assert status == 0 and out.count("20 runs") == 2


def test_neighbours_that_resemble_each_other_need_the_stricter_level():
    entry = history.entry_of(load(RANKED))
    noise, level, values = random.Random(7), 0.0, []
    for _ in range(60):
        level = 0.8 * level + noise.gauss(0, 0.03)
        values.append((entry, 1 + level))
    line = shifts.line(CELL, "wall_s", values, [])
    assert line.correlation > shifts.NEIGHBOURS and all(shift.confirmed for shift in line.shifts)


def test_adding_is_all_or_nothing(tmp_path, capsys, spoilt):
    bad = spoilt("ranked", lambda d: d["simul"].update(complete=False))
    status, out, err = said(capsys, "add", RANKED, bad, "--history", tmp_path)
    assert (status, out) == (65, "") and err.count("\n") == 1 and not list(tmp_path.glob("*.jsonl"))
    status, out, _ = said(capsys, "add", RANKED, "--history", tmp_path, "--machine", "runner-1")
    assert status == 0 and (tmp_path / "runner-1.jsonl").exists()
    assert "already" in said(capsys, "add", RANKED, "--history", tmp_path, "--machine", "runner-1")[1]


def test_the_page_needs_no_network_and_shows_every_shift(tmp_path, capsys):
    fill(tmp_path)
    page, badge = tmp_path / "page.html", tmp_path / "badge.svg"
    assert said(capsys, "show", "--history", tmp_path, "-o", page, "--badge", badge)[0] == 0
    text = page.read_text()
    assert not re.search(r"(src|href)\s*=|https?://|@import|url\(", text)
    assert text.count("<tr data-cell") == 1 and "0000001d00..0000001e00" in text
    assert text.count("<figure") == text.count("</svg>") == sum(len(v) for v in history.entry_of(load(RANKED)).cells.values())
    assert "1 slower" in badge.read_text()


def test_names_in_the_page_are_text_not_markup(tmp_path, capsys):
    entry = history.entry_of(load(RANKED))
    evil = {"<script>alert(1)</script>": next(iter(entry.cells.values()))}
    history.add(tmp_path, replace(entry, cells=evil, about=dict(entry.about, cpu="<b>cpu</b>")))
    page = tmp_path / "page.html"
    assert said(capsys, "show", "--history", tmp_path, "-o", page)[0] == 0
    assert "<script>alert" not in page.read_text() and "<b>cpu" not in page.read_text()


def test_the_badge_of_a_quiet_history_is_good(tmp_path, capsys):
    fill(tmp_path, factor=1)
    badge = tmp_path / "badge.svg"
    said(capsys, "show", "--history", tmp_path, "-o", tmp_path / "p.html", "--badge", badge)
    assert "no slowdown" in badge.read_text()


def test_pruning_says_how_many_went(tmp_path, capsys):
    fill(tmp_path)
    assert said(capsys, "prune", "--history", tmp_path, "--keep", 10)[1] == "30 runs pruned\n"


@pytest.mark.parametrize("text", ["[]", '{"a": 1}', "{"])
def test_renames_that_make_no_sense_are_65(tmp_path, capsys, text):
    fill(tmp_path, count=3)
    (tmp_path / "renames.json").write_text(text)
    status, _, err = said(capsys, "check", "--history", tmp_path)
    assert (status, err.count("\n")) == (65, 1)


@pytest.mark.parametrize("text", ['{"a": 1}', '[{"cell": "x"}]', '[{"cell": "x", "commit": "", "reason": "r"}]', "[7]"])
def test_acknowledgements_that_make_no_sense_are_65(tmp_path, capsys, text):
    fill(tmp_path, count=3)
    (tmp_path / "acknowledged.json").write_text(text)
    status, _, err = said(capsys, "check", "--history", tmp_path)
    assert (status, err.count("\n")) == (65, 1)


@pytest.mark.parametrize("arguments", [[], ["nonsense"], ["add"], ["add", "x.json", "--machine", "../up"], ["show"], ["prune"],
                                       ["prune", "--keep", "0"], ["check", "--within", "few"]])
def test_bad_usage_is_64_and_one_line(arguments, capsys):
    with pytest.raises(SystemExit) as exit_:
        track.main(arguments)
    assert exit_.value.code == 64 and capsys.readouterr().err.count("\n") == 1


def test_the_script_itself_runs_on_debians_python(tmp_path):
    script = ROOT / "scripts" / "track"
    done = subprocess.run([script, "check", "--history", tmp_path], capture_output=True, text=True, check=False,
                          env={"PATH": "/nowhere", "PYTHONDONTWRITEBYTECODE": "1"})
    assert done.returncode == 65 and done.stderr.count("\n") == 1 and "track add" in done.stderr
