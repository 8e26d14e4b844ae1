"""Opioids in at least three quarters of the year among users of opioids: rule, named persons, crowd."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from random import Random

from tests.models.indicators.almen_praksis import chance_day
from tests.models.recompute_rules import Spans, Unit, rule
from tests.models.registers import Person, Registers
from tests.models.world import OTHER, Patient, case, crowd


@rule("almen_praksis", "persons", 2)
def opioid_long_term(registers: Registers, _: Spans, years: Spans) -> Iterator[Unit]:
    for person in registers.people.values():
        cancer = min((d["day"] for d in person.diagnoses if is_cancer(d["code"])), default=None)
        for _name, first, last in years:
            packs: Counter[str | None] = Counter()
            for d in opioids(person, first, last):
                packs[registers.practice(d["number"], d["day"])] += d["packs"]
            status = "met" if quarters(person, first, last) >= 3 else "not_met"
            for practice, total in packs.items():
                if practice and total > 0:
                    yield person.name, practice, last, "excluded" if cancer and cancer <= last else status


def is_cancer(code: str) -> bool:
    return code.startswith("DC") and not code.startswith("DC44")


def opioids(person: Person, first: date, last: date) -> list[dict[str, object]]:
    return [d for d in person.dispensings if d["atc"].startswith("N02A") and first <= d["day"] <= last]


def quarters(person: Person, first: date, last: date) -> int:
    packs: Counter[int] = Counter()
    for d in opioids(person, first, last):
        packs[(d["day"].month - 1) // 3] += d["packs"]  # type: ignore[attr-defined, operator]
    return sum(1 for total in packs.values() if total > 0)


def long_term(**expected: str):
    return case("opioid_long_term", "almen_praksis", **expected)


@long_term(Y_2026K2="met")
def opioids_on_the_edges_of_three_quarters_are_long_term(p: Patient) -> None:
    for day in ("2025-07-01", "2025-12-31", "2026-06-30"):
        p.dispensed("N02AX02", day)


@long_term(Y_2026K2="not_met")
def opioids_often_in_two_quarters_are_not_long_term(p: Patient) -> None:
    for day in ("2025-10-01", "2025-11-11", "2025-12-31", "2026-01-01", "2026-03-31"):
        p.dispensed("N02AA05", day)


@long_term(Y_2025K2="not_met", Y_2026K2="not_met")
def opioid_quarters_of_two_years_do_not_add_up(p: Patient) -> None:
    for day in ("2025-03-31", "2025-06-30", "2025-07-01", "2025-10-01"):
        p.dispensed("N02AX02", day)


@long_term(Y_2026K2="met")
def opioid_quarters_of_other_doctors_count(p: Patient) -> None:
    p.dispensed("N02AX02", "2025-07-01")
    p.dispensed("N02AX02", "2025-10-01", by=OTHER)
    p.dispensed("N02AX02", "2026-01-01", by=OTHER)


@long_term()
def opioids_only_from_others_are_not_ours(p: Patient) -> None:
    for day in ("2025-07-01", "2025-12-31", "2026-06-30"):
        p.dispensed("N02AX02", day, by=OTHER)


@long_term(Y_2026K2="not_met")
def an_opioid_quarter_handed_back_does_not_count(p: Patient) -> None:
    for day in ("2025-07-01", "2025-12-31", "2026-06-01"):
        p.dispensed("N02AX02", day)
    p.dispensed("N02AX02", "2026-06-30", packs=-1)


@long_term()
def all_opioids_handed_back_is_no_user(p: Patient) -> None:
    p.dispensed("N02AX02", "2026-06-01", packs=2)
    p.dispensed("N02AX02", "2026-06-30", packs=-2)


@long_term()
def opioid_long_term_is_about_n02a(p: Patient) -> None:
    for day in ("2025-07-01", "2025-12-31", "2026-06-30"):
        p.dispensed("N07BC02", day)


@long_term(Y_2026K2="excluded")
def opioid_user_with_cancer_on_the_last_day_is_excluded(p: Patient) -> None:
    p.dispensed("N02AX02", "2026-01-01")
    p.diagnosed("DC509", "2026-06-30")


@long_term(Y_2026K2="not_met")
def opioid_user_with_cancer_the_day_after_is_counted(p: Patient) -> None:
    p.dispensed("N02AX02", "2026-01-01")
    p.diagnosed("DC509", "2026-07-01")


@long_term(Y_2026K2="not_met")
def opioid_user_with_skin_cancer_is_counted(p: Patient) -> None:
    p.dispensed("N02AX02", "2026-01-01")
    p.diagnosed("DC443", "2025-07-01")


@crowd("almen_praksis", persons=80)
def opioid_users(p: Patient, chance: Random) -> None:
    if chance.random() < 0.15:
        p.diagnosed(chance.choice(("DC509", "DC443", "DC809")), chance_day(chance))
    for _ in range(chance.randrange(9)):
        packs = chance.choice((1, 1, 2, -1))
        p.dispensed(
            chance.choice(("N02AX02", "N02AA05")),
            chance_day(chance),
            packs,
            by=chance.choice((p.home, OTHER)),
        )
