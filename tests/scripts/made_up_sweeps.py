"""Sweeps over workers that nobody measured, of machines that do not exist, with laws and noise of one's choice.

What they look like in a file is results/README.md's; the relations between the numbers of a point are the harness's.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from statistics import median
from typing import Any, Callable, Mapping

import numpy as np

Law = Callable[[int], float]


def usl(scale: float = 1.0, serial: float = 0.0, crosstalk: float = 0.0) -> Law:
    """Speed-up over workers; without crosstalk Amdahl's."""
    return lambda n: scale * n / (1 + serial * (n - 1) + crosstalk * n * (n - 1))


@dataclass(frozen=True)
class Pool:
    """A contestant: how its speed-up goes with the workers, and which numbers of them failed."""

    name: str
    law: Law
    failed: Mapping[int, tuple[str, str]] = field(default_factory=dict)  # status, or ok and what is at fault; reason


def powers(most: int) -> tuple[int, ...]:
    """1, 2, 4 and so on."""
    return tuple(2**i for i in range(most.bit_length()) if 2**i <= most)


def sweep(*pools: Pool, cpus: int = 64, workers: tuple[int, ...] | None = None, rounds: int = 12, noise: float = 0.01,
          sequential_s: float | None = 2.0, kind: str = "cpu", workload: str = "made_up", seed: int = 444) -> dict[str, Any]:
    """One problem. More workers than CPUs are no faster than as many as CPUs, unless they wait (kind io)."""
    rng = np.random.default_rng(seed)
    counts = powers(2 * cpus) if workers is None else workers
    entries = [_entry(pool, counts, cpus, rounds, noise, sequential_s, kind, workload, rng) for pool in pools]
    by_round = {"rounds": list(range(rounds)), "wall_s": [sequential_s] * rounds}
    return {"kind": kind, "workload": workload, "parameters": {"tasks": 1000}, "cpus": cpus,
            "baseline": "none" if sequential_s is None else "measured", "sequential_s": sequential_s,
            "sequential_by_round": {"rounds": [], "wall_s": []} if sequential_s is None else by_round, "entries": entries}


def _entry(pool, counts, cpus, rounds, noise, sequential_s, kind, workload, rng) -> dict[str, Any]:
    work = sequential_s or 2.0
    points: list[dict[str, Any]] = []
    for n in counts:
        status, reason = pool.failed.get(n, ("ok", ""))
        point = {"cell": f"{kind}/{workload}/{pool.name}/tasks:1000/workers:{n}", "workers": n, "rounds": [], "wall_s": [],
                 "median_s": None, "cpu_s": None, "peak_memory_bytes": None, "self_speedup": None, "speedup": None,
                 "efficiency": None, "karp_flatt": None, "karp_flatt_reason": None, "oversubscribed": n > cpus,
                 "status": status, "reason": reason}
        if status == "ok":
            ideal = work / pool.law(n if kind == "io" else min(n, cpus))
            times = [float(ideal * np.exp(noise * rng.standard_normal())) for _ in range(rounds)]
            point.update(rounds=list(range(rounds)), wall_s=times, median_s=median(times), cpu_s=work,
                         peak_memory_bytes=2**20 * n)
        points.append(point)
    _relate(points, cpus, sequential_s, kind)
    faster = [] if sequential_s is None else [p["workers"] for p in points if p["median_s"] and p["speedup"] > 1]
    why = "there is no baseline" if sequential_s is None else "it never beat `sequential`"
    return {"contestant": pool.name, "runtime": pool.name.split("_")[0], "points": points,
            "cost": faster[0] if faster else None, "cost_reason": None if faster else why}


def _relate(points, cpus, sequential_s, kind) -> None:
    one = points[0]["median_s"] if points[0]["workers"] == 1 else None
    for point in points:
        lanes, seconds = min(point["workers"], cpus), point["median_s"]
        if seconds and one:
            point["self_speedup"] = one / seconds
        if seconds and sequential_s:
            point["speedup"] = sequential_s / seconds
            point["efficiency"] = point["speedup"] / lanes
        if lanes > 1 and kind == "cpu" and point["self_speedup"]:
            point["karp_flatt"] = (1 / point["self_speedup"] - 1 / lanes) / (1 - 1 / lanes)
        elif point["workers"] > 1:
            point["karp_flatt_reason"] = "at most half of the baseline is CPU work" if kind == "io" else \
                f"{point['status']}: {point['reason']}" if not seconds else "it was not run with one worker"
