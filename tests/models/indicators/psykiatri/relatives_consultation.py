"""Consultations with relatives: the rule again, its named persons, its part of the crowd."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from tests.models.recompute_rules import Spans, Unit, minor, rule
from tests.models.registers import Registers
from tests.models.world import OTHER, Patient, case, crowd


@rule("psykiatri", "persons", 4)
def relatives_consultation(registers: Registers, _: Spans, years: Spans) -> Iterator[Unit]:
    for person in registers.people.values():
        for _name, first, last in years:
            services: dict[str, set[str]] = {}
            for s in person.services:
                practice = registers.practice(s["number"], s["week"])
                if practice and first <= s["week"] <= last:
                    services.setdefault(practice, set()).add(s["service"])
            for practice, codes in services.items():
                if codes & {"240110", "240120", "240130", "240140"}:
                    met = "met" if "240150" in codes else "not_met"
                    yield person.name, practice, last, "excluded" if minor(person, last) else met


def relatives(**expected: str):
    return case("relatives_consultation", "psykiatri", **expected)


@relatives(Y_2025K4="met")
def relatives_consulted_in_the_year_is_met(p: Patient) -> None:
    p.claimed("240110", "2025-01-06")
    p.claimed("240150", "2025-12-29")


@relatives(Y_2024K4="met", Y_2025K4="not_met")
def relatives_consulted_the_year_before_is_not_met(p: Patient) -> None:
    p.claimed("240120", "2024-02-05")
    p.claimed("240150", "2025-01-01")  # its week began on 30 December 2024
    p.claimed("240130", "2025-05-05")


@relatives(Y_2025K4="not_met")
def relatives_consulted_elsewhere_is_not_met(p: Patient) -> None:
    p.claimed("240140", "2025-05-05")
    p.claimed("240150", "2025-05-05", by=OTHER)


@relatives()
def relatives_without_a_consultation_of_the_patient_are_not_in_it(p: Patient) -> None:
    p.claimed("240150", "2025-05-05")
    p.claimed("240201", "2025-05-05")


@relatives(Y_2025K4="excluded")
def relatives_of_patients_under_18_are_excluded(p: Patient) -> None:
    p.born("2008-01-01")
    p.claimed("240110", "2025-05-05")
    p.claimed("240150", "2025-05-05")


@relatives(Y_2025K4="met")
def relatives_of_patients_18_on_the_last_day_count(p: Patient) -> None:
    p.born("2007-12-31")
    p.claimed("240110", "2025-05-05")
    p.claimed("240150", "2025-05-12")


@relatives(Y_2025K4="not_met")
def relatives_of_patients_without_birth_date_count(p: Patient) -> None:
    p.born(None)
    p.claimed("240110", "2025-05-05")


@crowd("psykiatri", 70)
def relatives_lives(p: Patient, chance: Random) -> None:
    for _ in range(chance.randrange(1, 7)):
        p.claimed(
            chance.choice(("240110", "240130", "240140", "240150", "240201")),
            str(date(2024, 1, 1) + timedelta(chance.choice((0, 365, 366, 730, chance.randrange(730))))),
            chance.choice((p.home, p.home, p.home, OTHER)),
        )
