"""How often the gate is wrong and how often it sees something, under noises of four kinds. Seeds are fixed."""

from __future__ import annotations

import numpy as np
import pytest
from conftest import ROOT
from reporting.power import NOISES, false_alarm_table, power_table, rates
from reporting.rank_tests import pair_noise


@pytest.mark.parametrize("noise", NOISES)
@pytest.mark.parametrize("sigma", [0.03, 0.10, 0.30])
def test_without_a_change_nothing_is_reported(noise, sigma):
    found = rates(noise, sigma, 0.0)
    assert found.suspected <= 0.01
    assert found.reported <= 0.0005


@pytest.mark.parametrize("noise", NOISES)
@pytest.mark.parametrize("sigma", [0.01, 0.10, 0.30])
def test_what_is_worse_by_just_the_tolerance_is_hardly_ever_reported(noise, sigma):
    found = rates(noise, sigma, 0.05)
    assert found.suspected <= 0.012  # alpha is 0.01, and this is a simulation
    assert found.reported <= 0.001


@pytest.mark.parametrize("noise, ten, thirty", [
    ("normal", 0.90, 0.99), ("heavy-tailed", 0.65, 0.95), ("bimodal", 0.90, 0.99), ("autocorrelated", 0.90, 0.99)])
def test_at_three_per_cent_of_noise_ten_per_cent_are_seen(noise, ten, thirty):
    assert rates(noise, 0.03, 0.10).reported >= ten
    assert rates(noise, 0.03, 0.30).reported >= thirty


@pytest.mark.parametrize("noise", NOISES)
def test_at_ten_per_cent_of_noise_thirty_per_cent_are_seen(noise):
    assert rates(noise, 0.10, 0.30).reported >= 0.80


@pytest.mark.parametrize("noise", NOISES)
def test_the_made_up_noises_are_as_large_as_they_say(noise):
    d = NOISES[noise](np.random.default_rng(1), 2000, 30)
    assert 0.9 < pair_noise(d.ravel()) < 1.1
    assert abs(float(np.median(d))) < 0.02


def test_the_tables_in_the_docs_are_what_the_simulation_says():
    page = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    assert power_table() in page
    assert false_alarm_table() in page
