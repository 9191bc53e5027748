"""Draws scaling.Scaling: speed-up and efficiency over workers, with the law that each contestant follows, if it does.

Speed-ups are against `sequential`. Those of a contestant against itself are not drawn: the slower one worker is, the
better they look.
"""

from __future__ import annotations

from typing import Callable, Sequence

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FixedLocator, FuncFormatter, LogLocator, NullLocator

from reporting import page, palette, wording
from reporting.draw_spectrum import dashes_of
from reporting.fits import ROUNDS, Fit, counted
from reporting.scaling import Scaled, Scaling
from reporting.scaling_table import percent, ppm
from reporting.worker_sweep import Point

LEFT, TOP, PANEL, GAP, RIGHT = 0.7, 1.1, 3.35, 0.75, 0.25  # inches
ROW = 0.205
COLUMNS = {"contestant": 0.85, "most": 2.35, "law": 3.5, "COST": 8.1}  # inches to a column's start
HEADS = {"most": "most", "law": "law that it follows, with 95 % intervals", "COST": "COST"}
MARKERS = "osD^vPX*"  # variants of a runtime have its colour


def figure(shown: Scaling, machine: str) -> Figure | None:
    """The whole page, and None where nobody has a speed-up; `machine` ends its caption."""
    if not any(one.drawn for one in shown.contestants):
        return None
    with matplotlib.rc_context(page.STYLE):
        small_print = caption(shown, machine)
        table = ROW * (len(shown.contestants) + 1) + 0.15
        below = 0.55 + table + page.caption_height(small_print)
        sheet = page.new(TOP + PANEL + below)
        width = (page.WIDTH - LEFT - GAP - RIGHT) / 2
        speedups = page.axes(sheet, LEFT, below, page.WIDTH - LEFT - width, TOP)
        efficiencies = page.axes(sheet, LEFT + width + GAP, below, RIGHT, TOP)
        styles = list(zip(shown.contestants, dashes_of(shown.contestants), markers_of(shown.contestants)))
        _prepare((speedups, efficiencies), shown)
        for one, dash, marker in styles:
            _draw(speedups, one, dash, marker, np.ones_like)
            _draw(efficiencies, one, dash, marker, shown.lanes)
        _failures((speedups, efficiencies), shown)
        page.heading(sheet, f"{shown.title}: what do more workers bring?", shown.subtitle)
        _table(sheet, styles, TOP + PANEL + 0.55 + 0.15)
        page.caption(sheet, small_print)
    return sheet


def caption(shown: Scaling, machine: str) -> str:
    """The small print: what is divided by what, which curves there are, who takes part in them, who failed."""
    laws = [law for one in shown.contestants if (law := one.law)]
    text = "Speed-up: median time of sequential over that of the contestant"
    text += ". " if shown.waits else "; efficiency: that over the CPUs that so many workers can keep busy. "
    if shown.baseline == "extrapolated":
        text += "Sequential is extrapolated from a measured part. "
    if any(point.oversubscribed for one in shown.contestants for point in one.entry.points):
        text += "Shaded: more workers than CPUs. "
    if laws:
        text += ("Curves: Amdahl's law, or the universal scalability law where pairs of workers cost something, fitted to "
                 + ("all points" if shown.waits else "the points with a CPU per worker") +
                 "; none where a point is 5 % off. ")
        if any(law.intervals_from == ROUNDS for law in laws):
            text += "Band: where it passes in 95 % of resampled rounds. "
    text += "COST: the fewest workers that beat sequential. "
    costless = ((one.contestant, one.entry.cost_reason) for one in shown.contestants if one.entry.cost is None)
    text += "".join(f"None for {who}: {reason}. " for who, reason in wording.together(costless))
    for one in shown.contestants:
        for point in one.failed:
            text += f"\N{MULTIPLICATION SIGN} {one.contestant} with {counted(point.workers)}: {why(point)}. "
    return text + machine


def why(point: Point) -> str:
    """It is not drawn."""
    status = "doubtful" if point.status == "ok" else point.status.replace("_", " ")
    return ": ".join(filter(None, (status, wording.shortened(point.reason, 60))))


def markers_of(contestants: tuple[Scaled, ...]) -> list[str]:
    """A marker for each: those of one runtime differ."""
    seen: dict[str, int] = {}
    found = []
    for one in contestants:
        found.append(MARKERS[seen.get(one.runtime, 0) % len(MARKERS)])
        seen[one.runtime] = seen.get(one.runtime, 0) + 1
    return found


def _prepare(panels: tuple[Axes, Axes], shown: Scaling) -> None:
    counts = sorted({point.workers for one in shown.contestants for point in one.entry.points})
    for axes in panels:
        axes.set_xscale("log", base=2)
        axes.set_xlim(counts[0] * 2**-0.25, counts[-1] * 2**0.25)
        axes.xaxis.set_major_locator(FixedLocator(apart(counts)))
        axes.xaxis.set_minor_locator(NullLocator())
        axes.xaxis.set_major_formatter(FuncFormatter(lambda n, _: f"{n:.0f}"))
        axes.set_xlabel("workers (log scale)", fontsize=9.5)
        axes.tick_params(labelsize=9)
        page.grid(axes)
        if counts[-1] > shown.cpus:
            axes.axvspan(shown.cpus * 2**0.02, axes.get_xlim()[1], color="#F1F1F1", zorder=0)
    _prepare_speedups(panels[0], shown, np.geomspace(counts[0], counts[-1], 200))
    _prepare_efficiencies(panels[1], shown)


def apart(counts: Sequence[int]) -> list[int]:
    """The numbers that are told on the axis: those that would stand in the way of a larger one are not."""
    found: list[int] = []
    for count in reversed(counts):
        if not found or found[0] >= 1.3 * count:
            found.insert(0, count)
    return found


def _prepare_speedups(axes: Axes, shown: Scaling, workers: np.ndarray) -> None:
    drawn = [point.speedup for one in shown.contestants for point in one.drawn]
    ideal = shown.lanes(workers)
    axes.set_yscale("log", base=2)
    axes.set_ylim(min(1, *drawn) / 1.6, 1.3 * max(ideal[-1], *drawn))
    axes.yaxis.set_major_locator(LogLocator(base=2, numticks=12))
    axes.yaxis.set_minor_locator(NullLocator())
    axes.yaxis.set_major_formatter(FuncFormatter(lambda s, _: f"{s:g}×" if s >= 1 else f"1/{1 / s:g}×"))
    axes.plot(workers, ideal, color=page.INK, linewidth=1.0, linestyle=(0, (4, 3)), zorder=1)
    axes.axhline(1, color=page.QUIET, linewidth=0.8, linestyle=(0, (1, 2)), zorder=1)
    axes.set_title("speed-up over sequential (log scale)", fontsize=10, loc="left", pad=7)


def _prepare_efficiencies(axes: Axes, shown: Scaling) -> None:
    drawn = [point.speedup / float(shown.lanes(point.workers)) for one in shown.contestants for point in one.drawn]
    axes.set_ylim(0, 1.08 * max(1.0, *drawn))
    axes.axhline(1, color=page.INK, linewidth=1.0, linestyle=(0, (4, 3)), zorder=1)
    per, form = ("speed-up per worker", "{0:g}×") if shown.waits else ("efficiency: speed-up per CPU", "{1:g} %")
    axes.yaxis.set_major_formatter(FuncFormatter(lambda share, _: form.format(share, 100 * share)))
    axes.set_title(per, fontsize=10, loc="left", pad=7)


def _draw(axes: Axes, one: Scaled, dash, marker: str, lanes: Callable) -> None:
    if not one.drawn:
        return
    colour = palette.colour(one.runtime)
    workers = np.array([point.workers for point in one.drawn], float)
    axes.plot(workers, [point.speedup for point in one.drawn] / lanes(workers), linestyle=dash, linewidth=0.7,
              color=to_rgba(colour, 0.7), marker=marker, markersize=4.5, markerfacecolor=colour, markeredgecolor="white",
              markeredgewidth=0.4, zorder=4)
    if law := one.law:
        n = np.geomspace(min(law.workers), max(law.workers), 100)
        axes.plot(n, law.at(n) / lanes(n), color=colour, linestyle=dash, linewidth=1.3, zorder=3)
        if band := law.band(n):
            axes.fill_between(n, band[0] / lanes(n), band[1] / lanes(n), color=colour, alpha=0.25, linewidth=0, zorder=2)


def _failures(panels: tuple[Axes, Axes], shown: Scaling) -> None:
    """A cross for each at the foot of the panels, above each other where they are of the same number of workers."""
    seen: dict[int, int] = {}
    for one in shown.contestants:
        for point in one.failed:
            height = 0.03 + 0.05 * seen.get(point.workers, 0)
            seen[point.workers] = seen.get(point.workers, 0) + 1
            for axes in panels:
                axes.plot(point.workers, height, "x", transform=axes.get_xaxis_transform(), markersize=6.5,
                          markeredgewidth=1.8, color=palette.colour(one.runtime), zorder=6)


def _table(sheet: Figure, styles, top: float) -> None:
    width, height = sheet.get_size_inches()
    for name, words in HEADS.items():
        page.put(sheet, COLUMNS[name], top + 0.04, words, fontsize=8.5, color=page.QUIET)
    for row, (one, dash, marker) in enumerate(styles, 1):
        y = top + ROW * row
        sheet.add_artist(Line2D([x / width for x in (0.2, 0.48, 0.76)], [1 - y / height] * 3, markevery=[1],
                                color=palette.colour(one.runtime), linestyle=dash, linewidth=1.3, marker=marker,
                                markersize=4.8, markeredgecolor="white", markeredgewidth=0.4))
        for name, words in entries(one).items():
            page.put(sheet, COLUMNS[name], y + 0.04, words, fontsize=8.5)


def entries(one: Scaled) -> dict[str, str]:
    """The row of a contestant beneath the panels."""
    most = f"{wording.times(one.most.speedup)} at {one.most.workers}" if one.most else "–"
    cost = "–" if one.entry.cost is None else counted(one.entry.cost)
    return {"contestant": one.contestant, "most": most, "law": law_in_words(one), "COST": cost}


def law_in_words(one: Scaled) -> str:
    """What the curve is, or why there is none."""
    if one.law:
        if one.law is one.usl:
            return f"USL: contention {percent(one.usl.serial)}, crosstalk {ppm(one.usl.crosstalk)}"
        return f"Amdahl: serial {percent(one.amdahl.serial)}"
    return unfit(one.amdahl)


def unfit(law: Fit) -> str:
    """Briefly."""
    if law.shares is None:
        return f"cannot tell from {len(law.workers)} number{'' if len(law.workers) == 1 else 's'} of workers"
    return f"none: off by {100 * law.worst:.2g} % at {counted(law.worst_at)}"
