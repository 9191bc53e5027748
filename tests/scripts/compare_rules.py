"""How Google's compare.py reads two files: its rules, without its dependencies and its printing.

Written after tools/gbench/util.py and report.py of google/benchmark (267a1115). test_compare_rules.py holds it to what
that program itself printed, so a file that breaks one of the rules shows up here, and not at a user's.
"""

from __future__ import annotations

import math
from typing import Any

SECONDS = {"s": 1.0, "ms": 1e-3, "us": 1e-6, "ns": 1e-9}
Row = dict[str, Any]


class Refused(Exception):
    """compare.py would exit."""


def rows_of(document: dict[str, Any]) -> list[Row]:
    """The rows in compare.py's order: by family and instance, samples before aggregates, by repetition."""
    if document.get("context", {}).get("json_schema_version", 1) != 1:
        raise Refused("unsupported JSON schema version")
    return sorted(document["benchmarks"], key=lambda row: (
        row.get("family_index", -1), row.get("per_family_instance_index", -1), row.get("run_type") == "aggregate",
        row.get("repetition_index", -1)))


def comparable(row: Row) -> bool:
    """Rows without these are passed over without a word."""
    return "time_unit" in row and "real_time" in row and "cpu_time" in row


def change(old: float, new: float) -> float:
    """-0.5 is twice as fast. A time of 0, which error rows have, would read as infinitely fast."""
    if old == 0:
        return 0.0 if new == 0 else (new - old) / ((old + new) / 2)
    return (new - old) / abs(old)


def report(old: dict[str, Any], new: dict[str, Any]) -> list[Row]:
    """Each name that both files have, with the changes of its rows pair by pair; at last the geometric mean."""
    before, after = rows_of(old), rows_of(new)
    common = {row["name"] for row in after}
    lines = []
    for name in dict.fromkeys(row["name"] for row in before if row["name"] in common):
        unit = next((row["time_unit"] for row in before if row["name"] == name and comparable(row)), None)
        left = [row for row in before if row["name"] == name and row.get("time_unit") == unit]
        right = [row for row in after if row["name"] == name and row.get("time_unit") == unit]
        if unit is None or not right:
            continue
        changes = [[change(a[key], b[key]) for key in ("real_time", "cpu_time")] for a, b in zip(left, right)]
        lines.append({"name": name, "run_type": left[0].get("run_type", ""), "changes": changes})
    means = [[_geometric_mean(rows, key) for key in ("real_time", "cpu_time")] for rows in (before, after)]
    if all(any(pair) for pair in means):
        changes = [[change(a, b) for a, b in zip(*means)]]
        lines.append({"name": "OVERALL_GEOMEAN", "run_type": "aggregate", "changes": changes})
    return lines


def _geometric_mean(rows: list[Row], key: str) -> float:
    """One row with a time of 0 makes it 0, and then compare.py leaves its last line out."""
    times = [row[key] * SECONDS[row.get("time_unit", "s")] for row in rows if row.get("run_type") != "aggregate"]
    if not times or min(times) <= 0:
        return 0.0
    return math.exp(sum(math.log(time) for time in times) / len(times))
