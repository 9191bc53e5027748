"""A result file, or a part of it, in the format of another tool: one module per format, named in FORMATS."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from typing import Any, Callable, NamedTuple, Sequence

from reporting import commandline, export_bmf, export_csv, export_gab, export_googlebench, export_hdr, export_trace
from reporting.results import load


class Format(NamedTuple):
    """How a format is made: `export` turns what `load` has read into the text, or raises Unsuited."""

    export: Callable[[Any, re.Pattern[str]], str]
    help: str
    load: Callable[[Path], Any] = load


FORMATS = {
    "googlebench": Format(export_googlebench.export, export_googlebench.HELP),
    "gab": Format(export_gab.export, export_gab.HELP),
    "gab-bigger": Format(export_gab.export_bigger, export_gab.HELP_BIGGER),
    "bmf": Format(export_bmf.export, export_bmf.HELP),
    "csv": Format(export_csv.export, export_csv.HELP),
    "hdr": Format(export_hdr.export, export_hdr.HELP),
    "trace": Format(export_trace.export, export_trace.HELP, export_trace.load),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Exports; the exit status is in --help."""
    return commandline.guarded(lambda: run(parse(argv)), "export")


def parse(argv: Sequence[str] | None) -> argparse.Namespace:
    """The command line. Raises SystemExit."""
    formats = "\n".join(f"  {name:<12} {format_.help}" for name, format_ in FORMATS.items())
    parser = commandline.Parser(f"Writes a result file, or a part of it, in the format of another tool:\n{formats}")
    parser.prog = "export"
    parser.add_argument("result", type=Path, help="result file of `simul run`, e.g. results/latest.json; for trace also one of `simul trace`")
    parser.add_argument("--format", required=True, choices=FORMATS, help="see above")
    parser.add_argument("--cell", type=commandline.regex, default=re.compile(""), metavar="REGEX",
                        help="searched in the names of cells (default: all)")
    parser.add_argument("-o", "--out", type=Path, metavar="FILE", help="default: standard output")
    return parser.parse_args(argv)


def run(arguments: argparse.Namespace) -> int:
    """Exports. Raises ResultError and OSError."""
    format_ = FORMATS[arguments.format]
    loaded = format_.load(arguments.result)
    try:
        text = format_.export(loaded, arguments.cell)
    except commandline.Unsuited as fault:
        print(f"export: {fault}", file=sys.stderr)
        return commandline.USAGE
    if arguments.out:
        arguments.out.write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)
    return commandline.OK
