"""A later contact within 26 weeks of the first pain consultation: the rule again, its named persons, its crowd."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from tests.models.recompute_rules import Spans, Unit, days, rule, weeks_apart
from tests.models.registers import Registers
from tests.models.world import OTHER, Patient, after, case, crowd

DAY = "2026-02-02"  # a Monday; 182 days later is 2026-08-03


@rule("anaestesiologi", "events", 3)
def return_after_first_pain_consultation(registers: Registers, _: Spans, __: Spans) -> Iterator[Unit]:
    for person in registers.people.values():
        contacts: dict[str, dict[date, set[str]]] = {}
        for s in person.services:
            practice = registers.practice(s["number"], s["week"])
            if practice:
                contacts.setdefault(practice, {}).setdefault(s["week"], set()).add(s["service"])
        for practice, weeks in contacts.items():
            consulted = [week for week, services in weeks.items() if services & {"010110", "010120"}]
            for week in consulted:
                if any(1 <= weeks_apart(other, week) <= 52 for other in consulted):
                    continue
                again = any(1 <= weeks_apart(week, other) <= 26 for other in weeks)
                yield person.name, practice, week + days(182), "met" if again else "not_met"


def first_pain(**expected: str):
    return case("return_after_first_pain_consultation", "anaestesiologi", **expected)


@first_pain(K3_2026="met")
def return_26_weeks_after_is_met(p: Patient) -> None:
    p.claimed("010110", DAY)
    p.claimed("010130", after(DAY, weeks=26))


@first_pain(K3_2026="not_met")
def return_27_weeks_after_is_too_late(p: Patient) -> None:
    p.claimed("010110", DAY)
    p.claimed("010130", after(DAY, weeks=27))


@first_pain(K3_2026="met")
def return_by_telephone_the_next_week_is_met(p: Patient) -> None:
    p.claimed("010110", DAY)
    p.claimed("010201", after(DAY, weeks=1))


@first_pain(K3_2026="met")
def return_for_the_second_consultation_is_met(p: Patient) -> None:
    p.claimed("010110", DAY)
    p.claimed("010120", after(DAY, weeks=4))


@first_pain(K3_2026="not_met")
def return_in_the_same_week_cannot_be_told(p: Patient) -> None:
    p.claimed("010110", DAY)
    p.claimed("010130", after(DAY, 4))


@first_pain(K3_2026="not_met")
def return_to_another_practice_is_not_met(p: Patient) -> None:
    p.claimed("010110", DAY)
    p.claimed("010130", after(DAY, weeks=4), by=OTHER)


@first_pain(K3_2026="met")
def return_after_a_second_consultation_without_a_first(p: Patient) -> None:
    p.claimed("010120", DAY)
    p.claimed("012635", after(DAY, weeks=2))


@first_pain()
def return_counts_from_no_consultation_52_weeks_after_another(p: Patient) -> None:
    p.claimed("010110", "2023-02-06")  # followed up before the window
    p.claimed("010110", after("2023-02-06", weeks=52))


@first_pain(K1_2025="not_met", K1_2026="not_met")
def return_counts_again_53_weeks_after_the_last_consultation(p: Patient) -> None:
    p.claimed("010110", "2024-07-29")
    p.claimed("010110", after("2024-07-29", weeks=53))


@first_pain(K3_2026="not_met")
def return_counts_from_a_first_at_this_practice(p: Patient) -> None:
    p.claimed("010110", after(DAY, weeks=-10), by=OTHER)
    p.claimed("010110", DAY)


@first_pain()
def return_to_later_consultations_has_no_first(p: Patient) -> None:
    p.claimed("010130", DAY)
    p.claimed("010130", after(DAY, weeks=4))


@crowd("anaestesiologi")
def returns_by_chance(p: Patient, chance: Random) -> None:
    day = date(2022, 6, 6) + timedelta(chance.randrange(1000))
    for _ in range(chance.randrange(1, 6)):
        service = chance.choice(("010110", "010110", "010120", "010130", "012635"))
        p.claimed(service, str(day), chance.choice((p.home, p.home, OTHER)))
        day += timedelta(chance.choice((0, 7, 90, 182, 189, 364, 371)))
