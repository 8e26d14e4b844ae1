"""The same examination again: the rule again, and its persons (its crowd is lumbar_xray's)."""

from __future__ import annotations

from collections.abc import Iterator

from tests.models.indicators.radiologi._imaging import imaging
from tests.models.recompute_rules import Spans, Unit, days, rule, weeks_apart
from tests.models.registers import Registers
from tests.models.world import OTHER, Patient, after, case


@rule("radiologi", "events", 3)
def repeat_examination(registers: Registers, _: Spans, __: Spans) -> Iterator[Unit]:
    for person in registers.people.values():
        done = {(s["week"], s["number"], s["service"]) for s in person.services if imaging(s["service"])}
        broken = [d["day"] for d in person.diagnoses if d["code"][:2] == "DS" and d["code"][3:4] == "2"]
        for week, number, service in done:
            practice = registers.practice(number, week)
            if practice is None:
                continue
            apart = [weeks_apart(week, other) for other, _number, same in done if same == service]
            status = "met" if any(1 <= a <= 13 for a in apart) else "not_met"
            if any(abs((d - week).days) <= 91 for d in broken):
                status = "excluded"
            yield person.name, practice, week + days(91), status


def again(**expected: str):
    return case("repeat_examination", "radiologi", **expected)


DAY = "2026-04-06"  # a Monday; 91 days later is 2026-07-06
KNEE, FOOT, MRI = "052115", "052113", "055013"


@again(K3_2026="met")
def examined_again_13_weeks_after_is_met(p: Patient) -> None:
    p.claimed(KNEE, DAY)
    p.claimed(KNEE, after(DAY, weeks=13))  # its own follow-up ends after the window


@again(K3_2026="not_met")
def examined_again_14_weeks_after_is_not_met(p: Patient) -> None:
    p.claimed(KNEE, DAY)
    p.claimed(KNEE, after(DAY, weeks=14))


@again(K3_2026="met")
def examined_again_elsewhere_is_met(p: Patient) -> None:
    p.claimed(MRI, DAY)
    p.claimed(MRI, after(DAY, weeks=1), by=OTHER)


@again(K2_2026="met", K3_2026="not_met")
def the_second_of_two_examinations_is_one_too(p: Patient) -> None:
    p.claimed(KNEE, after(DAY, weeks=-13))
    p.claimed(KNEE, DAY)


@again(K3_2026="not_met")
def twice_examined_in_a_week_is_one_examination(p: Patient) -> None:
    p.claimed(KNEE, DAY)
    p.claimed(KNEE, after(DAY, 6))


@again(K3_2026="not_met")
def another_region_is_no_repetition(p: Patient) -> None:
    p.claimed(KNEE, DAY)
    p.claimed(FOOT, after(DAY, weeks=13))


@again(K3_2026="not_met")
def a_following_region_is_another_service(p: Patient) -> None:
    p.claimed(KNEE, DAY)
    p.claimed("052215", after(DAY, weeks=13))


@again()
def an_interpreter_again_is_no_examination(p: Patient) -> None:
    for weeks in range(2):
        p.claimed("032161", after(DAY, weeks=weeks))
        p.claimed("055080", after(DAY, weeks=weeks))


@again(K3_2026="excluded")
def a_fracture_91_days_before_the_examination_is_excluded(p: Patient) -> None:
    p.claimed("052110", DAY)
    p.diagnosed("DS525", after(DAY, -91))


@again(K3_2026="excluded")
def a_fracture_91_days_after_the_examination_is_excluded(p: Patient) -> None:
    p.claimed("052110", DAY)
    p.diagnosed("DS626", after(DAY, 91), kind="B")


@again(K3_2026="not_met")
def a_fracture_92_days_before_the_examination_is_too_early(p: Patient) -> None:
    p.claimed("052110", DAY)
    p.diagnosed("DS525", after(DAY, -92))


@again(K3_2026="not_met")
def a_sprain_at_the_examination_is_no_fracture(p: Patient) -> None:
    p.claimed("052113", DAY)
    p.diagnosed("DS934", DAY)
