"""A binary from what the command line names: a binary, a build folder, or a commit that is built and kept."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator

from reporting.rounds import GateError, UsageError, last_line

BINARY = Path("benchmarks/simul")


@dataclass(frozen=True)
class Side:
    """Base or head."""

    given: str  # as the user named it
    binary: Path


def resolve(given: str, root: Path, cache: Path) -> Side:
    """The binary behind a name. Builds a commit unless the cache has it. Raises UsageError and GateError."""
    path = Path(given)
    if path.is_file():
        if not os.access(path, os.X_OK):
            raise UsageError(f"{given} is a file, but not one that can be run")
        return Side(given, path.resolve())
    if path.is_dir():
        if not os.access(path / BINARY, os.X_OK):
            raise UsageError(f"{given} is a folder without {BINARY}: not a build of simul")
        return Side(given, (path / BINARY).resolve())
    return Side(given, built(commit_of(given, root), root, cache))


def commit_of(name: str, root: Path) -> str:
    """Its hash. Raises UsageError."""
    done = git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    if done.returncode != 0:
        raise UsageError(f"{name} is no binary, no build folder and no commit of {root}")
    return done.stdout.strip()


def built(commit: str, root: Path, cache: Path) -> Path:
    """The release binary of a commit: from the cache, or made in a worktree that is then taken away."""
    folder = cache.resolve() / commit
    binary = folder / "simul"
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "lock", "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two gates may want the same base
        if not binary.exists():
            build(commit, root, folder, binary)
    return binary


def build(commit: str, root: Path, folder: Path, binary: Path) -> None:
    """Builds it in a worktree and keeps the binary. Raises GateError."""
    with checked_out(commit, root, folder / "tree") as tree:
        os.replace(compiled(tree, folder / "build.log", commit[:12]), binary)


@contextmanager
def checked_out(commit: str, root: Path, tree: Path) -> Iterator[Path]:
    """A worktree of the commit, for as long as it is needed. Raises GateError."""
    git(root, "worktree", "remove", "--force", str(tree))  # of a gate that was ended while it built
    shutil.rmtree(tree, ignore_errors=True)
    git(root, "worktree", "prune")
    added = git(root, "worktree", "add", "--force", "--detach", str(tree), commit)
    if added.returncode != 0:
        raise GateError(f"{commit[:12]} cannot be checked out: {last_line(added.stderr)}")
    try:
        yield tree
    finally:
        git(root, "worktree", "remove", "--force", str(tree))


def compiled(tree: Path, log: Path, name: str) -> Path:
    """The binary that scripts/bench would make of it. What the tools said is in the log. Raises GateError."""
    jobs = os.environ.get("CMAKE_BUILD_PARALLEL_LEVEL") or str(os.cpu_count())
    try:
        with open(log, "w", encoding="utf-8") as said:
            for command in (["cmake", "--preset", "release", "-B", "build/gate", "-DSIMUL_TESTS=OFF"],
                            ["cmake", "--build", "build/gate", "--parallel", jobs, "--target", "simul"]):
                if subprocess.run(command, cwd=tree, stdout=said, stderr=said, check=False).returncode != 0:
                    raise GateError(f"{name} does not build; see {log}")
    except OSError as fault:
        raise GateError(f"{name} cannot be built ({fault})") from None
    return tree / "build" / "gate" / BINARY


def git(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Git in the repository of these scripts."""
    return subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, text=True, check=False)
