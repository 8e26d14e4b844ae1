"""Follow-up after monitoring for sleep apnoea: the rule, its persons, its part of the crowd."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from tests.models.recompute_rules import Spans, Unit, days, rule, weeks_apart
from tests.models.registers import Registers, monday
from tests.models.world import OTHER, Patient, after, case, crowd

#: A Monday; eight weeks later is 2026-07-27.
DAY = "2026-06-01"
CONSULTATIONS = ("210101", "210102", "210105", "210201")


@rule("oere_naese_halssygdomme", "events", 4)
def sleep_apnoea_follow_up(registers: Registers, _: Spans, __: Spans) -> Iterator[Unit]:
    for person in registers.people.values():
        apnoea = [monday(d["day"]) for d in person.diagnoses if d["code"].startswith("DG473")]
        claims = [
            (registers.practice(s["number"], s["week"]), s["week"], s["service"]) for s in person.services
        ]
        monitored = {(p, week) for p, week, service in claims if service == "212016" and p}
        for practice, week in monitored:
            if any(p == practice and 0 < weeks_apart(w, week) <= 8 for p, w in monitored):
                continue
            met = any(
                p == practice and service in CONSULTATIONS and 1 <= weeks_apart(week, w) <= 8
                for p, w, service in claims
            )
            met = met or any(0 <= weeks_apart(week, w) <= 8 for w in apnoea)
            known = any(w < week for w in apnoea)
            yield person.name, practice, week + days(56), "excluded" if known else "met" if met else "not_met"


def follow_up(**expected: str):
    return case("sleep_apnoea_follow_up", "oere_naese_halssygdomme", **expected)


@follow_up(K3_2026="met")
def sleep_consultation_the_week_after(p: Patient) -> None:
    p.claimed("212016", DAY)
    p.claimed("210201", after(DAY, weeks=1))


@follow_up(K3_2026="met")
def sleep_consultation_8_weeks_after(p: Patient) -> None:
    p.claimed("212016", DAY)
    p.claimed("210102", after(DAY, weeks=8))


@follow_up(K3_2026="not_met")
def sleep_consultation_9_weeks_after(p: Patient) -> None:
    p.claimed("212016", DAY)
    p.claimed("210102", after(DAY, weeks=9))


@follow_up(K3_2026="not_met")
def sleep_consultation_in_the_same_week_is_not_later(p: Patient) -> None:
    p.claimed("212016", DAY)
    p.claimed("210102", DAY)


@follow_up(K3_2026="not_met")
def sleep_consultation_elsewhere(p: Patient) -> None:
    p.claimed("212016", DAY)
    p.claimed("210102", after(DAY, weeks=2), by=OTHER)


@follow_up(K3_2026="not_met")
def advice_to_a_doctor_is_no_sleep_consultation(p: Patient) -> None:
    p.claimed("212016", DAY)
    p.claimed("210205", after(DAY, weeks=2))


@follow_up(K3_2026="met")
def sleep_apnoea_found_in_hospital_on_the_last_day(p: Patient) -> None:
    p.claimed("212016", DAY)
    p.diagnosed("DG4732", "2026-08-02", kind="B")


@follow_up(K3_2026="not_met")
def sleep_apnoea_found_in_hospital_too_late(p: Patient) -> None:
    p.claimed("212016", DAY)
    p.diagnosed("DG473", "2026-08-03")


@follow_up(K3_2026="met")
def sleep_apnoea_found_in_hospital_in_the_week(p: Patient) -> None:
    p.claimed("212016", DAY)
    p.diagnosed("DG473", DAY)


@follow_up(K3_2026="excluded")
def sleep_apnoea_known_the_week_before(p: Patient) -> None:
    p.claimed("212016", DAY)
    p.claimed("210102", after(DAY, weeks=2))
    p.diagnosed("DG473", "2026-05-31")


@follow_up(K3_2026="not_met")
def sleep_monitored_again_8_weeks_later_is_the_same_course(p: Patient) -> None:
    p.claimed("212016", DAY)
    p.claimed("212016", after(DAY, weeks=8))


@follow_up(K1_2026="not_met", K2_2026="met")
def sleep_monitored_again_9_weeks_later_is_another_course(p: Patient) -> None:
    p.claimed("212016", "2026-01-05")
    p.claimed("212016", "2026-03-09")
    p.claimed("210102", "2026-03-16")


@follow_up()
def sleep_monitored_elsewhere_is_theirs(p: Patient) -> None:
    p.claimed("212016", DAY, by=OTHER)
    p.claimed("210102", after(DAY, weeks=1))


@crowd("oere_naese_halssygdomme")
def sleep_life(patient: Patient, chance: Random) -> None:
    when = date(2022, 9, 1) + timedelta(chance.randrange(1250))
    for _ in range(chance.randrange(1, 4)):
        by = chance.choice((patient.home, patient.home, OTHER))
        patient.claimed("212016", str(when), by=by)
        contact = when + timedelta(7 * chance.choice((0, 1, 4, 8, 9, 20)))
        if contact <= date(2026, 9, 30) and chance.random() < 0.7:
            patient.claimed(chance.choice((*CONSULTATIONS, "210205")), str(contact), by=by)
        if chance.random() < 0.15:
            found = when + timedelta(chance.choice((-30, -1, 0, 5, 60)))
            patient.diagnosed("DG4732", str(found), chance.choice("ABG"))
        when = min(when + timedelta(7 * chance.choice((2, 8, 9, 30))), date(2026, 9, 20))
