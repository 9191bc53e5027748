"""The history as one HTML page that needs no network, and as an SVG badge. Charts are drawn here, the page is a template."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Sequence

import jinja2

from reporting import wording
from reporting.change_points import SHORTEST
from reporting.history import METRICS, Entry
from reporting.shifts import Line, Shift, short

WIDTH, HEIGHT, MARGIN = 560, 96, 8  # of a chart, in CSS pixels
BADGE = {"worse": ("#a4343a", "{} slower"), "well": ("#2f6f4f", "no slowdown"), "none": ("#5c5c5c", "no history")}


@dataclass(frozen=True)
class Series:
    """Runs that may be compared, and what they show."""

    entries: tuple[Entry, ...] | list[Entry]
    lines: tuple[Line, ...]


def page(series: Sequence[Series], faults: Sequence[str]) -> str:
    """The whole page: the newest series first, of each its shifts, then a chart per metric of each cell."""
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(Path(__file__).parent), autoescape=True,
                                     undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    newest_first = sorted(series, key=lambda one: one.entries[-1].started, reverse=True)
    return environment.get_template("history.html").render(series=[facts(one) for one in newest_first], faults=faults)


def facts(series: Series) -> dict[str, Any]:
    """What the template says of a series."""
    last = series.entries[-1]
    shifts = sorted((shift for line in series.lines for shift in line.shifts),
                    key=lambda shift: (shift.behind.started, abs(math.log(shift.ratio))), reverse=True)
    return {
        "machine": last.machine,
        "about": last.about,
        "runs": wording.count_of([len(series.entries)], "run"),
        "least": SHORTEST if len(series.entries) < SHORTEST else None,
        "first": series.entries[0].started[:10],
        "last": last.started[:10],
        "failed": sorted(last.failed.items()),
        "shifts": [row(shift) for shift in shifts],
        "charts": [chart(line) for line in sorted(series.lines, key=lambda line: (line.cell, list(METRICS).index(line.metric)))],
    }


def row(shift: Shift) -> dict[str, Any]:
    """A shift in words and numbers."""
    return {
        "cell": shift.cell,
        "metric": METRICS[shift.metric].words,
        "worse": shift.worse,
        "change": percent(shift.ratio),
        "interval": f"{percent(shift.interval[0])} to {percent(shift.interval[1])}",
        "level": "confirmed" if shift.confirmed else "suspected",
        "since": shift.behind.started[:10],
        "runs": shift.runs_since,
        "commits": shift.commits,
        "acknowledged": shift.acknowledged,
    }


def percent(ratio: float) -> str:
    """With its sign."""
    return f"{(ratio - 1) * 100:+.1f} %"


def chart(line: Line) -> dict[str, Any]:
    """A metric over its runs, evenly spaced, on a logarithmic axis; a level for each piece between shifts."""
    logs = [math.log(value) for value in line.values]
    middle = (min(logs) + max(logs)) / 2
    reach = max((max(logs) - min(logs)) / 2, math.log(1.1))  # 10 % noise shall not look like a mountain range
    step = (WIDTH - 2 * MARGIN) / max(1, len(logs) - 1)

    def place(index: float, log: float) -> tuple[float, float]:
        return (round(MARGIN + index * step, 1), round(HEIGHT / 2 - (log - middle) / reach * (HEIGHT / 2 - MARGIN), 1))

    starts = [line.entries.index(shift.behind) for shift in line.shifts]
    edges = [0, *starts, len(logs)]
    levels = []
    for low, high in zip(edges, edges[1:]):
        level = sorted(logs[low:high])[(high - low) // 2]
        levels.append((*place(low, level), *place(max(high - 1, low), level)))
    return {
        "cell": line.cell,
        "metric": line.metric,
        "words": METRICS[line.metric].words,
        "last": METRICS[line.metric].show(line.values[-1]),
        "least": METRICS[line.metric].show(min(line.values)),
        "most": METRICS[line.metric].show(max(line.values)),
        "points": [(*place(index, log), f"{entry.started[:10]} {short(entry.commit)}: {METRICS[line.metric].show(value)}")
                   for index, (log, entry, value) in enumerate(zip(logs, line.entries, line.values))],
        "levels": levels,
        "marks": [(place(start - 0.5, middle)[0], shift.worse) for start, shift in zip(starts, line.shifts)],
        "correlation": None if line.correlation is None else f"{line.correlation:.2f}",
    }


def badge(series: Sequence[Series]) -> str:
    """How many cells have become slower to stay in the newest series, as far as nobody has acknowledged it."""
    newest = max(series, key=lambda one: one.entries[-1].started, default=None)
    slower = {shift.cell for line in newest.lines for shift in line.shifts
              if line.metric == "wall_s" and shift.worse and shift.confirmed and not shift.acknowledged} if newest else set()
    colour, words = BADGE["none" if newest is None else "worse" if slower else "well"]
    words = words.format(len(slower))
    left, right = 46, 14 + 7 * len(words)
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + right}" height="20" role="img" '
            f'aria-label="simul: {words}"><title>simul: {words}</title>'
            f'<rect width="{left}" height="20" fill="#444"/><rect x="{left}" width="{right}" height="20" fill="{colour}"/>'
            '<g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11" text-anchor="middle">'
            f'<text x="{left / 2}" y="14">simul</text><text x="{left + right / 2}" y="14">{words}</text></g></svg>\n')
