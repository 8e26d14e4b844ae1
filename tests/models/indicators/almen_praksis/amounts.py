"""DDD of opioids and of antibiotics per patient a general practice saw: rules, named persons, crowd."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from random import Random

from tests.models.indicators.almen_praksis import chance_day
from tests.models.recompute_rules import Spans, Unit, prescribed, rule
from tests.models.registers import Registers
from tests.models.world import OTHER, Patient, case, crowd


def amounts(registers: Registers, years: Spans, atc: str) -> Iterator[Unit]:
    for person in registers.people.values():
        for _name, first, last in years:
            weeks = [s for s in person.services if s["service"][:2] == "80" and first <= s["week"] <= last]
            ddd = prescribed(registers, person, first, last, "ddd", atc)
            for practice in {registers.practice(s["number"], s["week"]) for s in weeks} - {None}:
                amount = max(ddd.get(practice, Decimal(0)), Decimal(0))
                yield person.name, practice, last, "met" if amount else "not_met", amount


@rule("almen_praksis", "persons", 3)
def opioid_amount(registers: Registers, _: Spans, years: Spans) -> Iterator[Unit]:
    yield from amounts(registers, years, "N02A")


@rule("almen_praksis", "persons", 3)
def antibiotic_amount(registers: Registers, _: Spans, years: Spans) -> Iterator[Unit]:
    yield from amounts(registers, years, "J01")


def opioid(**expected: str):
    return case("opioid_amount", "almen_praksis", **expected)


def antibiotic(**expected: str):
    return case("antibiotic_amount", "almen_praksis", **expected)


@opioid(Y_2026K3="met")
def an_opioid_dispensed_to_a_patient_seen_is_met(p: Patient) -> None:
    p.claimed("800101", "2026-02-02")
    p.dispensed("N02AX02", "2026-03-02", ddd=33.33)


@opioid(Y_2026K3="not_met")
def a_patient_seen_without_opioid_is_not_met(p: Patient) -> None:
    p.claimed("800101", "2026-02-02")
    p.dispensed("N02BE01", "2026-03-02")


@opioid()
def an_opioid_to_a_patient_not_seen_is_not_counted(p: Patient) -> None:
    p.dispensed("N02AX02", "2026-03-02")


@opioid()
def opioid_amount_needs_a_service_of_specialty_80(p: Patient) -> None:
    p.claimed("082206", "2026-02-02")
    p.claimed("180120", "2026-02-02")
    p.dispensed("N02AX02", "2026-03-02")


@opioid(Y_2025K3="not_met", Y_2026K3="met")
def opioid_amount_years_begin_with_october(p: Patient) -> None:
    p.claimed("800201", "2025-09-29")  # Monday in the year before
    p.claimed("800201", "2025-10-06")
    p.dispensed("N02AA05", "2025-10-01")


@opioid(Y_2025K3="met", Y_2026K3="not_met")
def opioid_dispensed_the_last_day_belongs_to_its_year(p: Patient) -> None:
    p.claimed("807156", "2025-03-03")
    p.claimed("807156", "2026-03-02")
    p.dispensed("N02AA01", "2025-09-30")


@opioid(Y_2026K3="not_met")
def more_opioid_handed_back_than_got_is_nothing(p: Patient) -> None:
    p.claimed("800101", "2026-02-02")
    p.dispensed("N02AX02", "2026-03-02", packs=1)
    p.dispensed("N02AX02", "2026-03-20", packs=-2)


@opioid(Y_2026K3="met")
def an_opioid_pack_handed_back_leaves_the_other(p: Patient) -> None:
    p.claimed("800101", "2026-02-02")
    p.dispensed("N02AX02", "2026-03-02", packs=2, ddd=12.5)
    p.dispensed("N02AX02", "2026-03-20", packs=-1, ddd=12.5)


@opioid(Y_2026K3="not_met")
def an_opioid_another_practice_prescribed_is_theirs(p: Patient) -> None:
    p.claimed("800101", "2026-02-02")
    p.dispensed("N02AX02", "2026-03-02", by=OTHER)


@opioid()
def an_opioid_patient_seen_elsewhere_is_counted_there(p: Patient) -> None:
    p.claimed("800101", "2026-02-02", by=OTHER)
    p.dispensed("N02AX02", "2026-03-02")


@antibiotic(Y_2026K3="met")
def any_antibiotic_of_a_patient_seen_is_met(p: Patient) -> None:
    p.claimed("800105", "2026-02-02")
    p.dispensed("J01XE01", "2026-02-03", ddd=7.5)
    p.dispensed("J01CE02", "2026-05-03", ddd=9.9)


@antibiotic(Y_2026K3="not_met")
def antibiotic_eye_drops_are_no_antibiotic_of_j01(p: Patient) -> None:
    p.claimed("800105", "2026-02-02")
    p.dispensed("S01AA01", "2026-02-03")


@antibiotic(Y_2024K3="met", Y_2025K3="not_met")
def antibiotics_of_one_year_say_nothing_of_the_next(p: Patient) -> None:
    p.claimed("800101", "2024-02-05")
    p.dispensed("J01CA08", "2024-02-06")
    p.claimed("800101", "2025-02-03")


@antibiotic(Y_2026K3="K 0-17 met")
def antibiotics_of_children_are_counted(p: Patient) -> None:
    p.born("2020-01-01")
    p.claimed("800101", "2026-02-02")
    p.dispensed("J01CE02", "2026-02-02")


@antibiotic(Y_2026K3="not_met")
def antibiotics_another_doctor_prescribed_do_not_count(p: Patient) -> None:
    p.claimed("800101", "2026-02-02")
    p.dispensed("J01CE02", "2026-02-02", by=OTHER)


@crowd("almen_praksis", persons=150)
def general_practice_patients(p: Patient, chance: Random) -> None:
    for _ in range(chance.randrange(6)):
        service = chance.choice(("800101", "800101", "800201", "807156", "082206"))
        p.claimed(service, chance_day(chance), chance.choice((p.home, p.home, p.home, OTHER)))
    for _ in range(chance.randrange(6)):
        atc = chance.choice(("N02AX02", "N02AA05", "J01CE02", "J01CA08", "N02BE01"))
        by = chance.choice((p.home, p.home, p.home, OTHER))
        p.dispensed(
            atc,
            chance_day(chance),
            chance.choice((1, 1, 2, 3, -1)),
            ddd=chance.choice((33.33, 9.9, 50)),
            by=by,
        )
