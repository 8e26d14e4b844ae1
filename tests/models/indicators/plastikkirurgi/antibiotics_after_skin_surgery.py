"""Antibiotics after skin cancer surgery: the rule again and its persons (the crowd: skin_cancer_re_excision)."""

from __future__ import annotations

from collections.abc import Iterator

from tests.models.indicators.plastikkirurgi.skin_cancer_re_excision import OPERATION, operations
from tests.models.recompute_rules import Spans, Unit, days, rule
from tests.models.registers import Registers
from tests.models.world import OTHER, Patient, after, case

WEEK = "2026-08-03"  # a Monday; 20 days later is 2026-08-23


@rule("plastikkirurgi", "events", 2)
def antibiotics_after_skin_surgery(registers: Registers, _: Spans, __: Spans) -> Iterator[Unit]:
    for person in registers.people.values():
        done = {(registers.practice(number, week), week) for week, number in operations(person)}
        for practice, week in done:
            if practice is None:
                continue
            status = "met" if person.packs(week, week + days(20), "J01") > 0 else "not_met"
            if person.packs(week - days(30), week - days(1), "J01") > 0:
                status = "excluded"
            yield person.name, practice, week + days(20), status


def antibiotic(**expected: str):
    return case("antibiotics_after_skin_surgery", "plastikkirurgi", **expected)


@antibiotic(K3_2026="met")
def antibiotics_on_the_monday_of_skin_surgery_are_met(p: Patient) -> None:
    p.claimed(OPERATION, after(WEEK, 3))
    p.dispensed("J01CF01", WEEK, by="7001AB2")


@antibiotic(K3_2026="met")
def antibiotics_20_days_after_skin_surgery_are_met(p: Patient) -> None:
    p.claimed(OPERATION, WEEK)
    p.dispensed("J01CE02", after(WEEK, 20))


@antibiotic(K3_2026="not_met")
def antibiotics_21_days_after_skin_surgery_are_not_met(p: Patient) -> None:
    p.claimed(OPERATION, WEEK)
    p.dispensed("J01CE02", after(WEEK, 21))


@antibiotic(K3_2026="not_met")
def antibiotics_handed_back_after_skin_surgery_are_not_met(p: Patient) -> None:
    p.claimed(OPERATION, WEEK)
    p.dispensed("J01CF01", after(WEEK, 4))
    p.dispensed("J01CF01", after(WEEK, 5), packs=-1)


@antibiotic(K3_2026="not_met")
def antibiotic_ointment_after_skin_surgery_is_not_met(p: Patient) -> None:
    p.claimed(OPERATION, WEEK)
    p.dispensed("D06AX01", after(WEEK, 4))


@antibiotic(K3_2026="excluded")
def antibiotics_30_days_before_skin_surgery_are_excluded(p: Patient) -> None:
    p.claimed(OPERATION, WEEK)
    p.dispensed("J01CF01", after(WEEK, -30))
    p.dispensed("J01CF01", after(WEEK, 4))


@antibiotic(K3_2026="excluded")
def antibiotics_the_day_before_the_week_of_skin_surgery_are_excluded(p: Patient) -> None:
    p.claimed(OPERATION, WEEK)
    p.dispensed("J01CF01", after(WEEK, -1))


@antibiotic(K3_2026="not_met")
def antibiotics_31_days_before_skin_surgery_are_not_excluded(p: Patient) -> None:
    p.claimed(OPERATION, WEEK)
    p.dispensed("J01CF01", after(WEEK, -31))


@antibiotic(K3_2026="met")
def antibiotics_before_skin_surgery_handed_back_are_not_excluded(p: Patient) -> None:
    p.claimed(OPERATION, WEEK)
    p.dispensed("J01CF01", after(WEEK, -10))
    p.dispensed("J01CF01", after(WEEK, -9), packs=-1)
    p.dispensed("J01CF01", after(WEEK, 4))


@antibiotic()
def antibiotics_after_skin_surgery_elsewhere_are_theirs(p: Patient) -> None:
    p.claimed(OPERATION, WEEK, by=OTHER)
    p.dispensed("J01CF01", after(WEEK, 4))


@antibiotic(K2_2026="not_met", K3_2026="met")
def each_skin_surgery_may_have_antibiotics(p: Patient) -> None:
    p.claimed(OPERATION, "2026-05-04")
    p.claimed(OPERATION, WEEK)
    p.dispensed("J01CF01", after(WEEK, 10))
