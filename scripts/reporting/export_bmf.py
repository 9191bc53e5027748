"""Bencher Metric Format: {benchmark: {measure: {value, lower_value, upper_value}}}, with our intervals as bounds.

`latency` (ns) and `throughput` (per second) are Bencher's own measures; the others it makes when it meets them.
"""

from __future__ import annotations

import json
import re
from typing import Any

from reporting.export_rows import measured
from reporting.result_types import Result, Standing

HELP = "Bencher Metric Format"


def export(result: Result, cell: re.Pattern[str]) -> str:
    """The whole file. Raises Unsuited if no cell is ok."""
    benchmarks = {standing.name: measures(standing) for standing in measured(result, cell)}
    return json.dumps(benchmarks, indent=1, allow_nan=False) + "\n"


def measures(standing: Standing) -> dict[str, Any]:
    """Those that are known."""
    time = {"value": standing.wall_s * 1e9}
    if standing.wall_s_interval:
        time |= {"lower_value": standing.wall_s_interval[0] * 1e9, "upper_value": standing.wall_s_interval[1] * 1e9}
    others = {
        "throughput": standing.units_per_s,
        "latency-p99": standing.latency.p99 * 1e3 if standing.latency and standing.latency.p99 else None,
        "peak-memory": standing.metric("peak_memory_bytes"),
        "context-switches": standing.metric("context_switches"),
    }
    return {"latency": time} | {name: {"value": value} for name, value in others.items() if value is not None}
