"""Contraception when isotretinoin is begun: the rule again, its persons, its part of the crowd."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random

from tests.models.recompute_rules import Spans, Unit, days, rule
from tests.models.registers import Person, Registers
from tests.models.world import OTHER, Patient, after, case, crowd

START = "2026-03-02"  # 90 days later is 2026-05-31
ISOTRETINOIN = "D10BA01"
PILL = "G03AA07"
CONTRACEPTIVES = ("G03AA", "G03AB", "G03AC", "G03HB01", "G02B")


@rule("dermatologi", "events", 2, case_mix=("age_band",))
def isotretinoin_contraception(registers: Registers, _: Spans, __: Spans) -> Iterator[Unit]:
    for person in registers.people.values():
        sterilised = person.first("DZ302")
        for start in starts(person):
            age = person.age(start)
            if person.sex != "K" or age is None or not 15 <= age <= 44:
                continue
            met = person.packs(start - days(90), start + days(90), *CONTRACEPTIVES) > 0
            status = "met" if met else "not_met"
            if sterilised is not None and sterilised <= start:
                status = "excluded"
            of_the_day = [d for d in person.dispensings if d["atc"] == ISOTRETINOIN and d["day"] == start]
            practices = {registers.practice(d["number"], start) for d in of_the_day if d["packs"] > 0}
            for practice in practices - {None}:
                yield person.name, practice, start + days(90), status


def starts(person: Person) -> list[date]:
    """Days of dispensing after more than 183 days without, not handed back within 90 days."""
    had = sorted({d["day"] for d in person.dispensings if d["atc"] == ISOTRETINOIN and d["packs"] > 0})
    return [
        when
        for when in had
        if not any(0 < (when - earlier).days <= 183 for earlier in had)
        and person.packs(when, when + days(90), ISOTRETINOIN) > 0
    ]


def begun(**expected: str):
    return case("isotretinoin_contraception", "dermatologi", **expected)


def begin(p: Patient, born: str | None = "1998-01-01", sex: str = "2", by: str | None = None) -> None:
    p.born(born, sex)
    p.dispensed(ISOTRETINOIN, START, by=by)


@begun(K2_2026="met")
def isotretinoin_with_a_pill_90_days_before_is_met(p: Patient) -> None:
    begin(p)
    p.dispensed(PILL, after(START, -90), by="7001AB2")


@begun(K2_2026="not_met")
def isotretinoin_with_a_pill_91_days_before_is_not_met(p: Patient) -> None:
    begin(p)
    p.dispensed(PILL, after(START, -91))


@begun(K2_2026="met")
def isotretinoin_with_a_coil_90_days_after_is_met(p: Patient) -> None:
    begin(p)
    p.dispensed("G02BA03", after(START, 90))


@begun(K2_2026="not_met")
def isotretinoin_with_a_coil_91_days_after_is_not_met(p: Patient) -> None:
    begin(p)
    p.dispensed("G02BA03", after(START, 91))


@begun(K2_2026="met")
def isotretinoin_with_cyproterone_is_met(p: Patient) -> None:
    begin(p)
    p.dispensed("G03HB01", START)


@begun(K2_2026="not_met")
def isotretinoin_with_emergency_contraception_is_not_met(p: Patient) -> None:
    begin(p)
    p.dispensed("G03AD01", START)


@begun(K2_2026="not_met")
def isotretinoin_with_a_pill_handed_back_is_not_met(p: Patient) -> None:
    begin(p)
    p.dispensed(PILL, START)
    p.dispensed(PILL, after(START, 7), packs=-1)


@begun()
def isotretinoin_handed_back_is_not_in_it(p: Patient) -> None:
    begin(p)
    p.dispensed(ISOTRETINOIN, after(START, 90), packs=-1)


@begun(K2_2026="not_met")
def isotretinoin_handed_back_later_stays_in_it(p: Patient) -> None:
    begin(p)
    p.dispensed(ISOTRETINOIN, after(START, 91), packs=-1)


@begun(K4_2025="not_met")
def isotretinoin_183_days_after_the_last_is_no_start(p: Patient) -> None:
    begin(p)
    p.dispensed(ISOTRETINOIN, after(START, -183))  # 2025-08-31, itself a start


@begun(K4_2025="not_met", K2_2026="not_met")
def isotretinoin_184_days_after_the_last_is_a_start(p: Patient) -> None:
    begin(p)
    p.dispensed(ISOTRETINOIN, after(START, -184))


@begun()
def isotretinoin_for_a_man_is_not_in_it(p: Patient) -> None:
    begin(p, sex="1")


@begun()
def isotretinoin_at_45_is_not_in_it(p: Patient) -> None:
    begin(p, "1981-03-02")


@begun(K2_2026="K 40-59 not_met")
def isotretinoin_the_day_before_45_is_in_it(p: Patient) -> None:
    begin(p, "1981-03-03")


@begun(K2_2026="K 0-17 not_met")
def isotretinoin_on_the_day_of_15_is_in_it(p: Patient) -> None:
    begin(p, "2011-03-02")


@begun()
def isotretinoin_the_day_before_15_is_not_in_it(p: Patient) -> None:
    begin(p, "2011-03-03")


@begun()
def isotretinoin_for_nobody_in_the_register_is_not_in_it(p: Patient) -> None:
    begin(p, None)


@begun()
def isotretinoin_from_another_practice_is_theirs(p: Patient) -> None:
    begin(p, by=OTHER)


@begun(K2_2026="excluded")
def isotretinoin_after_sterilisation_is_excluded(p: Patient) -> None:
    begin(p)
    p.dispensed(PILL, START)
    p.diagnosed("DZ302", START)


@begun(K2_2026="not_met")
def isotretinoin_before_sterilisation_is_not_excluded(p: Patient) -> None:
    begin(p)
    p.diagnosed("DZ302", after(START, 1))


@crowd("dermatologi", 90)
def many_begin_isotretinoin(p: Patient, chance: Random) -> None:
    p.born(str(date(1978, 1, 1) + days(chance.randrange(35 * 365))), chance.choice("2221"))
    middle = date(2023, 6, 1) + days(chance.randrange(1100))
    for _ in range(chance.randrange(1, 5)):
        p.dispensed(ISOTRETINOIN, str(middle + days(chance.randrange(-200, 200))), chance.choice((1, 1, 1, 2, -1)),
                    by=chance.choice((p.home, p.home, OTHER)))  # fmt: skip
    for _ in range(chance.randrange(4)):
        p.dispensed(chance.choice((PILL, "G03AB03", "G03AC09", "G03AD01", "G03HB01", "G02BB01")),
                    str(middle + days(chance.randrange(-300, 300))), chance.choice((1, 1, 1, -1)))  # fmt: skip
    if chance.random() < 0.15:
        p.diagnosed("DZ302", str(middle))
