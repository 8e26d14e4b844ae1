"""High-risk courses referred on: the rule again, its persons, its part of the crowd."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random

from tests.models.recompute_rules import Spans, Unit, days, rule
from tests.models.registers import Registers, code, day
from tests.models.world import OTHER, Patient, case, crowd

FOUND = "2026-08-01"


@rule("dermatologi", "events", 4)
def high_risk_bcc_referred(registers: Registers, _: Spans, __: Spans) -> Iterator[Unit]:
    words = {"ja": "met", "nej": "not_met", "uoplyst": "unknown"}
    for person in registers.people.values():
        for course in person.reports["nmsc.courses"]:
            diagnosed = day(course["diagnosedato"])
            assert diagnosed is not None
            practice = registers.practice(code(course["ydernr"], 6), diagnosed)
            if practice and course["risiko"] == "hoejrisiko":
                status = "excluded" if course["ekskluderet"] == "ja" else words[course["viderehenvist"]]
                yield person.name, practice, diagnosed, status


def referred(**expected: str):
    return case("high_risk_bcc_referred", "dermatologi", **expected)


def found(
    p: Patient, on: str = "ja", risk: str = "hoejrisiko", day: str = FOUND, excluded: str = "nej", **at
):
    """Report a course nobody has treated."""
    p.reported("nmsc.courses", diagnosedato=day, diagnose="DC441", risiko=risk, viderehenvist=on,
               recidiv="uoplyst", ekskluderet=excluded, **at)  # fmt: skip


@referred(K3_2026="met")
def high_risk_referred_is_met(p: Patient) -> None:
    found(p)


@referred(K3_2026="not_met")
def high_risk_not_referred_is_not_met(p: Patient) -> None:
    found(p, "nej")


@referred(K3_2026="unknown")
def high_risk_with_uoplyst_referral_is_unknown(p: Patient) -> None:
    found(p, "uoplyst")


@referred(K3_2026="excluded")
def high_risk_ekskluderet_is_excluded(p: Patient) -> None:
    found(p, "uoplyst", excluded="ja")


@referred()
def low_risk_referred_is_not_in_it(p: Patient) -> None:
    found(p, risk="lavrisiko")


@referred()
def uoplyst_risk_referred_is_not_in_it(p: Patient) -> None:
    found(p, risk="uoplyst")


@referred()
def high_risk_reported_by_another_practice_is_theirs(p: Patient) -> None:
    found(p, ydernr=OTHER)


@referred(K3_2026="K 75+ met")
def high_risk_is_counted_by_age_on_the_day_of_diagnosis(p: Patient) -> None:
    p.born("1951-08-01")
    found(p)


@referred(K2_2026="not_met", K3_2026="met")
def high_risk_on_the_last_and_first_day_of_quarters(p: Patient) -> None:
    found(p, "nej", day="2026-06-30")
    found(p, "ja", day="2026-07-01")


@crowd("dermatologi")
def many_high_risk_courses(p: Patient, chance: Random) -> None:
    for _ in range(chance.randrange(1, 4)):
        found(
            p, chance.choice(("ja", "ja", "nej", "uoplyst")),
            risk=chance.choice(("hoejrisiko", "hoejrisiko", "lavrisiko", "uoplyst")),
            day=str(date(2023, 6, 1) + days(chance.randrange(1200))), excluded=chance.choice(("ja", "nej", "nej")),
        )  # fmt: skip
