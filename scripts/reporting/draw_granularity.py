"""Draws granularity.Granularity: how much of a task is useful, the shorter it becomes; METG is where that is half."""

from __future__ import annotations

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MultipleLocator, NullLocator

from reporting import page, palette, wording
from reporting.draw_spectrum import dashes_of, duration
from reporting.granularity import Granularity, Line

LEFT, RIGHT, TOP, HEIGHT = 0.95, 2.2, 0.85, 5.2  # inches


def figure(shown: Granularity, machine: str) -> Figure:
    """The whole page; `machine` ends its caption."""
    with matplotlib.rc_context(page.STYLE):
        small_print = caption(shown, machine)
        sheet = page.new(HEIGHT)
        axes = page.axes(sheet, LEFT, page.caption_height(small_print) + 0.6, RIGHT, TOP)
        _prepare(axes, shown)
        for line, dash in zip(shown.lines, dashes_of(shown.lines)):
            _draw(axes, line, dash, shown.efficiency)
        page.legend_beside(axes, f"METG({100 * shown.efficiency:g} %)")
        page.heading(sheet, f"{shown.title}: how short may a task be?", shown.subtitle)
        page.caption(sheet, small_print)
    return sheet


def caption(shown: Granularity, machine: str) -> str:
    """The small print: what the axes are, what is marked, who is missing."""
    missing = "".join(f"{contestant}: {wording.shortened(reason, 90)}. " for contestant, reason in shown.silent)
    return ("Efficiency: the useful share of the time that the CPUs, or the waits under way at once, had for the tasks. "
            "Granularity: that time per task. Medians of all verified runs. Marked: METG, the shortest task of which "
            f"{100 * shown.efficiency:g} % is useful, with its 95 % interval over rounds; – where the sweep does not "
            f"cross it. {missing}{machine}")


def _draw(axes: Axes, line: Line, dash, efficiency: float) -> None:
    colour = palette.colour(line.runtime)
    path = line.path(efficiency)
    axes.plot(*zip(*path), color=colour, linestyle=dash, linewidth=1.7, marker="o", markersize=3.5, label=line.label,
              markevery=[i for i, point in enumerate(path) if point in line.points])
    if line.metg is None:
        return
    axes.plot(line.metg, efficiency, "D", markersize=7, color=colour, markeredgecolor="white", zorder=5)
    if line.interval:
        axes.plot(line.interval, [efficiency] * 2, color=colour, linewidth=4, alpha=0.35, solid_capstyle="butt", zorder=4)


def _prepare(axes: Axes, shown: Granularity) -> None:
    axes.set_xscale("log")
    axes.set_ylim(0, 1.05 * max(1.0, *(y for line in shown.lines for _, y in line.points)))
    axes.axhline(shown.efficiency, color=page.QUIET, linewidth=0.9, linestyle=(0, (4, 3)), zorder=1)
    axes.axhline(1, color=page.QUIET, linewidth=0.9, zorder=1)
    axes.xaxis.set_major_locator(page.log_ticks(x for line in shown.lines for x, _ in line.points))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter(FuncFormatter(lambda seconds, _: duration(1e6 * seconds)))
    axes.yaxis.set_major_locator(MultipleLocator(0.25))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda share, _: f"{100 * share:g} %"))
    axes.tick_params(labelsize=9.5)
    axes.set_xlabel("granularity: time that a task takes, with what the runtime adds (log scale)", fontsize=10)
    axes.set_ylabel("efficiency: useful share of it", fontsize=10)
    page.grid(axes)
