"""Rheumatoid arthritis registered every year: the rule again, its persons, its part of the crowd."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random

from tests.models.recompute_rules import Spans, Unit, days, rule
from tests.models.registers import Person, Registers, Row, code, day
from tests.models.world import OTHER, Patient, case, crowd

RA = ("DM05", "DM06")


def ra_visits(registers: Registers, person: Person) -> list[tuple[date, str | None, Row]]:
    """Day, practice and the row itself of each visit with rheumatoid arthritis, earliest first."""
    found = []
    for row in person.reports["danbio.visits"]:
        when = day(row["besoegsdato"])
        assert when is not None
        if row["diagnose"].startswith(RA):
            found.append((when, registers.practice(code(row["ydernr"], 6), when), row))
    return sorted(found, key=lambda visit: visit[0])


@rule("reumatologi", "persons", 4)
def ra_followed(registers: Registers, _: Spans, years: Spans) -> Iterator[Unit]:
    for person in registers.people.values():
        visits = ra_visits(registers, person)
        for _name, first, last in years:
            year_before = date(first.year - 1, first.month, first.day)
            met = any(first <= when <= last for when, _who, _row in visits)
            for practice in {who for when, who, _row in visits if year_before <= when < first} - {None}:
                latest = [row for when, who, row in visits if who == practice and when <= last][-1]
                status = "excluded" if latest["ekskluderet"] == "ja" else "met" if met else "not_met"
                yield person.name, practice, last, status


def followed(**expected: str):
    return case("ra_followed", "reumatologi", **expected)


def visit(p: Patient, day: str, das28: str | None = None, excluded: str = "nej", code: str = "DM059", **at):
    p.reported("danbio.visits", besoegsdato=day, diagnose=code, das28=das28, ekskluderet=excluded, **at)


@followed(Y_2025K4="met")
def ra_registered_on_the_last_day_of_the_year_is_met(p: Patient) -> None:
    visit(p, "2024-01-01")
    visit(p, "2025-12-31")


@followed(Y_2025K4="not_met")
def ra_registered_the_day_after_the_year_is_not_met(p: Patient) -> None:
    visit(p, "2024-12-31")
    visit(p, "2026-01-01")


@followed(Y_2024K4="met", Y_2025K4="not_met")
def ra_is_followed_for_two_years(p: Patient) -> None:
    visit(p, "2023-01-01", code="DM060")
    visit(p, "2024-12-31")


@followed()
def ra_new_in_the_year_is_not_in_it(p: Patient) -> None:
    visit(p, "2025-01-01")


@followed(Y_2025K4="met")
def ra_registered_elsewhere_is_met(p: Patient) -> None:
    visit(p, "2024-06-01")
    visit(p, "2025-01-01", ydernr=OTHER)


@followed()
def ra_known_to_another_practice_is_theirs(p: Patient) -> None:
    visit(p, "2024-06-01", ydernr=OTHER)
    visit(p, "2025-06-01")


@followed(Y_2025K4="not_met")
def ra_registered_with_another_disease_is_not_met(p: Patient) -> None:
    visit(p, "2024-06-01")
    visit(p, "2025-06-01", code="DM073")


@followed()
def spondyloarthritis_is_no_ra(p: Patient) -> None:
    visit(p, "2024-06-01", code="DM459")
    visit(p, "2025-06-01", code="DM459")


@followed(Y_2025K4="excluded")
def ra_excluded_at_the_latest_visit_is_excluded(p: Patient) -> None:
    visit(p, "2024-06-01")
    visit(p, "2025-06-01", excluded="ja")


@followed(Y_2025K4="excluded")
def ra_excluded_and_not_registered_since_is_excluded(p: Patient) -> None:
    visit(p, "2024-06-01", excluded="ja")


@followed(Y_2025K4="met")
def ra_excluded_earlier_is_forgotten(p: Patient) -> None:
    visit(p, "2024-06-01", excluded="ja")
    visit(p, "2025-06-01")


@followed(Y_2025K4="met")
def ra_excluded_after_the_year_is_not_yet_excluded(p: Patient) -> None:
    visit(p, "2024-06-01")
    visit(p, "2025-06-01")
    visit(p, "2026-01-01", excluded="ja")


@crowd("reumatologi", 90)
def many_with_rheumatoid_arthritis(p: Patient, chance: Random) -> None:
    """Visits on days of their own, for both indicators of rheumatoid arthritis."""
    begun = date(2022, 6, 1) + days(chance.randrange(700))
    code_ = chance.choice(("DM059", "DM059", "DM060", "DM073"))
    for index in range(chance.randrange(1, 9)):
        when = begun + days(index * chance.choice((90, 180, 181)) + index)
        if when <= date(2026, 9, 30) and not any(
            r["besoegsdato"] == str(when) and r["cpr"] == p.name for r in p.world.tables["danbio.visits"]
        ):
            visit(p, str(when), chance.choice((None, "1.8", "2.6", "3.2", "3.21", "4.7")),
                  chance.choice(("nej", "nej", "nej", "nej", "ja")), code_,
                  ydernr=chance.choice((p.home, p.home, p.home, OTHER)))  # fmt: skip
