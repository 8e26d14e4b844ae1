"""The spread between practices, reliability and funnels."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import binom

from estimates import GRID, Z_DRAWN, Z_WORDED, funnel, funnel_limits, reliability, tau

MET = [50 + (7 * i) % 31 for i in range(24)]
WHOLE = [90 + (11 * i) % 57 for i in range(24)]


def slow_tau(met, whole):
    """Return tau in plain Python, formula by formula (Spiegelhalter 2005, appendix)."""
    weights = [4 * n for n in whole]
    x = [math.asin(math.sqrt(m / n)) for m, n in zip(met, whole, strict=True)]
    mean = sum(w * v for w, v in zip(weights, x, strict=True)) / sum(weights)
    z = [(v - mean) * math.sqrt(w) for w, v in zip(weights, x, strict=True)]
    ordered, place = sorted(z), 0.1 * (len(z) - 1)
    low, part = int(place), place - int(place)
    ends = [o[low] + part * (o[low + 1] - o[low]) for o in (ordered, ordered[::-1])]
    q = 1.2815515655446004
    mean_square = 0.8 - 2 * q * math.exp(-q * q / 2) / math.sqrt(2 * math.pi) + 0.2 * q * q
    total = sum(min(max(v, ends[0]), ends[1]) ** 2 for v in z) / mean_square
    scale = sum(weights) - sum(w * w for w in weights) / sum(weights)
    return math.sqrt(max(0, (total - (len(z) - 1)) / scale))


def test_tau_equals_plain_arithmetic():
    assert tau(np.array(MET), np.array(WHOLE)) == pytest.approx(slow_tau(MET, WHOLE), abs=1e-9)


def test_tau_finds_the_spread_it_was_made_with():
    chance, spread = np.random.default_rng(8), 0.06
    n = np.full(4000, 150)
    shares = np.sin(math.asin(math.sqrt(0.8)) + spread * chance.standard_normal(4000)) ** 2
    assert tau(chance.binomial(n, shares), n) == pytest.approx(spread, rel=0.08)


def test_tau_of_chance_alone_is_next_to_none():
    chance, n = np.random.default_rng(9), np.full(4000, 150)
    assert tau(chance.binomial(n, 0.8), n) < 0.012
    assert tau(np.full(20, 80), np.full(20, 100)) == 0


def test_outliers_do_not_widen_the_funnel():
    met, n = np.array(MET), np.array(WHOLE)
    far = met.copy()
    far[int(np.argmax(met / n))] = n[int(np.argmax(met / n))]
    assert tau(far, n) < 1.1 * tau(met, n)


def test_fewer_than_twenty_practices_have_no_spread():
    assert tau(np.array(MET[:19]), np.array(WHOLE[:19])) is None
    assert tau(np.array(MET[:20]), np.array(WHOLE[:20])) is not None
    with pytest.raises(ValueError, match="whole"):
        tau(np.zeros(24), np.zeros(24))


def test_reliability_is_between_over_total():
    assert reliability(np.array([25, 100, 400]), 0.05) == pytest.approx(0.5)
    assert reliability(np.array([25, 100, 400]), 0.0) == 0
    with pytest.raises(ValueError, match="whole"):
        reliability(np.array([0]), 0.05)


@pytest.mark.parametrize("target", [0.05, 0.5, 0.8, 0.95])
@pytest.mark.parametrize("n", [15, 47, 200])
def test_without_spread_outside_is_the_exact_binomial_tail(target, n):
    lower, upper = funnel_limits(target, np.array([n]), 0.0, Z_WORDED)
    for met in range(n + 1):
        assert (met / n < lower[0]) == (binom.cdf(met, n, target) < 0.001)
        assert (met / n > upper[0]) == (binom.sf(met - 1, n, target) < 0.001)


@pytest.mark.parametrize("spread", [0.0, 0.05, 0.2])
@pytest.mark.parametrize("target", [0.0, 0.04, 0.5, 0.9, 1.0])
def test_curves_are_smooth_narrow_with_size_and_hold_the_target(target, spread):
    found = funnel(target, spread)
    (low, high), (lowest, highest) = found.drawn, found.worded
    assert found.grid is GRID
    assert all(((x >= 0) & (x <= 1)).all() for x in (low, high, lowest, highest))
    assert ((lowest <= low) & (low <= target) & (target <= high) & (high <= highest)).all()
    assert (np.diff(lowest) >= -1e-12).all()
    assert (np.diff(highest) <= 1e-12).all()
    steps = np.diff(low)
    assert np.abs(np.diff(steps)).max(initial=0) < 0.12


def test_met_and_not_met_mirror_each_other():
    lower, upper = funnel_limits(0.9, GRID, 0.05, Z_DRAWN)
    other = funnel_limits(0.1, GRID, 0.05, Z_DRAWN)
    assert other[0] == pytest.approx(1 - upper, abs=1e-12)
    assert other[1] == pytest.approx(1 - lower, abs=1e-12)


def test_spread_widens_and_a_lone_unit_is_on_the_curve():
    narrow, wide = (funnel_limits(0.8, GRID, t, Z_DRAWN) for t in (0.0, 0.08))
    assert (wide[0] < narrow[0])[GRID > 20].all()
    at = 30
    assert funnel_limits(0.8, int(GRID[at]), 0.08, Z_DRAWN) == pytest.approx((wide[0][at], wide[1][at]))


def test_the_grid_is_fixed():
    assert (GRID[0], GRID[-1]) == (5, 5000)
    with pytest.raises(ValueError, match="whole"):
        funnel_limits(0.5, 0, 0.1, Z_DRAWN)
    with pytest.raises(ValueError, match="target"):
        funnel_limits(1.2, 10, 0.1, Z_DRAWN)
