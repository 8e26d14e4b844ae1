"""dbt knows exactly the tables that the declared sources deliver, and each has its staging model."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from schemas.source import sources
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
    if not declared:
        pytest.skip("no source is declared yet")
    assert _dbt(manifest)[0] == declared


def test_each_table_has_one_staging_model_and_only_staging_reads_sources(manifest: Path) -> None:
    tables, staging, beyond = _dbt(manifest)
    assert tables == staging == {name.replace(".", "__") for name in COLUMNS}
    assert beyond == []
