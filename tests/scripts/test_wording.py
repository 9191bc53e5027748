"""Numbers and machines in words."""

from __future__ import annotations

import dataclasses

import pytest
from conftest import HERE
from reporting import wording
from reporting.results import load


@pytest.mark.parametrize("value, text", [
    (0, "0"), (9823.4, "9,823"), (118.2, "118"), (11.84, "11.8"), (1.0, "1.00"), (0.951, "0.95"), (0.0133, "0.013"),
    (0.00042, "0.0004"), (0.00001, "<0.0001"), (-0.031, "\N{MINUS SIGN}0.031"), (-0.00001, ">-0.0001"),
])
def test_an_amount_has_about_three_digits_and_never_rounds_to_nothing(value, text):
    assert wording.amount(value) == text


def test_a_part_has_no_more_decimals_than_its_sum():
    assert [wording.part(value) for value in (0.0064, 0.951, 10.71, 118.2, 0)] == ["0.01", "0.95", "10.7", "118", "0"]
    assert [wording.part(value) for value in (-0.0042, -0.0064, -1.5)] == ["0.00", "\N{MINUS SIGN}0.01", "\N{MINUS SIGN}1.50"]


def test_a_factor_far_below_one_is_a_fraction():
    factors = (11.84, 0.0133, 0.0036, 0.00004545)
    assert [wording.times(factor) for factor in factors] == ["11.8×", "0.013×", "1/278×", "1/22,002×"]


@pytest.mark.parametrize("seconds, text", [(500.0, "500 s"), (2.17, "2.17 s"), (0.186, "186 ms"), (0.00061, "610 µs")])
def test_a_duration_has_the_unit_that_suits_it(seconds, text):
    assert wording.duration(seconds) == text


def test_long_reasons_are_cut_at_a_word_of_their_first_line():
    assert wording.shortened("short", 20) == "short"
    assert wording.shortened("one two three four five", 14) == "one two three…"
    assert wording.shortened("first line\nsecond line", 40) == "first line"
    assert wording.shortened("", 10) == ""


def test_counts_are_a_number_or_a_range():
    assert wording.count_of([12, 12], "run") == "12 runs"
    assert wording.count_of([3, 12, 12], "run") == "3 to 12 runs"
    assert wording.count_of([1], "run") == "1 run"
    assert wording.count_of([90, 140_000], "sample") == "90 to 140,000 samples"
    assert wording.count_of([], "run") == "no runs"


def test_the_machine_is_named_with_what_speaks_against_its_numbers():
    result = load(HERE / "data" / "exhibition.json")
    machine = dataclasses.replace(result.machine, cpu_model="ACME 1", kernel="Linux 6", load_at_start=0.1)
    calm = dataclasses.replace(result, machine=machine, started="2026-01-02T03:04:05Z")
    assert wording.machine(calm) == "ACME 1, 2 CPUs, Linux 6, profile smoke, 2026-01-02."
    loaded = dataclasses.replace(machine, load_at_start=7.0, sanitizers="address")
    busy = dataclasses.replace(calm, complete=False, machine=loaded)
    for words in ("busy: load 7.0", "interrupted", "sanitizers (address)"):
        assert words in wording.machine(busy)
    unknown = dataclasses.replace(calm, machine=dataclasses.replace(machine, load_at_start=None))
    assert "busy" not in wording.machine(unknown)


def test_parameters_are_numbers_or_words():
    assert wording.parameters({"pattern": "all_to_all", "state_bytes": 10_000}) == "pattern all to all · state bytes 10,000"


def test_what_is_said_of_several_is_said_once():
    assert wording.together([("a", "slow"), ("b", "fast"), ("c", "slow")]) == [("a, c", "slow"), ("b", "fast")]
