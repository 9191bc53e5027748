"""The detector of shifts by simulation: alarms where nothing shifts, and what it finds where something does."""

from __future__ import annotations

import numpy as np
import pytest
from reporting import change_points as detector
from reporting.change_points import change_points

LENGTH = 100
NOISES = {
    "normal": lambda random, n: random.normal(0, 1, n),
    "heavy tails": lambda random, n: random.standard_t(3, n) / np.sqrt(3),
    "bimodal": lambda random, n: random.choice([-1.0, 1.0], n) + random.normal(0, 0.2, n),
    "lognormal": lambda random, n: (random.lognormal(0, 1, n) - np.exp(0.5)) / 2.16,
}


def series(noise: str, seed: int, spread: float = 0.03) -> np.ndarray:
    """A stationary series of 100 points around 1, with this standard deviation of its logarithm."""
    return np.exp(spread * NOISES[noise](np.random.default_rng(seed), LENGTH))


@pytest.mark.parametrize("noise", NOISES)
def test_independent_noise_raises_an_alarm_in_one_of_a_hundred_series_at_most(noise):
    alarms = sum(bool(change_points(series(noise, seed), least_shift=0)) for seed in range(400))
    assert alarms <= 9  # of 400 at 1 %: more has a probability below 1 %


@pytest.mark.parametrize("noise", NOISES)
def test_with_the_least_shift_of_3_percent_alarms_are_rarer(noise):
    assert sum(bool(change_points(series(noise, seed))) for seed in range(400)) <= 4


@pytest.mark.parametrize("noise", NOISES)
def test_ten_percent_is_found_within_ten_points_and_where_it_is(noise):
    found = close = 0
    for seed in range(200):
        values = series(noise, seed)
        values[90:] *= 1.10
        points = change_points(values)
        found += any(abs(point.at - 90) <= 5 and point.ratio > 1 for point in points)
        close += any(abs(point.at - 90) <= 2 for point in points)
    assert found >= 190 and close >= 170


def test_two_shifts_that_cancel_out_are_both_found():
    values = series("normal", 1, 0.01)
    values[40:60] *= 1.2
    up, down = change_points(values)
    assert (up.at, down.at) == (40, 60)
    assert up.confirmed and down.confirmed
    assert up.ratio == pytest.approx(1.2, rel=0.02) and down.ratio == pytest.approx(1 / 1.2, rel=0.02)
    assert up.interval[0] < 1.2 < up.interval[1]


def test_the_interval_of_a_shift_covers_it():
    covered = 0
    for seed in range(200):
        values = series("normal", seed)
        values[60:] *= 1.15
        [point] = [p for p in change_points(values) if abs(p.at - 60) <= 5]
        covered += point.interval[0] <= 1.15 <= point.interval[1]
    assert covered >= 182


def test_a_step_without_noise_is_found_where_it_is():
    [point] = change_points([10.0] * 12 + [12.0] * 8)
    assert (point.at, point.confirmed) == (12, True)
    assert point.ratio == pytest.approx(1.2)


@pytest.mark.parametrize("values", [[], [1.0], [5.0] * 7, [5.0] * 100, [1.0, 2.0] * 3])
def test_what_is_short_or_constant_has_no_shift(values):
    assert change_points(values) == []


def test_a_shift_below_the_least_is_left_out():
    values = [10.0] * 50 + [10.2] * 50
    assert change_points(values) == []
    assert [point.at for point in change_points(values, least_shift=0.01)] == [50]


def test_of_a_long_series_the_end_is_searched_and_places_count_from_its_start():
    values = np.concatenate([series("normal", 3), series("normal", 4), series("normal", 5)])
    values[250:] *= 1.2
    assert [point.at for point in change_points(values)] == [250]


def test_the_table_is_that_of_permutations(monkeypatch):
    monkeypatch.setattr(detector, "LENGTHS", (20, 50))
    made = detector.critical_values(permutations=20_000, seed=1)
    assert made[detector.FOUND] == pytest.approx((detector.CRITICAL[detector.FOUND][4], detector.CRITICAL[detector.FOUND][8]),
                                                 rel=0.03)


def test_between_two_lengths_the_greater_value_holds():
    assert detector.critical(detector.FOUND, 90) == detector.critical(detector.FOUND, 100)
    assert detector.critical(detector.FOUND, 8) == detector.CRITICAL[detector.FOUND][0]
    assert detector.critical(detector.FOUND, 200) == detector.CRITICAL[detector.FOUND][-1]
