"""What a release tells every package: period, cut-off, code version and where the figures came from.

Belongs here: plain data handed over by the run. Does not belong here: figures, words about figures, or the
clock.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from schemas.period import Quarter


@dataclass(frozen=True)
class SourceUse:
    """One source as it was pinned by the release.

    `rows` counts all its tables; `sha256` is short, for reading.
    """

    name: str
    title: str
    deliverer: str
    first_day: date
    last_day: date
    purpose: str
    legal_basis: str
    rows: int
    sha256: str


@dataclass(frozen=True)
class Release:
    """What all packages of a release share. `cutoff` is the last day of data: the documents' only date.

    `notice` is printed on every page, for example that the data are synthetic.
    """

    period: Quarter
    cutoff: date
    code_version: str
    sources: tuple[SourceUse, ...]
    notice: str = ""

    def using(self, names: Collection[str]) -> Release:
        """Return the same with these sources only: a package names what its own figures were made from."""
        return replace(self, sources=tuple(s for s in self.sources if s.name in names))


@dataclass(frozen=True)
class Cluster:
    """One row of schemas.protected.CLUSTERS: who the package is for."""

    specialty: str
    name: str
    slug: str
    regions: tuple[str, ...]
    practices: int
    open_data: bool
