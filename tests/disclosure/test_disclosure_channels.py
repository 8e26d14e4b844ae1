"""A share, an interval, an order or a bar can print a hidden count: how often, and which."""

from __future__ import annotations

import numpy as np
import pytest

from disclosure.channels import (
    Printed,
    behind_coordinate,
    behind_order,
    behind_share,
    learns,
    wilson,
)
from disclosure.table import DisclosureError


def all_pairs(most):
    part, whole = np.meshgrid(np.arange(most + 1), np.arange(1, most + 1))
    inside = part <= whole
    return part[inside], whole[inside]


def spread_of_parts(*keys, part):
    """Smallest and largest numerator among the pairs that print the same."""
    _, same = np.unique(np.column_stack(keys), axis=0, return_inverse=True)
    same = same.ravel()
    low, high = np.full(same.max() + 1, 10**9), np.zeros(same.max() + 1, int)
    np.minimum.at(low, same, part)
    np.maximum.at(high, same, part)
    return low[same], high[same]


@pytest.mark.parametrize(
    ("decimals", "identified", "known_small"), [(0, 0.206, 0.814), (1, 0.999, 0.999), (2, 1.0, 1.0)]
)
def test_share_and_interval_without_counts_identify_small_numerators(decimals, identified, known_small):
    part, whole = all_pairs(400)
    printed = [np.rint(x * 10**decimals) for x in (100 * part / whole, *wilson(part, whole))]
    low, high = spread_of_parts(*printed, part=part)
    small = (part >= 1) & (part <= 4) & (whole >= 5)
    assert np.mean((low == high)[small]) == pytest.approx(identified, abs=0.0005)
    assert np.mean((high <= 4)[small]) == pytest.approx(known_small, abs=0.0005)


@pytest.mark.parametrize(("decimals", "identified"), [(0, 0.323), (1, 1.0)])
def test_share_and_denominator_identify_small_numerators(decimals, identified):
    part, whole = all_pairs(400)
    low, high = spread_of_parts(np.rint(100 * part / whole * 10**decimals), whole, part=part)
    small = (part >= 1) & (part <= 4) & (whole >= 5)
    assert np.mean((low == high)[small]) == pytest.approx(identified, abs=0.0005)


def test_share_with_one_decimal_and_any_denominator_up_to_400_is_the_numerator():
    for whole in range(5, 401):
        for part in {0, 1, 4, whole // 2, whole}:
            found = behind_share(400, share=Printed(round(100 * part / whole, 1), 1), whole=whole)
            assert found.tolist() == [[part, whole]]


def test_the_inverse_solver_finds_what_printing_everything_finds():
    part, whole = all_pairs(60)
    low, high = wilson(part, whole)
    for i in range(0, len(part), 97):
        printed = [Printed(round(float(x[i])), 0) for x in (100 * part / whole, low, high)]
        near = [
            np.abs(x - p.value) <= 0.5 + 1e-9
            for x, p in zip((100 * part / whole, low, high), printed, strict=True)
        ]
        expected = np.column_stack([part, whole])[np.logical_and.reduce(near)]
        assert behind_share(60, *printed).tolist() == expected.tolist()
        assert [part[i], whole[i]] in expected.tolist()


def test_share_and_numerator_narrow_the_denominator():
    found = behind_share(400, share=Printed(3.2, 1), part=2)
    assert set(found[:, 1].tolist()) == {62, 63}


def test_a_share_alone_gives_nothing_away():
    found = behind_share(400, share=Printed(25.0, 1))
    assert learns(found[:, 0], 5) is None


def test_half_way_counts_as_printed_either_way():
    assert behind_share(8, share=Printed(12, 0), whole=8).tolist() == [[1, 8]]
    assert behind_share(8, share=Printed(13, 0), whole=8).tolist() == [[1, 8]]


def test_an_order_bounds_what_is_hidden_in_it():
    low, high = behind_order(np.array([40.0, 0.0, 7.0, 0.0]), np.array([True, False, True, False]))
    assert (low[1], high[1]) == (7.0, 40.0)
    assert (low[3], high[3]) == (-np.inf, 7.0)


def test_a_bar_prints_its_count_unless_it_is_drawn_coarsely():
    fine = behind_coordinate(92.5, origin=100, per_case=-2.5, precision=1, limit=400)
    assert fine.tolist() == [3]
    coarse = behind_coordinate(99, origin=100, per_case=-0.2, precision=1, limit=400)
    assert learns(fine, 5) == "exact"
    assert coarse.tolist() == [3, 4, 5, 6, 7]
    assert learns(coarse, 5) is None
    assert learns(coarse[:2], 5) == "small"


def test_impossible_and_empty_questions_are_refused():
    with pytest.raises(DisclosureError, match="no count prints"):
        learns(behind_share(400, share=Printed(33.4, 1), whole=3)[:, 0], 5)
    with pytest.raises(DisclosureError, match="nothing printed"):
        behind_share(400)
