"""The packages of one period as Dagster assets: one per specialty, one materialization logged per cluster.

Belongs here: keys, events, publishing in the right order. Making lies in `package.py`, keeping in `store/`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import dagster as dg
import pyarrow.parquet as pq

from assets.packages.edition import Cluster, Edition, SourceUse
from assets.packages.package import Built, build_packages
from assets.release import MANIFEST, Release, code_version, is_synthetic, newest, write_record
from assets.resources import PERIODS, Installation
from schemas.indicator import catalogue
from schemas.period import Quarter
from schemas.policy import POLICY
from schemas.specialty import specialties
from store import publish

NOTICE = "Syntetiske data: ingen virkelige patienter"


class PackagesConfig(dg.Config):
    """`dry_run`: build every package in the run's folder, publish nothing."""

    dry_run: bool = False


def _specs() -> list[dg.AssetSpec]:
    owned = {i.specialty for i in catalogue(MANIFEST)}
    return [
        dg.AssetSpec(
            ["packages", s.name],
            deps=[dg.AssetKey(["protected", s.name])],
            group_name="packages",
            description=f"{s.title}: en klyngepakke for hver klynge",
        )
        for s in specialties().values()
        if s.name in owned
    ]


@dg.multi_asset(name="packages", specs=_specs(), partitions_def=PERIODS, can_subset=True)
def packages(
    context: dg.AssetExecutionContext, config: PackagesConfig, installation: Installation
) -> Iterator[dg.MaterializeResult[None]]:
    """Build every cluster's package, then publish those that are new; one failing package does not stop the others.

    Ledger first or packages first? The packages: a figure that is out but not in the ledger is written into it by
    the next run, which builds the same bytes from the same pins; a figure in the ledger that never came out would
    be frozen for nothing.
    """
    release = newest(installation.folder("runs"), Quarter.parse(context.partition_key))
    record: list[dict[str, Any]] = []
    failed: list[str] = []
    for key in sorted(context.selected_asset_keys):
        specialty = key.path[-1]
        built = _build(release, specialty)
        failed += [b.error for b in built if b.error]
        made = [b for b in built if b.staged]
        if not config.dry_run:
            entries = [_publish(context, installation, release, b) for b in made]
            record += entries
        yield dg.MaterializeResult(
            asset_key=key, metadata={"pakker": len(made), "fejlede": len(built) - len(made)}
        )
    if failed:
        raise dg.Failure("; ".join(failed))
    if not config.dry_run:
        write_record(release, installation.folder("releases"), record)


def _build(release: Release, specialty: str) -> list[Built]:
    folder = release.protected
    clusters = [
        Cluster(specialty, c["cluster"], c["slug"], tuple(c["regions"]), c["practices"], c["open_data"])
        for c in pq.read_table(folder / f"clusters-{specialty}.parquet").to_pylist()
    ]
    return build_packages(
        pq.read_table(folder / f"{specialty}.parquet"),
        pq.read_table(folder / f"comparators-{specialty}.parquet"),
        clusters,
        catalogue(MANIFEST),
        _edition(release),
        POLICY,
        release.folder / "packages",
    )


def _edition(release: Release) -> Edition:
    sources = json.loads((release.folder / "sources.json").read_text(encoding="utf-8"))
    for source in sources:
        source["first_day"] = date.fromisoformat(source["first_day"])
        source["last_day"] = date.fromisoformat(source["last_day"])
    used = tuple(SourceUse(**s) for s in sources)
    notice = NOTICE if is_synthetic(sources) else ""
    return Edition(release.period, release.period.last_day, code_version(), used, notice)


def _publish(
    context: dg.AssetExecutionContext, installation: Installation, release: Release, built: Built
) -> dict[str, Any]:
    assert built.staged
    cluster = built.cluster
    kept = publish(
        built.staged,
        installation.published,
        cluster.specialty,
        cluster.slug,
        str(release.period),
        built.content_id,
    )
    path = str(kept.path.relative_to(installation.published))
    if kept.new:
        context.log_event(
            dg.AssetMaterialization(
                ["packages", cluster.specialty, cluster.slug],
                partition=str(release.period),
                description=cluster.name,
                metadata={
                    "version": f"v{kept.version}",
                    "sti": path,
                    "viste tal": built.rows - built.hidden_rows,
                    "skjulte tal": built.hidden_rows,
                    "indhold": built.content_id,
                },
            )
        )
    return {"path": path, "version": kept.version, "content": built.content_id, "hidden": built.hidden_rows}
