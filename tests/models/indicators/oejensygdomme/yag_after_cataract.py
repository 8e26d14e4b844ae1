"""First YAG laser treatment among patients of 65 or older: the rule, its persons, its part of the crowd."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from tests.models.recompute_rules import Spans, Unit, rule, weeks_apart
from tests.models.registers import Registers
from tests.models.world import OTHER, Patient, after, case, crowd

#: The first whole week of the year closing 2026K3; the year begins on the Wednesday before.
WEEK, SEEN = "2025-10-06", "2026-02-02"


@rule("oejensygdomme", "persons", 3)
def yag_after_cataract(registers: Registers, _: Spans, years: Spans) -> Iterator[Unit]:
    for person in registers.people.values():
        for _name, first, last in years:
            age = person.age(last)
            if age is None or age < 65:
                continue
            lasers = [s["week"] for s in person.services if s["service"] == "193503"]
            before = any(week < first and weeks_apart(week, first) <= 52 for week in lasers)
            here: dict[str, set[str]] = {}
            for s in person.services:
                practice = registers.practice(s["number"], s["week"])
                if practice and first <= s["week"] <= last:
                    here.setdefault(practice, set()).add(s["service"])
            for practice, services in here.items():
                status = "excluded" if before else "met" if "193503" in services else "not_met"
                yield person.name, practice, last, status


def yag(**expected: str):
    return case("yag_after_cataract", "oejensygdomme", **expected)


@yag(Y_2026K3="met")
def yag_in_the_first_week_of_the_year(p: Patient) -> None:
    p.claimed("193503", WEEK)


@yag(Y_2025K3="met", Y_2026K3="excluded")
def yag_in_the_week_the_year_begins_is_the_year_before(p: Patient) -> None:
    p.claimed("193503", after(WEEK, weeks=-1))
    p.claimed("190130", SEEN)


@yag(Y_2026K3="not_met")
def seen_without_yag(p: Patient) -> None:
    p.claimed("190130", SEEN)
    p.claimed("193504", SEEN)


@yag(Y_2026K3="not_met")
def yag_elsewhere_is_not_ours(p: Patient) -> None:
    p.claimed("190130", SEEN)
    p.claimed("193503", SEEN, by=OTHER)


@yag(Y_2026K3="excluded")
def yag_52_weeks_before_the_year_elsewhere(p: Patient) -> None:
    p.claimed("193503", after(WEEK, weeks=-53), by=OTHER)
    p.claimed("193503", SEEN)


@yag(Y_2026K3="met")
def yag_53_weeks_before_the_year_is_forgotten(p: Patient) -> None:
    p.claimed("193503", after(WEEK, weeks=-54), by=OTHER)
    p.claimed("193503", SEEN)


@yag(Y_2026K3="met")
def yag_twice_in_the_year_is_one_person(p: Patient) -> None:
    p.claimed("193503", SEEN)
    p.claimed("193503", after(SEEN, weeks=4))


@yag(Y_2026K3="K 60-74 met")
def yag_aged_65_on_the_last_day(p: Patient) -> None:
    p.born("1961-09-30")
    p.claimed("193503", SEEN)


@yag()
def yag_aged_65_the_day_after_the_year(p: Patient) -> None:
    p.born("1961-10-01")
    p.claimed("193503", SEEN)


@yag()
def yag_of_unknown_age(p: Patient) -> None:
    p.born(None)
    p.claimed("193503", SEEN)


@crowd("oejensygdomme")
def yag_life(patient: Patient, chance: Random) -> None:
    if chance.random() < 0.9:
        patient.born(f"{chance.randrange(1935, 1966)}-{chance.choice(('01-01', '09-30', '10-01'))}")
    for _ in range(chance.randrange(1, 7)):
        when = str(date(2022, 7, 1) + timedelta(chance.randrange(1550)))
        service = chance.choice(("190110", "190130", "190130", "193503", "193603"))
        patient.claimed(service, when, by=chance.choice((patient.home, patient.home, OTHER)))
