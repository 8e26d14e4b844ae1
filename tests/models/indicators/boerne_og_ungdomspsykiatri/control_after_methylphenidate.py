"""Contact after the first methylphenidate: the rule again, its named persons, its part of the crowd."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from tests.models.recompute_rules import Spans, Unit, days, rule, weeks_apart
from tests.models.registers import Registers
from tests.models.world import OTHER, Patient, after, case, crowd

START = "2026-06-03"  # a Wednesday; 56 days later is 2026-07-29
CONTACTS = (
    "260110", "260111", "260112", "260120", "260130", "260131", "260132", "260133", "260134", "260201",
)  # fmt: skip


@rule("boerne_og_ungdomspsykiatri", "events", 3, case_mix=("sex",))
def control_after_methylphenidate(registers: Registers, _: Spans, __: Spans) -> Iterator[Unit]:
    for person in registers.people.values():
        drugs = [d for d in person.dispensings if d["atc"] == "N06BA04"]
        redeemed = [
            day
            for day in sorted({d["day"] for d in drugs})
            if sum(d["packs"] for d in drugs if d["day"] == day) > 0
        ]
        for start in redeemed:
            end = start + days(56)
            known = any(0 < (start - day).days <= 365 for day in redeemed)
            if known or sum(d["packs"] for d in drugs if start <= d["day"] <= end) <= 0:
                continue
            packs: dict[str, int] = {}
            for d in drugs:
                practice = registers.practice(d["number"], d["day"])
                if practice and d["day"] == start:
                    packs[practice] = packs.get(practice, 0) + d["packs"]
            age = person.age(start)
            for practice in [name for name, count in packs.items() if count > 0]:
                met = any(
                    s["service"] in CONTACTS
                    and 1 <= weeks_apart(start, s["week"]) <= 8
                    and registers.practice(s["number"], s["week"]) == practice
                    for s in person.services
                )
                status = "met" if met else "not_met"
                yield person.name, practice, end, "excluded" if age is not None and age >= 18 else status


def methylphenidate(**expected: str):
    def born(tell):
        def told(p: Patient) -> None:
            p.born("2015-05-05")
            tell(p)

        told.__name__ = tell.__name__
        return case("control_after_methylphenidate", "boerne_og_ungdomspsykiatri", **expected)(told)

    return born


@methylphenidate(K3_2026="met")
def methylphenidate_contact_the_next_week_is_met(p: Patient) -> None:
    p.dispensed("N06BA04", START)
    p.claimed("260130", "2026-06-08")


@methylphenidate(K3_2026="met")
def methylphenidate_telephone_call_in_week_eight_is_met(p: Patient) -> None:
    p.dispensed("N06BA04", START)
    p.claimed("260201", after(START, weeks=8))


@methylphenidate(K3_2026="not_met")
def methylphenidate_contact_in_week_nine_is_too_late(p: Patient) -> None:
    p.dispensed("N06BA04", START)
    p.claimed("260130", after(START, weeks=9))


@methylphenidate(K3_2026="not_met")
def methylphenidate_contact_in_the_week_of_the_start_is_no_control(p: Patient) -> None:
    p.dispensed("N06BA04", START)
    p.claimed("260133", "2026-06-07")


@methylphenidate(K3_2026="not_met")
def methylphenidate_email_is_no_control(p: Patient) -> None:
    p.dispensed("N06BA04", START)
    p.claimed("260105", after(START, weeks=2))


@methylphenidate(K3_2026="not_met")
def methylphenidate_contact_with_another_practice_is_not_met(p: Patient) -> None:
    p.dispensed("N06BA04", START)
    p.claimed("260130", after(START, weeks=2), by=OTHER)


@methylphenidate()
def methylphenidate_started_elsewhere_does_not_count_here(p: Patient) -> None:
    p.dispensed("N06BA04", START, by=OTHER)
    p.dispensed("N06BA04", after(START, 28))
    p.claimed("260130", after(START, weeks=2))


@methylphenidate()
def methylphenidate_365_days_before_is_no_start(p: Patient) -> None:
    p.dispensed("N06BA04", after(START, -365), by="7001AB2")
    p.dispensed("N06BA04", START)


@methylphenidate(K3_2026="not_met")
def methylphenidate_366_days_before_is_forgotten(p: Patient) -> None:
    p.dispensed("N06BA04", after(START, -366), by="7001AB2")
    p.dispensed("N06BA04", START)


@methylphenidate()
def methylphenidate_handed_back_is_no_start(p: Patient) -> None:
    p.dispensed("N06BA04", START)
    p.dispensed("N06BA04", after(START, 56), packs=-1)


@methylphenidate(K3_2026="not_met")
def methylphenidate_handed_back_in_part_is_a_start(p: Patient) -> None:
    p.dispensed("N06BA04", START, packs=2)
    p.dispensed("N06BA04", after(START, 7), packs=-1)


@methylphenidate()
def methylphenidate_is_no_atomoxetine(p: Patient) -> None:
    p.dispensed("N06BA09", START)
    p.claimed("260130", after(START, weeks=2))


@methylphenidate(K3_2026="excluded")
def methylphenidate_on_the_18th_birthday_is_excluded(p: Patient) -> None:
    p.born("2008-06-03")
    p.dispensed("N06BA04", START)


@methylphenidate(K3_2026="not_met")
def methylphenidate_the_day_before_18_counts(p: Patient) -> None:
    p.born("2008-06-04")
    p.dispensed("N06BA04", START)


@crowd("boerne_og_ungdomspsykiatri", 90)
def methylphenidate_lives(p: Patient, chance: Random) -> None:
    if chance.random() < 0.9:
        p.born(str(date(2007, 1, 1) + timedelta(chance.randrange(4000))), chance.choice("12"))
    start = date(2023, 9, 1) + timedelta(chance.randrange(1050))
    for _ in range(chance.randrange(1, 5)):
        p.dispensed(
            chance.choice(("N06BA04", "N06BA04", "N06BA04", "N06BA09")),
            str(start + timedelta(chance.choice((0, 0, 28, 365, 366, 400)))),
            chance.choice((1, 1, 2, 2, -1)), by=chance.choice((p.home, p.home, p.home, OTHER)),
        )  # fmt: skip
    for _ in range(chance.randrange(4)):
        p.claimed(chance.choice((*CONTACTS, "260105")), str(start + timedelta(chance.randrange(-7, 75))),
                  chance.choice((p.home, p.home, OTHER)))  # fmt: skip
