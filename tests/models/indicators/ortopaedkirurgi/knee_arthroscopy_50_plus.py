"""Knee arthroscopy at 50 or over: the rule again, its named persons, its crowd."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from tests.models.recompute_rules import Spans, Unit, days, rule
from tests.models.registers import Registers
from tests.models.world import OTHER, Patient, after, case, crowd

DAY = "2026-03-02"  # a Monday


@rule("ortopaedkirurgi", "persons", 3)
def knee_arthroscopy_50_plus(registers: Registers, _: Spans, years: Spans) -> Iterator[Unit]:
    for person in registers.people.values():
        for _name, first, last in years:
            age = person.age(last)
            if age is not None and age < 50:
                continue
            seen: dict[str, set[str]] = {}
            for s in person.services:
                practice = registers.practice(s["number"], s["week"])
                if practice and first <= s["week"] <= last:
                    seen.setdefault(practice, set()).add(s["service"])
            hurt = any(
                d["code"].startswith("DS83") and first - days(182) <= d["day"] <= last
                for d in person.diagnoses
            )
            for practice, services in seen.items():
                status = "met" if services & {"203150", "203151"} else "not_met"
                if hurt:
                    status = "excluded"
                if age is None:
                    status = "unknown"
                yield person.name, practice, last, status


def knee(**expected: str):
    return case("knee_arthroscopy_50_plus", "ortopaedkirurgi", **expected)


@knee(Y_2026K3="met")
def knee_arthroscopy_is_met(p: Patient) -> None:
    p.claimed("200110", DAY)
    p.claimed("203150", DAY)


@knee(Y_2026K3="met")
def knee_arthroscopy_of_the_larger_kind_is_met(p: Patient) -> None:
    p.claimed("203151", "2026-09-28")


@knee(Y_2026K3="not_met")
def knee_seen_and_not_operated_is_not_met(p: Patient) -> None:
    p.claimed("200130", DAY)
    p.claimed("203146", DAY)


@knee(Y_2025K3="met", Y_2026K3="not_met")
def knee_arthroscopy_the_year_before_is_its_own_year(p: Patient) -> None:
    p.claimed("203150", "2025-09-29")
    p.claimed("200130", "2025-10-06")


@knee(Y_2026K3="not_met")
def knee_arthroscopy_elsewhere_is_not_the_practices(p: Patient) -> None:
    p.claimed("200130", DAY)
    p.claimed("203150", DAY, by=OTHER)


@knee(Y_2026K3="K 40-59 not_met")
def knee_fifty_on_the_last_day_is_in_it(p: Patient) -> None:
    p.born("1976-09-30")
    p.claimed("200130", DAY)


@knee()
def knee_forty_nine_on_the_last_day_is_not_in_it(p: Patient) -> None:
    p.born("1976-10-01")
    p.claimed("203150", DAY)


@knee(Y_2026K3="U U unknown")
def knee_of_unknown_age_is_unknown(p: Patient) -> None:
    p.born(None)
    p.claimed("203150", DAY)


@knee(Y_2026K3="excluded")
def knee_injury_in_the_year_is_excluded(p: Patient) -> None:
    p.claimed("203150", DAY)
    p.diagnosed("DS832", "2026-09-30")


@knee(Y_2026K3="excluded")
def knee_injury_182_days_before_the_year_is_excluded(p: Patient) -> None:
    p.claimed("203150", DAY)
    p.diagnosed("DS835", after("2025-10-01", -182), kind="B")


@knee(Y_2026K3="met")
def knee_injury_183_days_before_the_year_is_too_early(p: Patient) -> None:
    p.claimed("203150", DAY)
    p.diagnosed("DS832", after("2025-10-01", -183))


@knee(Y_2026K3="met")
def knee_injury_refuted_later_does_not_count(p: Patient) -> None:
    p.claimed("203150", DAY)
    p.diagnosed("DS832", DAY, refuted="Ja")


@crowd("ortopaedkirurgi")
def knees_by_chance(p: Patient, chance: Random) -> None:
    for _ in range(chance.randrange(6)):
        day = date(2023, 10, 2) + timedelta(chance.randrange(1090))
        service = chance.choice(("200110", "200130", "203150", "203151"))
        p.claimed(service, str(day), chance.choice((p.home, p.home, OTHER)))
    if chance.random() < 0.2:
        day = date(2023, 10, 2) + timedelta(chance.randrange(1090))
        p.diagnosed(chance.choice(("DS832", "DS835", "DM232")), str(day))
