"""The rules of the first indicators, person by person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tests.models.recompute_rules import Spans, Unit, days, minor, prescribed, rule, weeks_apart
from tests.models.registers import Person, Registers


@rule("gastroenterologi", "events", 3)
def polypectomy(registers: Registers, _: Spans, __: Spans) -> Iterator[Unit]:
    for person in registers.people.values():
        done: dict[tuple[str | None, date], set[str]] = {}
        for s in person.services:
            done.setdefault((registers.practice(s["number"], s["week"]), s["week"]), set()).add(s["service"])
        for (practice, week), services in done.items():
            if practice and "082308" in services:
                yield person.name, practice, week, "met" if "083153" in services else "not_met"


def gastroscopies(person: Person) -> list[tuple[date, str]]:
    return sorted({(s["week"], s["number"]) for s in person.services if s["service"] in ("082302", "082402")})


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


@rule("gastroenterologi", "persons", 3)
def ppi_without_gastroscopy(registers: Registers, _: Spans, years: Spans) -> Iterator[Unit]:
    for person in registers.people.values():
        examined = [week for week, _ in gastroscopies(person)]
        for _name, first, last in years:
            before = date(first.year - 1, first.month, first.day)
            met = not any(before <= week <= last for week in examined)
            status = "excluded" if minor(person, last) else "met" if met else "not_met"
            for practice, ddd in prescribed(registers, person, first, last, "ddd", "A02BC").items():
                if ddd >= 365:
                    yield person.name, practice, last, status
