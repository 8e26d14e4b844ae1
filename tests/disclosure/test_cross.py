"""Declaring crossed tables: every figure is the sum of what its members add up, and errors name coordinates."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from disclosure import DisclosureError, System, Table
from disclosure.cross import Dimension, cross, total
from disclosure.table import NOBODY

SIDES = (
    Dimension("place", ("a", "b", "c"), {"ab": ("a", "b"), "bc": ("b", "c"), "all": ("a", "b", "c")}),
    total("quarter", ("q1", "q2"), "year"),
    Dimension("status", ("met", "not_met"), {"denominator": ("met", "not_met")}),
)
KEYS = list(product(*(d.codes for d in SIDES)))


@settings(max_examples=25, deadline=None, derandomize=True)
@given(st.dictionaries(st.sampled_from(KEYS), st.integers(0, 50)))
def test_every_figure_is_the_sum_over_the_codes_of_its_members(counts):
    table = cross(SIDES, counts)
    codes = [{**{c: (c,) for c in d.codes}, **d.groups} for d in SIDES]
    expected = {
        " / ".join(members): sum(
            counts.get(key, 0) for key in product(*(c[m] for c, m in zip(codes, members, strict=True)))
        )
        for members in product(*(d.members for d in SIDES))
    }
    assert dict(zip(table.system.figures, table.values.tolist(), strict=True)) == expected
    assert table.system.units == table.system.figures
    table.check()


def test_figures_that_stand_together_are_one_unit():
    system = cross(SIDES, {}, together="status").system
    assert len(system.units) == len(system.figures) // 3
    for figure, unit in zip(system.figures, system.unit, strict=True):
        assert system.units[unit] == figure.rsplit(" / ", 1)[0] + " / *"


def test_each_code_of_the_owners_dimension_owns_its_atoms():
    system = cross(SIDES, {}, owner="place").system
    for atom, owner in zip(system.atoms, system.owner, strict=True):
        assert SIDES[0].codes[owner] == atom.split(" / ")[0]
    assert (cross(SIDES, {}).system.owner == NOBODY).all()
    assert system.known_to(()).sum() == 0
    assert system.known_to((0, 2)).sum() == 2 * len(system.atoms) // 3


@pytest.mark.parametrize(
    ("key", "where"),
    [(("x", "q1", "met"), "x / q1 / met"), (("a", "q1"), "a / q1"), (("ab", "q1", "met"), "ab / q1 / met")],
)
def test_a_key_outside_the_dimensions_is_named_and_its_count_is_not(key, where):
    with pytest.raises(DisclosureError, match=f"{where} is not in the declared dimensions") as error:
        cross(SIDES, {key: 777})
    assert "777" not in str(error.value)


@pytest.mark.parametrize("count", [-777, 777.5])
def test_a_count_that_is_negative_or_a_fraction_is_not_repeated(count):
    with pytest.raises(DisclosureError, match="b / q2 / met has a count that is not a whole number") as error:
        cross(SIDES, {("b", "q2", "met"): count})
    assert "777" not in str(error.value)


def test_groups_with_unknown_codes_or_a_codes_name_are_refused():
    with pytest.raises(DisclosureError, match="place: group ax has the unknown code x"):
        cross([Dimension("place", ("a", "b"), {"ax": ("a", "x")})], {})
    with pytest.raises(DisclosureError, match="place: a is both a code and a group"):
        cross([Dimension("place", ("a", "b"), {"a": ("a", "b")})], {})


@pytest.mark.parametrize(
    ("name", "shape"),
    [("unit", (3,)), ("level", (1,)), ("published", (9,)), ("owner", (2,)), ("at_least", (1,))],
)
def test_arrays_of_another_shape_are_refused(name, shape):
    system = cross(SIDES, {}).system
    parts = {f: getattr(system, f) for f in System.__dataclass_fields__}
    with pytest.raises(DisclosureError, match="has shape"):
        System(**{**parts, name: np.zeros(shape, np.int64)})


def test_a_figure_of_an_undeclared_unit_is_refused():
    system = cross(SIDES, {}).system
    parts = {f: getattr(system, f) for f in System.__dataclass_fields__}
    for wrong in (-1, len(system.units)):
        with pytest.raises(DisclosureError, match="a unit that is not declared"):
            System(**{**parts, "unit": np.full(len(system.figures), wrong)})


def test_counts_that_are_too_few_negative_or_fractions_are_refused_without_their_values():
    system = cross(SIDES, {}).system
    n = len(system.atoms)
    negative = np.zeros(n, np.int64)
    negative[system.atoms.index("b / q1 / met")] = -777
    for counts, words in (
        (np.zeros(n - 1, np.int64), f"{n} atoms are declared, {n - 1} are counted"),
        (np.full(n, 777.5), "counts are float64, not whole numbers"),
        (negative, "1 coordinates: b / q1 / met has a negative count"),
    ):
        with pytest.raises(DisclosureError, match=words) as error:
            Table(system, counts).check()
        assert "777" not in str(error.value)


@pytest.mark.parametrize("count", [float("nan"), float("inf"), 0.5, -1, "x", None])
def test_what_is_no_count_is_refused_by_its_coordinates(count):
    with pytest.raises(DisclosureError, match="a has a count that is not a whole number from zero up"):
        cross([total("practice", ("a", "b"))], {("a",): count})
