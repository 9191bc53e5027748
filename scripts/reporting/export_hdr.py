"""HdrHistogram's percentile text, as its outputPercentileDistribution writes it: the input of that library's plotter.

Value, in us, the share of samples at or below it, their number, and 1/(1-share). Each halving of the rest of the samples
gets TICKS lines, as there (https://hdrhistogram.github.io/HdrHistogram/JavaDoc/), and the last line is the maximum.
"""

from __future__ import annotations

import math
import re
from typing import Iterator

from reporting.commandline import Unsuited
from reporting.result_types import Latency, Result

HELP = "HdrHistogram's percentile distribution of one cell's latency, in us"
TICKS = 5  # per half distance to 100 %
SUB_BUCKETS = 256  # of the harness's histogram: two significant digits (benchmarks/harness/histogram.hpp)


def export(result: Result, cell: re.Pattern[str]) -> str:
    """The text of the one cell that matches and has latencies. Raises Unsuited."""
    found = [c for c in result.cells if cell.search(c.name) and c.latency and c.status == "ok"]
    if not found:
        raise Unsuited(f"no cell of {result.path} with latencies matches --cell '{cell.pattern}'")
    if len(found) > 1:
        raise Unsuited(f"--cell '{cell.pattern}' matches {len(found)} cells with latencies, such as {found[0].name} and "
                       f"{found[1].name}; a file of this format holds one")
    return text(found[0].latency)


def text(latency: Latency) -> str:
    """The whole file."""
    lines = ["%12s %14s %10s %14s\n" % ("Value", "Percentile", "TotalCount", "1/(1-Percentile)")]
    for value, share, count in distribution(latency):
        line = "%12.3f %2.12f %10d" % (value, share, count)
        lines.append(line if share >= 1 else line + " %14.2f" % (1 / (1 - share)))
    lines.append("#[Mean    = %12.3f, StdDeviation   = %12.3f]" % (latency.mean, deviation(latency)))
    lines.append("#[Max     = %12.3f, Total count    = %12d]" % (latency.max, latency.count))
    lines.append("#[Buckets = %12d, SubBuckets     = %12d]" % (buckets_for(latency.max), SUB_BUCKETS))
    return "\n".join(lines) + "\n"


def distribution(latency: Latency) -> Iterator[tuple[float, float, int]]:
    """Value, share and count of each line."""
    level, seen = 0.0, 0
    for upper, count in latency.buckets:
        seen += count
        while seen / latency.count >= level:
            yield min(upper, latency.max), level, seen
            if seen == latency.count:
                break
            halvings = math.floor(math.log2(1 / (1 - level))) + 1  # how often the rest has been halved, and once more
            level += 1 / (TICKS * 2**halvings)
    yield latency.max, 1.0, latency.count


def deviation(latency: Latency) -> float:
    """Of the samples around their mean, each taken for the middle of its bucket."""
    squares = sum(count * (middle(upper) - latency.mean) ** 2 for upper, count in latency.buckets)
    return math.sqrt(squares / latency.count)


def middle(upper_us: float) -> float:
    """Of the bucket that ends at `upper_us`, the highest whole nanosecond in it."""
    upper = round(upper_us * 1000)
    width = 1 << max(0, upper.bit_length() - SUB_BUCKETS.bit_length() + 1)
    return (upper - (width - 1) / 2) / 1000


def buckets_for(highest_us: float) -> int:
    """How many powers of two, from the first sub-buckets on, it takes to hold a value."""
    return max(0, round(highest_us * 1000).bit_length() - SUB_BUCKETS.bit_length() + 1) + 1
