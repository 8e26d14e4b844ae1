"""Elimination: golden counts, every certificate checked, the order of rows does not matter."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from disclosure.check import check
from disclosure.cross import Dimension, cross, total
from disclosure.eliminate import Elimination, eliminate
from disclosure.table import OUTSIDER, Certificates, DisclosureError, Fixed, Needs, Table

DATA = Path(__file__).parents[3] / "shared" / "data" / "sdc"
needs_data = pytest.mark.skipif(not DATA.exists(), reason="test tables are not here")


def golden(table: Table) -> Needs:
    primary = np.zeros(len(table.system.units), bool)
    primary[table.system.unit[(table.values > 0) & (table.values < 5)]] = True
    one = table.system.spread(primary).astype(np.int64)
    return Needs(primary, one, one, one < 0, np.zeros(len(primary), bool))


def read(
    name: str, by: tuple[str, ...], value: str | None
) -> tuple[list[dict[str, str]], dict[tuple[str, ...], int]]:
    with (DATA / name).open() as file:
        rows = list(csv.DictReader(file))
    counts: Counter[tuple[str, ...]] = Counter()
    for row in rows:
        counts[tuple(row[name] for name in by)] += int(row[value]) if value else 1
    return rows, counts


def codes(rows: list[dict[str, str]], name: str) -> list[str]:
    return sorted({row[name] for row in rows})


def tree(rows: list[dict[str, str]], name: str, group: str) -> Dimension:
    groups = {
        f"{group} {g}": tuple(codes([r for r in rows if r[group] == g], name)) for g in codes(rows, group)
    }
    return Dimension(name, tuple(codes(rows, name)), {**groups, "all": tuple(codes(rows, name))})


def z(name: str, months: bool = False, counties: bool = False) -> Table:
    by = ("region", "hovedint", "mnd")[: 3 if months else 2]
    rows, counts = read(name, by, "ant")
    region = tree(rows, "region", "fylke") if counties else total("region", codes(rows, "region"), "all")
    return cross([region, *(total(d, codes(rows, d), "all") for d in by[1:])], counts)


def clusters(name: str, k: int) -> Table:
    by = ("geo", "sex", "age", "st")
    rows, _ = read(name, by, "n")
    rows = [row for row in rows if int(row["cluster"][1:]) < k]
    counts = {tuple(row[d] for d in by): int(row["n"]) for row in rows}
    status = Dimension("st", ("num", "comp"), {"den": ("num", "comp")})
    sides = [total(d, codes(rows, d), "all") for d in ("sex", "age")]
    return cross([tree(rows, "geo", "cluster"), *sides, status], counts)


def secondaries(table: Table, needs: Needs, found: Elimination) -> int:
    """Check every certificate and return how many units are hidden besides the primary ones."""
    feasible = replace(needs, up=needs.up * ~table.system.spread(found.infeasible))
    feasible = replace(feasible, down=needs.down * ~table.system.spread(found.infeasible))
    assert check(table, found.hidden, feasible, [OUTSIDER], Certificates(found.moves)) == ()
    return int((found.hidden & ~needs.primary).sum())


def shuffled(table: Table, seed: int) -> Table:
    system, random = table.system, np.random.default_rng(seed)
    a, f, u = (random.permutation(len(x)) for x in (system.atoms, system.figures, system.units))
    place = np.argsort(u)
    other = replace(
        system,
        atoms=tuple(system.atoms[i] for i in a),
        figures=tuple(system.figures[i] for i in f),
        units=tuple(system.units[i] for i in u),
        sums=system.sums[f][:, a],
        unit=place[system.unit[f]],
        level=system.level[u],
        published=system.published[u],
        owner=system.owner[a],
        links=system.links[:, a],
        inequalities=system.inequalities[:, a],
    )
    return Table(other, table.counts[a])


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
    ("name", "months", "counties", "most"),
    [
        ("ssbtools_z1.csv", False, False, 4),
        ("ssbtools_z2.csv", False, True, 10),
        ("ssbtools_z3.csv", True, True, 58),
    ],
)
def test_golden_tables_hide_no_more_than_the_mark(name: str, months: bool, counties: bool, most: int) -> None:
    table = z(name, months, counties)
    needs = golden(table)
    assert secondaries(table, needs, eliminate(table, needs, tries=60)) <= most


@needs_data
def test_golden_microdata_hide_no_more_than_the_optimum() -> None:
    rows, counts = read("sdctable_microdata1.csv", ("region", "gender"), None)
    first = cross([total(d, codes(rows, d)) for d in ("region", "gender")], counts)
    rows, counts = read("sdctable_microdata2.csv", ("region", "gender", "ecoOld"), None)
    rows = [{**row, "branch": row["ecoOld"][0]} for row in rows]
    sides = [total(d, codes(rows, d)) for d in ("region", "gender")]
    second = cross([*sides, tree(rows, "ecoOld", "branch")], counts)
    for table, cells, primaries, most, value in ((first, 15, 1, 3, 40), (second, 63, 2, 14, 93)):
        needs = golden(table)
        found = eliminate(table, needs)
        assert (len(table.values), int(needs.primary.sum())) == (cells, primaries)
        assert secondaries(table, needs, found) <= most
        assert table.values[table.system.spread(found.hidden & ~needs.primary)].sum() <= value


@needs_data
@pytest.mark.parametrize(("name", "most"), [("nat_dis.csv", 612), ("nat_pop.csv", 268)])
def test_four_clusters_hide_no_more_than_the_peer(name: str, most: int) -> None:
    table = clusters(name, 4)
    needs = golden(table)
    found = eliminate(table, needs, tries=20)
    assert not found.infeasible.any()
    assert secondaries(table, needs, found) <= most


@needs_data
def test_the_order_of_rows_does_not_matter() -> None:
    table = z("ssbtools_z3.csv", True, True)
    found = eliminate(table, golden(table), tries=3, seed=b"secret")
    other = shuffled(table, 1)
    again = eliminate(other, golden(other), tries=3, seed=b"secret")
    first = {table.system.units[i] for i in np.flatnonzero(found.hidden)}
    assert first == {other.system.units[i] for i in np.flatnonzero(again.hidden)}
    assert found.moves.shape == again.moves.shape
