"""A made specialty whose hidden counts are rare numbers, hidden by the real protected stage under a test policy.

Belongs here: the true counts, what the stage makes of them, and which numbers a package must therefore not hold. Does
not belong here: searching a package for them (`searched`).
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from assets.ledger import head_of, read
from assets.packages.release import Cluster
from assets.packages.tables import cut_figures, read_protected
from assets.protected.codes import Codes
from assets.protected.protect import protect_specialty
from schemas.indicator import Indicator
from schemas.period import Window, Year
from schemas.policy import Policy
from schemas.protected import COUNTS
from tests.packages import made
from tests.protected import made_up

#: Hides counts of four digits: a hidden 3 would be "found" on every page, a hidden 1.487 is found only if it leaks.
POLICY = replace(Policy(), threshold=2000)
CLUSTERS = {
    "Øst": (7, ("Hovedstaden",), None),
    "Vest": (6, ("Sjælland",), None),
    "Syd": (6, ("Sjælland",), None),
}
CATALOGUE = [
    made.CATALOGUE[0],
    made.CATALOGUE[3],
    replace(made.VOLUME, counts="persons", index_date="årets sidste dag"),
]
#: Places in every cluster whose practices are small. Two, so that one's patients may be the other's (`twin`).
SMALL = (1, 4)


def primes(low: int, high: int) -> list[int]:
    return [n for n in range(low, high) if all(n % d for d in range(2, int(n**0.5) + 1))]


#: Hidden counts. No sum of two is a year of our time.
PRIMES = primes(1103, 1890)
#: Hidden amounts.
AMOUNTS = primes(11_003, 14_000)

Counts = dict[tuple[str, str, str, str, str], Counter[str]]


@dataclass(frozen=True)
class World:
    """What was true, and what became of it. truth: counts by indicator, period, level, cluster, member."""

    truth: Counts
    table: pa.Table
    comparators: pa.Table
    clusters: list[Cluster]
    decisions: list[dict[str, Any]]

    def needles(self, cluster: Cluster) -> set[int]:
        """Return every count that may not be in a cluster's package: hidden ones, and other clusters' practices'.

        One that is shown in it as well, of another unit, cannot be told apart and is left out; round ones too, which
        may stand at an axis. Primes never are.
        """
        found = set()
        for d in self.decisions:
            if d["shown"] and (d["level"] != "practice" or d["cluster"] == cluster.name):
                continue
            counts = self.truth[d["indicator"], d["period"], d["level"], d["cluster"] or "", d["member"]]
            names = (*COUNTS, "value") if d["figure"] == "rate" else (d["figure"],)
            found |= {counts[name] for name in names}
        rows = cut_figures(self.table, cluster).to_pylist()
        found = {count for count in found if count % 100}
        return found - {row[name] for row in rows for name in (*COUNTS, "unknown", "excluded", "value")}

    def row(self, cluster: Cluster, state: str) -> dict[str, Any]:
        """Return the row of one of the cluster's practices in the newest year, shown or hidden."""
        wanted = (cluster.name, "practice", state, str(Year(made.PERIOD)))
        rows = self.table.to_pylist()
        return next(r for r in rows if (r["cluster"], r["level"], r["state"], r["period"]) == wanted)

    def revealed(self, cluster: Cluster) -> tuple[pa.Table, Counter[str]]:
        """Return the table with one hidden practice of the cluster shown, and its true counts."""
        hidden = self.row(cluster, "hidden")
        keys = ("indicator", "period", "level", "cluster", "organisation")
        member = next(d["member"] for d in self.decisions if all(d[key] == hidden[key] for key in keys))
        counts = self.truth[hidden["indicator"], hidden["period"], "practice", cluster.name, member]
        shown = hidden | made.figure(counts["met"], counts["not_met"])
        rows = [shown if row == hidden else row for row in self.table.to_pylist()]
        return pa.Table.from_pylist(rows, schema=self.table.schema), counts


def world(folder: Path, seed: int, *, twin: bool = False) -> World:
    """Make a world from a seed and protect it. twin: the same but for the hidden counts.

    In the twin some patients of one small practice are the other's: every sum that is shown stays what it was.
    """
    members = made_up.members(CLUSTERS)
    tables = {i.name: list(_atoms(members, i, random.Random(f"{seed} {i.name}"), twin)) for i in CATALOGUE}
    models = made_up.write(folder / "models", members, tables)
    ledger, codes = (
        read(folder, "kardiologi", head_of(folder, "kardiologi")),
        Codes(folder / "codes.json", b"salt"),
    )
    out = folder / "protected"
    protect_specialty(models, CATALOGUE, "kardiologi", made.PERIOD, POLICY, ledger, codes, b"seed", out)
    decisions = pq.read_table(out / "decisions-kardiologi.parquet").to_pylist()
    return World(_truth(members, tables), *read_protected(out, "kardiologi"), decisions)


def _atoms(
    members: list[dict[str, Any]], indicator: Indicator, rng: random.Random, twin: bool
) -> Iterator[dict[str, Any]]:
    places = _places(members)
    for year in Window(made.PERIOD).years(indicator.year_closes):
        for cluster in CLUSTERS:
            small = dict(zip(SMALL, _pair(rng, twin), strict=True))
            for practice, place in [(p, k) for p, (c, k) in places.items() if c == cluster]:
                met, rest = small.get(place) or (rng.randint(20_000, 80_000), rng.randint(10_000, 36_000))
                amount = rng.choice(AMOUNTS) if place in SMALL else 5 * (met + rest)
                # Nobody is unknown where persons are counted: there words judge. Elsewhere the cluster's are hidden.
                beside = [
                    rng.choice(PRIMES) if place == 0 and indicator.counts == "events" else 0 for _ in "ue"
                ]
                yield from _practice(practice, indicator, year, (met, rest, *beside), amount)


def _pair(rng: random.Random, twin: bool) -> tuple[tuple[int, int], tuple[int, int]]:
    """Draw the counts of two small practices: primes, also in the twin, where their sums are the same."""
    while True:
        (met, rest), (other, remaining) = ((rng.choice(PRIMES), rng.choice(PRIMES)) for _ in "ab")
        moved = [p for p in PRIMES if met + other - p in PRIMES and p not in (met, other)]
        if moved:
            shifted = rng.choice(moved)
            return (
                ((shifted, rest), (met + other - shifted, remaining))
                if twin
                else ((met, rest), (other, remaining))
            )


def _practice(
    practice: str, indicator: Indicator, year: Year, counts: tuple[int, ...], amount: int
) -> Iterator[dict[str, Any]]:
    """Yield the atoms of one practice and year: a year as it is, or quarters that add up to it."""
    periods = [str(year)] if indicator.counts == "persons" else [str(q) for q in year.quarters]
    for n, period in enumerate(periods):
        # What differs between twins lies in the last quarter; the others are the same in both.
        met, rest, *beside = (_part(count, n == len(periods) - 1, len(periods)) for count in counts)
        whole = met + rest
        sums = (amount, 60 * whole, 200) if indicator.volume else ()
        yield {
            "practice": practice, "period": period, "sex": "K", "age_band": "U", "met": met, "not_met": rest,
            "unknown": beside[0], "excluded": beside[1], **made_up.beside(whole, 0.75, *sums),
        }  # fmt: skip


def _part(count: int, last: bool, parts: int) -> int:
    """Return a quarter's part of a year's count: so much in every quarter, the rest in the last."""
    each = count // 500 * 100 if count > POLICY.threshold else min(200, count // 4)
    return count - (parts - 1) * each if last else each


def _places(members: list[dict[str, Any]]) -> dict[str, tuple[str, int]]:
    """Return each practice's cluster and its place in it."""
    found: dict[str, tuple[str, int]] = {}
    for row in sorted(members, key=lambda r: r["practice"]):
        if row["practice"] not in found:
            found[row["practice"]] = row["cluster"], sum(c == row["cluster"] for c, _ in found.values())
    return found


def _truth(members: list[dict[str, Any]], tables: dict[str, list[dict[str, Any]]]) -> Counts:
    """Add atoms up to every unit, by a way of its own: nobody moves, so a practice has one cluster and region."""
    home = {m["practice"]: (m["cluster"], m["region"]) for m in members}
    found: Counts = {}
    for name, rows in tables.items():
        for row in rows:
            cluster, region = home[row["practice"]]
            periods = {row["period"]} | {
                str(y) for y in Window(made.PERIOD).years(3) if row["period"] in map(str, y.quarters)
            }
            units = [
                ("practice", cluster, row["practice"]),
                ("cluster", cluster, cluster),
                ("region", "", region),
            ]
            for level, inside, member in [*units, ("nation", "", "Hele landet")]:
                for period in periods:
                    counts = found.setdefault((name, period, level, inside, member), Counter())
                    counts.update({k: row[k] for k in ("met", "not_met", "unknown", "excluded")})
                    counts.update(denominator=row["met"] + row["not_met"], value=int(row["amount"]))
    return found
