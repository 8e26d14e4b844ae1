"""Greedy hiding on atoms: what it returns is proven, audited, stable, and hides no more than it needs."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from disclosure import DisclosureError, Fixed, Needs, Table, audit, check, protect, reach, respondents, small
from disclosure.cross import Dimension, cross, total

T = 3
SETTINGS = settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


@st.composite
def tables(draw) -> Table:
    """Clusters of two to five practices in a nation, one or two quarters; a subcluster; practices own their atoms."""
    sizes = draw(st.lists(st.integers(2, 4), min_size=1, max_size=2))
    quarters = draw(st.integers(1, 2))
    names = [[f"c{c}p{p}" for p in range(size)] for c, size in enumerate(sizes)]
    every = tuple(name for some in names for name in some)
    groups = {f"c{c}": tuple(some) for c, some in enumerate(names)}
    if sizes[0] >= 3 and draw(st.booleans()):
        groups["sub"] = tuple(names[0][:2])
    if len(sizes) > 1:
        groups["nation"] = every
    sides = [
        Dimension("practice", every, groups),
        total("quarter", [f"q{q}" for q in range(quarters)], "year"),
        Dimension("status", ("met", "not_met"), {"denominator": ("met", "not_met")}),
    ]
    keys = [(p, f"q{q}", s) for p in every for q in range(quarters) for s in ("met", "not_met")]
    counts = draw(st.lists(st.integers(0, 6), min_size=len(keys), max_size=len(keys)))
    table = cross(sides, dict(zip(keys, counts, strict=True)), together="status", owner="practice")
    # Practices are published by year, groups by quarter too.
    system = table.system
    fine = np.array([u.split(" / ")[0] in every and " q" in u for u in system.units])
    level = np.array([1 if u.split(" / ")[0] not in every else 0 for u in system.units])
    return Table(replace(system, published=~fine, level=level), table.counts)


def asked(table: Table) -> Needs:
    return reach(table, T, small(table, T) & table.system.published)


def exposures(table: Table, hidden, attackers):
    shown = table.system.published & ~hidden
    return audit(table.system, table.values, shown, T, attackers, own=table.counts).exposures


@SETTINGS
@given(tables())
def test_what_is_hidden_is_certified_and_withstands_the_audit(table):
    attackers = respondents(table.system)
    plan = protect(table, asked(table), attackers, seed=b"seed", method="search")
    hidden = plan.hidden
    assert hidden[asked(table).primary].all()
    empty = np.asarray(table.system.figures_of @ table.values == 0)
    assert not hidden[empty].any()
    if not plan.infeasible.any():
        assert check(table, hidden, asked(table), attackers, plan.certificates) == ()
        assert exposures(table, hidden, attackers) == ()


@SETTINGS
@given(tables())
def test_nothing_that_is_exposed_is_called_proven(table):
    """Where the search gives up on a unit, all others are still certified."""
    attackers = respondents(table.system)
    plan = protect(table, asked(table), attackers, seed=b"seed", method="search")
    given_up = {table.system.units[u] for u in np.flatnonzero(plan.infeasible)}
    gaps = check(table, plan.hidden, asked(table), attackers, plan.certificates)
    assert {g.figure.rsplit(" / ", 1)[0] + " / *" for g in gaps} <= given_up


@SETTINGS
@given(tables())
def test_what_was_published_stays_and_needs_nothing_new(table):
    attackers = respondents(table.system)
    plan = protect(table, asked(table), attackers, seed=b"one", method="search")
    if plan.infeasible.any():
        return
    fixed = Fixed(shown=table.system.published & ~plan.hidden, hidden=plan.hidden)
    again = protect(table, asked(table), attackers, fixed, seed=b"two", method="search")
    assert (again.hidden == plan.hidden).all()
    assert not again.infeasible.any()


@SETTINGS
@given(tables(), st.randoms(use_true_random=False))
def test_the_choice_does_not_depend_on_the_order_of_rows(table, random):
    system = table.system
    order = list(range(len(system.figures)))
    random.shuffle(order)
    units = list(range(len(system.units)))
    random.shuffle(units)
    other = replace(
        system,
        figures=tuple(system.figures[f] for f in order),
        units=tuple(system.units[u] for u in units),
        sums=system.sums[order],
        unit=np.argsort(units)[system.unit[order]],
        level=system.level[units],
        published=system.published[units],
    )
    mixed = Table(other, table.counts)

    def chosen(some: Table) -> set[str]:
        plan = protect(some, asked(some), respondents(some.system), seed=b"seed", method="search")
        return {some.system.units[u] for u in np.flatnonzero(plan.hidden)}

    assert chosen(mixed) == chosen(table)


@settings(max_examples=6, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(tables())
def test_coalitions_of_two_are_held_off_too(table):
    system = table.system
    pairs = [tuple(int(o) for o in pair) for pair in combinations(system.owners[:5], 2)]
    attackers = (*respondents(system), *pairs)
    plan = protect(table, asked(table), attackers, seed=b"seed", method="search")
    if not plan.infeasible.any():
        assert check(table, plan.hidden, asked(table), attackers, plan.certificates) == ()
        assert exposures(table, plan.hidden, attackers) == ()


def cluster(**counts: tuple[int, int]) -> Table:
    practices = tuple(counts)
    sides = [
        Dimension("practice", practices, {"cluster": practices}),
        Dimension("status", ("met", "not_met"), {"denominator": ("met", "not_met")}),
    ]
    cells = {(p, s): n for p, pair in counts.items() for s, n in zip(("met", "not_met"), pair, strict=True)}
    return cross(sides, cells, together="status", owner="practice")


def test_two_hidden_practices_expose_each_other_so_a_third_is_hidden():
    table = cluster(a=(2, 30), b=(9, 20), c=(14, 11), d=(40, 40))
    needs = reach(table, 5, small(table, 5))
    whole = np.array([u == "cluster / *" for u in table.system.units])
    fixed = Fixed(shown=whole, hidden=np.zeros(5, bool))
    alone = protect(table, needs, ((),), fixed, method="search")
    assert alone.hidden.sum() == 2
    assert exposures(table, alone.hidden, respondents(table.system))
    every = protect(table, needs, respondents(table.system), fixed, method="search")
    assert every.hidden.sum() == 3
    assert not every.infeasible.any()


def test_two_practices_alone_cannot_be_protected_from_each_other():
    table = cluster(a=(2, 30), b=(9, 20))
    units = list(table.system.units)
    fixed = Fixed(np.array([u == "cluster / *" for u in units]), np.zeros(3, bool))
    plan = protect(table, reach(table, 5, small(table, 5)), respondents(table.system), fixed, method="search")
    assert plan.infeasible[units.index("a / *")]
    assert plan.hidden[units.index("a / *")]


def test_a_group_hidden_by_rule_whose_parts_are_shown_needs_no_proof():
    table = cluster(a=(12, 30), b=(9, 20), c=(40, 40))
    rule = np.array([u == "cluster / *" for u in table.system.units])
    plan = protect(table, reach(table, 5, rule), respondents(table.system), method="search")
    assert plan.hidden.sum() == 1
    assert not plan.infeasible.any()
    assert plan.certificates.moves.shape[1] == 0


def test_errors_name_coordinates_and_no_value():
    sides = [total("practice", ("a", "b"))]
    with pytest.raises(DisclosureError, match="c is not in the declared dimensions"):
        cross(sides, {("c",): 777})
    for wrong in (-777, 0.777):
        with pytest.raises(DisclosureError, match="a has a count that is not a whole number") as error:
            cross(sides, {("a",): wrong})  # type: ignore[dict-item]
        assert "777" not in str(error.value)
    table = cross(sides, {("a",): 7})
    broken = Table(table.system, np.array([-777, 3]))
    with pytest.raises(DisclosureError, match="a has a negative count") as error:
        protect(broken, reach(table, 5, small(table, 5)))
    assert "777" not in str(error.value)


def test_the_method_follows_the_table():
    table = cluster(a=(2, 30), b=(9, 20), c=(14, 11), d=(40, 40))
    from disclosure import step

    primary = small(table, 5)
    assert protect(table, step(table, primary)).method == "exact"
    assert protect(table, reach(table, 5, primary), respondents(table.system)).method == "search"
