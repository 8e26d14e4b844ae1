"""Imaging examinations and X-rays of the lumbar spine, of which three rules speak."""

from __future__ import annotations

from datetime import date

from tests.models.registers import Person

LUMBAR = ("032128", "032228", "052128", "052228")
#: Fractures of the thoracic or lumbar spine.
SPINE = ("DS220", "DS221", "DS320", "DS327")


def imaging(service: str) -> bool:
    """Whether a service is an examination: no consultation, telephone call, meeting or interpreter."""
    if service[:2] not in ("03", "05") or service in ("032161", "052163"):
        return False
    number = int(service[2:])
    xrays = (
        2110 <= number <= 2189 or 2200 <= number <= 2399 or (service[:2] == "03" and 2400 <= number <= 2499)
    )
    return xrays or 5000 <= number <= 5019


def fractured(person: Person, first: date, last: date, *codes: str) -> bool:
    return any(first <= d["day"] <= last and d["code"].startswith(codes) for d in person.diagnoses)
