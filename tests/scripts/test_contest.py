"""The course of a gate, on builds that do not exist: rounds, suspicion, confirmation, faults and the budget."""

from __future__ import annotations

import collections

import pytest
from made_up_builds import Builds, tolerances
from reporting.contest import Plan, contest
from reporting.gate import exit_status

CELLS = ["io/a/coro/n:1", "cpu/b/tbb/n:1", "sync/c/threads/n:1"]


def held(builds: Builds, plan: Plan = Plan(), cells=CELLS):
    return contest(cells, builds.measure, tolerances(cells), plan, builds.clock)


def verdicts(outcome):
    return {one.cell: one.verdict for one in outcome.verdicts}


def test_without_a_change_all_is_ok_and_nothing_is_run_again():
    outcome = held(Builds(noise=0.01))
    assert set(verdicts(outcome).values()) == {"ok"}
    assert (outcome.first.rounds, outcome.fresh.rounds, outcome.candidates) == (10, 0, ())


def test_what_is_twice_as_slow_is_reported_and_only_that():
    builds = Builds({CELLS[1]: 2.0}, noise=0.02)
    outcome = held(builds)
    assert verdicts(outcome) == {CELLS[0]: "ok", CELLS[1]: "regression", CELLS[2]: "ok"}
    [finding] = outcome.verdicts[1].findings
    assert finding.rounds == 20 and finding.low < 1.0 < finding.high  # of the fresh rounds alone
    again = collections.Counter(cell for cell, _, number in builds.calls if number >= 10)
    assert again == {CELLS[1]: 40}


def test_what_is_faster_is_improved():
    assert verdicts(held(Builds({CELLS[0]: 0.5})))[CELLS[0]] == "improved"
    assert exit_status(held(Builds({CELLS[0]: 0.5}, noise=0.01)).verdicts, strict=True) == 0


def test_noise_that_hides_everything_is_inconclusive_with_what_could_have_been_seen():
    outcome = held(Builds(noise=0.5, seed=1))
    assert set(verdicts(outcome).values()) == {"inconclusive"}
    assert all(one.findings[0].detectable > 0.3 for one in outcome.verdicts)
    assert exit_status(outcome.verdicts, strict=False) == 0
    assert exit_status(outcome.verdicts, strict=True) == 3


def test_each_round_has_every_cell_on_both_sides_one_right_after_the_other_in_random_order():
    builds = Builds()
    held(builds, Plan(rounds=10, confirmations=1))
    firsts, orders = collections.Counter(), set()
    for number in range(10):
        calls = [call for call in builds.calls if call[2] == number]
        assert len(calls) == 2 * len(CELLS)
        for one, other in zip(calls[::2], calls[1::2]):
            assert one[0] == other[0] and {one[1], other[1]} == {"base", "head"}
            firsts[one[1]] += 1
        orders.add(tuple(call[0] for call in calls[::2]))
    assert min(firsts.values()) >= 8 and len(orders) > 2


def test_the_order_is_that_of_the_seed():
    one, same, other = (Builds() for _ in range(3))
    held(one), held(same), held(other, Plan(seed=1))
    assert one.calls == same.calls != other.calls


def test_a_cell_that_fails_in_head_only_is_an_error_at_once():
    builds = Builds(faults={(CELLS[2], "head"): ("wrong_answer", 3)}, noise=0.01)
    outcome = held(builds)
    assert verdicts(outcome)[CELLS[2]] == "error"
    assert outcome.verdicts[2].reason == "wrong_answer in head: made up"
    assert sum(cell == CELLS[2] for cell, _, _ in builds.calls) == 8
    assert exit_status(outcome.verdicts, strict=False) == 2


@pytest.mark.parametrize("sides", [("base",), ("base", "head")])
def test_a_cell_that_fails_in_base_says_nothing_against_head(sides):
    outcome = held(Builds(faults={(CELLS[0], side): ("crashed", 0) for side in sides}, noise=0.01))
    assert verdicts(outcome)[CELLS[0]] == "inconclusive"
    assert "crashed" in outcome.verdicts[0].reason and ("both" in outcome.verdicts[0].reason) == (len(sides) == 2)
    assert exit_status(outcome.verdicts, strict=False) == 0


def test_a_cell_that_fails_while_it_is_confirmed_is_an_error():
    outcome = held(Builds({CELLS[0]: 2.0}, faults={(CELLS[0], "head"): ("timed_out", 12)}))
    assert verdicts(outcome)[CELLS[0]] == "error"


def test_an_error_weighs_more_than_a_regression():
    outcome = held(Builds({CELLS[0]: 2.0}, faults={(CELLS[1], "head"): ("crashed", 0)}))
    assert exit_status(outcome.verdicts, strict=False) == 2


@pytest.mark.parametrize("slower", [{}, {cell: 3.0 for cell in CELLS}])
@pytest.mark.parametrize("cost_s", [0.01, 0.4, 1.0, 10.0])
def test_the_budget_is_kept(slower, cost_s):
    builds = Builds(slower, cost_s=cost_s)
    outcome = held(builds, Plan(budget_s=60))
    assert outcome.took_s <= 60 + 2 * cost_s
    assert builds.now == pytest.approx(outcome.took_s)


def test_when_everything_is_slower_and_time_is_short_the_clearest_are_still_confirmed():
    outcome = held(Builds({cell: 3.0 for cell in CELLS}, cost_s=1.0), Plan(budget_s=75))
    assert (outcome.first.rounds, outcome.fresh.rounds) == (8, 13)
    assert sorted(verdicts(outcome).values()) == ["inconclusive", "inconclusive", "regression"]
    suspected = [one for one in outcome.verdicts if one.verdict == "inconclusive"]
    assert all("no time to confirm" in one.findings[0].reason for one in suspected)
    assert exit_status(outcome.verdicts, strict=False) == 1


def test_the_time_for_confirmations_goes_to_first_rounds_while_these_are_too_few():
    outcome = held(Builds(noise=0.01, cost_s=1.0), Plan(budget_s=50))  # 5 rounds in two thirds of it
    assert (outcome.first.rounds, {len(pairs) for pairs in outcome.first.by_cell.values()}) == (7, {7})
    assert set(verdicts(outcome).values()) == {"ok"}
    slower = held(Builds({CELLS[0]: 2.0}, noise=0.01, cost_s=1.0), Plan(budget_s=44))
    assert slower.first.rounds == 7 and "no time to confirm" in slower.verdicts[0].findings[0].reason


def test_too_few_rounds_tell_nothing():
    outcome = held(Builds({CELLS[0]: 3.0}, cost_s=1.0), Plan(budget_s=30))
    assert outcome.first.rounds < 7
    assert set(verdicts(outcome).values()) == {"inconclusive"}


def test_a_budget_for_less_than_a_round_leaves_cells_without_a_run():
    outcome = held(Builds(cost_s=10), Plan(budget_s=1))
    assert outcome.first.rounds == 0
    assert sorted(one.reason for one in outcome.verdicts) == ["", *["no round fitted into the budget"] * 2]


def test_counters_are_gated_by_their_own_tolerance():
    extra = {CELLS[0]: {"switches": (1000.0, 1030.0), "memory": (1e7, 1.01e7)}}
    outcome = held(Builds(extra=extra, noise=0.01))
    by_name = {finding.quantity: finding.verdict for finding in outcome.verdicts[0].findings}
    assert by_name == {"time": "ok", "switches": "regression", "memory": "ok"}
    assert verdicts(outcome)[CELLS[0]] == "regression"


def test_a_counter_may_have_been_nothing():
    outcome = held(Builds(extra={CELLS[0]: {"switches": (0.0, 5000.0)}}, noise=0.01))
    assert verdicts(outcome)[CELLS[0]] == "regression"


CREATED = {"threads": (14.0, 28.0), "processes": (2.0, 4.0), "allocations": (389.0, 778.0),
           "allocated_bytes": (630e3, 1260e3), "bytes_per_task": (183.0, 366.0)}


@pytest.mark.parametrize("name", CREATED)
def test_a_counter_that_doubled_is_reported_and_nothing_else(name):
    same = {key: (both[0], both[0]) for key, both in CREATED.items()}
    outcome = held(Builds(extra={cell: same | ({name: CREATED[name]} if cell == CELLS[0] else {}) for cell in CELLS},
                          noise=0.01))
    assert [(one.cell, finding.quantity) for one in outcome.verdicts for finding in one.findings
            if finding.verdict != "ok"] == [(CELLS[0], name)]
    assert verdicts(outcome)[CELLS[0]] == "regression"
    [finding] = [finding for finding in outcome.verdicts[0].findings if finding.quantity == name]
    assert (finding.base, finding.head) == CREATED[name] and finding.effect == pytest.approx(1)


def test_what_creates_the_same_each_time_is_shown_to_be_no_worse():
    outcome = held(Builds(extra={cell: {key: (both[0], both[0]) for key, both in CREATED.items()} for cell in CELLS},
                          noise=0.01))
    assert set(verdicts(outcome).values()) == {"ok"}
    assert {finding.verdict for one in outcome.verdicts for finding in one.findings} == {"ok"}


@pytest.mark.parametrize("name, base, head, verdict", [
    ("threads", 1, 1, "ok"), ("threads", 0, 0, "ok"), ("threads", 1, 2, "regression"), ("threads", 0, 1, "regression"),
    ("threads", 100, 101, "ok"), ("threads", 100, 103, "regression"), ("processes", 2, 1, "improved"),
    ("allocations", 3, 11, "ok"), ("allocations", 3, 12, "regression"), ("allocations", 0, 8, "ok"),
    ("allocations", 0, 9, "regression"), ("allocations", 1000, 1019, "ok"), ("allocations", 1000, 1021, "regression"),
    ("allocations", 12, 3, "improved"), ("allocated_bytes", 0, 4096, "ok"), ("allocated_bytes", 897, 4994, "regression")])
def test_small_counts_are_not_judged_by_percentages_alone(name, base, head, verdict):
    outcome = held(Builds(extra={CELLS[0]: {name: (float(base), float(head))}}, noise=0.01))
    [finding] = [finding for finding in outcome.verdicts[0].findings if finding.quantity == name]
    assert (finding.verdict, verdicts(outcome)[CELLS[0]]) == (verdict, verdict)


@pytest.mark.parametrize("both", [(3.0, 9.0), (0.0, 0.0)])
def test_small_counters_are_not_compared(both):
    outcome = held(Builds(extra={CELLS[0]: {"switches": both}}, noise=0.01))
    assert [finding.quantity for finding in outcome.verdicts[0].findings] == ["time"]


def test_only_an_inconclusive_time_makes_a_cell_inconclusive():
    builds = Builds(noise=0.01)
    plain = builds.measure

    def measure(cell, side, number):
        sample = plain(cell, side, number)
        return type(sample)("ok", values={**sample.values, "switches": 1000 * float(builds.rng.uniform(0.5, 2))})

    outcome = contest(CELLS, measure, tolerances(CELLS), Plan(), builds.clock)
    assert {f.verdict for one in outcome.verdicts for f in one.findings if f.quantity == "switches"} == {"inconclusive"}
    assert set(verdicts(outcome).values()) == {"ok"}
