"""One colour per runtime in every figure, from Okabe and Ito's palette, which colour-blind readers can tell apart."""

from __future__ import annotations

import zlib

RUNTIMES = {
    "sequential": "#000000",
    "coro": "#0072B2",
    "threads": "#D55E00",
    "uv": "#009E73",
    "tbb": "#CC79A7",
    "fork": "#E69F00",
    "floor": "#8C8C8C",
    "asio": "#56B4E9",
}
# What a task does. Not the colours of runtimes, and of three lightnesses, so that colour-blind readers can tell them
# apart, also in grey: after Paul Tol's high-contrast blue and red, and a tint of the blue.
PHASES = {"running": "#003672", "waiting": "#B4C8DE", "queued": "#C1586A"}
OTHERS = ("#882255", "#999933", "#44AA99", "#332288", "#AA4499")


def colour(runtime: str) -> str:
    """The same for a runtime in every file: one without a colour of its own gets it by its name, not by its place."""
    return RUNTIMES.get(runtime) or OTHERS[zlib.crc32(runtime.encode()) % len(OTHERS)]


def tint(hex_colour: str, share: float = 0.38) -> str:
    """The colour on white paper, printed with this share of its ink."""
    channels = (int(hex_colour[i : i + 2], 16) for i in (1, 3, 5))
    return "#" + "".join(f"{round(255 - (255 - channel) * share):02X}" for channel in channels)


def runtime_order(runtime: str) -> tuple[int, str]:
    """Sorts the runtimes that are known in their usual order, and all others after them by name."""
    known = list(RUNTIMES)
    return (known.index(runtime) if runtime in known else len(known), runtime)
