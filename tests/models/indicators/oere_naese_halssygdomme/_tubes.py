"""Tubes in the eardrum, read from claims: what the rules of two indicators share.

Belongs here: when a treatment begins. Does not belong here: who meets an indicator.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tests.models.recompute_rules import weeks_apart
from tests.models.registers import Person, Registers

TUBES = ("213009", "213109", "214009", "214109")


def tube_weeks(person: Person) -> list[date]:
    return sorted({s["week"] for s in person.services if s["service"] in TUBES})


def treatments(registers: Registers, person: Person) -> Iterator[tuple[str, date]]:
    """Practice and week of each treatment: no tube in the three weeks before."""
    weeks = tube_weeks(person)
    for week in weeks:
        if any(earlier < week and weeks_apart(earlier, week) <= 3 for earlier in weeks):
            continue
        numbers = {s["number"] for s in person.services if s["service"] in TUBES and s["week"] == week}
        for practice in {registers.practice(number, week) for number in numbers} - {None}:
            assert practice is not None
            yield practice, week
