"""Run chart rules and their power."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binom

from estimates import course, power


@pytest.mark.parametrize("useful", range(2, 25))
def test_crossings_limit_is_the_binomial_quantile(useful: int) -> None:
    shares = [100 + (i % 2) * 10 for i in range(useful)]
    if useful % 2 == 0:
        assert course(shares).fewest_allowed == binom.ppf(0.05, useful - 1, 0.5)


def test_run_chart_limits_for_twelve_points() -> None:
    # Chart catalogue: n = 12, longest run above 7 or fewer than 3 crossings.
    found = course([1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2])
    assert (found.longest_allowed, found.fewest_allowed, found.crossings, found.signal) == (7, 3, 11, False)


def test_a_shift_is_a_signal_and_few_points_are_not_judged() -> None:
    shift = course([500] * 6 + [600] * 6)
    assert (shift.longest_run, shift.crossings, shift.signal) == (6, 1, True)
    assert not course([500] * 3 + [600] * 3).judged
    assert course([]) is None


def test_points_on_the_median_do_not_count() -> None:
    assert course([1, 5, 5, 5, 9]).useful == 2


def test_power_at_twelve_points_is_what_the_words_say() -> None:
    found = power(12)
    assert (round(found.one_sd, 2), round(found.two_sd, 2)) == (0.06, 0.32)


def test_power_is_known_from_ten_points_on() -> None:
    assert power(9) is None
    assert power(40) == power(24)
    assert all(p.nothing < p.one_sd < p.two_sd < 1 for p in map(power, range(10, 25)))


@pytest.mark.parametrize("points", [11, 16, 20])
def test_power_is_that_of_the_rules(points: int) -> None:
    chance = np.random.default_rng(points)
    series = chance.standard_normal((2000, points))
    series[:, points // 2 :] += 2
    found = np.mean([course(np.rint(row * 10**6).astype(int).tolist()).signal for row in series])
    assert found == pytest.approx(power(points).two_sd, abs=0.04)


def test_a_median_fixed_beforehand_decides_the_sides() -> None:
    shares = [500, 520, 480, 510, 490, 505, 600, 610, 620, 630, 640, 650]
    own, fixed = course(shares), course(shares, around=502.5)
    assert own is not None
    assert fixed is not None
    assert own.median == 560
    assert (fixed.median, fixed.longest_run) == (502, 7)
    assert fixed.crossings == 5
