"""The data package: Parquet that any reader reads, a dictionary that is complete, a descriptor that is true."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path
from typing import Any

import duckdb
import frictionless
import pandas as pd
import polars as pl
import pyarrow.parquet as pq
import pytest

from assets.packages import descriptor
from schemas.indicator import AGE_BANDS, SEXES
from schemas.protected import CODES, COMPARATORS, DEFINITIONS, DICTIONARY, LEVELS, PROTECTED, STATES
from tests.packages import made
from tests.packages.conftest import Built

TABLES = ("indicators.parquet", "comparators.parquet")


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("name", TABLES)
def test_every_reader_finds_the_same_rows(built: Built, name: str) -> None:
    path = built.folder / name
    expected = [tuple(row.values()) for row in pq.read_table(path).to_pylist()]
    assert expected
    assert duckdb.sql(f"select * from '{path}'").fetchall() == expected
    assert pl.read_parquet(path).rows() == expected
    frame = pd.read_parquet(path).astype(object)
    found = frame.where(frame.notna(), None).itertuples(index=False, name=None)
    assert list(found) == expected


@pytest.mark.parametrize("name", TABLES)
def test_a_row_group_per_indicator_sorted_and_indexed(built: Built, name: str) -> None:
    found = pq.ParquetFile(built.folder / name).metadata
    groups = [found.row_group(n) for n in range(found.num_row_groups)]
    at = pq.read_schema(built.folder / name).names.index("indicator")
    spans = [(g.column(at).statistics.min, g.column(at).statistics.max) for g in groups]
    assert spans == [(i.name,) * 2 for i in sorted(built.catalogue, key=lambda i: i.name)]
    for group in groups:
        assert [(s.column_index, s.descending) for s in group.sorting_columns] == [(at, False)]
        assert {group.column(c).compression for c in range(group.num_columns)} == {"ZSTD"}
        assert group.column(at).has_column_index


@pytest.mark.parametrize("name", TABLES)
def test_fields_and_file_say_what_they_are(built: Built, name: str) -> None:
    schema = pq.read_schema(built.folder / name)
    about = {key.decode(): value.decode() for key, value in schema.metadata.items()}
    said = json.loads((built.folder / "datapackage.json").read_text())
    assert about == {
        "title": said["title"],
        "use": descriptor.USE,
        "period": "2026K3",
        "content_id": said["klyngepakke"]["content_id"],
    }
    for field in schema:
        if field.name in CODES:
            assert json.loads(field.metadata[b"codes"]) == CODES[field.name]


def test_code_lists_are_the_codes() -> None:
    assert tuple(CODES["sex"]) == SEXES
    assert tuple(CODES["age_band"]) == AGE_BANDS
    assert (tuple(CODES["level"]), tuple(CODES["state"])) == (LEVELS, STATES)
    titles = [field.metadata[b"title"] for field in PROTECTED]
    assert len(set(titles)) == len(titles)


def test_the_dictionary_explains_every_field_of_every_table(built: Built) -> None:
    rows = rows_of(built.folder / "dataordbog.csv")
    found = {name: [r["field"] for r in rows if r["file"] == name] for name in {r["file"] for r in rows}}
    assert found == {
        "indicators.parquet": PROTECTED.names,
        "comparators.parquet": COMPARATORS.names,
        "indikatorer.csv": DEFINITIONS.names,
    }
    assert list(rows[0]) == DICTIONARY.names
    assert all(r["title"] and r["description"] and r["type"] for r in rows)
    state = next(r for r in rows if r["field"] == "state")
    assert state["codes"] == "shown: vist; hidden: skjult; no_cases: ingen patienter"


def test_indicators_stand_with_their_definitions(built: Built) -> None:
    rows = rows_of(built.folder / "indikatorer.csv")
    assert [r["indicator"] for r in rows] == [i.name for i in built.catalogue]
    for row, indicator in zip(rows, built.catalogue, strict=True):
        assert (row["title"], row["met"], row["unit"]) == (indicator.title, indicator.met, indicator.unit)
        assert row["target"] == (str(indicator.target.value) if indicator.target else "")
        assert row["measure"] == indicator.measure


def test_csv_resources_are_read_by_their_schema(built: Built, tmp_path: Path) -> None:
    package = frictionless.Package(str(built.folder / "datapackage.json"))
    assert len(package.get_resource("indikatorer").read_rows()) == len(built.catalogue)
    assert package.get_resource("indikatorer").read_rows()[0]["target"] == 90
    copy = tmp_path / "copy"
    shutil.copytree(built.folder, copy)
    path = copy / "indikatorer.csv"
    path.write_bytes(path.read_bytes().replace(b",higher,", b",sideways,", 1))
    report = frictionless.validate(str(copy / "datapackage.json"))
    assert ["constraint-error"] in report.flatten(["type"])


def test_an_insert_is_never_listed(built: Built, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(built.folder, copy)
    (copy / "praksis" / "123456.pdf").write_bytes(b"%PDF")
    found = _described(copy, built)
    assert all("praksis/" not in r["path"] for r in found["resources"])
    assert found == _described(built.folder, built)


def _described(folder: Path, built: Built) -> dict[str, Any]:
    return descriptor.descriptor(folder, "Titel", built.cluster, made.RELEASE, made.POLICY, "0" * 64, 1)
