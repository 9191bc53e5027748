"""scripts/test with stand-ins for cmake and ctest: what its last lines say, and its exit status."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import Callable

import pytest
from conftest import ROOT

PASSED = '<testcase name="good" status="run"/>'
FAILED = '<testcase name="bad" time="2" status="fail"><failure message=""/><system-out>1 is not 2</system-out></testcase>'
CMAKES = {"release": "release-unity", "asan": "asan", "tsan": "tsan"}  # what CMake calls them
TOOLS = {
    # cmake --preset P, or cmake --build --preset P ...
    "cmake": 'preset=$2; [[ $1 == --build ]] && preset=$3; echo "$*" | tee -a fake/built; [[ ! -e fake/$preset.broken ]]',
    # ctest --preset P --output-junit FILE
    "ctest": 'cp "fake/$2.xml" "$4" 2>/dev/null; exit "$(cat "fake/$2.status")"',
    "dpkg-query": 'printf "install ok installed"',
}


@pytest.fixture
def tree(tmp_path) -> Path:
    """A checkout of the scripts alone, in which three presets pass."""
    shutil.copytree(ROOT / "scripts", tmp_path / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "fake").mkdir()
    for name, body in TOOLS.items():
        (tmp_path / "fake" / name).write_text(f"#!/bin/bash\n{body}\n", encoding="utf-8")
        (tmp_path / "fake" / name).chmod(0o755)
    for preset in CMAKES.values():
        report(tmp_path, preset, 0, PASSED)
    return tmp_path


def report(tree: Path, preset: str, status: int, *cases: str) -> None:
    (tree / "fake" / f"{preset}.xml").write_text(f"<testsuite>{''.join(cases)}</testsuite>", encoding="utf-8")
    (tree / "fake" / f"{preset}.status").write_text(str(status), encoding="utf-8")


def start(tree: Path, *presets: str) -> subprocess.Popen[str]:
    return subprocess.Popen([tree / "scripts" / "test", "--yes", *presets], stdout=subprocess.PIPE, text=True,
                            env={**os.environ, "PATH": f"{tree / 'fake'}:{os.environ['PATH']}"})


def run(tree: Path, *presets: str) -> tuple[int, list[str]]:
    script = start(tree, *presets)
    said, _ = script.communicate(timeout=120)
    return script.returncode, said.splitlines()


def within_a_minute(condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 60
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.01)
    return condition()


def test_all_presets_pass(tree):
    status, said = run(tree)
    assert status == 0
    assert said[-4:] == ["release: 1 passed, 0 failed, 0 skipped", "asan: 1 passed, 0 failed, 0 skipped",
                         "tsan: 1 passed, 0 failed, 0 skipped", "3 passed, 0 failed"]


def test_what_failed_is_named_and_quoted_at_the_end(tree):
    report(tree, "asan", 8, PASSED, FAILED)
    status, said = run(tree)
    assert status == 1
    end = said[said.index("--- asan: bad: failed after 2.0 s"):]
    assert end == ["--- asan: bad: failed after 2.0 s", "1 is not 2", "",
                   "release: 1 passed, 0 failed, 0 skipped", "asan: 1 passed, 1 failed, 0 skipped", "asan:   failed: bad",
                   "tsan: 1 passed, 0 failed, 0 skipped", "3 passed, 1 failed"]


def test_each_is_built_once_in_turn_and_what_the_builds_say_is_shown(tree):
    status, said = run(tree, "tsan", "asan", "tsan")
    assert status == 0 and said[-1] == "2 passed, 0 failed"
    built = (tree / "fake" / "built").read_text(encoding="utf-8").splitlines()
    assert [line.split(" --parallel")[0] for line in built] == [
        "--preset tsan", "--build --preset tsan", "--preset asan", "--build --preset asan"]
    assert [line for line in said if "--preset" in line] == built


@pytest.mark.parametrize("preset", ["release", "tsan"])
def test_what_does_not_build_has_failed_with_the_end_of_its_log(tree, preset):
    (tree / "fake" / f"{CMAKES[preset]}.broken").touch()
    status, said = run(tree)
    assert status == 1
    assert said[said.index(f"--- {preset}: the build") + 1] == f"--preset {CMAKES[preset]}"
    assert f"{preset}: it did not build" in said and said[-1] == "2 passed, 1 failed"


@pytest.mark.parametrize("cases", [[PASSED], []])
def test_a_failure_that_the_report_does_not_show_is_one(tree, cases):
    report(tree, "release-unity", 8, *cases)
    status, said = run(tree, "release")
    assert status == 1
    assert said[-2:] == ["release:   failed: (ctest ended with 8, and its report shows no failure)",
                         f"{len(cases)} passed, 1 failed"]


def test_without_a_report_a_preset_has_failed(tree):
    (tree / "fake" / "release-unity.xml").unlink()
    status, said = run(tree, "release", "asan")
    assert status == 1
    assert "release:   failed: (there is no report of its tests)" in said and said[-1] == "1 passed, 1 failed"


def test_who_ends_it_ends_its_builds(tree):
    pid = tree / "fake" / "pid"
    (tree / "fake" / "cmake").write_text(f"#!/bin/bash\necho $$ >{pid}.new && mv {pid}.new {pid} && exec sleep 1000\n",
                                         encoding="utf-8")
    script = start(tree, "release", "asan")
    try:
        assert within_a_minute(pid.exists)
    finally:
        script.terminate()
        script.communicate(timeout=60)
    assert script.returncode == -signal.SIGTERM
    assert within_a_minute(lambda: not Path(f"/proc/{pid.read_text().strip()}").exists())
