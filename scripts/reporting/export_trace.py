"""Chrome's trace events, which Perfetto and chrome://tracing open: what each task of one cell did, and when.

The observed run of a cell stands in a result only where `simul run --traces` kept it; what `simul trace` writes is such a
run already. Either is checked against the rules that viewers rely on before it is passed on.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Mapping

from reporting import results, trace
from reporting.commandline import Unsuited

HELP = "Chrome's trace events (Perfetto) of one cell, from a result of `simul run --traces` or from a trace"


@dataclass(frozen=True)
class Traces:
    """Those in a file, by the names of their cells."""

    path: Path
    by_cell: Mapping[str, Mapping[str, Any]]


def load(path: Path) -> Traces:
    """From either kind of file. Raises ResultError."""
    document = results.read_strictly(path)
    if trace.is_trace(document):
        return Traces(path, {checked(path, document).cell: document})
    return Traces(path, {cell.name: cell.trace for cell in results.load(path).cells if cell.trace})


def export(traces: Traces, cell: re.Pattern[str]) -> str:
    """The whole file, an event a line. Raises Unsuited and ResultError."""
    if not traces.by_cell:
        raise Unsuited(f"{traces.path} holds no trace: `simul run --traces` keeps those of a result's cells, and "
                       "`simul trace CELL --out FILE` records one")
    found = [name for name in traces.by_cell if cell.search(name)]
    if not found:
        raise Unsuited(f"no cell of {traces.path} with a trace matches --cell '{cell.pattern}'")
    if len(found) > 1:
        raise Unsuited(f"--cell '{cell.pattern}' matches {len(found)} cells with traces, such as {found[0]} and "
                       f"{found[1]}; a file of this format holds one")
    document = traces.by_cell[found[0]]
    checked(traces.path, document)
    return text(document)


def checked(path: Path, document: Mapping[str, Any]) -> trace.Trace:
    """A faulty trace is a faulty file. Raises ResultError."""
    try:
        return trace.checked(path, document)
    except trace.TraceError as fault:
        raise results.ResultError(str(fault)) from None


def text(document: Mapping[str, Any]) -> str:
    """As `simul trace` writes it."""
    others = {key: value for key, value in document.items() if key != "traceEvents"}
    head = json.dumps({**others, "traceEvents": []}, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    events = ",\n".join(json.dumps(event, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
                        for event in document["traceEvents"])
    return f"{head[:-2]}\n{events}\n]}}\n"
