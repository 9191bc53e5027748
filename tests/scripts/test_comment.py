"""The gate's report: the verdict first, only what changed, the rest folded, and nothing that a build says gets out."""

from __future__ import annotations

import math

import pytest
from conftest import HERE, ROOT
from made_up_builds import Builds, tolerances
from reporting import comment
from reporting.contest import Plan, contest
from reporting.record import About
from reporting.results import load
from reporting.verdicts import CellVerdict, Finding

CELLS = ["io/a/coro/n:1", "cpu/b/tbb/n:1", "sync/c/threads/n:1"]


def about() -> About:
    result = load(HERE / "data" / "ranked.json")
    return About("v1", "v2", {"base": result, "head": result}, "quick", 2, Plan())


def outcome(builds: Builds):
    return contest(CELLS, builds.measure, tolerances(CELLS), Plan(), builds.clock)


def finding(**changes) -> Finding:
    return Finding(**{**dict(quantity="time", verdict="ok", rounds=10, base=1e-3, head=1e-3, effect=0.0, low=-0.01,
                             high=0.01, tolerance=0.05, detectable=0.08, noise=0.02), **changes})


def test_the_verdict_comes_first_then_what_changed_and_the_rest_is_folded():
    text = comment.markdown(about(), outcome(Builds({CELLS[1]: 2.0}, noise=0.01)), [])
    lines = text.splitlines()
    assert lines[0] == "🔺 **simul, worse: 1 regression, 2 ok of 3 cells** (`v2` against `v1`)"
    shown, _, folded = text.partition("<details>")
    assert CELLS[1] in shown and CELLS[0] not in shown and CELLS[2] not in shown
    assert CELLS[0] in folded and CELLS[2] in folded
    assert text.count("<details>") == text.count("</details>") == 2


def test_the_marker_is_the_last_line_and_never_changes():
    assert comment.markdown(about(), outcome(Builds()), []).splitlines()[-1] == "<!-- simul gate -->"


def test_without_a_change_nothing_stands_outside_the_fold():
    text = comment.markdown(about(), outcome(Builds(noise=0.01)), ["io/new/coro/n:1"])
    shown, _, folded = text.partition("<details>")
    assert shown.strip().splitlines() == ["✅ **simul, no regression: 3 ok of 3 cells** (`v2` against `v1`)"]
    assert "new in head, compared with nothing: `io/new/coro/n:1`" in folded


def test_every_row_of_a_table_has_as_many_cells_as_its_head():
    builds = Builds({CELLS[0]: 2.0}, faults={(CELLS[1], "head"): ("crashed", 0)}, noise=0.01)
    for line in comment.markdown(about(), outcome(builds), []).splitlines():
        if line.startswith("|"):
            assert line.count("|") == 9, line


@pytest.mark.parametrize("said", ["a `b` | c\n| d |", "<script>@everyone</script>", "x" * 1000, "``` </details>"])
def test_what_a_build_says_stays_in_its_code_span(said):
    text = comment.code(said)
    assert text[0] == text[-1] == "`" and text.count("`") == 2
    assert "|" not in text and "\n" not in text and len(text) <= 202


def test_an_error_names_its_reason():
    text = comment.markdown(about(), outcome(Builds(faults={(CELLS[1], "head"): ("crashed", 0)}, noise=0.01)), [])
    assert text.splitlines()[0].startswith("❌ **simul, worse: 1 error, 2 ok of 3 cells**")
    assert "error: `crashed in head: made up`" in text.partition("<details>")[0]


@pytest.mark.parametrize("found, words", [
    (["ok"], "no regression: 1 ok of 1 cell"),
    (["ok", "inconclusive"], "no regression seen: 1 inconclusive, 1 ok of 2 cells"),
    (["inconclusive"] * 2, "cannot tell: 2 inconclusive of 2 cells"),
    (["ok", "regression", "error"], "worse: 1 error, 1 regression, 1 ok of 3 cells")])
def test_the_headline_can_stand_alone(found, words):
    assert comment.headline([CellVerdict("c", verdict, ()) for verdict in found]) == words


def test_the_bar_is_symmetric_and_shows_interval_estimate_and_tolerance():
    assert comment.bar(finding(), 0.2) == "·········=o·:········"
    page = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    for low, effect, high in ((-0.02, 0.005, 0.03), (-0.06, 0.02, 0.11), (0.08, 0.11, 0.15)):
        assert comment.bar(finding(low=low, effect=effect, high=high), math.log(1.2)) in page
    drawn = comment.bar(finding(effect=0.10, low=0.06, high=0.14), math.log(1.3))
    assert len(drawn) == comment.BAR and drawn[comment.BAR // 2] == "│"
    assert drawn.index("o") == 14 and drawn[12:16] == "==o="
    assert comment.bar(finding(effect=9.0, low=5.0, high=20.0), math.log(4))[-1] == "o"


@pytest.mark.parametrize("low, high", [(-math.inf, math.inf), (-1.0, math.inf)])
def test_an_endless_interval_fills_the_bar_and_is_said_in_words(low, high):
    endless = finding(low=low, high=high, verdict="inconclusive", rounds=3, detectable=math.inf)
    assert set(comment.bar(endless, 0.1)) == {"=", "o"}
    assert comment.interval(endless) == "too few rounds"
    assert comment.words(endless) == "inconclusive: 3 rounds are too few to see anything"
    assert math.isfinite(comment.scale([endless]))


@pytest.mark.parametrize("effect, text", [(0.042, "+4.2 %"), (-0.5, "-50.0 %"), (1.0, "x2"), (math.inf, "?")])
def test_effects_in_words(effect, text):
    assert comment.percent(effect) == text


def test_a_counter_that_grew_is_named_with_both_values_everywhere():
    found = outcome(Builds(extra={CELLS[1]: {"threads": (14, 28), "allocated_bytes": (6144, 12 * 2**20)}}, noise=0.01))
    first = comment.plain(about(), found, []).splitlines()[0]
    assert first.startswith(f"regression   {CELLS[1]}: threads 14 -> 28, x2 (x2 … x2)")
    shown = comment.markdown(about(), found, []).partition("<details>")[0]
    assert "| threads | 14 | 28 | x2 |" in shown and "| allocated_bytes | 6 KiB | 12 MiB |" in shown
    assert "| time |" not in shown


def test_the_plain_report_ends_with_the_headline_and_names_only_what_is_not_ok():
    lines = comment.plain(about(), outcome(Builds({CELLS[1]: 2.0}, noise=0.01)), []).splitlines()
    assert lines[0].startswith(f"regression   {CELLS[1]}: time 50 ms -> 99.6 ms, +99.")
    assert lines[-1] == "worse: 1 regression, 2 ok of 3 cells"
    assert not any(CELLS[0] in line for line in lines)


def test_it_is_published_in_a_file_and_in_the_jobs_summary(tmp_path, monkeypatch):
    summary = tmp_path / "summary"
    summary.write_text("before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    comment.publish("text\n", tmp_path / "new" / "comment.md")
    assert (tmp_path / "new" / "comment.md").read_text() == "text\n"
    assert summary.read_text() == "before\ntext\n"
