"""Google Benchmark's JSON with one row per cell, its median: for trackers that take every row for a benchmark.

A result file is valid JSON of that format already, with a row per run and aggregates. github-action-benchmark
(`googlecpp`) and Bencher (`cpp_google`) tell neither apart: there a standard deviation becomes a benchmark that is slow.
"""

from __future__ import annotations

import json
import re

from reporting.export_rows import measured
from reporting.result_types import Result

HELP = "Google Benchmark's JSON, one median row per cell that is ok"


def export(result: Result, cell: re.Pattern[str]) -> str:
    """The whole file. Raises Unsuited if no cell is ok."""
    rows = [
        {
            "name": standing.name,
            "family_index": index,
            "per_family_instance_index": 0,
            "run_name": standing.name,
            "run_type": "iteration",
            "repetitions": 1,
            "repetition_index": 0,
            "threads": 1,
            "iterations": standing.runs,
            "real_time": standing.wall_s * 1e6,
            "cpu_time": standing.cpu_s * 1e6,
            "time_unit": "us",
            "items_per_second": standing.units_per_s,
        }
        for index, standing in enumerate(measured(result, cell))
    ]
    return json.dumps({"context": result.context, "benchmarks": rows}, indent=1, allow_nan=False) + "\n"
