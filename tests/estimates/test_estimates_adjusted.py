"""Observed against expected, and counts of rare events."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2

from estimates import adjusted, byar, wilson

fixed = settings(derandomize=True, deadline=None, max_examples=80)
COUNTS = st.integers(5, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def one_stratum(o, n, p, reference=None):
    return adjusted(o, n * p, n * p * (1 - p), n, p if reference is None else reference)


@fixed
@given(COUNTS, st.floats(0.02, 0.98))
def test_one_stratum_is_wilson(counts, p):
    o, n = counts
    found = one_stratum(o, n, p)
    assert found.oe == pytest.approx(o / (n * p))
    assert (found.share, found.lower, found.upper) == pytest.approx((o / n, *wilson(o, n)), abs=1e-9)


@fixed
@given(COUNTS, st.floats(0.005, 0.99), st.floats(0.1, 1), st.floats(0, 1))
def test_limits_hold_the_estimate(counts, p, less, reference):
    o, n = counts
    found = adjusted(o, n * p, less * n * p * (1 - p), n, reference)
    assert found.oe_lower <= found.oe + 1e-12
    assert found.oe <= found.oe_upper + 1e-12
    assert 0 <= found.lower <= found.share + 1e-12 <= found.upper + 2e-12 <= 1 + 2e-12


def test_strata_that_differ_make_it_narrower():
    alike, mixed = (adjusted(80, 80, v, 100, 0.8) for v in (16, 8))
    assert alike.lower < mixed.lower < mixed.upper < alike.upper


def test_more_observed_is_more():
    found = adjusted(np.arange(101), 80.0, 12.0, 100, 0.8)
    assert all((np.diff(x) >= 0).all() for x in (found.oe, found.oe_lower, found.oe_upper))
    assert (found.oe_lower[0], found.upper[-1]) == (0.0, 1.0)


def test_met_and_not_met_mirror_each_other():
    met, rest = adjusted(70, 80, 12, 100, 0.8), adjusted(30, 20, 12, 100, 0.2)
    assert (met.oe_lower * 80, met.oe_upper * 80) == pytest.approx(
        (100 - rest.oe_upper * 20, 100 - rest.oe_lower * 20)
    )


def test_rare_events_have_byars_limits():
    found = adjusted(12, 8.0, 7.95, 2000, 0.004)
    assert (found.oe_lower, found.oe_upper) == pytest.approx(tuple(x / 8 for x in byar(12)))


@pytest.mark.parametrize(
    "sums", [(5, 0, 1, 9, 0.5), (5, 9, 1, 9, 0.5), (10, 5, 1, 9, 0.5), (5, 4, 3, 9, 0.5), (5, 4, 0, 9, 0.5),
             (5, 4, 2, 9, 1.5), (0, 1, 1, 0, 0.5)]
)  # fmt: skip
def test_sums_no_persons_can_have_are_refused(sums):
    with pytest.raises(ValueError, match="of 1"):
        adjusted(*sums)


def test_byar_is_the_published_formula():
    # Breslow & Day 1987, table 2.11 and p. 70: 33 observed, 95 per cent: 22.7 to 46.3.
    assert byar(33) == pytest.approx((22.7, 46.3), abs=0.05)


@pytest.mark.parametrize("count", range(1, 60))
def test_byar_is_near_the_exact_limits(count):
    exact = chi2.ppf(0.025, 2 * count) / 2, chi2.ppf(0.975, 2 * count + 2) / 2
    assert byar(count) == pytest.approx(exact, rel=0.02, abs=0.03)
    assert byar(count)[0] < count < byar(count)[1]


def test_byar_of_none_begins_at_none():
    lower, upper = byar(np.arange(200))
    assert lower[0] == 0
    assert (np.diff(lower) > 0).all()
    assert (np.diff(upper) > 0).all()
    assert byar(1, 3.09)[0] == 0
    with pytest.raises(ValueError, match="below zero"):
        byar(-1)
