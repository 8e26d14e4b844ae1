"""X-rays of the lumbar spine of the young: the rule again, and its persons (its crowd is lumbar_xray's)."""

from __future__ import annotations

from collections.abc import Iterator

from tests.models.indicators.radiologi._imaging import LUMBAR, SPINE, fractured
from tests.models.recompute_rules import Spans, Unit, days, rule
from tests.models.registers import Registers
from tests.models.world import OTHER, Patient, after, case


@rule("radiologi", "events", 4, case_mix=("sex",))
def lumbar_xray_under_40(registers: Registers, _: Spans, __: Spans) -> Iterator[Unit]:
    for person in registers.people.values():
        xrays = {(s["week"], s["number"]) for s in person.services if s["service"] in LUMBAR}
        for week, number in xrays:
            practice = registers.practice(number, week)
            if practice is None:
                continue
            age = person.age(week)
            status = "unknown" if age is None else "met" if age < 40 else "not_met"
            if fractured(person, week - days(91), week + days(6), *SPINE):
                status = "excluded"
            yield person.name, practice, week, status


def young(**expected: str):
    return case("lumbar_xray_under_40", "radiologi", **expected)


DAY = "2026-07-06"  # a Monday


@young(K3_2026="K 18-39 met")
def forty_the_day_after_the_xrays_monday_is_met(p: Patient) -> None:
    p.born("1986-07-07")
    p.claimed("052128", after(DAY, 4))


@young(K3_2026="M 40-59 not_met")
def forty_on_the_xrays_monday_is_not_met(p: Patient) -> None:
    p.born("1986-07-06", sex="1")
    p.claimed("052128", DAY)


@young(K3_2026="U U unknown")
def unregistered_at_the_xray_is_unknown(p: Patient) -> None:
    p.born(None)
    p.claimed("032228", DAY)


@young(K3_2026="excluded")
def fracture_13_weeks_before_the_xray_is_excluded(p: Patient) -> None:
    p.claimed("052228", DAY)
    p.diagnosed("DS327", after(DAY, -91))


@young(K3_2026="not_met")
def fracture_92_days_before_the_xray_is_too_early(p: Patient) -> None:
    p.claimed("052128", DAY)
    p.diagnosed("DS320", after(DAY, -92))


@young(K3_2026="excluded")
def fracture_on_the_xrays_sunday_is_excluded(p: Patient) -> None:
    p.born(None)
    p.claimed("052128", DAY)
    p.diagnosed("DS221", after(DAY, 6))


@young(K3_2026="not_met")
def fracture_the_week_after_the_xray_is_too_late(p: Patient) -> None:
    p.claimed("052128", DAY)
    p.diagnosed("DS320", after(DAY, 7))


@young(K3_2026="not_met")
def two_xrays_in_a_week_are_one(p: Patient) -> None:
    p.claimed("052128", DAY)
    p.claimed("052228", after(DAY, 3))


@young()
def an_xray_elsewhere_is_theirs(p: Patient) -> None:
    p.claimed("052128", DAY, by=OTHER)
    p.claimed("052126", DAY)
