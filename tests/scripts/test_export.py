"""scripts/export as its users call it; HdrHistogram's text is read back by the rules of that format."""

from __future__ import annotations

import math
import re
import subprocess

import pytest
from conftest import HERE, ROOT
from reporting import export, export_hdr
from reporting.result_types import Latency
from reporting.results import load

SLEEPERS = HERE / "data" / "sleepers.json"
LINE = re.compile(r" *(\d+\.\d{3}) (\d\.\d{12}) +(\d+)(?: +(\d+\.\d\d))?")
FOOTER = re.compile(r"#\[(\w+) += +([\d.]+), ([\w ]+?) += +([\d.]+)\]")


def read(text: str) -> tuple[list[tuple[float, float, int]], dict[str, float]]:
    """The lines and the footer of a percentile distribution. Fails where a plotter of that format would."""
    header, blank, *rest = text.splitlines()
    assert header.split() == ["Value", "Percentile", "TotalCount", "1/(1-Percentile)"] and blank == ""
    lines, footer = [], {}
    for line in rest:
        if line.startswith("#["):
            one, first, two, second = FOOTER.fullmatch(line).groups()
            footer |= {one: float(first), two: float(second)}
            continue
        assert not footer, "a line behind the footer"
        value, share, count, inverse = LINE.fullmatch(line).groups()
        assert (inverse is None) == (float(share) == 1)
        if inverse:
            assert float(inverse) == pytest.approx(1 / (1 - float(share)), abs=0.006)
        lines.append((float(value), float(share), int(count)))
    return lines, footer


def exported(capsys, *arguments: str) -> str:
    assert export.main([str(SLEEPERS), "--format", "hdr", *arguments]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("contestant", ["sequential", "coro", "threads"])
def test_the_distribution_is_that_of_the_cell(capsys, contestant):
    [latency] = [cell.latency for cell in load(SLEEPERS).cells if cell.contestant == contestant]
    lines, footer = read(exported(capsys, "--cell", f"/{contestant}/"))
    for value, share, count in lines[:-1]:
        below = sum(n for upper, n in latency.buckets if upper <= value + 1e-6)
        assert count == (below if value < latency.max else latency.count)
        assert count >= share * latency.count - 1e-6
    assert lines == sorted(lines)
    assert lines[0][1] == 0
    assert lines[-1] == (latency.max, 1.0, latency.count)
    assert footer["Max"] == latency.max and footer["Total count"] == latency.count
    assert footer["Mean"] == pytest.approx(latency.mean, abs=0.0006)
    assert footer["SubBuckets"] * 2 ** (footer["Buckets"] - 1) > 1000 * latency.max


def test_each_halving_of_the_rest_gets_five_lines():
    one_each = Latency("lateness", "closed", 1024, 1.0, 512.5, 1024.0, tuple((float(i), 1) for i in range(1, 1025)))
    shares = [share for _, share, _ in export_hdr.distribution(one_each)]
    assert shares[:8] == pytest.approx([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.55, 0.6])
    for halving in range(1, 8):
        low, high = 1 - 2.0**-halving, 1 - 2.0 ** -(halving + 1)
        assert len([share for share in shares if low - 1e-9 <= share < high - 1e-9]) == 5


def test_the_deviation_is_that_of_the_samples():
    samples = [10.0] * 3 + [20.0] * 5 + [60.0] * 2  # us, in narrow buckets
    latency = Latency("lateness", "closed", 10, 10.0, 25.0, 60.0, ((10.0, 3), (20.0, 5), (60.0, 2)))
    right = math.sqrt(sum((sample - 25.0) ** 2 for sample in samples) / len(samples))
    assert export_hdr.deviation(latency) == pytest.approx(right, rel=0.01)


@pytest.mark.parametrize("upper_ns, lowest_ns", [(255, 255), (257, 256), (515, 512), (1003519, 999424)])
def test_a_bucket_has_the_width_that_the_harness_gives_it(upper_ns, lowest_ns):
    assert export_hdr.middle(upper_ns / 1000) == pytest.approx((upper_ns + lowest_ns) / 2000)


def test_the_text_goes_where_it_is_asked_to(tmp_path, capsys):
    text = exported(capsys, "--cell", "/coro/")
    assert exported(capsys, "--cell", "/coro/", "-o", str(tmp_path / "coro.hgrm")) == ""
    assert (tmp_path / "coro.hgrm").read_text() == text


@pytest.mark.parametrize("regex, words", [
    ("", "matches 4 cells with latencies"), ("no/such", "no cell of"), ("(coro|threads)", "matches 2 cells"),
])
def test_a_cell_that_is_none_or_several_is_bad_usage(regex, words, capsys):
    assert export.main([str(SLEEPERS), "--format", "hdr", "--cell", regex]) == 64
    said = capsys.readouterr().err
    assert words in said and said.count("\n") == 1


@pytest.mark.parametrize("arguments, status", [
    ([], 64), ([str(SLEEPERS)], 64), ([str(SLEEPERS), "--format", "nonsense"], 64),
    ([str(SLEEPERS), "--format", "hdr", "--cell", "("], 64), (["--help"], 0),
])
def test_bad_usage_is_64_and_one_line(arguments, status, capsys):
    with pytest.raises(SystemExit) as exit_:
        export.main(arguments)
    assert exit_.value.code == status
    assert status == 0 or capsys.readouterr().err.count("\n") == 1


def test_a_file_that_is_no_result_is_65_and_one_that_cannot_be_written_74(tmp_path, capsys):
    assert export.main([str(tmp_path / "absent.json"), "--format", "hdr"]) == 65
    assert export.main([str(SLEEPERS), "--format", "hdr", "--cell", "/coro/", "-o", str(tmp_path / "no" / "file")]) == 74
    assert capsys.readouterr().err.count("\n") == 2


def test_the_script_itself_runs_on_debians_python():
    script = ROOT / "scripts" / "export"
    assert script.read_text().startswith("#!/usr/bin/python3\n")
    done = subprocess.run([script, SLEEPERS, "--format", "hdr", "--cell", "/coro/"], capture_output=True, text=True,
                          check=False, env={"PATH": "/nowhere", "PYTHONDONTWRITEBYTECODE": "1"})
    assert (done.returncode, done.stderr) == (0, "") and done.stdout.startswith("       Value")
