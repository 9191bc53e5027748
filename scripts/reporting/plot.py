"""Figures of a result file: a bar chart per workload and parameters, latencies, memory, METG, scaling, and one map."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import Sequence

from reporting import (bars, commandline, draw_bars, draw_granularity, draw_map, draw_memory, draw_scaling, draw_spectrum,
                       granularity, memory, page, points, scaling, spectrum, wording)
from reporting.result_types import Comparison, GrainSweep, Result
from reporting.results import ResultError, load
from reporting.worker_sweep import WorkerSweep

FORMATS = ("png", "svg", "pdf")


def main(argv: Sequence[str] | None = None) -> int:
    """Draws and says where; the exit status is in --help."""
    return commandline.guarded(lambda: run(parse(argv)), "plot")


def parse(argv: Sequence[str] | None) -> argparse.Namespace:
    """The command line. Raises SystemExit."""
    parser = commandline.Parser("Draws the figures of a result file: speed-up per contestant as bars, split into "
                                "waits that\noverlapped and cores that were usefully busy, the percentiles of "
                                "latencies, memory against\ntasks in flight, efficiency against the length of tasks "
                                "with METG, speed-up and efficiency against\nworkers with the laws that fit, and a map "
                                "of concurrency against parallelism.")
    parser.prog = "plot"
    parser.add_argument("result", type=Path, help="result file of `simul run`, e.g. results/latest.json")
    parser.add_argument("--out", type=Path, metavar="DIR",
                        help="folder for the figures (default: beside the file, under its name without .json)")
    parser.add_argument("--format", type=formats, default=("png",), metavar="png,svg", dest="formats",
                        help=f"one or more of {', '.join(FORMATS)}, separated by commas (default: png)")
    return parser.parse_args(argv)


def formats(text: str) -> tuple[str, ...]:
    """png,svg as a tuple without repetition."""
    wanted = tuple(dict.fromkeys(text.split(",")))
    for one in wanted:
        if one not in FORMATS:
            raise argparse.ArgumentTypeError(f"'{one}' is not one of {', '.join(FORMATS)}")
    return wanted


def run(arguments: argparse.Namespace) -> int:
    """Draws everything. Raises ResultError and OSError."""
    result = load(arguments.result)
    folder = arguments.out or arguments.result.with_suffix("")
    if folder == arguments.result:  # a file without a suffix cannot have a folder of its name beside it
        folder = folder.with_name(folder.name + ".figures")
    folder.mkdir(parents=True, exist_ok=True)
    drawn = draw(result, folder, arguments.formats)
    if not drawn:
        raise ResultError(f"{arguments.result}: there is nothing to draw in it")
    print(*drawn, sep="\n")
    return commandline.OK


def draw(result: Result, folder: Path, wanted: Sequence[str]) -> list[Path]:
    """All figures of a result; returns their paths."""
    machine = wording.machine(result)
    paths = []
    for comparison in result.comparisons:
        sheet = draw_bars.figure(bars.chart(comparison), machine)
        paths += page.save(sheet, folder, stem(comparison), wanted)
        if tail := spectrum.spectrum(comparison):
            paths += page.save(draw_spectrum.figure(tail, machine), folder, stem(comparison) + "-latency", wanted)
        if held := memory.memory(comparison):
            paths += page.save(draw_memory.figure(held, machine), folder, stem(comparison) + "-memory", wanted)
    for sweep in result.sweeps:
        if shown := granularity.granularity(sweep):
            paths += page.save(draw_granularity.figure(shown, machine), folder, stem(sweep) + "-metg", wanted)
    for sweep in result.worker_sweeps:
        if sheet := draw_scaling.figure(scaling.scaling(sweep), machine):
            paths += page.save(sheet, folder, stem(sweep) + "-scaling", wanted)
    if marks := points.points(result):
        runs = [standing.runs for comparison in result.comparisons for standing in comparison.standings if standing.ok]
        paths += page.save(draw_map.figure(marks, result.machine.cpus, machine, runs), folder, "map", wanted)
    return paths


def stem(comparison: Comparison | GrainSweep | WorkerSweep) -> str:
    """A file name that says what it shows and needs no quoting: io-echo-connections100-bytes64."""
    parts = [comparison.kind, comparison.workload, *(f"{k}{v}" for k, v in comparison.parameters.items())]
    return "-".join(re.sub(r"[^A-Za-z0-9_.]", "", part) for part in parts)
