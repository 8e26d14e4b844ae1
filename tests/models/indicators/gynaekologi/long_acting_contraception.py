"""Coils and implants among women of 15-49 years: the rule, its persons, its part of the crowd."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from tests.models.recompute_rules import Spans, Unit, rule
from tests.models.registers import Registers
from tests.models.world import OTHER, Patient, case, crowd

SEEN = "2026-03-02"
COILS = ("072104", "073106", "073126", "073206", "074106", "074206")
IMPLANT = "073129"
FERTILITY = ("070190", "070191")


@rule("gynaekologi", "persons", 2, case_mix=("age_band",))
def long_acting_contraception(registers: Registers, _: Spans, years: Spans) -> Iterator[Unit]:
    for person in registers.people.values():
        for _name, first, last in years:
            age = person.age(last)
            if person.sex != "K" or age is None or not 15 <= age <= 49:
                continue
            here: dict[str, set[str]] = {}
            for s in person.services:
                practice = registers.practice(s["number"], s["week"])
                if practice and first <= s["week"] <= last:
                    here.setdefault(practice, set()).add(s["service"])
            for practice, services in here.items():
                status = "met" if services & {*COILS, IMPLANT} else "not_met"
                yield person.name, practice, last, "excluded" if services & {*FERTILITY} else status


def contraception(**expected: str):
    def keep(tell):
        def told(p: Patient) -> None:
            p.born("1990-01-01")
            tell(p)

        told.__name__ = tell.__name__
        return case("long_acting_contraception", "gynaekologi", **expected)(told)

    return keep


@contraception(Y_2026K2="met")
def coil_in_the_first_week_of_the_year(p: Patient) -> None:
    p.claimed("072104", "2025-07-07")


@contraception(Y_2025K2="met", Y_2026K2="not_met")
def coil_in_the_last_week_of_the_year_before(p: Patient) -> None:
    p.claimed("073126", "2025-06-30")
    p.claimed("070130", SEEN)


@contraception(Y_2026K2="met")
def implant_is_long_acting(p: Patient) -> None:
    p.claimed("073129", "2026-06-29")


@contraception(Y_2026K2="not_met")
def implant_taken_out_is_not_inserted(p: Patient) -> None:
    p.claimed("073130", SEEN)


@contraception(Y_2026K2="not_met")
def coil_inserted_elsewhere(p: Patient) -> None:
    p.claimed("070130", SEEN)
    p.claimed("072104", SEEN, by=OTHER)


@contraception(Y_2026K2="excluded")
def coil_after_fertility_treatment(p: Patient) -> None:
    p.claimed("070190", "2025-07-07")
    p.claimed("074206", "2026-06-29")


@contraception(Y_2025K2="excluded", Y_2026K2="met")
def coil_the_year_after_fertility_treatment(p: Patient) -> None:
    p.claimed("070191", "2025-06-23")
    p.claimed("073106", SEEN)


@contraception(Y_2026K2="K 0-17 met")
def coil_aged_15_on_the_last_day(p: Patient) -> None:
    p.born("2011-06-30")
    p.claimed("073206", SEEN)


@contraception()
def coil_aged_14_on_the_last_day(p: Patient) -> None:
    p.born("2011-07-01")
    p.claimed("072104", SEEN)


@contraception(Y_2026K2="K 40-59 not_met")
def coil_aged_49_on_the_last_day(p: Patient) -> None:
    p.born("1976-07-01")
    p.claimed("070110", SEEN)


@contraception()
def coil_aged_50_on_the_last_day(p: Patient) -> None:
    p.born("1976-06-30")
    p.claimed("074106", SEEN)


@contraception()
def coil_of_a_man_is_not_in_it(p: Patient) -> None:
    p.born("1990-01-01", sex="1")
    p.claimed("072104", SEEN)


@crowd("gynaekologi")
def contraception_life(patient: Patient, chance: Random) -> None:
    patient.born(f"{chance.randrange(1973, 2013)}-{chance.choice(('06-30', '07-01', '11-11'))}")
    for _ in range(chance.randrange(1, 6)):
        when = str(date(2023, 4, 1) + timedelta(chance.randrange(1270)))
        service = chance.choice(("070110", "070130", "073130", IMPLANT, *COILS[:3], chance.choice(FERTILITY)))
        patient.claimed(service, when, by=chance.choice((patient.home, patient.home, OTHER)))
