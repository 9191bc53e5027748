"""Draws bars.Chart: speed-up per contestant, split into waits that overlapped and cores that were usefully busy.

The axis is linear and starts at 0, always: the two parts of a bar add up to its length, which no other axis shows
truly. Contestants too slow to be seen beside the fastest are read off their numbers, which stand in every row.
"""

from __future__ import annotations

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.patheffects import withStroke
from matplotlib.ticker import FuncFormatter, MaxNLocator

from reporting import page, palette, wording
from reporting.bars import Bar, Chart

ROW = 0.31  # inches
TOP, RIGHT = 1.08, 2.6
COLUMNS = ((1.95, "cores"), (1.17, "waits"), (0.2, "time"))  # inches from the right edge to a column's end
GROUND = {"facecolor": "white", "edgecolor": "none", "pad": 1.2}  # keeps text readable where it crosses a line


def figure(chart: Chart, machine: str) -> Figure:
    """The whole page; `machine` ends its caption."""
    with matplotlib.rc_context(page.STYLE):
        small_print = caption(chart, machine)
        bottom = page.caption_height(small_print) + 0.55
        sheet = page.new(TOP + ROW * len(chart.bars) + bottom)
        left = 0.35 + 0.083 * max(len(bar.contestant) for bar in chart.bars)
        axes = page.axes(sheet, left, bottom, RIGHT, TOP)
        _prepare(axes, chart)
        for row, bar in enumerate(chart.bars):
            _draw(axes, row, bar, chart)
        _ideal(axes, chart)
        _heading(sheet, chart)
        if chart.drawn:
            _columns(sheet, chart)
        page.caption(sheet, small_print)
    return sheet


def caption(chart: Chart, machine: str) -> str:
    """The small print: what a bar is, how many runs, which machine."""
    runs = wording.count_of(list(chart.runs), "run")
    if not chart.drawn:
        return (f"Median times of {runs} each, all verified. No speed-up: {chart.silence}. " if chart.silence else "") + machine
    text = f"Speed-up: median time of sequential over median time of the contestant, {runs} each, all verified. "
    if chart.baseline == "extrapolated":
        text += "Sequential is extrapolated from a measured part. "
    if any(bar.split for bar in chart.bars):
        text += "It is the sum of the mean number of cores at useful work and of waits in progress at once. "
    if any(bar.interval for bar in chart.bars):
        text += "Whiskers: 95 % interval of the contestant's median. "
    if chart.ideal is not None:
        text += "Ideal: no program can be faster on these CPUs. "
    return text + machine


def _prepare(axes: Axes, chart: Chart) -> None:
    low, high = chart.extent
    room = 0.13 * (high - low)  # for the number at the end of the longest bar
    axes.set_xlim(low * 1.02, high + room)
    axes.set_ylim(len(chart.bars) - 0.5, -0.5)
    axes.set_yticks(range(len(chart.bars)), [bar.contestant for bar in chart.bars])
    axes.tick_params(axis="y", length=0, labelsize=10.5, labelcolor=page.INK)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.axvline(0, color=page.QUIET, linewidth=0.8)
    if not chart.drawn:  # then there is nothing to read off the axis
        axes.spines["bottom"].set_visible(False)
        axes.set_xticks([])
        return
    axes.tick_params(axis="x", labelsize=9)
    axes.xaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 2.5, 5, 10]))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda x, _: f"{x:,.10g}"))
    axes.set_xlabel("speed-up over one thing after the other (×), more is better", fontsize=9.5)
    axes.grid(axis="x", color=page.FAINT, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.axvline(1, color=page.QUIET, linewidth=0.9, linestyle=(0, (1, 2)), zorder=1)


def _draw(axes: Axes, row: int, bar: Bar, chart: Chart) -> None:
    colour = palette.colour(bar.runtime)
    if bar.speedup is None:
        axes.annotate(wording.shortened(bar.words or "", 98), (0, row), (7, 0), textcoords="offset points", va="center",
                      fontsize=9, style="italic", color=page.QUIET, zorder=6, annotation_clip=False, bbox=GROUND)
        return
    style = {"height": 0.66, "edgecolor": colour, "linewidth": 0.9, "zorder": 3}
    if bar.split:
        axes.barh(row, bar.cores, color=colour, **style)
        axes.barh(row, bar.waits, left=max(bar.cores, 0) if bar.waits >= 0 else 0, color=palette.tint(colour), **style)
    else:
        axes.barh(row, bar.speedup, color="white", hatch="////", **style)
    end = bar.speedup
    if bar.interval:
        axes.plot(bar.interval, (row, row), color=page.INK, linewidth=1, marker="|", markersize=5, zorder=4,
                  path_effects=[withStroke(linewidth=2.4, foreground="white")])
        end = max(end, bar.interval[1])
    low, high = axes.get_xlim()
    axes.text(max(end, bar.cores or 0) + 0.012 * (high - low), row, wording.times(bar.speedup), va="center",
              fontsize=10, weight="bold", zorder=6, bbox=GROUND)


def _ideal(axes: Axes, chart: Chart) -> None:
    if chart.ideal is None:
        return
    label = f"ideal {wording.times(chart.ideal)}"
    style = {"fontsize": 9.5, "va": "bottom", "color": page.INK, "transform": axes.get_xaxis_transform()}
    if not chart.ideal_in_sight:
        axes.text(axes.get_xlim()[1], 1.015, f"{label}, beyond the axis \N{RIGHTWARDS ARROW}", ha="right", **style)
        return
    axes.axvline(chart.ideal, color=page.INK, linewidth=1.4, linestyle=(0, (5, 2)), zorder=5)
    low, high = axes.get_xlim()
    share = (chart.ideal - low) / (high - low)
    axes.text(chart.ideal, 1.015, label, ha="center" if share > 0.1 else "left", **style)


def _heading(sheet: Figure, chart: Chart) -> None:
    page.heading(sheet, chart.title, chart.subtitle)
    grey = "#6E6E6E"
    keys = [Patch(facecolor=grey, edgecolor=grey, label="cores usefully busy (parallelism)"),
            Patch(facecolor=palette.tint(grey), edgecolor=grey, label="waits overlapped (concurrency)")]
    if any(bar.speedup is not None and not bar.split for bar in chart.bars):
        keys.append(Patch(facecolor="white", edgecolor=grey, hatch="////", label="split not known"))
    if any(bar.split for bar in chart.bars):
        sheet.legend(handles=keys, loc="upper right", ncol=1, frameon=False, fontsize=9, labelspacing=0.35,
                     bbox_to_anchor=(1 - 0.1 / page.WIDTH, 1 - 0.12 / sheet.get_size_inches()[1]))


def _columns(sheet: Figure, chart: Chart) -> None:
    heads = {"cores": "= cores", "waits": "+ waits", "time": "time"}
    for from_right, what in COLUMNS:
        x = page.WIDTH - from_right
        page.put(sheet, x, TOP - 0.06, heads[what], fontsize=9, color=page.QUIET, ha="right")
        for row, bar in enumerate(chart.bars):
            page.put(sheet, x, TOP + ROW * (row + 0.5), _entry(bar, what), fontsize=9.5, ha="right", va="center")


def _entry(bar: Bar, what: str) -> str:
    if bar.speedup is None:
        return ""
    if what == "time":
        return wording.duration(bar.wall_s) if bar.wall_s is not None else "–"
    value = bar.waits if what == "waits" else bar.cores
    return "–" if value is None else wording.part(value)
