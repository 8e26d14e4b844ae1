"""The dbt project as Dagster assets: one build per run, every model an asset, every dbt test a check.

Belongs here: keys, events and metadata. The building itself lies in `build.py`, the rules in `dbt_project/`.
"""

from __future__ import annotations

import json
import queue
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DagsterDbtTranslatorSettings, dbt_assets
from dagster_dbt.core.dbt_cli_event import DbtCoreCliEventMessage

from assets.models.build import PROJECT_DIR, build, create_views, export
from assets.release import pinned, start
from assets.resources import PERIODS, Installation
from schemas.period import Quarter

MANIFEST = PROJECT_DIR / "target" / "manifest.json"


class _Names(DagsterDbtTranslator):
    """Asset keys are the folders' names: extracts/<source> for delivered tables, the model's own name otherwise."""

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
        """Return the key of a dbt node; the tables of one source share the source's key."""
        if dbt_resource_props["resource_type"] == "source":
            return dg.AssetKey(["extracts", dbt_resource_props["name"].split("__")[0]])
        return dg.AssetKey([dbt_resource_props["name"]])

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str:
        """Group by layer: staging, intermediate, indicators, code_lists."""
        return str(dbt_resource_props["fqn"][1])


TRANSLATOR = _Names(DagsterDbtTranslatorSettings(enable_duplicate_source_asset_keys=True))


@dbt_assets(
    manifest=MANIFEST, name="models", partitions_def=PERIODS, dagster_dbt_translator=TRANSLATOR
)
def models(context: dg.AssetExecutionContext, installation: Installation) -> Iterator[Any]:
    """Build every model of the period in the run's own DuckDB file and export the confidential atoms."""
    release = pinned(installation.folder(""), Quarter.parse(context.partition_key))
    start(release)
    create_views(release.work_db, release.views(installation.folder("extracts")))
    manifest = json.loads(MANIFEST.read_text(encoding="utf-8"))
    outcome: queue.Queue[Any] = queue.Queue()

    def work() -> None:
        try:
            build(release.work_db, str(release.period), PROJECT_DIR, on_event=outcome.put)
            outcome.put(None)
        except Exception as error:  # handed to the step's own thread below
            outcome.put(error)

    threading.Thread(target=work, daemon=True).start()
    while (event := outcome.get()) is not None:
        if isinstance(event, Exception):
            raise dg.Failure(str(event)) from None
        yield from DbtCoreCliEventMessage(raw_event=event, event_history_metadata={}).to_default_asset_events(
            manifest=manifest, dagster_dbt_translator=TRANSLATOR, context=context, target_path=Path()
        )
    export(release.work_db, release.models, MANIFEST)
