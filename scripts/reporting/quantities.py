"""What of a cell is compared between two builds, and by how much it may become worse. Less is better of each."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import Callable, Mapping

import numpy as np

from reporting.result_types import Cell


@dataclass(frozen=True)
class Quantity:
    """`of` gives one number per process; None where the cell has none."""

    name: str
    words: str
    tolerance: float  # relative; what is not shown to be worse by more is no regression
    of: Callable[[Cell], float | None]
    show: Callable[[float], str]
    least: float = 0  # below it, on both sides, the number is too small for percentages
    slack: float = 0  # a difference that is no larger is none: a few pieces of memory more or less are nobody's concern
    counter: bool = True  # counted: whole numbers, nearly without noise, and possibly 0


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


def slope(points: tuple[tuple[int, int], ...]) -> float | None:
    """Bytes per task between the fewest and the most tasks; None for fewer than two numbers of tasks."""
    (few, least), (many, most) = (min(points), max(points)) if points else ((0, 0), (0, 0))
    return (most - least) / (many - few) if many > few else None


def of_created(name: str) -> Callable[[Cell], float | None]:
    """From set-up to the end of the counted run."""
    return lambda cell: cell.created.get(name)


def size(value: float) -> str:
    """In bytes, or a larger unit that leaves three digits."""
    for unit, bytes_ in (("MiB", 2**20), ("KiB", 2**10)):
        if value >= bytes_:
            return f"{value / bytes_:.3g} {unit}"
    return f"{value:.3g} B"


def mebibytes(value: float) -> str:
    """Of memory."""
    return f"{value / 2**20:.3g} MiB"


QUANTITIES = {quantity.name: quantity for quantity in (
    Quantity("time", "wall time", 0.05, lambda cell: middle(cell.wall_s), seconds, counter=False),
    Quantity("cpu", "CPU time of the process tree", 0.05, lambda cell: middle(cell.cpu_s), seconds, least=1e-3,
             counter=False),
    Quantity("p99", "99th percentile of the latency", 0.15, lambda cell: cell.latency.p99 if cell.latency else None,
             lambda value: seconds(value * 1e-6), counter=False),
    Quantity("switches", "voluntary context switches", 0.02, lambda cell: middle(cell.voluntary_switches), count,
             least=100),
    Quantity("faults", "minor page faults: memory that was touched anew", 0.02, lambda cell: middle(cell.minor_faults),
             count, least=100),
    Quantity("memory", "peak memory", 0.02, lambda cell: cell.peak_memory_bytes, mebibytes, slack=65536),
    Quantity("bytes_per_task", "memory that one more task takes", 0.02, lambda cell: slope(cell.memory_points), size),
    Quantity("threads", "threads created", 0.02, of_created("threads_created"), count),
    Quantity("processes", "processes created", 0.02, of_created("processes_created"), count),
    Quantity("allocations", "pieces of memory asked of the heap", 0.02, of_created("allocations"), count, slack=8),
    Quantity("allocated_bytes", "how much those were together", 0.02, of_created("allocated_bytes"), size, slack=4096),
)}


COUNTED = ("threads", "processes", "allocations", "allocated_bytes")
"""Once in an invocation, and the same each time unless chance decides what a program creates."""


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
    if quantity.counter and not both.all():
        both = both + 1  # a counter may be 0 on one side, and that is no ratio
    if not both.all():
        return np.empty(0)
    return np.where(np.abs(both[:, 1] - both[:, 0]) <= quantity.slack, 0.0, np.log(both[:, 1] / both[:, 0]))


def defaults() -> dict[str, float]:
    """The tolerance of each quantity."""
    return {name: quantity.tolerance for name, quantity in QUANTITIES.items()}
