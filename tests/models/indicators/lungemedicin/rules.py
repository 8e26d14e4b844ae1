"""The rules of the first indicators, person by person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from tests.models.recompute_rules import Spans, Unit, days, prescribed, rule, weeks_apart
from tests.models.registers import Registers


@rule("lungemedicin", "persons", 3)
def saba_without_ics(registers: Registers, _: Spans, years: Spans) -> Iterator[Unit]:
    for person in registers.people.values():
        copd = person.first("DJ44")
        for _name, first, last in years:
            doses = prescribed(registers, person, first, last, "units", "R03AC02", "R03AC03", "R03AC04")
            steroid = person.packs(first, last, "R03BA", "R03AK") > 0
            status = "excluded" if copd is not None and copd <= last else "not_met" if steroid else "met"
            for practice, total in doses.items():
                if total > 600:
                    yield person.name, practice, last, status


@rule("lungemedicin", "events", 2)
def asthma_lung_function(registers: Registers, _: Spans, __: Spans) -> Iterator[Unit]:
    for person in registers.people.values():
        measured = [v["measured_day"] or v["day"] for v in person.visits if v["measured"] == "ja"]
        spirometry = [s["week"] for s in person.services if s["service"] in ("082206", "082207")]
        for visit in person.visits:
            practice = registers.practice(visit["number"], visit["day"])
            if visit["type"] != 1 or practice is None:
                continue
            when = visit["day"]
            met = any(abs((m - when).days) <= 183 for m in measured)
            met = met or any(abs(weeks_apart(when, week)) <= 26 for week in spirometry)
            status = "unknown" if visit["measured"] == "uoplyst" and not met else "met" if met else "not_met"
            yield person.name, practice, when + days(183), "excluded" if visit["excluded"] else status


@rule("lungemedicin", "persons", 3)
def asthma_annual_control(registers: Registers, _: Spans, years: Spans) -> Iterator[Unit]:
    for person in registers.people.values():
        for _name, first, last in years:
            start = date(first.year - 2, first.month, first.day)
            visits = [v for v in person.visits if start <= v["day"] <= last]
            for practice in {registers.practice(v["number"], v["day"]) for v in visits} - {None}:
                here = [v for v in visits if registers.practice(v["number"], v["day"]) == practice]
                yield person.name, practice, last, control_status(here, first)


def control_status(visits: list[dict[str, Any]], first: date) -> str:
    latest = max(v["day"] for v in visits)
    if any(v["excluded"] for v in visits if v["day"] == latest):
        return "excluded"
    kinds = {v["type"] for v in visits if v["day"] >= first}
    return "met" if 2 in kinds else "unknown" if kinds == {9} else "not_met"
