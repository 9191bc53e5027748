"""The timeline of one run, or of several in one figure: what each task did, and when."""

from __future__ import annotations

import argparse
import math
from pathlib import Path
from typing import Sequence

from reporting import commandline, draw_timeline, page, panels, wording
from reporting.plot import FORMATS
from reporting.trace import Trace, load


def main(argv: Sequence[str] | None = None) -> int:
    """Draws and says where; the exit status is in --help."""
    parser = parser_of()
    return commandline.guarded(lambda: run(parse(parser, argv), parser), parser.prog)


def parser_of() -> commandline.Parser:
    """The command line."""
    parser = commandline.Parser("Draws traces of `simul trace`: tasks as rows, what they did as colours, and beneath\n"
                                "it how many were in flight and how many cores were busy. Perfetto opens the same "
                                "files.")
    parser.prog = "timeline"
    parser.add_argument("traces", type=Path, nargs="+", metavar="TRACE", help="trace of `simul trace`")
    parser.add_argument("-o", "--out", type=figure_file, required=True, metavar="FILE",
                        help=f"the figure: a file whose name ends in one of {', '.join(FORMATS)}")
    parser.add_argument("--same-scale", action="store_true",
                        help="the same ms at the same place in all panels; a run over three times as long as the "
                             "shortest is cut, and the figure says for how long it went on")
    parser.add_argument("--from", type=milliseconds, metavar="MS", dest="start", help="show from here on")
    parser.add_argument("--to", type=milliseconds, metavar="MS", help="show up to here, in all panels")
    return parser


def parse(parser: commandline.Parser, argv: Sequence[str] | None) -> argparse.Namespace:
    """The command line, as far as it makes sense. Raises SystemExit."""
    arguments = parser.parse_args(argv)
    if arguments.to is not None and arguments.to <= (arguments.start or 0):
        parser.error("--to is not after --from")
    return arguments


def figure_file(text: str) -> Path:
    """A path whose ending says the format."""
    path = Path(text)
    if path.suffix[1:] not in FORMATS:
        raise argparse.ArgumentTypeError(f"'{text}' does not end in one of .{', .'.join(FORMATS)}")
    return path


def milliseconds(text: str) -> float:
    """A time from the start of the run."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 <= value < math.inf:
        raise argparse.ArgumentTypeError(f"'{text}' is no number of ms from 0")
    return value


def run(arguments: argparse.Namespace, parser: commandline.Parser) -> int:
    """Draws. Raises TraceError and OSError."""
    traces = [load(path) for path in arguments.traces]
    try:
        shown = panels.panels(traces, arguments.same_scale, arguments.start, arguments.to)
    except panels.NothingToSee as fault:
        parser.error(str(fault))
    sheet = draw_timeline.figure(shown, *headings(traces))
    for path in page.save(sheet, arguments.out.parent, arguments.out.stem, (arguments.out.suffix[1:],)):
        print(path)
    return commandline.OK


def headings(traces: Sequence[Trace]) -> tuple[str, str, str]:
    """Title, line below it, and the end of the caption: what all traces have in common."""
    workloads = dict.fromkeys(trace.workload for trace in traces)
    machines = dict.fromkeys(f"{trace.cpus} CPU{'' if trace.cpus == 1 else 's'}, simul {trace.simul_version}"
                             for trace in traces)
    return ", ".join(workloads), wording.parameters(panels.common_parameters(traces)), "; ".join(machines) + "."
