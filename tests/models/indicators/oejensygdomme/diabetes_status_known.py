"""Diabetes status known at eye examinations: the rule, its persons, its part of the crowd."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from tests.models.recompute_rules import Spans, Unit, rule
from tests.models.registers import Registers, code, day
from tests.models.world import OTHER, Patient, case, crowd

DAY = "2026-03-02"


@rule("oejensygdomme", "events", 1)
def diabetes_status_known(registers: Registers, _: Spans, __: Spans) -> Iterator[Unit]:
    for person in registers.people.values():
        for report in person.reports["diabase.exams"]:
            when = day(report["report_eyescreeningdate"])
            assert when is not None
            if report["sender_identifiercode"] != "ydernummer":
                continue
            practice = registers.practice(code(report["sender_identifier"], 6), when)
            if practice:
                told = report.get("report_history_diabetesstatus")
                status = "met" if told in ("velreguleret", "dysreguleret") else "not_met"
                yield person.name, practice, when, status


def _told(p: Patient, status: str | None, when: str = DAY, by: str | None = None, kind: str = "") -> None:
    p.reported(
        "diabase.exams", sender_identifier=by or p.home, sender_identifiercode=kind or "ydernummer",
        report_eyescreeningdate=when, eyescreeningindicationcode="rutine",
        report_history_diabetesstatus=status,
    )  # fmt: skip


def known(**expected: str):
    return case("diabetes_status_known", "oejensygdomme", **expected)


@known(K1_2026="met")
def regulated_is_a_known_diabetes_status(p: Patient) -> None:
    _told(p, "velreguleret")


@known(K1_2026="met")
def dysregulated_is_a_known_diabetes_status(p: Patient) -> None:
    _told(p, "dysreguleret")


@known(K1_2026="not_met")
def ukendt_is_no_known_diabetes_status(p: Patient) -> None:
    _told(p, "ukendt")


@known(K1_2026="not_met")
def blank_is_no_known_diabetes_status(p: Patient) -> None:
    _told(p, "[blank]")


@known(K1_2026="not_met")
def an_empty_cell_is_no_known_diabetes_status(p: Patient) -> None:
    _told(p, None)


@known(K1_2026="met", K2_2026="not_met")
def each_exam_tells_its_own_diabetes_status(p: Patient) -> None:
    _told(p, "velreguleret", "2026-03-31")
    _told(p, "ukendt", "2026-04-01")


@known()
def diabetes_status_told_elsewhere_is_theirs(p: Patient) -> None:
    _told(p, "velreguleret", by=OTHER)


@known()
def diabetes_status_told_by_a_hospital_is_nobodys(p: Patient) -> None:
    _told(p, "velreguleret", kind="sygehusafdeling")


@crowd("oejensygdomme", persons=40)
def diabetes_status_life(patient: Patient, chance: Random) -> None:
    days = {date(2023, 1, 1) + timedelta(chance.randrange(1360)) for _ in range(chance.randrange(1, 5))}
    for when in sorted(days):
        told = chance.choice(("velreguleret", "dysreguleret", "ukendt", "blank", None))
        _told(patient, told, str(when), by=chance.choice((patient.home, patient.home, OTHER)))
