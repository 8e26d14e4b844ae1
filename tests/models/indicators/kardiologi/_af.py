"""New atrial fibrillation, the population that several rules share, and a person who has it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from tests.models.recompute_rules import Spans, Unit, days, weeks_apart
from tests.models.registers import Person, Registers
from tests.models.world import Patient

SEEN = "080110"

DAY = "2026-05-01"  # a Friday; index date 2026-07-30


def af(p: Patient, day: str = DAY, code: str = "DI489") -> None:
    p.diagnosed(code, day)
    p.claimed(SEEN, day)


def incident_af(registers: Registers, quarters: Spans) -> Iterator[tuple[Person, str, date, bool]]:
    """New atrial fibrillation: person, practice, day of diagnosis, whether excluded."""
    members = {last: registers.members(last) for _, _, last in quarters}
    for person in registers.people.values():
        diagnosed = person.first("DI48")
        if diagnosed is None or diagnosed < date(2022, 7, 1):
            continue
        index = diagnosed + days(90)
        last = next((last for _, first, last in quarters if first <= index <= last), None)
        if last is None:
            continue
        cardiology = {m["practice"] for m in members[last] if m["specialty"] == "kardiologi"}
        claims = []
        for s in person.services:
            apart = weeks_apart(diagnosed, s["week"])
            practice = registers.practice(s["number"], s["week"])
            if practice in cardiology and abs(apart) <= 13:
                claims.append((abs(apart), s["week"], s["number"], practice))
        if claims:
            valve = person.first("DI05", "DZ952")
            yield person, min(claims)[3], diagnosed, valve is not None and valve <= index


def af_units(registers: Registers, quarters: Spans, met: Callable[[Person, date], bool]) -> Iterator[Unit]:
    for person, practice, diagnosed, excluded in incident_af(registers, quarters):
        status = "excluded" if excluded else "met" if met(person, diagnosed) else "not_met"
        yield person.name, practice, diagnosed + days(90), status
