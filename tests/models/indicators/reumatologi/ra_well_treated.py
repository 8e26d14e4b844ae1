"""The year's latest DAS28: the rule again and its persons (the crowd: ra_followed)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from tests.models.indicators.reumatologi.ra_followed import ra_visits, visit
from tests.models.recompute_rules import Spans, Unit, rule
from tests.models.registers import Registers, number
from tests.models.world import OTHER, Patient, case


@rule("reumatologi", "persons", 1)
def ra_well_treated(registers: Registers, _: Spans, years: Spans) -> Iterator[Unit]:
    for person in registers.people.values():
        visits = ra_visits(registers, person)
        for _name, first, last in years:
            in_year = [(who, row) for when, who, row in visits if first <= when <= last]
            for practice in {who for who, _ in in_year} - {None}:
                rows = [row for who, row in in_year if who == practice]
                measured = [number(row["das28"]) for row in rows if row.get("das28") not in (None, "")]
                status = "unknown"
                if measured:
                    status = "met" if measured[-1] <= Decimal("3.2") else "not_met"
                yield person.name, practice, last, "excluded" if rows[-1]["ekskluderet"] == "ja" else status


def treated(**expected: str):
    return case("ra_well_treated", "reumatologi", **expected)


@treated(Y_2026K1="met")
def das28_of_3_2_on_the_last_day_of_the_year_is_met(p: Patient) -> None:
    visit(p, "2026-03-31", "3.2")


@treated(Y_2026K1="not_met")
def das28_of_3_21_on_the_first_day_of_the_year_is_not_met(p: Patient) -> None:
    visit(p, "2025-04-01", "3.21")


@treated(Y_2026K1="met")
def das28_of_0_is_a_result(p: Patient) -> None:
    visit(p, "2025-06-01", "0")


@treated(Y_2026K1="met")
def the_latest_das28_decides(p: Patient) -> None:
    visit(p, "2025-06-01", "5.1")
    visit(p, "2025-12-01", "2.1")


@treated(Y_2026K1="not_met")
def a_later_visit_without_das28_changes_nothing(p: Patient) -> None:
    visit(p, "2025-06-01", "5.1")
    visit(p, "2025-12-01")


@treated(Y_2026K1="unknown")
def das28_never_measured_is_unknown(p: Patient) -> None:
    visit(p, "2025-06-01")


@treated(Y_2025K1="met", Y_2026K1="unknown")
def das28_of_the_year_before_is_forgotten(p: Patient) -> None:
    visit(p, "2025-03-31", "2.1")
    visit(p, "2025-06-01")


@treated(Y_2026K1="unknown")
def das28_measured_elsewhere_is_unknown_here(p: Patient) -> None:
    visit(p, "2025-06-01")
    visit(p, "2025-07-01", "2.1", ydernr=OTHER)


@treated(Y_2026K1="excluded")
def das28_with_the_latest_visit_excluded_is_excluded(p: Patient) -> None:
    visit(p, "2025-06-01", "2.1")
    visit(p, "2025-12-01", "2.1", excluded="ja")


@treated(Y_2026K1="not_met")
def das28_of_an_earlier_excluded_visit_still_counts(p: Patient) -> None:
    visit(p, "2025-06-01", "5.1", excluded="ja")
    visit(p, "2025-12-01")


@treated()
def das28_in_psoriatic_arthritis_is_not_in_it(p: Patient) -> None:
    visit(p, "2025-06-01", "2.1", code="DM073")


@treated()
def das28_after_the_last_whole_year_is_not_counted(p: Patient) -> None:
    visit(p, "2026-04-01", "2.1")
