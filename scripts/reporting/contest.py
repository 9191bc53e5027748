"""Base against head within a time budget: first rounds of all cells, then fresh ones of those that they suspect."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass, field
from typing import Callable, Mapping, Sequence

from reporting.rank_tests import ALPHA, least_rounds
from reporting.rounds import Measure, Pair, one_round
from reporting.verdicts import Candidate, CellVerdict, Tolerance, confirmed, judge, suspects

SHARE_OF_FIRST = 2 / 3
"""Of the budget, so that what is suspected can be confirmed."""

Clock = Callable[[], float]


@dataclass(frozen=True)
class Plan:
    """How much to run. The budget is of seconds of measuring, and may be exceeded by one pair of processes."""

    rounds: int = 10
    confirmations: int = 20
    budget_s: float = 180.0
    seed: int = 444
    alpha: float = ALPHA


@dataclass
class Pairs:
    """What rounds brought, by cell, and how long a pair of each took at most."""

    by_cell: dict[str, list[Pair]]
    rounds: int = 0  # whole ones
    cost_s: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """All of a contest."""

    verdicts: tuple[CellVerdict, ...]
    first: Pairs
    fresh: Pairs
    candidates: tuple[Candidate, ...]
    took_s: float


def contest(cells: Sequence[str], measure: Measure, tolerances: Tolerance, plan: Plan, clock: Clock = time.monotonic,
            tell: Callable[[str], None] = lambda text: None) -> Outcome:
    """Runs both stages and judges. Raises GateError."""
    rng = random.Random(plan.seed)
    start = clock()
    least = min(plan.rounds, least_rounds(plan.alpha))
    first = gather(cells, plan.rounds, measure, rng, start + SHARE_OF_FIRST * plan.budget_s, clock, tell)
    if first.rounds < least:  # nothing can be suspected yet, so there is nothing to keep the rest of the budget for
        more = gather(alive(first), least - first.rounds, measure, rng, start + plan.budget_s, clock, tell, first.rounds)
        first = together(first, more)
    candidates = [one for one in suspects(first.by_cell, tolerances, plan.alpha)
                  if all(pair.ok for pair in first.by_cell[one.cell])]
    taken = affordable(candidates, first.cost_s, start + plan.budget_s - clock(), plan)
    again = list(dict.fromkeys(one.cell for one in taken))
    if again:
        tell(f"confirming {len(again)} of {len(cells)} cells")
    fresh = gather(again, plan.confirmations, measure, rng, start + plan.budget_s, clock, tell, plan.rounds)
    sure = [one for one, is_so in zip(taken, confirmed(taken, fresh.by_cell, tolerances, plan.alpha)) if is_so]
    verdicts = tuple(
        judge(cell, first.by_cell[cell], fresh.by_cell.get(cell, ()), tolerances[cell],
              {one.quantity: one.direction for one in sure if one.cell == cell},
              frozenset(one.quantity for one in candidates if one.cell == cell))
        for cell in cells)
    return Outcome(verdicts, first, fresh, tuple(candidates), clock() - start)


def gather(cells: Sequence[str], rounds: int, measure: Measure, rng: random.Random, until: float, clock: Clock,
           tell: Callable[[str], None] = lambda text: None, number_from: int = 0) -> Pairs:
    """As many rounds as fit. A cell that failed is not run again."""
    pairs = Pairs({cell: [] for cell in cells})
    longest = 0.0
    for number in range(rounds):
        those = alive(pairs)
        begun = before = clock()
        if not those or begun + longest > until:
            break
        tell(f"round {number + 1}/{rounds}, {len(those)} cells, {max(0.0, until - begun):.0f} s left for such rounds")
        for cell, pair in one_round(those, number_from + number, measure, rng):
            pairs.by_cell[cell].append(pair)
            now = clock()
            pairs.cost_s[cell] = max(pairs.cost_s.get(cell, 0.0), now - before)
            before = now
            if now > until:
                return pairs
        pairs.rounds += 1
        longest = max(longest, clock() - begun)
    return pairs


def alive(pairs: Pairs) -> list[str]:
    """The cells that have not failed."""
    return [cell for cell, those in pairs.by_cell.items() if all(pair.ok for pair in those)]


def together(one: Pairs, other: Pairs) -> Pairs:
    """Rounds, and further ones of some of the cells."""
    return Pairs({cell: those + other.by_cell.get(cell, []) for cell, those in one.by_cell.items()},
                 one.rounds + other.rounds,
                 {cell: max(cost, other.cost_s.get(cell, 0.0)) for cell, cost in one.cost_s.items()})


def affordable(candidates: Sequence[Candidate], cost_s: Mapping[str, float], left_s: float,
               plan: Plan) -> list[Candidate]:
    """The clearest of the candidates, as far as there is time for the rounds without which nothing can be confirmed."""
    taken: list[Candidate] = []
    for one in candidates:
        cells = {other.cell for other in [*taken, one]}
        rounds = min(plan.confirmations, least_rounds(plan.alpha, len(taken) + 1) + 1)
        if rounds * sum(cost_s[cell] for cell in cells) <= left_s:
            taken.append(one)
    return taken
