"""Named small tables: what an attacker finds out when hiding is naive."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import scipy.sparse as sp
from test_disclosure_check import TABLE, cluster, hide

from disclosure.audit import Exposure, audit, intervals
from disclosure.cross import Dimension, cross, total
from disclosure.published import Contradiction
from disclosure.table import NOBODY, OUTSIDER, DisclosureError, System, respondents

T = 5


def attack(table, hidden, attackers=None, **more):
    shown = table.system.published & ~hidden
    values = np.where(table.system.spread(shown), table.values, -1)
    attackers = respondents(table.system) if attackers is None else attackers
    return audit(table.system, values, shown, T, attackers, table.counts, **more)


def learnt(table, hidden, attackers=None, **more):
    return {(e.label.split(" / ")[0], e.attacker) for e in attack(table, hidden, attackers, **more).exposures}


def spans(table, hidden, attacker=OUTSIDER, **more):
    shown = table.system.published & ~hidden
    return intervals(table.system, table.values, shown, attacker, table.counts, **more)


def test_exactly_one_hidden_practice_follows_by_subtraction():
    hidden = hide(TABLE, "p0")
    assert Exposure("p0 / met", OUTSIDER, "exact") in attack(TABLE, hidden).exposures
    assert spans(TABLE, hidden) == {"p0 / met": (3, 3), "p0 / not": (9, 9), "p0 / denominator": (12, 12)}


def test_two_hidden_practices_expose_each_other_and_three_do_not():
    assert learnt(TABLE, hide(TABLE, "p0", "p1")) == {("p0", (1,)), ("p1", (0,))}
    assert learnt(TABLE, hide(TABLE, "p0", "p1"), [OUTSIDER]) == set()
    assert learnt(TABLE, hide(TABLE, "p0", "p1", "p2")) == set()


def test_a_coalition_of_two_breaks_three():
    hidden = hide(TABLE, "p0", "p1", "p2")
    assert learnt(TABLE, hidden, [OUTSIDER, (1, 2)]) == {("p0", (1, 2))}


def test_practices_at_a_hundred_per_cent_do_not_help():
    table = cluster((9, 2), (5, 0), (6, 0), (30, 9))
    found = attack(table, hide(table, "p0", "p1", "p2")).exposures
    assert Exposure("p1 / not", OUTSIDER, "small") in found
    assert Exposure("p0 / not", OUTSIDER, "small") in found


def test_a_group_hidden_although_its_parts_are_shown_discloses_nothing():
    table = cluster((20, 9), (30, 12), (25, 8))
    assert attack(table, hide(table, "cluster")).exposures == ()


def test_a_small_figure_shown_by_mistake_is_found_where_it_is_repeated():
    codes = ("p0", "p1", "p2")
    numbers = {("p0",): 2, ("p1",): 9, ("p2",): 8}
    twins = cross([Dimension("practice", codes, {"twin": ("p0",), "cluster": codes})], numbers)
    hidden = np.array([label == "twin" for label in twins.system.units])
    assert attack(twins, hidden).exposures == (Exposure("twin", OUTSIDER, "exact"),)


def test_a_hidden_unit_is_known_to_hold_somebody_only_when_zeros_are_shown():
    table = cluster((1, 0), (1, 0), (20, 9))
    hidden = hide(table, "p0", "p1")
    assert spans(table, hidden)["p0 / met"] == (1, 1)
    assert spans(table, hidden, zeros_are_shown=False)["p0 / met"] == (0, 2)


def test_counts_are_whole_numbers():
    """Twice one count and another add up to an odd number between two bounds: halves do not count."""
    sums = sp.csr_matrix(np.array([[1, 0, 0], [1, 1, 0], [0, 1, 1], [1, 0, 1]]))
    labels = ("a", "ab", "bc", "ac")
    units = np.arange(4)
    flags = np.ones(4, bool)
    system = System(("a", "b", "c"), labels, labels, sums, units, units * 0, flags, np.full(3, NOBODY))
    values = np.array([-1, 1, 1, 1])
    shown = np.array([False, True, True, True])
    with pytest.raises(Contradiction):
        audit(system, values, shown, T, [OUTSIDER], zeros_are_shown=False)
    values[1:] = 1, 1, 2
    assert intervals(system, values, shown, OUTSIDER, integer=True, zeros_are_shown=False) == {"a": (1, 1)}


def test_nothing_bounds_a_hidden_total_of_hidden_parts():
    table = cluster((3, 9), (4, 9))
    everything = hide(table, "p0", "p1", "cluster")
    assert spans(table, everything)["p0 / met"] == (0, None)
    assert spans(table, everything)["p0 / denominator"] == (1, None)
    assert learnt(table, everything) == set()


def test_an_unpublished_part_is_attacked_when_it_is_secret():
    """A practice moved: its year is shown, and so is the rest of one of its two clusters."""
    codes = ("mover in A", "mover in B", "a1", "b1")
    groups = {"mover": codes[:2], "A": ("mover in A", "a1"), "B": ("mover in B", "b1")}
    numbers = {("mover in A",): 20, ("mover in B",): 2, ("a1",): 30, ("b1",): 40}
    table = cross([Dimension("practice", codes, groups)], numbers)
    published = np.array(["mover in" not in unit for unit in table.system.units])
    table = replace(table, system=replace(table.system, published=published))
    secret = np.array([unit == "mover in B" for unit in table.system.units])
    assert learnt(table, ~published & False) == set()
    assert learnt(table, ~published & False, secret=secret) == {("mover in B", OUTSIDER)}


def test_links_and_inequalities_are_used():
    table = cluster((20, 9), (20, 9), (30, 12), (25, 8))
    hidden = hide(table, "p0", "p1")
    i, j = (table.system.atoms.index(f"p{p} / met") for p in (0, 1))
    row = sp.csr_matrix(([1, -1], ([0, 0], [i, j])), (1, len(table.counts)), dtype=np.int64)
    linked = replace(table, system=replace(table.system, links=row))
    bounded = replace(table, system=replace(table.system, inequalities=row, at_least=np.array([-1])))
    assert spans(linked, hidden)["p0 / met"] == (20, 20)
    assert spans(bounded, hidden, integer=True)["p0 / met"] == (20, 40)


def test_altered_figures_are_a_contradiction():
    values = TABLE.values.copy()
    values[TABLE.system.figures.index("cluster / met")] += 1
    shown = np.ones(len(TABLE.system.units), bool)
    with pytest.raises(Contradiction, match="is not the sum of its published parts"):
        audit(TABLE.system, values, shown, T, [OUTSIDER])


def test_altered_figures_beside_hidden_ones_are_a_contradiction():
    practices, quarters = ("p0", "p1", "p2"), ("q0", "q1", "q2")
    numbers = {(p, q): 20 for p in practices for q in quarters}
    dimensions = [total("practice", practices, "cluster"), total("quarter", quarters, "year")]
    table = cross(dimensions, numbers)
    hidden = np.array(["cluster" not in u and "year" not in u for u in table.system.units])
    values = table.values.copy()
    values[table.system.figures.index("p0 / year")] += 7
    values[table.system.figures.index("p1 / year")] -= 8
    with pytest.raises(Contradiction) as error:
        audit(table.system, values, ~hidden, T, [OUTSIDER])
    assert "67" not in str(error.value)


def test_an_attackers_own_counts_that_do_not_fit_are_a_contradiction():
    shown = ~hide(TABLE, "p0", "p1", "p2")
    counts = TABLE.counts.copy()
    counts[0] += 100
    with pytest.raises(Contradiction):
        audit(TABLE.system, TABLE.values, shown, T, [(0,)], counts)
    with pytest.raises(DisclosureError, match="own counts are not given"):
        audit(TABLE.system, TABLE.values, shown, T, [(0,)])


def test_a_duplicate_level_changes_nothing():
    codes = ("p0", "p1", "p2", "p3")
    numbers = {("p0",): 3, ("p1",): 20, ("p2",): 30, ("p3",): 25}
    once = cross([Dimension("practice", codes, {"cluster": codes})], numbers, owner="practice")
    twice = cross(
        [Dimension("practice", codes, {"cluster": codes, "region": codes})], numbers, owner="practice"
    )
    for chosen in (("p0",), ("p0", "p1"), ("p0", "p1", "p2")):
        hidden = [np.isin(t.system.units, chosen) for t in (once, twice)]
        assert attack(once, hidden[0]).exposures == attack(twice, hidden[1]).exposures


def test_the_order_of_atoms_and_figures_does_not_matter():
    rng = np.random.default_rng(3)
    system, hidden = TABLE.system, hide(TABLE, "p0", "p1")
    rows, columns = rng.permutation(len(system.figures)), rng.permutation(len(system.atoms))
    mixed = replace(
        system,
        atoms=tuple(system.atoms[i] for i in columns),
        figures=tuple(system.figures[i] for i in rows),
        sums=system.sums[rows][:, columns],
        unit=system.unit[rows],
        owner=system.owner[columns],
        links=system.links[:, columns],
        inequalities=system.inequalities[:, columns],
    )
    table = replace(TABLE, system=mixed, counts=TABLE.counts[columns])
    assert attack(table, hidden).exposures == attack(TABLE, hidden).exposures
