"""Annual control of asthma: the rule again, and its persons."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from tests.models.recompute_rules import Spans, Unit, rule
from tests.models.registers import Registers
from tests.models.world import OTHER, Patient, case


@rule("lungemedicin", "persons", 3)
def asthma_annual_control(registers: Registers, _: Spans, years: Spans) -> Iterator[Unit]:
    for person in registers.people.values():
        for _name, first, last in years:
            start = date(first.year - 2, first.month, first.day)
            visits = [v for v in person.visits if start <= v["day"] <= last]
            for practice in {registers.practice(v["number"], v["day"]) for v in visits} - {None}:
                here = [v for v in visits if registers.practice(v["number"], v["day"]) == practice]
                yield person.name, practice, last, control_status(here, first)


def control_status(visits: list[dict[str, Any]], first: date) -> str:
    latest = max(v["day"] for v in visits)
    if any(v["excluded"] for v in visits if v["day"] == latest):
        return "excluded"
    kinds = {v["type"] for v in visits if v["day"] >= first}
    return "met" if 2 in kinds else "unknown" if kinds == {9} else "not_met"


def control(**expected: str):
    return case("asthma_annual_control", "lungemedicin", **expected)


@control(Y_2026K3="met")
def control_on_the_first_day_of_the_year_is_met(p: Patient) -> None:
    p.visited("2025-10-01", 2)


@control(Y_2025K3="met", Y_2026K3="not_met")
def control_the_day_before_the_year_is_not_met(p: Patient) -> None:
    p.visited("2025-09-30", 2)


@control(Y_2026K3="unknown")
def only_uoplyst_visits_are_unknown(p: Patient) -> None:
    p.visited("2026-02-01", 9)


@control(Y_2026K3="not_met")
def new_asthma_is_no_control(p: Patient) -> None:
    p.visited("2026-02-01", 1)
    p.visited("2026-03-01", 9)


@control(Y_2024K3="met", Y_2025K3="not_met", Y_2026K3="not_met")
def three_years_are_remembered(p: Patient) -> None:
    p.visited("2023-10-01", 2)


@control(Y_2024K3="not_met", Y_2025K3="not_met")
def more_than_three_years_are_forgotten(p: Patient) -> None:
    p.visited("2023-09-30", 2)


@control(Y_2026K3="excluded")
def excluded_at_the_latest_visit_is_excluded(p: Patient) -> None:
    p.visited("2026-02-01", 2)
    p.visited("2026-03-01", 2, excluded="ja")


@control(Y_2026K3="met")
def excluded_earlier_is_forgotten(p: Patient) -> None:
    p.visited("2026-02-01", 9, excluded="ja")
    p.visited("2026-03-01", 2)


@control(Y_2026K3="excluded")
def excluded_once_on_the_latest_day_is_excluded(p: Patient) -> None:
    p.visited("2026-03-01", 1, excluded="ja")
    p.visited("2026-03-01", 2)


@control(Y_2026K3="not_met")
def control_elsewhere_does_not_count_here(p: Patient) -> None:
    p.visited("2026-02-01", 1)
    p.visited("2026-03-01", 2, at=OTHER)
