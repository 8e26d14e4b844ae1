"""Units of a specialty's table: the words that the declaration, hiding and the attack share.

Belongs here: what a unit is, what it costs to hide it, and the system of a plan. Does not belong here: which
units exist (`table`), counts (`blocks`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from disclosure import System
from schemas.period import Quarter

#: Cheapest to hide first. Quarters go before the year of the same group.
_COST = {
    ("practice", "year"): 0,
    ("subcluster", "year"): 1,
    ("cluster", "quarter"): 2,
    ("region", "quarter"): 3,
    ("nation", "quarter"): 4,
    ("cluster", "year"): 5,
    ("region", "year"): 6,
    ("nation", "year"): 7,
}
NATION = "Hele landet"
PART = "part"


@dataclass(frozen=True)
class Home:
    """Where a practice belongs on a quarter's last day."""

    cluster: str
    region: str
    subcluster: str | None


#: Home of each practice and quarter.
Homes = dict[tuple[str, Quarter], Home]


@dataclass(frozen=True)
class Unit:
    """One unit: level is a published level or `part`; organisation is a practice id or a group's name.

    published: False for what is never printed but must not be found out either when it is small. stays:
    numbers of the stays (practice and period) it counts.
    """

    level: str
    period: str
    organisation: str
    cluster: str | None
    published: bool
    stays: tuple[int, ...]

    @property
    def cost(self) -> int:
        """Cost class of hiding it: the cheapest is hidden first."""
        return _COST.get((self.level, "year" if "-" in self.period else "quarter"), 0)

    @property
    def label(self) -> str:
        """Coordinates, unique within a table: they name the unit in messages and in the ledger."""
        return " / ".join((self.level, self.cluster or "", self.organisation, self.period))


@dataclass(frozen=True)
class Plan:
    """Units of one way of counting.

    stays: practice and period of each stay. pairs: (group, larger group) for the group rule, as unit numbers.
    groups: published units that are no practices. never: units hidden whatever they count.
    """

    units: tuple[Unit, ...]
    stays: tuple[tuple[str, str], ...]
    practices: tuple[str, ...]
    pairs: tuple[tuple[int, int], ...]
    groups: tuple[int, ...]
    never: tuple[int, ...]

    @property
    def membership(self) -> sp.csr_matrix:
        """Units x stays, 1 where the unit counts the stay."""
        columns = np.array([s for unit in self.units for s in unit.stays], np.int64)
        rows = np.repeat(np.arange(len(self.units)), [len(unit.stays) for unit in self.units])
        shape = (len(self.units), len(self.stays))
        return sp.csr_matrix((np.ones(len(rows), np.int64), (rows, columns)), shape)

    def system(self, outcomes: Sequence[str], figures: Sequence[tuple[str, Sequence[int]]]) -> System:
        """Return the system whose atoms are stays x outcomes (an atom's number is stay x outcomes + outcome).

        figures: the figures of every unit, each a name and the outcomes it adds up.
        """
        number = {practice: i for i, practice in enumerate(self.practices)}
        pick = np.zeros((len(figures), len(outcomes)), np.int64)
        for row, (_, chosen) in enumerate(figures):
            pick[row, list(chosen)] = 1
        owner = np.array([number[practice] for practice, _ in self.stays], np.int64)
        return System(
            atoms=tuple(f"{p} / {period} / {o}" for p, period in self.stays for o in outcomes),
            figures=tuple(f"{unit.label} / {name}" for unit in self.units for name, _ in figures),
            units=tuple(unit.label for unit in self.units),
            sums=sp.csr_matrix(sp.kron(self.membership, pick)),
            unit=np.repeat(np.arange(len(self.units)), len(figures)),
            level=np.array([unit.cost for unit in self.units], np.int64),
            published=np.array([unit.published for unit in self.units], bool),
            owner=np.repeat(owner, len(outcomes)),
        )
