"""A new tube within a year in small children: the rule, its persons, its part of the crowd."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from tests.models.indicators.oere_naese_halssygdomme._tubes import treatments, tube_weeks
from tests.models.recompute_rules import Spans, Unit, days, rule, weeks_apart
from tests.models.registers import Registers
from tests.models.world import OTHER, Patient, after, case, crowd

#: A Monday; 52 weeks later is 2026-03-02.
DAY = "2025-03-03"


@rule("oere_naese_halssygdomme", "events", 1, case_mix=("sex",))
def repeat_tubulation(registers: Registers, _: Spans, __: Spans) -> Iterator[Unit]:
    for person in registers.people.values():
        malformed = person.first("DQ35", "DQ37", "DQ90")
        for practice, week in treatments(registers, person):
            age = person.age(week)
            if age is None or age > 6:
                continue
            index = week + days(7 * 52)
            again = any(4 <= weeks_apart(week, later) <= 52 for later in tube_weeks(person))
            excluded = malformed is not None and malformed <= index
            yield person.name, practice, index, "excluded" if excluded else "met" if again else "not_met"


def repeat(**expected: str):
    def keep(tell):
        def told(p: Patient) -> None:
            p.born("2022-02-02", sex="1")
            tell(p)

        told.__name__ = tell.__name__
        return case("repeat_tubulation", "oere_naese_halssygdomme", **expected)(told)

    return keep


@repeat(K1_2026="not_met")
def tube_never_again(p: Patient) -> None:
    p.claimed("213009", DAY)


@repeat(K1_2026="met")
def tube_again_52_weeks_later_elsewhere(p: Patient) -> None:
    p.claimed("213009", DAY)
    p.claimed("214109", after(DAY, weeks=52), by=OTHER)


@repeat(K1_2026="not_met")
def tube_again_53_weeks_later(p: Patient) -> None:
    p.claimed("213009", DAY)
    p.claimed("213009", after(DAY, weeks=53))


@repeat(K1_2026="not_met")
def tube_again_3_weeks_later_is_the_same_treatment(p: Patient) -> None:
    p.claimed("213009", DAY)
    p.claimed("213009", after(DAY, weeks=3))


@repeat(K1_2026="met", K2_2026="not_met")
def tube_again_4_weeks_later(p: Patient) -> None:
    p.claimed("213009", "2025-03-10")
    p.claimed("213009", "2025-04-07")  # a treatment of its own, too


@repeat(K1_2026="met")
def tubes_three_weeks_apart_are_one_chain(p: Patient) -> None:
    p.claimed("213009", DAY)
    p.claimed("213009", after(DAY, weeks=3))
    p.claimed("213009", after(DAY, weeks=6))


@repeat(K1_2026="not_met")
def tubes_in_both_ears_are_one_treatment(p: Patient) -> None:
    p.claimed("213009", DAY)
    p.claimed("213109", DAY)


@repeat(K1_2026="not_met")
def a_cut_in_the_eardrum_is_no_tube(p: Patient) -> None:
    p.claimed("213009", DAY)
    p.claimed("213003", after(DAY, weeks=20))


@repeat(K1_2026="M 0-17 not_met")
def tube_aged_6(p: Patient) -> None:
    p.born("2018-03-04", sex="1")
    p.claimed("214009", DAY)


@repeat()
def tube_aged_7(p: Patient) -> None:
    p.born("2018-03-03", sex="1")
    p.claimed("213009", DAY)


@repeat()
def tube_of_unknown_age(p: Patient) -> None:
    p.born(None)
    p.claimed("213009", DAY)


@repeat(K1_2026="excluded")
def tube_and_cleft_palate_on_the_index_date(p: Patient) -> None:
    p.claimed("213009", DAY)
    p.diagnosed("DQ351", after(DAY, weeks=52))


@repeat(K1_2026="not_met")
def tube_and_cleft_palate_the_day_after_the_index_date(p: Patient) -> None:
    p.claimed("213009", DAY)
    p.diagnosed("DQ375", after(DAY, 365))


@repeat(K1_2026="not_met")
def tube_and_cleft_lip_only(p: Patient) -> None:
    p.claimed("213009", DAY)
    p.diagnosed("DQ369", DAY)


@crowd("oere_naese_halssygdomme")
def repeat_tubulation_life(patient: Patient, chance: Random) -> None:
    patient.born(f"{chance.randrange(2015, 2023)}-05-05", chance.choice("12"))
    when = date(2022, 6, 1) + timedelta(chance.randrange(800))
    for _ in range(chance.randrange(1, 5)):
        by = chance.choice((patient.home, patient.home, OTHER))
        patient.claimed(chance.choice(("213009", "213009", "213109", "214009", "213003")), str(when), by=by)
        when += timedelta(7 * chance.choice((0, 1, 3, 4, 20, 52, 53, 70)))
        when = min(when, date(2026, 9, 30))
    if chance.random() < 0.15:
        patient.diagnosed(chance.choice(("DQ359", "DQ369", "DQ909")), str(when), chance.choice("ABG"))
