"""Polyps removed at colonoscopy: the rule again, and its persons."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tests.models.recompute_rules import Spans, Unit, rule
from tests.models.registers import Registers
from tests.models.world import OTHER, Patient, after, case

DAY = "2025-08-04"  # a Monday; 364 days later is 2026-08-03


@rule("gastroenterologi", "events", 3)
def polypectomy(registers: Registers, _: Spans, __: Spans) -> Iterator[Unit]:
    for person in registers.people.values():
        done: dict[tuple[str | None, date], set[str]] = {}
        for s in person.services:
            done.setdefault((registers.practice(s["number"], s["week"]), s["week"]), set()).add(s["service"])
        for (practice, week), services in done.items():
            if practice and "082308" in services:
                yield person.name, practice, week, "met" if "083153" in services else "not_met"


def polyp(**expected: str):
    return case("polypectomy", "gastroenterologi", **expected)


@polyp(K3_2025="met")
def polyp_removed_in_the_same_week_is_met(p: Patient) -> None:
    p.claimed("082308", DAY)
    p.claimed("083153", after(DAY, 6))


@polyp(K3_2025="not_met")
def polyp_removed_the_next_week_is_not_met(p: Patient) -> None:
    p.claimed("082308", DAY)
    p.claimed("083153", after(DAY, 7))


@polyp(K3_2025="not_met")
def polyp_removed_elsewhere_is_not_met(p: Patient) -> None:
    p.claimed("082308", DAY)
    p.claimed("083153", DAY, by=OTHER)


@polyp(K3_2025="met")
def two_claims_in_a_week_are_one_examination(p: Patient) -> None:
    p.claimed("082308", DAY)
    p.claimed("082308", DAY)
    p.claimed("083153", DAY)


@polyp()
def polypectomy_alone_is_not_in_it(p: Patient) -> None:
    p.claimed("083153", DAY)


@polyp(K2_2026="not_met")
def the_week_lies_in_its_mondays_quarter(p: Patient) -> None:
    p.claimed("082308", "2026-07-01")  # a Wednesday; Monday is 29 June
