"""Inhaled steroid in severe obstructive lung disease: the rule again, its persons and its crowd."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from tests.models.indicators.lungemedicin._copd import copd_visit, copd_visits
from tests.models.recompute_rules import Spans, Unit, rule
from tests.models.registers import Registers, day
from tests.models.world import OTHER, Patient, case, crowd


@rule("lungemedicin", "persons", 1)
def copd_ics(registers: Registers, _: Spans, years: Spans) -> Iterator[Unit]:
    for person in registers.people.values():
        for _name, first, last in years:
            for practice, visits in copd_visits(registers, person, first, last):
                status = severe_status(max(visits, key=lambda v: day(v["besoegsdato"]) or first))
                if status:
                    yield person.name, practice, last, status


def severe_status(visit: dict[str, Any]) -> str | None:
    """What the visit says; None: the patient is known to be outside the limits."""
    mrc = None if visit["mrc"] == "uoplyst" else int(visit["mrc"])
    counted = visit.get("eksacerbationer")
    exacerbations = None if counted in (None, "") else int(float(counted))
    if (mrc is not None and mrc < 3) or (exacerbations is not None and exacerbations < 2):
        return None
    if visit["ekskluderet"] == "ja":
        return "excluded"
    if mrc is None or exacerbations is None or visit["ics"] == "uoplyst":
        return "unknown"
    return "met" if visit["ics"] == "ja" else "not_met"


def severe(**expected: str):
    return case("copd_ics", "lungemedicin", **expected)


@severe(Y_2026K1="met")
def severe_copd_at_both_limits_with_ics_is_met(p: Patient) -> None:
    copd_visit(p, "2026-03-31", mrc=3, exacerbations=2, ics="ja")


@severe(Y_2026K1="not_met")
def severe_copd_without_ics_is_not_met(p: Patient) -> None:
    copd_visit(p, "2025-04-01", mrc=5, exacerbations=6, ics="nej")


@severe()
def severe_copd_seen_the_day_before_the_years_is_not_in_it(p: Patient) -> None:
    copd_visit(p, "2024-03-31", mrc=3, exacerbations=2, ics="ja")


@severe()
def copd_with_mrc_2_is_not_severe(p: Patient) -> None:
    copd_visit(p, "2025-09-01", mrc=2, exacerbations=2, ics="ja")


@severe()
def copd_with_one_exacerbation_is_not_severe(p: Patient) -> None:
    copd_visit(p, "2025-09-01", mrc=3, exacerbations=1, ics="ja")


@severe(Y_2026K1="unknown")
def severe_copd_with_mrc_uoplyst_is_unknown(p: Patient) -> None:
    copd_visit(p, "2025-09-01", mrc="uoplyst", exacerbations=2, ics="ja")


@severe(Y_2026K1="unknown")
def severe_copd_with_no_number_of_exacerbations_is_unknown(p: Patient) -> None:
    copd_visit(p, "2025-09-01", mrc=4, exacerbations=None, ics="nej")


@severe(Y_2026K1="unknown")
def copd_of_which_nothing_is_known_is_unknown(p: Patient) -> None:
    copd_visit(p, "2025-09-01", mrc="uoplyst", exacerbations=None, ics="ja")


@severe(Y_2026K1="unknown")
def severe_copd_with_ics_uoplyst_is_unknown(p: Patient) -> None:
    copd_visit(p, "2025-09-01", mrc=3, exacerbations=2, ics="uoplyst")


@severe()
def mrc_1_settles_copd_with_missing_exacerbations(p: Patient) -> None:
    copd_visit(p, "2025-09-01", mrc=1, exacerbations=None, ics="ja")


@severe()
def no_exacerbation_settles_copd_with_missing_mrc(p: Patient) -> None:
    copd_visit(p, "2025-09-01", mrc="uoplyst", exacerbations=0, ics="ja")


@severe(Y_2026K1="excluded")
def severe_copd_ekskluderet_is_excluded(p: Patient) -> None:
    copd_visit(p, "2025-09-01", mrc="uoplyst", exacerbations=2, ics="ja", excluded="ja")


@severe(Y_2025K1="not_met", Y_2026K1="met")
def the_latest_copd_visit_of_each_year_decides(p: Patient) -> None:
    copd_visit(p, "2024-05-01", mrc=3, exacerbations=2, ics="ja", excluded="ja")
    copd_visit(p, "2025-03-31", mrc=3, exacerbations=2, ics="nej")
    copd_visit(p, "2025-05-01", mrc=1, exacerbations=0, ics="nej")
    copd_visit(p, "2025-05-02", mrc=3, exacerbations=2, ics="ja")


@severe()
def severe_copd_before_it_became_mild_is_not_in_it(p: Patient) -> None:
    copd_visit(p, "2025-05-01", mrc=3, exacerbations=2, ics="nej")
    copd_visit(p, "2025-06-01", mrc=2, exacerbations=2, ics="nej")


@severe(Y_2026K1="not_met")
def severe_copd_elsewhere_does_not_count_here(p: Patient) -> None:
    copd_visit(p, "2025-05-01", mrc=3, exacerbations=2, ics="nej")
    copd_visit(p, "2025-06-01", mrc=3, exacerbations=2, ics="ja", at=OTHER)


@crowd("lungemedicin")
def lives_with_copd(p: Patient, chance: Random) -> None:
    days = {str(date(2024, 1, 1) + timedelta(chance.randrange(900))) for _ in range(chance.randrange(1, 5))}
    for day_ in sorted(days):
        copd_visit(
            p, day_, mrc=chance.choice((2, 3, 4, 5, "uoplyst")), exacerbations=chance.choice((1, 2, 3, 4, None)),
            ics=chance.choice(("ja", "ja", "nej", "uoplyst")), fev1=chance.choice((48.5, 61, None)),
            excluded=chance.choice(("nej", "nej", "nej", "ja")),
        )  # fmt: skip
