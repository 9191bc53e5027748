"""The exit statuses of the scripts, and how their mistakes are reported: one line, never a traceback."""

from __future__ import annotations

import argparse
import os
import re
import sys
from typing import Callable, NoReturn

from reporting.results import ResultError
from reporting.trace import TraceError

OK, USAGE, DATA, UNAVAILABLE, IO = 0, 64, 65, 69, 74
CUT_OFF = 128 + 13  # what a shell says of whoever SIGPIPE has ended
STATUSES = """exit status:
  0 done, 64 bad usage, 65 a file to read is missing or not usable, 69 a Python module is missing,
  74 a file could not be written, 141 the output was cut off (as by `| head`)"""


class Unsuited(Exception):
    """What was asked for makes no sense with this result; the message is one line that says what would."""


class Parser(argparse.ArgumentParser):
    """argparse, but bad usage is 64, as everywhere else in simul."""

    def __init__(self, description: str, epilog: str = STATUSES, **others) -> None:
        super().__init__(description=description, epilog=epilog,
                         formatter_class=argparse.RawDescriptionHelpFormatter, **others)

    def error(self, message: str) -> NoReturn:
        self.exit(USAGE, f"{self.prog}: {message}; see {self.prog} --help\n")


def regex(text: str) -> re.Pattern[str]:
    """A type of arguments: a compiled regular expression."""
    try:
        return re.compile(text)
    except re.error as fault:
        raise argparse.ArgumentTypeError(f"'{text}' is not a regular expression ({fault})") from None


def whole(text: str) -> int:
    """A number of rounds or runs, for argparse."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is not a whole number above 0")
    return int(text)


def guarded(main: Callable[[], int], name: str) -> int:
    """Runs `main`, which also reads the command line, and turns what users can cause into a line and a status; our own
    faults keep their traceback. Who no longer reads what is printed (`| head`) is told nothing."""
    try:
        try:
            return main()
        finally:
            sys.stdout.flush()  # here, and not by the interpreter at its end, where nobody could catch what it throws
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # for what the interpreter still has to flush
        return CUT_OFF
    except (ResultError, TraceError) as fault:
        print(f"{name}: {fault}", file=sys.stderr)
        return DATA
    except OSError as fault:
        print(f"{name}: cannot write {fault.filename or 'a file'} ({fault.strerror})", file=sys.stderr)
        return IO
