"""Who may include whom (DESIGN, section 2), kept true by reading every include."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import ROOT

FILES = sorted(path for top in ("benchmarks", "runtimes", "tests") for path in (ROOT / top).rglob("*")
               if path.suffix in (".cpp", ".hpp"))
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"][^>"]+[>"])', re.MULTILINE)
TEXT = {path: path.read_text(encoding="utf-8") for path in FILES}
INCLUDES = {path: INCLUDE.findall(text) for path, text in TEXT.items()}


def code_of(path: Path) -> str:
    """Without comments."""
    return re.sub(r"//[^\n]*|/\*.*?\*/", "", TEXT[path], flags=re.DOTALL)


def below(path: Path) -> str:
    return str(path.relative_to(ROOT))


def including(pattern: str) -> set[str]:
    return {below(path) for path, includes in INCLUDES.items() if any(re.fullmatch(pattern, i) for i in includes)}


def outside(files: set[str], *allowed: str) -> set[str]:
    return {name for name in files if not any(re.fullmatch(pattern, name) for pattern in allowed)}


def test_there_is_something_to_read():
    assert len(FILES) > 100 and sum(map(len, INCLUDES.values())) > 500


def test_one_file_knows_google_benchmark():
    assert including(r"<benchmark/.*>") == {"benchmarks/harness/google_benchmark.cpp"}


def test_libuv_is_known_to_its_engine_and_contestants_only():
    assert outside(including(r"<uv\.h>"), r"runtimes/uv/.*", r"benchmarks/.*/uv[^/]*\.cpp", r"tests/runtimes/uv/.*") == set()


def test_onetbb_is_known_to_its_engine_and_contestants_only():
    allowed = (r"runtimes/tbb/.*", r"benchmarks/.*/tbb[^/]*\.[ch]pp", r"tests/runtimes/tbb/.*",
               r"tests/benchmarks/tbb_reference/.*")
    assert outside(including(r"<(oneapi/)?tbb[/.].*>"), *allowed) == set()


def test_asio_is_known_to_its_engine_and_contestants_only():
    assert outside(including(r"<asio[/.].*>"), r"runtimes/asio/.*", r"benchmarks/.*/asio[^/]*\.cpp", r"tests/runtimes/asio/.*") == set()


def test_http_parser_is_known_to_its_engine_only():
    assert outside(including(r"<http_parser\.h>"), r"runtimes/http/.*") == set()


def test_epoll_is_called_by_its_poller_and_the_floors_only():
    calls = {below(path) for path in FILES if re.search(r"\bepoll_(ctl|wait|pwait2?|create1?)\s*\(", code_of(path))}
    assert outside(calls, r"runtimes/os/epoll\.cpp", r"benchmarks/.*/floor[^/]*\.cpp") == set()
    assert "runtimes/os/epoll.cpp" in calls


def test_io_uring_is_called_by_pollers_and_floors_only():
    allowed = r"runtimes/.*uring[^/]*\.[ch]pp", r"benchmarks/.*/floor[^/]*\.cpp", r"tests/runtimes/.*uring.*"
    calls = {below(path) for path in FILES if re.search(r"\bio_uring_\w+\s*\(|__NR_io_uring|SYS_io_uring", code_of(path))}
    assert outside(calls | including(r"<(liburing|linux/io_uring)\.h>"), *allowed) == set()


def test_engines_know_nothing_of_benchmarks():
    assert {name for name in including(r'"(benchmarks|tests)/.*"') if name.startswith("runtimes/")} == set()


# Whoever blocks, blocks with the same calls: those of `sequential`. No runtime knows `http`, which is for contestants.
def test_engines_know_no_other_engine():
    for path, includes in INCLUDES.items():
        name = below(path).split("/")
        if name[0] != "runtimes":
            continue
        engines = {re.match(r'"runtimes/(\w+)/', i).group(1) for i in includes if i.startswith('"runtimes/')}
        assert engines <= {name[1], "os", "sequential"}, below(path)


# A library that the problem itself stands on, not a runtime: its version stands in every result like an engine's.
PROBLEMS_OWN = {"benchmarks/cpu/hash/workload.cpp": ("<openssl/opensslv.h>", "<openssl/sha.h>", '"runtimes/os/linked.hpp"'),
                "benchmarks/cpu/uts/workload.cpp": ("<openssl/sha.h>",)}


@pytest.mark.parametrize("spec", [p for p in FILES if p.name.startswith("workload.") and "benchmarks" == below(p).split("/")[0]], ids=below)
def test_specs_know_the_standard_library_and_work_only(spec):
    known = {f'"{below(spec).rsplit(".", 1)[0]}.hpp"', '"benchmarks/harness/work.hpp"', *PROBLEMS_OWN.get(below(spec), ())}
    for include in INCLUDES[spec]:
        assert include in known or re.fullmatch(r"<[a-z_]+>", include), include


def test_libcrypto_is_known_to_the_kernels_that_stand_on_it():
    assert including(r"<openssl/.*>") == PROBLEMS_OWN.keys()


# What a contestant shares with its variants, or has in a file of its own because it is another idea, is in a header whose name
# begins with their runtime. What several runtimes share has a name that is no runtime's: the spec, somebody whom all deal with
# (origin.hpp, made of whatever engine he likes), a part of the work that several do alike. The edge is enter.hpp, and
# one_call.hpp for a contestant that has nothing to say beside the spec.
def test_contestants_know_their_workload_the_edge_and_engines():
    runtimes = {path.name for path in (ROOT / "runtimes").iterdir() if path.is_dir()} | {"floor"}
    for path, includes in INCLUDES.items():
        kind, *rest = below(path).split("/")[1:]
        if below(path).split("/")[0] != "benchmarks" or kind == "harness" or path.name.startswith("workload."):
            continue
        mine = path.stem.split("_")[0]
        neighbour = re.compile(rf'"benchmarks/{kind}/{rest[0]}/([a-z]+)(_[a-z]+)*\.hpp"')
        edge = ('"benchmarks/harness/enter.hpp"', '"benchmarks/harness/one_call.hpp"')
        others = [i for i in includes if i.startswith('"') and i not in edge and not i.startswith('"runtimes/')
                  and not ((found := neighbour.fullmatch(i)) and found[1] not in runtimes - {mine})]
        assert others == [], below(path)


def test_the_harness_knows_no_workload_and_no_engine():
    for path, includes in INCLUDES.items():
        if not below(path).startswith("benchmarks/harness/"):
            continue
        others = [i for i in includes if i.startswith('"') and not i.startswith(('"benchmarks/harness/', '"runtimes/os/'))]
        assert others == [], below(path)


def test_nothing_but_tests_knows_the_tests():
    assert outside(including(r'"tests/.*"'), r"tests/.*") == set()


# By CMake, into the build tree: the build's description, and the code of docs/patterns.md.
GENERATED = {'"benchmarks/harness/build_info.hpp"', '"patterns.inc"'}


def test_includes_of_the_project_are_full_paths():
    for path, includes in INCLUDES.items():
        for include in includes:
            if include.startswith('"') and include not in GENERATED:
                assert (ROOT / include.strip('"')).is_file(), f"{below(path)}: {include}"


def test_nothing_optional_is_an_ifdef():
    for path in FILES:
        directives = re.findall(r"^\s*#\s*(ifdef|ifndef|if|elif)\b(.*)$", TEXT[path], flags=re.MULTILINE)
        foreign = [d for d in directives if not re.search(r"__SANITIZE|__has_feature|__GNUC__|__clang__|__GLIBC|__cplusplus", d[1])]
        assert foreign == [], below(path)
