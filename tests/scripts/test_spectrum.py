"""The percentiles that are drawn are those that the samples have, and no further than they support."""

from __future__ import annotations

from dataclasses import replace

import pytest
from conftest import HERE
from reporting.result_types import Latency
from reporting.results import load
from reporting.spectrum import points, spectrum


def latency(samples: list[float]) -> Latency:
    """A bucket for every value."""
    buckets = tuple((value, samples.count(value)) for value in sorted(set(samples)))
    return Latency("lateness", "closed", len(samples), min(samples), sum(samples) / len(samples), max(samples), buckets)


def test_a_point_lies_where_a_bucket_ends():
    assert points(latency([1.0] * 50 + [2.0] * 40 + [3.0] * 10)) == ((1.0, 1.0), (2.0, 1.0), (10.0, 2.0))


def test_a_curve_ends_within_the_bucket_that_holds_the_last_supported_share():
    assert points(latency([1.0] * 50 + [2.0] * 45 + [3.0] * 5))[-1] == (10.0, 2.0)
    assert points(latency([1.0] * 50 + [2.0] * 39 + [3.0] * 11))[-1] == (10.0, 3.0)


def test_what_lies_beyond_the_support_is_not_drawn():
    tail = points(latency([1.0] * 990 + [5000.0] * 10))
    assert tail[-1] == (100.0, 1.0)
    assert max(value for _, value in tail) == 1.0


@pytest.mark.parametrize("name, percent", [("p50", 50), ("p90", 90), ("p99", 99)])
def test_a_curve_passes_through_the_percentiles_of_the_file(document, name, percent):
    compared = 0
    for raw, cell in zip(document("sleepers")["simul"]["cells"], load(HERE / "data" / "sleepers.json").cells):
        if raw["latency"][name] is None:
            continue
        compared += 1
        at = 1 / (1 - percent / 100)
        found = next(us for x, us in points(cell.latency) if x >= at * (1 - 1e-9))
        assert found == pytest.approx(raw["latency"][name]), cell.name
    assert compared


def test_only_who_is_ok_and_has_samples_enough_is_drawn():
    comparison = load(HERE / "data" / "sleepers.json").comparisons[0]
    assert [curve.contestant for curve in spectrum(comparison).curves] == ["sequential", "coro", "threads", "floor"]
    few = replace(comparison, standings=tuple(replace(s, latency=latency([1.0] * 19)) for s in comparison.standings))
    assert spectrum(few) is None
    failed = replace(comparison, standings=tuple(replace(s, status="crashed") for s in comparison.standings))
    assert spectrum(failed) is None


def test_a_comparison_without_latencies_has_no_spectrum():
    assert spectrum(load(HERE / "data" / "ranked.json").comparisons[0]) is None
