"""Children with much rescue medicine and no inhaled steroid: the rule again, its named persons, its crowd."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from tests.models.recompute_rules import Spans, Unit, rule
from tests.models.registers import Registers
from tests.models.world import OTHER, Patient, case, crowd

SABA = ("R03AC02", "R03AC03", "R03AC04")


@rule("paediatri", "persons", 3, case_mix=("sex",))
def saba_without_ics_children(registers: Registers, _: Spans, years: Spans) -> Iterator[Unit]:
    for person in registers.people.values():
        for _name, first, last in years:
            packs: dict[str, int] = {}
            for d in person.dispensings:
                practice = registers.practice(d["number"], d["day"])
                if practice and first <= d["day"] <= last and d["atc"] in SABA:
                    packs[practice] = packs.get(practice, 0) + d["packs"]
            age = person.age(last)
            if age is None:
                status = "unknown"
            elif age >= 18:
                status = "excluded"
            else:
                status = "not_met" if person.packs(first, last, "R03BA", "R03AK") > 0 else "met"
            for practice, count in packs.items():
                if count >= 3:
                    yield person.name, practice, last, status


def child(**expected: str):
    def born(tell):
        def told(p: Patient) -> None:
            p.born("2015-05-05")
            tell(p)

        told.__name__ = tell.__name__
        return case("saba_without_ics_children", "paediatri", **expected)(told)

    return born


@child(Y_2026K3="met")
def child_with_three_saba_packs_and_no_steroid_is_met(p: Patient) -> None:
    p.dispensed("R03AC02", "2025-10-01", packs=2)
    p.dispensed("R03AC03", "2026-09-30")


@child()
def child_with_two_saba_packs_is_not_in_it(p: Patient) -> None:
    p.dispensed("R03AC02", "2026-02-01", packs=2)


@child()
def child_with_saba_packs_in_two_years_is_not_in_it(p: Patient) -> None:
    p.dispensed("R03AC02", "2025-09-30", packs=2)
    p.dispensed("R03AC02", "2025-10-01", packs=2)


@child()
def child_whose_third_saba_pack_was_handed_back_is_not_in_it(p: Patient) -> None:
    p.dispensed("R03AC04", "2026-02-01", packs=3)
    p.dispensed("R03AC04", "2026-02-03", packs=-1)


@child()
def child_whose_third_saba_pack_is_from_another_doctor_is_not_in_it(p: Patient) -> None:
    p.dispensed("R03AC02", "2026-02-01", packs=2)
    p.dispensed("R03AC02", "2026-02-01", by=OTHER)


@child()
def child_with_long_acting_packs_is_not_in_it(p: Patient) -> None:
    p.dispensed("R03AC12", "2026-02-01", packs=4)


@child(Y_2026K3="not_met")
def child_with_steroid_from_another_doctor_is_not_met(p: Patient) -> None:
    p.dispensed("R03AC02", "2026-02-01", packs=3)
    p.dispensed("R03BA01", "2025-10-01", by="7001AB2")


@child(Y_2026K3="not_met")
def child_with_a_combination_inhaler_is_not_met(p: Patient) -> None:
    p.dispensed("R03AC02", "2026-02-01", packs=3)
    p.dispensed("R03AK07", "2026-09-30")


@child(Y_2026K3="met")
def child_with_steroid_the_year_before_only_is_met(p: Patient) -> None:
    p.dispensed("R03AC02", "2026-02-01", packs=3)
    p.dispensed("R03BA02", "2025-09-30")


@child(Y_2026K3="met")
def child_with_steroid_handed_back_is_met(p: Patient) -> None:
    p.dispensed("R03AC02", "2026-02-01", packs=3)
    p.dispensed("R03BA02", "2026-02-01")
    p.dispensed("R03BA02", "2026-02-05", packs=-1)


@child(Y_2026K3="excluded")
def child_turning_18_on_the_last_day_is_excluded(p: Patient) -> None:
    p.born("2008-09-30")
    p.dispensed("R03AC02", "2026-02-01", packs=3)


@child(Y_2026K3="met")
def child_turning_18_the_day_after_the_year_counts(p: Patient) -> None:
    p.born("2008-10-01")
    p.dispensed("R03AC02", "2026-02-01", packs=3)


@child(Y_2026K3="unknown")
def child_without_birth_date_is_unknown(p: Patient) -> None:
    p.born(None)
    p.dispensed("R03AC02", "2026-02-01", packs=3)


@crowd("paediatri", 80)
def saba_children_lives(p: Patient, chance: Random) -> None:
    if chance.random() < 0.95:
        p.born(str(date(2005, 1, 1) + timedelta(chance.randrange(6500))), chance.choice("12"))
    for _ in range(chance.randrange(2, 9)):
        p.dispensed(
            chance.choice((*SABA, *SABA, "R03AC13", "R03BA02", "R03AK06")),
            str(date(2023, 10, 1) + timedelta(chance.choice((-1, 0, 365, 730, 731, chance.randrange(1090))))),
            chance.choice((1, 2, 3, -1)), by=chance.choice((p.home, p.home, p.home, OTHER)),
        )  # fmt: skip
