"""Narrow-spectrum penicillin among antibiotics: the rule, its persons, its part of the crowd."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from tests.models.recompute_rules import Spans, Unit, rule
from tests.models.registers import Registers
from tests.models.world import OTHER, Patient, after, case, crowd

DAY = "2026-08-03"


@rule("oere_naese_halssygdomme", "events", 3)
def narrow_penicillin_share(registers: Registers, _: Spans, __: Spans) -> Iterator[Unit]:
    for person in registers.people.values():
        allergic = person.first("DZ880")
        packs: dict[tuple[str, date, str], int] = {}
        for d in person.dispensings:
            practice = registers.practice(d["number"], d["day"])
            if practice and d["atc"].startswith("J01"):
                key = (practice, d["day"], d["atc"])
                packs[key] = packs.get(key, 0) + d["packs"]
        for (practice, when, atc), total in packs.items():
            if total > 0:
                status = "met" if atc.startswith("J01CE") else "not_met"
                excluded = allergic is not None and allergic <= when
                yield person.name, practice, when, "excluded" if excluded else status


def narrow(**expected: str):
    return case("narrow_penicillin_share", "oere_naese_halssygdomme", **expected)


@narrow(K3_2026="met")
def narrow_penicillin_dispensed(p: Patient) -> None:
    p.dispensed("J01CE02", DAY)


@narrow(K3_2026="not_met")
def broad_penicillin_is_not_narrow(p: Patient) -> None:
    p.dispensed("J01CA04", DAY)


@narrow(K3_2026="not_met")
def flucloxacillin_is_not_narrow(p: Patient) -> None:
    p.dispensed("J01CF05", DAY)


@narrow(K3_2026="met")
def narrow_penicillin_in_two_packs_is_one(p: Patient) -> None:
    p.dispensed("J01CE02", DAY)
    p.dispensed("J01CE02", DAY, packs=2)


@narrow()
def narrow_penicillin_handed_back_on_the_day(p: Patient) -> None:
    p.dispensed("J01CE02", DAY)
    p.dispensed("J01CE02", DAY, packs=-1)


@narrow(K2_2026="met", K3_2026="not_met")
def narrow_penicillin_first_another_later(p: Patient) -> None:
    p.dispensed("J01CE02", "2026-06-30")
    p.dispensed("J01FA10", "2026-07-01")


@narrow()
def ear_drops_are_no_antibiotic_in_this(p: Patient) -> None:
    p.dispensed("S02AA15", DAY)


@narrow()
def narrow_penicillin_prescribed_elsewhere_is_theirs(p: Patient) -> None:
    p.dispensed("J01CE02", DAY, by=OTHER)


@narrow(K3_2026="excluded")
def penicillin_allergy_registered_on_the_day(p: Patient) -> None:
    p.dispensed("J01FA10", DAY)
    p.diagnosed("DZ880", DAY, kind="B")


@narrow(K3_2026="not_met")
def penicillin_allergy_registered_the_day_after(p: Patient) -> None:
    p.dispensed("J01FA10", DAY)
    p.diagnosed("DZ880", after(DAY, 1))


@narrow(K3_2026="not_met")
def penicillin_allergy_refuted_later(p: Patient) -> None:
    p.dispensed("J01FA10", DAY)
    p.diagnosed("DZ880", "2025-01-06", refuted="Ja")


@crowd("oere_naese_halssygdomme")
def antibiotic_life(patient: Patient, chance: Random) -> None:
    for _ in range(chance.randrange(1, 6)):
        when = str(date(2023, 7, 1) + timedelta(chance.randrange(1180)))
        by = chance.choice((patient.home, patient.home, OTHER))
        atc = chance.choice(("J01CE02", "J01CE02", "J01CA04", "J01FA10", "S02AA15"))
        patient.dispensed(atc, when, by=by)
        if chance.random() < 0.3:
            patient.dispensed(chance.choice((atc, "J01CF05")), when, chance.choice((1, -1)), by=by)
        if chance.random() < 0.1:
            patient.diagnosed("DZ880", when, chance.choice("ABG"))
