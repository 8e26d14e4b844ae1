"""Valproate to women of childbearing age: the rule again, its persons and its crowd."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from tests.models.recompute_rules import Spans, Unit, rule
from tests.models.registers import Registers
from tests.models.world import OTHER, Patient, case, crowd


@rule("neurologi", "persons", 4, case_mix=("age_band",))
def valproate_women(registers: Registers, _: Spans, years: Spans) -> Iterator[Unit]:
    for person in registers.people.values():
        for _name, first, last in years:
            age = person.age(last)
            if person.sex != "K" or age is None or not 15 <= age <= 49:
                continue
            status = "met" if person.packs(first, last, "N03AG01") > 0 else "not_met"
            here: dict[str, int] = {}
            for d in person.dispensings:
                practice = registers.practice(d["number"], d["day"])
                if practice and first <= d["day"] <= last and d["atc"].startswith("N03A"):
                    here[practice] = here.get(practice, 0) + d["packs"]
            for practice in (practice for practice, packs in here.items() if packs > 0):
                yield person.name, practice, last, status


def valproate(**expected: str):
    return case("valproate_women", "neurologi", **expected)


@valproate(Y_2025K4="met")
def valproate_on_the_last_day_of_the_year_is_met(p: Patient) -> None:
    p.born("1990-01-01")
    p.dispensed("N03AG01", "2025-12-31")


@valproate(Y_2025K4="met")
def valproate_from_another_doctor_is_met(p: Patient) -> None:
    p.born("1990-01-01")
    p.dispensed("N03AX14", "2025-03-01")
    p.dispensed("N03AG01", "2025-01-01", by=OTHER)


@valproate()
def valproate_from_another_doctor_alone_is_theirs(p: Patient) -> None:
    p.born("1990-01-01")
    p.dispensed("N03AG01", "2025-01-01", by=OTHER)


@valproate(Y_2025K4="not_met")
def another_antiepileptic_is_not_valproate(p: Patient) -> None:
    p.born("1990-01-01")
    p.dispensed("N03AX09", "2025-03-01")


@valproate(Y_2024K4="met", Y_2025K4="not_met")
def valproate_of_the_year_before_is_over(p: Patient) -> None:
    p.born("1990-01-01")
    p.dispensed("N03AG01", "2024-12-31")
    p.dispensed("N03AX09", "2025-03-01")


@valproate(Y_2025K4="not_met")
def valproate_handed_back_is_not_met(p: Patient) -> None:
    p.born("1990-01-01")
    p.dispensed("N03AX09", "2025-03-01")
    p.dispensed("N03AG01", "2025-03-01", packs=2)
    p.dispensed("N03AG01", "2025-03-08", packs=-2)


@valproate(Y_2025K4="K 0-17 met")
def fifteen_on_the_last_day_is_of_childbearing_age(p: Patient) -> None:
    p.born("2010-12-31")
    p.dispensed("N03AG01", "2025-03-01")


@valproate()
def fourteen_on_the_last_day_is_not_of_childbearing_age(p: Patient) -> None:
    p.born("2011-01-01")
    p.dispensed("N03AG01", "2025-03-01")


@valproate(Y_2025K4="K 40-59 met")
def forty_nine_on_the_last_day_is_of_childbearing_age(p: Patient) -> None:
    p.born("1976-01-01")
    p.dispensed("N03AG01", "2025-03-01")


@valproate(Y_2024K4="met")
def fifty_on_the_last_day_is_not_of_childbearing_age(p: Patient) -> None:
    p.born("1975-12-31")
    p.dispensed("N03AG01", "2024-03-01")
    p.dispensed("N03AG01", "2025-03-01")


@valproate()
def men_on_valproate_are_not_in_it(p: Patient) -> None:
    p.born("1990-01-01", sex="1")
    p.dispensed("N03AG01", "2025-03-01")


@valproate()
def unregistered_on_valproate_is_not_in_it(p: Patient) -> None:
    p.born(None)
    p.dispensed("N03AG01", "2025-03-01")


@crowd("neurologi", 120)
def lives_with_antiepileptics(p: Patient, chance: Random) -> None:
    if chance.random() < 0.8:
        p.born(str(date(1968, 1, 1) + timedelta(chance.randrange(16000))), chance.choice("1222"))
    for _ in range(chance.randrange(1, 5)):
        p.dispensed(
            chance.choice(("N03AG01", "N03AX09", "N03AX14", "N05BA01")),
            str(date(2024, 1, 1) + timedelta(chance.randrange(800))), chance.choice((1, 1, 2, -1)),
            by=chance.choice((p.home, p.home, OTHER)),
        )  # fmt: skip
