"""What a gate or a self-test writes: every sample of every round, and what was concluded from them."""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Mapping, Sequence

from reporting.contest import Outcome, Plan
from reporting.result_types import Result
from reporting.results import ResultError, read_strictly
from reporting.rounds import SIDES, Pair, Sample
from reporting.verdicts import CellVerdict

VERSION = 1


@dataclass(frozen=True)
class About:
    """What was compared where: all that a reader needs to believe the numbers, or not."""

    base: str
    head: str
    seen: Mapping[str, Result]  # the latest result of each side
    profile: str
    repetitions: int
    plan: Plan


def record(about: About, outcome: Outcome, verdict: str) -> dict[str, Any]:
    """As JSON. What is not finite is null."""
    return {"simul_rounds": VERSION, "verdict": verdict, **sides(about), **machine(about),
            "profile": about.profile, "repetitions": about.repetitions, "plan": asdict(about.plan),
            "took_s": round(outcome.took_s, 3), "rounds": outcome.first.rounds, "confirmations": outcome.fresh.rounds,
            "cells": [cell(one, outcome.first.by_cell[one.cell], outcome.fresh.by_cell.get(one.cell, ()))
                      for one in outcome.verdicts]}


def sides(about: About) -> dict[str, Any]:
    """What was built, and how."""
    return {side: {"given": getattr(about, side),
                   "build": asdict(about.seen[side].build) if side in about.seen else None} for side in SIDES}


def machine(about: About) -> dict[str, Any]:
    """Where both ran."""
    for result in about.seen.values():
        return {"machine": asdict(result.machine), "steps_per_us": result.steps_per_us}
    return {"machine": None, "steps_per_us": None}


def cell(verdict: CellVerdict, first: Sequence[Pair], fresh: Sequence[Pair]) -> dict[str, Any]:
    """One cell: the verdict, what it rests on, the samples."""
    return {"name": verdict.cell, "verdict": verdict.verdict, "reason": verdict.reason,
            "findings": [finite(asdict(finding)) for finding in verdict.findings],
            "first": samples(first), "fresh": samples(fresh)}


def samples(pairs: Sequence[Pair]) -> list[dict[str, Any]]:
    """One entry per round; a side that failed says why. Six digits: the clock has no more to say."""
    return [{side: {name: float(f"{value:.6g}") for name, value in sample.values.items()} if (sample := getattr(pair, side)).ok
             else {"status": sample.status, "reason": sample.reason} for side in SIDES} for pair in pairs]


def finite(values: Mapping[str, Any]) -> dict[str, Any]:
    """JSON has no infinity."""
    return {key: None if isinstance(value, float) and not math.isfinite(value) else value
            for key, value in values.items()}


def write(document: Mapping[str, Any], path: Path) -> None:
    """Strict JSON, one entry of `cells` a line: a recording of many rounds can be read and compared."""
    head = {key: value for key, value in document.items() if key != "cells"}
    lines = [json.dumps(one, allow_nan=False) for one in document["cells"]]
    text = json.dumps(head, indent=1, allow_nan=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'{text[:-2]},\n "cells": [\n' + ",\n".join(lines) + "\n ]\n}\n", encoding="utf-8")


def pairs_in(path: Path) -> dict[str, list[Pair]]:
    """The first rounds of each cell, as they were recorded. Raises ResultError."""
    document = read_strictly(path)
    if not isinstance(document, dict) or document.get("simul_rounds") != VERSION:
        raise ResultError(f"{path}: no recording of rounds by scripts/gate or scripts/selftest")
    try:
        return {one["name"]: [Pair(**{side: sample_of(pair[side]) for side in SIDES}) for pair in one["first"]]
                for one in document["cells"]}
    except (KeyError, TypeError, AttributeError) as fault:
        raise ResultError(f"{path}: not as scripts/gate writes it ({fault!r})") from None


def sample_of(entry: Mapping[str, Any]) -> Sample:
    """As it was measured."""
    if "status" in entry:
        return Sample(entry["status"], entry["reason"])
    return Sample("ok", values={name: float(value) for name, value in entry.items()})
