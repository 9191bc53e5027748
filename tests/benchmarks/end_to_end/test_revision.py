"""Which commit a binary was built from: asked at every build, and unknown rather than wrong."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from conftest import ROOT


@pytest.fixture
def sources(tmp_path) -> Path:
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "file").write_text("first", encoding="utf-8")
    return folder


def git(sources: Path, *arguments: str) -> str:
    command = ["git", "-C", str(sources), "-c", "user.name=x", "-c", "user.email=x@localhost", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def commit(sources: Path) -> str:
    git(sources, "add", "-A")
    git(sources, "commit", "-qm", "whatever")
    return git(sources, "rev-parse", "HEAD")


def told(sources: Path) -> tuple[str, str]:
    """What a build would compile in: commit and dirty, as they stand in C++."""
    target = sources.parent / "revision.cpp"
    subprocess.run(["cmake", f"-DSOURCE={sources}", f"-DTARGET={target}", "-P", str(ROOT / "cmake" / "revision.cmake")],
                   check=True, capture_output=True)
    return re.search(r"return \{(.*), (.*)\};", target.read_text(encoding="utf-8")).groups()


def test_outside_a_repository_nothing_is_known(sources):
    assert told(sources) == ("std::nullopt", "std::nullopt")


def test_the_repository_around_the_sources_is_not_theirs(sources):
    git(sources.parent, "init", "-q")
    commit(sources.parent)
    assert told(sources) == ("std::nullopt", "std::nullopt")


def test_before_the_first_commit_nothing_is_known(sources):
    git(sources, "init", "-q")
    assert told(sources) == ("std::nullopt", "std::nullopt")


def test_a_change_and_a_commit_are_seen_by_the_next_build(sources):
    git(sources, "init", "-q")
    first = commit(sources)
    assert told(sources) == (f'"{first}"', "false")
    (sources / "untracked").write_text("results", encoding="utf-8")
    assert told(sources) == (f'"{first}"', "false")
    (sources / "file").write_text("second", encoding="utf-8")
    assert told(sources) == (f'"{first}"', "true")
    second = commit(sources)
    assert second != first and told(sources) == (f'"{second}"', "false")


def test_the_same_answer_is_not_written_again(sources):
    told(sources)
    written = (sources.parent / "revision.cpp").stat().st_mtime_ns
    told(sources)
    assert (sources.parent / "revision.cpp").stat().st_mtime_ns == written
