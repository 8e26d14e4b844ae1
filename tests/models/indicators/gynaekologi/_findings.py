"""Women with a first hospital diagnosis and the practice nearest it: what the rules of two indicators share.

Belongs here: who is counted where. Does not belong here: who meets an indicator.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tests.models.recompute_rules import Spans, days, weeks_apart
from tests.models.registers import Person, Registers


def new_finding(
    registers: Registers, quarters: Spans, diagnosis: str, followed: int
) -> Iterator[tuple[Person, str, date, date]]:
    """Person, practice, day of diagnosis and index date, `followed` days later."""
    members = {last: registers.members(last) for _, _, last in quarters}
    for person in registers.people.values():
        diagnosed = person.first(diagnosis)
        if diagnosed is None or diagnosed < date(2022, 7, 1):
            continue
        index = diagnosed + days(followed)
        last = next((last for _, first, last in quarters if first <= index <= last), None)
        if last is None:
            continue
        ours = {m["practice"] for m in members[last] if m["specialty"] == "gynaekologi"}
        claims = []
        for s in person.services:
            apart = abs(weeks_apart(diagnosed, s["week"]))
            practice = registers.practice(s["number"], s["week"])
            if practice in ours and apart <= 13:
                claims.append((apart, s["week"], s["number"], practice))
        if claims:
            yield person, min(claims)[3], diagnosed, index
