"""Packages side by side: in the order they were asked for, each by itself (the same bytes: test_reproducible)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from assets.packages.package import Built, Order
from assets.packages.press import side_by_side
from tests.packages import made


def orders(staging: Path) -> list[Order | Built]:
    cluster = made.cluster_of(8)
    maker = made.Maker(cluster)
    tables = maker.table(), maker.comparators()
    lost = Built(replace(cluster, slug="lost"), None, error="no rows")
    wholes = [
        made.order(replace(cluster, slug=slug), *tables, made.CATALOGUE[::3], staging) for slug in ("b", "a")
    ]
    part = made.order(made.subcluster_of(cluster), *tables, made.CATALOGUE[::3], staging)
    broken = replace(wholes[0], cluster=replace(cluster, slug="broken"), catalogue=(made.CATALOGUE[0],) * 2)
    return [wholes[0], lost, broken, wholes[1], part]


def test_packages_come_back_in_the_order_asked_for_and_one_that_fails_stops_no_other(tmp_path: Path) -> None:
    with side_by_side(2) as press:
        built = list(press.start(orders(tmp_path)))
    assert [b.cluster.slug for b in built] == ["b", "lost", "broken", "a", "oestjylland-nord_babyklynge-a"]
    # The same indicator twice is one label twice: Typst refuses it, and the others are made all the same.
    assert [bool(b.staged) for b in built] == [True, False, False, True, True]
    assert "kardiologi/broken 2026K3" in built[2].error
    assert [b.inserts for b in built] == [8, 0, 0, 8, 0]
    assert all(6 <= b.pages <= 30 for b in built if b.staged)
