"""The check of certificates: every corruption is refused or shows as a gap."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import scipy.sparse as sp

from disclosure.check import Forged, Gap, check
from disclosure.cross import cross, total
from disclosure.exemption import adds_up
from disclosure.primary import reach, small, step
from disclosure.table import OUTSIDER, Certificates, DisclosureError, respondents

T = 5
STATUS = ("met", "not")


def cluster(*counts):
    """Practices of one cluster; met, not met and denominator of a practice are one unit."""
    codes = [f"p{i}" for i in range(len(counts))]
    pairs = zip(codes, counts, strict=True)
    numbers = {(p, status): n for p, pair in pairs for status, n in zip(STATUS, pair, strict=True)}
    dimensions = [total("practice", codes, "cluster"), total("status", STATUS, "denominator")]
    return cross(dimensions, numbers, together="status", owner="practice")


def hide(table, *labels):
    return np.isin(table.system.units, [f"{label} / *" for label in labels])


def swaps(table, *practices, size=5):
    """Every practice gets and gives met and not met, from and to each of the others, as far as counts allow."""
    columns = []
    place = {label: i for i, label in enumerate(table.system.atoms)}
    for a in practices:
        for b in practices:
            for status in STATUS:
                i, j = place[f"{a} / {status}"], place[f"{b} / {status}"]
                for n in range(1, size + 1):
                    if a != b and table.counts[j] >= n:
                        column = np.zeros(len(place), np.int64)
                        column[[i, j]] = n, -n
                        columns.append(column)
    return np.array(columns, np.int64).reshape(-1, len(place)).T


TABLE = cluster((3, 9), (20, 9), (30, 12), (25, 8))
THREE = hide(TABLE, "p0", "p1", "p2")
NEEDS = reach(TABLE, T, small(TABLE, T))
MOVES = swaps(TABLE, "p0", "p1", "p2")
EVERYBODY = respondents(TABLE.system)


def gaps(moves, hidden=THREE, needs=NEEDS, attackers=EVERYBODY, table=TABLE):
    return check(table, hidden, needs, attackers, Certificates(sp.csc_matrix(moves)))


def changed(where, by):
    moves = MOVES.copy()
    moves[where] += by
    return moves


def test_a_sound_proof_leaves_no_gap():
    assert gaps(MOVES) == ()


def test_two_hidden_practices_expose_each_other_and_three_do_not():
    two = gaps(swaps(TABLE, "p0", "p1"), hide(TABLE, "p0", "p1"))
    assert {(g.figure.split(" / ")[0], g.attacker) for g in two} == {("p0", (1,)), ("p1", (0,))}
    assert gaps(MOVES) == ()


def test_a_coalition_of_two_breaks_three_and_not_four():
    pairs = [*EVERYBODY, (0, 1), (0, 2), (1, 2)]
    assert {g.attacker for g in gaps(MOVES, attackers=pairs)} == {(0, 1), (0, 2), (1, 2)}
    four = hide(TABLE, "p0", "p1", "p2", "p3")
    assert gaps(swaps(TABLE, "p0", "p1", "p2", "p3"), four, attackers=[*pairs, (2, 3), (0, 3), (1, 3)]) == ()


def test_a_primary_unit_that_is_shown_is_a_gap():
    none = hide(TABLE)
    assert gaps(MOVES[:, :0], none) == (Gap("p0 / met", OUTSIDER, "hidden"),)


def test_what_is_open_to_everybody_is_named_once():
    assert {g.attacker for g in gaps(MOVES[:, :0])} == {OUTSIDER}
    assert len(gaps(MOVES[:, :0], attackers=EVERYBODY[1:3])) > 0


@pytest.mark.parametrize("column", range(0, MOVES.shape[1], 3))
def test_a_changed_sign_a_cell_outside_and_a_changed_shown_figure_are_refused(column):
    entry = (int(np.flatnonzero(MOVES[:, column])[0]), column)
    shown_atom = list(TABLE.system.atoms).index("p3 / met")
    with pytest.raises(Forged, match="change|negative"):
        gaps(changed(entry, -2 * MOVES[entry]))
    with pytest.raises(Forged, match="change"):
        gaps(changed((shown_atom, column), 1))
    with pytest.raises(Forged, match="change"):
        gaps(changed(entry, 1))


def test_a_fraction_is_refused():
    with pytest.raises(Forged, match="not whole numbers"):
        gaps(MOVES * 0.5)
    with pytest.raises(Forged, match="not whole numbers"):
        gaps(MOVES.astype(float))


def test_a_negative_count_is_refused():
    i, j = (list(TABLE.system.atoms).index(f"p{p} / met") for p in (0, 1))
    moves = np.zeros((len(TABLE.counts), 1), np.int64)
    moves[[i, j], 0] = -4, 4
    with pytest.raises(Forged, match=r"1 entries make a count negative, the first at p0 / met"):
        gaps(moves)


def test_a_negative_count_in_two_entries_of_the_same_atom_is_refused():
    i, j = (list(TABLE.system.atoms).index(f"p{p} / met") for p in (0, 1))
    twice = sp.csc_matrix(
        (np.array([-2, -2, 4]), np.array([i, i, j]), np.array([0, 3])), (len(TABLE.counts), 1)
    )
    with pytest.raises(Forged, match="negative"):
        check(TABLE, THREE, NEEDS, EVERYBODY, Certificates(twice))


def test_numbers_that_would_overflow_are_refused():
    moves = np.zeros((len(TABLE.counts), 1), np.int64)
    for number in (2**62, -(2**63)):
        moves[:2, 0] = number
        with pytest.raises(Forged, match="no count can be"):
            gaps(moves)


def test_an_atom_in_a_shown_zero_cannot_move():
    table = cluster((3, 0), (20, 0), (30, 0), (25, 0))
    not_met = [list(table.system.atoms).index(f"p{p} / not") for p in (0, 1)]
    moves = np.zeros((len(table.counts), 1), np.int64)
    moves[not_met, 0] = 1, -1
    hidden = hide(table, "p0", "p1", "p2")
    with pytest.raises(Forged, match="negative"):
        gaps(moves, hidden, reach(table, T, small(table, T)), table=table)
    moves[not_met, 0] = 1, 0
    with pytest.raises(Forged, match="cluster / not"):
        gaps(moves, hidden, reach(table, T, small(table, T)), table=table)


def test_dropped_columns_show_as_gaps():
    kept = MOVES[:, (MOVES[TABLE.system.atoms.index("p0 / met")] == 0)]
    assert {g.figure for g in gaps(kept)} >= {"p0 / met"}
    ups = MOVES[:, MOVES[TABLE.system.atoms.index("p0 / met")] < 2]
    assert {(g.figure, g.need) for g in gaps(ups)} == {("p0 / met", "up")}


def test_a_broken_link_and_a_broken_inequality_are_refused():
    table = cluster((20, 9), (20, 9), (30, 12), (25, 8))
    i, j = (list(table.system.atoms).index(f"p{p} / met") for p in (0, 1))
    row = sp.csr_matrix(([1, -1], ([0, 0], [i, j])), (1, len(table.counts)), dtype=np.int64)
    linked = replace(table, system=replace(table.system, links=row))
    bounded = replace(table, system=replace(table.system, inequalities=row, at_least=np.array([-1])))
    with pytest.raises(Forged, match="break a link"):
        gaps(
            swaps(table, "p0", "p1"), hide(table, "p0", "p1"), reach(table, T, small(table, T)), table=linked
        )
    with pytest.raises(Forged, match="breaks an inequality"):
        gaps(
            swaps(table, "p0", "p1"), hide(table, "p0", "p1"), reach(table, T, small(table, T)), table=bounded
        )


def test_a_unit_known_to_hold_somebody_must_not_be_emptied():
    table = cluster((2, 0), (20, 9), (30, 12))
    hidden = hide(table, "p0", "p1", "p2")
    moves = np.zeros((len(table.counts), 1), np.int64)
    moves[[table.system.atoms.index("p0 / met"), table.system.atoms.index("p1 / met")], 0] = -2, 2
    with pytest.raises(Forged, match="leave nobody in a hidden unit, the first in p0"):
        gaps(moves, hidden, reach(table, T, small(table, T)), table=table)
    assert gaps(moves, hidden, step(table, small(table, T)), table=table)  # nobody knows, so only gaps


def test_messages_name_no_count():
    table = cluster((3, 9), (20, 9), (777, 12), (25, 8))
    moves = swaps(table, "p0", "p2")
    moves[table.system.atoms.index("p2 / met"), 0] = -778
    with pytest.raises(Forged) as error:
        gaps(moves, hide(table, "p0", "p2"), reach(table, T, small(table, T)), table=table)
    assert "77" not in str(error.value)


def test_a_group_hidden_although_its_parts_are_shown_needs_no_proof():
    table = cluster((20, 9), (30, 12), (25, 8))
    hidden = hide(table, "cluster")
    assert (
        gaps(np.zeros((len(table.counts), 0), np.int64), hidden, reach(table, T, hidden), table=table) == ()
    )


def test_a_part_that_follows_by_subtraction_needs_proof():
    found = gaps(MOVES[:, :0], hide(TABLE, "p0"))
    assert {g.figure for g in found} == {"p0 / met", "p0 / not", "p0 / denominator"}


def test_the_part_that_is_not_shown_may_be_the_attackers_own():
    hidden = hide(TABLE, "p0", "cluster")
    attackers = [(0,), (1,)]
    found = gaps(MOVES[:, :0], hidden, attackers=attackers)
    assert {g.attacker for g in found if g.figure.startswith("cluster")} == {(1,)}
    assert {g.attacker for g in found if g.figure.startswith("p0")} == {(1,)}


def test_adding_up_is_an_exact_cover():
    f = frozenset
    crossing = [f({1, 2}), f({3, 4}), f({1, 3}), f({2, 4, 5})]
    assert adds_up(f({1, 2, 3, 4, 5}), f(), crossing)
    assert not adds_up(f({1, 2, 3, 4, 5}), f(), crossing[:3])
    assert adds_up(f({1, 2, 3, 4, 5}), f({5}), crossing[:3])
    assert not adds_up(f({1, 2, 3}), f(), [f({1, 2}), f({2, 3})])
    assert adds_up(f(), f(), [])


def test_the_order_of_rows_does_not_matter():
    order = np.random.default_rng(3).permutation(len(TABLE.system.figures))
    system = TABLE.system
    mixed = replace(
        system,
        figures=tuple(system.figures[i] for i in order),
        sums=system.sums[order],
        unit=system.unit[order],
    )
    needs = replace(NEEDS, up=NEEDS.up[order], down=NEEDS.down[order], differs=NEEDS.differs[order])
    few = MOVES[:, ::4]
    assert gaps(few, needs=needs, table=replace(TABLE, system=mixed)) == gaps(few)


def test_shapes_that_do_not_fit_are_refused():
    with pytest.raises(DisclosureError, match="units are declared"):
        gaps(MOVES, THREE[:-1])
    with pytest.raises(Forged, match="about 3 atoms"):
        gaps(MOVES[:3])
