"""Long treatment of the stomach without gastroscopy: the rule again, and its persons."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tests.models.indicators.gastroenterologi._gastroscopies import gastroscopies
from tests.models.recompute_rules import Spans, Unit, minor, prescribed, rule
from tests.models.registers import Registers
from tests.models.world import OTHER, Patient, case


@rule("gastroenterologi", "persons", 3)
def ppi_without_gastroscopy(registers: Registers, _: Spans, years: Spans) -> Iterator[Unit]:
    for person in registers.people.values():
        examined = [week for week, _ in gastroscopies(person)]
        for _name, first, last in years:
            before = date(first.year - 1, first.month, first.day)
            met = not any(before <= week <= last for week in examined)
            status = "excluded" if minor(person, last) else "met" if met else "not_met"
            for practice, ddd in prescribed(registers, person, first, last, "ddd", "A02BC").items():
                if ddd >= 365:
                    yield person.name, practice, last, status


def ppi(**expected: str):
    return case("ppi_without_gastroscopy", "gastroenterologi", **expected)


@ppi(Y_2026K3="met")
def a_dose_a_day_unexamined_is_met(p: Patient) -> None:
    p.dispensed("A02BC01", "2025-10-01", packs=2, ddd=100)
    p.dispensed("A02BC05", "2026-09-30", packs=3, ddd=55)


@ppi()
def under_a_dose_a_day_is_not_in_it(p: Patient) -> None:
    p.dispensed("A02BC01", "2026-02-01", packs=4, ddd=91.2)


@ppi()
def doses_are_not_rounded_up(p: Patient) -> None:
    p.dispensed("A02BC01", "2026-02-01", packs=4, ddd=91.2499)


@ppi()
def packs_handed_back_are_subtracted(p: Patient) -> None:
    p.dispensed("A02BC01", "2026-02-01", packs=4, ddd=100)
    p.dispensed("A02BC01", "2026-02-02", packs=-1, ddd=100)


@ppi(Y_2026K3="not_met")
def examined_the_year_before_is_not_met(p: Patient) -> None:
    p.dispensed("A02BC01", "2026-02-01", packs=4, ddd=100)
    p.claimed("082302", "2024-10-07", by=OTHER)


@ppi(Y_2026K3="met")
def examined_two_years_before_is_met(p: Patient) -> None:
    p.dispensed("A02BC01", "2026-02-01", packs=4, ddd=100)
    p.claimed("082302", "2024-09-30")


@ppi(Y_2026K3="M 0-17 excluded")
def a_child_is_excluded(p: Patient) -> None:
    p.born("2008-10-01", sex="1")
    p.dispensed("A02BC01", "2026-02-01", packs=4, ddd=100)


@ppi(Y_2026K3="M 18-39 met")
def eighteen_on_the_last_day_is_adult(p: Patient) -> None:
    p.born("2008-09-30", sex="1")
    p.dispensed("A02BC01", "2026-02-01", packs=4, ddd=100)


@ppi(Y_2026K3="U U met")
def an_unregistered_person_is_not_excluded(p: Patient) -> None:
    p.born(None)
    p.dispensed("A02BC01", "2026-02-01", packs=4, ddd=100)
