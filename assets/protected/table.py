"""From dated memberships to the units of a specialty's table.

Belongs here: which figures exist, which groups are compared by the group rule. Does not belong here: counts
(they are filled in from atoms), hiding, the published shape.

Why the units are as they are
- The finest thing there is, is a practice's quarter (events) or year (persons): a stay. Every unit is a set
  of stays; membership is read on the quarter's last day, so a practice may be in one cluster in three
  quarters of a year and in another in the fourth. Its year row stands with the cluster it is in at the year's
  end. No sum is declared: what adds up to what follows from the stays.
- Practices are shown by year, clusters by quarter.
- The part of a cluster that lies in one of its regions, and the part of a practice's year that it spent in one
  of its homes, are never published; small ones must not follow by subtraction either, so they are declared as
  unpublished units. So is the year of a practice that had left when it ended.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from assets.protected.groups import comparisons
from assets.protected.units import NATION, PART, Home, Homes, Plan, Unit
from schemas.period import Quarter, Window, Year

#: For each practice of a year its stays, each with its home.
Stays = dict[str, list[tuple[int, Home]]]


def build(
    homes: Homes, window: Window, counts: str, closing: int, practices: bool, min_subcluster: int
) -> Plan:
    """Declare the units for events or persons whose years close in quarter number `closing`.

    practices=False leaves out practices, subclusters and quarters: the figures unknown and excluded.
    """
    years = window.years(closing)
    draft = _Draft(homes, counts == "events", min_subcluster)
    if counts == "events" and practices:
        for quarter in window.quarters:
            draft.quarter(quarter)
    for year in years:
        draft.year(year, practices)
    return draft.plan()


class _Draft:
    def __init__(self, homes: Homes, events: bool, min_subcluster: int) -> None:
        self.homes = homes
        self.events = events
        self.min_subcluster = min_subcluster
        self.units: list[Unit] = []
        self.stays: dict[tuple[str, str], int] = {}
        self.never: list[int] = []
        self.by_quarter: dict[Quarter, dict[str, Home]] = defaultdict(dict)
        for (practice, quarter), home in sorted(homes.items(), key=lambda x: (x[0][1], x[0][0])):
            self.by_quarter[quarter][practice] = home

    def stay(self, practice: str, period: str) -> int:
        return self.stays.setdefault((practice, period), len(self.stays))

    def add(
        self,
        level: str,
        period: Quarter | Year,
        organisation: str,
        stays: Iterable[int],
        *,
        cluster: str | None = None,
        published: bool = True,
    ) -> int:
        unit = Unit(level, str(period), organisation, cluster, published, tuple(sorted(stays)))
        self.units.append(unit)
        return len(self.units) - 1

    def quarter(self, quarter: Quarter) -> None:
        """Cluster, region and nation in one quarter."""
        by_part = defaultdict(list)
        for practice, home in self.by_quarter[quarter].items():
            by_part[home.cluster, home.region].append(self.stay(practice, str(quarter)))
        self._groups(quarter, by_part, {c for c, _ in by_part}, {r for _, r in by_part})

    def year(self, year: Year, practices: bool) -> None:
        """All levels in one year."""
        stays = self._stays(year)
        ends = self.by_quarter[year.closes].values()
        by_part: dict[tuple[str, str], list[int]] = defaultdict(list)
        for stay in stays.values():
            for number, home in stay:
                by_part[home.cluster, home.region].append(number)
        self._groups(year, by_part, {h.cluster for h in ends}, {h.region for h in ends})
        if practices:
            self._practices(year, stays)
            self._subclusters(year, stays)

    def _stays(self, year: Year) -> Stays:
        stays: Stays = defaultdict(list)
        for quarter in year.quarters if self.events else (year.closes,):
            for practice, home in self.by_quarter[quarter].items():
                period = str(quarter) if self.events else str(year)
                stays[practice].append((self.stay(practice, period), home))
        return stays

    def _groups(
        self,
        period: Quarter | Year,
        by_part: dict[tuple[str, str], list[int]],
        clusters: set[str],
        regions: set[str],
    ) -> None:
        """Add clusters, their parts in several regions, regions and nation.

        clusters, regions: those that have members at the period's end, so are published.
        """
        for cluster in sorted({c for c, _ in by_part}):
            mine = sorted(r for c, r in by_part if c == cluster)
            stays = [s for r in mine for s in by_part[cluster, r]]
            self.add("cluster", period, cluster, stays, cluster=cluster, published=cluster in clusters)
            for region in mine if len(mine) > 1 else ():
                name = f"{cluster} i {region}"
                self.add(PART, period, name, by_part[cluster, region], published=False)
        for region in sorted({r for _, r in by_part}):
            stays = [s for (_, r), some in by_part.items() if r == region for s in some]
            self.add("region", period, region, stays, published=region in regions)
        if by_part:
            stays = [s for some in by_part.values() for s in some]
            self.add("nation", period, NATION, stays, published=bool(clusters))

    def _practices(self, year: Year, stays: Stays) -> None:
        for practice, stay in stays.items():
            end = self.homes.get((practice, year.closes))
            cluster = end.cluster if end else None
            own = [s for s, _ in stay]
            self.add("practice", year, practice, own, cluster=cluster, published=end is not None)
            homes = {home: [s for s, h in stay if h == home] for _, home in stay}
            for home, some in homes.items() if len(homes) > 1 else ():
                name = f"{practice} i {home.cluster}, {home.region}, {home.subcluster}"
                self.add(PART, year, name, some, published=False)

    def _subclusters(self, year: Year, stays: Stays) -> None:
        inside: dict[tuple[str, str], list[int]] = defaultdict(list)
        for stay in stays.values():
            for number, home in stay:
                if home.subcluster:
                    inside[home.cluster, home.subcluster].append(number)
        at_end = [(h.cluster, h.subcluster) for h in self.by_quarter[year.closes].values()]
        for place in sorted(inside):
            size = at_end.count(place)
            cluster, name = place
            unit = self.add("subcluster", year, name, inside[place], cluster=cluster, published=size > 0)
            if 0 < size < self.min_subcluster:
                self.never.append(unit)

    def plan(self) -> Plan:
        """Freeze the draft."""
        larger, identical = comparisons(self.units)
        groups = [n for n, u in enumerate(self.units) if u.published and u.level not in ("practice", PART)]
        never = tuple(sorted({*self.never, *identical}))
        practices = tuple(sorted({p for p, _ in self.stays}))
        return Plan(tuple(self.units), tuple(self.stays), practices, tuple(larger), tuple(groups), never)
