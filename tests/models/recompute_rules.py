"""Who counts and who meets it, in plain Python: one function per indicator, straight from its words.

Belongs here: the ten rules. `RULES` is what the tests compare the catalogue with. Does not belong here:
reading rows (`registers.py`), periods and sums (`recompute.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tests.models.registers import Person, Registers, monday

Unit = tuple[Any, str, date, str]
Spans = list[tuple[str, date, date]]
Find = Callable[[Registers, Spans, Spans], Iterator[Unit]]


@dataclass(frozen=True)
class Rule:
    specialty: str
    counts: str
    year_closes: int
    find: Find


RULES: dict[str, Rule] = {}


def rule(specialty: str, counts: str, year_closes: int) -> Callable[[Find], Find]:
    def keep(find: Find) -> Find:
        RULES[find.__name__] = Rule(specialty, counts, year_closes, find)
        return find

    return keep


def days(count: int) -> timedelta:
    return timedelta(days=count)


def weeks_apart(one: date, other: date) -> int:
    return (monday(other) - monday(one)).days // 7


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


def minor(person: Person, when: date) -> bool:
    age = person.age(when)
    return age is not None and age < 18


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


def prescribed(
    registers: Registers, person: Person, first: date, last: date, amount: str, *atc: str
) -> dict[str, Any]:
    """Practice -> packs times `amount` that it prescribed and that were dispensed in the span."""
    total: dict[str, Any] = {}
    for d in person.dispensings:
        practice = registers.practice(d["number"], d["day"])
        if practice and first <= d["day"] <= last and d["atc"].startswith(atc):
            total[practice] = total.get(practice, 0) + d["packs"] * d[amount]
    return total


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
