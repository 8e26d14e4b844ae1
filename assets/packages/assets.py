"""The packages of one period as Dagster assets: one per specialty, one materialization logged per cluster.

Belongs here: keys, events, publishing in the right order. Making lies in `package.py`, keeping in `store/`.
"""

import json
import shutil
from collections.abc import Iterator
from datetime import date
from typing import Any

import dagster as dg

from assets.ledger import enter
from assets.packages import release as edition
from assets.packages.package import Built, Order, order_packages
from assets.packages.past import past_of, read_agreements
from assets.packages.press import side_by_side
from assets.packages.tables import TableError, read_protected
from assets.release import MANIFEST, Release, code_version, newest, write_record
from assets.resources import PERIODS, Installation, sealed
from disclosure import DisclosureError
from schemas.indicator import catalogue
from schemas.period import Quarter
from schemas.policy import POLICY
from schemas.source import sources
from schemas.specialty import specialties
from store import StoreError, publish

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
    """Build every cluster's package, enter the figures into the ledger, then publish what is new.

    One failing package does not stop the others; the run then ends as failed. The ledger comes before the first
    package is published: a figure that is out but not in the ledger could be given away by a later release, while
    one that is in but never came out is only frozen for nothing.
    """
    release = newest(installation.folder("runs"), Quarter.parse(context.partition_key))
    keys = {key.path[-1]: key for key in sorted(context.selected_asset_keys)}
    record: list[dict[str, Any]] = []
    failed: list[str] = []
    with sealed(StoreError, TableError, DisclosureError), side_by_side() as pool:
        orders = {name: _orders(release, installation, name) for name in keys}
        making = {name: pool.start(some) for name, some in orders.items()}
        for name, key in keys.items():
            built = [_told(context, name, found) for found in making[name]]
            made = [b for b in built if b.staged]
            failed += [b.error for b in built if b.error]
            if made and not config.dry_run:
                enter(installation.folder("ledger"), name, release.protected / f"drafts-{name}", release.id)
                record += [_publish(context, installation, release, b) for b in made]
            yield dg.MaterializeResult(
                asset_key=key, metadata={"pakker": len(made), "fejlede": len(built) - len(made)}
            )
    shutil.rmtree(release.folder / "packages", ignore_errors=True)
    if failed:
        raise dg.Failure("; ".join(failed))
    if not config.dry_run:
        write_record(release, installation.folder("releases"), record)


def _orders(release: Release, installation: Installation, specialty: str) -> list[Order | Built]:
    protected, comparators, clusters = read_protected(release.protected, specialty)
    agreed = read_agreements(release.protected, specialty)
    published = installation.published
    return order_packages(
        protected,
        comparators,
        clusters,
        catalogue(MANIFEST),
        _edition(release),
        POLICY,
        release.folder / "packages",
        published,
        {c.slug: past_of(c, release.period, agreed, published) for c in clusters},
    )


def _told(context: dg.AssetExecutionContext, specialty: str, built: Built) -> Built:
    """Say that one package is done, or why not, while the others are still being made."""
    if built.error:
        context.log.error(built.error)
    else:
        context.log.info(f"{specialty}/{built.cluster.slug}: {built.pages} pages, {built.inserts} inserts")
    return built


def _edition(release: Release) -> edition.Release:
    facts = json.loads((release.folder / "sources.json").read_text(encoding="utf-8"))
    used = []
    for fact in facts:
        first, last = (date.fromisoformat(fact.pop(name)) for name in ("first_day", "last_day"))
        title = sources()[fact["name"]].title
        used.append(edition.SourceUse(title=title, first_day=first, last_day=last, **fact))
    synthetic = any("syntetisk" in u.purpose.lower() for u in used)
    notice = NOTICE if synthetic else ""
    return edition.Release(
        period=release.period,
        cutoff=release.period.last_day,
        code_version=code_version(),
        sources=tuple(used),
        code=release.pins["code"],
        lock=release.pins["lock"],
        key=release.pins["key"],
        notice=notice,
    )


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
                description=cluster.title,
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
