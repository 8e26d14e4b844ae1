"""Which package was the last one, read from the store: the same answer for the same release, and no other cluster's."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from assets.packages.past import Agreement, past_of, read_agreements
from assets.packages.tables import TableError
from schemas.period import Quarter
from schemas.protected import AGREEMENTS
from tests.packages import made
from tests.packages.conftest import Built

YEAR = "2025K4-2026K3"


def keep(built: Built, outputs: Path, period: str, version: int) -> Path:
    """Lay a built package into a store as if it had been published for that period."""
    place = outputs / "kardiologi" / built.cluster.slug / period / f"v{version}"
    shutil.copytree(built.folder, place)
    return place


def agreed(*rows: dict[str, object]) -> pa.Table:
    empty = {name: None for name in AGREEMENTS.names}
    common = {"specialty": "kardiologi", "agreed": date(2026, 1, 1), "due": date(2026, 6, 1), "who": "HM"}
    return pa.Table.from_pylist(
        [empty | common | {"status": "i gang"} | row for row in rows], schema=AGREEMENTS
    )


def test_the_newest_version_of_the_newest_earlier_period_is_the_last_package(
    built: Built, tmp_path: Path
) -> None:
    for period, version in (("2025K4", 3), ("2026K1", 1), ("2026K1", 2), ("2026K3", 1), ("2026K4", 1)):
        keep(built, tmp_path, period, version)
    found = past_of(built.cluster, Quarter(2026, 3), agreed(), tmp_path)
    assert found.package == "2026K1/v2"
    # What is published of this period, or later, changes nothing: made again, the release says the same.
    keep(built, tmp_path, "2026K3", 2)
    assert past_of(built.cluster, Quarter(2026, 3), agreed(), tmp_path).package == "2026K1/v2"
    assert past_of(built.cluster, Quarter(2025, 4), agreed(), tmp_path).previous is None


def test_its_figures_are_those_of_its_files(built: Built, tmp_path: Path) -> None:
    keep(built, tmp_path, "2026K2", 1)
    previous = past_of(built.cluster, Quarter(2026, 3), agreed(), tmp_path).previous
    assert previous is not None
    assert previous.figures is not None
    for indicator in built.catalogue:
        (row,) = built.rows(indicator=indicator.name, level="cluster", period=YEAR)
        own = previous.figures.own(indicator.name, YEAR)
        assert own is not None
        assert (own.met, own.denominator, own.state) == (row["met"], row["denominator"], row["state"])
        assert previous.figures.tau(indicator.name, YEAR) == (None if indicator.volume else 0.06)


def test_a_folder_that_was_another_clusters_is_no_past(built: Built, tmp_path: Path) -> None:
    keep(built, tmp_path, "2026K2", 1)
    renamed = replace(built.cluster, name="Østjylland Syd")
    assert past_of(renamed, Quarter(2026, 3), agreed(), tmp_path).previous is None


def test_a_form_with_fewer_columns_is_read_and_a_form_that_is_refused_is_not_compared(
    built: Built, tmp_path: Path
) -> None:
    path = keep(built, tmp_path, "2026K2", 1) / "indicators.parquet"
    table = pq.read_table(path)
    pq.write_table(table.drop_columns(["change", "change_lower", "change_upper"]), path)
    previous = past_of(built.cluster, Quarter(2026, 3), agreed(), tmp_path).previous
    assert previous is not None
    assert previous.figures is not None
    own = previous.figures.own(built.catalogue[0].name, YEAR)
    assert own is not None
    assert own.change is None
    assert own.share is not None
    # A hidden row with a figure in it: whatever it was worth once, nothing of it is printed.
    rows = table.to_pylist()
    next(r for r in rows if r["state"] == "hidden")["met"] = 77_131
    pq.write_table(pa.Table.from_pylist(rows, schema=table.schema), path)
    previous = past_of(built.cluster, Quarter(2026, 3), agreed(), tmp_path).previous
    assert previous is not None
    assert previous.figures is None


def test_agreements_are_the_clusters_own_in_order_of_their_day(tmp_path: Path) -> None:
    cluster = made.cluster_of(12)
    table = agreed(
        {"cluster": made.OWN, "what": "b", "agreed": date(2026, 3, 1), "indicator": "af_thyroid"},
        {"cluster": made.OTHER, "what": "en andens"},
        {"cluster": made.OWN, "what": "a", "remark": "godt"},
    )
    found = past_of(cluster, Quarter(2026, 3), table, tmp_path)
    day = date(2026, 6, 1)
    assert found.agreements == (
        Agreement("", date(2026, 1, 1), "a", "HM", day, "i gang", "godt"),
        Agreement("af_thyroid", date(2026, 3, 1), "b", "HM", day, "i gang", ""),
    )
    assert (found.sources, found.package) == ({"aftaler"}, "")


def test_a_hand_over_of_another_shape_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "agreements-kardiologi.parquet"
    pq.write_table(agreed(), path)
    assert read_agreements(tmp_path, "kardiologi").num_rows == 0
    pq.write_table(agreed().drop_columns(["who"]), path)
    with pytest.raises(TableError, match="agreements have another shape"):
        read_agreements(tmp_path, "kardiologi")
