"""How Google's compare.py reads two files: its rules, without its dependencies and its printing.

Written after tools/gbench/util.py and report.py of google/benchmark (267a1115). test_compare_rules.py holds it to what
that program itself printed, so a file that breaks one of the rules shows up here, and not at a user's.
"""

from __future__ import annotations

import math
import re
from itertools import combinations
from typing import Any, Sequence

SECONDS = {"s": 1.0, "ms": 1e-3, "us": 1e-6, "ns": 1e-9}
LEAST, RELIABLE = 2, 9  # repetitions in both files for a U test, and for one without a warning
Row = dict[str, Any]


class Refused(Exception):
    """compare.py would exit."""


def rows_of(document: dict[str, Any], wanted: str = "") -> list[Row]:
    """Rows in compare.py's order: by family and instance, samples before aggregates, by repetition.

    `wanted` is its --benchmark_filter, which looks at `run_name`, so that aggregates stay with their samples.
    """
    if document.get("context", {}).get("json_schema_version", 1) != 1:
        raise Refused("unsupported JSON schema version")
    rows = [row for row in document["benchmarks"] if re.search(wanted, row.get("run_name") or row["name"])]
    return sorted(rows, key=lambda row: (
        row.get("family_index", -1), row.get("per_family_instance_index", -1), row.get("run_type") == "aggregate",
        row.get("repetition_index", -1)))


def comparable(row: Row) -> bool:
    """A name none of whose rows has these is passed over without a word."""
    return "time_unit" in row and "real_time" in row and "cpu_time" in row


def change(old: float, new: float) -> float:
    """-0.5 is twice as fast. A time of 0, which error rows have, reads as infinitely fast."""
    if old == 0:
        return 0.0 if new == 0 else (new - old) / ((old + new) / 2)
    return (new - old) / abs(old)


def printed(time: float) -> str:
    """A time as its table has it, in the row's own unit: no decimals."""
    return f"{time:.0f}"


def report(old: dict[str, Any], new: dict[str, Any], wanted: str = "") -> list[Row]:
    """Each name that both files have, with the changes of its rows pair by pair; at last the geometric mean."""
    before, after = rows_of(old, wanted), rows_of(new, wanted)
    common = {row["name"] for row in after}
    lines = []
    for name in dict.fromkeys(row["name"] for row in before if row["name"] in common):
        unit = next((row["time_unit"] for row in before if row["name"] == name and comparable(row)), None)
        if unit is None:
            continue
        # No .get(): it dies of a row without a unit beside one that has it.
        left = [row for row in before if row["name"] == name and row["time_unit"] == unit]
        right = [row for row in after if row["name"] == name and row["time_unit"] == unit]
        changes = [[change(a[key], b[key]) for key in ("real_time", "cpu_time")] for a, b in zip(left, right)]
        if changes:
            kind = left[0].get("run_type", "")
            statistic = left[0].get("aggregate_name", "") if kind == "aggregate" else ""
            lines.append({"name": name, "run_type": kind, "aggregate_name": statistic, "changes": changes,
                          "u_test": u_test(left, right)})
    means = [[_geometric_mean(rows, key) for key in ("real_time", "cpu_time")] for rows in (before, after)]
    if all(any(pair) for pair in means):
        changes = [[change(a, b) for a, b in zip(*means)]]
        lines.append({"name": "OVERALL_GEOMEAN", "run_type": "aggregate", "aggregate_name": "geomean",
                      "changes": changes, "u_test": None})
    return lines


def u_test(left: list[Row], right: list[Row]) -> dict[str, Any] | None:
    """Over all rows of a name, also those without a pair; None, and no line, with too few of them."""
    fewest = min(len(left), len(right))
    if fewest < LEAST:
        return None
    p = [mann_whitney([row[key] for row in left], [row[key] for row in right]) for key in ("real_time", "cpu_time")]
    return {"reliable": fewest >= RELIABLE, "p": p, "rows": [len(left), len(right)]}


def mann_whitney(left: Sequence[float], right: Sequence[float]) -> float:
    """Two-sided p, as scipy's mannwhitneyu chooses it: exact where a sample has 8 values or fewer and none is equal."""
    n, m = len(left), len(right)
    u = sum((a > b) + 0.5 * (a == b) for a in left for b in right)
    u = max(u, n * m - u)
    everything = [*left, *right]
    counts = [everything.count(value) for value in set(everything)]
    if min(n, m) <= 8 and max(counts) == 1:
        sums = [sum(ranks) - n * (n + 1) / 2 for ranks in combinations(range(1, n + m + 1), n)]
        return min(1.0, 2 * sum(one >= u for one in sums) / len(sums))
    ties = sum(count**3 - count for count in counts) / ((n + m) * (n + m - 1))
    spread = math.sqrt(n * m / 12 * (n + m + 1 - ties))
    return min(1.0, math.erfc((u - n * m / 2 - 0.5) / spread / math.sqrt(2))) if spread else 1.0


def _geometric_mean(rows: list[Row], key: str) -> float:
    """One row with a time of 0 makes it 0, and then compare.py leaves its last line out."""
    times = [row[key] * SECONDS[row.get("time_unit", "s")] for row in rows if row.get("run_type") != "aggregate"]
    if not times or min(times) <= 0:
        return 0.0
    return math.exp(sum(math.log(time) for time in times) / len(times))
