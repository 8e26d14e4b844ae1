"""Perimetry in treated glaucoma: the rule, its persons, its part of the crowd."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from tests.models.recompute_rules import Spans, Unit, minor, rule, weeks_apart
from tests.models.registers import Registers
from tests.models.world import OTHER, Patient, after, case, crowd

#: The year closing 2026K2 ends on a Tuesday.
END, MONDAY, DROPS = "2026-06-30", "2026-06-29", "2026-02-02"


@rule("oejensygdomme", "persons", 2)
def glaucoma_perimetry(registers: Registers, _: Spans, years: Spans) -> Iterator[Unit]:
    for person in registers.people.values():
        blind = person.first("DH540")
        tests = [s["week"] for s in person.services if s["service"] == "192004"]
        for _name, first, last in years:
            packs: dict[str, int] = {}
            for d in person.dispensings:
                practice = registers.practice(d["number"], d["day"])
                drops = d["atc"].startswith("S01E") and d["atc"] != "S01EC01"
                if practice and drops and first <= d["day"] <= last:
                    packs[practice] = packs.get(practice, 0) + d["packs"]
            met = any(week <= last and weeks_apart(week, last) <= 78 for week in tests)
            excluded = minor(person, last) or (blind is not None and blind <= last)
            for practice, total in packs.items():
                if total > 0:
                    yield person.name, practice, last, "excluded" if excluded else "met" if met else "not_met"


def perimetry(**expected: str):
    return case("glaucoma_perimetry", "oejensygdomme", **expected)


@perimetry(Y_2026K2="met")
def perimetry_in_the_last_week_of_the_year(p: Patient) -> None:
    p.dispensed("S01EE01", DROPS)
    p.claimed("192004", MONDAY)


@perimetry(Y_2026K2="not_met")
def perimetry_the_week_after_the_year(p: Patient) -> None:
    p.dispensed("S01EE01", DROPS)
    p.claimed("192004", after(MONDAY, weeks=1))


@perimetry(Y_2026K2="met")
def perimetry_78_weeks_before_the_last_week(p: Patient) -> None:
    p.dispensed("S01EE01", DROPS)
    p.claimed("192004", after(MONDAY, weeks=-78), by=OTHER)


@perimetry(Y_2026K2="not_met")
def perimetry_79_weeks_before_the_last_week(p: Patient) -> None:
    p.dispensed("S01EE01", DROPS)
    p.claimed("192004", after(MONDAY, weeks=-79))


@perimetry(Y_2026K2="not_met")
def glaucoma_assessed_without_perimetry(p: Patient) -> None:
    p.dispensed("S01ED51", DROPS)
    p.claimed("192003", DROPS)


@perimetry(Y_2025K2="met", Y_2026K2="not_met")
def glaucoma_treated_two_years_with_one_old_perimetry(p: Patient) -> None:
    p.dispensed("S01EE01", "2025-06-30")
    p.dispensed("S01EE01", "2025-07-01")
    p.claimed("192004", "2024-10-07")


@perimetry()
def glaucoma_drops_handed_back(p: Patient) -> None:
    p.dispensed("S01EE01", DROPS)
    p.dispensed("S01EE01", after(DROPS, 7), packs=-1)
    p.claimed("192004", DROPS)


@perimetry()
def acetazolamide_tablets_are_no_glaucoma_drops(p: Patient) -> None:
    p.dispensed("S01EC01", DROPS)
    p.claimed("192004", DROPS)


@perimetry()
def glaucoma_drops_from_another_are_theirs(p: Patient) -> None:
    p.dispensed("S01EE01", DROPS, by=OTHER)
    p.claimed("192004", DROPS)


@perimetry(Y_2026K2="excluded")
def glaucoma_under_18_on_the_last_day(p: Patient) -> None:
    p.born("2008-07-01")
    p.dispensed("S01ED51", DROPS)
    p.claimed("192004", DROPS)


@perimetry(Y_2026K2="not_met")
def glaucoma_18_on_the_last_day(p: Patient) -> None:
    p.born("2008-06-30")
    p.dispensed("S01ED51", DROPS)


@perimetry(Y_2025K2="met", Y_2026K2="excluded")
def glaucoma_and_blind_from_the_year_it_came(p: Patient) -> None:
    p.dispensed("S01EE01", "2025-02-03")
    p.dispensed("S01EE01", DROPS)
    p.claimed("192004", "2025-02-03")
    p.diagnosed("DH540", "2025-07-01", kind="B")


@perimetry(Y_2026K2="not_met")
def glaucoma_and_blind_after_the_year(p: Patient) -> None:
    p.dispensed("S01EE01", DROPS)
    p.diagnosed("DH540", after(END, 1))


@crowd("oejensygdomme")
def glaucoma_life(patient: Patient, chance: Random) -> None:
    def some() -> str:
        return str(date(2022, 7, 1) + timedelta(chance.randrange(1550)))

    for _ in range(chance.randrange(1, 8)):
        patient.dispensed(
            chance.choice(("S01EE01", "S01EE04", "S01ED51", "S01EC01", "S01XA20")), some(),
            chance.choice((1, 1, 2, -1)), by=chance.choice((patient.home, patient.home, OTHER)),
        )  # fmt: skip
    for _ in range(chance.randrange(4)):
        service = chance.choice(("192004", "192004", "192003"))
        patient.claimed(service, some(), by=chance.choice((patient.home, OTHER)))
    if chance.random() < 0.15:
        patient.diagnosed("DH540", some(), chance.choice("ABG"))
