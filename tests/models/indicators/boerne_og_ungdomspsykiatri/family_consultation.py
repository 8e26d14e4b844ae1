"""Consultations with parents or family: the rule again, its named persons, its part of the crowd."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from tests.models.recompute_rules import Spans, Unit, rule
from tests.models.registers import Registers
from tests.models.world import OTHER, Patient, case, crowd

CONSULTATIONS = {"260110", "260111", "260112", "260120", "260130", "260131", "260132", "260133", "260134"}


@rule("boerne_og_ungdomspsykiatri", "persons", 4, case_mix=("sex",))
def family_consultation(registers: Registers, _: Spans, years: Spans) -> Iterator[Unit]:
    for person in registers.people.values():
        for _name, first, last in years:
            services: dict[str, set[str]] = {}
            for s in person.services:
                practice = registers.practice(s["number"], s["week"])
                if practice and first <= s["week"] <= last:
                    services.setdefault(practice, set()).add(s["service"])
            age = person.age(last)
            for practice, codes in services.items():
                if codes & CONSULTATIONS:
                    met = "met" if codes & {"260133", "260134"} else "not_met"
                    yield person.name, practice, last, "excluded" if age is not None and age >= 18 else met


def family(**expected: str):
    def born(tell):
        def told(p: Patient) -> None:
            p.born("2015-05-05")
            tell(p)

        told.__name__ = tell.__name__
        return case("family_consultation", "boerne_og_ungdomspsykiatri", **expected)(told)

    return born


@family(Y_2025K4="met")
def family_therapy_in_the_year_is_met(p: Patient) -> None:
    p.claimed("260110", "2025-01-06")
    p.claimed("260134", "2025-12-29")


@family(Y_2025K4="met")
def family_without_the_child_is_met(p: Patient) -> None:
    p.claimed("260133", "2025-05-05")


@family(Y_2024K4="met", Y_2025K4="not_met")
def family_consulted_the_year_before_is_not_met(p: Patient) -> None:
    p.claimed("260134", "2025-01-01")  # its week began on 30 December 2024
    p.claimed("260131", "2025-05-05")


@family(Y_2025K4="not_met")
def family_at_the_first_consultation_is_no_family_therapy(p: Patient) -> None:
    p.claimed("260112", "2025-05-05")


@family(Y_2025K4="not_met")
def family_consulted_elsewhere_is_not_met(p: Patient) -> None:
    p.claimed("260120", "2025-05-05")
    p.claimed("260133", "2025-05-05", by=OTHER)


@family()
def family_called_by_telephone_only_is_not_in_it(p: Patient) -> None:
    p.claimed("260201", "2025-05-05")


@family(Y_2025K4="excluded")
def family_of_a_patient_18_on_the_last_day_is_excluded(p: Patient) -> None:
    p.born("2007-12-31")
    p.claimed("260133", "2025-05-05")


@family(Y_2025K4="met")
def family_of_a_patient_18_the_day_after_the_year_counts(p: Patient) -> None:
    p.born("2008-01-01")
    p.claimed("260133", "2025-05-05")


@crowd("boerne_og_ungdomspsykiatri", 70)
def family_lives(p: Patient, chance: Random) -> None:
    p.born(str(date(2005, 1, 1) + timedelta(chance.randrange(5500))), chance.choice("12"))
    for _ in range(chance.randrange(1, 6)):
        p.claimed(
            chance.choice(("260110", "260120", "260130", "260133", "260134", "260201")),
            str(date(2024, 1, 1) + timedelta(chance.choice((0, 365, 366, 730, chance.randrange(730))))),
            chance.choice((p.home, p.home, p.home, OTHER)),
        )
