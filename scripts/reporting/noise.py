"""What a build compared with itself tells of a machine: how noisy each cell is, and how often a gate would cry wolf."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Mapping, Sequence

import numpy as np

from reporting.contest import Plan
from reporting.quantities import QUANTITIES, log_ratios
from reporting.rank_tests import detectable, holm, least_rounds, pair_noise, signed_rank_p
from reporting.rounds import Pair
from reporting.tolerances import tolerance_for
from reporting.verdicts import Tolerance, valued

Differences = Mapping[tuple[str, str], np.ndarray]
"""ln(head / base) of every round, by cell and quantity."""


@dataclass(frozen=True)
class Noise:
    """Of one quantity of one cell."""

    noise: float  # of the log ratio of a pair
    lag: float  # correlation of a round's log ratio with the next one's
    tolerance: float  # that follows for so many rounds
    detectable: float  # with that tolerance


@dataclass(frozen=True)
class FalseAlarms:
    """Of gates whose rounds were drawn from the recorded ones."""

    gates: int
    suspected: int  # in which the first rounds suspected something to be worse
    confirmed: int  # in which fresh rounds then confirmed it: what a user would have seen


def differences(recorded: Mapping[str, Sequence[Pair]]) -> dict[tuple[str, str], np.ndarray]:
    """Of whatever has enough rounds to be tested at all."""
    found = {(cell, name): log_ratios(quantity, valued(pairs))
             for cell, pairs in recorded.items() for name, quantity in QUANTITIES.items()}
    return {key: d for key, d in found.items() if len(d) >= least_rounds(Plan.alpha)}


def noise_of(d: np.ndarray, rounds: int, usual: float) -> Noise:
    """Of one quantity, for gates of so many rounds."""
    spread = pair_noise(d)
    steps = d - d.mean()
    square = float((steps**2).sum())
    lag = float((steps[1:] * steps[:-1]).sum()) / square if square > 0 else 0.0
    tolerance = tolerance_for(spread, rounds, usual)
    return Noise(spread, lag, tolerance, detectable(spread, rounds, tolerance))


def false_alarms(recorded: Differences, tolerances: Tolerance, plan: Plan, gates: int,
                 rng: np.random.Generator, slowdown: Mapping[str, float] | None = None) -> FalseAlarms:
    """Gates whose first and fresh rounds are disjoint draws from the recorded ones, the same rounds for all cells.

    `slowdown` makes cells slower by these factors: then the alarms are true, and their share is the power.
    """
    total = min(len(d) for d in recorded.values())
    fresh_rounds = min(plan.confirmations, total - plan.rounds)
    draws = rng.permuted(np.tile(np.arange(total), (gates, 1)), axis=1)
    first, fresh = draws[:, :plan.rounds], draws[:, plan.rounds:plan.rounds + fresh_rounds]
    shifted = {key: d + (math.log((slowdown or {}).get(key[0], 1.0)) if key[1] in ("time", "cpu") else 0.0)
               for key, d in recorded.items()}
    p_first = np.array([signed_rank_p(d[first], math.log1p(tolerances[cell][name])) for (cell, name), d in shifted.items()])
    suspected = (p_first <= plan.alpha).any(axis=0)
    keys = list(shifted)
    confirmed = 0
    for gate in np.flatnonzero(suspected):
        those = [keys[i] for i in np.flatnonzero(p_first[:, gate] <= plan.alpha)]
        p_values = [float(signed_rank_p(shifted[key][fresh[gate]], math.log1p(tolerances[key[0]][key[1]])))
                    for key in those]
        confirmed += any(holm(p_values, plan.alpha))
    return FalseAlarms(gates, int(suspected.sum()), confirmed)
