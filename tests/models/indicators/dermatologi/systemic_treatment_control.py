"""Two controls in a year of systemic treatment: the rule again, its persons, its part of the crowd."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random

from tests.models.recompute_rules import Spans, Unit, days, rule
from tests.models.registers import Registers
from tests.models.world import OTHER, Patient, after, case, crowd

FIRST = "2025-10-01"
CONTROL = "042109"
SYSTEMIC = ("L04AX03", "L04AB", "L04AC")


@rule("dermatologi", "persons", 3)
def systemic_treatment_control(registers: Registers, _: Spans, years: Spans) -> Iterator[Unit]:
    for person in registers.people.values():
        for _name, first, last in years:
            claimed = {(s["service"], s["week"]) for s in person.services if first <= s["week"] <= last}
            controls = sum(1 for service, _week in claimed if service == CONTROL)
            status = "met" if controls >= 2 else "not_met"
            if any(service == "062701" for service, _week in claimed):
                status = "excluded"
            had: dict[str, list[tuple[date, int]]] = {}
            for d in person.dispensings:
                practice = registers.practice(d["number"], d["day"])
                if practice and first <= d["day"] <= last and d["atc"].startswith(SYSTEMIC):
                    had.setdefault(practice, []).append((d["day"], d["packs"]))
            for practice, packs in had.items():
                given = [when for when, count in packs if count > 0]
                if sum(count for _, count in packs) >= 2 and (max(given) - min(given)).days >= 180:
                    yield person.name, practice, last, status


def systemic(**expected: str):
    return case("systemic_treatment_control", "dermatologi", **expected)


def treat(p: Patient, span: int = 180, atc: str = "L04AX03", by: str | None = None) -> None:
    p.dispensed("L04AX03", FIRST, by=by)
    p.dispensed(atc, after(FIRST, span), by=by)


@systemic(Y_2026K3="met")
def systemic_controls_in_the_first_and_last_week_are_met(p: Patient) -> None:
    treat(p)
    p.claimed(CONTROL, "2025-10-06")
    p.claimed(CONTROL, "2026-09-28", by=OTHER)


@systemic(Y_2026K3="not_met")
def systemic_control_in_the_week_before_the_year_does_not_count(p: Patient) -> None:
    treat(p)
    p.claimed(CONTROL, "2025-10-01")  # its Monday is 29 September
    p.claimed(CONTROL, "2026-02-02")


@systemic(Y_2026K3="not_met")
def systemic_controls_in_one_week_are_one(p: Patient) -> None:
    treat(p)
    p.claimed(CONTROL, "2026-02-02")
    p.claimed(CONTROL, "2026-02-06")


@systemic(Y_2026K3="not_met")
def systemic_consultations_are_no_controls(p: Patient) -> None:
    treat(p)
    p.claimed(CONTROL, "2026-02-02")
    p.claimed("040130", "2026-05-04")


@systemic(Y_2026K3="met")
def systemic_treatment_with_biologics_is_in_it(p: Patient) -> None:
    p.dispensed("L04AB04", FIRST)
    p.dispensed("L04AC05", after(FIRST, 200))
    p.claimed(CONTROL, "2026-02-02")
    p.claimed(CONTROL, "2026-05-04")


@systemic()
def systemic_treatment_with_azathioprine_is_not_in_it(p: Patient) -> None:
    treat(p, atc="L04AX01")


@systemic()
def systemic_treatment_of_179_days_is_not_in_it(p: Patient) -> None:
    treat(p, 179)


@systemic()
def systemic_treatment_over_two_years_is_not_added_up(p: Patient) -> None:
    p.dispensed("L04AX03", "2025-04-01")
    p.dispensed("L04AX03", FIRST)


@systemic()
def systemic_packs_handed_back_are_subtracted(p: Patient) -> None:
    treat(p)
    p.dispensed("L04AX03", "2026-05-04", packs=-1)


@systemic()
def systemic_treatment_by_two_practices_is_not_added_up(p: Patient) -> None:
    p.dispensed("L04AX03", FIRST)
    p.dispensed("L04AX03", after(FIRST, 200), by=OTHER)


@systemic()
def systemic_treatment_by_another_practice_is_theirs(p: Patient) -> None:
    treat(p, by=OTHER)


@systemic(Y_2026K3="excluded")
def systemic_treatment_controlled_by_a_rheumatologist_is_excluded(p: Patient) -> None:
    treat(p)
    p.claimed(CONTROL, "2026-02-02")
    p.claimed(CONTROL, "2026-05-04")
    p.claimed("062701", "2026-09-28", by=OTHER)


@systemic(Y_2026K3="not_met")
def systemic_treatment_seen_by_a_rheumatologist_the_year_before_is_not_excluded(p: Patient) -> None:
    treat(p)
    p.claimed("062701", "2025-09-29")


@crowd("dermatologi", 120)
def many_in_systemic_treatment(p: Patient, chance: Random) -> None:
    begun = date(2022, 10, 1) + days(chance.randrange(900))
    for index in range(chance.randrange(4, 14)):
        when = begun + days(chance.randrange(60, 110) * index)
        if when <= date(2026, 9, 30):
            p.dispensed(chance.choice(("L04AX03", "L04AX03", "L04AB04", "L04AC18", "L04AX01")), str(when),
                        chance.choice((1, 1, 1, 2, -1)), by=chance.choice((p.home, p.home, p.home, OTHER)))  # fmt: skip
            if chance.random() < 0.5:
                p.claimed(chance.choice((CONTROL, CONTROL, CONTROL, "040130")), str(when))
    if chance.random() < 0.2:
        p.claimed("062701", str(begun + days(chance.randrange(700))), by=OTHER)
