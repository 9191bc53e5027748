"""Draws spectrum.Spectrum: each step to the right is ten times rarer, so the tail, which users feel, gets its room."""

from __future__ import annotations

import math

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from reporting import page, palette, wording
from reporting.spectrum import Curve, Spectrum

LEFT, RIGHT, TOP, HEIGHT = 0.95, 1.75, 0.85, 5.2  # inches
LEAST_US = 0.1  # a log axis has no 0
DASHES = ("-", (0, (4, 1.5)), (0, (1, 1)), (0, (5, 1, 1, 1)))  # variants of a runtime have its colour


def figure(spectrum: Spectrum, machine: str) -> Figure:
    """The whole page; `machine` ends its caption."""
    with matplotlib.rc_context(page.STYLE):
        small_print = caption(spectrum, machine)
        sheet = page.new(HEIGHT)
        axes = page.axes(sheet, LEFT, page.caption_height(small_print) + 0.6, RIGHT, TOP)
        _prepare(axes, spectrum)
        for curve, dash in zip(spectrum.curves, dashes_of(spectrum.curves)):
            x, y = zip(*curve.points)
            axes.step(x, [max(us, LEAST_US) for us in y], where="pre", color=palette.colour(curve.runtime),
                      linestyle=dash, linewidth=1.7, label=curve.contestant)
            axes.plot(x[-1], max(y[-1], LEAST_US), "o", markersize=4.5, color=palette.colour(curve.runtime))
        page.legend_beside(axes, "Contestant")
        page.heading(sheet, f"{spectrum.title}: {spectrum.what}", spectrum.subtitle)
        page.caption(sheet, small_print)
    return sheet


def caption(spectrum: Spectrum, machine: str) -> str:
    """The small print: how many samples, where a line ends, under which load."""
    samples = wording.count_of([curve.count for curve in spectrum.curves], "sample")
    load = "Closed loop: a stall hides the waits it delays. " if spectrum.load == "closed" else "Open loop. "
    return (f"At or below the line lies that share of a contestant's {samples}, from all verified timed runs. A line ends "
            f"where fewer than 10 samples lie beyond. {load}{machine}")


def dashes_of(curves: tuple[Curve, ...]) -> list:
    """A line style for each curve: those of one runtime differ."""
    seen: dict[str, int] = {}
    styles = []
    for curve in curves:
        styles.append(DASHES[seen.get(curve.runtime, 0) % len(DASHES)])
        seen[curve.runtime] = seen.get(curve.runtime, 0) + 1
    return styles


def percentile(x: float, _: int = 0) -> str:
    """1/(1-p) as people say it: 50 %, 99.9 %."""
    decimals = max(0, math.ceil(math.log10(x) - 1e-9) - 2)
    return f"{100 * (1 - 1 / x):.{decimals}f} %"


def duration(us: float, _: int = 0) -> str:
    """A power of ten of microseconds in its unit: 0.1 µs, 10 ms."""
    for unit, size in (("s", 1e6), ("ms", 1e3)):
        if us >= size * 0.999:
            return f"{us / size:g} {unit}"
    return f"{us:g} µs"


def _prepare(axes: Axes, spectrum: Spectrum) -> None:
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xlim(1, max(20.0, spectrum.furthest * 1.15))
    decades = [10.0**k for k in range(1, math.floor(math.log10(axes.get_xlim()[1])) + 1)]
    axes.xaxis.set_major_locator(FixedLocator([1, 2, *decades]))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter(FuncFormatter(percentile))
    late = (max(us, LEAST_US) for curve in spectrum.curves for _, us in curve.points)
    axes.yaxis.set_major_locator(page.log_ticks(late))
    axes.yaxis.set_major_formatter(FuncFormatter(duration))
    axes.tick_params(labelsize=9.5)
    axes.set_xlabel("share of the samples (each step ten times rarer)", fontsize=10)
    axes.set_ylabel(f"{spectrum.what} (log scale)", fontsize=10)
    page.grid(axes)
