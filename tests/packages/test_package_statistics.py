"""Intervals, verdicts and run chart rules, against values worked out by other means."""

from __future__ import annotations

import pytest
from scipy.stats import binom, norm

from assets.packages import statistics


@pytest.mark.parametrize(
    ("met", "n", "lower", "upper"),
    # Newcombe (1998), Statistics in Medicine 17:857, table I, method 3.
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_equals_newcombes_table(met: int, n: int, lower: float, upper: float) -> None:
    assert statistics.wilson(met, n, statistics.Z_DRAWN) == pytest.approx((lower, upper), abs=5e-5)


def test_quantiles() -> None:
    assert pytest.approx(norm.ppf(0.975)) == statistics.Z_DRAWN
    assert pytest.approx(norm.ppf(0.999)) == statistics.Z_WORDED


def test_words_need_the_wider_interval() -> None:
    # 80 of 100: 95 pct. interval 71-87 excludes 88, the 99.8 pct. interval (65-90) does not.
    assert statistics.wilson(80, 100, statistics.Z_DRAWN)[1] < 0.88
    assert statistics.side_of_target(80, 100, 88.0) == "unclear"
    assert statistics.side_of_target(80, 100, 95.0) == "under"
    assert statistics.side_of_target(80, 100, 60.0) == "over"


def test_gap_shrinks_with_few_patients() -> None:
    few, many = (statistics.gap_to_target(n // 2, n, 90.0) for n in (20, 2000))
    assert 0 < few < many < 40
    assert statistics.gap_to_target(9, 10, 90.0) == 0.0


def test_missing_bounds() -> None:
    found = statistics.missing(50, 90, 10)
    assert (found.share, found.lowest, found.highest, found.too_much) == (100, 500, 600, False)
    assert statistics.missing(50, 89, 11).too_much
    assert statistics.missing(0, 0, 0).share == 0


@pytest.mark.parametrize("useful", range(2, 25))
def test_crossings_limit_is_the_binomial_quantile(useful: int) -> None:
    shares = [100 + (i % 2) * 10 for i in range(useful)]
    if useful % 2 == 0:
        assert statistics.course(shares).fewest_allowed == binom.ppf(0.05, useful - 1, 0.5)


def test_run_chart_limits_for_twelve_points() -> None:
    # pdf.md, chart catalogue: n = 12, longest run above 7 or fewer than 3 crossings.
    found = statistics.course([1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2])
    assert (found.longest_allowed, found.fewest_allowed, found.crossings, found.signal) == (7, 3, 11, False)


def test_a_shift_is_a_signal_and_few_points_are_not_judged() -> None:
    shift = statistics.course([500] * 6 + [600] * 6)
    assert (shift.longest_run, shift.crossings, shift.signal) == (6, 1, True)
    assert not statistics.course([500] * 3 + [600] * 3).judged
    assert statistics.course([]) is None


def test_points_on_the_median_do_not_count() -> None:
    assert statistics.course([1, 5, 5, 5, 9]).useful == 2
