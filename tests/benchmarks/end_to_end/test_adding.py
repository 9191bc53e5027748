"""docs/adding.md, followed to the letter: what it says works, and touches nothing that it does not name."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import ROOT

RUNTIMES = "sequential;threads"  # those of the page's toy
NEIGHBOUR = "cpu/nqueens"


@dataclass(frozen=True)
class Block:
    """A fenced block, and the file that the line before it names; none for commands."""

    file: str | None
    language: str
    text: str


def blocks(page: str) -> list[Block]:
    found = re.findall(r"^([^\n]*)\n```(\w*)\n(.*?)^```$", page, flags=re.MULTILINE | re.DOTALL)
    named = [(re.match(r"`([^`\s]+)`.*:\s*$", before), language, text) for before, language, text in found]
    return [Block(match and match.group(1), language, text) for match, language, text in named]


def contents(folder: Path) -> dict[str, str]:
    """Every file with its digest."""
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in folder.rglob("*") if path.is_file()}


def copy_of_the_sources(to: Path) -> Path:
    """Without what was built, measured or cached."""
    def left_out(folder: str, names: list[str]) -> set[str]:
        here = {"": {"build", ".git"}, "results": {name for name in names if name.startswith("latest")}}
        return here.get(str(Path(folder).relative_to(ROOT)).replace(".", ""), set()) | {"__pycache__", ".pytest_cache"}

    return Path(shutil.copytree(ROOT, to, ignore=left_out, symlinks=True))


def add_line(listfile: Path, line: str) -> None:
    """Beside the other workloads: after the last of them."""
    lines = listfile.read_text(encoding="utf-8").splitlines(keepends=True)
    last = max(i for i, each in enumerate(lines) if each.startswith("add_workload("))
    listfile.write_text("".join([*lines[: last + 1], line, *lines[last + 1 :]]), encoding="utf-8")


@pytest.fixture(scope="module")
def page() -> list[Block]:
    return blocks((ROOT / "docs" / "adding.md").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def original(tmp_path_factory) -> Path:
    """The suite with one workload: the toy's neighbour. All of them are built by whoever runs this."""
    sources = copy_of_the_sources(tmp_path_factory.mktemp("original") / "simul")
    listfile = sources / "benchmarks" / "CMakeLists.txt"
    one, others = re.subn(rf"^add_workload\((?!{NEIGHBOUR} )[^)]*\)\n", "", listfile.read_text(encoding="utf-8"),
                          flags=re.MULTILINE)
    assert others > 10 and one.count("\nadd_workload(") == 1
    listfile.write_text(one, encoding="utf-8")
    return sources


@pytest.fixture(scope="module")
def copy(tmp_path_factory, original, page) -> Path:
    """The sources as they are, and then what the page adds to them."""
    source = Path(shutil.copytree(original, tmp_path_factory.mktemp("adding") / "simul", symlinks=True))
    for block in page:
        if block.file is None:
            continue
        target = source / block.file
        if block.language == "cmake":
            add_line(target, block.text)
        else:
            assert not target.exists(), f"the page writes over {block.file}"
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(block.text, encoding="utf-8")
    return source


def test_the_page_is_one_folder_and_one_line(page):
    files = [block for block in page if block.file]
    code = [block.file for block in files if block.language != "cmake"]
    lines = [block for block in files if block.language == "cmake"]
    assert len({Path(name).parent for name in code}) == 1
    assert {Path(name).name for name in code} == {"workload.hpp", "sequential.cpp", "threads.cpp"}
    assert [line.file for line in lines] == ["benchmarks/CMakeLists.txt"]
    assert len(lines[0].text.splitlines()) == 1


def test_the_page_tells_how_to_run_it(page):
    [commands] = [block.text for block in page if block.language == "sh"]
    assert "cmake --preset release" in commands and "simul run" in commands


@pytest.fixture(scope="module")
def binary(copy) -> Path:
    build = copy.parent / "build"
    configure = ["cmake", "-S", str(copy), "-B", str(build), "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Release",
                 "-DCMAKE_CXX_FLAGS_RELEASE=-O0", "-DCMAKE_UNITY_BUILD=ON", "-DSIMUL_TESTS=OFF",
                 "-DCMAKE_DISABLE_FIND_PACKAGE_OpenSSL=ON",  # which other workloads need
                 f"-DSIMUL_RUNTIMES={RUNTIMES}", "-DSIMUL_REFERENCES="]
    for command in (configure, ["cmake", "--build", str(build), "--target", "simul"]):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, (done.stdout + done.stderr)[-4000:]
        assert "warning:" not in done.stdout
    return build / "benchmarks" / "simul"


def test_its_cells_run_and_are_right(page, binary, tmp_path):
    [commands] = [block.text for block in page if block.language == "sh"]
    [arguments] = re.findall(r"/simul (run .*)$", commands, flags=re.MULTILINE)
    out = tmp_path / "out.json"
    given = [*arguments.split(), "--out", str(out), "--calibration", str(tmp_path / "calibration.json")]
    done = subprocess.run([str(binary), *given], capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    cells = json.loads(out.read_text(encoding="utf-8"))["simul"]["cells"]
    assert {cell["contestant"] for cell in cells} == {"sequential", "threads"}
    assert {(cell["workload"], cell["status"]) for cell in cells} == {("collatz", "ok")}
    assert all(cell["metrics"]["of_ideal"] for cell in cells)


def test_nothing_else_was_touched(page, original, copy, binary):
    assert binary.exists()  # building is over
    before, after = contents(original), contents(copy)
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    assert changed == {block.file for block in page if block.file}
