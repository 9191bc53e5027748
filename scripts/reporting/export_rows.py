"""What other tools may be given: cells that are ok and without a fault.

A failed one would have no time, which readers take for infinitely fast.
"""

from __future__ import annotations

import re

from reporting.commandline import Unsuited
from reporting.result_types import Result, Standing


def measured(result: Result, cell: re.Pattern[str]) -> list[Standing]:
    """Every contestant that matches and was measured, as a whole and without a fault. Raises Unsuited if none was."""
    found = [standing for comparison in result.comparisons for standing in comparison.standings
             if standing.ok and not standing.faults and standing.units_per_s is not None and cell.search(standing.name)]
    if not found:
        raise Unsuited(f"no cell of {result.path} that is ok matches --cell '{cell.pattern}'")
    return found
