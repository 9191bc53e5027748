"""scripts/compare: what it refuses, what it names, and its three verdicts, on stored results that were changed."""

from __future__ import annotations

import json
import random
import subprocess

import pytest
from conftest import HERE, ROOT
from reporting import compare
from reporting.comparable import differences
from reporting.results import load

RANKED = HERE / "data" / "ranked.json"


@pytest.fixture
def changed(tmp_path, document):
    """Writes the stored result `ranked` after a change."""

    def write(change, name="changed") -> str:
        result = document("ranked")
        change(result["simul"])
        path = tmp_path / f"{name}.json"
        path.write_text(json.dumps(result))
        return str(path)

    return write


def timed(factors, noise=0.01, rounds=12):
    """A change that gives each cell 1 ms times its factor, with noise."""

    def change(simul):
        rng = random.Random(444)
        for cell, factor in zip(simul["cells"], factors):
            cell["wall_s"] = [1e-3 * factor * rng.lognormvariate(0, noise) for _ in range(rounds)]
            cell["round"] = list(range(rounds))

    return change


def said(capsys, *arguments):
    status = compare.main(list(map(str, arguments)))
    out = capsys.readouterr()
    return status, out.out, out.err


def test_the_three_verdicts_come_with_effect_and_interval(changed, capsys):
    first, second = changed(timed([1, 1, 1, 1]), "a"), changed(timed([1.5, 0.5, 1, 1]), "b")
    status, out, _ = said(capsys, first, second)
    assert status == 1
    lines = out.splitlines()
    assert [line.split("  ")[0] for line in lines[:4]] == ["slower", "faster", "cannot tell", "cannot tell"]
    assert " us -> 1.5 ms " in lines[0] and "+50.0 % (+" in lines[0]
    assert lines[-1] == "1 slower, 1 faster, 2 cannot tell of 4 cells"


def test_a_difference_within_the_tolerance_is_none(changed, capsys):
    first, second = changed(timed([1] * 4, 0.001), "a"), changed(timed([1.04] * 4, 0.001), "b")
    assert said(capsys, first, second)[0] == 0
    assert said(capsys, first, second, "--tolerance", 2)[0] == 1


def test_three_rounds_cannot_tell(changed, capsys):
    first, second = changed(timed([1] * 4, rounds=3), "a"), changed(timed([1.1] * 4, rounds=3), "b")
    assert said(capsys, first, second)[0] == 0


def test_runs_of_one_round_are_one_sample(changed):
    def repeated(simul):
        for cell in simul["cells"]:
            cell["wall_s"], cell["round"] = [1.0, 2.0, 9.0, 4.0], [0, 0, 0, 1]

    cell = load(changed(repeated)).cells[0]
    assert compare.logs(cell) == pytest.approx([0.6931, 1.3863], abs=1e-4)


def test_a_result_is_not_told_from_itself(stored, capsys):
    status, out, _ = said(capsys, stored, stored)
    assert status == 0 and " slower" not in out and " faster" not in out


def test_noise_alone_is_hardly_ever_a_difference(changed):
    wrong = 0
    for seed in range(100):
        def noisy(simul, seed=seed):
            rng = random.Random(seed)
            for cell in simul["cells"]:
                cell["wall_s"] = [rng.lognormvariate(0, 0.2) for _ in range(12)]
                cell["round"] = list(range(12))

        first, second = load(changed(noisy, "a")), load(changed(lambda simul, s=seed: noisy(simul, s + 1000), "b"))
        wrong += any(row.verdict in ("slower", "faster") for row in compare.compared(first, second, "", 0.05, 0.05))
    assert wrong <= 5


@pytest.mark.parametrize("key, value, what", [
    ("cpu_model", "another", "machine"), ("cpus_allowed", 64, "CPUs"), ("build_type", "Debug", "build type"),
    ("compiler", "Clang 17", "compiler"), ("flags", "-O0", "flags"), ("sanitizers", "address", "sanitizers"),
    ("native", True, "native"), ("pinned", True, "pinned")])
def test_what_differs_for_other_reasons_than_the_code_is_refused_unless_told(changed, capsys, key, value, what):
    other = changed(lambda simul: simul["environment"].update({key: value}))
    status, out, err = said(capsys, RANKED, other)
    assert status == 65 and out == "" and err.count("\n") == 1
    assert f"{what}: " in err and "--anyway" in err
    status, out, _ = said(capsys, RANKED, other, "--anyway")
    assert status in (0, 1) and out.splitlines()[0].startswith(f"different {what}: ")


def test_another_calibration_is_refused(changed, capsys):
    assert "calibration: " in said(capsys, RANKED, changed(lambda simul: simul.update(steps_per_us=1)))[2]


def test_another_commit_and_kernel_are_named_and_compared(changed, capsys):
    def change(simul):
        simul["environment"].update(kernel="Linux 7", git={"commit": "a" * 40, "dirty": True})

    status, out, _ = said(capsys, RANKED, changed(change))
    assert status == 0
    named = [line for line in out.splitlines() if line.startswith("different ")]
    assert [line.split(":")[0] for line in named] == ["different kernel", "different commit"]
    assert f"{'a' * 40} and changes" in named[1]


def test_what_forbids_is_named_before_what_does_not(changed):
    def change(simul):
        simul["environment"].update(kernel="Linux 7", flags="-O0")

    assert [one.what for one in differences(load(RANKED), load(changed(change)))] == ["flags", "kernel"]


def test_a_cell_that_fails_now_is_worse_than_slow_and_never_fast(changed, capsys):
    def fail(simul):
        simul["cells"][0].update(status="crashed", reason="it broke", metrics={})

    status, out, _ = said(capsys, RANKED, changed(fail))
    assert status == 2 and out.splitlines()[0].startswith("fails ") and "crashed: it broke" in out
    status, out, _ = said(capsys, changed(fail), RANKED)
    assert status == 0 and "crashed in the first file" in out


def test_cells_can_be_chosen(capsys):
    assert said(capsys, RANKED, RANKED, "--filter", "/tbb/")[1].splitlines()[-1] == "1 cannot tell of 1 cell"
    assert said(capsys, RANKED, RANKED, "--filter=-/tbb/")[1].splitlines()[-1] == "3 cannot tell of 3 cells"


@pytest.mark.parametrize("arguments, status", [
    ([], 64), (["absent.json", "absent.json"], 65), ([RANKED, RANKED, "--filter", "("], 64),
    ([RANKED, RANKED, "--filter", "no such cell"], 64), ([RANKED, RANKED, "--tolerance", "-1"], 64)])
def test_mistakes_are_one_line_and_a_status(arguments, status):
    done = subprocess.run([ROOT / "scripts" / "compare", *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == status
    assert done.stdout == "" and len(done.stderr.splitlines()) == 1


def made(threads):
    """A change that gives each cell so many threads."""

    def change(simul):
        for cell in simul["cells"]:
            cell["metrics"].update(threads_created=threads, processes_created=0, allocations=100, allocated_bytes=1000)

    return change


def test_who_creates_more_is_named_and_not_judged(changed, capsys):
    few, many = changed(made(14), "few"), changed(made(28), "many")
    assert compare.main([few, many, "--filter", "coro"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if line.startswith("more ")] == [
        f"more threads created: {cell.name}  14 -> 28" for cell in load(RANKED).cells if "coro" in cell.name]
    assert compare.main([many, few, "--filter", "coro"]) == 0
    assert "fewer threads created" in capsys.readouterr().out
    assert compare.main([many, many]) == 0
    assert "created" not in capsys.readouterr().out
