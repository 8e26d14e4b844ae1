"""Units of a specialty's table: the words that the declaration, hiding and the attack share.

Belongs here: what a unit is and what it costs to hide it. Does not belong here: which units exist (`table`).
"""

from __future__ import annotations

from dataclasses import dataclass

from disclosure import Layout
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


@dataclass(frozen=True)
class Home:
    """Where a practice belongs on a quarter's last day."""

    cluster: str
    region: str
    subcluster: str | None


#: Home of each practice and quarter.
Homes = dict[tuple[str, Quarter], Home]
#: For each practice of a year its atoms, each with the home and the quarter it was counted in.
Stays = dict[str, list[tuple[int, Home, Quarter]]]


@dataclass(frozen=True)
class Unit:
    """One unit: level is a published level or `part`; organisation is a practice id or a group's name."""

    level: str
    period: str
    organisation: str
    cluster: str | None
    published: bool
    guarded: bool
    owner: str | None
    atoms: tuple[int, ...]

    @property
    def cost(self) -> int:
        """Cost class of hiding it: the cheapest is hidden first."""
        return _COST.get((self.level, "year" if "-" in self.period else "quarter"), 0)

    @property
    def label(self) -> str:
        """Coordinates for messages, unique within a table."""
        return " / ".join(x for x in (self.level, self.cluster, self.organisation, self.period) if x)


@dataclass(frozen=True)
class Plan:
    """Units and sums of one way of counting.

    pairs: (group, larger group) for the group rule, as unit numbers. never: units hidden whatever they count.
    """

    units: tuple[Unit, ...]
    layout: Layout
    atoms: tuple[tuple[str, str], ...]
    practices: tuple[str, ...]
    pairs: tuple[tuple[int, int], ...]
    groups: tuple[int, ...]
    never: tuple[int, ...]
