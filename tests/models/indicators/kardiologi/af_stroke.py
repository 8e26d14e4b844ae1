"""Stroke in known atrial fibrillation: the rule again, its persons and its crowd."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from tests.models.indicators.kardiologi._af import SEEN
from tests.models.recompute_rules import Spans, Unit, rule
from tests.models.registers import Registers
from tests.models.world import OTHER, Patient, case, crowd


@rule("kardiologi", "persons", 1)
def af_stroke(registers: Registers, _: Spans, years: Spans) -> Iterator[Unit]:
    for person in registers.people.values():
        since, stroke = person.first("DI48"), person.first("DI63")
        for _name, first, last in years:
            if since is None or since >= first:
                continue
            status = "not_met"
            if stroke is not None and stroke <= last:
                status = "met" if stroke >= first else "excluded"
            claims = [s for s in person.services if first <= s["week"] <= last]
            for practice in {registers.practice(s["number"], s["week"]) for s in claims} - {None}:
                yield person.name, practice, last, status


def stroke(**expected: str):
    return case("af_stroke", "kardiologi", **expected)


def known(p: Patient, since: str = "2024-06-01") -> None:
    p.diagnosed("DI489", since)
    p.claimed(SEEN, "2025-11-03")


@stroke(Y_2026K1="met")
def stroke_on_the_first_day_of_the_year_is_met(p: Patient) -> None:
    known(p)
    p.diagnosed("DI639", "2025-04-01", kind="B")


@stroke(Y_2026K1="met")
def stroke_on_the_last_day_of_the_year_is_met(p: Patient) -> None:
    known(p)
    p.diagnosed("DI630", "2026-03-31")


@stroke(Y_2026K1="not_met")
def stroke_after_the_year_is_not_met(p: Patient) -> None:
    known(p)
    p.diagnosed("DI639", "2026-04-01")


@stroke(Y_2026K1="excluded")
def stroke_the_day_before_the_year_is_excluded(p: Patient) -> None:
    known(p)
    p.diagnosed("DI639", "2025-03-31")
    p.diagnosed("DI639", "2025-10-01")


@stroke(Y_2025K1="met", Y_2026K1="excluded")
def only_the_first_stroke_counts(p: Patient) -> None:
    known(p, "2024-03-31")
    p.claimed(SEEN, "2024-11-04")
    p.diagnosed("DI639", "2025-01-01")
    p.diagnosed("DI634", "2025-09-01")


@stroke(Y_2026K1="not_met")
def a_haemorrhage_is_no_ischaemic_stroke(p: Patient) -> None:
    known(p)
    p.diagnosed("DI619", "2025-09-01")


@stroke(Y_2026K1="not_met")
def a_refuted_stroke_is_none(p: Patient) -> None:
    known(p)
    p.diagnosed("DI639", "2025-09-01", refuted="Ja")


@stroke()
def fibrillation_in_the_year_is_not_known_before_it(p: Patient) -> None:
    known(p, "2025-04-01")
    p.diagnosed("DI639", "2025-09-01")


@stroke(Y_2026K1="met")
def fibrillation_the_day_before_the_year_is_known(p: Patient) -> None:
    known(p, "2025-03-31")
    p.diagnosed("DI639", "2025-09-01")


@stroke()
def fibrillation_seen_by_another_practice_is_theirs(p: Patient) -> None:
    p.diagnosed("DI489", "2024-06-01")
    p.claimed(SEEN, "2025-11-03", by=OTHER)


@stroke()
def fibrillation_not_seen_in_the_year_is_not_in_it(p: Patient) -> None:
    p.diagnosed("DI489", "2024-06-01")
    p.claimed(SEEN, "2026-04-06")
    p.claimed(SEEN, "2024-03-25")


@crowd("kardiologi")
def lives_with_fibrillation(p: Patient, chance: Random) -> None:
    p.diagnosed("DI489", str(date(2023, 1, 1) + timedelta(chance.randrange(800))))
    for _ in range(chance.randrange(1, 4)):
        p.claimed(SEEN, str(date(2024, 4, 1) + timedelta(chance.randrange(730))))
    if chance.random() < 0.5:
        p.diagnosed(
            chance.choice(("DI639", "DI639", "DI619")),
            str(date(2024, 1, 1) + timedelta(chance.randrange(800))),
        )
