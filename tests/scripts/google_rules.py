"""What readers of Google Benchmark's JSON rely on, as a check of one file.

Key order and types are those that the library itself writes (version 1.7.1): Google's compare.py,
github-action-benchmark, Bencher and Conbench were all written against that, and each breaks on something else.
"""

from __future__ import annotations

import json
from itertools import groupby
from typing import Any, Iterator

NAME = ("name", str), ("family_index", int), ("per_family_instance_index", int), ("run_name", str), ("run_type", str)
TIMES = ("iterations", int), ("real_time", float), ("cpu_time", float), ("time_unit", str), ("items_per_second", float)
SAMPLE = (*NAME, ("repetitions", int), ("repetition_index", int), ("threads", int), *TIMES)
AGGREGATE = (*NAME, ("repetitions", int), ("threads", int), ("aggregate_name", str), ("aggregate_unit", str), *TIMES)
AGGREGATES = ["mean", "median", "stddev", "cv"]
CONTEXT = ("date", "host_name", "num_cpus", "mhz_per_cpu", "cpu_scaling_enabled", "caches", "load_avg",
           "library_build_type")


def strictly(text: str) -> Any:
    """Parses as JavaScript and Rust do: no NaN, no Infinity, and no key twice in one object."""

    def refuse(token: str) -> None:
        raise ValueError(f"{token} is not JSON")

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        keys = [key for key, _ in pairs]
        if len(set(keys)) < len(keys):
            raise ValueError(f"a key stands twice among {keys}")
        return dict(pairs)

    return json.loads(text, parse_constant=refuse, object_pairs_hook=once)


def faults(document: dict[str, Any]) -> list[str]:
    """Everything in a file that one reader or another would stumble over."""
    found = [*context_faults(document.get("context", {}))]
    rows = document.get("benchmarks")
    if not isinstance(rows, list):
        return [*found, "`benchmarks` is no list"]
    for row in rows:
        found += [f"{row.get('name')}: {fault}" for fault in row_faults(row)]
    if found:
        return found
    for family, group in groupby(rows, key=lambda row: row["family_index"]):
        found += [f"family {family}: {fault}" for fault in family_faults(list(group))]
    names = [row["run_name"] for row in rows if row["run_type"] == "iteration" and row["repetition_index"] == 0]
    if len(set(names)) < len(names):
        found.append("two families have the same name")
    if [row["family_index"] for row in rows] != sorted(row["family_index"] for row in rows):
        found.append("families are not in order")
    return found


def context_faults(context: dict[str, Any]) -> Iterator[str]:
    """compare.py exits on another json_schema_version, and Bencher wants `caches`."""
    if context.get("json_schema_version", 1) != 1:
        yield "context: json_schema_version is not 1"
    if not isinstance(context.get("caches"), list):
        yield "context: `caches` is no list"
    order = [key for key in context if key in CONTEXT]
    if order != [key for key in CONTEXT if key in order]:
        yield "context: keys out of order"


def row_faults(row: dict[str, Any]) -> Iterator[str]:
    """One row by itself."""
    kind = row.get("run_type")
    if kind not in ("iteration", "aggregate"):
        yield f"run_type is {kind}"
        return
    wanted = SAMPLE if kind == "iteration" else AGGREGATE
    if list(row) != [key for key, _ in wanted]:
        yield f"keys are {list(row)}"  # also catches error_occurred, BigO and RMS rows, and counters of ours
        return
    for key, type_ in wanted:
        number = isinstance(row[key], (int, float)) and not isinstance(row[key], bool)
        if not (number if type_ is float else type(row[key]) is type_):
            yield f"{key} is {row[key]!r}"
            return
    name = row["name"]
    if not (name.isascii() and name.isprintable() and '"' not in name and 0 < len(name) < 200):
        yield "the name is not short printable ASCII"
    if row["time_unit"] != "us" or row["threads"] != 1:
        yield "time_unit or threads is not as always"
    if min(row["real_time"], row["cpu_time"], row["items_per_second"]) < 0:
        yield "a time or rate is negative"
    if kind == "iteration" and row["real_time"] == 0:
        yield "a time of 0 reads as infinitely fast"


def family_faults(rows: list[dict[str, Any]]) -> Iterator[str]:
    """All rows of one cell: its samples, and then the aggregates if there is more than one of them."""
    samples = [row for row in rows if row["run_type"] == "iteration"]
    aggregates = [row["aggregate_name"] for row in rows if row["run_type"] == "aggregate"]
    if rows[: len(samples)] != samples:
        yield "an aggregate stands before a sample"
    if [row["repetition_index"] for row in samples] != list(range(len(samples))):
        yield "repetition_index does not count the samples"
    if any(row["repetitions"] != len(samples) for row in rows):
        yield "repetitions is not the number of samples"
    if aggregates != (AGGREGATES if len(samples) > 1 else []):
        yield f"aggregates are {aggregates}"
    for row in rows:
        suffix = f"_{row['aggregate_name']}" if "aggregate_name" in row else ""
        if row["run_name"] != rows[0]["run_name"] or row["name"] != row["run_name"] + suffix:
            yield f"{row['name']} is not named after its family"
        unit = "percentage" if row.get("aggregate_name") == "cv" else "time"
        if row.get("aggregate_unit", unit) != unit:
            yield f"{row['name']}: aggregate_unit is {row['aggregate_unit']}"
