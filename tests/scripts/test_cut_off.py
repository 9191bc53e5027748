"""Scripts whose reader has left, as `head` does: no traceback, and the status of a command that SIGPIPE has ended."""

from __future__ import annotations

import os
import subprocess

import pytest
from conftest import HERE, ROOT

DATA = HERE / "data"
SCRIPTS = ("compare", "export", "gate", "loop_table", "plot", "scaling", "selftest", "timeline", "track")
TABLES = (("export", DATA / "faults.json", "--format", "csv"), ("scaling", DATA / "workers.json"),
          ("compare", DATA / "ranked.json", DATA / "ranked_again.json"))


def unread(script: str, *arguments, unbuffered: str = "") -> subprocess.CompletedProcess[str]:
    """Runs a script into a pipe that nobody reads."""
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as output:
        return subprocess.run([ROOT / "scripts" / script, *arguments], stdout=output, stderr=subprocess.PIPE, text=True, check=False,
                              env={**os.environ, "PYTHONUNBUFFERED": unbuffered})


@pytest.mark.parametrize("script", SCRIPTS)
def test_help_may_be_cut_off(script):
    done = unread(script, "--help")
    assert (done.returncode, done.stderr) == (141, "")


@pytest.mark.parametrize("unbuffered", ["", "1"], ids=["at the end", "in the middle"])
@pytest.mark.parametrize("command", TABLES, ids=lambda command: command[0])
def test_a_table_may_be_cut_off(command, unbuffered):
    done = unread(*command, unbuffered=unbuffered)
    assert (done.returncode, done.stderr) == (141, "")


def test_a_mistake_is_told_though_nobody_reads_the_output():
    done = unread("export", "no-such-file", "--format", "csv")
    assert done.returncode == 65 and done.stderr.count("\n") == 1


def test_what_is_read_is_whole():
    script, *arguments = TABLES[0]
    done = subprocess.run([ROOT / "scripts" / script, *arguments], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "") and done.stdout.count("\n") > 10
