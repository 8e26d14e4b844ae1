"""Much short-acting beta-agonist without steroid: the rule again, and its persons."""

from __future__ import annotations

from collections.abc import Iterator

from tests.models.recompute_rules import Spans, Unit, prescribed, rule
from tests.models.registers import Registers
from tests.models.world import OTHER, Patient, case

DAY = "2026-03-02"  # a Monday; 183 days later is 2026-09-01


@rule("lungemedicin", "persons", 3)
def saba_without_ics(registers: Registers, _: Spans, years: Spans) -> Iterator[Unit]:
    for person in registers.people.values():
        copd = person.first("DJ44")
        for _name, first, last in years:
            doses = prescribed(registers, person, first, last, "units", "R03AC02", "R03AC03", "R03AC04")
            steroid = person.packs(first, last, "R03BA", "R03AK") > 0
            status = "excluded" if copd is not None and copd <= last else "not_met" if steroid else "met"
            for practice, total in doses.items():
                if total > 600:
                    yield person.name, practice, last, status


def saba(**expected: str):
    return case("saba_without_ics", "lungemedicin", **expected)


@saba(Y_2026K3="met")
def over_600_doses_and_no_steroid_is_met(p: Patient) -> None:
    p.dispensed("R03AC02", "2025-10-01", packs=3, units=200)
    p.dispensed("R03AC03", "2026-09-30", packs=1, units=60)


@saba()
def exactly_600_doses_is_not_in_it(p: Patient) -> None:
    p.dispensed("R03AC02", DAY, packs=3, units=200)


@saba()
def doses_of_two_years_do_not_add_up(p: Patient) -> None:
    p.dispensed("R03AC02", "2025-09-30", packs=3, units=200)
    p.dispensed("R03AC02", "2025-10-01", packs=3, units=200)


@saba()
def handed_back_doses_are_subtracted(p: Patient) -> None:
    p.dispensed("R03AC04", DAY, packs=4, units=200)
    p.dispensed("R03AC04", DAY, packs=-1, units=200)


@saba()
def doses_from_two_doctors_do_not_add_up(p: Patient) -> None:
    p.dispensed("R03AC02", DAY, packs=3, units=200)
    p.dispensed("R03AC02", DAY, packs=3, units=200, by=OTHER)


@saba()
def long_acting_is_no_saba(p: Patient) -> None:
    p.dispensed("R03AC12", DAY, packs=9, units=200)


@saba(Y_2026K3="not_met")
def steroid_from_anyone_is_not_met(p: Patient) -> None:
    p.dispensed("R03AC02", DAY, packs=4, units=200)
    p.dispensed("R03BA02", "2026-09-30", by="7001AB2")


@saba(Y_2026K3="not_met")
def combination_is_a_steroid(p: Patient) -> None:
    p.dispensed("R03AC02", DAY, packs=4, units=200)
    p.dispensed("R03AK06", "2025-10-01")


@saba(Y_2026K3="met")
def steroid_the_year_before_does_not_help(p: Patient) -> None:
    p.dispensed("R03AC02", DAY, packs=4, units=200)
    p.dispensed("R03BA02", "2025-09-30")


@saba(Y_2026K3="met")
def steroid_handed_back_does_not_help(p: Patient) -> None:
    p.dispensed("R03AC02", DAY, packs=4, units=200)
    p.dispensed("R03BA02", "2026-02-01")
    p.dispensed("R03BA02", "2026-02-08", packs=-1)


@saba(Y_2025K3="met", Y_2026K3="excluded")
def copd_is_excluded_from_the_year_it_came(p: Patient) -> None:
    p.dispensed("R03AC02", "2025-03-01", packs=4, units=200)
    p.dispensed("R03AC02", DAY, packs=4, units=200)
    p.diagnosed("DJ441", "2025-10-01", kind="B")
