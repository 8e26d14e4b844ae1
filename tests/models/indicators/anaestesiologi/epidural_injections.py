"""Epidural injections in four weeks of a year or more: the rule again, its named persons, its crowd."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from tests.models.recompute_rules import Spans, Unit, rule
from tests.models.registers import Registers
from tests.models.world import OTHER, Patient, after, case, crowd

DAY = "2025-03-03"  # a Monday of the year that closes in 2025K4


@rule("anaestesiologi", "persons", 4)
def epidural_injections(registers: Registers, _: Spans, years: Spans) -> Iterator[Unit]:
    for person in registers.people.values():
        cancers = [d["day"] for d in person.diagnoses if d["code"][:2] == "DC" and d["code"][:4] != "DC44"]
        for _name, first, last in years:
            given = [s for s in person.services if s["service"] == "012635" and first <= s["week"] <= last]
            status = "met" if len({s["week"] for s in given}) >= 4 else "not_met"
            if cancers and min(cancers) <= last:
                status = "excluded"
            for practice in {registers.practice(s["number"], s["week"]) for s in given} - {None}:
                yield person.name, practice, last, status


def epidural(**expected: str):
    return case("epidural_injections", "anaestesiologi", **expected)


def weekly(p: Patient, day: str, count: int, by: str | None = None) -> None:
    for week in range(count):
        p.claimed("012635", after(day, weeks=week), by=by)


@epidural(Y_2025K4="met")
def epidural_in_four_weeks_is_met(p: Patient) -> None:
    weekly(p, DAY, 4)


@epidural(Y_2025K4="not_met")
def epidural_in_three_weeks_is_not_met(p: Patient) -> None:
    weekly(p, DAY, 3)


@epidural(Y_2025K4="not_met")
def epidural_twice_in_a_week_counts_once(p: Patient) -> None:
    weekly(p, DAY, 3)
    p.claimed("012635", after(DAY, 4))


@epidural(Y_2025K4="met")
def epidural_by_others_adds_up(p: Patient) -> None:
    weekly(p, DAY, 1)
    weekly(p, after(DAY, weeks=10), 3, by=OTHER)


@epidural()
def epidural_by_others_only_is_theirs(p: Patient) -> None:
    p.claimed("010130", DAY)
    weekly(p, DAY, 4, by=OTHER)


@epidural(Y_2024K4="not_met", Y_2025K4="not_met")
def epidural_of_two_years_does_not_add_up(p: Patient) -> None:
    weekly(p, "2024-12-23", 4)  # weeks of 23 and 30 December, 6 and 13 January


@epidural(Y_2025K4="not_met")
def epidural_and_other_blocks_do_not_add_up(p: Patient) -> None:
    weekly(p, DAY, 3)
    p.claimed("012634", after(DAY, weeks=5))


@epidural(Y_2024K4="met", Y_2025K4="excluded")
def epidural_in_cancer_is_excluded_from_the_year_it_came(p: Patient) -> None:
    weekly(p, "2024-03-04", 4)
    weekly(p, DAY, 4)
    p.diagnosed("DC509", "2025-12-31")


@epidural(Y_2025K4="met")
def epidural_and_cancer_after_the_year_is_not_excluded(p: Patient) -> None:
    weekly(p, DAY, 4)
    p.diagnosed("DC509", "2026-01-01")


@epidural(Y_2025K4="not_met")
def epidural_and_skin_cancer_is_not_excluded(p: Patient) -> None:
    weekly(p, DAY, 2)
    p.diagnosed("DC443", DAY)


@crowd("anaestesiologi")
def epidurals_by_chance(p: Patient, chance: Random) -> None:
    day = date(2023, 12, 1) + timedelta(chance.randrange(600))
    for _ in range(chance.randrange(1, 9)):
        p.claimed("012635", str(day), chance.choice((p.home, p.home, OTHER)))
        day += timedelta(chance.choice((2, 14, 30, 60)))
    if chance.random() < 0.15:
        p.diagnosed(chance.choice(("DC619", "DC449")), str(day))
