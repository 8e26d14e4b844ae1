"""From dated memberships to the units and sums of a specialty's table.

Belongs here: which figures exist, which are sums of which, which groups are compared by the group rule. Does
not belong here: counts (they are filled in from atoms), hiding, the published shape.

Why the sums are as they are
- The finest thing there is, is a practice's quarter (events) or year (persons): an atom. Every unit is a set
  of atoms; membership is read on the quarter's last day, so a practice may be in one cluster in three
  quarters of a year and in another in the fourth. Its year row stands with the cluster it is in at the year's
  end.
- Practices are shown by year, clusters by quarter. Inside a cluster-year whose practices all stayed put for
  four quarters, any practice-years and any quarters with the same total fit together (a transportation
  problem with equal totals and no forbidden cell has a solution, per column), so practice-quarters need not
  be in the system: what they would add is nothing. Joining, leaving, changing region or subcluster forbids
  cells: those practices carry auxiliary practice-quarters, and the practices that stayed, taken together,
  one auxiliary unit per quarter (among them every split is possible again). For indicators over one
  population this leaves out only the joint distribution of their statuses by quarter, published nowhere.
- A cluster in two regions is the sum of its parts (cluster, region); a region is the sum of the parts in it.
  Parts of clusters, and of practices that moved or left, are never published; small ones must not follow by
  subtraction either, so they are `guarded`.
- Quarters in no complete shown year stand alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np
import scipy.sparse as sp

from assets.protected.groups import comparisons
from assets.protected.units import NATION, Home, Homes, Plan, Stays, Unit
from disclosure import Layout
from schemas.period import Quarter, Window, Year


def build(
    homes: Homes, window: Window, counts: str, closing: int, practices: bool, min_subcluster: int
) -> Plan:
    """Declare the units and sums for events or persons whose years close in quarter number `closing`.

    practices=False leaves out practices, subclusters and quarters: the figures unknown and excluded.
    """
    years = window.years(closing)
    draft = _Draft(homes, counts == "events", practices, min_subcluster)
    if counts == "events" and practices:
        for quarter in window.quarters:
            draft.quarter(quarter)
    for year in years:
        draft.year(year)
    return draft.plan()


class _Draft:
    def __init__(self, homes: Homes, events: bool, practices: bool, min_subcluster: int) -> None:
        self.homes = homes
        self.events = events
        self.with_practices = practices
        self.min_subcluster = min_subcluster
        self.units: list[Unit] = []
        self.sums: list[tuple[int, list[int]]] = []
        self.atoms: dict[tuple[str, str], int] = {}
        self.index: dict[tuple[str, str, str, str | None], int] = {}
        self.never: list[int] = []
        #: (cluster, region, quarter) -> the unit that is the cluster's part in the region.
        self.quarter_part: dict[tuple[str, str, Quarter], int] = {}
        self.by_quarter: dict[Quarter, dict[str, Home]] = defaultdict(dict)
        for (practice, quarter), home in sorted(homes.items(), key=lambda x: (x[0][1], x[0][0])):
            self.by_quarter[quarter][practice] = home

    def atom(self, practice: str, period: str) -> int:
        return self.atoms.setdefault((practice, period), len(self.atoms))

    def add(
        self,
        level: str,
        period: Quarter | Year,
        organisation: str,
        atoms: Iterable[int],
        *,
        cluster: str | None = None,
        published: bool = True,
        guarded: bool = True,
        owner: str | None = None,
    ) -> int:
        unit = Unit(
            level,
            str(period),
            organisation,
            cluster,
            published,
            guarded and not published,
            owner,
            tuple(sorted(atoms)),
        )
        self.units.append(unit)
        self.index[level, str(period), organisation, cluster] = len(self.units) - 1
        return len(self.units) - 1

    def sum(self, total: int, parts: Sequence[int]) -> None:
        if list(parts) != [total]:
            self.sums.append((total, list(parts)))

    def quarter(self, quarter: Quarter) -> None:
        """Cluster, region and nation in one quarter."""
        members = self.by_quarter[quarter]
        by_part = defaultdict(list)
        for practice, home in members.items():
            by_part[home.cluster, home.region].append(self.atom(practice, str(quarter)))
        parts = self._groups(quarter, by_part, {c for c, _ in by_part}, {r for _, r in by_part})
        self.quarter_part.update({(c, r, quarter): unit for (c, r), unit in parts.items()})

    def _groups(
        self,
        period: Quarter | Year,
        by_part: dict[tuple[str, str], list[int]],
        clusters: set[str],
        regions: set[str],
    ) -> dict[tuple[str, str], int]:
        """Add clusters, regions, nation and the parts between them; return the unit of each (cluster,
        region).

        clusters, regions: those that have members at the period's end, so are published.
        """
        parts, in_region = {}, defaultdict(list)
        for cluster in sorted({c for c, _ in by_part}):
            mine = sorted(r for c, r in by_part if c == cluster)
            atoms = [a for r in mine for a in by_part[cluster, r]]
            whole = self.add(
                "cluster", period, cluster, atoms, cluster=cluster, published=cluster in clusters
            )
            for region in mine:
                part = whole
                if len(mine) > 1:
                    name = f"{cluster} i {region}"
                    part = self.add("part", period, name, by_part[cluster, region], published=False)
                parts[cluster, region] = part
                in_region[region].append(part)
            self.sum(whole, [parts[cluster, r] for r in mine])
        found = []
        for region in sorted(in_region):
            atoms = [a for (_, r), some in by_part.items() if r == region for a in some]
            found.append(self.add("region", period, region, atoms, published=region in regions))
            self.sum(found[-1], in_region[region])
        if found:
            atoms = [a for some in by_part.values() for a in some]
            self.sum(self.add("nation", period, NATION, atoms, published=bool(clusters)), found)
        return parts

    def year(self, year: Year) -> None:
        """All levels in one year, tied to its quarters when it counts events."""
        stays = self._stays(year)
        at_end = self.by_quarter[year.closes]
        by_part: dict[tuple[str, str], list[int]] = defaultdict(list)
        for stay in stays.values():
            for atom, home, _ in stay:
                by_part[home.cluster, home.region].append(atom)
        ends = at_end.values()
        parts = self._groups(year, by_part, {h.cluster for h in ends}, {h.region for h in ends})
        if self.with_practices:
            self._practices(year, stays, parts)
            self._quarters_of(year, parts)

    def _stays(self, year: Year) -> Stays:
        stays: Stays = defaultdict(list)
        for quarter in year.quarters if self.events else (year.closes,):
            for practice, home in self.by_quarter[quarter].items():
                period = str(quarter) if self.events else str(year)
                stays[practice].append((self.atom(practice, period), home, quarter))
        return stays

    def _practices(self, year: Year, stays: Stays, parts: dict[tuple[str, str], int]) -> None:
        restless = {
            practice
            for practice, stay in stays.items()
            if self.events and (len(stay) < 4 or len({h for _, h, _ in stay}) > 1)
        }
        touched = {(h.cluster, h.region) for p in restless for _, h, _ in stays[p]}
        by_home: dict[Home, list[int]] = defaultdict(list)
        calm: dict[tuple[str, str], list[int]] = defaultdict(list)
        by_quarter: dict[tuple[str, str, Quarter], list[int]] = defaultdict(list)
        for practice, stay in stays.items():
            whole = self._practice(year, practice, [a for a, _, _ in stay])
            home = stay[0][1]
            if practice in restless:
                self._restless(year, practice, whole, stay, by_home, by_quarter)
                continue
            by_home[home].append(whole)
            if (home.cluster, home.region) in touched:
                calm[home.cluster, home.region].append(whole)
        for place in sorted(calm):
            self._calm(year, place, calm[place], by_quarter)
        self._cluster_years(year, by_home, parts)
        for key, cells in by_quarter.items():
            self.sum(self.quarter_part[key], cells)

    def _practice(self, year: Year, practice: str, atoms: list[int]) -> int:
        end = self.homes.get((practice, year.closes))
        cluster = end.cluster if end else None
        return self.add(
            "practice", year, practice, atoms, cluster=cluster, published=end is not None, owner=practice
        )

    def _restless(
        self,
        year: Year,
        practice: str,
        whole: int,
        stay: list[tuple[int, Home, Quarter]],
        by_home: dict[Home, list[int]],
        by_quarter: dict[tuple[str, str, Quarter], list[int]],
    ) -> None:
        """Add the quarters of a practice that moved, joined or left, and its part in each home."""
        cells: dict[Home, list[int]] = defaultdict(list)
        for atom, home, quarter in stay:
            cell = self.add("part", quarter, practice, [atom], published=False, guarded=False, owner=practice)
            cells[home].append(cell)
            by_quarter[home.cluster, home.region, quarter].append(cell)
        if len(cells) == 1:
            by_home[stay[0][1]].append(whole)
            self.sum(whole, cells[stay[0][1]])
            return
        portions = []
        for home, some in cells.items():
            name = f"{practice} i {home.cluster}, {home.region}, {home.subcluster}"
            own = [a for a, h, _ in stay if h == home]
            portions.append(self.add("part", year, name, own, published=False, owner=practice))
            self.sum(portions[-1], some)
            by_home[home].append(portions[-1])
        self.sum(whole, portions)

    def _calm(
        self,
        year: Year,
        place: tuple[str, str],
        units: list[int],
        by_quarter: dict[tuple[str, str, Quarter], list[int]],
    ) -> None:
        """Add the practices that stayed, taken together, by quarter: among them every split is possible."""
        together = [a for u in units for a in self.units[u].atoms]
        name = f"de blivende i {place[0]}, {place[1]}"
        whole = self.add("part", year, name, together, published=False, guarded=False)
        self.sum(whole, units)
        names = list(self.atoms)
        cells = []
        for quarter in year.quarters:
            own = [a for a in together if names[a][1] == str(quarter)]
            cells.append(self.add("part", quarter, name, own, published=False, guarded=False))
            by_quarter[place[0], place[1], quarter].append(cells[-1])
        self.sum(whole, cells)

    def _cluster_years(
        self, year: Year, by_home: dict[Home, list[int]], parts: dict[tuple[str, str], int]
    ) -> None:
        at_end = self.by_quarter[year.closes].values()
        for cluster in sorted({h.cluster for h in by_home}):
            homes = [h for h in by_home if h.cluster == cluster]
            inside = []
            for name in sorted({h.subcluster for h in homes if h.subcluster}):
                units = [u for h in homes if h.subcluster == name for u in by_home[h]]
                size = sum(h.cluster == cluster and h.subcluster == name for h in at_end)
                atoms = [a for u in units for a in self.units[u].atoms]
                sub = self.add("subcluster", year, name, atoms, cluster=cluster, published=size > 0)
                if 0 < size < self.min_subcluster:
                    self.never.append(sub)
                self.sum(sub, units)
                inside.append(sub)
            regions = sorted({h.region for h in homes})
            if len(regions) == 1:
                alone = [u for h in homes if not h.subcluster for u in by_home[h]]
                self.sum(parts[cluster, regions[0]], inside + alone)
                continue
            for region in regions:
                self.sum(parts[cluster, region], [u for h in homes if h.region == region for u in by_home[h]])

    def _quarters_of(self, year: Year, parts: dict[tuple[str, str], int]) -> None:
        if not self.events:
            return
        for (cluster, region), unit in parts.items():
            quarters = [self.quarter_part.get((cluster, region, q)) for q in year.quarters]
            self.sum(unit, [u for u in quarters if u is not None])
        for level, name in [("region", r) for r in sorted({r for _, r in parts})] + [("nation", NATION)]:
            found = [self.index.get((level, str(q), name, None)) for q in year.quarters]
            if any(u is not None for u in found):
                self.sum(self.index[level, str(year), name, None], [u for u in found if u is not None])

    def plan(self) -> Plan:
        """Freeze the draft."""
        practices = tuple(sorted({p for p, _ in self.atoms}))
        number = {p: i for i, p in enumerate(practices)}
        pairs = [(n, a) for n, unit in enumerate(self.units) for a in unit.atoms]
        rows, columns = np.array(pairs, np.int64).reshape(-1, 2).T
        shape = (len(self.units), len(self.atoms))
        layout = Layout(
            labels=tuple(u.label for u in self.units),
            published=np.array([u.published for u in self.units], bool),
            guarded=np.array([u.guarded for u in self.units], bool),
            level=np.array([u.cost for u in self.units], np.int64),
            totals=np.array([t for t, _ in self.sums], np.int64),
            parts=tuple(np.array(parts, np.int64) for _, parts in self.sums),
            owner=np.array([number[u.owner] if u.owner else -1 for u in self.units], np.int64),
            atoms=sp.csr_matrix((np.ones(len(rows), np.int64), (rows, columns)), shape=shape),
            attacker=np.array([number[p] for p, _ in self.atoms], np.int64),
        )
        larger, identical = comparisons(self.units)
        groups = [n for n, u in enumerate(self.units) if u.published and u.level not in ("practice", "part")]
        never = tuple(sorted({*self.never, *identical}))
        return Plan(
            tuple(self.units), layout, tuple(self.atoms), practices, tuple(larger), tuple(groups), never
        )
