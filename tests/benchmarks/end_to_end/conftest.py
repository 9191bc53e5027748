"""What the end-to-end tests share: the real binary, started as a user would, and no trace of it afterwards."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Callable, Iterator

import pytest

ROOT = Path(__file__).parents[3]
sys.path.insert(0, str(ROOT / "tests" / "scripts"))  # the rules that every result file keeps


def until(condition: Callable[[], Any], what: str, seconds: float = 60) -> Any:
    """The first result that is true."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if result := condition():
            return result
        time.sleep(0.002)
    raise AssertionError(f"{what}: not within {seconds} s")


@dataclass
class Simul:
    """One binary and a folder to work in. Whatever it starts carries a token in its environment."""

    binary: str
    folder: Path
    calibration: Path
    token: str = field(default_factory=lambda: f"SIMUL_TEST_TOKEN={uuid.uuid4()}")

    @property
    def out(self) -> Path:
        return self.folder / "out.json"

    def command(self, *arguments: str) -> list[str]:
        if arguments[:1] != ("run",):
            return [self.binary, *arguments]
        given = [] if any(a.startswith(("--out", "--benchmark_out")) for a in arguments) else ["--out", str(self.out)]
        return [self.binary, *arguments, *given, "--calibration", str(self.calibration)]

    def environment(self) -> dict[str, str]:
        name, _, value = self.token.partition("=")
        return {**os.environ, name: value}

    def __call__(self, *arguments: str, seconds: float = 240) -> subprocess.CompletedProcess[str]:
        return subprocess.run(self.command(*arguments), capture_output=True, text=True, errors="replace", timeout=seconds,
                              check=False, cwd=self.folder, env=self.environment())

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """In the background, with its progress in the file `progress`."""
        with open(self.folder / "progress", "w", encoding="utf-8") as progress:
            return subprocess.Popen(self.command(*arguments), stdout=subprocess.DEVNULL, stderr=progress, text=True,
                                    cwd=self.folder, env=self.environment())

    def progress(self) -> str:
        return (self.folder / "progress").read_text(encoding="utf-8")

    def result(self) -> dict[str, Any]:
        return json.loads(self.out.read_text(encoding="utf-8"))

    def processes(self) -> dict[int, str]:
        """Those that still live, with their command lines: children, grandchildren, orphans."""
        found = {}
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit():
                continue
            try:
                if self.token.encode() in (entry / "environ").read_bytes().split(b"\0"):
                    found[int(entry.name)] = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode().strip()
            except OSError:
                continue  # gone meanwhile, or a zombie
        return found


def made(variable: str, folder: Path, calibration: Path) -> Iterator[Simul]:
    binary = os.environ.get(variable)
    assert binary, f"{variable} does not name the binary: run these tests by ctest"
    simul = Simul(binary, folder, calibration)
    yield simul
    until(lambda: not simul.processes(), f"nothing left of {simul.binary}: {simul.processes()}", 5)


@pytest.fixture(scope="session")
def calibration(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("calibration") / "calibration.json"


@pytest.fixture
def simul(tmp_path, calibration) -> Iterator[Simul]:
    yield from made("SIMUL_BINARY", tmp_path, calibration)


def cells(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """By contestant; by name where a contestant has several."""
    all_cells = document["simul"]["cells"]
    by_contestant = {cell["contestant"]: cell for cell in all_cells}
    return by_contestant if len(by_contestant) == len(all_cells) else {cell["name"]: cell for cell in all_cells}
