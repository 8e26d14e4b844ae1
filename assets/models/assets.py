"""The dbt project as Dagster assets: one build per run, every model an asset, every dbt test a check.

Belongs here: keys, events and metadata. The building itself lies in `build.py`, the rules in `dbt_project/`.
"""

import json
import queue
import threading
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DagsterDbtTranslatorSettings, dbt_assets
from dagster_dbt.core.dbt_cli_event import DbtCoreCliEventMessage
from google.protobuf.json_format import MessageToDict

from assets.deliveries import accepted
from assets.models.build import ModelsError, build, create_views
from assets.models.export import export
from assets.release import MANIFEST, PROJECT, NotCovered, Release, check_cover, pinned, start
from assets.resources import PERIODS, Installation, sealed
from schemas.codes import check_codes
from schemas.indicator import CatalogueError, catalogue
from schemas.period import Quarter
from schemas.source import sources

#: dbt's names for "this node has a result".
_RESULTS = {"LogModelResult", "LogTestResult", "LogSeedResult"}


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


@dbt_assets(manifest=MANIFEST, name="models", partitions_def=PERIODS, dagster_dbt_translator=TRANSLATOR)
def models(context: dg.AssetExecutionContext, installation: Installation) -> Iterator[Any]:
    """Build every model of the period in the run's own DuckDB file and export the confidential atoms.

    The whole project is built even when only some of its assets are asked for: a figure is never mixed from two
    builds.
    """
    period = Quarter.parse(context.partition_key)
    with sealed(NotCovered):
        check_cover(installation.root, period, _sources())
    with sealed(CatalogueError):
        # Wrong words and codes stop here, before minutes of building.
        catalogue(MANIFEST)
        check_codes(PROJECT / "dbt_project", _first_day(installation.root))
    release = pinned(installation.root, period)
    start(release, installation.folder("extracts"))
    try:
        with sealed(ModelsError, CatalogueError):
            create_views(release.work_db, release.views(installation.folder("extracts")))
            yield from _events(context, release)
            export(release.work_db, release.models, MANIFEST, release.period)
    finally:
        # Patient-level rows are not kept beside the extracts they were made from.
        release.work_db.unlink(missing_ok=True)
        # dbt writes a database's own words about a failed model here, and they may quote a row.
        (release.folder / "dbt" / "run_results.json").unlink(missing_ok=True)


def _first_day(root: Path) -> date:
    """The first day that a register's accepted deliveries cover: look-backs reach no further."""
    receipts = [r for found in accepted(root / "extracts").values() for r in found]
    return min((r.span.first for r in receipts if r.replaces == "span"), default=date.min)


def _sources() -> set[str]:
    """The sources that the models read and cannot do without."""
    found = json.loads(MANIFEST.read_text(encoding="utf-8"))["sources"].values()
    read = {str(s["name"]).split("__")[0] for s in found}
    return {name for name in read if not sources()[name].optional}


def _events(context: dg.AssetExecutionContext, release: Release) -> Iterator[Any]:
    """Run dbt in a thread and hand its results over as materializations and check results while it runs."""
    manifest = json.loads(MANIFEST.read_text(encoding="utf-8"))
    results: queue.Queue[Any] = queue.Queue()

    def hear(event: Any) -> None:
        if event.info.name in _RESULTS:
            results.put(MessageToDict(event, preserving_proto_field_name=True))

    def work() -> None:
        try:
            build(release.work_db, release.period, PROJECT / "dbt_project", hear, MANIFEST)
            results.put(None)
        except Exception as error:  # raised again in the step's own thread
            results.put(error)

    threading.Thread(target=work, daemon=True).start()
    while (result := results.get()) is not None:
        if isinstance(result, Exception):
            raise result
        message = DbtCoreCliEventMessage(raw_event=result, event_history_metadata={})
        yield from message.to_default_asset_events(
            manifest=manifest, dagster_dbt_translator=TRANSLATOR, context=context
        )
