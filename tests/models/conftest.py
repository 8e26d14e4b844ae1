"""One world, one dbt build for the whole folder: each build costs seconds."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from assets.models import build as building
from assets.models.export import export
from schemas.indicator import Indicator, catalogue
from schemas.period import Quarter
from tests.models import indicators as _indicators  # noqa: F401  (registers rules, persons and crowds)
from tests.models.crowd import add_crowd
from tests.models.registers import Registers
from tests.models.world import PERIOD, World, tell_cases

PROJECT = Path(__file__).resolve().parents[2] / "dbt_project"


@dataclass(frozen=True, repr=False, eq=False)
class Built:
    """What one release's models stage left behind."""

    world: World
    registers: Registers
    homes: dict[str, str]
    work_db: Path
    manifest: Path
    files: dict[str, Path]
    events: list[Any]


@pytest.fixture(scope="session")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return building.parse(PROJECT, tmp_path_factory.mktemp("parsed"))


@pytest.fixture(scope="session")
def indicators(manifest: Path) -> list[Indicator]:
    return catalogue(manifest)


def _agree(world: World) -> None:
    for day, indicator, what in (
        ("2026-05-01", "af_thyroid", "TSH bestilles ved første besøg"),
        ("2026-10-01", "af_thyroid", "efter periodens slutning"),
        ("2025-11-01", None, "noget, der ikke måles"),
    ):
        world.add(
            "aftaler.agreements", speciale="kardiologi", klynge="kardiologi 0", indikator=indicator, aftalt=day,
            hvad=what, hvem="HM", senest="2026-12-01", status="planlagt",
        )  # fmt: skip


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, manifest: Path) -> Built:
    folder = tmp_path_factory.mktemp("run")
    world = World()
    homes = tell_cases(world)
    add_crowd(world)
    _agree(world)
    work_db = folder / "work.duckdb"
    events: list[Any] = []
    building.create_views(work_db, world.write(folder / "extracts"))
    building.build(work_db, Quarter.parse(PERIOD), PROJECT, events.append, manifest, unit_tests=True)
    files = export(work_db, folder / "models", manifest, Quarter.parse(PERIOD))
    return Built(world, Registers(world.tables), homes, work_db, manifest, files, events)
