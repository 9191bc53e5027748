"""What all figures share: type sizes, caption, file formats. Figures are laid out in inches, so text never scales."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Iterable, Sequence

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator

WIDTH = 9.0  # inches; at README width one point is about one pixel
INK, QUIET, FAINT = "#1F1F1F", "#5C5C5C", "#D9D9D9"
STYLE = {
    "font.family": "DejaVu Sans",  # comes with matplotlib, so a figure looks the same everywhere
    "font.size": 10,
    "axes.edgecolor": QUIET,
    "axes.labelcolor": INK,
    "text.color": INK,
    "xtick.color": QUIET,
    "ytick.color": QUIET,
    "svg.fonttype": "path",
    "svg.hashsalt": "simul",  # the same data gives the same file
}


def new(height: float) -> Figure:
    """An empty page of the common width. Draw within `matplotlib.rc_context(page.STYLE)`."""
    return Figure(figsize=(WIDTH, height), facecolor="white")


def axes(figure: Figure, left: float, bottom: float, right: float, top: float) -> Axes:
    """Axes with these margins in inches."""
    width, height = figure.get_size_inches()
    return figure.add_axes((left / width, bottom / height, 1 - (left + right) / width, 1 - (top + bottom) / height))


def put(figure: Figure, x: float, y: float, text: str, **style) -> None:
    """Text at inches from the left and from the top."""
    width, height = figure.get_size_inches()
    figure.text(x / width, 1 - y / height, text, **{"va": "baseline", **style})


def heading(figure: Figure, title: str, subtitle: str) -> None:
    """The two lines at the head."""
    put(figure, 0.2, 0.36, title, fontsize=15, weight="bold")
    put(figure, 0.2, 0.61, subtitle, fontsize=10, color=QUIET)


def legend_beside(axes: Axes, title: str) -> None:
    """Of all that has a label, to the right of the axes."""
    axes.legend(loc="upper left", bbox_to_anchor=(1.03, 1.0), frameon=False, fontsize=9.5, title=title, alignment="left",
                borderpad=0, title_fontproperties={"weight": "bold", "size": 9.5})


def log_ticks(values: Iterable[float]) -> LogLocator:
    """Ticks of a logarithmic axis that holds these: at powers of ten, and where these are few, between them too."""
    above = [value for value in values if value > 0]
    wide = bool(above) and max(above) >= 100 * min(above)
    return LogLocator(subs=(1,) if wide else (1, 2, 5), numticks=12)


def grid(axes: Axes) -> None:
    """A faint one behind all else, and no frame."""
    axes.grid(color=FAINT, linewidth=0.5)
    axes.set_axisbelow(True)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)


def caption(figure: Figure, text: str, width: int = 150) -> None:
    """Small print at the foot; see caption_height for the room it takes."""
    inches = figure.get_size_inches()
    figure.text(0.2 / inches[0], 0.12 / inches[1], textwrap.fill(text, width), fontsize=8, color=QUIET, va="bottom",
                linespacing=1.35)


def caption_height(text: str, width: int = 150) -> float:
    """Inches."""
    return 0.16 + 0.155 * len(textwrap.wrap(text, width))


def save(figure: Figure, folder: Path, stem: str, formats: Sequence[str]) -> list[Path]:
    """Writes the figure in each format and says where."""
    paths = []
    for ending in formats:
        path = folder / f"{stem}.{ending}"
        metadata = {"Date": None} if ending == "svg" else {}
        with matplotlib.rc_context(STYLE):
            figure.savefig(path, dpi=200, metadata=metadata)
        paths.append(path)
    return paths


matplotlib.use("agg")
