"""What the tests of the scripts share: stored results, and a fresh one when there is a binary to make it.

The files in data/ are real output, shortened: `exhibition` and `sleepers` 3 rounds, `graph` 6, `ranked` and `ranked_again` 10
rounds each under different seeds, `workers` 12 of a sweep over workers on a busy machine, `faults` a run with a time limit so short that some cells broke it, in which one cell was then made to
look crashed and another one interrupted.
"""

from __future__ import annotations

import copy
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(ROOT / "scripts"))

STORED = sorted((HERE / "data").glob("*.json"))


@pytest.fixture(params=STORED, ids=lambda path: path.stem)
def stored(request) -> Path:
    """Each stored result in turn."""
    return request.param


@pytest.fixture
def document():
    """A stored result as JSON, by name; a copy that a test may spoil."""
    return lambda name: copy.deepcopy(json.loads((HERE / "data" / f"{name}.json").read_text()))


@pytest.fixture
def spoilt(tmp_path, document):
    """Writes a stored result after a change and returns where."""

    def write(name: str, change) -> Path:
        changed = document(name)
        change(changed)
        path = tmp_path / "spoilt.json"
        path.write_text(json.dumps(changed))
        return path

    return write


@pytest.fixture(scope="session")
def fresh(tmp_path_factory) -> Path:
    """What the binary writes today: what end_to_end.smoke kept of it, or a run of its own. A cell may fail: these tests are
    about the file, and must hold then too."""
    binary = os.environ.get("SIMUL_BINARY")
    if not binary:
        pytest.skip("SIMUL_BINARY does not name the binary")
    kept = Path(os.environ.get("SIMUL_FRESH", ""))
    if kept.is_file() and kept.stat().st_mtime > Path(binary).stat().st_mtime:
        return kept
    folder = tmp_path_factory.mktemp("fresh")
    out = folder / "smoke.json"
    command = [binary, "run", "--profile", "smoke", "--rounds", "2", "--out", str(out),
               "--calibration", str(folder / "calibration.json")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=550, check=False)
    assert done.returncode in (0, 2), done.stderr[-2000:]
    return out
