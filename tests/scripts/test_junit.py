"""What scripts/test makes of a report by ctest."""

from __future__ import annotations

import pytest
from reporting.junit import LINES, failures, main, tally

LONG = "\n".join(f"line {number}" for number in range(1, 101))
REPORT = f"""<?xml version="1.0"?><testsuite tests="6" failures="2" skipped="2">
<testcase name="a" status="run"><system-out>fine</system-out></testcase>
<testcase name="b" time="1.25" status="fail"><failure message=""/><system-out>{LONG}
</system-out></testcase>
<testcase name="c" time="0" status="notrun"><skipped message="Unable to find executable"/></testcase>
<testcase name="d" status="notrun"><skipped message="SKIP_REGULAR_EXPRESSION_MATCHED"/></testcase>
<testcase name="e" status="disabled"/><testcase name="f" time="30" status="fail"/></testsuite>"""


def test_a_test_that_could_not_be_started_has_failed():
    assert tally(REPORT) == (1, 3, 2)


def test_no_test_is_no_test():
    assert tally("<testsuite/>") == (0, 0, 0)
    assert failures("<testsuite/>") == []


def test_what_failed_is_named_with_the_end_of_what_it_said():
    b, c, f = failures(REPORT)
    assert (b.name, b.why) == ("b", "failed after 1.2 s")
    assert b.end == LONG.splitlines()[-LINES:] and len(b.end) == LINES
    assert (c.name, c.why, c.end) == ("c", "Unable to find executable after 0.0 s", [])
    assert (f.name, f.why, f.end) == ("f", "failed after 30.0 s", [])


@pytest.mark.parametrize("option, printed", [([], "1 3 2\n"), (["--names"], "b\nc\nf\n")])
def test_the_counts_and_the_names_are_for_a_script(tmp_path, capsys, option, printed):
    (tmp_path / "tests.xml").write_text(REPORT, encoding="utf-8")
    assert main([*option, str(tmp_path / "tests.xml")]) == 0
    assert capsys.readouterr().out == printed


def test_the_outputs_are_for_people(tmp_path, capsys):
    (tmp_path / "tests.xml").write_text(REPORT, encoding="utf-8")
    assert main(["--outputs", str(tmp_path / "tests.xml")]) == 0
    shown = capsys.readouterr().out.splitlines()
    assert [line for line in shown if line.startswith("---")] == [
        "--- b: failed after 1.2 s", "--- c: Unable to find executable after 0.0 s", "--- f: failed after 30.0 s"]
    assert "line 100" in shown and "line 60" not in shown and "fine" not in shown


@pytest.mark.parametrize("text", [None, "<testsuite>"])
def test_a_report_that_is_none_is_one_line_and_65(tmp_path, capsys, text):
    if text is not None:
        (tmp_path / "tests.xml").write_text(text, encoding="utf-8")
    assert main([str(tmp_path / "tests.xml")]) == 65
    assert capsys.readouterr().err.count("\n") == 1
