"""The gate's report: Markdown for a comment and a job's summary, and plain lines for a terminal.

The verdict comes first, then only what changed; the rest is folded. Whatever a build said stands in code spans, because
the build under test may be anybody's, and the comment is posted by somebody who is trusted.
"""

from __future__ import annotations

import math
import os
from pathlib import Path
from typing import Iterable, Sequence

from reporting.contest import Outcome
from reporting.quantities import QUANTITIES
from reporting.record import About
from reporting.rounds import SIDES
from reporting.verdicts import VERDICTS, CellVerdict, Finding

MARKER = "<!-- simul gate -->"
"""Whoever posts the comment finds the one to edit by it. It never changes."""

BAR = 21
SIGNS = {"error": "❌", "regression": "🔺", "inconclusive": "❔", "improved": "💚", "ok": "✅"}


def headline(verdicts: Sequence[CellVerdict]) -> str:
    """One line that can stand alone."""
    counts = [(verdict, sum(one.verdict == verdict for one in verdicts)) for verdict in VERDICTS]
    named = [f"{number} {verdict}" for verdict, number in counts if number]
    found = {one.verdict for one in verdicts}
    short = "no regression seen" if "inconclusive" in found else "no regression"
    if found == {"inconclusive"}:
        short = "cannot tell"
    if found & {"error", "regression"}:
        short = "worse"
    return f"{short}: {', '.join(named)} of {len(verdicts)} {'cell' if len(verdicts) == 1 else 'cells'}"


def markdown(about: About, outcome: Outcome, new: Sequence[str]) -> str:
    """The comment."""
    changed = [one for one in ordered(outcome.verdicts) if one.verdict in ("error", "regression", "improved")]
    rest = [one for one in ordered(outcome.verdicts) if one not in changed]
    worst = next((name for name in VERDICTS if any(one.verdict == name for one in outcome.verdicts)), "ok")
    lines = [f"{SIGNS[worst]} **simul, {headline(outcome.verdicts)}** ({code(about.head)} against {code(about.base)})", ""]
    if changed:
        lines += [*table([(one, finding) for one in changed for finding in telling(one)]), ""]
    if rest:
        pairs = [(one, finding) for one in rest for finding in (one.findings or (None,))]
        lines += ["<details><summary>" + f"the other {len(rest)} cells, and what could have been seen</summary>", "",
                  *table(pairs), "", "</details>", ""]
    lines += ["<details><summary>how it was measured</summary>", "", *(f"- {line}" for line in circumstances(about, outcome)),
              *(f"- new in head, compared with nothing: {code(name)}" for name in new), "", "</details>", "", MARKER, ""]
    return "\n".join(lines)


def publish(text: str, file: Path | None) -> None:
    """Into the file, and into the job's summary where a CI system has one. Raises OSError."""
    if file:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    if summary := os.environ.get("GITHUB_STEP_SUMMARY"):
        with open(summary, "a", encoding="utf-8") as page:
            page.write(text)


def table(rows: Iterable[tuple[CellVerdict, Finding | None]]) -> list[str]:
    """One row per cell and quantity, the interval drawn on one scale for all."""
    rows = list(rows)
    reach = scale(finding for _, finding in rows if finding)
    lines = ["| | cell | what | base | head | change | 98 % interval | |", "|---|---|---|--:|--:|--:|:-:|---|"]
    for cell, finding in rows:
        if finding is None:
            lines.append(f"| {SIGNS[cell.verdict]} | {code(cell.cell)} | | | | | | {cell.verdict}: {code(cell.reason)} |")
            continue
        lines.append(f"| {SIGNS[finding.verdict]} | {code(cell.cell)} | {finding.quantity} | {values(finding, ' | ')} | "
                     f"{percent(finding.effect)} | `{bar(finding, reach)}` {interval(finding)} | "
                     f"{words(finding)} |")
    return lines


def plain(about: About, outcome: Outcome, new: Sequence[str]) -> str:
    """For a terminal: a line for each cell that is not ok, then how it was measured, then the verdict."""
    lines = []
    for one in ordered(outcome.verdicts):
        for finding in telling(one) if one.verdict != "ok" else ():
            lines.append(f"{one.verdict:<12} {one.cell}: " + (
                f"{finding.quantity} {values(finding)}, {percent(finding.effect)} ({interval(finding)}); "
                f"{words(finding, False)}" if finding else one.reason))
    lines += [f"new          {name}" for name in new]
    return "\n".join([*lines, *circumstances(about, outcome), headline(outcome.verdicts)])


def telling(cell: CellVerdict) -> tuple[Finding | None, ...]:
    """The findings that made the cell's verdict."""
    made = [one for one in cell.findings if one.verdict == cell.verdict]
    if cell.verdict == "inconclusive":
        made = [one for one in made if one.quantity == "time"]
    return tuple(made) or (None,)


def ordered(verdicts: Sequence[CellVerdict]) -> list[CellVerdict]:
    """The worst first."""
    return sorted(verdicts, key=lambda one: VERDICTS.index(one.verdict))


def words(finding: Finding, with_verdict: bool = True) -> str:
    """The verdict, and what limits it."""
    if finding.verdict == "inconclusive":
        seen = f"{finding.rounds} rounds are too few to see anything"
        if math.isfinite(finding.detectable):
            seen = f"less than {percent(finding.detectable)} could not have been seen in {finding.rounds} rounds"
        limit = finding.reason or seen
    else:
        limit = f"{percent(finding.tolerance)} is tolerated"
    return f"{finding.verdict}: {limit}" if with_verdict else limit


def values(finding: Finding, between: str = " -> ") -> str:
    """Base and head, with their unit."""
    show = QUANTITIES[finding.quantity].show
    return f"{show(finding.base)}{between}{show(finding.head)}"


def circumstances(about: About, outcome: Outcome) -> list[str]:
    """What one must know to believe it."""
    plan = about.plan
    lines = [f"{outcome.first.rounds} of {plan.rounds} rounds of {len(outcome.first.by_cell)} cells, then "
             f"{outcome.fresh.rounds} of {plan.confirmations} of {len(outcome.fresh.by_cell)} suspected ones, in "
             f"{outcome.took_s:.0f} s of a budget of {plan.budget_s:g} s; profile {about.profile}, seed {plan.seed}"]
    for side in SIDES:
        if side in about.seen:
            build = about.seen[side].build
            state = f"{build.commit[:12]}{' and changes' if build.dirty else ''}" if build.commit else "an unknown commit"
            lines.append(f"{side}: simul {build.version} at {state}, {build.compiler}, {build.build_type}, {build.flags}")
    if about.seen:
        machine = next(iter(about.seen.values())).machine
        load = "" if machine.load_at_start is None else f", load {machine.load_at_start:.1f} at the end"
        lines.append(f"{machine.cpu_model}, {machine.cpus} CPUs, {machine.kernel}{load}")
    if len(builds := [about.seen[side].build for side in SIDES if side in about.seen]) == 2 and (
            differences := [name for name in ("compiler", "build_type", "flags", "sanitizers", "native")
                            if getattr(builds[0], name) != getattr(builds[1], name)]):
        lines.append(f"base and head were built differently: {', '.join(differences)}")
    return lines


def percent(effect: float) -> str:
    """+4.2 %; factors where percentages would become long."""
    if not math.isfinite(effect):
        return "?"
    return f"x{effect + 1:.3g}" if effect >= 1 else f"{100 * effect:+.1f} %"


def interval(finding: Finding) -> str:
    """In words; none where the rounds are too few."""
    if not math.isfinite(finding.high):
        return "too few rounds"
    return f"{percent(finding.low)} … {percent(finding.high)}"


def scale(findings: Iterable[Finding]) -> float:
    """How far the bars reach to either side, in logarithms: at least twice the tolerance, at most a factor of 4."""
    reach = 0.1
    for one in findings:
        reach = max(reach, 2 * math.log1p(one.tolerance),
                    *(abs(math.log1p(x)) for x in (one.low, one.high) if math.isfinite(x) and x > -1))
    return min(reach, math.log(4))


def bar(finding: Finding, reach: float) -> str:
    """The interval between -reach and +reach: │ no change, : the tolerance, = the interval, o the estimate.

    No ASCII bar: in a Markdown table that ends a cell, even within a code span.
    """
    def place(effect: float) -> int:
        logarithm = math.log1p(effect) if effect > -1 else -math.inf
        return round((min(max(logarithm, -reach), reach) / reach + 1) / 2 * (BAR - 1))

    drawn = ["·"] * BAR
    for at in range(place(finding.low), place(finding.high) + 1):
        drawn[at] = "="
    drawn[place(finding.tolerance)] = ":" if drawn[place(finding.tolerance)] == "·" else "="
    drawn[BAR // 2] = "│"
    drawn[place(finding.effect)] = "o"
    return "".join(drawn)


def code(text: str) -> str:
    """A code span in a table's cell that nothing can leave."""
    flat = " ".join(text.replace("`", "'").replace("|", "/").split())
    return f"`{flat[:200]}`" if flat else ""
