"""A further nerve decompression within 52 weeks: the rule again, its named persons, its crowd."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from tests.models.recompute_rules import Spans, Unit, days, rule, weeks_apart
from tests.models.registers import Registers
from tests.models.world import OTHER, Patient, after, case, crowd

DAY = "2025-08-04"  # a Monday; 364 days later is 2026-08-03


@rule("ortopaedkirurgi", "events", 1)
def reoperation_after_nerve_decompression(registers: Registers, _: Spans, __: Spans) -> Iterator[Unit]:
    for person in registers.people.values():
        done = {(s["week"], s["number"]) for s in person.services if s["service"] == "203146"}
        for week, number in sorted(done):
            practice = registers.practice(number, week)
            if practice is None:
                continue
            again = any(1 <= weeks_apart(week, other) <= 52 for other, _number in done)
            ulnar = any(
                d["code"].startswith("DG562") and -365 <= (d["day"] - week).days <= 364
                for d in person.diagnoses
            )
            status = "excluded" if ulnar else "met" if again else "not_met"
            yield person.name, practice, week + days(364), status


def nerve(**expected: str):
    return case("reoperation_after_nerve_decompression", "ortopaedkirurgi", **expected)


@nerve(K3_2026="met")
def nerve_operated_again_52_weeks_after_is_met(p: Patient) -> None:
    p.claimed("203146", DAY)
    p.claimed("203146", after(DAY, weeks=52))


@nerve(K3_2026="not_met")
def nerve_operated_again_53_weeks_after_is_too_late(p: Patient) -> None:
    p.claimed("203146", DAY)
    p.claimed("203146", after(DAY, weeks=53))


@nerve(K3_2026="not_met")
def nerve_claimed_twice_in_a_week_is_one_operation(p: Patient) -> None:
    p.claimed("203146", DAY)
    p.claimed("203146", after(DAY, 6))


@nerve(K3_2026="met")
def nerve_operated_again_elsewhere_the_next_week_is_met(p: Patient) -> None:
    p.claimed("203146", DAY)
    p.claimed("203146", after(DAY, weeks=1), by=OTHER)


@nerve(K3_2025="met", K3_2026="not_met")
def nerve_every_operation_counts_for_itself(p: Patient) -> None:
    p.claimed("203146", after(DAY, weeks=-52))
    p.claimed("203146", DAY)


@nerve(K3_2026="not_met")
def nerve_followed_by_another_operation_is_not_met(p: Patient) -> None:
    p.claimed("203146", DAY)
    p.claimed("203148", after(DAY, weeks=8))
    p.diagnosed("DG560", after(DAY, -20))


@nerve(K3_2026="excluded")
def nerve_of_the_elbow_365_days_before_is_excluded(p: Patient) -> None:
    p.claimed("203146", DAY)
    p.claimed("203146", after(DAY, weeks=20))
    p.diagnosed("DG562", after(DAY, -365))


@nerve(K3_2026="excluded")
def nerve_of_the_elbow_364_days_after_is_excluded(p: Patient) -> None:
    p.claimed("203146", DAY)
    p.diagnosed("DG562A", after(DAY, 364))


@nerve(K3_2026="not_met")
def nerve_of_the_elbow_366_days_before_is_too_early(p: Patient) -> None:
    p.claimed("203146", DAY)
    p.diagnosed("DG562", after(DAY, -366))


@nerve(K3_2026="not_met")
def nerve_of_the_elbow_365_days_after_is_too_late(p: Patient) -> None:
    p.claimed("203146", DAY)
    p.diagnosed("DG562", after(DAY, 365))


@crowd("ortopaedkirurgi")
def nerves_by_chance(p: Patient, chance: Random) -> None:
    day = date(2022, 10, 3) + timedelta(chance.randrange(1090))
    for _ in range(chance.randrange(1, 4)):
        p.claimed("203146", str(day), chance.choice((p.home, p.home, OTHER)))
        day += timedelta(chance.choice((0, 3, 50, 200, 364, 371)))
    if chance.random() < 0.2:
        p.diagnosed(chance.choice(("DG560", "DG562")), str(day - timedelta(chance.randrange(500))))
