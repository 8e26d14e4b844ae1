"""Hearing tested around a tube in the eardrum: the rule, its persons, its part of the crowd."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from tests.models.indicators.oere_naese_halssygdomme._tubes import treatments
from tests.models.recompute_rules import Spans, Unit, days, rule, weeks_apart
from tests.models.registers import Registers
from tests.models.world import OTHER, Patient, after, case, crowd

#: A Monday; 13 weeks later is 2026-04-06.
DAY = "2026-01-05"


@rule("oere_naese_halssygdomme", "events", 2)
def audiometry_at_tubulation(registers: Registers, _: Spans, __: Spans) -> Iterator[Unit]:
    hearing = ("212001", "212002", "212007", "212008")
    for person in registers.people.values():
        tests = [s["week"] for s in person.services if s["service"] in hearing]
        for practice, week in treatments(registers, person):
            met = any(abs(weeks_apart(week, test)) <= 13 for test in tests)
            yield person.name, practice, week + days(91), "met" if met else "not_met"


def audiometry(**expected: str):
    return case("audiometry_at_tubulation", "oere_naese_halssygdomme", **expected)


@audiometry(K2_2026="met")
def audiometry_in_the_week_of_the_tube(p: Patient) -> None:
    p.claimed("213009", DAY)
    p.claimed("212001", DAY)


@audiometry(K2_2026="met")
def audiometry_13_weeks_before_the_tube(p: Patient) -> None:
    p.claimed("213009", DAY)
    p.claimed("212007", after(DAY, weeks=-13))


@audiometry(K2_2026="not_met")
def audiometry_14_weeks_before_the_tube(p: Patient) -> None:
    p.claimed("213009", DAY)
    p.claimed("212008", after(DAY, weeks=-14))


@audiometry(K2_2026="met")
def tympanometry_13_weeks_after_the_tube_elsewhere(p: Patient) -> None:
    p.claimed("214009", DAY)
    p.claimed("212002", after(DAY, weeks=13), by=OTHER)


@audiometry(K2_2026="not_met")
def tympanometry_14_weeks_after_the_tube(p: Patient) -> None:
    p.claimed("213009", DAY)
    p.claimed("212002", after(DAY, weeks=14))


@audiometry(K2_2026="not_met")
def otoacoustic_emissions_are_no_audiometry(p: Patient) -> None:
    p.claimed("213109", DAY)
    p.claimed("212019", DAY)


@audiometry(K2_2026="K 75+ met")
def audiometry_at_a_tube_of_an_adult(p: Patient) -> None:
    p.claimed("213009", DAY)
    p.claimed("212001", DAY)


@audiometry(K2_2026="met", K3_2026="not_met")
def audiometry_at_each_of_two_tubes(p: Patient) -> None:
    p.claimed("212001", DAY)
    p.claimed("213009", DAY)
    p.claimed("213009", after(DAY, weeks=20))


@audiometry(K2_2026="met")
def audiometry_at_both_ears_treated_two_weeks_apart(p: Patient) -> None:
    p.claimed("212001", DAY)
    p.claimed("213009", DAY)
    p.claimed("213009", after(DAY, weeks=2))


@audiometry()
def audiometry_at_a_tube_elsewhere_is_theirs(p: Patient) -> None:
    p.claimed("213009", DAY, by=OTHER)
    p.claimed("212001", DAY)


@audiometry()
def audiometry_without_a_tube(p: Patient) -> None:
    p.claimed("212001", DAY)


@crowd("oere_naese_halssygdomme")
def audiometry_life(patient: Patient, chance: Random) -> None:
    when = date(2023, 1, 1) + timedelta(chance.randrange(1100))
    for _ in range(chance.randrange(1, 3)):
        by = chance.choice((patient.home, patient.home, OTHER))
        patient.claimed(chance.choice(("213009", "213109", "214109")), str(when), by=by)
        if chance.random() < 0.7:
            test = when + timedelta(7 * chance.choice((-14, -13, -4, 0, 0, 5, 13, 14)))
            patient.claimed(chance.choice(("212001", "212002", "212007", "212019")), str(test), by=by)
        when += timedelta(7 * chance.choice((1, 3, 4, 26)))
