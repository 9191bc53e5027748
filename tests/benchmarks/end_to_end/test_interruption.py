"""Whatever is killed, the file stays valid, the others keep their results, and nothing is left running."""

from __future__ import annotations

import contextlib
import os
import signal

import pytest
from conftest import until

CELLS = ("run", "--profile", "smoke", "--filter", "io/gather/(sequential|coro|threads|fork)/sleepers:10/state_bytes:0$")
LONG = (*CELLS, "--rounds", "500")


def groups_of_children(simul, process) -> set[int]:
    """The process groups of those whom it has started and who have not ended."""
    groups = set()
    for pid in simul.processes():
        with contextlib.suppress(ProcessLookupError):
            groups |= {os.getpgid(pid)} if pid != process.pid else set()
    return groups


def interrupted_in(simul, word: str, how: signal.Signals) -> int:
    """The exit status of a long run that gets a signal as soon as its progress says `word`."""
    process = simul.start(*LONG)
    try:
        until(lambda: word in simul.progress(), f"progress says {word}")
        process.send_signal(how)
        return process.wait(timeout=60)
    finally:
        process.kill()
        process.wait()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_an_interruption_keeps_what_was_measured(simul, how):
    assert interrupted_in(simul, "[round 3/500", how) == 130
    document = simul.result()["simul"]
    assert document["complete"] is False
    assert {cell["status"] for cell in document["cells"]} == {"ok"}
    assert all(2 <= len(cell["wall_s"]) <= 3 for cell in document["cells"])
    assert "interrupted" in simul.progress().splitlines()[-1]
    assert simul.processes() == {}


def test_an_interruption_of_the_first_round_still_leaves_a_file(simul):
    assert interrupted_in(simul, "[round 1/500", signal.SIGINT) == 130
    document = simul.result()["simul"]
    assert document["complete"] is False
    assert "interrupted" in {cell["status"] for cell in document["cells"]}
    assert simul.processes() == {}


def test_ctrl_c_on_the_terminal_reaches_nobody_twice(simul):
    """A terminal signals the whole foreground group: the children, in groups of their own, are ended by simul alone."""
    process = simul.start(*LONG)
    try:
        until(lambda: "[round 2/500" in simul.progress(), "the second round")
        ours = os.getpgid(process.pid)
        # A child is in our group for the moment that it takes to leave it.
        until(lambda: ours not in (groups_of_children(simul, process) or {ours}), "children in other groups", 10)
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == 130


def test_a_killed_harness_leaves_its_last_round_and_no_children(simul):
    assert interrupted_in(simul, "[round 4/500", signal.SIGKILL) == -signal.SIGKILL
    assert simul.result()["simul"]["complete"] is False
    until(lambda: not simul.processes(), "the children are gone", 10)


def test_a_killed_cell_harms_nobody_else(simul):
    process = simul.start(*CELLS, "--rounds", "3")
    victim = "io/gather/threads/sleepers:10/state_bytes:0"

    def kill_it() -> bool:
        for pid, command in simul.processes().items():
            if f" cell {victim} " in command:
                os.kill(pid, signal.SIGKILL)
                return True
        return False

    try:
        until(kill_it, f"a process of {victim}")
        assert process.wait(timeout=120) == 2
    finally:
        process.kill()
        process.wait()
    document = simul.result()
    status = {cell["name"]: cell["status"] for cell in document["simul"]["cells"]}
    assert status.pop(victim) == "crashed"
    assert set(status.values()) == {"ok"}
    [cell] = [cell for cell in document["simul"]["cells"] if cell["name"] == victim]
    assert "SIGKILL" in cell["reason"]
    assert document["simul"]["complete"] is True
    assert victim not in {row["run_name"] for row in document["benchmarks"]}
