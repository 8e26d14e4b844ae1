"""Yearly spirometry of children on inhaled steroids: the rule again, its named persons, its crowd."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from tests.models.recompute_rules import Spans, Unit, rule
from tests.models.registers import Registers
from tests.models.world import OTHER, Patient, case, crowd


@rule("paediatri", "persons", 2, case_mix=("sex",))
def annual_spirometry(registers: Registers, _: Spans, years: Spans) -> Iterator[Unit]:
    for person in registers.people.values():
        for _name, first, last in years:
            age = person.age(first)
            blown = any(
                s["service"] in ("252203", "252204") and first <= s["week"] <= last for s in person.services
            )
            old_enough = age is not None and age >= 6
            status = (
                ("met" if blown else "not_met") if old_enough else "unknown" if age is None else "excluded"
            )
            packs: dict[str, int] = {}
            for d in person.dispensings:
                practice = registers.practice(d["number"], d["day"])
                if practice and first <= d["day"] <= last and d["atc"].startswith(("R03BA", "R03AK")):
                    packs[practice] = packs.get(practice, 0) + d["packs"]
            for practice, count in packs.items():
                if count > 0:
                    yield person.name, practice, last, status


def spirometry(**expected: str):
    return case("annual_spirometry", "paediatri", **expected)


@spirometry(Y_2026K2="met")
def spirometry_in_the_first_week_of_the_year_is_met(p: Patient) -> None:
    p.born("2014-05-05")
    p.dispensed("R03BA02", "2026-06-30")
    p.claimed("252203", "2025-07-07")


@spirometry(Y_2026K2="met")
def spirometry_with_reversibility_at_another_practice_is_met(p: Patient) -> None:
    p.born("2014-05-05")
    p.dispensed("R03AK06", "2025-07-01")
    p.claimed("252204", "2026-06-29", by=OTHER)


@spirometry(Y_2026K2="not_met")
def spirometry_in_a_week_that_began_before_the_year_is_not_met(p: Patient) -> None:
    p.born("2014-05-05")
    p.dispensed("R03BA02", "2026-01-15")
    p.claimed("252203", "2025-07-01")  # its week began on 30 June


@spirometry(Y_2026K2="not_met")
def spirometry_is_no_provocation(p: Patient) -> None:
    p.born("2014-05-05")
    p.dispensed("R03BA02", "2026-01-15")
    p.claimed("252205", "2026-01-15")


@spirometry(Y_2026K2="excluded")
def spirometry_six_the_day_after_the_year_began_is_excluded(p: Patient) -> None:
    p.born("2019-07-02")
    p.dispensed("R03BA02", "2026-01-15")
    p.claimed("252203", "2026-01-15")


@spirometry(Y_2026K2="met")
def spirometry_six_on_the_first_day_of_the_year_counts(p: Patient) -> None:
    p.born("2019-07-01")
    p.dispensed("R03BA02", "2026-01-15")
    p.claimed("252203", "2026-01-15")


@spirometry(Y_2026K2="unknown")
def spirometry_of_a_child_without_birth_date_is_unknown(p: Patient) -> None:
    p.born(None)
    p.dispensed("R03BA02", "2026-01-15")
    p.claimed("252203", "2026-01-15")


@spirometry()
def spirometry_of_children_treated_elsewhere_does_not_count_here(p: Patient) -> None:
    p.born("2014-05-05")
    p.dispensed("R03BA02", "2026-01-15", by=OTHER)
    p.claimed("252203", "2026-01-15")


@spirometry()
def spirometry_of_children_whose_steroid_was_handed_back_is_not_in_it(p: Patient) -> None:
    p.born("2014-05-05")
    p.dispensed("R03BA02", "2026-01-15")
    p.dispensed("R03BA02", "2026-01-20", packs=-1)


@spirometry()
def spirometry_of_children_on_rescue_medicine_only_is_not_in_it(p: Patient) -> None:
    p.born("2014-05-05")
    p.dispensed("R03AC02", "2026-01-15")
    p.claimed("252203", "2026-01-15")


@crowd("paediatri", 80)
def spirometry_lives(p: Patient, chance: Random) -> None:
    def near() -> str:
        return str(date(2024, 7, 1) + timedelta(chance.choice((-1, 0, 364, 365, 729, chance.randrange(820)))))

    if chance.random() < 0.95:
        p.born(str(date(2008, 1, 1) + timedelta(chance.randrange(4800))), chance.choice("12"))
    for _ in range(chance.randrange(1, 5)):
        p.dispensed(chance.choice(("R03BA02", "R03BA01", "R03AK07", "R03AC02")), near(),
                    chance.choice((1, 2, -1)), by=chance.choice((p.home, p.home, OTHER)))  # fmt: skip
    for _ in range(chance.randrange(4)):
        p.claimed(
            chance.choice(("252203", "252204", "252205", "250130")), near(), chance.choice((p.home, OTHER))
        )
