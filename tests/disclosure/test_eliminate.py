"""Elimination: golden counts, every certificate checked, the order of rows does not matter."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from bench.disclosure import tables
from bench.disclosure.tables import DATA
from disclosure.cross import cross, total
from disclosure.eliminate import Elimination, eliminate
from disclosure.primary import small, step
from disclosure.table import DisclosureError, Fixed, Needs, Table
from tests.disclosure.practices import shuffled

needs_data = pytest.mark.skipif(not DATA.exists(), reason="test tables are not here")


def golden(table: Table) -> Needs:
    return step(table, small(table, 5))


def secondaries(table: Table, needs: Needs, found: Elimination) -> int:
    """Check every certificate, in whole numbers, and return how many units are hidden besides the primary ones."""
    system = table.system
    shown = ~system.spread(found.hidden) & system.published[system.unit]
    assert (system.sums[shown] @ found.moves).count_nonzero() == 0
    assert (system.links @ found.moves).count_nonzero() == 0
    assert (table.counts[:, None] + found.moves.toarray() >= 0).all()
    target = system.spread(needs.primary & found.hidden & ~found.infeasible) & (needs.up > 0)
    change = (system.sums[target] @ found.moves).toarray()
    assert (change.max(axis=1, initial=0) >= 1).all()
    assert (change.min(axis=1, initial=0) <= -1).all()
    return int((found.hidden & ~needs.primary).sum())


def square(*counts: int, together: str | None = None) -> Table:
    keys = [("a", "x"), ("a", "y"), ("b", "x"), ("b", "y")]
    sides = [total("row", ("a", "b")), total("column", ("x", "y"))]
    return cross(sides, dict(zip(keys, counts, strict=True)), together)


def test_a_square_hides_its_four_cells() -> None:
    table = square(2, 9, 8, 7)
    needs = golden(table)
    found = eliminate(table, needs)
    assert secondaries(table, needs, found) == 3
    labels = {table.system.units[i] for i in np.flatnonzero(found.hidden)}
    assert labels == {"a / x", "a / y", "b / x", "b / y"}


def test_a_figure_whose_partner_is_a_published_zero_needs_margins() -> None:
    table = square(2, 9, 0, 7)
    needs = golden(table)
    found = eliminate(table, needs)
    # b / x cannot move, so column x moves with a / x; a / y takes it back, or the totals move.
    assert not found.infeasible.any()
    assert secondaries(table, needs, found) >= 2
    assert not found.hidden[table.system.units.index("b / x")]


def test_what_follows_from_figures_that_must_stay_shown_is_infeasible() -> None:
    table = square(2, 9, 8, 7)
    needs = golden(table)
    shown = np.ones(len(table.system.units), bool)
    shown[table.system.units.index("a / x")] = False
    found = eliminate(table, needs, Fixed(shown, np.zeros_like(shown)))
    assert found.infeasible.tolist() == needs.primary.tolist()
    assert found.hidden.tolist() == needs.primary.tolist()


def test_what_was_hidden_before_stays_hidden() -> None:
    table = square(12, 9, 8, 7)
    hidden = np.arange(len(table.system.units)) == 0
    found = eliminate(table, golden(table), Fixed(np.zeros_like(hidden), hidden))
    assert found.hidden.tolist() == hidden.tolist()


def test_units_of_several_figures_are_hidden_together() -> None:
    atoms = {
        (p, s): n
        for p, num, comp in (("p", 2, 30), ("q", 20, 31), ("r", 19, 33))
        for s, n in (("num", num), ("comp", comp))
    }
    table = cross([total("practice", ("p", "q", "r")), total("status", ("num", "comp"))], atoms, "status")
    needs = golden(table)
    needs = replace(needs, up=(table.values == 2).astype(np.int64), down=(table.values == 2).astype(np.int64))
    found = eliminate(table, needs)
    assert secondaries(table, needs, found) == 1
    assert int(found.hidden.sum()) == 2


def test_more_than_one_up_or_down_is_refused_without_naming_a_count() -> None:
    table = square(2, 9, 8, 7)
    needs = golden(table)
    with pytest.raises(DisclosureError, match="1 figures must be movable by more than one"):
        eliminate(table, replace(needs, up=3 * needs.up))


@needs_data
@pytest.mark.parametrize(
    ("name", "most"), [("z1", 4), ("z2", 10), ("microdata1", 3), ("microdata2", 14), ("z3", 58)]
)
def test_golden_tables_hide_no_more_than_the_mark(name: str, most: int) -> None:
    table = tables.golden(name)
    needs = golden(table)
    assert secondaries(table, needs, eliminate(table, needs, tries=60)) <= most


@needs_data
@pytest.mark.parametrize(("name", "most"), [("dis", 612), ("pop", 268)])
def test_four_clusters_hide_no_more_than_the_peer(name: str, most: int) -> None:
    table = tables.national(name, 4)
    needs = golden(table)
    found = eliminate(table, needs, tries=20)
    assert not found.infeasible.any()
    assert secondaries(table, needs, found) <= most


@needs_data
def test_the_order_of_rows_does_not_matter() -> None:
    table = tables.golden("z3")
    found = eliminate(table, golden(table), tries=3, seed=b"secret")
    other = shuffled(table, 1)
    again = eliminate(other, golden(other), tries=3, seed=b"secret")
    first = {table.system.units[i] for i in np.flatnonzero(found.hidden)}
    assert first == {other.system.units[i] for i in np.flatnonzero(again.hidden)}
    assert found.moves.shape == again.moves.shape
