"""dbt knows exactly the tables that the declared sources deliver, and each has its staging model."""

from __future__ import annotations

import json
from pathlib import Path

from schemas.source import CUT, sources
from tests.models.conftest import PROJECT
from tests.models.world import COLUMNS


def _dbt(manifest: Path) -> tuple[set[str], set[str], list[str]]:
    content = json.loads(manifest.read_text(encoding="utf-8"))
    nodes = [n for n in content["nodes"].values() if n["resource_type"] == "model"]
    tables = {s["name"] for s in content["sources"].values()}
    staging = {n["name"].removeprefix("stg_") for n in nodes if n["name"].startswith("stg_")}
    reading = [n["name"] for n in nodes if any(d.startswith("source.") for d in n["depends_on"]["nodes"])]
    beyond = [name for name in reading if not name.startswith("stg_")]
    return tables, staging, beyond


def test_sources_yml_lists_the_declared_tables(manifest: Path) -> None:
    declared = {f"{source.name}__{table.name}" for source in sources().values() for table in source.tables}
    assert _dbt(manifest)[0] == declared


def test_each_table_has_one_staging_model_and_only_staging_reads_sources(manifest: Path) -> None:
    tables, staging, beyond = _dbt(manifest)
    assert tables == staging == {name.replace(".", "__") for name in COLUMNS}
    assert beyond == []


def test_sql_cuts_categories_where_the_door_does() -> None:
    codes = (PROJECT / "macros" / "codes.sql").read_text(encoding="utf-8")
    assert f"substr({{{{ column }}}}, 1, {CUT})" in codes


def test_the_tests_own_extracts_have_the_declared_columns_and_types() -> None:
    kinds = {"varchar": "String", "person": "String", "date": "Date", "bigint": "Int64",
             "decimal(18;4)": "Decimal(precision=18, scale=4)",
             "timestamp": "Datetime(time_unit='us', time_zone=None)"}  # fmt: skip
    for name, columns in COLUMNS.items():
        source, table = name.split(".")
        contract = sources()[source].table(table).contract.columns
        for column, kind in (c.strip().split(" ", 1) for c in columns.split(",")):
            assert str(contract[column].dtype) == kinds[kind], f"{name}.{column}"
        person = [c.split()[0] for c in columns.split(",") if c.split()[1] == "person"]
        assert person == [p for p in [sources()[source].table(table).person] if p]
