"""How often the gate is wrong and how often it sees something, by simulation: the tables in docs/ci.md.

    PYTHONPATH=scripts /usr/bin/python3 -B -m reporting.power
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Callable

import numpy as np

from reporting.contest import Plan
from reporting.rank_tests import detectable, signed_rank_p

GATES = 20_000
SEED = 444


@dataclass(frozen=True)
class Rates:
    """Shares of simulated gates of one quantity."""

    suspected: float  # by the first rounds
    reported: float  # and confirmed by fresh ones


def normal(rng: np.random.Generator, gates: int, rounds: int) -> np.ndarray:
    """Log ratios of pairs; like all of these of pair noise 1 and without a change."""
    return rng.normal(size=(gates, rounds))


def heavy_tailed(rng: np.random.Generator, gates: int, rounds: int) -> np.ndarray:
    """Student's t with two degrees of freedom: its variance is infinite."""
    return rng.standard_t(2, size=(gates, rounds)) / 1.32


def bimodal(rng: np.random.Generator, gates: int, rounds: int) -> np.ndarray:
    """Either side is in one of two states, as where the kernel places two threads on one CPU or on two."""
    state = rng.integers(0, 2, size=(2, gates, rounds)).astype(float)
    return (state[0] - state[1]) + rng.normal(scale=0.2, size=(gates, rounds))


def autocorrelated(rng: np.random.Generator, gates: int, rounds: int) -> np.ndarray:
    """A machine whose state drifts slowly; the order within each pair is drawn, as the gate draws it."""
    slots = np.empty((gates, 2 * rounds))
    slots[:, 0] = rng.normal(size=gates)
    for i in range(1, 2 * rounds):
        slots[:, i] = 0.9 * slots[:, i - 1] + math.sqrt(1 - 0.9**2) * rng.normal(size=gates)
    sign = rng.choice((-1.0, 1.0), size=(gates, rounds))
    return sign * (slots[:, 1::2] - slots[:, ::2]) / math.sqrt(2 * (1 - 0.9))


NOISES: dict[str, Callable[[np.random.Generator, int, int], np.ndarray]] = {
    "normal": normal, "heavy-tailed": heavy_tailed, "bimodal": bimodal, "autocorrelated": autocorrelated}


def rates(noise: str, sigma: float, effect: float, tolerance: float = 0.05, gates: int = GATES, plan: Plan = Plan(),
          seed: int = SEED) -> Rates:
    """Of gates that look at one quantity whose true change is `effect` under pair noise `sigma`."""
    rng = np.random.default_rng(seed)
    d = math.log1p(effect) + sigma * NOISES[noise](rng, gates, plan.rounds + plan.confirmations)
    shift = math.log1p(tolerance)
    suspected = signed_rank_p(d[:, :plan.rounds], shift) <= plan.alpha
    confirmed = signed_rank_p(d[:, plan.rounds:], shift) <= plan.alpha
    return Rates(float(suspected.mean()), float((suspected & confirmed).mean()))


def power_table(gates: int = GATES) -> str:
    """What the gate reports of a slowdown of 10 % and of 30 %, by the noise of a pair."""
    lines = ["| pair noise | +10 % reported | +30 % reported | seen in 4 of 5 |", "|--:|--:|--:|--:|"]
    for sigma in (0.01, 0.02, 0.03, 0.05, 0.10, 0.20):
        seen = [f"{100 * rates('normal', sigma, effect, gates=gates).reported:.0f} %" for effect in (0.10, 0.30)]
        lines.append(f"| {100 * sigma:.0f} % | {' | '.join(seen)} | +{100 * detectable(sigma, Plan.rounds, 0.05):.0f} % |")
    return "\n".join(lines)


def false_alarm_table(gates: int = GATES) -> str:
    """What the gate reports of one quantity that did not change, and of one that is worse by just the tolerance."""
    lines = ["| noise, 10 % a pair | no change: suspected | reported | worse by just 5 %: suspected | reported |",
             "|---|--:|--:|--:|--:|"]
    for noise in NOISES:
        both = [rates(noise, 0.10, effect, gates=gates) for effect in (0.0, 0.05)]
        cells = [f"{100 * share:.2f} %" for one in both for share in (one.suspected, one.reported)]
        lines.append(f"| {noise} | {' | '.join(cells)} |")
    return "\n".join(lines)


if __name__ == "__main__":
    print(power_table(), false_alarm_table(), sep="\n\n")
