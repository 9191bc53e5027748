"""Whether two stored results may be compared at all, and what else is different between them."""

from __future__ import annotations

from dataclasses import dataclass

from reporting.result_types import Result


@dataclass(frozen=True)
class Difference:
    """One fact that is not the same. `forbids`: times then differ for reasons that are not the code's."""

    what: str
    ours: str
    theirs: str
    forbids: bool

    def __str__(self) -> str:
        return f"{self.what}: {self.ours} | {self.theirs}"


FORBIDDING = ("machine", "CPUs", "calibration", "build type", "compiler", "flags", "sanitizers", "native", "pinned",
              "isolated", "workers", "profile")


def differences(a: Result, b: Result) -> list[Difference]:
    """What differs, that which forbids a comparison first."""
    facts = [(facts_of(a)[what], facts_of(b)[what], what) for what in facts_of(a)]
    found = [Difference(what, str(ours), str(theirs), what in FORBIDDING) for ours, theirs, what in facts if ours != theirs]
    return sorted(found, key=lambda one: not one.forbids)


def facts_of(result: Result) -> dict[str, object]:
    """In the order in which they are named. The commit may of course differ: that is what is compared."""
    machine, build = result.machine, result.build
    return {"machine": machine.cpu_model, "CPUs": machine.cpus, "calibration": f"{result.steps_per_us} steps per us",
            "build type": build.build_type, "compiler": build.compiler, "flags": build.flags,
            "sanitizers": build.sanitizers or "none", "native": build.native, "pinned": result.pinned,
            "isolated": result.isolated, "workers": result.workers, "profile": result.profile,
            "kernel": machine.kernel, "commit": f"{build.commit or 'unknown'}{' and changes' if build.dirty else ''}",
            "complete": result.complete}
