"""What --base and --head may name. The commits are of a small repository whose build is a copy of a script."""

from __future__ import annotations

import json
import subprocess

import pytest
from reporting.builds import commit_of, resolve
from reporting.rounds import GateError, UsageError

CMAKE = """cmake_minimum_required(VERSION 3.25)
project(small LANGUAGES NONE)
add_custom_target(simul COMMAND ${CMAKE_COMMAND} -E make_directory benchmarks
                        COMMAND ${CMAKE_COMMAND} -E copy ${CMAKE_SOURCE_DIR}/simul benchmarks/simul)
"""
PRESETS = {"version": 6, "configurePresets": [{"name": "release", "generator": "Ninja", "binaryDir": "build"}]}


@pytest.fixture
def repository(tmp_path):
    """A repository with one commit, and a function that makes another one."""
    root = tmp_path / "repository"
    root.mkdir()

    def git(*arguments):
        identity = ["-c", "user.name=nobody", "-c", "user.email=nobody@example.org"]
        return subprocess.run(["git", *identity, *arguments], cwd=root, check=True, capture_output=True, text=True).stdout

    def commit(script: str) -> str:
        (root / "simul").write_text(f"#!/bin/sh\n{script}\n")
        (root / "simul").chmod(0o755)
        git("add", "-A")
        git("commit", "-q", "-m", "one more")
        return git("rev-parse", "HEAD").strip()

    git("init", "-q")
    (root / "CMakeLists.txt").write_text(CMAKE)
    (root / "CMakePresets.json").write_text(json.dumps(PRESETS))
    return root, commit


def test_a_binary_is_taken_as_it_is_and_a_build_folder_has_one(tmp_path):
    binary = tmp_path / "benchmarks" / "simul"
    binary.parent.mkdir()
    binary.write_text("#!/bin/sh\n")
    binary.chmod(0o755)
    assert resolve(str(binary), tmp_path, tmp_path).binary == binary
    assert resolve(str(tmp_path), tmp_path, tmp_path).binary == binary


def test_what_is_neither_is_refused_in_one_line(tmp_path, repository):
    root, _ = repository
    (tmp_path / "text").write_text("no binary")
    for name, words in ((tmp_path / "text", "not one that can be run"), (tmp_path, "not a build of simul"),
                        ("no-such-branch", "no commit of"), ("--help", "no commit of")):
        with pytest.raises(UsageError, match=words):
            resolve(str(name), root, tmp_path / "cache")


def test_a_commit_is_built_once_and_its_worktree_is_taken_away(tmp_path, repository):
    root, commit = repository
    first, second = commit("echo first"), commit("echo second")
    cache = tmp_path / "cache"
    for name, words in ((first, "first"), ("HEAD", "second"), ("HEAD~1", "first")):
        binary = resolve(name, root, cache).binary
        assert subprocess.run([binary], capture_output=True, text=True, check=True).stdout == f"{words}\n"
    assert {path.name for path in cache.iterdir()} == {first, second}
    assert not (cache / first / "tree").exists()
    listed = subprocess.run(["git", "-C", root, "worktree", "list"], capture_output=True, text=True, check=True).stdout
    assert listed.count("\n") == 1
    built = (cache / first / "simul").stat().st_mtime_ns
    resolve(first[:10], root, cache)
    assert (cache / first / "simul").stat().st_mtime_ns == built


def test_what_a_gate_left_behind_is_no_obstacle(tmp_path, repository):
    root, commit = repository
    commit("exit 0")
    left = tmp_path / "cache" / commit_of("HEAD", root) / "tree"
    subprocess.run(["git", "-C", root, "worktree", "add", "--detach", left, "HEAD"], check=True, capture_output=True)
    assert resolve("HEAD", root, tmp_path / "cache").binary.exists()


def test_a_commit_that_does_not_build_is_one_line_that_names_the_log(tmp_path, repository):
    root, commit = repository
    (root / "CMakeLists.txt").write_text("no_such_command()\n")
    commit("exit 0")
    with pytest.raises(GateError, match="does not build; see .*build.log") as fault:
        resolve("HEAD", root, tmp_path / "cache")
    log = str(fault.value).split("see ")[1]
    assert "no_such_command" in open(log, encoding="utf-8").read()
    assert not (tmp_path / "cache" / commit_of("HEAD", root) / "simul").exists()
