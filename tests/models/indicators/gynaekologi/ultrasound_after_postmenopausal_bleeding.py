"""Ultrasound at new postmenopausal bleeding: the rule, its persons, its part of the crowd."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from tests.models.indicators.gynaekologi._findings import new_finding
from tests.models.recompute_rules import Spans, Unit, rule, weeks_apart
from tests.models.registers import Registers
from tests.models.world import OTHER, Patient, after, case, crowd

#: A Friday; 14 days later is 2026-08-21. Its week begins on the Monday before.
DAY, WEEK = "2026-08-07", "2026-08-03"
SCANS = ("072105", "072112", "072113")


@rule("gynaekologi", "events", 4, case_mix=("age_band",))
def ultrasound_after_postmenopausal_bleeding(
    registers: Registers, quarters: Spans, _: Spans
) -> Iterator[Unit]:
    for person, practice, diagnosed, index in new_finding(registers, quarters, "DN950", 14):
        scans = [s["week"] for s in person.services if s["service"] in SCANS]
        age = person.age(diagnosed)
        if age is not None and age < 40:
            status = "excluded"
        else:
            status = "met" if any(abs(weeks_apart(diagnosed, w)) <= 2 for w in scans) else "not_met"
        yield person.name, practice, index, status


def ultrasound(**expected: str):
    return case("ultrasound_after_postmenopausal_bleeding", "gynaekologi", **expected)


@ultrasound(K3_2026="met")
def bleeding_scanned_2_weeks_after(p: Patient) -> None:
    p.diagnosed("DN950", DAY)
    p.claimed("072105", after(WEEK, weeks=2))


@ultrasound(K3_2026="not_met")
def bleeding_scanned_3_weeks_after(p: Patient) -> None:
    p.diagnosed("DN950", DAY)
    p.claimed("072105", after(WEEK, weeks=3))


@ultrasound(K3_2026="met")
def bleeding_scanned_2_weeks_before_elsewhere(p: Patient) -> None:
    p.diagnosed("DN950", DAY, kind="B")
    p.claimed("070110", WEEK)
    p.claimed("072113", after(WEEK, weeks=-2), by=OTHER)


@ultrasound(K3_2026="not_met")
def bleeding_scanned_3_weeks_before(p: Patient) -> None:
    p.diagnosed("DN950", DAY)
    p.claimed("072112", after(WEEK, weeks=-3))


@ultrasound(K3_2026="not_met")
def bleeding_seen_without_scan(p: Patient) -> None:
    p.diagnosed("DN950", DAY)
    p.claimed("072101", WEEK)


@ultrasound(K3_2026="excluded")
def bleeding_aged_39(p: Patient) -> None:
    p.born("1986-08-08")
    p.diagnosed("DN950", DAY)
    p.claimed("072105", WEEK)


@ultrasound(K3_2026="K 40-59 met")
def bleeding_aged_40(p: Patient) -> None:
    p.born("1986-08-07")
    p.diagnosed("DN950", DAY)
    p.claimed("072105", WEEK)


@ultrasound(K3_2026="not_met")
def bleeding_of_unknown_age_is_in_it(p: Patient) -> None:
    p.born(None)
    p.diagnosed("DN950", DAY)
    p.claimed("070110", WEEK)


@ultrasound()
def bleeding_seen_nearer_elsewhere_is_theirs(p: Patient) -> None:
    p.diagnosed("DN950", DAY)
    p.claimed("072105", after(WEEK, weeks=1))
    p.claimed("070110", WEEK, by=OTHER)


@ultrasound()
def bleeding_seen_14_weeks_before_is_nobodys(p: Patient) -> None:
    p.diagnosed("DN950", DAY)
    p.claimed("072105", after(WEEK, weeks=-14))


@ultrasound()
def bleeding_diagnosed_again_is_not_new(p: Patient) -> None:
    p.diagnosed("DN950", "2022-06-30")
    p.diagnosed("DN950", DAY)
    p.claimed("072105", WEEK)


@ultrasound()
def hot_flushes_are_no_bleeding(p: Patient) -> None:
    p.diagnosed("DN951", DAY)
    p.claimed("072105", WEEK)


@crowd("gynaekologi")
def bleeding_life(patient: Patient, chance: Random) -> None:
    patient.born(f"{chance.randrange(1940, 1992)}-03-03")
    when = date(2022, 6, 1) + timedelta(chance.randrange(1500))
    patient.diagnosed("DN950", str(when), chance.choice("AAABG"))
    for _ in range(chance.randrange(1, 4)):
        seen = when + timedelta(7 * chance.choice((-14, -3, -2, 0, 1, 2, 3)))
        by = chance.choice((patient.home, patient.home, OTHER))
        patient.claimed(chance.choice(("070110", *SCANS)), str(seen), by=by)
