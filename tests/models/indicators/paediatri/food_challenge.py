"""Food challenges of children with food allergy: the rule again, its named persons, its part of the crowd."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from tests.models.recompute_rules import Spans, Unit, rule
from tests.models.registers import Registers
from tests.models.world import OTHER, Patient, case, crowd

DAY = "2025-05-05"


@rule("paediatri", "persons", 4, case_mix=("sex",))
def food_challenge(registers: Registers, _: Spans, years: Spans) -> Iterator[Unit]:
    for person in registers.people.values():
        allergic, shock = person.first("DT780", "DT781", "DL272"), person.first("DT780")
        for _name, first, last in years:
            if allergic is None or allergic > last:
                continue
            services: dict[str, set[str]] = {}
            for s in person.services:
                practice = registers.practice(s["number"], s["week"])
                if practice and first <= s["week"] <= last:
                    services.setdefault(practice, set()).add(s["service"])
            for practice, codes in services.items():
                if codes & {"250110", "250120", "250130", "252207"}:
                    met = "met" if "252207" in codes else "not_met"
                    status = "excluded" if shock is not None and shock <= last else met
                    yield person.name, practice, last, status


def food(**expected: str):
    return case("food_challenge", "paediatri", **expected)


@food(Y_2025K4="met")
def food_challenge_in_the_year_is_met(p: Patient) -> None:
    p.diagnosed("DT781", "2023-03-01")
    p.claimed("250110", "2025-01-06")
    p.claimed("252207", "2025-12-29")


@food(Y_2025K4="met")
def food_challenge_without_a_consultation_counts(p: Patient) -> None:
    p.diagnosed("DL272", "2025-12-31", kind="B")
    p.claimed("252207", DAY)


@food(Y_2024K4="met", Y_2025K4="not_met")
def food_challenge_the_year_before_is_not_met(p: Patient) -> None:
    p.diagnosed("DT781B", "2023-03-01")
    p.claimed("252207", "2025-01-01")  # its week began on 30 December 2024
    p.claimed("250130", DAY)


@food(Y_2025K4="not_met")
def food_challenge_elsewhere_is_not_met(p: Patient) -> None:
    p.diagnosed("DT781", "2023-03-01")
    p.claimed("250120", DAY)
    p.claimed("252207", DAY, by=OTHER)


@food(Y_2025K4="excluded")
def food_challenge_after_anaphylaxis_is_excluded(p: Patient) -> None:
    p.diagnosed("DT781", "2023-03-01")
    p.diagnosed("DT780", "2025-12-31")
    p.claimed("252207", DAY)


@food(Y_2025K4="not_met")
def food_challenge_before_anaphylaxis_counts(p: Patient) -> None:
    p.diagnosed("DT781", "2023-03-01")
    p.diagnosed("DT780", "2026-01-01")
    p.claimed("250130", DAY)


@food()
def food_challenge_before_the_diagnosis_is_not_in_it(p: Patient) -> None:
    p.diagnosed("DT781", "2026-01-01")
    p.claimed("252207", DAY)


@food()
def food_challenge_of_a_refuted_diagnosis_is_not_in_it(p: Patient) -> None:
    p.diagnosed("DT781", "2023-03-01", refuted="Ja")
    p.claimed("252207", DAY)


@food()
def food_challenge_needs_more_than_a_telephone_call(p: Patient) -> None:
    p.diagnosed("DT781", "2023-03-01")
    p.claimed("250201", DAY)


@crowd("paediatri", 80)
def food_challenge_lives(p: Patient, chance: Random) -> None:
    def near() -> str:
        return str(date(2024, 1, 1) + timedelta(chance.choice((-1, 0, 365, 366, 730, chance.randrange(730)))))

    p.born(str(date(2008, 1, 1) + timedelta(chance.randrange(5500))), chance.choice("12"))
    for _ in range(chance.choice((1, 1, 2))):
        p.diagnosed(chance.choice(("DT781", "DT781", "DL272", "DL272", "DT780A", "DT782")), near())
    for _ in range(chance.randrange(1, 6)):
        p.claimed(chance.choice(("250110", "250130", "252207", "250201")), near(),
                  chance.choice((p.home, p.home, p.home, OTHER)))  # fmt: skip
