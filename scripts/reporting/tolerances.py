"""The file that scripts/selftest writes and scripts/gate reads: how noisy each cell is on this machine."""

from __future__ import annotations

import math
from pathlib import Path

from reporting.quantities import QUANTITIES
from reporting.results import ResultError, read_strictly
from reporting.verdicts import Tolerance

VERSION = 1


def tolerance_for(noise: float, rounds: int, usual: float) -> float:
    """What a cell must be allowed so that two standard errors of its noise are no alarm."""
    return max(usual, math.expm1(2 * noise / math.sqrt(rounds)))


def tolerances_in(path: Path, rounds: int) -> Tolerance:
    """The tolerance of each cell and quantity for so many rounds. Raises ResultError."""
    document = read_strictly(path)
    if not isinstance(document, dict) or document.get("simul_selftest") != VERSION:
        raise ResultError(f"{path}: not written by scripts/selftest")
    try:
        return {cell["name"]: {name: tolerance_for(float(figures["noise"]), rounds, QUANTITIES[name].tolerance)
                               for name, figures in cell["quantities"].items() if name in QUANTITIES}
                for cell in document["cells"]}
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        raise ResultError(f"{path}: not as scripts/selftest writes it ({fault!r})") from None
