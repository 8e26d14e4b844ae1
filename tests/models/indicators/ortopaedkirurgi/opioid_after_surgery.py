"""Opioids dispensed one to three months after an operation: the rule again, its named persons, its crowd."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from tests.models.recompute_rules import Spans, Unit, days, rule
from tests.models.registers import Registers
from tests.models.world import OTHER, Patient, after, case, crowd

DAY = "2026-05-04"  # a Monday; 90 days later is 2026-08-02
OPERATIONS = {f"203{n}" for n in (125, 126, 133, 134, 135, *range(140, 145), *range(146, 152))}


@rule("ortopaedkirurgi", "events", 2)
def opioid_after_surgery(registers: Registers, _: Spans, __: Spans) -> Iterator[Unit]:
    for person in registers.people.values():
        for week, number in {(s["week"], s["number"]) for s in person.services if s["service"] in OPERATIONS}:
            practice = registers.practice(number, week)
            if practice is None:
                continue
            ended = week + days(90)
            cancer = any(
                d["code"].startswith("DC") and not d["code"].startswith("DC44") and d["day"] <= ended
                for d in person.diagnoses
            )
            if cancer or person.packs(week - days(365), week - days(1), "N02A") > 0:
                status = "excluded"
            else:
                status = "met" if person.packs(week + days(31), ended, "N02A") > 0 else "not_met"
            yield person.name, practice, ended, status


def operated(**expected: str):
    return case("opioid_after_surgery", "ortopaedkirurgi", **expected)


@operated(K3_2026="met")
def opioid_31_days_after_surgery_is_met(p: Patient) -> None:
    p.claimed("203134", DAY)
    p.dispensed("N02AX02", after(DAY, 31))


@operated(K3_2026="met")
def opioid_90_days_after_surgery_from_anyone_is_met(p: Patient) -> None:
    p.claimed("203150", after(DAY, 4))
    p.dispensed("N02AA05", after(DAY, 90), by=OTHER)


@operated(K3_2026="not_met")
def opioid_30_days_after_surgery_is_too_early(p: Patient) -> None:
    p.claimed("203134", DAY)
    p.dispensed("N02AX02", after(DAY, 30))


@operated(K3_2026="not_met")
def opioid_91_days_after_surgery_is_too_late(p: Patient) -> None:
    p.claimed("203134", DAY)
    p.dispensed("N02AX02", after(DAY, 91))


@operated(K3_2026="not_met")
def opioid_after_surgery_handed_back_does_not_count(p: Patient) -> None:
    p.claimed("203134", DAY)
    p.dispensed("N02AX02", after(DAY, 40))
    p.dispensed("N02AX02", after(DAY, 45), packs=-1)


@operated(K3_2026="not_met")
def other_pain_killers_after_surgery_are_not_met(p: Patient) -> None:
    p.claimed("203148", DAY)
    p.dispensed("N02BE01", after(DAY, 40))


@operated(K3_2026="excluded")
def opioid_365_days_before_surgery_is_excluded(p: Patient) -> None:
    p.claimed("203134", DAY)
    p.dispensed("N02AA01", after(DAY, -365))
    p.dispensed("N02AA01", after(DAY, 40))


@operated(K3_2026="excluded")
def opioid_the_day_before_surgery_is_excluded(p: Patient) -> None:
    p.claimed("203134", DAY)
    p.dispensed("N02AA01", after(DAY, -1))


@operated(K3_2026="met")
def opioid_366_days_before_surgery_is_forgotten(p: Patient) -> None:
    p.claimed("203134", DAY)
    p.dispensed("N02AA01", after(DAY, -366))
    p.dispensed("N02AA01", after(DAY, 40))


@operated(K3_2026="not_met")
def opioid_on_the_monday_of_surgery_is_neither_before_nor_after(p: Patient) -> None:
    p.claimed("203134", DAY)
    p.dispensed("N02AA01", DAY)


@operated(K3_2026="met")
def opioid_before_surgery_handed_back_was_none(p: Patient) -> None:
    p.claimed("203134", DAY)
    p.dispensed("N02AA01", after(DAY, -40))
    p.dispensed("N02AA01", after(DAY, -39), packs=-1)
    p.dispensed("N02AA01", after(DAY, 60))


@operated(K3_2026="excluded")
def opioid_after_surgery_in_cancer_is_excluded(p: Patient) -> None:
    p.claimed("203134", DAY)
    p.dispensed("N02AA01", after(DAY, 60))
    p.diagnosed("DC509", after(DAY, 90))


@operated(K3_2026="met")
def opioid_after_surgery_and_skin_cancer_is_met(p: Patient) -> None:
    p.claimed("203134", DAY)
    p.dispensed("N02AA01", after(DAY, 60))
    p.diagnosed("DC443", after(DAY, -60))


@operated(K3_2026="not_met")
def opioid_after_surgery_before_cancer_was_found(p: Patient) -> None:
    p.claimed("203134", DAY)
    p.diagnosed("DC509", after(DAY, 91))


@operated()
def opioid_after_a_small_procedure_is_not_in_it(p: Patient) -> None:
    p.claimed("203118", DAY)
    p.claimed("202601", DAY)
    p.dispensed("N02AX02", after(DAY, 40))


@operated(K3_2026="not_met")
def opioid_after_two_operations_in_a_week_is_one(p: Patient) -> None:
    p.claimed("203134", DAY)
    p.claimed("203144", DAY)


@crowd("ortopaedkirurgi", 80)
def opioids_after_surgery_by_chance(p: Patient, chance: Random) -> None:
    day = date(2023, 8, 1) + timedelta(chance.randrange(1000))
    for _ in range(chance.randrange(1, 4)):
        p.claimed(
            chance.choice((*sorted(OPERATIONS), "203118")), str(day), chance.choice((p.home, p.home, OTHER))
        )
        if chance.random() < 0.5:
            later = chance.choice((0, 30, 31, 60, 90, 91, -20))
            p.dispensed("N02AX02", after(str(day), later), chance.choice((1, 1, 1, -1)))
        day += timedelta(chance.choice((0, 40, 200, 500)))
    if chance.random() < 0.1:
        p.diagnosed(chance.choice(("DC509", "DC449")), str(day))
