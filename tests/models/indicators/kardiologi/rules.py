"""The rules of the first indicators, person by person."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from tests.models.recompute_rules import Spans, Unit, days, minor, rule, weeks_apart
from tests.models.registers import Person, Registers


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


@rule("kardiologi", "events", 3)
def af_anticoagulation(registers: Registers, quarters: Spans, _: Spans) -> Iterator[Unit]:
    oac = ("B01AA", "B01AE07", "B01AF01", "B01AF02", "B01AF03")
    yield from af_units(registers, quarters, lambda p, d: p.packs(d - days(30), d + days(30), *oac) > 0)


@rule("kardiologi", "events", 3)
def af_echocardiography(registers: Registers, quarters: Spans, _: Spans) -> Iterator[Unit]:
    def met(person: Person, diagnosed: date) -> bool:
        echoes = [s for s in person.services if s["service"] == "082208"]
        return any(abs(weeks_apart(diagnosed, s["week"])) <= 13 for s in echoes)

    yield from af_units(registers, quarters, met)


@rule("kardiologi", "events", 3)
def af_thyroid(registers: Registers, quarters: Spans, _: Spans) -> Iterator[Unit]:
    def met(person: Person, diagnosed: date) -> bool:
        tsh = [s for s in person.samples if s["code"] in ("NPU03577", "NPU27547")]
        return any(abs((s["day"] - diagnosed).days) <= 90 for s in tsh)

    yield from af_units(registers, quarters, met)


@rule("kardiologi", "persons", 3)
def heart_failure_triple_therapy(registers: Registers, _: Spans, years: Spans) -> Iterator[Unit]:
    groups = (("C09",), ("C07",), ("C03DA01", "A10BK"))
    for person in registers.people.values():
        since = person.first("DI50")
        for _name, first, last in years:
            if since is None or since > last:
                continue
            claims = [s for s in person.services if first <= s["week"] <= last]
            met = all(person.packs(first, last, *group) > 0 for group in groups)
            status = "excluded" if minor(person, last) else "met" if met else "not_met"
            for practice in {registers.practice(s["number"], s["week"]) for s in claims} - {None}:
                yield person.name, practice, last, status
