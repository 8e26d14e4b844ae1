"""Liver tests in every quarter of methotrexate: the rule again, its persons, its part of the crowd."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random

from tests.models.recompute_rules import Spans, Unit, days, minor, rule
from tests.models.registers import Registers
from tests.models.results import normalised
from tests.models.world import OTHER, Patient, after, case, crowd

METHOTREXATE = "L04AX03"
ALAT = "NPU19651"
BEFORE, AT_THE_END = "2025-09-30", "2026-09-30"
QUARTERS = ("2025-10-01", "2026-03-31", "2026-04-01", "2026-09-30")


@rule("reumatologi", "persons", 3)
def methotrexate_control(registers: Registers, _: Spans, years: Spans) -> Iterator[Unit]:
    for person in registers.people.values():
        samples = [s for s in person.samples if s["code"] == ALAT]
        for _name, first, last in years:
            if person.packs(first - days(183), first - days(1), METHOTREXATE) <= 0:
                continue
            packs: dict[str, int] = {}
            for d in person.dispensings:
                practice = registers.practice(d["number"], d["day"])
                if practice and last - days(182) <= d["day"] <= last and d["atc"].startswith(METHOTREXATE):
                    packs[practice] = packs.get(practice, 0) + d["packs"]
            taken = [s for s in samples if first <= s["day"] <= last]
            sampled = {(s["day"].month - 1) // 3 for s in taken}
            answered = {
                (s["day"].month - 1) // 3
                for s in taken
                if normalised(ALAT, s["value"], s["unit"]) is not None
            }
            status = "met" if len(answered) == 4 else "unknown" if len(sampled) == 4 else "not_met"
            status = "excluded" if minor(person, last) else status
            for practice, count in packs.items():
                if count > 0:
                    yield person.name, practice, last, status


def liver(**expected: str):
    return case("methotrexate_control", "reumatologi", **expected)


def all_year(p: Patient, before: str = BEFORE, at_the_end: str = AT_THE_END, by: str | None = None) -> None:
    p.dispensed(METHOTREXATE, before, by="7001AB2")
    p.dispensed(METHOTREXATE, at_the_end, by=by)


def sample(p: Patient, *answers: str | None) -> None:
    """Take ALAT once in each quarter, with these answers."""
    for day, answer in zip(QUARTERS, answers, strict=False):
        p.sampled(ALAT, day, answer, "U/L")


@liver(Y_2026K3="met")
def alat_in_four_quarters_is_met(p: Patient) -> None:
    all_year(p)
    sample(p, "30", "31", "32", "33")


@liver(Y_2026K3="not_met")
def alat_in_three_quarters_is_not_met(p: Patient) -> None:
    all_year(p)
    sample(p, "30", "31", "32")


@liver(Y_2026K3="not_met")
def alat_twice_in_a_quarter_counts_once(p: Patient) -> None:
    all_year(p)
    sample(p, "30", "31", "32")
    p.sampled(ALAT, "2026-06-30", "30", "U/L")


@liver(Y_2026K3="not_met")
def alat_the_day_before_the_year_does_not_count(p: Patient) -> None:
    all_year(p)
    sample(p, "30", "31", "32")
    p.sampled(ALAT, "2025-09-30", "30", "U/L")


@liver(Y_2026K3="unknown")
def alat_that_is_no_number_in_a_quarter_is_unknown(p: Patient) -> None:
    all_year(p)
    sample(p, "30", "hæmolyse", "32", "33")


@liver(Y_2026K3="not_met")
def alat_that_is_no_number_does_not_hide_a_missing_quarter(p: Patient) -> None:
    all_year(p)
    sample(p, "30", "hæmolyse", "32")


@liver(Y_2026K3="met")
def a_second_alat_settles_one_that_is_no_number(p: Patient) -> None:
    all_year(p)
    sample(p, "30", "hæmolyse", "32", "33")
    p.sampled(ALAT, "2026-01-01", "30", "U/L")


@liver(Y_2026K3="not_met")
def another_analysis_is_no_alat(p: Patient) -> None:
    all_year(p)
    sample(p, "30", "31", "32")
    p.sampled("NPU18016", "2026-09-30", "80", "µmol/L")


@liver(Y_2026K3="not_met")
def methotrexate_183_days_before_the_year_is_in_it(p: Patient) -> None:
    all_year(p, before="2025-04-01")


@liver()
def methotrexate_184_days_before_the_year_is_not_in_it(p: Patient) -> None:
    all_year(p, before="2025-03-31")


@liver()
def methotrexate_begun_in_the_year_is_not_in_it(p: Patient) -> None:
    all_year(p, before="2025-10-01")


@liver(Y_2026K3="not_met")
def methotrexate_on_the_first_of_the_last_183_days_is_in_it(p: Patient) -> None:
    all_year(p, at_the_end="2026-04-01")


@liver()
def methotrexate_stopped_the_day_before_the_last_183_is_not_in_it(p: Patient) -> None:
    all_year(p, at_the_end="2026-03-31")


@liver()
def methotrexate_handed_back_at_the_end_is_not_in_it(p: Patient) -> None:
    all_year(p, at_the_end="2026-09-01")
    p.dispensed(METHOTREXATE, "2026-09-02", packs=-1)


@liver()
def methotrexate_handed_back_before_the_year_is_not_in_it(p: Patient) -> None:
    all_year(p, before="2025-09-01")
    p.dispensed(METHOTREXATE, "2025-09-02", packs=-1)


@liver()
def methotrexate_from_another_practice_is_theirs(p: Patient) -> None:
    all_year(p, by=OTHER)


@liver()
def methotrexate_for_cancer_is_not_in_it(p: Patient) -> None:
    p.dispensed("L01BA01", BEFORE)
    p.dispensed("L01BA01", AT_THE_END)


@liver(Y_2026K3="excluded")
def methotrexate_the_day_before_18_is_excluded(p: Patient) -> None:
    p.born("2008-10-01")
    all_year(p)
    sample(p, "30", "31", "32", "33")


@liver(Y_2026K3="met")
def methotrexate_on_the_day_of_18_is_in_it(p: Patient) -> None:
    p.born("2008-09-30")
    all_year(p)
    sample(p, "30", "31", "32", "33")


@crowd("reumatologi", 90)
def many_on_methotrexate(p: Patient, chance: Random) -> None:
    begun = date(2022, 9, 1) + days(chance.randrange(600))
    for index in range(chance.randrange(3, 14)):
        when = begun + days(index * 110)
        if when <= date(2026, 9, 30):
            p.dispensed(METHOTREXATE, str(when), chance.choice((1, 1, 1, 1, 2, -1)),
                        by=chance.choice((p.home, p.home, p.home, OTHER)))  # fmt: skip
    every = chance.choice((60, 80, 90, 110))
    for index in range(chance.randrange(4, 22)):
        answer = chance.choice(("24", "31", "48", "35,5", "hæmolyse"))
        day = after(str(begun), index * every)
        if day <= "2026-09-30":
            p.sampled(ALAT, day, answer, "U/L")
