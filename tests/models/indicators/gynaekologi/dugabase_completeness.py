"""Vaginal repairs reported to the urogynaecological database: the rule, its persons, its part of the crowd."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from tests.models.recompute_rules import Spans, Unit, days, rule, weeks_apart
from tests.models.registers import Registers, code, day
from tests.models.world import OTHER, Patient, after, case, crowd

#: A Monday; 13 weeks later is 2026-08-31.
WEEK, LAST = "2026-06-01", "2026-08-31"
REPAIRS = ("073114", "073210", "073214", "074110", "074114", "074210", "074214")


@rule("gynaekologi", "events", 3, case_mix=("age_band",))
def dugabase_completeness(registers: Registers, _: Spans, __: Spans) -> Iterator[Unit]:
    for person in registers.people.values():
        claimed = {
            (registers.practice(s["number"], s["week"]), s["week"])
            for s in person.services
            if s["service"] in REPAIRS
        }
        reports = person.reports["dugabase.operations"]
        for practice, week in claimed:
            if practice is None:
                continue
            index, met = week + days(91), False
            for report in reports:
                operated, reported = day(report["operationsdato"]), day(report["indberetningsdato"])
                assert operated is not None
                assert reported is not None
                ours = registers.practice(code(report["ydernr"], 6), operated) == practice
                met = met or (ours and 0 <= weeks_apart(operated, week) <= 4 and reported <= index)
            yield person.name, practice, index, "met" if met else "not_met"


def _reported(p: Patient, operated: str, on: str, **more: str) -> None:
    p.reported(
        "dugabase.operations", operationsdato=operated, indberetningsdato=on, diagnose="DN811",
        procedure="KLEF00", tilfreds="ja", **more,
    )  # fmt: skip


def completeness(**expected: str):
    return case("dugabase_completeness", "gynaekologi", **expected)


@completeness(K3_2026="met")
def repair_reported_on_the_last_day(p: Patient) -> None:
    p.claimed("073114", WEEK)
    _reported(p, WEEK, LAST)


@completeness(K3_2026="not_met")
def repair_reported_the_day_after(p: Patient) -> None:
    p.claimed("073114", WEEK)
    _reported(p, WEEK, after(LAST, 1))


@completeness(K3_2026="met")
def repair_on_the_sunday_of_the_claim(p: Patient) -> None:
    p.claimed("073214", WEEK)
    _reported(p, after(WEEK, 6), after(WEEK, 6))


@completeness(K3_2026="not_met")
def repair_the_week_after_the_claim(p: Patient) -> None:
    p.claimed("074114", WEEK)
    _reported(p, after(WEEK, 7), after(WEEK, 7))


@completeness(K3_2026="met")
def repair_4_weeks_before_the_claim(p: Patient) -> None:
    p.claimed("073210", WEEK)
    _reported(p, after(WEEK, weeks=-4), LAST)


@completeness(K3_2026="not_met")
def repair_5_weeks_before_the_claim(p: Patient) -> None:
    p.claimed("074210", WEEK)
    _reported(p, after(WEEK, -29), LAST)


@completeness(K3_2026="not_met")
def repair_reported_by_another(p: Patient) -> None:
    p.claimed("073114", WEEK)
    _reported(p, WEEK, LAST, ydernr=OTHER)


@completeness(K3_2026="not_met")
def repair_never_reported(p: Patient) -> None:
    p.claimed("074214", WEEK)


@completeness(K3_2026="met")
def repair_claimed_twice_in_a_week_is_one(p: Patient) -> None:
    p.claimed("073114", WEEK)
    p.claimed("073214", WEEK)
    _reported(p, WEEK, LAST)


@completeness()
def repair_reported_without_a_claim(p: Patient) -> None:
    _reported(p, WEEK, LAST)


@completeness()
def repair_claimed_elsewhere_is_theirs(p: Patient) -> None:
    p.claimed("073114", WEEK, by=OTHER)
    _reported(p, WEEK, LAST)


@completeness()
def conisation_is_no_repair(p: Patient) -> None:
    p.claimed("073112", WEEK)


@crowd("gynaekologi")
def repair_life(patient: Patient, chance: Random) -> None:
    when = date(2023, 1, 1) + timedelta(chance.randrange(1200))
    for _ in range(chance.randrange(1, 3)):
        by = chance.choice((patient.home, patient.home, OTHER))
        patient.claimed(chance.choice((*REPAIRS, "073112")), str(when), by=by)
        if chance.random() < 0.8:
            operated = when - timedelta(chance.choice((0, 0, 3, 14, 28, 35, -7)))
            told = operated + timedelta(chance.choice((1, 30, 80, 91, 120)))
            _reported(patient, str(operated), str(told), ydernr=chance.choice((by, by, by, patient.home)))
        when += timedelta(chance.choice((0, 7, 21, 200)))
