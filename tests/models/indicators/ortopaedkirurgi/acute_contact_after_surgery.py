"""Hospital contact within 30 days of an operation: the rule again, its named persons, its crowd."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from tests.models.recompute_rules import Spans, Unit, days, rule
from tests.models.registers import Registers
from tests.models.world import OTHER, Patient, after, case, crowd

DAY = "2026-07-06"  # a Monday; 30 days later is 2026-08-05
OPERATIONS = {f"203{n}" for n in (125, 126, 133, 134, 135, *range(140, 145), *range(146, 152))}


@rule("ortopaedkirurgi", "events", 4)
def acute_contact_after_surgery(registers: Registers, _: Spans, __: Spans) -> Iterator[Unit]:
    for person in registers.people.values():
        for week, number in {(s["week"], s["number"]) for s in person.services if s["service"] in OPERATIONS}:
            practice = registers.practice(number, week)
            if practice is None:
                continue
            last = week + days(30)
            types = [c["type"] for c in person.contacts if week <= c["day"] <= last]
            cancers = [
                d["day"] for d in person.diagnoses if d["code"][:2] == "DC" and d["code"][:4] != "DC44"
            ]
            if cancers and min(cancers) <= last:
                status = "excluded"
            elif "ALCA00" in types:
                status = "met"
            else:
                status = "unknown" if None in types else "not_met"
            yield person.name, practice, last, status


def surgery(**expected: str):
    return case("acute_contact_after_surgery", "ortopaedkirurgi", **expected)


@surgery(K3_2026="met")
def hospital_30_days_after_surgery_is_met(p: Patient) -> None:
    p.claimed("203150", DAY)
    p.diagnosed("DT814", after(DAY, 30), contact="ALCA00")


@surgery(K3_2026="met")
def hospital_on_the_monday_of_surgery_is_met(p: Patient) -> None:
    p.claimed("203142", after(DAY, 3))
    p.diagnosed("DZ039", DAY, contact="ALCA00", system=None)


@surgery(K3_2026="not_met")
def hospital_31_days_after_surgery_is_too_late(p: Patient) -> None:
    p.claimed("203150", DAY)
    p.diagnosed("DT814", after(DAY, 31), contact="ALCA00")


@surgery(K3_2026="not_met")
def hospital_the_day_before_the_week_of_surgery_is_too_early(p: Patient) -> None:
    p.claimed("203150", DAY)
    p.diagnosed("DM232", after(DAY, -1), contact="ALCA00")


@surgery(K3_2026="not_met")
def hospital_contact_of_another_type_after_surgery_is_not_met(p: Patient) -> None:
    p.claimed("203150", DAY)
    p.diagnosed("DT814", after(DAY, 9), contact="ALCA10")


@surgery(K3_2026="unknown")
def hospital_contact_without_a_type_after_surgery_is_unknown(p: Patient) -> None:
    p.claimed("203150", DAY)
    p.diagnosed("DT814", after(DAY, 9), contact=None)
    p.diagnosed("DT814", after(DAY, 10), contact="ALCA10")


@surgery(K3_2026="met")
def hospital_contact_with_a_type_settles_one_without_after_surgery(p: Patient) -> None:
    p.claimed("203150", DAY)
    p.diagnosed("DT814", after(DAY, 9), contact=None)
    p.diagnosed("DT814", after(DAY, 10), contact="ALCA00")


@surgery(K3_2026="not_met")
def hospital_contact_repeated_from_lpr2_after_surgery_does_not_count(p: Patient) -> None:
    p.claimed("203150", DAY)
    p.diagnosed("DT814", after(DAY, 9), contact="ALCA00", system="LPR2")


@surgery(K3_2026="met")
def hospital_contact_whose_diagnosis_was_refuted_was_still_a_contact_after_surgery(p: Patient) -> None:
    p.claimed("203150", DAY)
    p.diagnosed("DI269", after(DAY, 9), contact="ALCA00", refuted="Ja")


@surgery(K3_2026="excluded")
def hospital_after_surgery_in_cancer_is_excluded(p: Patient) -> None:
    p.claimed("203150", DAY)
    p.diagnosed("DC619", after(DAY, 30), contact="ALCA00")


@surgery(K3_2026="met")
def hospital_after_surgery_and_cancer_31_days_after_is_met(p: Patient) -> None:
    p.claimed("203150", DAY)
    p.diagnosed("DT814", after(DAY, 9), contact="ALCA00")
    p.diagnosed("DC619", after(DAY, 31))


@surgery(K3_2026="met")
def hospital_after_surgery_and_skin_cancer_is_met(p: Patient) -> None:
    p.claimed("203150", DAY)
    p.diagnosed("DC449", after(DAY, 9), contact="ALCA00")


@surgery()
def hospital_after_surgery_elsewhere_is_not_ours(p: Patient) -> None:
    p.claimed("203150", DAY, by=OTHER)
    p.claimed("203117", DAY)
    p.diagnosed("DT814", after(DAY, 9), contact="ALCA00")


@crowd("ortopaedkirurgi", 80)
def hospital_after_surgery_by_chance(p: Patient, chance: Random) -> None:
    day = date(2023, 9, 1) + timedelta(chance.randrange(1040))
    for _ in range(chance.randrange(1, 4)):
        p.claimed(
            chance.choice((*sorted(OPERATIONS), "203120")), str(day), chance.choice((p.home, p.home, OTHER))
        )
        for _ in range(chance.randrange(3)):
            p.diagnosed(
                chance.choice(("DT814", "DZ039", "DM179", "DM179", "DC619", "DC449")),
                after(str(day), chance.choice((-9, -1, 0, 5, 20, 29, 31))),
                system=chance.choice(("LPR3", "LPR3", None, "LPR2")),
                contact=chance.choice(("ALCA00", "ALCA10", "ALCA03", None)),
            )
        day += timedelta(chance.choice((0, 20, 200)))
