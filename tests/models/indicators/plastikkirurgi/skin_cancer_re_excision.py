"""Operated again after skin cancer: the rule again, its persons, its part of the crowd."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random

from tests.models.recompute_rules import Spans, Unit, days, rule
from tests.models.registers import Person, Registers
from tests.models.world import OTHER, Patient, after, case, crowd

WEEK = "2026-05-04"  # a Monday; 91 days later is 2026-08-03
OPERATION = "233112"


def operations(person: Person) -> list[tuple[date, str]]:
    """Weeks and ydernumre of skin cancer surgery; several claims in a week are one operation."""
    return sorted({(s["week"], s["number"]) for s in person.services if s["service"] == OPERATION})


@rule("plastikkirurgi", "events", 1)
def skin_cancer_re_excision(registers: Registers, _: Spans, __: Spans) -> Iterator[Unit]:
    for person in registers.people.values():
        done = operations(person)
        melanoma = [d["day"] for d in person.diagnoses if d["code"].startswith("DC43")]
        for week, number in done:
            practice = registers.practice(number, week)
            apart = {(other - week).days // 7 for other, _number in done}
            if practice is None or any(-13 <= a <= -1 for a in apart):
                continue
            status = "met" if any(1 <= a <= 13 for a in apart) else "not_met"
            if any(week - days(30) <= d <= week + days(91) for d in melanoma):
                status = "excluded"
            yield person.name, practice, week + days(91), status


def again(**expected: str):
    return case("skin_cancer_re_excision", "plastikkirurgi", **expected)


@again(K3_2026="met")
def excised_again_after_13_weeks_is_met(p: Patient) -> None:
    p.claimed(OPERATION, WEEK)
    p.claimed(OPERATION, after(WEEK, weeks=13))


@again(K3_2026="not_met")
def excised_again_after_14_weeks_is_not_met(p: Patient) -> None:
    p.claimed(OPERATION, WEEK)
    p.claimed(OPERATION, after(WEEK, weeks=14))  # itself a first operation, not yet followed


@again(K3_2026="met")
def excised_again_elsewhere_is_met(p: Patient) -> None:
    p.claimed(OPERATION, WEEK)
    p.claimed(OPERATION, after(WEEK, weeks=1), by=OTHER)


@again(K3_2026="not_met")
def two_excisions_in_a_week_are_one_operation(p: Patient) -> None:
    p.claimed(OPERATION, WEEK)
    p.claimed(OPERATION, after(WEEK, 4))


@again(K3_2026="not_met")
def another_operation_is_no_re_excision(p: Patient) -> None:
    p.claimed(OPERATION, WEEK)
    p.claimed("233103", after(WEEK, weeks=4))


@again()
def excised_13_weeks_before_elsewhere_is_no_first_here(p: Patient) -> None:
    p.claimed(OPERATION, after(WEEK, weeks=-13), by=OTHER)
    p.claimed(OPERATION, WEEK)


@again(K2_2026="not_met", K3_2026="not_met")
def excised_14_weeks_before_leaves_two_first_operations(p: Patient) -> None:
    p.claimed(OPERATION, after(WEEK, weeks=-14))
    p.claimed(OPERATION, WEEK)


@again(K3_2026="excluded")
def excised_with_melanoma_30_days_before_is_excluded(p: Patient) -> None:
    p.claimed(OPERATION, WEEK)
    p.claimed(OPERATION, after(WEEK, weeks=4))
    p.diagnosed("DC435", after(WEEK, -30))


@again(K3_2026="not_met")
def excised_with_melanoma_31_days_before_is_not_excluded(p: Patient) -> None:
    p.claimed(OPERATION, WEEK)
    p.diagnosed("DC435", after(WEEK, -31))


@again(K3_2026="excluded")
def excised_with_melanoma_91_days_after_is_excluded(p: Patient) -> None:
    p.claimed(OPERATION, WEEK)
    p.diagnosed("DC439", after(WEEK, 91), kind="B")


@again(K3_2026="not_met")
def excised_with_melanoma_92_days_after_is_not_excluded(p: Patient) -> None:
    p.claimed(OPERATION, WEEK)
    p.diagnosed("DC439", after(WEEK, 92))


@again(K3_2026="not_met")
def excised_with_refuted_melanoma_is_not_excluded(p: Patient) -> None:
    p.claimed(OPERATION, WEEK)
    p.diagnosed("DC439", WEEK, refuted="Ja")


@again(K3_2026="met")
def excised_with_other_skin_cancer_is_not_excluded(p: Patient) -> None:
    p.claimed(OPERATION, WEEK)
    p.claimed(OPERATION, after(WEEK, weeks=4))
    p.diagnosed("DC443", WEEK)


@again()
def excised_by_another_practice_is_theirs(p: Patient) -> None:
    p.claimed(OPERATION, WEEK, by=OTHER)


@crowd("plastikkirurgi", 120)
def many_operated_for_skin_cancer(p: Patient, chance: Random) -> None:
    """Operations, consultations, antibiotics and hospital diagnoses near each other, for all three indicators."""
    for _ in range(chance.randrange(1, 4)):
        week = date(2023, 8, 7) + days(chance.randrange(1150))
        p.claimed(OPERATION, str(week), by=chance.choice((p.home, p.home, p.home, OTHER)))
        for _again in range(chance.randrange(3)):
            service = chance.choice((OPERATION, "233103", "230120", "230130", "230201", "230105"))
            day = after(str(week), chance.randrange(-110, 110))
            p.claimed(service, day, by=chance.choice((p.home, p.home, OTHER)))
        for _dispensing in range(chance.randrange(3)):
            p.dispensed(chance.choice(("J01CF01", "J01CE02", "N02BE01")),
                        after(str(week), chance.randrange(-40, 30)), chance.choice((1, 1, 1, -1)))  # fmt: skip
        if chance.random() < 0.3:
            p.diagnosed(
                chance.choice(("DC435", "DC443", "DC509")), after(str(week), chance.randrange(-40, 110))
            )
