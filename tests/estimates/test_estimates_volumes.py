"""Amounts per 1000 persons and against expected."""

from __future__ import annotations

import inspect

import numpy as np
import pytest
from scipy.stats import chi2

from estimates import LEAST_EFFECTIVE, against_expected, per_thousand


def sums(amounts):
    return amounts.sum(), (amounts**2).sum(), len(amounts)


AMOUNTS = np.random.default_rng(3).gamma(2, 50, 400) * (np.arange(400) % 3 == 0)


def test_equal_rare_contributions_are_a_poisson_count():
    # 50 of a million persons with 10 each: k = 50 but for the millionth; exact Poisson limits (Garwood 1936).
    found = per_thousand(500.0, 5000.0, 10**6)
    exact = chi2.ppf(0.025, 100) / 2 / 100, chi2.ppf(0.975, 102) / 2 / 100
    assert found.value == 0.5
    assert (found.lower, found.upper) == pytest.approx(exact, rel=1e-3)


def test_limits_hold_the_amount_and_follow_its_unit():
    y, v, n = sums(AMOUNTS)
    found, tenfold = per_thousand(y, v, n), per_thousand(10 * y, 100 * v, n)
    assert found.lower < found.value < found.upper
    assert (tenfold.lower, tenfold.upper) == pytest.approx((10 * found.lower, 10 * found.upper))
    assert found.value == pytest.approx(1000 * AMOUNTS.mean())


def test_against_expected_is_the_same_interval():
    y, v, n = sums(AMOUNTS)
    rate, ratio = per_thousand(y, v, n), against_expected(y, v, n, 2 * y)
    assert ratio.value == 0.5
    assert ratio.upper / ratio.value == pytest.approx(rate.upper / rate.value)


def test_wider_with_unequal_amounts():
    y, v, n = sums(AMOUNTS)
    found = per_thousand(y, np.array([v, 1.5 * v]), n)
    assert found.lower[1] < found.lower[0]
    assert found.upper[0] < found.upper[1]


def test_a_few_heavy_persons_get_no_limits():
    few = np.zeros(300)
    few[:10] = 100.0
    found = per_thousand(*sums(few))
    assert found.effective < LEAST_EFFECTIVE
    assert np.isnan([found.lower, found.upper]).all()
    assert np.isnan(per_thousand(0.0, 0.0, 300).upper)
    assert per_thousand(0.0, 0.0, 300).value == 0


def test_equal_amounts_have_next_to_no_spread():
    found = per_thousand(*sums(np.full(50, 3.0)))
    assert (found.lower, found.upper) == pytest.approx((3000, 3000), rel=1e-3)


@pytest.mark.parametrize("call", [per_thousand, against_expected])
def test_the_largest_contribution_is_not_asked_for(call):
    assert not [name for name in inspect.signature(call).parameters if "max" in name or "largest" in name]


@pytest.mark.parametrize("wrong", [(10.0, 4.0, 20), (10.0, 200.0, 20), (-1.0, 1.0, 20), (5.0, 25.0, 1)])
def test_sums_that_no_amounts_have_are_refused(wrong):
    with pytest.raises(ValueError, match="of 1"):
        per_thousand(*wrong)
    with pytest.raises(ValueError, match="expected"):
        against_expected(10.0, 20.0, 20, 0.0)
