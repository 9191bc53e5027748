"""Numbers, parameters and statuses in the words that figures and tables share."""

from __future__ import annotations

from typing import Iterable, Mapping

from reporting.result_types import Result


def amount(value: float) -> str:
    """About three digits, and never a plain 0 for what is none: 9,120  118  11.8  0.95  0.013  0.0042."""
    size = abs(value)
    if size == 0:
        return "0"
    if size < 0.0001:
        return "<0.0001" if value > 0 else ">-0.0001"
    decimals = 0 if size >= 100 else 1 if size >= 10 else 2 if size >= 0.1 else 3 if size >= 0.01 else 4
    return f"{value:,.{decimals}f}".replace("-", "\N{MINUS SIGN}")


def part(value: float) -> str:
    """A part of a sum: never with more decimals than a sum of about three digits is worth, and no minus before nothing."""
    if not 0 < abs(value) < 10:
        return amount(value)
    return f"{round(value, 2) + 0.0:.2f}".replace("-", "\N{MINUS SIGN}")


def times(value: float) -> str:
    """A factor: 11.8×; and 1/278× where decimals would only be zeros."""
    text = amount(value) if value >= 0.01 or value <= 0 else "1/" + amount(1 / value)
    return text + "\N{MULTIPLICATION SIGN}"


def duration(seconds: float) -> str:
    """In the unit that leaves one to three digits before the point."""
    for unit, size in (("s", 1.0), ("ms", 1e-3)):
        if seconds >= size:
            return f"{amount(seconds / size)} {unit}"
    return f"{amount(seconds / 1e-6)} µs"


def parameters(values: Mapping[str, int | str]) -> str:
    """boards 24 · moves 30 · pattern all to all."""
    return " · ".join(f"{name.replace('_', ' ')} " + (value.replace("_", " ") if isinstance(value, str) else f"{value:,}")
                      for name, value in values.items())


def shortened(text: str, length: int) -> str:
    """Its first line, cut at a word where it is too long: reasons may hold what a crashing program printed."""
    line = text.strip().splitlines()[0].strip() if text.strip() else ""
    if len(line) <= length:
        return line
    return line[:length].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def count_of(numbers: list[int], what: str) -> str:
    """12 runs; or 3 to 12 runs, where not all had the same number."""
    if not numbers:
        return f"no {what}s"
    low, high = min(numbers), max(numbers)
    amount_of = f"{low:,}" if low == high else f"{low:,} to {high:,}"
    return f"{amount_of} {what}" + ("" if high == 1 else "s")


def together(said: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Of whom (several names) what is said, from pairs of one name and one saying; in the order of the sayings."""
    names: dict[str, list[str]] = {}
    for name, saying in said:
        names.setdefault(saying, []).append(name)
    return [(", ".join(those), saying) for saying, those in names.items()]


def machine(result: Result) -> str:
    """Where and when, and what a reader must hold against the numbers: a busy machine, an unfinished run."""
    m = result.machine
    parts = [m.cpu_model, f"{m.cpus} CPU" + ("" if m.cpus == 1 else "s"), m.kernel, f"profile {result.profile}"]
    parts.append(result.started[:10])
    text = ", ".join(parts) + "."
    if m.load_at_start is not None and m.load_at_start > 0.5 * m.cpus:
        text += f" The machine was busy: load {m.load_at_start:.1f} when it started."
    if m.sanitizers:
        text += f" Built with sanitizers ({m.sanitizers}): the times mean nothing."
    if not result.complete:
        text += " The run was interrupted; this is what it had."
    return text
