"""Agreements reach the hand-over; without a delivery there are none, and nothing else misses them."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from assets.models import assets as stage
from assets.models.build import create_views
from schemas.indicator import Indicator
from schemas.protected import AGREEMENTS
from schemas.source import sources
from tests.models.conftest import Built

DESCRIBED = "select column_name, column_type from (describe extracts.aftaler__agreements)"


def test_without_a_delivery_the_table_is_there_and_empty(built: Built, tmp_path: Path) -> None:
    work_db = tmp_path / "work.duckdb"
    create_views(work_db, {})
    with duckdb.connect(str(work_db)) as absent, duckdb.connect(str(built.work_db), read_only=True) as there:
        assert absent.execute("from extracts.aftaler__agreements").fetchall() == []
        assert absent.execute(DESCRIBED).fetchall() == there.execute(DESCRIBED).fetchall()
        tables = absent.execute("select table_name from information_schema.tables").fetchall()
    assert tables == [("aftaler__agreements",)]


def test_a_release_does_not_ask_for_optional_sources_and_no_indicator_reads_one(
    indicators: list[Indicator],
) -> None:
    optional = {name for name, source in sources().items() if source.optional}
    assert stage._sources() == set(sources()) - optional
    assert not {s for i in indicators for s in i.sources} & optional


def test_what_was_agreed_is_handed_over_as_declared_the_future_left_out(built: Built) -> None:
    found = pq.read_table(built.files["agreements"])
    assert found.schema.equals(AGREEMENTS)
    assert [(r["indicator"], r["what"]) for r in found.to_pylist()] == [
        (None, "noget, der ikke måles"),
        ("af_thyroid", "TSH bestilles ved første besøg"),
    ]
