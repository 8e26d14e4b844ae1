"""Another total colonoscopy within 52 weeks: the rule again, its named persons, its crowd."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from tests.models.recompute_rules import Spans, Unit, days, rule, weeks_apart
from tests.models.registers import Registers
from tests.models.world import OTHER, Patient, after, case, crowd

DAY = "2025-08-04"  # a Monday; 364 days later is 2026-08-03


@rule("kirurgi", "events", 1)
def repeat_colonoscopy(registers: Registers, _: Spans, __: Spans) -> Iterator[Unit]:
    for person in registers.people.values():
        done = {(s["week"], s["number"]) for s in person.services if s["service"] == "092114"}
        ill = person.first("DC18", "DC19", "DC20", "DK50", "DK51")
        for week, number in sorted(done):
            practice = registers.practice(number, week)
            if practice is None:
                continue
            again = any(1 <= weeks_apart(week, other) <= 52 for other, _number in done)
            status = "met" if again else "not_met"
            if ill is not None and ill <= week + days(364):
                status = "excluded"
            yield person.name, practice, week + days(364), status


def colonoscopy(**expected: str):
    return case("repeat_colonoscopy", "kirurgi", **expected)


@colonoscopy(K3_2026="met")
def colonoscopy_repeated_52_weeks_after_is_met(p: Patient) -> None:
    p.claimed("092114", DAY)
    p.claimed("092114", after(DAY, weeks=52))


@colonoscopy(K3_2026="not_met")
def colonoscopy_repeated_53_weeks_after_is_not_met(p: Patient) -> None:
    p.claimed("092114", DAY)
    p.claimed("092114", after(DAY, weeks=53))


@colonoscopy(K3_2026="met")
def colonoscopy_repeated_elsewhere_the_next_week_is_met(p: Patient) -> None:
    p.claimed("092114", DAY)
    p.claimed("092114", after(DAY, weeks=1), by=OTHER)


@colonoscopy(K3_2026="not_met")
def colonoscopy_twice_in_a_week_is_one(p: Patient) -> None:
    p.claimed("092114", DAY)
    p.claimed("092114", after(DAY, 5))


@colonoscopy(K3_2026="not_met")
def colonoscopy_followed_by_sigmoidoscopy_is_not_met(p: Patient) -> None:
    p.claimed("092114", DAY)
    p.claimed("092307", after(DAY, weeks=4))


@colonoscopy(K3_2025="met", K3_2026="not_met")
def colonoscopy_that_repeats_is_itself_counted(p: Patient) -> None:
    p.claimed("092114", after(DAY, weeks=-52))
    p.claimed("092114", DAY)


@colonoscopy(K3_2026="excluded")
def colonoscopy_and_cancer_364_days_after_is_excluded(p: Patient) -> None:
    p.claimed("092114", DAY)
    p.diagnosed("DC187", after(DAY, 364))


@colonoscopy(K3_2026="not_met")
def colonoscopy_and_cancer_365_days_after_is_not_excluded(p: Patient) -> None:
    p.claimed("092114", DAY)
    p.diagnosed("DC209", after(DAY, 365))


@colonoscopy(K3_2026="excluded")
def colonoscopy_and_colitis_years_before_is_excluded(p: Patient) -> None:
    p.claimed("092114", DAY)
    p.claimed("092114", after(DAY, weeks=20))
    p.diagnosed("DK519", "2022-03-01", kind="B")


@colonoscopy(K3_2026="met")
def colonoscopy_and_refuted_cancer_is_met(p: Patient) -> None:
    p.claimed("092114", DAY)
    p.claimed("092114", after(DAY, weeks=20))
    p.diagnosed("DC199", after(DAY, 9), refuted="Ja")


@colonoscopy()
def colonoscopy_elsewhere_is_not_ours(p: Patient) -> None:
    p.claimed("092114", DAY, by=OTHER)
    p.claimed("092307", DAY)


@crowd("kirurgi")
def colonoscopies_by_chance(p: Patient, chance: Random) -> None:
    day = date(2022, 10, 3) + timedelta(chance.randrange(1090))
    for _ in range(chance.randrange(1, 4)):
        p.claimed(
            chance.choice(("092114", "092114", "092307")), str(day), chance.choice((p.home, p.home, OTHER))
        )
        day += timedelta(chance.choice((0, 6, 90, 364, 371)))
    if chance.random() < 0.25:
        code = chance.choice(("DC180", "DK501", "DK573"))
        p.diagnosed(code, str(day - timedelta(chance.randrange(400))))
