"""What a release tells every package: period, cut-off, code version and where the figures came from.

Belongs here: plain data handed over by the run. Does not belong here: figures, words about figures, or the
clock.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from schemas.period import Quarter
from schemas.protected import Level


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

    code, lock: sha256 of the code and of the lock file; key: id of the key that made pseudonyms. `notice` is printed
    on every page, for example that the data are synthetic.
    """

    period: Quarter
    cutoff: date
    code_version: str
    sources: tuple[SourceUse, ...]
    code: str = ""
    lock: str = ""
    key: str = ""
    notice: str = ""

    def using(self, names: Collection[str]) -> Release:
        """Return the same with these sources only: a package names what its own figures were made from."""
        return replace(self, sources=tuple(s for s in self.sources if s.name in names))


@dataclass(frozen=True)
class Practice:
    """A member on the release's last day (schemas.protected.MEMBER).

    `number` (ydernummer) and `name` are public; joined to a code they stand in the practice's own insert and nowhere
    else.
    """

    code: str
    organisation: str
    number: str
    name: str
    token: str

    @property
    def organisations(self) -> tuple[str, str]:
        """Return what tables may call it: years before its cluster opened keep the code."""
        return self.code, self.organisation


@dataclass(frozen=True)
class Cluster:
    """Whom a package is for: a cluster, or a subcluster of it (`subcluster` is its name, `name` the cluster's).

    members: its practices on the release's last day, as many as `practices`.
    """

    specialty: str
    name: str
    slug: str
    regions: tuple[str, ...]
    practices: int
    open_data: bool
    subcluster: str = ""
    members: tuple[Practice, ...] = ()

    @property
    def level(self) -> Level:
        """Return the level whose figures are the reader's own."""
        return "subcluster" if self.subcluster else "cluster"

    @property
    def noun(self) -> str:
        """Return what sentences call it: "Klyngen" or "Babyklyngen"."""
        return "Babyklyngen" if self.subcluster else "Klyngen"

    @property
    def title(self) -> str:
        """Return its name as a heading: a subcluster's own name may be no more than a letter."""
        if not self.subcluster:
            return self.name
        own = self.subcluster if "klynge" in self.subcluster.lower() else f"Babyklynge {self.subcluster}"
        return f"{own}, {self.name}"
