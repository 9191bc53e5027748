"""From paired rounds to verdicts: a shifted signed-rank test, then the same once more on fresh rounds.

The null hypothesis is that head is worse by at most the tolerance, so that "significant" and "worth a word" are one
question. What the first rounds suspect is only said when rounds that had no part in the suspicion confirm it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Mapping, Sequence

import numpy as np

from reporting.quantities import QUANTITIES, log_ratios
from reporting.rank_tests import ALPHA, detectable, hodges_lehmann, holm, least_rounds, pair_noise, signed_rank_p
from reporting.rounds import Pair

WORSE, BETTER = 1, -1
VERDICTS = ("error", "regression", "inconclusive", "improved", "ok")


@dataclass(frozen=True)
class Candidate:
    """What the first rounds suspect."""

    cell: str
    quantity: str
    direction: int
    p: float


@dataclass(frozen=True)
class Finding:
    """A verdict on one quantity of one cell. Effects are ratios less 1; an interval that is not known is infinite."""

    quantity: str
    verdict: str
    rounds: int
    base: float
    head: float
    effect: float
    low: float
    high: float
    tolerance: float
    detectable: float
    noise: float
    reason: str = ""


@dataclass(frozen=True)
class CellVerdict:
    """A verdict on a cell, and what it rests on."""

    cell: str
    verdict: str
    findings: tuple[Finding, ...]
    reason: str = ""


Tolerance = Mapping[str, Mapping[str, float]]
"""By cell, by quantity."""


def suspects(pairs: Mapping[str, Sequence[Pair]], tolerances: Tolerance, alpha: float = ALPHA) -> list[Candidate]:
    """What the rounds hold for changed by more than the tolerance, in either direction, the clearest first."""
    found = []
    for cell, those in pairs.items():
        for name, quantity in QUANTITIES.items():
            d = log_ratios(quantity, valued(those))
            if len(d) < least_rounds(alpha):
                continue
            shift = math.log1p(tolerances[cell][name])
            for direction in (WORSE, BETTER):
                p = float(signed_rank_p(direction * d, shift))
                if p <= alpha:
                    found.append(Candidate(cell, name, direction, p))
    return sorted(found, key=lambda one: (one.p, one.direction != WORSE, one.cell))


def confirmed(candidates: Sequence[Candidate], fresh: Mapping[str, Sequence[Pair]], tolerances: Tolerance,
              alpha: float = ALPHA) -> list[bool]:
    """Which candidates fresh rounds confirm, with Holm's correction over all of them."""
    p_values = []
    for one in candidates:
        d = log_ratios(QUANTITIES[one.quantity], valued(fresh.get(one.cell, ())))
        p_values.append(float(signed_rank_p(one.direction * d, math.log1p(tolerances[one.cell][one.quantity])))
                        if len(d) else 1.0)
    return holm(p_values, alpha)


def judge(cell: str, first: Sequence[Pair], fresh: Sequence[Pair], tolerance: Mapping[str, float],
          sure: Mapping[str, int], suspected: frozenset[str]) -> CellVerdict:
    """The verdict on a cell. `sure`: the direction of each quantity whose change was confirmed."""
    failure = fault_of(first, fresh)
    if failure:
        return CellVerdict(cell, *failure)
    findings = []
    for name in QUANTITIES:
        those = fresh if name in suspected and fresh else first
        finding = find(name, those, tolerance[name], sure.get(name))
        if finding is None:
            continue
        if finding.verdict == "inconclusive" and name in suspected and not fresh:
            finding = replace(finding, reason="suspected, and the budget left no time to confirm it")
        findings.append(finding)
    return CellVerdict(cell, overall(findings), tuple(findings), "" if findings else "no round fitted into the budget")


def fault_of(first: Sequence[Pair], fresh: Sequence[Pair]) -> tuple[str, tuple[Finding, ...], str] | None:
    """The verdict where a side failed; None where none did."""
    for pair in [*first, *fresh]:
        if pair.ok:
            continue
        if pair.base.ok:
            return "error", (), f"{pair.head.status} in head: {pair.head.reason}"
        where = "in base" if pair.head.ok else "on both sides"
        return "inconclusive", (), f"{pair.base.status} {where}: {pair.base.reason}"
    return None


def find(name: str, pairs: Sequence[Pair], tolerance: float, direction: int | None) -> Finding | None:
    """What the pairs say of one quantity; None when the cell has none of it, or too little to be compared."""
    d = log_ratios(QUANTITIES[name], valued(pairs))
    if not len(d):
        return None
    estimate, low, high = hodges_lehmann(d)
    noise = pair_noise(d)
    if direction is not None:
        verdict = "regression" if direction == WORSE else "improved"
    else:
        verdict = "ok" if high < math.log1p(tolerance) else "inconclusive"
    base, head = (float(np.median([getattr(pair, side).values[name] for pair in pairs
                                   if name in getattr(pair, side).values])) for side in ("base", "head"))
    return Finding(name, verdict, len(d), base, head, *(float(np.expm1(x)) for x in (estimate, low, high)), tolerance,
                   detectable(noise, len(d), tolerance), noise)


def overall(findings: Sequence[Finding]) -> str:
    """A change of any quantity is one of the cell; that nothing can be told is only said of its time."""
    verdicts = {finding.verdict for finding in findings}
    unknown = not findings or any(one.quantity == "time" and one.verdict == "inconclusive" for one in findings)
    if "regression" in verdicts:
        return "regression"
    if unknown:
        return "inconclusive"
    return "improved" if "improved" in verdicts else "ok"


def valued(pairs: Sequence[Pair]) -> list[tuple[Mapping[str, float], Mapping[str, float]]]:
    """The quantities of those pairs that have any."""
    return [(pair.base.values, pair.head.values) for pair in pairs if pair.ok]
