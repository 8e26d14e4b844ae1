"""Varicose veins operated again within 52 weeks: the rule again, its named persons, its crowd."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from tests.models.recompute_rules import Spans, Unit, days, rule, weeks_apart
from tests.models.registers import Registers
from tests.models.world import OTHER, Patient, after, case, crowd

DAY = "2025-08-04"  # a Monday; 364 days later is 2026-08-03
LEGS = {"093123": "?", "093802": "right", "093803": "left", "093804": "right", "093805": "left"}


@rule("kirurgi", "events", 4)
def varicose_reoperation(registers: Registers, _: Spans, __: Spans) -> Iterator[Unit]:
    for person in registers.people.values():
        done = [(s["week"], s["number"], LEGS[s["service"]]) for s in person.services if s["service"] in LEGS]
        ulcer = person.first("DI830", "DI832")
        for week, number in {(w, n) for w, n, _leg in done}:
            practice = registers.practice(number, week)
            if practice is None:
                continue
            mine = {leg for w, n, leg in done if (w, n) == (week, number)}
            later = {leg for w, _n, leg in done if 1 <= weeks_apart(week, w) <= 52}
            same_leg = bool(mine & later) or bool(mine and later and "?" in mine | later)
            status = "met" if same_leg else "not_met"
            if ulcer is not None and ulcer <= week + days(6):
                status = "excluded"
            yield person.name, practice, week + days(364), status


def veins(**expected: str):
    return case("varicose_reoperation", "kirurgi", **expected)


@veins(K3_2026="met")
def veins_operated_again_52_weeks_after_is_met(p: Patient) -> None:
    p.claimed("093123", DAY)
    p.claimed("093123", after(DAY, weeks=52))


@veins(K3_2026="not_met")
def veins_operated_again_53_weeks_after_is_too_late(p: Patient) -> None:
    p.claimed("093123", DAY)
    p.claimed("093123", after(DAY, weeks=53))


@veins(K3_2026="not_met")
def veins_claimed_twice_in_a_week_is_one_operation(p: Patient) -> None:
    p.claimed("093123", DAY)
    p.claimed("093802", after(DAY, 6))


@veins(K3_2026="met")
def veins_of_the_same_leg_elsewhere_is_met(p: Patient) -> None:
    p.claimed("093802", DAY)
    p.claimed("093804", after(DAY, weeks=1), by=OTHER)


@veins(K3_2026="not_met")
def veins_of_the_other_leg_is_not_met(p: Patient) -> None:
    p.claimed("093802", DAY)
    p.claimed("093803", after(DAY, weeks=6), by=OTHER)
    p.claimed("093805", after(DAY, weeks=9), by=OTHER)


@veins(K3_2026="met")
def veins_of_one_of_two_legs_again_is_met(p: Patient) -> None:
    p.claimed("093804", DAY)
    p.claimed("093805", DAY)
    p.claimed("093803", after(DAY, weeks=6), by=OTHER)


@veins(K3_2026="met")
def veins_of_an_untold_leg_first_is_met(p: Patient) -> None:
    p.claimed("093123", DAY)
    p.claimed("093803", after(DAY, weeks=6), by=OTHER)


@veins(K3_2026="met")
def veins_of_an_untold_leg_later_is_met(p: Patient) -> None:
    p.claimed("093805", DAY)
    p.claimed("093123", after(DAY, weeks=6), by=OTHER)


@veins(K3_2026="not_met")
def veins_injected_later_is_no_operation(p: Patient) -> None:
    p.claimed("093123", DAY)
    p.claimed("093302", after(DAY, weeks=6))
    p.diagnosed("DI839", DAY)


@veins(K3_2026="excluded")
def veins_with_an_ulcer_on_the_sunday_is_excluded(p: Patient) -> None:
    p.claimed("093123", DAY)
    p.diagnosed("DI830", after(DAY, 6))


@veins(K3_2026="excluded")
def veins_with_ulcer_and_eczema_years_before_is_excluded(p: Patient) -> None:
    p.claimed("093803", DAY)
    p.diagnosed("DI832", "2022-02-01")


@veins(K3_2026="not_met")
def veins_with_an_ulcer_the_next_monday_is_not_excluded(p: Patient) -> None:
    p.claimed("093123", DAY)
    p.diagnosed("DI830A", after(DAY, 7))


@crowd("kirurgi", 90)
def veins_by_chance(p: Patient, chance: Random) -> None:
    day = date(2022, 10, 3) + timedelta(chance.randrange(1090))
    for _ in range(chance.randrange(1, 4)):
        for _ in range(chance.choice((1, 1, 2))):
            p.claimed(chance.choice(list(LEGS)), str(day), chance.choice((p.home, p.home, OTHER)))
        day += timedelta(chance.choice((0, 7, 50, 364, 371)))
    if chance.random() < 0.2:
        p.diagnosed(chance.choice(("DI830", "DI839")), str(day - timedelta(chance.randrange(400))))
