"""X-ray of the lumbar spine among those examined: the rule again, its persons and its crowd."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from tests.models.indicators.radiologi._imaging import LUMBAR, SPINE, fractured, imaging
from tests.models.recompute_rules import Spans, Unit, rule
from tests.models.registers import Registers
from tests.models.world import OTHER, Patient, case, crowd


@rule("radiologi", "persons", 2)
def lumbar_xray(registers: Registers, _: Spans, years: Spans) -> Iterator[Unit]:
    for person in registers.people.values():
        for _name, first, last in years:
            done: dict[str, set[str]] = {}
            for s in person.services:
                practice = registers.practice(s["number"], s["week"])
                if practice and first <= s["week"] <= last and imaging(s["service"]):
                    done.setdefault(practice, set()).add(s["service"])
            for practice, services in done.items():
                status = "met" if services & set(LUMBAR) else "not_met"
                excluded = fractured(person, first, last, *SPINE)
                yield person.name, practice, last, "excluded" if excluded else status


def lumbar(**expected: str):
    return case("lumbar_xray", "radiologi", **expected)


KNEE, IN_THE_YEAR = "052115", "2025-10-06"


@lumbar(Y_2026K2="met")
def lumbar_xray_in_the_last_week_of_the_year_is_met(p: Patient) -> None:
    p.claimed("052128", "2026-07-01")  # a Wednesday; Monday is 29 June


@lumbar(Y_2025K2="met", Y_2026K2="not_met")
def lumbar_xray_in_the_last_week_of_the_year_before_is_over(p: Patient) -> None:
    p.claimed("052128", "2025-07-01")  # a Tuesday; Monday is 30 June
    p.claimed(KNEE, "2025-07-07")


@lumbar(Y_2026K2="met")
def lumbar_xray_as_a_following_region_is_met(p: Patient) -> None:
    p.claimed(KNEE, IN_THE_YEAR)
    p.claimed("052228", IN_THE_YEAR)


@lumbar(Y_2026K2="met")
def lumbar_xray_of_specialty_03_is_met(p: Patient) -> None:
    p.claimed("032128", IN_THE_YEAR)


@lumbar(Y_2026K2="not_met")
def mri_of_the_back_is_no_lumbar_xray(p: Patient) -> None:
    p.claimed("055013", IN_THE_YEAR)


@lumbar(Y_2026K2="not_met")
def lumbar_xray_elsewhere_is_theirs(p: Patient) -> None:
    p.claimed(KNEE, IN_THE_YEAR)
    p.claimed("052128", IN_THE_YEAR, by=OTHER)


@lumbar()
def interpreter_and_telephone_are_no_examination(p: Patient) -> None:
    for service in ("032161", "050161", "055070", "035081"):
        p.claimed(service, IN_THE_YEAR)


@lumbar(Y_2026K2="excluded")
def lumbar_fracture_on_the_first_day_of_the_year_is_excluded(p: Patient) -> None:
    p.claimed("052128", IN_THE_YEAR)
    p.diagnosed("DS320", "2025-07-01")


@lumbar(Y_2026K2="met")
def lumbar_fracture_before_the_year_is_not_excluded(p: Patient) -> None:
    p.claimed("052128", IN_THE_YEAR)
    p.diagnosed("DS220", "2025-06-30")


@lumbar(Y_2026K2="met")
def a_broken_rib_is_no_lumbar_fracture(p: Patient) -> None:
    p.claimed("052128", IN_THE_YEAR)
    p.diagnosed("DS223", IN_THE_YEAR)


@crowd("radiologi", 90)
def lives_with_a_back(p: Patient, chance: Random) -> None:
    middle = date(2024, 1, 1) + timedelta(chance.randrange(900))
    for _ in range(chance.randrange(1, 6)):
        service = chance.choice(("052128", "032228", KNEE, KNEE, "052133", "055013", "032161"))
        day = middle + timedelta(chance.choice((0, 30, 90, 91, 92, 98, -60, 200)))
        p.claimed(service, str(min(day, date(2026, 9, 30))), chance.choice((p.home, p.home, OTHER)))
    if chance.random() < 0.3:
        fracture = chance.choice(("DS320", "DS525", "DS223"))
        p.diagnosed(fracture, str(min(middle + timedelta(chance.randrange(-120, 120)), date(2026, 9, 30))))
