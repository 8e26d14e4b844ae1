"""Visits in the register of chronic obstructive lung disease, of which two rules speak."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from tests.models.registers import Person, Registers, code, day
from tests.models.world import Patient


def copd_visits(
    registers: Registers, person: Person, first: date, last: date
) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Each practice with the visits it reported in the span."""
    found: dict[str, list[dict[str, Any]]] = {}
    for visit in person.reports["drkol.visits"]:
        when = day(visit["besoegsdato"])
        practice = registers.practice(code(visit["ydernr"], 6), when) if when else None
        if practice and when and first <= when <= last:
            found.setdefault(practice, []).append(visit)
    yield from found.items()


def copd_visit(
    p: Patient,
    on: str,
    mrc: int | str = 3,
    exacerbations: int | None = 2,
    ics: str = "ja",
    fev1: float | None = 50,
    excluded: str = "nej",
    at: str | None = None,
) -> None:
    p.reported(
        "drkol.visits", besoegsdato=on, fev1=fev1, mrc=mrc, eksacerbationer=exacerbations, bmi=25, rygning="tidligere",
        ics=ics, laba_lama="ja", ekskluderet=excluded, ydernr=at or p.home,
    )  # fmt: skip
