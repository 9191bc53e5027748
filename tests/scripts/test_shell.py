"""The shell scripts up to where they would build: asking, installing, refusing.

Debian's tools are stand-ins.
"""

from __future__ import annotations

import os
import stat
import subprocess

import pytest
from conftest import ROOT


@pytest.fixture
def machine(tmp_path):
    """Runs a line of bash on a machine where only `present` is installed; what apt-get was told is in `asked`."""
    asked = tmp_path / "asked"

    def run(line: str, present: str = "", answer: str = "", root: bool = True, sudo: bool = False):
        tools = {
            "dpkg-query": f'case " {present} " in *" ${{@: -1}} "*) printf "install ok installed";; *) exit 1;; esac',
            "apt-get": f'echo "$(basename "$0") $*" >>{asked}',
            "id": f"echo {0 if root else 1000}",
            **({"sudo": 'exec "$@"'} if sudo else {}),
        }
        for name, body in tools.items():
            tool = tmp_path / name
            tool.write_text(f"#!/bin/bash\n{body}\n")
            tool.chmod(tool.stat().st_mode | stat.S_IXUSR)
        for name in ("bash", "basename", "env", "cat"):  # and nothing else of this machine, not even its sudo
            if not (tmp_path / name).exists():
                os.symlink(f"/bin/{name}" if os.path.exists(f"/bin/{name}") else f"/usr/bin/{name}", tmp_path / name)
        done = subprocess.run(["/bin/bash", "-c", f"set -euo pipefail; source {ROOT}/scripts/packages.sh; {line}"],
                              env={"PATH": str(tmp_path)}, input=answer, capture_output=True, text=True, check=False)
        return done, asked.read_text() if asked.exists() else ""

    return run


def test_nothing_missing_nothing_asked(machine):
    done, asked = machine("ensure_packages false one two", present="one two")
    assert (done.returncode, done.stdout, done.stderr, asked) == (0, "", "", "")


def test_a_command_that_is_here_does_for_its_package(machine):
    done, _ = machine("missing_packages shell:bash tool:no-such-tool two", present="two")
    assert done.stdout == "tool\n"


def test_what_is_optional_is_mentioned_and_not_installed(machine):
    done, asked = machine("mention_optional_packages")
    assert (done.returncode, done.stdout, asked) == (0, "", "")
    assert done.stderr == "Optional and not here: libasio-dev (see docs/loop.md)\n"
    done, _ = machine("mention_optional_packages", present="libasio-dev")
    assert (done.returncode, done.stderr) == (0, "")


def test_what_is_missing_is_named_and_installed_after_a_yes(machine):
    done, asked = machine("ensure_packages false one two three", present="two", answer="y\n")
    assert done.returncode == 0
    assert "needed and not here: one three" in done.stderr
    assert asked.splitlines() == ["apt-get -q update", "apt-get -q install --yes --no-install-recommends one three"]


@pytest.mark.parametrize("answer", ["n\n", "\n", ""])
def test_anything_but_yes_installs_nothing(machine, answer):
    done, asked = machine("ensure_packages false one", answer=answer)
    assert (done.returncode, asked) == (69, "")
    assert "apt-get install one" in done.stderr


def test_unasked_it_installs_without_a_question(machine):
    done, asked = machine("ensure_packages true one")
    assert done.returncode == 0 and "Install them?" not in done.stderr and "install" in asked


def test_without_root_sudo_is_used(machine):
    done, asked = machine("ensure_packages true one", root=False, sudo=True)
    assert done.returncode == 0 and "install" in asked


def test_without_root_and_sudo_one_line_says_what_to_install(machine):
    done, asked = machine("ensure_packages true one two", root=False)
    assert (done.returncode, asked) == (69, "")
    assert done.stderr.splitlines()[-1].endswith("no root and no sudo here; as root, run: apt-get install one two")


@pytest.mark.parametrize("script", ["bench", "test"])
def test_help_is_help(script):
    done = subprocess.run([ROOT / "scripts" / script, "--help"], capture_output=True, text=True, check=False)
    assert done.returncode == 0 and done.stdout.startswith(f"Usage: scripts/{script}") and done.stderr == ""


@pytest.mark.parametrize("command", [["test", "nonsense"], ["bench", "--out"]])
def test_bad_usage_is_64_and_one_line(command):
    done = subprocess.run([ROOT / "scripts" / command[0], *command[1:]], capture_output=True, text=True, check=False)
    assert done.returncode == 64 and done.stderr.count("\n") == 1
