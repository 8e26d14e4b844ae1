"""Repeat eye examinations in diabetes within the planned interval: the rule, its persons, its part of the crowd."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from tests.models.recompute_rules import Spans, Unit, rule
from tests.models.registers import Registers, Row, code, day
from tests.models.world import OTHER, Patient, after, case, crowd

INDICATOR = "diabetic_screening_on_time"
DAY = "2025-03-03"
#: 12 months of 30.5 days and 30 days more.
LAST = 396


def _months(report: Row) -> int | None:
    text = report.get("report_indicationnextcontacttime") or ""
    return int(text[:-3]) if text.endswith("_md") else None


def _no_plan(report: Row) -> bool:
    contact = report.get("report_indicationnextcontactcode") or ""
    return contact.startswith(("henvist_", "graviditet", "ikke_relevant"))


@rule("oejensygdomme", "events", 4)
def diabetic_screening_on_time(registers: Registers, _: Spans, __: Spans) -> Iterator[Unit]:
    for person in registers.people.values():
        exams = [(day(r["report_eyescreeningdate"]), r) for r in person.reports["diabase.exams"]]
        mine: dict[tuple[str, date], bool] = {}
        for when, report in exams:
            if report["sender_identifiercode"] == "ydernummer" and when is not None:
                practice = registers.practice(code(report["sender_identifier"], 6), when)
                if practice:
                    pregnant = report["eyescreeningindicationcode"] == "graviditet"
                    mine[practice, when] = mine.get((practice, when), False) or pregnant
        for (practice, when), pregnant in mine.items():
            earlier = [d for d, _ in exams if d is not None and d < when]
            if not earlier:
                continue
            before = [r for d, r in exams if d == max(earlier)]
            plans = [m for m in map(_months, before) if m is not None]
            if pregnant or any(map(_no_plan, before)):
                status = "excluded"
            elif not plans:
                status = "unknown"
            else:
                late = (when - max(earlier)).days > 30.5 * min(plans) + 30
                status = "not_met" if late else "met"
            yield person.name, practice, when, status


def _seen(
    p: Patient, when: str, months: str | None = "12_md", contact: str | None = "rutine",
    indication: str = "rutine", by: str | None = None, hospital: str | None = None,
) -> None:  # fmt: skip
    p.reported(
        "diabase.exams", sender_identifier=hospital or by or p.home,
        sender_identifiercode="sygehusafdeling" if hospital else "ydernummer", report_eyescreeningdate=when,
        eyescreeningindicationcode=indication, report_indicationnextcontactcode=contact,
        report_indicationnextcontacttime=months,
    )  # fmt: skip


def on_time(**expected: str):
    return case(INDICATOR, "oejensygdomme", **expected)


@on_time(K2_2026="met")
def screened_on_the_last_day_of_the_interval(p: Patient) -> None:
    _seen(p, DAY)
    _seen(p, after(DAY, LAST))


@on_time(K2_2026="not_met")
def screened_the_day_after_the_interval(p: Patient) -> None:
    _seen(p, DAY)
    _seen(p, after(DAY, LAST + 1))


@on_time(K2_2025="not_met")
def screened_half_a_day_too_late(p: Patient) -> None:
    _seen(p, DAY, "1_md")
    _seen(p, after(DAY, 61))


@on_time(K2_2025="met", K2_2026="not_met")
def each_screening_looks_at_the_one_before(p: Patient) -> None:
    _seen(p, DAY, "3_md")
    _seen(p, after(DAY, 60), "12_md")
    _seen(p, after(DAY, 60 + LAST + 2), "3_md")


@on_time(K2_2026="met")
def screening_planned_in_hospital_is_followed(p: Patient) -> None:
    _seen(p, DAY, hospital="130116")
    _seen(p, after(DAY, LAST))


@on_time()
def screening_repeated_in_hospital_is_nobodys(p: Patient) -> None:
    _seen(p, DAY)
    _seen(p, after(DAY, LAST), hospital="130116")


@on_time()
def screening_of_a_department_that_looks_like_the_practice(p: Patient) -> None:
    _seen(p, DAY)
    _seen(p, after(DAY, LAST), hospital=p.home)


@on_time()
def screening_repeated_elsewhere_is_theirs(p: Patient) -> None:
    _seen(p, DAY)
    _seen(p, after(DAY, LAST), by=OTHER)


@on_time()
def a_first_screening_is_no_repeat(p: Patient) -> None:
    _seen(p, DAY)


@on_time(K1_2026="unknown")
def screening_without_planned_months_is_unknown(p: Patient) -> None:
    _seen(p, DAY, "blank")
    _seen(p, "2026-03-02")


@on_time(K1_2026="not_met")
def shortest_plan_of_a_day_holds_for_the_screening(p: Patient) -> None:
    _seen(p, DAY, "24_md")
    _seen(p, DAY, "6_md", by=OTHER)
    _seen(p, "2026-03-02")


@on_time(K1_2026="excluded")
def referred_at_the_screening_before_is_excluded(p: Patient) -> None:
    _seen(p, DAY, "3_md", contact="henvist_behandl")
    _seen(p, "2026-03-02")


@on_time(K1_2026="excluded")
def no_relevant_contact_after_the_screening_before_is_excluded(p: Patient) -> None:
    _seen(p, DAY, None, contact="ikke_relevant")
    _seen(p, "2026-03-02")


@on_time(K1_2026="met")
def going_over_to_screening_is_a_plan(p: Patient) -> None:
    _seen(p, DAY, "24_md", contact="overgaar_til_sc")
    _seen(p, "2026-03-02")


@on_time(K1_2026="excluded", K2_2026="met")
def screening_in_pregnancy_is_excluded(p: Patient) -> None:
    _seen(p, DAY, "24_md")
    _seen(p, "2026-03-02", "3_md", indication="graviditet")
    _seen(p, "2026-05-04")


@crowd("oejensygdomme")
def screening_life(patient: Patient, chance: Random) -> None:
    when = date(2022, 1, 1) + timedelta(chance.randrange(500))
    seen = set()
    while when <= date(2026, 9, 30):
        months = chance.choice((3, 6, 12, 12, 18, 24))
        told = chance.choice((f"{months}_md", f"{months}_md", f"{months}_md", "blank", "[blank]", None))
        contact = chance.choice(("rutine",) * 6 + ("henvist_behandl", "overgaar_til_screening", None))
        indication = chance.choice(("rutine",) * 8 + ("genopstart", "graviditet"))
        sender = chance.choice((patient.home, patient.home, OTHER, "130116"))
        if (sender, when) not in seen:
            seen.add((sender, when))
            hospital = sender if sender == "130116" else None
            _seen(patient, str(when), told, contact, indication, by=sender, hospital=hospital)
        exact = months * 61 // 2 + 30 + chance.choice((0, 1, 1))
        when += timedelta(chance.choice((exact, exact, chance.randrange(0, 700))))
