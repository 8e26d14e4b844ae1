"""Packages side by side: the same bytes with one worker and with two, in the order they were asked for."""

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
        made.order(replace(cluster, slug=slug), *tables, made.CATALOGUE, staging) for slug in ("b", "a")
    ]
    part = made.order(made.subcluster_of(cluster), *tables, made.CATALOGUE, staging)
    broken = replace(wholes[0], cluster=replace(cluster, slug="broken"), catalogue=(made.CATALOGUE[0],) * 2)
    return [wholes[0], lost, broken, wholes[1], part]


def files(root: Path) -> dict[str, bytes]:
    return {str(p.relative_to(root)): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()}


def test_one_and_two_workers_give_the_same_bytes_and_the_order_asked_for(tmp_path: Path) -> None:
    found = {}
    for workers in (1, 2):
        with side_by_side(workers) as press:
            built = list(press.start(orders(tmp_path / str(workers))))
        assert [b.cluster.slug for b in built] == [
            "b",
            "lost",
            "broken",
            "a",
            "oestjylland-nord_babyklynge-a",
        ]
        # The same indicator twice is one label twice: Typst refuses it, and the others are made all the same.
        assert [bool(b.staged) for b in built] == [True, False, False, True, True]
        assert "kardiologi/broken 2026K3" in built[2].error
        assert [b.inserts for b in built] == [8, 0, 0, 8, 0]
        assert all(6 <= b.pages <= 30 for b in built if b.staged)
        found[workers] = files(tmp_path / str(workers))
    assert found[1] == found[2]
    assert sum(name.endswith(".pdf") for name in found[1]) == 2 * (1 + 8) + 1
