"""Bounds by what is unknown; percentiles and thirds by size."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from estimates import missing, percentile, sizes

fixed = settings(derandomize=True, deadline=None, max_examples=60)


def test_missing_bounds() -> None:
    found = missing(50, 90, 10)
    assert (found.share, found.lowest, found.highest, found.too_much) == (100, 500, 600, False)
    assert missing(50, 89, 11).too_much
    assert missing(0, 0, 0).share == 0


@pytest.mark.parametrize("counts", [(-1, 5, 0), (6, 5, 0), (1, 5, -1)])
def test_counts_that_cannot_be_are_refused(counts) -> None:
    with pytest.raises(ValueError, match="count"):
        missing(*counts)


def test_percentiles_in_whole_per_cent():
    assert [percentile([(n, 100) for n in range(101)], p) for p in (10, 50, 90)] == [10, 50, 90]
    assert percentile([(57, 200), (57, 200)], 50) == 29


@pytest.mark.parametrize(("units", "per_cent"), [([], 50), ([(0, 0)], 50), ([(1, 2)], 101)])
def test_percentiles_of_nothing_are_refused(units, per_cent):
    with pytest.raises(ValueError, match="percentile"):
        percentile(units, per_cent)


def test_thirds_by_size():
    assert sizes([30, 10, 20]) == ["large", "small", "medium"]
    assert sizes(list(range(9))) == ["small"] * 3 + ["medium"] * 3 + ["large"] * 3
    assert sizes([]) == []


@fixed
@given(st.lists(st.integers(1, 12), min_size=1, max_size=40), st.integers(0, 99))
def test_thirds_do_not_hang_on_the_order_of_rows(denominators, seed):
    mixed = random.Random(seed).sample(denominators, len(denominators))
    first = dict(zip(denominators, sizes(denominators), strict=True))
    assert [first[n] for n in mixed] == sizes(mixed)
    rank = {"small": 0, "medium": 1, "large": 2}
    assert sorted(mixed, key=lambda n: (rank[first[n]], n)) == sorted(mixed)
