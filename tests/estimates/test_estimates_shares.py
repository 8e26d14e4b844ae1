"""Shares, Wilson's limits and rounding, against published values and other tools."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest, norm

from estimates import Z_DRAWN, Z_WORDED, printed, rounded, share, wilson

fixed = settings(derandomize=True, deadline=None, max_examples=60)
COUNTS = st.integers(1, 20_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
QUANTILES = st.sampled_from([Z_DRAWN, Z_WORDED])

#: statsmodels 0.15.0, proportion_confint(part, whole, alpha, "wilson"), alpha 0.05 and 0.002.
STATSMODELS = [
    (24, 29, 0.6545156010980477, 0.9240214274710878, 0.5416631607415202, 0.951209182647086),
    (16, 29, 0.37547963210970914, 0.7158683197696281, 0.2910567484768226, 0.786765200479273),
    (12975, 13461, 0.9606096198304266, 0.966917082819204, 0.9585889724446933, 0.9685446954799662),
    (0, 5, 0.0, 0.43448246478317487, 0.0, 0.6563464222497855),
    (29, 48, 0.4631040849254724, 0.7297917213940863, 0.38692609567012587, 0.7868372523275358),
    (243, 398, 0.5618074584017361, 0.6571843804649116, 0.5332747859791461, 0.6826498864598477),
]


@pytest.mark.parametrize(("part", "whole", "lower", "upper", "low", "high"), STATSMODELS)
def test_wilson_equals_statsmodels(part, whole, lower, upper, low, high):
    assert wilson(part, whole) == pytest.approx((lower, upper), abs=1e-9)
    assert wilson(part, whole, Z_WORDED) == pytest.approx((low, high), abs=1e-9)


@pytest.mark.parametrize(
    ("met", "n", "lower", "upper"),
    # Newcombe (1998), Statistics in Medicine 17:857, table I, method 3.
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_equals_newcombes_table(met: int, n: int, lower: float, upper: float) -> None:
    assert wilson(met, n, Z_DRAWN) == pytest.approx((lower, upper), abs=5e-5)


@pytest.mark.parametrize(
    ("part", "whole", "rate", "lower", "upper"),
    [
        (29, 48, 60.4, 46.3, 73.0),
        (24, 29, 82.8, 65.5, 92.4),
        (16, 29, 55.2, 37.5, 71.6),
        (12975, 13461, 96.4, 96.1, 96.7),
        (243, 398, 61.1, 56.2, 65.7),
        (0, 5, 0.0, 0.0, 43.4),
    ],
)
def test_golden_wilson_intervals(part, whole, rate, lower, upper):
    assert round(100 * share(part, whole), 1) == pytest.approx(rate)
    assert [round(100 * x, 1) for x in printed(part, whole)] == pytest.approx([lower, upper])


def test_quantiles() -> None:
    assert pytest.approx(norm.ppf(0.975)) == Z_DRAWN
    assert pytest.approx(norm.ppf(0.999)) == Z_WORDED


def test_shares_are_rounded_half_up():
    assert share(1, 16) == 0.063  # 0.0625; half to even would be 0.062
    assert share(5, 5) == 1.0
    assert printed(5, 5)[1] == 1.0
    assert rounded(0.0625) == 0.063
    assert rounded(np.array([0.0625, 0.0004])).tolist() == [0.063, 0.0]


@fixed
@given(COUNTS)
def test_wilson_equals_scipy(counts):
    found = binomtest(*counts).proportion_ci(0.95, "wilson")
    assert wilson(*counts) == pytest.approx((found.low, found.high), abs=1e-9)


@fixed
@given(COUNTS, QUANTILES)
def test_limits_hold_the_share_and_lie_in_0_to_1(counts, z):
    part, whole = counts
    lower, upper = wilson(part, whole, z)
    assert 0 <= lower <= part / whole <= upper <= 1
    assert lower < upper


@fixed
@given(COUNTS, QUANTILES)
def test_limits_of_not_met_mirror_those_of_met(counts, z):
    part, whole = counts
    lower, upper = wilson(part, whole, z)
    assert wilson(whole - part, whole, z) == pytest.approx((1 - upper, 1 - lower), abs=1e-12)


@fixed
@given(st.integers(1, 400), QUANTILES)
def test_limits_rise_with_the_count(whole, z):
    lower, upper = wilson(np.arange(whole + 1), whole, z)
    assert (np.diff(lower) > 0).all()
    assert (np.diff(upper) > 0).all()
    assert (lower[0], upper[-1]) == (0.0, 1.0)


def test_arrays_and_numbers_agree():
    lower, upper = wilson(np.array([3, 0, 5]), np.array([5, 5, 5]))
    assert [wilson(k, 5) for k in (3, 0, 5)] == list(zip(lower, upper, strict=True))
    assert isinstance(wilson(3, 5)[0], float)


@pytest.mark.parametrize("call", [share, wilson, printed])
@pytest.mark.parametrize(("part", "whole"), [(0, 0), (6, 5), (-1, 5)])
def test_what_is_no_share_is_refused_without_its_value(call, part, whole):
    with pytest.raises(ValueError, match=r"\(1 of 1\)"):
        call(part, whole)
