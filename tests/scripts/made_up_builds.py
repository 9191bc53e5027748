"""Two builds that do not exist: cells with times, noise and faults of one's choice, on a clock of their own."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from reporting.quantities import QUANTITIES, defaults
from reporting.rounds import Pair, Sample


@dataclass
class Builds:
    """`measure` is what a contest asks for. A process takes `cost_s` of the clock."""

    slowdown: dict[str, float] = field(default_factory=dict)  # of head, by cell
    noise: float = 0.03
    cost_s: float = 0.1
    faults: dict[tuple[str, str], tuple[str, int]] = field(default_factory=dict)  # by cell and side: status, from when
    extra: dict[str, dict[str, tuple[float, float]]] = field(default_factory=dict)  # other quantities, base and head
    calls: list[tuple[str, str, int]] = field(default_factory=list)
    now: float = 0.0
    seed: int = 444

    def __post_init__(self):
        self.rng = np.random.default_rng(self.seed)

    def clock(self) -> float:
        return self.now

    def measure(self, cell: str, side: str, number: int) -> Sample:
        self.calls.append((cell, side, number))
        self.now += self.cost_s
        status, since = self.faults.get((cell, side), ("ok", 0))
        if status != "ok" and number >= since:
            return Sample(status, "made up")
        factor = self.slowdown.get(cell, 1.0) if side == "head" else 1.0
        values = {"time": 0.05 * factor * math.exp(self.rng.normal(0, self.noise / math.sqrt(2)))}
        values.update({name: both[side == "head"] for name, both in self.extra.get(cell, {}).items()})
        return Sample("ok", values=values)


def tolerances(cells):
    """The usual ones."""
    return {cell: defaults() for cell in cells}


def pairs(base, head, quantity="time"):
    """Pairs with these values."""
    assert quantity in QUANTITIES
    return [Pair(Sample("ok", values={quantity: b}), Sample("ok", values={quantity: h})) for b, h in zip(base, head)]
