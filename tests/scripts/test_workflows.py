"""The workflows' commands, executed one after the other as a runner would, in a copy of the checkout.

A compiler, a package manager and GitHub's own command line are stand-ins; the binary, the scripts, git and the branch that
is pushed to are real.
"""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
from pathlib import Path

import pytest
import yaml
from conftest import ROOT

WORKFLOWS = {path.stem: yaml.safe_load(path.read_text()) for path in sorted((ROOT / ".github" / "workflows").glob("*.yml"))}
ACTION = yaml.safe_load((ROOT / ".github" / "actions" / "gate" / "action.yml").read_text())
MARKER = "<!-- simul gate -->"
GH = """#!/bin/bash
echo "$*" >> "$ASKED"
case "$*" in
  "run download"*) [[ -n $REPORT ]] || exit 1; mkdir gate && cp "$REPORT" gate/comment.md ;;
  *--jq*pulls*|*pulls*--jq*) [[ $* == */comments* ]] || printf '%s' "$PULL" ;;&
  *issues/*/comments*--jq*) printf '%s' "$OLD" ;;
esac
"""


def git(folder: Path, *arguments: str) -> str:
    """Its output; a failure fails the test."""
    identity = ["-c", "user.name=test", "-c", "user.email=test@example.org", "-c", "init.defaultBranch=main"]
    return subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def binary() -> Path:
    """The built one."""
    if not os.environ.get("SIMUL_BINARY"):
        pytest.skip("SIMUL_BINARY does not name the binary")
    return Path(os.environ["SIMUL_BINARY"])


@pytest.fixture
def checkout(tmp_path) -> Path:
    """A copy of the tracked files, as a repository with an origin that has a branch `history`."""
    copy, origin = tmp_path / "simul", tmp_path / "origin.git"
    ignore = shutil.ignore_patterns("build", ".git", "latest*", "__pycache__", "history")
    shutil.copytree(ROOT, copy, ignore=ignore)
    git(tmp_path, "init", "--quiet", "--bare", str(origin))
    git(copy, "init", "--quiet")
    git(copy, "add", "--all")
    git(copy, "commit", "--quiet", "--message", "a copy")
    git(copy, "push", "--quiet", str(origin), "HEAD:main")
    # The command of docs/ci.md that makes the branch, once.
    tree = git(copy, "hash-object", "-t", "tree", "-w", "/dev/null").strip()
    empty = git(copy, "commit-tree", tree, "-m", "history").strip()
    git(copy, "push", "--quiet", str(origin), f"{empty}:refs/heads/history")
    return copy


@pytest.fixture
def runner(tmp_path, checkout):
    """Runs the steps of a job; answers with the last status and all that was said. Stops at the first failure."""
    tools = tmp_path / "tools"
    tools.mkdir()
    for name, body in {"apt-get": "#!/bin/bash\n", "cmake": "#!/bin/bash\n", "gh": GH}.items():
        (tools / name).write_text(body)
        (tools / name).chmod((tools / name).stat().st_mode | stat.S_IXUSR)

    def run(job: dict, values: dict[str, str], cwd: Path = checkout, **more: str):
        said = ""
        environment = {**os.environ, "PATH": f"{tools}:{os.environ['PATH']}", "HOME": str(tmp_path), "CI": "true",
                       "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md")}
        environment |= {key: filled(str(value), values) for key, value in job.get("env", {}).items()} | more
        for step in job["steps"]:
            if "uses" in step:
                use(step, checkout, values)
                continue
            own = environment | {key: filled(str(value), values) for key, value in step.get("env", {}).items()}
            # As a runner starts them: sh -e where no shell is named, bash with pipefail where it is.
            shell = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c"] if step.get("shell") else ["sh", "-e", "-c"]
            done = subprocess.run([*shell, step["run"]], cwd=cwd, env=own, capture_output=True, text=True, check=False)
            said += f"== {step.get('name', step['run'])}\n{done.stdout}{done.stderr}"
            if done.returncode:
                return done.returncode, said
        return 0, said

    return run


def filled(text: str, values: dict[str, str]) -> str:
    """Expressions of GitHub replaced; one that the test does not know fails it."""
    return re.sub(r"\$\{\{ *([\w.-]+) *\}\}", lambda found: values[found[1]], text)


def use(step: dict, checkout: Path, values: dict[str, str]) -> None:
    """What the actions that are used do here."""
    name, options = step["uses"].split("@")[0], step.get("with", {})
    if name == "actions/checkout" and options.get("path"):
        git(checkout, "clone", "--quiet", "--branch", options["ref"], str(checkout.parent / "origin.git"), options["path"])
    elif name == "actions/checkout":
        filled(options.get("ref", ""), values)
    else:
        assert name == "actions/upload-artifact" and (checkout / options["path"]).exists()


def jobs(workflow: str) -> list[dict]:
    """Of one file."""
    return list(WORKFLOWS[workflow]["jobs"].values())


def test_the_nightly_run_adds_to_the_history_and_pushes_it(runner, checkout, binary):
    built = checkout / "build" / "bench" / "benchmarks"
    built.mkdir(parents=True)
    (built / "simul").symlink_to(binary)
    [job] = jobs("nightly")
    few = {"PROFILE": "smoke", "CELLS": "cpu/nqueens/threads", "NOISE": "--budget 100 --profile smoke --filter cpu/nqueens/seq"}
    status, said = runner(job, {}, **few)
    assert status == 0, said
    assert "nothing has become worse" in said
    kept = git(checkout.parent / "origin.git", "ls-tree", "--name-only", "history").split()
    assert {"badge.svg", "calibration.json", "index.html", "selftest.json", "selftest.md"} < set(kept)
    assert len([name for name in kept if name.endswith(".jsonl")]) == 1
    assert "nothing has become worse" in (checkout.parent / "summary.md").read_text()


def test_the_gate_of_a_build_against_itself_passes_and_leaves_a_comment(runner, checkout, binary):
    [job] = jobs("gate")
    values = {"github.event.pull_request.base.sha": str(binary), "github.event.pull_request.head.sha": str(binary)}
    status, said = runner(job, values, BUDGET="4")
    assert status == 0, said
    assert MARKER in (checkout / "gate" / "comment.md").read_text()
    assert "Packages" in said


def test_the_action_is_the_gate(runner, checkout, binary):
    values = {"github.action_path": str(ROOT / ".github" / "actions" / "gate"), "inputs.base": str(binary),
              "inputs.head": str(binary), "inputs.filter": "cpu/nqueens/sequential", "inputs.budget": "3",
              "inputs.comment": "here/comment.md"}
    status, said = runner(ACTION["runs"], values)
    assert status == 0, said
    assert MARKER in (checkout / "here" / "comment.md").read_text()
    assert all(f"inputs.{name}" in values for name in ACTION["inputs"])


COMMENTED = {"github.token": "t", "github.repository": "someone/simul", "github.event.workflow_run.id": "7",
             "github.event.workflow_run.head_sha": "abc", "github.event.workflow_run.head_branch": "mine",
             "github.event.workflow_run.head_repository.owner.login": "someone"}


@pytest.mark.parametrize("old, method", [("", "POST repos/someone/simul/issues/12/comments"),
                                         ("99", "PATCH repos/someone/simul/issues/comments/99")])
def test_the_comment_is_made_once_and_then_edited(runner, checkout, tmp_path, old, method):
    report, asked = tmp_path / "report.md", tmp_path / "asked"
    report.write_text("3 cells are slower\n")
    status, said = runner(jobs("comment")[0], COMMENTED, ASKED=str(asked), REPORT=str(report), PULL="12", OLD=old)
    assert status == 0, said
    assert f"api --method {method}" in asked.read_text()
    assert (checkout / "body.md").read_text() == f"{MARKER}\n3 cells are slower\n"
    assert "head=someone:mine" in asked.read_text()


@pytest.mark.parametrize("report, pull, words", [(False, "12", "left no comment"), (True, "", "No open pull request")])
def test_without_a_report_or_a_pull_request_nothing_is_said(runner, tmp_path, report, pull, words):
    (tmp_path / "report.md").write_text("text\n")
    asked = tmp_path / "asked"
    status, said = runner(jobs("comment")[0], COMMENTED, ASKED=str(asked), PULL=pull, OLD="",
                          REPORT=str(tmp_path / "report.md") if report else "")
    assert status == 0 and words in said
    assert "--method P" not in asked.read_text()


def test_what_runs_a_pull_requests_code_may_not_write_and_what_may_write_runs_none():
    for name, workflow in WORKFLOWS.items():
        triggers = workflow[True]  # YAML takes `on` for a truth value
        writes = "write" in workflow["permissions"].values()
        if "pull_request" in triggers:
            assert not writes, name
        if "workflow_run" in triggers:
            assert not any(step.get("uses", "").startswith("actions/checkout") for job in workflow["jobs"].values()
                           for step in job["steps"]), name
        assert "pull_request_target" not in triggers, name


def test_no_expression_stands_in_a_command_where_its_text_would_be_code():
    steps = [step for workflow in WORKFLOWS.values() for job in workflow["jobs"].values() for step in job["steps"]]
    assert not [step["run"] for step in [*steps, *ACTION["runs"]["steps"]] if "${{" in step.get("run", "")]
