"""Reads result files: the only module that knows the keys of the JSON. What it makes of them is in result_types.py.

Reading is strict and fails with one line that names the file and the fault, because a figure drawn from half a file
looks like any other figure. What every key means is in results/README.md.
"""

from __future__ import annotations

import json
from pathlib import Path
from statistics import median
from typing import Any, Mapping

from reporting.result_types import (CREATED, Build, Cell, Comparison, Grains, GrainSweep, Latency, Machine, Result,
                                    Standing)
from reporting.worker_sweep import Entry, Point, WorkerSweep

SCHEMA_VERSION = 2


class ResultError(Exception):
    """A result file that cannot be used; the message is one line."""


def load(path: str | Path) -> Result:
    """The result in a file. Raises ResultError."""
    path = Path(path)
    document = read_strictly(path)
    simul = document.get("simul") if isinstance(document, dict) else None
    if not isinstance(simul, dict):
        raise ResultError(f"{path}: no object `simul`, so this is no result of simul")
    version = simul.get("schema_version")
    if version != SCHEMA_VERSION:
        raise ResultError(f"{path}: schema_version is {version!r}, but these scripts read {SCHEMA_VERSION}")
    try:
        return _result(path, simul, document["context"], document["benchmarks"])
    except KeyError as missing:
        raise ResultError(f"{path}: the key {missing} is missing") from None
    except (TypeError, ValueError, AttributeError) as fault:
        raise ResultError(f"{path}: not as results/schema.json has it ({fault})") from None


def read_strictly(path: Path) -> Any:
    """JSON without the NaN and Infinity that Python lets pass and most other readers refuse. Raises ResultError."""

    def refuse(token: str) -> None:
        raise ValueError(f"{token} is not JSON")

    try:
        return json.loads(path.read_text(encoding="utf-8"), parse_constant=refuse)
    except OSError as fault:
        raise ResultError(f"{path}: cannot be read ({fault.strerror})") from None
    except ValueError as fault:  # JSONDecodeError and UnicodeDecodeError are kinds of it
        raise ResultError(f"{path}: not valid JSON ({fault})") from None


def _result(path: Path, simul: dict[str, Any], context: dict[str, Any], rows: list[dict[str, Any]]) -> Result:
    cells = tuple(_cell(cell) for cell in simul["cells"])
    by_name = {cell.name: cell for cell in cells}
    rates: dict[str, list[float]] = {}
    for row in rows:
        if row["run_type"] == "iteration":
            rates.setdefault(row["run_name"], []).append(row["items_per_second"])
    environment = simul["environment"]
    return Result(
        path=path,
        profile=simul["profile"],
        complete=simul["complete"],
        started=simul["started"],
        workers=simul["workers"],
        steps_per_us=simul["steps_per_us"],
        pinned=environment["pinned"],
        isolated=environment["isolated"],
        machine=_machine(environment),
        build=_build(environment),
        context=context,
        cells=cells,
        comparisons=tuple(_comparison(comparison, by_name, rates) for comparison in simul["comparison"]),
        sweeps=tuple(_sweep(sweep) for sweep in simul["metg"]),
        worker_sweeps=tuple(_worker_sweep(sweep) for sweep in simul.get("scaling", ())),  # older files have none
    )


def _machine(environment: dict[str, Any]) -> Machine:
    load_average = environment["load_average_at_start"]
    return Machine(
        cpu_model=environment["cpu_model"],
        cpus=environment["cpus_allowed"],
        kernel=environment["kernel"],
        load_at_start=load_average[0] if load_average else None,
        sanitizers=environment["sanitizers"],
        architecture=environment["architecture"],
        hypervisor=environment["hypervisor"],
    )


def _build(environment: dict[str, Any]) -> Build:
    same = ("compiler", "build_type", "flags", "sanitizers", "native", "libraries")
    git = environment["git"]
    return Build(**{key: environment[key] for key in same}, version=environment["simul_version"],
                 commit=git["commit"], dirty=git["dirty"])


def _cell(cell: dict[str, Any]) -> Cell:
    same = ("name", "kind", "workload", "contestant", "runtime", "parameters", "status", "reason", "extrapolated")
    return Cell(**{key: cell[key] for key in same}, wall_s=tuple(cell["wall_s"]), cpu_s=tuple(cell["cpu_s"]),
                rounds=tuple(cell["round"]), latency=_latency(cell["latency"]),
                voluntary_switches=tuple(cell["usage"]["voluntary_switches"]),
                minor_faults=tuple(cell["usage"]["minor_faults"]),
                peak_memory_bytes=cell["metrics"].get("peak_memory_bytes"),
                created={name: value for name in CREATED if (value := cell["metrics"].get(name)) is not None},
                memory_points=tuple((point["tasks"], point["bytes"]) for point in cell["memory_points"]),
                memory_points_left_out=tuple((one["tasks"], one["reason"]) for one in cell["memory_points_left_out"]),
                trace=cell.get("trace"))


def _latency(latency: dict[str, Any] | None) -> Latency | None:
    if latency is None:
        return None
    same = ("what", "load", "count", "min", "mean", "max", "p99")
    return Latency(**{key: latency[key] for key in same},
                   buckets=tuple((upper, count) for upper, count in latency["buckets"]))


def _comparison(comparison: dict[str, Any], cells: Mapping[str, Cell],
                rates: Mapping[str, list[float]]) -> Comparison:
    return Comparison(
        kind=comparison["kind"],
        workload=comparison["workload"],
        parameters=comparison["parameters"],
        baseline=comparison["baseline"],
        standings=tuple(_standing(standing, cells[standing["name"]], rates.get(standing["name"], []))
                        for standing in comparison["contestants"]),
    )


def _sweep(sweep: dict[str, Any]) -> GrainSweep:
    same = ("kind", "workload", "parameters", "efficiency")
    return GrainSweep(**{key: sweep[key] for key in same},
                      contestants=tuple(_grains(contestant) for contestant in sweep["contestants"]))


def _grains(contestant: dict[str, Any]) -> Grains:
    interval = contestant["metg_50_s_interval"]
    return Grains(
        contestant=contestant["contestant"],
        runtime=contestant["runtime"],
        metg_s=contestant["metg_50_s"],
        interval=(interval[0], interval[1]) if interval else None,
        reason=contestant["null_reasons"].get("metg_50_s", ""),
        points=tuple((point["granularity_s"], point["efficiency"]) for point in contestant["points"]),
    )


def _worker_sweep(sweep: dict[str, Any]) -> WorkerSweep:
    same = ("kind", "workload", "parameters", "cpus", "baseline", "sequential_s")
    return WorkerSweep(**{key: sweep[key] for key in same}, entries=tuple(_entry(entry) for entry in sweep["entries"]))


def _entry(entry: dict[str, Any]) -> Entry:
    same = ("contestant", "runtime", "cost", "cost_reason")
    return Entry(**{key: entry[key] for key in same}, points=tuple(_point(point) for point in entry["points"]))


def _point(point: dict[str, Any]) -> Point:
    same = ("workers", "status", "reason", "median_s", "self_speedup", "speedup", "efficiency", "karp_flatt",
            "karp_flatt_reason", "oversubscribed")
    return Point(**{key: point[key] for key in same}, by_round=dict(zip(point["rounds"], point["wall_s"], strict=True)))


def _standing(standing: dict[str, Any], cell: Cell, rates: list[float]) -> Standing:
    same = ("name", "contestant", "status", "wall_s", "verdict", "sentence", "metrics", "null_reasons")
    interval = standing["wall_s_interval"]
    return Standing(
        **{key: standing[key] for key in same},
        runtime=cell.runtime,
        reason=cell.reason,
        runs=len(cell.wall_s),
        faults=tuple(standing["faults"]),
        latency=cell.latency,
        memory_points=cell.memory_points,
        memory_points_left_out=cell.memory_points_left_out,
        cpu_s=median(cell.cpu_s) if cell.status == "ok" and cell.cpu_s else None,
        units_per_s=median(rates) if cell.status == "ok" and rates else None,
        wall_s_interval=(interval[0], interval[1]) if interval else None,
        rank=None if standing["rank"] is None else int(standing["rank"]),
    )
