"""Draws memory.Memory: what the process tree holds, the more tasks are in flight; its slope is what one task costs."""

from __future__ import annotations

import math

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, LogLocator, NullLocator

from reporting import page, palette, wording
from reporting.draw_spectrum import dashes_of
from reporting.memory import Memory, bytes_in_words

LEFT, RIGHT, TOP, HEIGHT = 1.05, 2.2, 0.85, 5.2  # inches


def figure(shown: Memory, machine: str) -> Figure:
    """The whole page; `machine` ends its caption."""
    with matplotlib.rc_context(page.STYLE):
        small_print = caption(shown, machine)
        sheet = page.new(HEIGHT)
        axes = page.axes(sheet, LEFT, page.caption_height(small_print) + 0.6, RIGHT, TOP)
        _prepare(axes, shown)
        for one, dash in zip(shown.held, dashes_of(shown.held)):
            axes.plot(*zip(*one.points), color=palette.colour(one.runtime), linestyle=dash, linewidth=1.7, marker="o",
                      markersize=3.5, label=one.label)
        page.legend_beside(axes, "per task")
        page.heading(sheet, f"{shown.title}: what does a task in flight hold?", shown.subtitle)
        page.caption(sheet, small_print)
    return sheet


def caption(shown: Memory, machine: str) -> str:
    """The small print: what is counted, what the slope is, who is missing."""
    silent = "".join(f"{contestant}: {wording.shortened(reason, 90)}. " for contestant, reason in shown.silent)
    ends = "".join(f"{contestant} ends before {tasks:,}: {wording.shortened(reason, 90)}. "
                   for contestant, tasks, reason in shown.left_out)
    return ("Memory: the whole process tree's own, with page tables and kernel stacks, while so many tasks were in flight, "
            "harness included; one run for each number of tasks. Per task: the slope of the line of least squares (of the "
            f"numbers, not of the picture); – where there is none. {silent}{ends}{machine}")


def _prepare(axes: Axes, shown: Memory) -> None:
    octaves = [math.log2(held) for one in shown.held for _, held in one.points if held]
    axes.set_xscale("log")
    axes.set_yscale("log", base=2)
    axes.set_ylim(2.0 ** math.floor(min(octaves, default=0)), 2.0 ** (math.floor(max(octaves, default=0)) + 1))
    axes.xaxis.set_major_locator(LogLocator(subs=(1, 2, 5), numticks=12))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter(FuncFormatter(lambda tasks, _: f"{tasks:,.0f}"))
    axes.yaxis.set_major_locator(LogLocator(base=2, numticks=14))
    axes.yaxis.set_minor_locator(NullLocator())
    axes.yaxis.set_major_formatter(FuncFormatter(lambda held, _: bytes_in_words(held).replace(".00", "").replace(".0", "")))
    axes.tick_params(labelsize=9.5)
    axes.set_xlabel("tasks in flight (log scale)", fontsize=10)
    axes.set_ylabel("memory of the process tree (log scale)", fontsize=10)
    page.grid(axes)
