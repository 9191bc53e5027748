"""The arrays of github-action-benchmark: `customSmallerIsBetter` and `customBiggerIsBetter`.

One entry is {name, value, unit, range, extra} (its src/extract.ts). A file has one direction, so there are two formats;
the action is run once for each.
"""

from __future__ import annotations

import json
import re
from typing import Any

from reporting.export_rows import measured
from reporting.result_types import Result, Standing

HELP = "github-action-benchmark, customSmallerIsBetter: times, p99, memory, switches"
HELP_BIGGER = "github-action-benchmark, customBiggerIsBetter: throughput and speed-up"


def export(result: Result, cell: re.Pattern[str]) -> str:
    """What should be small. Raises Unsuited if no cell is ok."""
    return text([entry for standing in measured(result, cell) for entry in small(standing)])


def export_bigger(result: Result, cell: re.Pattern[str]) -> str:
    """What should be large. Raises Unsuited if no cell is ok."""
    return text([entry for standing in measured(result, cell) for entry in large(standing)])


def text(entries: list[dict[str, Any]]) -> str:
    """The whole file."""
    return json.dumps(entries, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def small(standing: Standing) -> list[dict[str, Any]]:
    """Those that are known."""
    low, high = standing.wall_s_interval or (None, None)
    spread = None if low is None else (high - low) / 2 * 1e6
    values = [
        ("", standing.wall_s * 1e6, "us", spread),
        (" p99", standing.latency.p99 if standing.latency else None, "us", None),
        (" peak memory", standing.metric("peak_memory_bytes"), "bytes", None),
        (" context switches", standing.metric("context_switches"), "per run", None),
    ]
    return [entry(standing, *value) for value in values if value[1] is not None]


def large(standing: Standing) -> list[dict[str, Any]]:
    """Those that are known."""
    values = [(" throughput", standing.units_per_s, "units/s"), (" speed-up", standing.metric("speedup"), "x")]
    return [entry(standing, *value, None) for value in values if value[1] is not None]


def entry(standing: Standing, what: str, value: float, unit: str, spread: float | None) -> dict[str, Any]:
    """One point of one chart; the chart is found by its name."""
    made = {"name": standing.name + what, "value": value, "unit": unit}
    if spread is not None:
        made["range"] = f"± {spread:.6g}"
    return made | {"extra": standing.sentence or f"median of {standing.runs} runs"}
