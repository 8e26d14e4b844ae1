"""Mesh at the repair of a hernia: the rule again, its named persons, its crowd."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from tests.models.recompute_rules import Spans, Unit, minor, rule
from tests.models.registers import Registers
from tests.models.world import OTHER, Patient, after, case, crowd

DAY = "2026-07-06"  # a Monday


@rule("kirurgi", "events", 2)
def mesh_at_hernia_repair(registers: Registers, _: Spans, __: Spans) -> Iterator[Unit]:
    for person in registers.people.values():
        repairs: dict[tuple[str, date], set[str]] = {}
        for s in person.services:
            practice = registers.practice(s["number"], s["week"])
            if practice and s["service"] in ("093140", "093150", "093151"):
                repairs.setdefault((practice, s["week"]), set()).add(s["service"])
        for (practice, week), services in repairs.items():
            status = "met" if services != {"093140"} else "not_met"
            yield person.name, practice, week, "excluded" if minor(person, week) else status


def hernia(**expected: str):
    return case("mesh_at_hernia_repair", "kirurgi", **expected)


@hernia(K3_2026="met")
def hernia_with_a_first_mesh_is_met(p: Patient) -> None:
    p.claimed("093150", DAY)


@hernia(K3_2026="met")
def hernia_with_another_mesh_is_met(p: Patient) -> None:
    p.claimed("093151", after(DAY, 6))


@hernia(K3_2026="not_met")
def hernia_without_mesh_is_not_met(p: Patient) -> None:
    p.claimed("093140", DAY)


@hernia(K3_2026="met")
def hernia_on_both_sides_in_a_week_is_one_repair(p: Patient) -> None:
    p.claimed("093140", DAY)
    p.claimed("093150", after(DAY, 6))


@hernia(K2_2026="not_met", K3_2026="met")
def hernia_repaired_the_next_week_is_another_repair(p: Patient) -> None:
    p.claimed("093140", after(DAY, -7))
    p.claimed("093150", DAY)


@hernia(K3_2026="not_met")
def hernia_mesh_elsewhere_is_not_the_practices(p: Patient) -> None:
    p.claimed("093140", DAY)
    p.claimed("093150", DAY, by=OTHER)


@hernia(K3_2026="M 0-17 excluded")
def hernia_of_a_child_is_excluded(p: Patient) -> None:
    p.born("2008-07-07", sex="1")
    p.claimed("093140", DAY)


@hernia(K3_2026="M 18-39 not_met")
def hernia_eighteen_on_the_monday_is_adult(p: Patient) -> None:
    p.born("2008-07-06", sex="1")
    p.claimed("093140", DAY)


@hernia(K3_2026="U U met")
def hernia_of_unknown_age_is_not_excluded(p: Patient) -> None:
    p.born(None)
    p.claimed("093151", DAY)


@hernia()
def hernia_not_repaired_is_not_in_it(p: Patient) -> None:
    p.claimed("092111", DAY)
    p.claimed("093115", DAY)
    p.diagnosed("DK409", DAY)


@crowd("kirurgi")
def hernias_by_chance(p: Patient, chance: Random) -> None:
    for _ in range(chance.randrange(1, 4)):
        day = str(date(2023, 10, 2) + timedelta(chance.randrange(1090)))
        for _ in range(chance.choice((1, 1, 2))):
            p.claimed(
                chance.choice(("093140", "093150", "093151")), day, chance.choice((p.home, p.home, OTHER))
            )
