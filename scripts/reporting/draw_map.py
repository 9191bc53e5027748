"""Draws the map: how many waits overlapped (across) against how many cores were usefully busy (up), a mark per cell."""

from __future__ import annotations

import math
from typing import Callable

import matplotlib
import numpy
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator, NullLocator

from reporting import page, palette, wording
from reporting.points import LEAST_WAITS, MANY, Point, moved_apart

MARKERS = "os^dvPX*<>ph"
STRIP = 0.2  # of the width, left of LEAST_WAITS, for the cells that (almost) no wait overlapped in
SIZE = 8.5  # points across
LEFT, RIGHT, TOP, HEIGHT = 0.85, 1.75, 0.85, 6.2  # inches


def figure(points: list[Point], cpus: int, machine: str, runs: list[int]) -> Figure:
    """The whole page; `machine` ends its caption."""
    with matplotlib.rc_context(page.STYLE):
        small_print = caption(runs, machine)
        sheet = page.new(HEIGHT)
        axes = page.axes(sheet, LEFT, page.caption_height(small_print) + 0.6, RIGHT, TOP)
        top = max([float(cpus)] + [p.cores for p in points])
        _prepare(axes, top, max([10.0] + [p.waits for p in points]))
        _landmarks(axes, top, cpus)
        markers = markers_of(points)
        _marks(sheet, axes, points, markers)
        _legends(axes, points, markers)
        page.heading(sheet, "Concurrency against parallelism", "What went on at the mean instant: to the right, more waits "
                     "at once; upwards, more cores at useful work")
        page.caption(sheet, small_print)
    return sheet


def caption(runs: list[int], machine: str) -> str:
    """The small print."""
    return (f"One mark per cell, or if these are more than {MANY} one per workload and runtime, at its last point. Medians "
            f"over {wording.count_of(runs, 'verified run')}. Waits + cores = speed-up over sequential, so the curve is as "
            "fast as one thing after the other, and below it is slower. Marks that would hide each other are moved apart. "
            f"{machine}")


def group_of(points: list[Point]) -> Callable[[Point], str]:
    """What a marker stands for: a workload, or where there are more of them than markers, a kind of workload."""
    if len({p.workload for p in points}) <= len(MARKERS):
        return lambda point: point.workload
    return lambda point: point.workload.split("/")[0]


def markers_of(points: list[Point]) -> dict[str, str]:
    """A marker for each group, in the order of their names."""
    group = group_of(points)
    return dict(zip(sorted({group(p) for p in points}), MARKERS))


def across(point: Point, left: float) -> float:
    """Where a point stands on the axis. In the strip the place has no meaning, so each runtime has a lane there."""
    if not point.in_strip:
        return point.waits
    share = 0.12 + 0.76 * palette.runtime_order(point.runtime)[0] / len(palette.RUNTIMES)
    return left * (LEAST_WAITS / left) ** share


def _prepare(axes: Axes, top: float, right: float) -> None:
    axes.set_xscale("log")
    right *= 10**0.22
    left = LEAST_WAITS * (LEAST_WAITS / right) ** (STRIP / (1 - STRIP))
    axes.set_xlim(left, right)
    axes.set_ylim(-0.15 * top, 1.17 * top)
    decades = [10.0**k for k in range(round(math.log10(LEAST_WAITS)), math.floor(math.log10(right)) + 1)]
    axes.xaxis.set_major_locator(FixedLocator([math.sqrt(left * LEAST_WAITS), *decades]))
    axes.xaxis.set_minor_locator(NullLocator())
    strip = f"< {LEAST_WAITS:g}"
    axes.xaxis.set_major_formatter(FuncFormatter(lambda x, _: f"{x:,.10g}" if x >= LEAST_WAITS else strip))
    axes.yaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 5, 10]))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda y, _: f"{y:g}"))
    axes.tick_params(labelsize=9.5)
    axes.set_xlabel("wait overlap: mean number of waits in progress at once (log scale)", fontsize=10)
    axes.set_ylabel("useful parallelism: mean number of cores at useful work", fontsize=10)
    page.grid(axes)


def _landmarks(axes: Axes, top: float, cpus: int) -> None:
    left, right = axes.get_xlim()
    axes.axvspan(left, LEAST_WAITS, color="#F4F4F4", zorder=0)
    waits = numpy.geomspace(left, 1, 200)
    axes.fill_between(waits, 1 - waits, axes.get_ylim()[0], color="#000000", alpha=0.045, linewidth=0, zorder=0)
    axes.plot(waits, 1 - waits, color=page.INK, linewidth=1.3, zorder=2)
    axes.axhline(1, color=page.QUIET, linewidth=0.9, linestyle=(0, (4, 3)), zorder=1)
    quiet = {"fontsize": 8.5, "color": page.QUIET, "zorder": 2}
    edge = right / 1.03
    axes.text(edge, 1 + 0.015 * top, "one core", ha="right", va="bottom", **quiet)
    if cpus > 1:
        axes.axhline(cpus, color=page.QUIET, linewidth=0.9, linestyle=(0, (4, 3)), zorder=1)
        axes.text(edge, cpus + 0.015 * top, f"all {cpus} CPUs", ha="right", va="bottom", **quiet)
    axes.text(left * 1.05, -0.13 * top, "slower than one thing after the other", va="bottom", **quiet)
    loud = {"fontsize": 10.5, "weight": "bold", "color": "#9A9A9A", "zorder": 1}
    axes.text(left * 1.05, 1.15 * top, "PARALLELISM without concurrency", va="top", **loud)
    axes.text(edge, -0.13 * top, "CONCURRENCY without parallelism", ha="right", va="bottom", **loud)
    axes.text(edge, 1.15 * top, "both", ha="right", va="top", **loud)


def _marks(sheet: Figure, axes: Axes, points: list[Point], markers: dict[str, str]) -> None:
    per_point = sheet.dpi / 72
    true = [tuple(axes.transData.transform((across(p, axes.get_xlim()[0]), p.cores))) for p in points]
    back = axes.transData.inverted()
    distance = SIZE * 1.05 * per_point
    left = axes.get_window_extent().x0 + distance / 2  # beyond it are the labels of the axis
    group = group_of(points)
    for point, place in zip(points, moved_apart(true, distance, left)):
        x, y = back.transform(place)
        axes.plot(x, y, markers[group(point)], markersize=SIZE, markerfacecolor=palette.colour(point.runtime),
                  markeredgecolor="white", markeredgewidth=0.7, zorder=4, clip_on=False)


def _legends(axes: Axes, points: list[Point], markers: dict[str, str]) -> None:
    def key(label: str, marker: str, colour: str) -> Line2D:
        return Line2D([], [], linestyle="none", marker=marker, markersize=SIZE, markerfacecolor=colour,
                      markeredgecolor="white", markeredgewidth=0.7, label=label)

    runtimes = sorted({p.runtime for p in points}, key=palette.runtime_order)
    style = {"loc": "upper left", "frameon": False, "fontsize": 9.5, "alignment": "left", "borderpad": 0,
             "handletextpad": 0.3, "labelspacing": 0.45, "title_fontproperties": {"weight": "bold", "size": 9.5}}
    first = axes.legend(handles=[key(r, "o", palette.colour(r)) for r in runtimes], title="Runtime",
                        bbox_to_anchor=(1.03, 1.0), **style)
    axes.add_artist(first)
    axes.legend(handles=[key(w, marker, page.QUIET) for w, marker in markers.items()],
                title="Workload" if any("/" in group for group in markers) else "Kind",
                bbox_to_anchor=(1.03, 0.91 - 0.044 * len(runtimes)), **style)
