"""Gastroscopy repeated within a year: the rule again, and its persons."""

from __future__ import annotations

from collections.abc import Iterator

from tests.models.indicators.gastroenterologi._gastroscopies import gastroscopies
from tests.models.recompute_rules import Spans, Unit, days, rule, weeks_apart
from tests.models.registers import Registers
from tests.models.world import OTHER, Patient, after, case

DAY = "2025-08-04"  # a Monday; 364 days later is 2026-08-03


@rule("gastroenterologi", "events", 1)
def repeat_gastroscopy(registers: Registers, _: Spans, __: Spans) -> Iterator[Unit]:
    for person in registers.people.values():
        done = gastroscopies(person)
        found = [d["day"] for d in person.diagnoses if d["code"].startswith(("DK92", "DC15", "DC16"))]
        for week, number in done:
            practice = registers.practice(number, week)
            apart = [weeks_apart(week, other) for other, _ in done]
            if practice is None or any(-52 <= a <= -1 for a in apart):
                continue
            status = "met" if any(1 <= a <= 52 for a in apart) else "not_met"
            if any(-30 <= (d - week).days <= 365 for d in found):
                status = "excluded"
            yield person.name, practice, week + days(364), status


def repeat(**expected: str):
    return case("repeat_gastroscopy", "gastroenterologi", **expected)


@repeat(K3_2026="met")
def repeated_52_weeks_after_is_met(p: Patient) -> None:
    p.claimed("082302", DAY)
    p.claimed("082402", after(DAY, weeks=52))


@repeat(K3_2026="not_met")
def repeated_53_weeks_after_is_not_met(p: Patient) -> None:
    p.claimed("082302", DAY)
    p.claimed("082302", after(DAY, weeks=53))


@repeat(K3_2026="met")
def repeated_elsewhere_is_met(p: Patient) -> None:
    p.claimed("082302", DAY)
    p.claimed("082302", after(DAY, weeks=1), by=OTHER)


@repeat()
def the_second_of_two_is_no_first(p: Patient) -> None:
    p.claimed("082302", after(DAY, weeks=-52), by=OTHER)
    p.claimed("082302", DAY)


@repeat(K3_2026="not_met")
def a_year_without_makes_it_a_first_again(p: Patient) -> None:
    p.claimed("082302", after(DAY, weeks=-53), by=OTHER)
    p.claimed("082302", DAY)


@repeat(K3_2026="not_met")
def twice_in_the_same_week_is_no_repetition(p: Patient) -> None:
    p.claimed("082302", DAY)
    p.claimed("082402", DAY)


@repeat(K3_2026="excluded")
def cancer_365_days_after_is_excluded(p: Patient) -> None:
    p.claimed("082302", DAY)
    p.diagnosed("DC169", after(DAY, 365))


@repeat(K3_2026="met")
def cancer_366_days_after_is_too_late(p: Patient) -> None:
    p.claimed("082302", DAY)
    p.claimed("082302", after(DAY, weeks=20))
    p.diagnosed("DC159", after(DAY, 366))


@repeat(K3_2026="excluded")
def bleeding_30_days_before_is_excluded(p: Patient) -> None:
    p.claimed("082402", DAY)
    p.diagnosed("DK921", after(DAY, -30))


@repeat(K3_2026="not_met")
def bleeding_31_days_before_is_too_early(p: Patient) -> None:
    p.claimed("082402", DAY)
    p.diagnosed("DK921", after(DAY, -31))
