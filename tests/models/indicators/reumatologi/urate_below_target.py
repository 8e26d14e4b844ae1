"""Urate of allopurinol users: the rule again, its persons, its part of the crowd."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from random import Random

from tests.models.recompute_rules import Spans, Unit, days, rule
from tests.models.registers import Person, Registers
from tests.models.results import analyte, normalised
from tests.models.world import OTHER, Patient, case, crowd

ALLOPURINOL = "M04AA01"
MICRO, MILLI = "NPU09356", "NPU03688"


@rule("reumatologi", "persons", 2)
def urate_below_target(registers: Registers, _: Spans, years: Spans) -> Iterator[Unit]:
    for person in registers.people.values():
        given = [d for d in person.dispensings if d["atc"] == ALLOPURINOL]
        for _name, first, last in years:
            packs: dict[str, int] = {}
            for d in given:
                practice = registers.practice(d["number"], d["day"])
                if practice and first <= d["day"] <= last:
                    packs[practice] = packs.get(practice, 0) + d["packs"]
            for practice, count in packs.items():
                if count > 0:
                    since = min(d["day"] for d in given if d["packs"] > 0)
                    status = "excluded" if (last - since).days < 180 else urate_status(person, first, last)
                    yield person.name, practice, last, status


def urate_status(person: Person, first: date, last: date) -> str:
    numbers: list[tuple[date, Decimal]] = []
    for s in person.samples:
        value = normalised(s["code"], s["value"], s["unit"])
        if analyte(s["code"]) == "urate" and first <= s["day"] <= last and value is not None:
            numbers.append((s["day"], value))
    if not numbers:
        return "unknown"
    return "met" if max(numbers)[1] < 360 else "not_met"


def urate(**expected: str):
    return case("urate_below_target", "reumatologi", **expected)


def take(p: Patient, day: str = "2025-07-01", by: str | None = None) -> None:
    p.dispensed(ALLOPURINOL, day, by=by)


@urate(Y_2026K2="met")
def urate_of_359_on_the_last_day_is_met(p: Patient) -> None:
    take(p)
    p.sampled(MICRO, "2026-06-30", "359", "µmol/L")


@urate(Y_2026K2="not_met")
def urate_of_360_on_the_first_day_is_not_met(p: Patient) -> None:
    take(p)
    p.sampled(MICRO, "2025-07-01", "360", "µmol/L")


@urate(Y_2026K2="met")
def urate_of_0_359_mmol_is_met(p: Patient) -> None:
    take(p)
    p.sampled(MILLI, "2026-01-05", "0,359", "mmol/L")


@urate(Y_2026K2="not_met")
def urate_of_0_36_mmol_is_not_met(p: Patient) -> None:
    take(p)
    p.sampled(MILLI, "2026-01-05", "0,36", "mmol/L")


@urate(Y_2026K2="met")
def the_latest_urate_decides(p: Patient) -> None:
    take(p)
    p.sampled(MICRO, "2026-02-01", "300", "µmol/L")
    p.sampled(MICRO, "2025-08-01", "500", "µmol/L")


@urate(Y_2026K2="met")
def a_later_urate_that_is_no_number_changes_nothing(p: Patient) -> None:
    take(p)
    p.sampled(MICRO, "2026-02-01", "300", "µmol/L")
    p.sampled(MICRO, "2026-03-01", "annulleret", "µmol/L")


@urate(Y_2026K2="not_met")
def the_highest_urate_of_a_day_decides(p: Patient) -> None:
    take(p)
    p.sampled(MICRO, "2026-02-01", "361", "µmol/L")
    p.sampled(MICRO, "2026-02-01", "300", "µmol/L")


@urate(Y_2026K2="unknown")
def urate_that_is_no_number_is_unknown(p: Patient) -> None:
    take(p)
    p.sampled(MICRO, "2026-02-01", "<100", "µmol/L")


@urate(Y_2025K2="met", Y_2026K2="unknown")
def urate_the_day_before_the_year_is_forgotten(p: Patient) -> None:
    take(p, "2024-07-01")
    take(p)
    p.sampled(MICRO, "2025-06-30", "300", "µmol/L")


@urate(Y_2026K2="unknown")
def another_analysis_is_no_urate(p: Patient) -> None:
    take(p)
    p.sampled("NPU18016", "2026-02-01", "80", "µmol/L")


@urate(Y_2026K2="excluded")
def allopurinol_begun_179_days_before_is_excluded(p: Patient) -> None:
    take(p, "2026-01-02")
    p.sampled(MICRO, "2026-06-01", "300", "µmol/L")


@urate(Y_2026K2="met")
def allopurinol_begun_180_days_before_is_in_it(p: Patient) -> None:
    take(p, "2026-01-01")
    p.sampled(MICRO, "2026-06-01", "300", "µmol/L")


@urate(Y_2026K2="unknown")
def allopurinol_begun_elsewhere_is_no_new_treatment(p: Patient) -> None:
    take(p, "2024-01-01", by="7001AB2")
    take(p, "2026-06-30")


@urate()
def allopurinol_handed_back_is_not_in_it(p: Patient) -> None:
    take(p)
    p.dispensed(ALLOPURINOL, "2025-07-05", packs=-1)


@urate()
def febuxostat_is_no_allopurinol(p: Patient) -> None:
    p.dispensed("M04AA03", "2025-07-01")


@urate()
def allopurinol_from_another_practice_is_theirs(p: Patient) -> None:
    take(p, by=OTHER)


@crowd("reumatologi")
def many_on_allopurinol(p: Patient, chance: Random) -> None:
    begun = date(2022, 6, 1) + days(chance.randrange(1300))
    for index in range(chance.randrange(1, 9)):
        when = begun + days(index * 100)
        if when <= date(2026, 9, 30):
            p.dispensed(
                ALLOPURINOL,
                str(when),
                chance.choice((1, 1, 1, -1)),
                by=chance.choice((p.home, p.home, OTHER)),
            )
    for _ in range(chance.randrange(5)):
        day = str(date(2024, 5, 1) + days(chance.randrange(850)))
        if chance.random() < 0.5:
            p.sampled(MICRO, day, chance.choice(("300", "359.9", "360", "480", "<100")), "µmol/L")
        else:
            p.sampled(MILLI, day, chance.choice(("0,30", "0,42", "ikke påvist", None)), "mmol/L")
