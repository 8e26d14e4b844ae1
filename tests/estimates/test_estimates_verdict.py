"""The words' rules: by 99.8 per cent limits, with ordinary differences of practices counted."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from estimates import (
    Z_DRAWN,
    Z_WORDED,
    against,
    gap_to_target,
    practice_against_funnel,
    shrunken_gap,
    side_of_target,
    wilson,
)
from estimates.between import funnel_limits

fixed = settings(derandomize=True, deadline=None, max_examples=80)
NATION = (80_000, 100_000)
TEN = [(80, 100)] * 10


def test_words_need_the_wider_interval() -> None:
    # 80 of 100: 95 pct. interval 71-87 excludes 88, the 99.8 pct. interval (65-90) does not.
    assert wilson(80, 100, Z_DRAWN)[1] < 0.88
    assert side_of_target(80, 100, 88.0) == "unclear"
    assert side_of_target(80, 100, 95.0) == "under"
    assert side_of_target(80, 100, 60.0) == "over"


def test_gap_shrinks_with_few_patients() -> None:
    few, many = (gap_to_target(n // 2, n, 90.0) for n in (20, 2000))
    assert 0 < few < many < 40
    assert gap_to_target(9, 10, 90.0) == 0.0


def test_a_cluster_is_judged_by_its_practices_spread():
    # 850 of 1000 against 80 per cent: far outside by patients alone, ordinary when practices differ by 0.1.
    ten = [(85, 100)] * 10
    assert against((850, 1000), ten, 0, NATION, 0.0) == "over"
    assert against((850, 1000), ten, 0, NATION, 0.1) == "unclear"
    assert against((990, 1000), [(99, 100)] * 10, 0, NATION, 0.1) == "over"
    assert against((500, 1000), [(50, 100)] * 10, 0, NATION, 0.1) == "under"


def test_without_spread_nothing_is_said():
    assert against((500, 1000), TEN, 0, NATION, None) == "unclear"
    assert practice_against_funnel(1, 1000, 0.8, None) == "unclear"


def test_the_verdict_turns_where_the_formula_says():
    share, spread, n, m = 0.8, 0.04, 1000, NATION[1]
    weight = 10 * 100**2 / n
    half = Z_WORDED * math.sqrt((0.25 + spread**2 * weight) * (1 / n + 1 / m))
    edge = n * math.sin(math.asin(math.sqrt(share)) - half) ** 2
    assert against((math.floor(edge), n), TEN, 0, NATION, spread) == "under"
    assert against((math.ceil(edge), n), TEN, 0, NATION, spread) == "unclear"


@fixed
@given(st.lists(st.integers(1, 200), min_size=2, max_size=12), st.data(), st.floats(0, 0.2))
def test_hidden_practices_never_add_a_word(sizes, data, spread):
    whole = sum(sizes)
    met = data.draw(st.integers(0, whole))
    shown = data.draw(st.integers(0, len(sizes)))
    counts = [(0, n) for n in sizes]
    known = against((met, whole), counts, 0, NATION, spread)
    partly = against((met, whole), counts[:shown], len(sizes) - shown, NATION, spread)
    assert partly in (known, "unclear")


@fixed
@given(st.integers(1, 1000), st.data())
def test_met_and_not_met_say_the_opposite(whole, data):
    met = data.draw(st.integers(0, whole))
    mirrored = {"over": "under", "under": "over", "unclear": "unclear"}
    for met_of, say in ((NATION[0], str), (NATION[1] - NATION[0], mirrored.get)):
        counts = met if met_of == NATION[0] else whole - met
        found = say(against((counts, whole), [], 1, (met_of, NATION[1]), 0.03))
        assert found == against((met, whole), [], 1, NATION, 0.03)


@pytest.mark.parametrize(
    ("practices", "hidden"), [([(80, 100)], 0), ([(80, 200)], 0), ([(80, 99)], 3), ([(80, 100)] * 2, 1)]
)
def test_practices_that_do_not_add_up_are_refused(practices, hidden):
    with pytest.raises(ValueError, match="add up"):
        against((80, 101), practices, hidden, NATION, 0.05)


def test_empty_units_are_refused():
    for call in (
        lambda: against((0, 0), [], 0, NATION, 0.05),
        lambda: against((5, 10), [(5, 10)], 0, (0, 0), 0.05),
        lambda: practice_against_funnel(0, 0, 0.8, 0.05),
        lambda: side_of_target(0, 0, 80.0),
        lambda: gap_to_target(0, 0, 80.0),
        lambda: shrunken_gap(0, 0, 0.8, 0.05),
    ):
        with pytest.raises(ValueError, match="whole"):
            call()


def test_a_practice_outside_the_funnel():
    assert practice_against_funnel(60, 100, 0.8, 0.03) == "under"
    assert practice_against_funnel(99, 100, 0.8, 0.03) == "over"
    assert practice_against_funnel(72, 100, 0.8, 0.03) == "unclear"
    assert practice_against_funnel(72, 100, 0.8, 0.0, 1.5) == "under"
    # All met is nothing special where nearly all meet it.
    assert practice_against_funnel(60, 60, 0.95, 0.0) == "unclear"


@fixed
@given(st.integers(1, 400), st.data(), st.floats(0.01, 0.99), st.sampled_from([0.0, 0.03, 0.1, 0.4]))
def test_word_and_drawn_limit_never_disagree(whole, data, target, tau):
    met = data.draw(st.integers(0, whole))
    lower, upper = (float(limit[0]) for limit in funnel_limits(target, [whole], tau, Z_WORDED))
    share = met / whole
    expected = "under" if share < lower else "over" if share > upper else "unclear"
    if min(abs(share - lower), abs(share - upper)) > 1e-9:
        assert practice_against_funnel(met, whole, target, tau) == expected


@pytest.mark.parametrize("target", [0.0, 1.0])
def test_where_all_or_none_are_met_the_funnel_is_a_line(target):
    assert practice_against_funnel(round(5 * target), 5, target, 0.02) == "unclear"
    assert practice_against_funnel(3, 5, target, 0.02) in ("under", "over")


def test_gaps_shrink_by_reliability():
    assert shrunken_gap(90, 100, 0.8, 0.05) == pytest.approx(10 * 0.5)
    assert shrunken_gap(9, 10, 0.8, 0.05) < shrunken_gap(900, 1000, 0.8, 0.05) < 10
    assert shrunken_gap(70, 100, 0.8, 0.05) < 0
    assert shrunken_gap(90, 100, 0.8, 0.0) == 0
    # A cluster of ten varies less than one practice of that size, so its gap is believed less.
    assert shrunken_gap(900, 1000, 0.8, 0.05, [100] * 10) < shrunken_gap(900, 1000, 0.8, 0.05)
