"""Quarters, years of four quarters, and what a release looks back on."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.period import Quarter, Window, Year

QUARTERS = st.builds(Quarter, st.integers(1990, 2100), st.integers(1, 4))


@given(QUARTERS, st.integers(-40, 40))
def test_quarters_add_up_and_print_back(quarter: Quarter, steps: int) -> None:
    assert Quarter.parse(str(quarter)) == quarter
    assert quarter.plus(steps).plus(-steps) == quarter
    assert quarter.plus(1) > quarter
    assert quarter.plus(1).first_day > quarter.last_day


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def test_every_day_lies_in_its_quarter(day: date) -> None:
    quarter = Quarter.of(day)
    assert quarter.first_day <= day <= quarter.last_day


@given(QUARTERS)
def test_a_year_is_four_quarters_in_a_row(closes: Quarter) -> None:
    year = Year(closes)
    assert Year.parse(str(year)) == year
    assert [q.plus(1) for q in year.quarters[:-1]] == list(year.quarters[1:])


@pytest.mark.parametrize("text", ["2026K5", "2026-3", "26K3", "2026K3 ", "", "K3"])
def test_a_wrong_quarter_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match="write it as 2026K3"):
        Quarter.parse(text)


def test_a_wrong_year_is_refused_with_the_right_one() -> None:
    with pytest.raises(ValueError, match="write it as 2025K4-2026K3"):
        Year.parse("2025K3-2026K3")


@given(QUARTERS, st.integers(1, 4))
def test_years_are_disjoint_and_lie_wholly_inside(period: Quarter, closing: int) -> None:
    window = Window(period)
    years = window.years(closing)
    quarters = [q for y in years for q in y.quarters]
    assert len(quarters) == len(set(quarters))
    assert set(quarters) <= set(window.quarters)
    assert all(y.closes.number == closing for y in years)
    assert len(years) == (3 if closing == period.number else 2)
