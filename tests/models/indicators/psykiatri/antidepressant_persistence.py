"""Persistence with a new antidepressant: the rule again, its named persons, its part of the crowd."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from tests.models.recompute_rules import Spans, Unit, days, minor, rule
from tests.models.registers import Person, Registers
from tests.models.world import OTHER, Patient, after, case, crowd

START = "2026-03-01"  # 180 days later is 2026-08-28


@rule("psykiatri", "events", 3)
def antidepressant_persistence(registers: Registers, _: Spans, __: Spans) -> Iterator[Unit]:
    for person in registers.people.values():
        drugs = [d for d in person.dispensings if d["atc"].startswith("N06A")]
        redeemed = [
            day
            for day in sorted({d["day"] for d in drugs})
            if sum(d["packs"] for d in drugs if d["day"] == day) > 0
        ]
        for start in redeemed:
            known = any(0 < (start - day).days <= 365 for day in redeemed)
            taken = [d for d in drugs if start <= d["day"] <= start + days(180)]
            if not known and sum(d["packs"] for d in taken) > 0:
                for practice in starters(registers, [d for d in drugs if d["day"] == start]):
                    yield person.name, practice, start + days(180), persistence(person, start, taken)


def starters(registers: Registers, dispensed: list[dict[str, Any]]) -> list[str]:
    """The practices whose prescriptions were redeemed that day and not all handed back."""
    packs: dict[str, int] = {}
    for d in dispensed:
        if practice := registers.practice(d["number"], d["day"]):
            packs[practice] = packs.get(practice, 0) + d["packs"]
    return [practice for practice, count in packs.items() if count > 0]


def persistence(person: Person, start: date, taken: list[dict[str, Any]]) -> str:
    bipolar = person.first("DF30", "DF31")
    if minor(person, start) or (bipolar is not None and bipolar <= start + days(180)):
        return "excluded"
    if sum(d["packs"] * d["ddd"] for d in taken) >= 144:
        return "met"
    return "unknown" if sum(d["packs"] for d in taken if d["ddd"] == 0) > 0 else "not_met"


def antidepressant(**expected: str):
    return case("antidepressant_persistence", "psykiatri", **expected)


@antidepressant(K3_2026="met")
def antidepressant_144_ddd_by_day_180_is_met(p: Patient) -> None:
    p.dispensed("N06AB06", START, ddd=98)
    p.dispensed("N06AB06", after(START, 180), ddd=46)


@antidepressant(K3_2026="not_met")
def antidepressant_on_day_181_is_too_late(p: Patient) -> None:
    p.dispensed("N06AB06", START, ddd=98)
    p.dispensed("N06AB06", after(START, 181), ddd=98)


@antidepressant(K3_2026="not_met")
def antidepressant_just_under_144_ddd_is_not_met(p: Patient) -> None:
    p.dispensed("N06AB06", START, ddd=143.9)


@antidepressant(K3_2026="met")
def antidepressant_changed_and_from_another_doctor_counts(p: Patient) -> None:
    p.dispensed("N06AB06", START, ddd=98)
    p.dispensed("N06AX16", after(START, 30), ddd=98, by="7001AB2")


@antidepressant(K3_2026="not_met")
def antidepressant_handed_back_is_subtracted(p: Patient) -> None:
    p.dispensed("N06AB06", START, ddd=98)
    p.dispensed("N06AB06", after(START, 60), ddd=98)
    p.dispensed("N06AB06", after(START, 67), packs=-1, ddd=98)


@antidepressant()
def antidepressant_all_handed_back_is_no_start(p: Patient) -> None:
    p.dispensed("N06AB06", START, ddd=98)
    p.dispensed("N06AB06", after(START, 5), packs=-1, ddd=98)


@antidepressant(K3_2026="not_met")
def antidepressant_corrected_the_same_day_starts_later(p: Patient) -> None:
    p.dispensed("N06AB06", after(START, -30), ddd=98)
    p.dispensed("N06AB06", after(START, -30), packs=-1, ddd=98)
    p.dispensed("N06AB06", START, ddd=98)


@antidepressant()
def antidepressant_365_days_before_is_no_new_use(p: Patient) -> None:
    p.dispensed("N06AB04", after(START, -365), ddd=30, by=OTHER)
    p.dispensed("N06AB06", START, ddd=98)


@antidepressant(K1_2026="not_met")
def antidepressant_started_by_the_practice_after_366_days(p: Patient) -> None:
    p.dispensed("N06AB04", after("2025-09-01", -366), ddd=30, by="7001AB2")
    p.dispensed("N06AB06", "2025-09-01", ddd=98)  # 180 days later is 2026-02-28


@antidepressant()
def antidepressant_started_elsewhere_does_not_count_here(p: Patient) -> None:
    p.dispensed("N06AB06", START, ddd=98, by=OTHER)
    p.dispensed("N06AB06", after(START, 30), ddd=98)


@antidepressant(K3_2026="unknown")
def antidepressant_pack_without_ddd_is_unknown(p: Patient) -> None:
    p.dispensed("N06AX25", START, ddd=None)  # type: ignore[arg-type]
    p.dispensed("N06AB06", after(START, 30), ddd=98)


@antidepressant(K3_2026="met")
def antidepressant_with_ddd_enough_settles_a_pack_without(p: Patient) -> None:
    p.dispensed("N06AX25", START, ddd=None)  # type: ignore[arg-type]
    p.dispensed("N06AB06", after(START, 30), packs=2, ddd=98)


@antidepressant(K3_2026="excluded")
def antidepressant_the_day_before_18_is_excluded(p: Patient) -> None:
    p.born("2008-03-02")
    p.dispensed("N06AB03", START, packs=2, ddd=98)


@antidepressant(K3_2026="met")
def antidepressant_on_the_18th_birthday_counts(p: Patient) -> None:
    p.born("2008-03-01")
    p.dispensed("N06AB03", START, packs=2, ddd=98)


@antidepressant(K3_2026="excluded")
def antidepressant_with_bipolar_disorder_by_day_180_is_excluded(p: Patient) -> None:
    p.dispensed("N06AB06", START, packs=2, ddd=98)
    p.diagnosed("DF313", after(START, 180), kind="B")


@antidepressant(K3_2026="met")
def antidepressant_with_bipolar_disorder_later_is_not_excluded(p: Patient) -> None:
    p.dispensed("N06AB06", START, packs=2, ddd=98)
    p.diagnosed("DF313", after(START, 181))


@antidepressant()
def antidepressant_is_no_antipsychotic(p: Patient) -> None:
    p.dispensed("N05AH04", START, packs=2, ddd=98)


@crowd("psykiatri", 90)
def antidepressant_lives(p: Patient, chance: Random) -> None:
    start = date(2023, 1, 1) + timedelta(chance.randrange(1200))
    for _ in range(chance.randrange(1, 7)):
        p.dispensed(
            chance.choice(("N06AB06", "N06AX11", "N06AA10", "N05AH04")),
            str(start + timedelta(chance.choice((0, 30, 90, 180, 181, 365, 366, chance.randrange(400))))),
            chance.choice((1, 1, 1, 2, -1)), ddd=chance.choice((28, 72, 98, 98, 0)),
            by=chance.choice((p.home, p.home, p.home, OTHER)),
        )  # fmt: skip
    if chance.random() < 0.1:
        p.diagnosed(chance.choice(("DF300", "DF319")), str(start + timedelta(chance.randrange(-100, 300))))
