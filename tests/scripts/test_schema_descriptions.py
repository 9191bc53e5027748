"""Every field of results/schema.json says what it is, and every number in which unit."""

from __future__ import annotations

import copy
import json
import re
from typing import Any, Iterator

import pytest
from conftest import ROOT

SCHEMA = json.loads((ROOT / "results" / "schema.json").read_text())
UNITS = {"1", "threads, processes or files", "1/s", "s", "us", "ns", "MHz", "bytes", "cores", "CPUs", "tasks", "waits", "threads", "processes", "calls", "rows",
         "rounds", "switches", "faults", "steps/us", "file descriptors", "runnable tasks", "threads or processes",
         "in the name", "each metric's own"}
Schema = dict[str, Any]


def resolved(schema: Schema, root: Schema) -> Schema:
    """What it says and what that which it refers to says."""
    if "$ref" not in schema:
        return schema
    target = root["$defs"][schema["$ref"].removeprefix("#/$defs/")]
    return {**resolved(target, root), **schema}


def objects(schema: Any, where: str = "") -> Iterator[tuple[str, Schema]]:
    """Every part that lists properties. Not those of conditions, which repeat fields to narrow them."""
    if isinstance(schema, list):
        for part in schema:
            yield from objects(part, where)
    elif isinstance(schema, dict):
        if isinstance(schema.get("properties"), dict):
            yield where, schema
        for key, part in schema.items():
            if key not in ("if", "then", "else", "not", "dependentSchemas", "required", "enum"):
                yield from objects(part, where if key in ("properties", "$defs") else f"{where}/{key}")


def is_numeric(schema: Schema, root: Schema) -> bool:
    """A number, or a collection of numbers."""
    schema = resolved(schema, root)
    types = schema.get("type", [])
    if {"number", "integer"} & set([types] if isinstance(types, str) else types):
        return True
    if isinstance(schema.get("const"), int) and not isinstance(schema["const"], bool):
        return True
    parts = [schema[key] for key in ("items", "additionalProperties") if isinstance(schema.get(key), dict)]
    return any(is_numeric(part, root) for part in [*parts, *schema.get("allOf", [])])


def known(schema: Schema, root: Schema) -> set[str]:
    """The names of an object's properties, its own and those of what it is made of."""
    schema = resolved(schema, root)
    return set(schema.get("properties", {})).union(*(known(part, root) for part in schema.get("allOf", [])))


def faults(root: Schema) -> list[str]:
    """Fields without description, numbers without a unit, and units of what is no number."""
    found = []
    for where, schema in objects(root):
        for name, field in schema["properties"].items():
            description = field.get("description", "")
            unit = re.search(r"Unit: (.+)\.$", description)
            if not (len(description) > 3 and description.endswith(".")):
                found.append(f"{where}/{name} has no description")
            elif is_numeric(field, root) and (not unit or unit[1] not in UNITS):
                found.append(f"{where}/{name} is a number without a unit")
            elif unit and not is_numeric(field, root):
                found.append(f"{where}/{name} has a unit but is no number")
        found += [f"{where}/{name} is required but not described"
                  for name in sorted(set(schema.get("required", [])) - known(schema, root))]
    metrics = root["$defs"]
    found += [f"the metric {name} is not described"
              for name in sorted(set(metrics["all_metrics"]["required"]) - set(metrics["metrics"]["properties"]))]
    return found


def test_every_field_is_described_and_every_number_has_its_unit():
    assert faults(SCHEMA) == []


def test_fields_of_all_parts_are_looked_at():
    seen = {name for _, schema in objects(SCHEMA) for name in schema["properties"]}
    assert {"context", "caches", "real_time", "repetition_index", "aggregate_name", "seed", "cpu_model", "wall_s",
            "major_faults", "baseline", "verdict", "speedup"} <= seen


def test_every_key_of_a_file_is_described(stored):
    document = json.loads(stored.read_text())
    described = SCHEMA["$defs"]
    assert set(document["context"]) <= set(described["context"]["properties"])
    assert set(document["simul"]["environment"]) <= set(described["environment"]["properties"])
    for cell in document["simul"]["cells"]:
        assert set(cell["metrics"]) <= set(described["metrics"]["properties"])


@pytest.mark.parametrize("spoil, fault", [
    (lambda d: d["cell"]["properties"]["wall_s"].pop("description"), "/cell/wall_s has no description"),
    (lambda d: d["cell"]["properties"]["wall_s"].update(description=""), "/cell/wall_s has no description"),
    (lambda d: d["cell"]["properties"]["wall_s"].update(description="Wall times."), "is a number without a unit"),
    (lambda d: d["cell"]["properties"]["round"].update(description="Unit: fortnights."), "is a number without a unit"),
    (lambda d: d["row"]["properties"]["threads"].update(description="Google's."), "is a number without a unit"),
    (lambda d: d["cell"]["properties"]["counters"].update(description="Per run."), "is a number without a unit"),
    (lambda d: d["cell"]["properties"]["parameters"].update(description="All."), "is a number without a unit"),
    (lambda d: d["cell"]["properties"]["reason"].update(description="Unit: s."), "has a unit but is no number"),
    (lambda d: d["cell"]["properties"]["usage"]["properties"].pop("minor_faults"), "is required but not described"),
    (lambda d: d["all_metrics"]["required"].append("charm"), "the metric charm is not described"),
    (lambda d: d["metrics"]["properties"].update(charm={"type": "number"}), "charm has no description"),
])
def test_the_check_notices(spoil, fault):
    changed = copy.deepcopy(SCHEMA)
    spoil(changed["$defs"])
    found = faults(changed)
    assert len(found) == 1 and fault in found[0]
