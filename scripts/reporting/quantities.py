"""What of a cell is compared between two builds, and by how much it may become worse. Less is better of each."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import Callable, Mapping

import numpy as np

from reporting.results import Cell


@dataclass(frozen=True)
class Quantity:
    """`of` gives one number per process; None where the cell has none."""

    name: str
    words: str
    tolerance: float  # relative; what is not shown to be worse by more is no regression
    least: float  # below it, on both sides, the number is too small for percentages
    counter: bool  # counted by the kernel: whole numbers, nearly without noise, and possibly 0
    of: Callable[[Cell], float | None]
    show: Callable[[float], str]


def middle(values: tuple[float, ...]) -> float | None:
    """Runs of one process are no independent samples: their median is one."""
    return float(median(values)) if values else None


def seconds(value: float) -> str:
    """With a unit that leaves three digits."""
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("us", 1e-6)):
        if value >= size:
            return f"{value / size:.3g} {unit}"
    return f"{value / 1e-9:.3g} ns"


def count(value: float) -> str:
    """Whole."""
    return f"{value:,.0f}"


def mebibytes(value: float) -> str:
    """Of memory."""
    return f"{value / 2**20:.3g} MiB"


QUANTITIES = {quantity.name: quantity for quantity in (
    Quantity("time", "wall time", 0.05, 0, False, lambda cell: middle(cell.wall_s), seconds),
    Quantity("cpu", "CPU time of the process tree", 0.05, 1e-3, False, lambda cell: middle(cell.cpu_s), seconds),
    Quantity("p99", "99th percentile of the latency", 0.15, 0, False,
             lambda cell: cell.latency.p99 if cell.latency else None, lambda value: seconds(value * 1e-6)),
    Quantity("switches", "voluntary context switches", 0.02, 100, True,
             lambda cell: middle(cell.voluntary_switches), count),
    Quantity("faults", "minor page faults: memory that was touched anew", 0.02, 100, True,
             lambda cell: middle(cell.minor_faults), count),
    Quantity("memory", "peak memory", 0.02, 0, True, lambda cell: cell.peak_memory_bytes, mebibytes),
)}


def values_of(cell: Cell) -> dict[str, float]:
    """Those that the cell has."""
    found = {name: quantity.of(cell) for name, quantity in QUANTITIES.items()}
    return {name: float(value) for name, value in found.items() if value is not None}


def log_ratios(quantity: Quantity, pairs: list[tuple[Mapping[str, float], Mapping[str, float]]]) -> np.ndarray:
    """ln(head / base) of each pair of samples that both have it. Empty where the numbers are too small to be compared."""
    both = np.array([(base[quantity.name], head[quantity.name]) for base, head in pairs
                     if quantity.name in base and quantity.name in head])
    if not len(both) or not (both >= 0).all() or np.median(both, axis=0).max() < quantity.least:
        return np.empty(0)
    if quantity.counter:
        both = both + 1  # a counter may be 0 on one side, and that is no ratio
    return np.log(both[:, 1] / both[:, 0]) if (both > 0).all() else np.empty(0)


def defaults() -> dict[str, float]:
    """The tolerance of each quantity."""
    return {name: quantity.tolerance for name, quantity in QUANTITIES.items()}
