"""scripts/bench from the run on. The tools that build, and simul itself, are stand-ins."""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest
from conftest import HERE, ROOT

STAND_IN = f"""#!{sys.executable} -B
import json, os, shutil, sys
sys.path.insert(0, {str(HERE)!r})
from made_up_traces import exhibition
out = sys.argv[sys.argv.index("--out") + 1]
if sys.argv[1] == "run":
    shutil.copyfile({str(HERE / "data" / "exhibition.json")!r}, out)
    sys.exit(int(os.environ["RUN"]))
contestant = sys.argv[2].split("/")[2]
if contestant in os.environ["FAILING"]:
    sys.exit(9)
with open(out, "w") as file:
    json.dump(exhibition(contestant, 6, 5), file)
"""


@pytest.fixture
def bench(tmp_path):
    """A checkout in which everything is built already."""
    root = tmp_path / "checkout"
    shutil.copytree(ROOT / "scripts", root / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    (root / "results").mkdir()
    for tool, body in (("cmake", "#!/bin/sh\n"), ("dpkg-query", "#!/bin/sh\nprintf 'install ok installed'\n"),
                       ("simul", STAND_IN)):
        path = tmp_path / "bin" / tool if tool != "simul" else root / "build" / "bench" / "benchmarks" / tool
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(body)
        path.chmod(0o755)

    def run(status=0, failing=""):
        environment = {"PATH": f"{tmp_path}/bin:/usr/bin:/bin", "RUN": str(status), "FAILING": failing}
        return subprocess.run([root / "scripts" / "bench"], cwd=root, env=environment, capture_output=True, text=True,
                              check=False), root / "results" / "latest"

    return run


def test_it_says_where_result_figures_traces_and_timeline_are(bench):
    done, folder = bench()
    assert (done.returncode, done.stderr) == (0, "")
    said = [line.split()[:2] for line in done.stdout.splitlines() if line]
    assert said[0] == ["result", "results/latest.json"] and ["figure", "results/latest/map.png"] in said
    assert [name for word, name in said if word == "traced"] == [
        f"results/latest/io-exhibition-{name}" for name in ("sequential.trace.json", "coro.trace.json",
                                                            "threads.trace.json", "fork.trace.json", "timeline.png")]
    assert all((folder.parent.parent / name).exists() for _, name in said)


def test_a_trace_that_fails_after_a_good_run_is_said_and_is_the_exit_status(bench):
    done, folder = bench(failing="threads")
    assert done.returncode == 9
    assert "no trace of io/exhibition/threads/" in done.stderr
    assert "bench: the exhibition could not be traced as a whole" in done.stderr
    assert "result   results/latest.json" in done.stdout and (folder / "io-exhibition-timeline.png").exists()


def test_a_trace_that_fails_does_not_hide_the_status_of_the_run(bench):
    done, _ = bench(status=2, failing="sequential coro threads fork")
    assert done.returncode == 2 and "could not be traced" in done.stderr


def test_after_an_interrupt_nothing_more_is_run(bench):
    done, folder = bench(status=130)
    assert done.returncode == 130
    assert not list(folder.glob("*.trace.json")) and (folder / "map.png").exists()
