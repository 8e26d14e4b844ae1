"""Hiding with certificates on tables like the real ones, against check, audit, brute force and itself."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
import scipy.sparse as sp
from cluster_tables import T, asked, cluster_tables, declare, exposures, named
from enumeration import every_table, seen_by, tables
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from disclosure import Fixed, Forged, Protection, Table, check, protect, respondents, small, step
from disclosure.cross import cross, total
from disclosure.exemption import exempt
from tests.disclosure.practices import shuffled

SETTINGS = settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


def searched(table: Table, attackers=None, fixed=None, seed=b"seed") -> Protection:
    attackers = respondents(table.system) if attackers is None else attackers
    return protect(table, asked(table), attackers, fixed, seed, method="search")


@SETTINGS
@given(cluster_tables())
def test_a_choice_with_movers_and_parts_is_certified_and_withstands_the_audit(table):
    attackers, needs = respondents(table.system), asked(table)
    plan = searched(table)
    empty = np.asarray(table.system.figures_of @ table.values == 0)
    assert plan.hidden[needs.primary].all()
    assert not plan.hidden[empty].any()
    assert not (plan.secondary & (needs.primary | ~table.system.published)).any()
    gaps = check(table, plan.hidden, needs, attackers, plan.certificates)
    given_up = named(table, plan.infeasible)
    assert {g.figure.rsplit(" ", 1)[0] for g in gaps} <= given_up
    found = {e.label.rsplit(" ", 1)[0] for e in exposures(table, plan.hidden, attackers)}
    assert found <= given_up


@SETTINGS
@given(tables(most=9))
def test_the_brute_force_attacker_finds_out_nothing(table):
    """With links, inequalities and overlapping groups; the whole stays shown so that everything is bounded."""
    system, needs = table.system, asked(table)
    whole = np.zeros(len(system.units), bool)
    whole[system.unit[int(np.argmax(np.diff(system.sums.indptr)))]] = True
    assume(not needs.primary[whole].any())
    plan = searched(table, fixed=Fixed(whole, np.zeros_like(whole)))
    attackers = respondents(system)
    gaps = check(table, plan.hidden, needs, attackers, plan.certificates)
    assert gaps == () or plan.infeasible.any()
    known = sp.csr_matrix(np.array([system.known_to(a) for a in attackers]).T.astype(np.int64))
    sought = np.flatnonzero(system.spread(plan.hidden & ~plan.infeasible))
    everything, shown = every_table(table, plan.hidden), system.spread(~plan.hidden)
    for a, attacker in enumerate(attackers):
        possible = seen_by(table, everything, attacker) @ system.sums[sought].T.toarray()
        excused = exempt(table, shown, known, sought, np.full(len(sought), a))
        low, high = possible.min(axis=0), possible.max(axis=0)
        assert (excused | ((low < high) & (high >= T))).all()


@SETTINGS
@given(cluster_tables(), st.data())
def test_what_must_stay_stays_and_a_decision_binds_without_change(table, data):
    n = len(table.system.units)
    some = np.array(data.draw(st.lists(st.sampled_from((-1, 0, 0, 0, 1)), min_size=n, max_size=n)))
    somebody = np.asarray(table.system.figures_of @ table.values > 0)
    public = table.system.published & somebody & ~asked(table).primary
    fixed = Fixed(shown=(some == 1) & public, hidden=(some == -1) & public)
    plan = searched(table, fixed=fixed)
    assert not plan.hidden[fixed.shown].any()
    assert plan.hidden[fixed.hidden].all()
    assert not plan.secondary[fixed.hidden].any()
    if plan.infeasible.any():
        return
    again = searched(table, fixed=Fixed(table.system.published & ~plan.hidden, plan.hidden), seed=b"another")
    assert (again.hidden == plan.hidden).all()
    assert not again.infeasible.any()


@SETTINGS
@given(cluster_tables(), st.randoms(use_true_random=False))
def test_the_choice_does_not_depend_on_the_order_of_atoms_figures_or_units(table, random):
    other = shuffled(table, random.randrange(1000))
    first, again = searched(table), searched(other)
    assert named(table, first.hidden) == named(other, again.hidden)
    assert named(table, first.infeasible) == named(other, again.infeasible)
    assert check(other, again.hidden, asked(other), respondents(other.system), again.certificates) == () or (
        again.infeasible.any()
    )


@SETTINGS
@given(cluster_tables())
def test_a_level_said_twice_makes_nobody_less_safe(table):
    """A region of one cluster: the cluster's sums under a second name."""
    system = table.system
    double = system.units.index("cluster 0 year")
    rows = np.flatnonzero(system.unit == double)
    other = Table(
        replace(
            system,
            figures=(*system.figures, *(f"double {system.figures[r]}" for r in rows)),
            units=(*system.units, "double cluster 0 year"),
            sums=sp.vstack([system.sums, system.sums[rows]], format="csr"),
            unit=np.concatenate([system.unit, np.full(len(rows), len(system.units))]),
            level=np.append(system.level, 6),
            published=np.append(system.published, True),
        ),
        table.counts,
    )
    plan = searched(other)
    # A name that is shown gives away the one that is hidden, so both are.
    assert plan.hidden[double] == plan.hidden[-1] or plan.infeasible.any()
    given_up = named(other, plan.infeasible)
    found = {e.label.rsplit(" ", 1)[0] for e in exposures(other, plan.hidden, respondents(other.system))}
    assert found <= given_up


@settings(SETTINGS, max_examples=12)
@given(cluster_tables(sizes=(3, 3)))
def test_two_practices_together_are_held_off_and_no_more_is_shown_to_them(table):
    system = table.system
    single = respondents(system)
    both = (*single, *((int(a), int(b)) for a, b in combinations(system.owners, 2)))
    plan = searched(table, both)
    gaps = check(table, plan.hidden, asked(table), both, plan.certificates)
    assert {g.figure.rsplit(" ", 1)[0] for g in gaps} <= named(table, plan.infeasible)
    assume(not plan.infeasible.any())
    assert exposures(table, plan.hidden, both) == ()
    # What holds off two holds off each of them: with fewer attackers the same certificates do.
    assert check(table, plan.hidden, asked(table), single, plan.certificates) == ()
    fewer = searched(table, single, Fixed(system.published & ~plan.hidden, np.zeros(len(system.units), bool)))
    assert not fewer.infeasible.any()
    assert fewer.hidden.sum() <= plan.hidden.sum()


STAYS = [(p, q) for p in range(4) for q in range(2)]


def test_a_hidden_quarter_of_a_cluster_takes_a_second_cluster_and_a_second_quarter_with_it():
    units = [
        (f"{name} {when}", level, True, [s for s in STAYS if s[0] in who and (q is None or s[1] == q)])
        for name, who, level in (("A", (0, 1), 0), ("B", (2, 3), 0), ("nation", range(4), 1))
        for when, q in (("year", None), ("quarter 0", 0), ("quarter 1", 1))
    ]
    system = declare(STAYS, units)
    counts = np.full(len(system.atoms), 20)
    counts[[system.atoms.index("0 0 met"), system.atoms.index("1 0 met")]] = 1
    table = Table(system, counts)
    fixed = Fixed(
        np.array(["year" in u or "nation" in u for u in system.units]), np.zeros(len(system.units), bool)
    )
    plan = searched(table, ((),), fixed)
    assert not plan.infeasible.any()
    assert named(table, plan.hidden) == {f"{c} quarter {q}" for c in "AB" for q in (0, 1)}


@pytest.mark.parametrize("side", [12, 30])
def test_three_methods_prove_one_table_and_the_size_chooses_between_them(side):
    codes = [tuple(f"{d}{i:02}" for i in range(side)) for d in "ab"]
    random = np.random.default_rng(4)
    table = cross(
        [total("a", codes[0]), total("b", codes[1])],
        {(a, b): int(random.integers(1, 40)) for a in codes[0] for b in codes[1]},
    )
    needs = step(table, small(table, 5))
    assert protect(table, needs, seconds=2.0).method == ("exact" if side == 12 else "eliminate")
    assert protect(table, needs, ((), (1,)), seconds=2.0).method == "search"
    for method in ("search", "eliminate", "exact")[: 3 if side == 12 else 2]:
        plan = protect(table, needs, seconds=2.0, method=method)
        assert not plan.infeasible.any()
        assert check(table, plan.hidden, needs, ((),), plan.certificates) == ()
        assert plan.method == method


def test_a_declared_inequality_and_a_link_bind_the_certificates():
    practices = ("a", "b", "c", "d")
    table = cross(
        [total("practice", practices)], dict(zip(practices, (2, 9, 8, 20), strict=True)), owner="practice"
    )
    row = sp.csr_matrix(np.array([[0, 1, -1, 0]]))
    whole = Fixed(np.array([False] * 4 + [True]), np.zeros(5, bool))
    plain = searched(table, ((),), whole)
    assert (plain.certificates.moves.toarray()[1] != 0).any() or (
        plain.certificates.moves.toarray()[2] != 0
    ).any()
    for change in (
        {"inequalities": -row, "at_least": np.array([-1])},
        {"inequalities": row, "at_least": np.array([1])},
    ):
        bound = Table(replace(table.system, **change), table.counts)
        plan = searched(bound, ((),), whole)
        assert not plan.infeasible.any()
        assert check(bound, plan.hidden, asked(bound), ((),), plan.certificates) == ()
        assert (
            change["inequalities"] @ (table.counts[:, None] + plan.certificates.moves.toarray())
        ).min() >= (change["at_least"][0])
    linked = Table(replace(table.system, links=sp.csr_matrix(np.array([[4, 0, -1, 0]]))), table.counts)
    plan = searched(linked, ((),), whole)
    assert not plan.infeasible.any()
    assert check(linked, plan.hidden, asked(linked), ((),), plan.certificates) == ()
    with pytest.raises(Forged, match="break a link"):
        check(linked, plain.hidden, asked(linked), ((),), plain.certificates)
