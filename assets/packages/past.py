"""What came before a package: the last published one of the same cluster, and what the cluster has agreed on.

Belongs here: finding and reading both, as plain data for the report. Does not belong here: words about them
(`report/since.py`), keeping packages (`store/`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from assets.packages.figures import Figures
from assets.packages.release import Cluster
from assets.packages.tables import TableError, check_comparators, check_rows
from schemas.period import Quarter
from schemas.protected import AGREEMENTS, COMPARATORS, PROTECTED
from store import Package, before

#: The source of the agreements, as packages name it.
SOURCE = "aftaler"


@dataclass(frozen=True)
class Agreement:
    """One thing a cluster agreed on. `indicator` is a short name, or empty; so may `remark` be."""

    indicator: str
    agreed: date
    what: str
    who: str
    due: date
    status: str
    remark: str = ""


@dataclass(frozen=True)
class Previous:
    """The package before this one. figures: None when its tables have a form that nobody reads any longer."""

    period: Quarter
    version: int
    figures: Figures | None


@dataclass(frozen=True)
class Past:
    """What a package is told of the time before it. Empty: it is the first, and nothing was agreed."""

    previous: Previous | None = None
    agreements: tuple[Agreement, ...] = ()

    @property
    def package(self) -> str:
        """Return which package figures are set beside, "2026K2/v1"; empty for a first one."""
        return f"{self.previous.period}/v{self.previous.version}" if self.previous else ""

    @property
    def sources(self) -> set[str]:
        """Return the sources that the past itself is made from."""
        return {SOURCE} if self.agreements else set()


def read_agreements(folder: Path, specialty: str) -> pa.Table:
    """Read `agreements-<specialty>.parquet` (shape AGREEMENTS). Raises TableError when it is not as declared."""
    table = pq.read_table(folder / f"agreements-{specialty}.parquet")
    if not table.schema.equals(AGREEMENTS):
        raise TableError(f"Protected stage of {specialty}: agreements have another shape than declared.")
    return table


def past_of(cluster: Cluster, period: Quarter, agreed: pa.Table, published: Path) -> Past:
    """Gather the past of one package from the agreements of its specialty and the store below `published`.

    The previous package is the newest version of the newest earlier period: what is published of this very period
    plays no part, so that the same release made again says the same. Raises StoreError for a name that is not allowed.
    """
    found = before(published, cluster.specialty, cluster.slug, str(period))
    mine = agreed.filter(pc.equal(agreed["cluster"], cluster.name)).drop_columns(["specialty", "cluster"])
    agreements = sorted((_agreement(row) for row in mine.to_pylist()), key=lambda a: (a.agreed, a.what))
    return Past(_previous(found, cluster) if found else None, tuple(agreements))


def _agreement(row: dict[str, Any]) -> Agreement:
    return Agreement(**row | {name: row[name] or "" for name in ("indicator", "remark")})


def _previous(package: Package, cluster: Cluster) -> Previous | None:
    period = Quarter.parse(package.period)
    try:
        table = _as_today(pq.read_table(package.path / "indicators.parquet"), PROTECTED)
        comparators = _as_today(pq.read_table(package.path / "comparators.parquet"), COMPARATORS)
        # Published or not: nothing is printed that today's rules would refuse.
        check_rows(table)
        check_comparators(comparators)
    except (TableError, pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return Previous(period, package.version, None)
    if not pc.any(pc.equal(table["organisation"], cluster.subcluster or cluster.name)).as_py():
        # A folder's name that was another cluster's before: this one has no past.
        return None
    return Previous(period, package.version, Figures(table, comparators, cluster))


def _as_today(table: pa.Table, schema: pa.Schema) -> pa.Table:
    """Give an older table today's columns; those it lacks are empty."""
    lacking = pa.nulls(table.num_rows)
    columns = [table[n] if n in table.column_names else lacking for n in schema.names]
    return pa.table(columns, names=schema.names).cast(schema)
