"""The slow second computation: every indicator again, person by person, from delivered rows as Python dicts.

Belongs here: periods, atoms and group sums in plain Python. It shares no code with the product, so that a
mistake in one is not repeated in the other. Who meets an indicator: `recompute_rules.py`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from tests.models.recompute_rules import RULES, Unit
from tests.models.registers import Registers

STATUSES = ("met", "not_met", "unknown", "excluded")
Atom = tuple[str, str, str, str]


def quarter_of(when: date) -> str:
    return f"{when.year}K{(when.month + 2) // 3}"


def window(period: str) -> list[tuple[str, date, date]]:
    """Twelve quarters up to `period`: name, first day, last day; earliest first."""
    year, quarter = int(period[:4]), int(period[5])
    found = []
    for _ in range(12):
        first = date(year, 3 * quarter - 2, 1)
        following = date(year + quarter // 4, 3 * (quarter % 4) + 1, 1)
        found.append((f"{year}K{quarter}", first, following - timedelta(days=1)))
        year, quarter = (year, quarter - 1) if quarter > 1 else (year - 1, 4)
    return found[::-1]


def years(period: str, closes: int) -> list[tuple[str, date, date]]:
    """Years closing in quarter `closes`, wholly inside the window: name, first day, last day."""
    quarters = window(period)
    return [
        (f"{quarters[i - 3][0]}-{name}", quarters[i - 3][1], last)
        for i, (name, _, last) in enumerate(quarters)
        if i >= 3 and int(name[5]) == closes
    ]


@cache
def units(indicator: str, registers: Registers, period: str) -> list[Unit]:
    """Every unit the indicator finds, counted or not: (person, practice, index date, status)."""
    rule = RULES[indicator]
    return list(rule.find(registers, window(period), years(period, rule.year_closes)))


@dataclass
class Counted:
    """One atom's persons: status, amount, and the status of the year before in the same practice."""

    statuses: Counter[str] = field(default_factory=Counter)
    amounts: list[Decimal] = field(default_factory=list)
    before_and_now: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def patients(self) -> int:
        return self.statuses["met"] + self.statuses["not_met"]

    @property
    def sums(self) -> tuple[Decimal, Decimal, Decimal]:
        return (
            sum(self.amounts, Decimal(0)),
            sum((a * a for a in self.amounts), Decimal(0)),
            max(self.amounts, default=Decimal(0)),
        )

    @property
    def both_years(self) -> tuple[int, int, int, int]:
        pairs = {p: n for p, n in self.before_and_now.items() if set(p) <= {"met", "not_met"}}
        before = sum(n for (then, _), n in pairs.items() if then == "met")
        now = sum(n for (_, today), n in pairs.items() if today == "met")
        return sum(pairs.values()), before, now, pairs.get(("met", "met"), 0)


@cache
def counted(indicator: str, registers: Registers, period: str) -> dict[Atom, Counted]:
    """(practice, period, sex, age band) -> what was counted there; members without cases have one empty atom."""
    rule = RULES[indicator]
    spans = years(period, rule.year_closes) if rule.counts == "persons" else window(period)
    found = units(indicator, registers, period)
    said = {(person, practice, day): status for person, practice, day, status, *_ in found}
    counts: dict[Atom, Counted] = defaultdict(Counted)
    for name, first, last in spans:
        members = {m["practice"] for m in registers.members(last) if m["specialty"] == rule.specialty}
        seen = set()
        for person, practice, index_date, status, *amount in found:
            if practice in members and first <= index_date <= last:
                who = registers.people[person]
                atom = counts[practice, name, who.sex, who.age_band(index_date)]
                atom.statuses[status] += 1
                atom.amounts += [Decimal(a) for a in amount if status in ("met", "not_met")]
                if rule.counts == "persons":
                    then = said.get((person, practice, index_date.replace(year=index_date.year - 1)), "")
                    atom.before_and_now[then, status] += 1
                seen.add(practice)
        for practice in members - seen:
            counts[practice, name, "U", "U"] = Counted()
    return dict(counts)


def atoms(indicator: str, registers: Registers, period: str) -> dict[Atom, tuple[int, ...]]:
    """(practice, period, sex, age band) -> met, not met, unknown, excluded: what the model should yield."""
    found = counted(indicator, registers, period)
    return {atom: tuple(c.statuses[s] for s in STATUSES) for atom, c in found.items()}


def memberships(registers: Registers, period: str) -> set[tuple[Any, ...]]:
    """(practice, specialty, quarter, cluster, subcluster, region, open data) for the window."""
    return {
        (m["practice"], m["specialty"], name, m["cluster"], m["subcluster"], m["region"], m["open_data"])
        for name, _, last in window(period)
        for m in registers.members(last)
    }


def sums(indicator: str, registers: Registers, period: str) -> dict[tuple[str, str, str], tuple[int, ...]]:
    """(level, organisation, period) -> counts for practice, subcluster, cluster, region and nation.

    Straight from persons, not from atoms: each unit is added to every group its practice was in that day.
    """
    rule = RULES[indicator]
    spans = years(period, rule.year_closes) if rule.counts == "persons" else window(period)
    total: dict[tuple[str, str, str], Counter[str]] = defaultdict(Counter)
    found = units(indicator, registers, period)
    for name, first, last in spans:
        for member in registers.members(last):
            if member["specialty"] != rule.specialty:
                continue
            groups = {level: member[level] for level in ("practice", "subcluster", "cluster", "region")}
            mine = [s for _, p, d, s, *_ in found if p == member["practice"] and first <= d <= last]
            for level, organisation in {**groups, "nation": "Danmark"}.items():
                if organisation:
                    total[level, organisation, name].update(mine)
    return {key: tuple(counter[s] for s in STATUSES) for key, counter in total.items()}
