"""Draws panels.Panel: tasks as rows, what they did as colours, and beneath it tasks in flight and cores busy.

Panels stand one above the other, so that the same moment of two runs is at the same place across.
"""

from __future__ import annotations

import matplotlib
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter, MaxNLocator

from reporting import page, palette, wording
from reporting.panels import COLOURS, Line, Panel

LEFT, RIGHT, TOP = 1.2, 1.5, 0.85  # inches
HEAD, LINE, GAP, FOOT, LABEL = 0.32, 0.36, 0.1, 0.36, 0.2


def figure(panels: list[Panel], title: str, subtitle: str, machine: str) -> Figure:
    """The whole page; `machine` ends its caption."""
    with matplotlib.rc_context(page.STYLE):
        small_print = caption(panels, machine)
        rows = _rows_height(panels)
        each = HEAD + rows + 2 * (GAP + LINE) + FOOT
        sheet = page.new(TOP + len(panels) * each + LABEL + page.caption_height(small_print))
        page.put(sheet, 0.2, 0.36, title, fontsize=15, weight="bold")
        page.put(sheet, 0.2, 0.61, subtitle, fontsize=10, color=page.QUIET)
        own = len({panel.window for panel in panels}) > 1
        most = max(panel.in_flight.most for panel in panels)
        for number, panel in enumerate(panels):
            top = TOP + number * each
            _heading(sheet, panel, top)
            _tasks(sheet, panel, top + HEAD, rows)
            _margin(sheet, panel, top + HEAD, rows)
            top += HEAD + rows + GAP
            _line(sheet, panel, "tasks in\nflight", panel.in_flight, most, top)
            last = _line(sheet, panel, "cores\nbusy", panel.cores, panel.cpus, top + LINE + GAP)
            last.tick_params(axis="x", length=3, labelbottom=True)
            if number == len(panels) - 1:
                scale = "; each panel has its own scale" if own else ""
                last.set_xlabel(f"time since the start of the run (ms){scale}", fontsize=9.5)
        page.caption(sheet, small_print)
    return sheet


def caption(panels: list[Panel], machine: str) -> str:
    """The small print: what a colour is, and what cannot be read off the figure."""
    text = ("One observed run each, with a journal, which timed runs do not keep. Waiting: as long as was asked for. "
            "Queued: from then until the task went on, or before a lock. Blank: not begun, or ended. Percentages: of "
            "the time from a task's first event to its last, all tasks of the whole run. Means: of what is shown. "
            "A task between two of its events counts as a busy core, though the kernel may have run something else. ")
    if any(panel.shares["unnoted"] for panel in panels):
        text += "Unnoted: tasks that share a thread, running or waiting there. "
    bins = sorted({line.bin_ms for panel in panels for line in (panel.in_flight, panel.cores) if line.bin_ms})
    if bins:
        text += f"Lines with steps too short to be seen show means over {' or '.join(f'{one:g}' for one in bins)} ms. "
    return text + machine


def look(colour: str) -> dict[str, object]:
    """Of an area: what is not known is hatched."""
    if colour in palette.PHASES:
        return {"facecolor": palette.PHASES[colour], "linewidth": 0}
    return {"facecolor": "white", "edgecolor": "#9A9A9A", "hatch": "//////", "linewidth": 0}


def percent(share: float) -> str:
    """Never 0 for what is little, nor 100 for what is not all."""
    if 0 < share < 0.005:
        return "<1 %"
    return ">99 %" if 0.995 <= share < 1 else f"{100 * share:.0f} %"


def _rows_height(panels: list[Panel]) -> float:
    """Inches for the rows of each panel, the same for all: 24 tasks can be told apart in a column of four panels."""
    most = max(panel.rows for panel in panels)
    per_row, least, room = (0.12, 0.9, 4.5) if len(panels) == 1 else (0.062, 0.9, 2.2)
    return min(max(per_row * most, least), room)


def _axes(sheet: Figure, top: float, height: float) -> Axes:
    return page.axes(sheet, LEFT, sheet.get_size_inches()[1] - top - height, RIGHT, top)


def _prepare(axes: Axes, panel: Panel) -> None:
    axes.set_xlim(panel.window)
    axes.xaxis.set_major_locator(MaxNLocator(10, steps=[1, 2, 2.5, 5, 10]))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda x, _: f"{x:,.10g}"))
    axes.tick_params(axis="x", length=0, labelbottom=False, labelsize=9)
    axes.tick_params(axis="y", length=2, labelsize=8)
    axes.grid(axis="x", color=page.FAINT, linewidth=0.5)
    axes.set_axisbelow(True)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)


def _label(sheet: Figure, words: str, middle: float) -> None:
    """At the left edge, where it has room beside numbers of any length."""
    page.put(sheet, 0.2, middle, words, fontsize=8.5, va="center", linespacing=1.1)


def _tasks(sheet: Figure, panel: Panel, top: float, height: float) -> None:
    axes = _axes(sheet, top, height)
    _prepare(axes, panel)
    axes.spines["bottom"].set_visible(False)
    axes.set_ylim(panel.rows - 0.5, -0.5)
    for colour in reversed(COLOURS):  # running is thin and last, so that no neighbour's soft edge covers it
        shapes = [((x, row - 0.42), (x + length, row - 0.42), (x + length, row + 0.42), (x, row + 0.42))
                  for row, x, length in panel.bars[colour]]
        axes.add_collection(PolyCollection(shapes, **look(colour), zorder=3, snap=False), autolim=False)
    ticks = sorted({0, panel.rows - 1})
    axes.set_yticks(ticks, [f"{tick * panel.every:,}" for tick in ticks])
    thinned = "" if panel.every == 1 else f"\n(one in {panel.every:,})"
    _label(sheet, f"task{thinned}", top + height / 2)


def _line(sheet: Figure, panel: Panel, label: str, line: Line, top_value: int, top: float) -> Axes:
    axes = _axes(sheet, top, LINE)
    _prepare(axes, panel)
    axes.spines["bottom"].set_color(page.FAINT)  # one task among many is a line just above it
    axes.set_ylim(0, top_value * 1.12)
    axes.set_yticks([0, top_value], ["0", f"{top_value:,}"])
    _label(sheet, label, top + LINE / 2)
    if line.values:
        axes.stairs(line.values, line.times_ms, fill=True, color="#E4E4E4", zorder=2)
        axes.stairs(line.values, line.times_ms, baseline=None, color=page.INK, linewidth=0.9, zorder=3)
        page.put(sheet, page.WIDTH - RIGHT + 0.15, top + LINE / 2, f"mean {wording.amount(line.mean)}", fontsize=9,
                 va="center")
    return axes


def _heading(sheet: Figure, panel: Panel, top: float) -> None:
    width, height = sheet.get_size_inches()
    sheet.add_artist(Rectangle((LEFT / width, 1 - (top + 0.2) / height), 0.13 / width, 0.13 / height,
                               color=palette.colour(panel.runtime), transform=sheet.transFigure))
    page.put(sheet, LEFT + 0.2, top + 0.19, panel.title, fontsize=11.5, weight="bold")
    tasks = f"{panel.tasks:,} task" + ("" if panel.tasks == 1 else "s")
    words = f"{tasks} on {panel.lanes}, {wording.duration(panel.wall_ms / 1e3)}"
    page.put(sheet, page.WIDTH - RIGHT, top + 0.19, words, fontsize=9.5, color=page.QUIET, ha="right")


def _margin(sheet: Figure, panel: Panel, top: float, rows: float) -> None:
    """Beside the rows: the key to the colours with their shares, and how the run went on."""
    width, height = sheet.get_size_inches()
    x = page.WIDTH - RIGHT + 0.15
    shown = [colour for colour in COLOURS if colour in palette.PHASES or panel.shares[colour]]
    for number, colour in enumerate(shown):
        y = top + 0.12 + 0.19 * number
        sheet.add_artist(Rectangle((x / width, 1 - (y + 0.05) / height), 0.11 / width, 0.11 / height,
                                   **look(colour), transform=sheet.transFigure))
        page.put(sheet, x + 0.18, y, colour, fontsize=9, va="center_baseline")
        page.put(sheet, page.WIDTH - 0.2, y, percent(panel.shares[colour]), fontsize=9, ha="right",
                 va="center_baseline")
    if panel.rest_ms > 0:
        page.put(sheet, x, top + rows - 0.02,
                 f"and so on for\nanother {wording.duration(panel.rest_ms / 1e3)} \N{RIGHTWARDS ARROW}", fontsize=9,
                 style="italic", linespacing=1.25)
