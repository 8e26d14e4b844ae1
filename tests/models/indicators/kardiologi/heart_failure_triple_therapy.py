"""Three groups of drugs in heart failure: the rule again, and its persons."""

from __future__ import annotations

from collections.abc import Iterator

from tests.models.recompute_rules import Spans, Unit, minor, rule
from tests.models.registers import Registers
from tests.models.world import Patient, case

SEEN = "080110"


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


def failing(**expected: str):
    return case("heart_failure_triple_therapy", "kardiologi", **expected)


def three_groups(p: Patient, third: str = "C03DA01", day: str = "2026-02-01") -> None:
    for atc in ("C09AA05", "C07AB02", third):
        p.dispensed(atc, day)


@failing(Y_2026K3="met")
def three_groups_are_met(p: Patient) -> None:
    p.diagnosed("DI500", "2025-12-01")
    p.claimed(SEEN, "2026-03-03")
    three_groups(p)


@failing(Y_2026K3="met")
def sglt2_is_a_third_group(p: Patient) -> None:
    p.diagnosed("DI509", "2026-09-30", kind="B")
    p.claimed(SEEN, "2026-03-03")
    three_groups(p, third="A10BK03")


@failing(Y_2026K3="not_met")
def eplerenone_is_no_third_group(p: Patient) -> None:
    p.diagnosed("DI509", "2025-12-01")
    p.claimed(SEEN, "2026-03-03")
    three_groups(p, third="C03DA04")


@failing(Y_2025K3="met", Y_2026K3="not_met")
def each_year_needs_its_own_drugs(p: Patient) -> None:
    p.diagnosed("DI500", "2024-12-01")
    p.claimed(SEEN, "2025-03-03")
    p.claimed(SEEN, "2026-03-03")
    three_groups(p, day="2025-09-30")


@failing()
def heart_failure_after_the_year_is_not_in_it(p: Patient) -> None:
    p.diagnosed("DI500", "2026-10-01")
    p.claimed(SEEN, "2026-03-03")
    three_groups(p)


@failing()
def not_seen_in_the_year_is_not_in_it(p: Patient) -> None:
    p.diagnosed("DI500", "2026-08-01")
    p.claimed(SEEN, "2025-09-01")
    three_groups(p)


@failing(Y_2026K3="excluded")
def a_child_with_heart_failure_is_excluded(p: Patient) -> None:
    p.born("2008-10-01")
    p.diagnosed("DI500", "2026-01-01")
    p.claimed(SEEN, "2026-03-03")
    three_groups(p)
