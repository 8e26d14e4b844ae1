"""Gastroscopies, of which two rules speak."""

from __future__ import annotations

from datetime import date

from tests.models.registers import Person


def gastroscopies(person: Person) -> list[tuple[date, str]]:
    return sorted({(s["week"], s["number"]) for s in person.services if s["service"] in ("082302", "082402")})
