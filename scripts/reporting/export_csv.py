"""A table with a row per compared cell, for spreadsheets and data frames. What is not known is empty, never 0."""

from __future__ import annotations

import csv
import io
import re

from reporting.result_types import Result, Standing

HELP = "a table: a row per compared cell (of several --workers one), failed ones with their status and no numbers"
FIRST = ("name", "kind", "workload", "contestant", "runtime", "parameters", "status", "reason", "commit", "started", "runs",
         "wall_s", "wall_s_low", "wall_s_high", "cpu_s", "units_per_s", "p99_us", "rank", "verdict")


def export(result: Result, cell: re.Pattern[str]) -> str:
    """The whole file: the columns FIRST, then every metric that any cell of the result has."""
    rows = [(comparison, standing) for comparison in result.comparisons for standing in comparison.standings]
    metrics = sorted({name for _, standing in rows for name in standing.metrics})
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow([*FIRST, *metrics])
    for comparison, standing in rows:
        if cell.search(standing.name):
            parameters = "/".join(f"{name}:{value}" for name, value in comparison.parameters.items())
            table.writerow([standing.name, comparison.kind, comparison.workload, standing.contestant, standing.runtime,
                            parameters, standing.status, standing.reason, result.build.commit, result.started,
                            standing.runs, *numbers(standing), *(standing.metric(name) for name in metrics)])
    return text.getvalue()


def numbers(standing: Standing) -> list[float | str | None]:
    """From wall_s to verdict: all empty unless the cell is ok."""
    low, high = standing.wall_s_interval or (None, None)
    tail = standing.latency.p99 if standing.ok and standing.latency else None
    return [standing.wall_s, low, high, standing.cpu_s, standing.units_per_s, tail, standing.rank, standing.verdict]
