"""reporting/rank_tests: against counting all cases, by hand, and that intervals cover what they promise."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from reporting.rank_tests import (detectable, hodges_lehmann, holm, least_rounds, location_shift, pair_noise, rank_sum_p,
                                  rank_sum_tail, signed_rank_p, signed_rank_tail)


@pytest.mark.parametrize("n", [1, 5, 10])
def test_the_signed_rank_test_counts_all_signs(n):
    d = np.random.default_rng(n).normal(0.3, 1, n)
    ranks = np.abs(d).argsort().argsort() + 1
    signs = np.array(list(itertools.product((0, 1), repeat=n)))
    expected = (signs @ ranks >= ranks[d > 0].sum()).mean()
    assert float(signed_rank_p(d)) == pytest.approx(expected)
    assert float(signed_rank_p(d + 0.4, 0.4)) == pytest.approx(expected)


def test_a_p_value_of_the_textbooks():
    # Hollander and Wolfe's depression scale factors: W = 40 of 45, n = 9, P = 0.0195
    before = [1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30]
    after = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29]
    assert float(signed_rank_p(np.subtract(before, after))) == pytest.approx(0.01953125)


@pytest.mark.parametrize("m, n", [(1, 3), (3, 4), (6, 5)])
def test_the_rank_sum_test_counts_all_ways_to_deal(m, n):
    rng = np.random.default_rng(m)
    x, y = rng.normal(0.5, 1, m), rng.normal(0, 1, n)
    everyone = np.concatenate([x, y])

    def exceeding(chosen) -> int:
        others = [value for i, value in enumerate(everyone) if i not in chosen]
        return sum(everyone[i] > other for i in chosen for other in others)

    dealt = [exceeding(chosen) for chosen in itertools.combinations(range(m + n), m)]
    expected = np.mean([one >= exceeding(tuple(range(m))) for one in dealt])
    assert rank_sum_p(x, y) == pytest.approx(expected)
    assert rank_sum_p(x + 3, y, 3) == pytest.approx(expected)


def test_many_samples_are_tested_at_once():
    d = np.random.default_rng(1).normal(size=(4, 5, 12))
    assert signed_rank_p(d).shape == (4, 5)
    assert signed_rank_p(d)[2, 3] == signed_rank_p(d[2, 3])


def test_a_distribution_begins_at_one_and_ends_with_its_rarest_value():
    assert signed_rank_tail(3) == pytest.approx([1, 7 / 8, 6 / 8, 5 / 8, 3 / 8, 2 / 8, 1 / 8])
    assert rank_sum_tail(2, 2) == pytest.approx([1, 5 / 6, 4 / 6, 2 / 6, 1 / 6])


# Counters are equal most of the time: what is exactly at the bound, or tied with the other side, is no evidence.
def test_ties_and_what_is_just_at_the_bound_count_against_a_change():
    assert signed_rank_p([0.0] * 10) == 1
    assert signed_rank_p([0.02] * 10, 0.02) == 1
    assert signed_rank_p([0.03] * 10, 0.02) == pytest.approx(2**-10)
    assert float(signed_rank_p([1, -1])) == 0.75  # the positive one gets the lower rank
    assert rank_sum_p([1, 1, 1], [1, 1, 1]) == 1


def test_ties_never_make_the_test_reject_too_often():
    rng = np.random.default_rng(7)
    d = rng.integers(-2, 3, size=(20_000, 10)).astype(float)
    assert (signed_rank_p(d) <= 0.01).mean() <= 0.01


@pytest.mark.parametrize("noise", ["normal", "standard_cauchy"])
def test_the_interval_covers_and_agrees_with_the_test(noise):
    rng = np.random.default_rng(3)
    covered = 0
    for d in getattr(rng, noise)(size=(3000, 10)):
        estimate, low, high = hodges_lehmann(d, 0.98)
        assert low < estimate < high
        covered += low < 0 < high
        assert (low > 0) == bool(signed_rank_p(d) <= 0.01)
    assert 0.974 < covered / 3000 < 0.990


def test_the_interval_of_a_shift_covers():
    rng = np.random.default_rng(4)
    covered = 0
    for _ in range(2000):
        _, low, high = location_shift(rng.normal(1, 1, 12), rng.normal(0, 1, 10), 0.95)
        covered += low < 1 < high
    assert 0.94 < covered / 2000 < 0.97


def test_too_few_rounds_have_an_endless_interval():
    estimate, low, high = hodges_lehmann([0.1] * 6, 0.98)
    assert (estimate, low, high) == (pytest.approx(0.1), -math.inf, math.inf)
    assert math.isfinite(hodges_lehmann([0.1] * 7, 0.98)[2])
    assert location_shift([1.0], [2.0])[1:] == (-math.inf, math.inf)


def test_holm_by_hand():
    assert holm([0.01, 0.04, 0.03], 0.05) == [True, False, False]  # 0.03 > 0.05 / 2, and then it stops
    assert holm([0.01, 0.04, 0.02], 0.05) == [True, True, True]
    assert holm([], 0.05) == []


@pytest.mark.parametrize("alpha, hypotheses, rounds", [(0.01, 1, 7), (0.01, 2, 8), (0.01, 12, 11), (0.5, 1, 1)])
def test_the_least_rounds_are_those_that_can_reject(alpha, hypotheses, rounds):
    assert least_rounds(alpha, hypotheses) == rounds
    assert float(signed_rank_p([1.0] * rounds)) <= alpha / hypotheses < float(signed_rank_p([1.0] * (rounds - 1)))


def test_the_noise_of_a_pair_is_a_standard_deviation_that_no_outlier_moves():
    d = np.random.default_rng(5).normal(0, 0.03, 20_000)
    assert pair_noise(d) == pytest.approx(0.03, rel=0.03)
    assert pair_noise([*d[:999], 50.0]) == pytest.approx(0.03, rel=0.1)


@pytest.mark.parametrize("rounds", [8, 10, 15, 20, 60])
def test_what_is_called_detectable_is_seen_in_four_of_five_cases(rounds):
    rng = np.random.default_rng(6)
    effect = detectable(0.05, rounds, 0.05)
    d = math.log1p(effect) + rng.normal(0, 0.05, size=(10_000, rounds))
    assert 0.77 < (signed_rank_p(d, math.log1p(0.05)) <= 0.01).mean() < 0.83


def test_with_too_few_rounds_nothing_is_detectable():
    assert detectable(0.01, 6, 0.05) == math.inf
