"""Echocardiography of new atrial fibrillation: the rule again, and its persons."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tests.models.indicators.kardiologi._af import DAY, af, af_units
from tests.models.recompute_rules import Spans, Unit, rule, weeks_apart
from tests.models.registers import Person, Registers
from tests.models.world import OTHER, Patient, after, case


@rule("kardiologi", "events", 3)
def af_echocardiography(registers: Registers, quarters: Spans, _: Spans) -> Iterator[Unit]:
    def met(person: Person, diagnosed: date) -> bool:
        echoes = [s for s in person.services if s["service"] == "082208"]
        return any(abs(weeks_apart(diagnosed, s["week"])) <= 13 for s in echoes)

    yield from af_units(registers, quarters, met)


@case("af_echocardiography", "kardiologi", K3_2026="met")
def echo_13_weeks_after_is_met(p: Patient) -> None:
    af(p)
    p.claimed("082208", after(DAY, weeks=13), by=OTHER)


@case("af_echocardiography", "kardiologi", K3_2026="not_met")
def echo_14_weeks_before_is_too_early(p: Patient) -> None:
    af(p)
    p.claimed("082208", after(DAY, weeks=-14))


@case("af_echocardiography", "kardiologi", K1_2026="met")
def weeks_are_counted_across_new_year(p: Patient) -> None:
    af(p, "2025-10-03")
    p.claimed("082208", "2026-01-02")  # week 1 of 2026 begins on 29 December, 13 weeks later


@case("af_echocardiography", "kardiologi", K3_2026="excluded")
def mechanical_valve_is_excluded_from_echo(p: Patient) -> None:
    af(p)
    p.diagnosed("DZ952", "2023-02-01", kind="B")
