"""Long-acting bronchodilator without steroid in asthma: the rule again, its persons and its crowd."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from tests.models.recompute_rules import Spans, Unit, rule
from tests.models.registers import Registers
from tests.models.world import OTHER, Patient, case, crowd

LONG_ACTING = ("R03AC12", "R03AC13", "R03AC18", "R03BB")
STEROIDS = ("R03BA", "R03AK", "R03AL08", "R03AL09", "R03AL11", "R03AL12")


@rule("lungemedicin", "persons", 4)
def laba_lama_without_ics(registers: Registers, _: Spans, years: Spans) -> Iterator[Unit]:
    for person in registers.people.values():
        copd = person.first("DJ44")
        for _name, first, last in years:
            start = date(first.year - 2, first.month, first.day)
            visits = [v for v in person.visits if start <= v["day"] <= last]
            if person.packs(first, last, *LONG_ACTING) <= 0:
                continue
            for practice in {registers.practice(v["number"], v["day"]) for v in visits} - {None}:
                here = [v for v in visits if registers.practice(v["number"], v["day"]) == practice]
                latest = max(v["day"] for v in here)
                status = "not_met" if person.packs(first, last, *STEROIDS) > 0 else "met"
                if any(v["excluded"] for v in here if v["day"] == latest) or (copd and copd <= last):
                    status = "excluded"
                yield person.name, practice, last, status


def long_acting(**expected: str):
    return case("laba_lama_without_ics", "lungemedicin", **expected)


SEEN_ON, IN_2025 = "2025-03-03", "2025-05-05"


@long_acting(Y_2025K4="met")
def laba_without_steroid_is_met(p: Patient) -> None:
    p.visited(SEEN_ON, 2)
    p.dispensed("R03AC13", "2025-12-31")


@long_acting(Y_2025K4="met")
def lama_from_anyone_without_steroid_is_met(p: Patient) -> None:
    p.visited(SEEN_ON, 9)
    p.dispensed("R03BB04", "2025-01-01", by=OTHER)


@long_acting()
def indacaterol_the_day_after_the_year_is_not_in_it(p: Patient) -> None:
    p.visited(SEEN_ON, 2)
    p.dispensed("R03AC18", "2026-01-01")


@long_acting()
def short_acting_is_no_long_acting(p: Patient) -> None:
    p.visited(SEEN_ON, 2)
    p.dispensed("R03AC02", IN_2025)


@long_acting()
def long_acting_handed_back_is_not_in_it(p: Patient) -> None:
    p.visited(SEEN_ON, 2)
    p.dispensed("R03AC12", IN_2025, packs=2)
    p.dispensed("R03AC12", "2025-06-05", packs=-2)


@long_acting(Y_2025K4="not_met")
def steroid_beside_long_acting_is_not_met(p: Patient) -> None:
    p.visited(SEEN_ON, 2)
    p.dispensed("R03AC12", IN_2025)
    p.dispensed("R03BA02", "2025-12-31", by=OTHER)


@long_acting(Y_2025K4="not_met")
def combination_beside_long_acting_is_not_met(p: Patient) -> None:
    p.visited(SEEN_ON, 2)
    p.dispensed("R03BB04", IN_2025)
    p.dispensed("R03AK07", "2025-01-01")


@long_acting(Y_2025K4="not_met")
def triple_inhaler_beside_long_acting_is_not_met(p: Patient) -> None:
    p.visited(SEEN_ON, 2)
    p.dispensed("R03BB04", IN_2025)
    p.dispensed("R03AL09", IN_2025)


@long_acting(Y_2025K4="met")
def double_bronchodilator_beside_long_acting_is_no_steroid(p: Patient) -> None:
    p.visited(SEEN_ON, 2)
    p.dispensed("R03BB04", IN_2025)
    p.dispensed("R03AL03", IN_2025)


@long_acting(Y_2025K4="met")
def steroid_beside_long_acting_handed_back_does_not_help(p: Patient) -> None:
    p.visited(SEEN_ON, 2)
    p.dispensed("R03AC12", IN_2025)
    p.dispensed("R03BA02", IN_2025)
    p.dispensed("R03BA02", "2025-05-12", packs=-1)


@long_acting(Y_2024K4="not_met", Y_2025K4="met")
def steroid_of_the_year_before_does_not_help_long_acting(p: Patient) -> None:
    p.visited("2024-03-04", 2)
    p.dispensed("R03AC12", "2024-03-04")
    p.dispensed("R03BA02", "2024-12-31")
    p.dispensed("R03AC12", IN_2025)


@long_acting(Y_2025K4="excluded")
def copd_beside_long_acting_is_excluded(p: Patient) -> None:
    p.visited(SEEN_ON, 2)
    p.dispensed("R03BB04", IN_2025)
    p.diagnosed("DJ449", "2025-12-31", kind="B")


@long_acting(Y_2025K4="met")
def copd_after_the_year_of_long_acting_is_not_excluded(p: Patient) -> None:
    p.visited(SEEN_ON, 2)
    p.dispensed("R03BB04", IN_2025)
    p.diagnosed("DJ449", "2026-01-01")


@long_acting(Y_2025K4="excluded")
def long_acting_ekskluderet_at_the_latest_visit(p: Patient) -> None:
    p.visited(SEEN_ON, 2)
    p.visited("2025-04-03", 2, excluded="ja")
    p.dispensed("R03BB04", IN_2025)


@long_acting(Y_2025K4="met")
def long_acting_seen_on_the_first_day_of_three_years(p: Patient) -> None:
    p.visited("2023-01-01", 1)
    p.dispensed("R03BB04", IN_2025)


@long_acting()
def long_acting_seen_more_than_three_years_ago(p: Patient) -> None:
    p.visited("2022-12-31", 1)
    p.dispensed("R03BB04", IN_2025)


@long_acting()
def long_acting_seen_by_another_practice(p: Patient) -> None:
    p.visited(SEEN_ON, 2, at=OTHER)
    p.dispensed("R03BB04", IN_2025)


@crowd("lungemedicin")
def lives_with_long_acting(p: Patient, chance: Random) -> None:
    def some_day() -> str:
        return str(date(2023, 1, 1) + timedelta(chance.randrange(1095)))

    seen = {some_day() for _ in range(chance.randrange(1, 3))}
    for day in sorted(seen):
        p.visited(day, chance.choice((1, 2, 9)), excluded=chance.choice(("nej", "nej", "nej", "ja")))
    for _ in range(chance.randrange(1, 6)):
        atc = chance.choice(("R03AC12", "R03AC18", "R03BB04", "R03BA02", "R03AL08", "R03AC02"))
        p.dispensed(atc, some_day(), chance.choice((1, 1, 2, -1)))
    if chance.random() < 0.1:
        p.diagnosed("DJ449", some_day())
