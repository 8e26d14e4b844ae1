"""Opioid and gabapentinoid in the same year: the rule again, its named persons, its crowd."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from tests.models.recompute_rules import Spans, Unit, rule
from tests.models.registers import Registers
from tests.models.world import OTHER, Patient, case, crowd

FIRST, LAST = "2025-07-01", "2026-06-30"  # the year that closes in 2026K2
DAY = "2026-02-02"


@rule("anaestesiologi", "persons", 2)
def opioid_with_gabapentinoid(registers: Registers, _: Spans, years: Spans) -> Iterator[Unit]:
    for person in registers.people.values():
        cancers = [d["day"] for d in person.diagnoses if d["code"][:2] == "DC" and d["code"][:4] != "DC44"]
        for _name, first, last in years:
            doses, packs = Decimal(0), dict[str, int]()
            for d in person.dispensings:
                if d["atc"].startswith("N02A") and first <= d["day"] <= last:
                    doses += d["packs"] * d["ddd"]
                    practice = registers.practice(d["number"], d["day"])
                    if practice:
                        packs[practice] = packs.get(practice, 0) + d["packs"]
            if doses < 180:
                continue
            status = "met" if person.packs(first, last, "N02BF") > 0 else "not_met"
            if cancers and min(cancers) <= last:
                status = "excluded"
            for practice, count in packs.items():
                if count > 0:
                    yield person.name, practice, last, status


def pain(**expected: str):
    return case("opioid_with_gabapentinoid", "anaestesiologi", **expected)


@pain(Y_2026K2="met")
def opioid_and_gabapentinoid_in_the_year_is_met(p: Patient) -> None:
    p.dispensed("N02AX02", FIRST, packs=3, ddd=30)
    p.dispensed("N02AA05", LAST, packs=3, ddd=30)
    p.dispensed("N02BF02", DAY, by="7001AB2")


@pain(Y_2026K2="not_met")
def opioid_without_gabapentinoid_is_not_met(p: Patient) -> None:
    p.dispensed("N02AX02", DAY, packs=6, ddd=30)
    p.dispensed("N02BE01", DAY)


@pain()
def opioid_under_180_doses_is_not_chronic(p: Patient) -> None:
    p.dispensed("N02AX02", DAY, packs=4, ddd=44.9999)
    p.dispensed("N02BF01", DAY)


@pain(Y_2026K2="not_met")
def opioid_of_several_doctors_adds_up(p: Patient) -> None:
    p.dispensed("N02AX02", DAY, packs=1, ddd=30)
    p.dispensed("N02AX02", DAY, packs=5, ddd=30, by=OTHER)


@pain()
def opioid_prescribed_by_others_only_is_theirs(p: Patient) -> None:
    p.claimed("010130", DAY)
    p.dispensed("N02AX02", DAY, packs=6, ddd=30, by=OTHER)


@pain()
def opioid_of_two_years_does_not_add_up(p: Patient) -> None:
    p.dispensed("N02AX02", "2025-06-30", packs=3, ddd=30)
    p.dispensed("N02AX02", FIRST, packs=3, ddd=30)


@pain()
def opioid_chronic_handed_back_is_subtracted(p: Patient) -> None:
    p.dispensed("N02AX02", DAY, packs=6, ddd=30)
    p.dispensed("N02AX02", DAY, packs=-1, ddd=30)


@pain()
def opioid_from_the_practice_all_handed_back_is_not_theirs(p: Patient) -> None:
    p.dispensed("N02AX02", DAY, packs=7, ddd=30, by=OTHER)
    p.dispensed("N02AX02", DAY, packs=1, ddd=30)
    p.dispensed("N02AX02", DAY, packs=-1, ddd=30)


@pain(Y_2026K2="not_met")
def gabapentinoid_the_year_before_does_not_count(p: Patient) -> None:
    p.dispensed("N02AX02", DAY, packs=6, ddd=30)
    p.dispensed("N02BF01", "2025-06-30")


@pain(Y_2026K2="not_met")
def gabapentinoid_handed_back_does_not_count(p: Patient) -> None:
    p.dispensed("N02AX02", DAY, packs=6, ddd=30)
    p.dispensed("N02BF01", DAY)
    p.dispensed("N02BF01", "2026-02-09", packs=-1)


@pain(Y_2025K2="met", Y_2026K2="excluded")
def opioid_in_cancer_is_excluded_from_the_year_it_came(p: Patient) -> None:
    for day in ("2025-02-03", DAY):
        p.dispensed("N02AX02", day, packs=6, ddd=30)
        p.dispensed("N02BF02", day)
    p.diagnosed("DC349", FIRST)


@pain(Y_2026K2="met")
def opioid_and_cancer_after_the_year_is_not_excluded(p: Patient) -> None:
    p.dispensed("N02AX02", DAY, packs=6, ddd=30)
    p.dispensed("N02BF02", DAY)
    p.diagnosed("DC349", "2026-07-01")


@pain(Y_2026K2="not_met")
def opioid_and_skin_cancer_is_not_excluded(p: Patient) -> None:
    p.dispensed("N02AX02", DAY, packs=6, ddd=30)
    p.diagnosed("DC443", DAY)


@crowd("anaestesiologi", 90)
def opioids_and_gabapentinoids_by_chance(p: Patient, chance: Random) -> None:
    for _ in range(chance.randrange(2, 12)):
        day = date(2023, 10, 1) + timedelta(chance.randrange(1095))
        p.dispensed(
            chance.choice(("N02AX02", "N02AA05", "N02AA05", "N02BF02")),
            str(day),
            chance.choice((2, 3, 4, 6, -1)),
            ddd=chance.choice((30, 60, 45.5)),
            by=chance.choice((p.home, p.home, OTHER)),
        )
    if chance.random() < 0.15:
        day = date(2023, 10, 1) + timedelta(chance.randrange(1095))
        p.diagnosed(chance.choice(("DC349", "DC449")), str(day))
