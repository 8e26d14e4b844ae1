"""Difference of two years, with persons in both."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from estimates import Overlap, difference, wilson

fixed = settings(derandomize=True, deadline=None, max_examples=80)


def test_independent_years_equal_newcombe_and_statsmodels():
    # Newcombe 1998, table II (a), method 10: 56/70 - 48/80 is 0.2, 0.0524 to 0.3339; digits by statsmodels 0.15.0.
    found = difference((48, 80), (56, 70))
    assert found == pytest.approx((0.2, 0.05243147240236498, 0.33387265403690614), abs=1e-9)


def test_all_in_both_years_equal_newcombes_paired_method():
    # With phi from the table (ad - bc)/sqrt(...); worked out by hand: e = 20, f = 12, g = 2, h = 16.
    e, f, g, h = 20, 12, 2, 16
    n = e + f + g + h
    phi = (e * h - f * g) / np.sqrt((e + f) * (g + h) * (e + g) * (f + h))
    one, both = (e + f, n), (e + g, n)
    (l2, u2), (l3, u3) = wilson(*one), wilson(*both)
    p2, p3 = one[0] / n, both[0] / n
    low = np.sqrt((p2 - l2) ** 2 - 2 * phi * (p2 - l2) * (u3 - p3) + (u3 - p3) ** 2)
    high = np.sqrt((u2 - p2) ** 2 - 2 * phi * (u2 - p2) * (p3 - l3) + (p3 - l3) ** 2)
    found = difference(both, one, Overlap(n, e + g, e + f, e))
    assert found == pytest.approx((p2 - p3, p2 - p3 - low, p2 - p3 + high), abs=1e-9)


def test_persons_who_stay_as_they_are_make_it_narrower():
    alone = difference((60, 100), (70, 100))
    same = difference((60, 100), (70, 100), Overlap(80, 48, 56, 46))
    nobody = difference((60, 100), (70, 100), Overlap(0, 0, 0, 0))
    assert alone[1] < same[1] < same[0] < same[2] < alone[2]
    assert nobody == pytest.approx(alone)


@fixed
@given(st.tuples(*[st.integers(0, 60)] * 8))
def test_limits_hold_the_difference(persons):
    twice, first, second, never, only_a, only_not_a, only_b, only_not_b = persons
    both = twice + first + second + never
    before = (twice + first + only_a, both + only_a + only_not_a)
    now = (twice + second + only_b, both + only_b + only_not_b)
    if not before[1] or not now[1]:
        with pytest.raises(ValueError, match="whole"):
            difference(before, now)
        return
    value, lower, upper = difference(before, now, Overlap(both, twice + first, twice + second, twice))
    assert -1 <= lower <= value + 1e-12
    assert value - 1e-12 <= upper <= 1
    back = difference(now, before, Overlap(both, twice + second, twice + first, twice))
    assert back == pytest.approx((-value, -upper, -lower), abs=1e-9)


def test_years_with_none_or_all_met():
    value, lower, upper = difference((0, 50), (50, 50), Overlap(50, 0, 50, 0))
    assert (value, upper) == (1.0, 1.0)
    assert lower < 1
    assert difference((0, 50), (0, 50))[0] == 0


def test_more_met_now_is_a_larger_difference():
    found = difference((60, 100), (np.arange(101), np.full(101, 100)))
    assert all((np.diff(x) > 0).all() for x in found)


@pytest.mark.parametrize("overlap", [(50, 60, 40, 40), (50, 30, 30, 31), (50, 40, 40, 20), (100, 10, 70, 10)])
def test_an_overlap_that_cannot_be_is_refused(overlap):
    with pytest.raises(ValueError, match="of 1"):
        difference((60, 100), (70, 100), Overlap(*overlap))
