"""Uroflowmetry before the first alpha-blocker: the rule again, its named persons, its crowd."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from tests.models.recompute_rules import Spans, Unit, days, rule, weeks_apart
from tests.models.registers import Registers
from tests.models.world import OTHER, Patient, after, case, crowd

DAY = "2026-08-05"  # a Wednesday


@rule("kirurgi", "events", 3, case_mix=("age_band",))
def uroflow_before_alpha_blocker(registers: Registers, _: Spans, __: Spans) -> Iterator[Unit]:
    for person in registers.people.values():
        collected: dict[tuple[str, date], int] = {}
        for d in person.dispensings:
            practice = registers.practice(d["number"], d["day"])
            if practice and d["atc"].startswith("G04CA"):
                collected[practice, d["day"]] = collected.get((practice, d["day"]), 0) + d["packs"]
        for (practice, when), packs in collected.items():
            if packs <= 0 or person.packs(when - days(365), when - days(1), "G04CA") > 0:
                continue
            measured = any(
                s["service"] == "092103" and 0 <= weeks_apart(s["week"], when) <= 26 for s in person.services
            )
            other_reason = any(
                d["code"].startswith(("DN20", "DR33")) and 0 <= (when - d["day"]).days <= 183
                for d in person.diagnoses
            )
            status = "met" if measured else "not_met"
            if person.sex == "K" or other_reason:
                status = "excluded"
            yield person.name, practice, when, status


def flow(**expected: str):
    return case("uroflow_before_alpha_blocker", "kirurgi", **expected)


def man(p: Patient) -> None:
    p.born("1950-01-01", sex="1")


@flow(K3_2026="met")
def flow_measured_26_weeks_before_is_met(p: Patient) -> None:
    man(p)
    p.claimed("092103", after(DAY, weeks=-26))
    p.dispensed("G04CA02", DAY)


@flow(K3_2026="not_met")
def flow_measured_27_weeks_before_is_too_early(p: Patient) -> None:
    man(p)
    p.claimed("092103", after(DAY, weeks=-27))
    p.dispensed("G04CA02", DAY)


@flow(K3_2026="met")
def flow_measured_in_the_same_week_elsewhere_is_met(p: Patient) -> None:
    man(p)
    p.claimed("092103", after(DAY, 4), by=OTHER)
    p.dispensed("G04CA01", DAY)


@flow(K3_2026="not_met")
def flow_measured_the_next_week_is_too_late(p: Patient) -> None:
    man(p)
    p.claimed("092103", after(DAY, 5))
    p.dispensed("G04CA01", DAY)


@flow(K3_2026="not_met")
def flow_residual_urine_alone_is_not_met(p: Patient) -> None:
    man(p)
    p.claimed("092112", DAY)
    p.dispensed("G04CA52", DAY)


@flow()
def flow_treated_365_days_before_is_no_beginning(p: Patient) -> None:
    man(p)
    p.dispensed("G04CA02", after(DAY, -365), by=OTHER)
    p.dispensed("G04CA02", DAY)


@flow(K3_2025="met", K3_2026="not_met")
def flow_after_a_year_without_it_begins_again(p: Patient) -> None:
    man(p)
    p.claimed("092103", after(DAY, -370))
    p.dispensed("G04CA02", after(DAY, -366))
    p.dispensed("G04CA02", DAY)


@flow(K3_2026="not_met")
def flow_drug_handed_back_before_is_no_treatment(p: Patient) -> None:
    man(p)
    p.dispensed("G04CA02", after(DAY, -90), by=OTHER)
    p.dispensed("G04CA02", after(DAY, -89), packs=-1, by=OTHER)
    p.dispensed("G04CA02", DAY)


@flow()
def flow_drug_corrected_the_same_day_is_no_beginning(p: Patient) -> None:
    man(p)
    p.dispensed("G04CA02", DAY)
    p.dispensed("G04CA02", DAY, packs=-1)


@flow()
def flow_drug_begun_by_another_practice_is_theirs(p: Patient) -> None:
    man(p)
    p.claimed("092103", DAY)
    p.dispensed("G04CA02", DAY, by=OTHER)
    p.dispensed("G04CA02", after(DAY, 30))


@flow(K3_2026="K 75+ excluded")
def flow_of_a_woman_is_excluded(p: Patient) -> None:
    p.claimed("092103", DAY)
    p.dispensed("G04CA02", DAY)


@flow(K3_2026="U U not_met")
def flow_of_a_person_of_unknown_sex_is_not_excluded(p: Patient) -> None:
    p.born(None)
    p.dispensed("G04CA02", DAY)


@flow(K3_2026="excluded")
def flow_with_a_stone_183_days_before_is_excluded(p: Patient) -> None:
    man(p)
    p.dispensed("G04CA02", DAY)
    p.diagnosed("DN201", after(DAY, -183))


@flow(K3_2026="not_met")
def flow_with_a_stone_184_days_before_is_not_excluded(p: Patient) -> None:
    man(p)
    p.dispensed("G04CA02", DAY)
    p.diagnosed("DN201", after(DAY, -184))


@flow(K3_2026="excluded")
def flow_with_retention_the_same_day_is_excluded(p: Patient) -> None:
    man(p)
    p.dispensed("G04CA02", DAY)
    p.diagnosed("DR339", DAY)


@flow(K3_2026="met")
def flow_with_retention_the_day_after_is_not_excluded(p: Patient) -> None:
    man(p)
    p.claimed("092103", DAY)
    p.dispensed("G04CA02", DAY)
    p.diagnosed("DR339", after(DAY, 1))


@crowd("kirurgi", 90)
def flows_by_chance(p: Patient, chance: Random) -> None:
    day = date(2023, 10, 2) + timedelta(chance.randrange(1090))
    for _ in range(chance.randrange(1, 4)):
        p.dispensed(
            chance.choice(("G04CA02", "G04CA01", "G04CB02")),
            str(day),
            chance.choice((1, 1, 1, -1)),
            by=chance.choice((p.home, p.home, OTHER)),
        )
        if chance.random() < 0.5:
            p.claimed("092103", after(str(day), chance.choice((-190, -182, -90, -3, 0, 9))))
        if chance.random() < 0.1:
            p.diagnosed(chance.choice(("DN200", "DR339")), after(str(day), -chance.randrange(200)))
        day += timedelta(chance.choice((0, 90, 365, 366, 500)))
