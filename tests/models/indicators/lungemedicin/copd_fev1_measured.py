"""FEV1 measured in obstructive lung disease: the rule again, and its persons (its crowd is copd_ics's)."""

from __future__ import annotations

from collections.abc import Iterator

from tests.models.indicators.lungemedicin._copd import copd_visit, copd_visits
from tests.models.recompute_rules import Spans, Unit, rule
from tests.models.registers import Registers, day
from tests.models.world import OTHER, Patient, case


@rule("lungemedicin", "persons", 2)
def copd_fev1_measured(registers: Registers, _: Spans, years: Spans) -> Iterator[Unit]:
    for person in registers.people.values():
        for _name, first, last in years:
            for practice, visits in copd_visits(registers, person, first, last):
                latest = max(visits, key=lambda v: day(v["besoegsdato"]) or first)
                met = any(v.get("fev1") not in (None, "") for v in visits)
                status = "excluded" if latest["ekskluderet"] == "ja" else "met" if met else "not_met"
                yield person.name, practice, last, status


def fev1(**expected: str):
    return case("copd_fev1_measured", "lungemedicin", **expected)


@fev1(Y_2026K2="met")
def fev1_on_the_last_day_of_the_year_is_met(p: Patient) -> None:
    copd_visit(p, "2026-06-30", fev1=0)


@fev1(Y_2026K2="met")
def fev1_at_an_earlier_visit_of_the_year_is_met(p: Patient) -> None:
    copd_visit(p, "2025-07-01", fev1=61.5)
    copd_visit(p, "2025-09-01", fev1=None)


@fev1(Y_2025K2="met", Y_2026K2="not_met")
def fev1_of_the_year_before_does_not_help(p: Patient) -> None:
    copd_visit(p, "2025-06-30", fev1=61.5)
    copd_visit(p, "2025-07-01", fev1=None)


@fev1(Y_2026K2="not_met")
def fev1_measured_elsewhere_does_not_count_here(p: Patient) -> None:
    copd_visit(p, "2025-09-01", fev1=None)
    copd_visit(p, "2025-09-02", fev1=70, at=OTHER)


@fev1(Y_2026K2="excluded")
def fev1_ekskluderet_at_the_latest_visit_is_excluded(p: Patient) -> None:
    copd_visit(p, "2025-09-01")
    copd_visit(p, "2025-09-02", excluded="ja")


@fev1(Y_2026K2="not_met")
def fev1_ekskluderet_earlier_is_forgotten(p: Patient) -> None:
    copd_visit(p, "2025-09-01", fev1=None, excluded="ja")
    copd_visit(p, "2025-09-02", fev1=None)


@fev1()
def fev1_after_the_year_is_not_in_it(p: Patient) -> None:
    copd_visit(p, "2026-07-01")
