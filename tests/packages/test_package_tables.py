"""The cut: only what the cluster may hold, refused when it breaks a rule, same bytes for same rows."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from assets.packages import tables
from schemas.protected import CLUSTERS, COMPARATORS, MEASURES, PROTECTED
from tests.packages import made
from tests.packages.conftest import Built


def changed(table: pa.Table, **values: object) -> pa.Table:
    """Return the table with its first row of the given level and state changed."""
    rows, level, state = table.to_pylist(), values.pop("_level"), values.pop("_state")
    next(r for r in rows if r["level"] == level and r["state"] == state).update(values)
    return pa.Table.from_pylist(rows, schema=PROTECTED)


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"_level": "practice", "_state": "hidden", "met": 771}, "a figure although it is hidden"),
        (
            {"_level": "practice", "_state": "hidden", "rate_upper": 0.771},
            "a figure although it is hidden",
        ),
        ({"_level": "practice", "_state": "hidden", "oe_lower": 0.771}, "a figure although it is hidden"),
        ({"_level": "practice", "_state": "hidden", "value": 771}, "a figure although it is hidden"),
        ({"_level": "practice", "_state": "shown", "state": "no_cases"}, "patients although there are none"),
        ({"_level": "practice", "_state": "shown", "change": 0.771}, "a change for a practice"),
        ({"_level": "subcluster", "_state": "shown", "change_lower": 0.771}, "a change for a practice"),
        (
            {"_level": "cluster", "_state": "shown", "period": "2026K3", "change": 0.771},
            "a change for a practice, subcluster or quarter",
        ),
        ({"_level": "practice", "_state": "shown", "rate": None}, "no figure although it is shown"),
        ({"_level": "practice", "_state": "shown", "period": "2026K3"}, "a quarter for a practice"),
        ({"_level": "practice", "_state": "shown", "unknown": 771}, "unknown or excluded for a practice"),
        ({"_level": "practice", "_state": "shown", "level": "person"}, "a level that is not known"),
        ({"_level": "practice", "_state": "shown", "state": "small"}, "a state that is not known"),
    ],
)
def test_a_row_that_may_not_leave_stops_the_package(
    built: Built, change: dict[str, object], rule: str
) -> None:
    with pytest.raises(tables.TableError, match=rule) as error:
        tables.check_rows(changed(built.protected, **dict(change)))
    assert "1 rows" in str(error.value)
    assert "771" not in str(error.value)


def test_cut_holds_own_rows_regions_and_nation_only(built: Built) -> None:
    other = made.Maker(made.cluster_of(8, name=made.OTHER, regions=("Syddanmark",)), seed=11).table()
    both = pa.concat_tables([other, built.protected])
    cut = tables.cut_figures(both, built.cluster).to_pylist()
    assert {r["cluster"] for r in cut} == {made.OWN, None}
    assert {r["organisation"] for r in cut if r["level"] == "region"} == {"Midtjylland"}
    assert sum(r["level"] == "practice" for r in cut) == 12 * 3 * len(made.CATALOGUE)


def test_without_patients_nothing_is_measured(built: Built) -> None:
    rows = made.awkward(made.cluster_of(6))[0].to_pylist()
    for name in MEASURES:
        row = next(r for r in rows if r["state"] == "no_cases")
        row[name] = 0
        with pytest.raises(tables.TableError, match="1 rows have patients although there are none"):
            tables.check_rows(pa.Table.from_pylist(rows, schema=PROTECTED))
        row[name] = None
    tables.check_rows(pa.Table.from_pylist(rows, schema=PROTECTED))


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"statistic": "mean"}, "a statistic that is not known"),
        ({"size": "huge"}, "a size that is not known"),
        ({"cluster": made.OWN}, "a cluster although they are the country's"),
        ({"statistic": "reference"}, "no cluster although they are a reference"),
        ({"value": None}, "no value"),
    ],
)
def test_comparators_that_are_not_understood_stop_the_package(
    built: Built, change: dict[str, object], rule: str
) -> None:
    rows = built.comparators.to_pylist()
    next(r for r in rows if r["statistic"] == "p10" and r["size"] is None).update(change)
    with pytest.raises(tables.TableError, match=rule):
        tables.check_comparators(pa.Table.from_pylist(rows, schema=COMPARATORS))


def test_comparators_of_other_clusters_stay_behind(built: Built) -> None:
    other = made.Maker(made.cluster_of(8, name=made.OTHER), seed=11).comparators().to_pylist()
    foreign = [row for row in other if row["cluster"]]
    assert foreign
    rows = foreign + built.comparators.to_pylist()
    for order in (rows, rows[::-1]):
        cut = tables.cut_comparators(pa.Table.from_pylist(order, schema=COMPARATORS), built.cluster)
        assert cut.equals(tables.cut_comparators(built.comparators, built.cluster))
    assert {row["cluster"] for row in cut.to_pylist()} == {made.OWN, None}


def test_cut_is_sorted_and_independent_of_input_order(built: Built, tmp_path: Path) -> None:
    files = []
    for number, table in enumerate(
        (built.protected, built.protected.take(list(range(built.protected.num_rows))[::-1]))
    ):
        path = tmp_path / f"{number}.parquet"
        tables.write_table(tables.cut_figures(table, built.cluster), path, {"title": "Titel"})
        files.append(path.read_bytes())
    assert files[0] == files[1]


def test_unknown_cluster_is_refused(built: Built) -> None:
    with pytest.raises(tables.TableError, match="no rows for kardiologi, cluster 'Nordsjælland'"):
        tables.cut_figures(built.protected, made.cluster_of(name="Nordsjælland"))


def test_parquet_carries_words_and_no_clock(built: Built) -> None:
    schema = pq.read_schema(built.folder / "indicators.parquet")
    assert schema.remove_metadata() == PROTECTED.remove_metadata()
    for field in schema:
        assert field.metadata[b"title"]
        assert field.metadata[b"description"]
    assert set(schema.metadata) == {b"title", b"use", b"period", b"content_id"}
    assert pq.read_schema(built.folder / "comparators.parquet").names == COMPARATORS.names


def test_readable_by_duckdb_pandas_and_polars(built: Built) -> None:
    path = built.folder / "indicators.parquet"
    rows = pq.read_metadata(path).num_rows
    hidden = sum(r["state"] == "hidden" for r in built.rows())
    assert duckdb.sql(
        f"select count(*), count(*) filter (state = 'hidden' and met is null) from '{path}'"
    ).fetchall() == [(rows, hidden)]
    frame = pd.read_parquet(path)
    assert (len(frame), int(frame["met"].isna().sum())) == (rows, hidden)
    assert pl.read_parquet(path).filter(pl.col("met").is_null()).height == hidden


def test_read_protected_reads_and_conforms(built: Built, tmp_path: Path) -> None:
    pq.write_table(built.protected, tmp_path / "kardiologi.parquet")
    pq.write_table(built.comparators, tmp_path / "comparators-kardiologi.parquet")
    row = {
        "specialty": "kardiologi",
        "cluster": "B",
        "slug": "b",
        "regions": ["Fyn"],
        "practices": 3,
        "open_data": False,
        "members": [],
    }
    pq.write_table(
        pa.Table.from_pylist([row, row | {"slug": "a"}], schema=CLUSTERS),
        tmp_path / "clusters-kardiologi.parquet",
    )
    protected, _, clusters = tables.read_protected(tmp_path, "kardiologi")
    assert protected.equals(built.protected)
    assert [c.slug for c in clusters] == ["a", "b"]
    pq.write_table(built.protected.drop_columns(["state"]), tmp_path / "kardiologi.parquet")
    with pytest.raises(tables.TableError, match="lacks state"):
        tables.read_protected(tmp_path, "kardiologi")
