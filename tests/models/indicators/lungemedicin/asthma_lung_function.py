"""Lung function in new asthma: the rule again, and its persons."""

from __future__ import annotations

from collections.abc import Iterator

from tests.models.recompute_rules import Spans, Unit, days, rule, weeks_apart
from tests.models.registers import Registers
from tests.models.world import OTHER, Patient, after, case

DAY = "2026-03-02"  # a Monday; 183 days later is 2026-09-01


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


def lung_function(**expected: str):
    return case("asthma_lung_function", "lungemedicin", **expected)


@lung_function(K3_2026="met")
def measured_at_the_visit_is_met(p: Patient) -> None:
    p.visited(DAY, 1, "ja", on=DAY)


@lung_function(K3_2026="met")
def measured_183_days_before_is_met(p: Patient) -> None:
    p.visited(DAY, 1, "ja", on=after(DAY, -183))


@lung_function(K3_2026="not_met")
def measured_184_days_before_is_too_early(p: Patient) -> None:
    p.visited(DAY, 1, "ja", on=after(DAY, -184))


@lung_function(K3_2026="met")
def measured_at_a_visit_elsewhere_is_met(p: Patient) -> None:
    p.visited(DAY, 1, "nej")
    p.visited(after(DAY, 183), 2, "ja", at=OTHER)


@lung_function(K3_2026="not_met")
def measured_at_a_visit_184_days_after_is_too_late(p: Patient) -> None:
    p.visited(DAY, 1, "nej")
    p.visited(after(DAY, 184), 2, "ja")


@lung_function(K3_2026="met")
def spirometry_26_weeks_before_is_met(p: Patient) -> None:
    p.visited(DAY, 1, "nej")
    p.claimed("082207", after(DAY, weeks=-26), by=OTHER)


@lung_function(K3_2026="not_met")
def spirometry_27_weeks_before_is_too_early(p: Patient) -> None:
    p.visited(DAY, 1, "nej")
    p.claimed("082206", after(DAY, weeks=-27))


@lung_function(K3_2026="unknown")
def uoplyst_without_spirometry_is_unknown(p: Patient) -> None:
    p.visited(DAY, 1, "uoplyst")
    p.claimed("082301", DAY)


@lung_function(K3_2026="met")
def spirometry_settles_uoplyst(p: Patient) -> None:
    p.visited(DAY, 1, "uoplyst")
    p.claimed("082206", DAY)


@lung_function(K3_2026="excluded")
def ekskluderet_is_excluded(p: Patient) -> None:
    p.visited(DAY, 1, "ja", on=DAY, excluded="ja")


@lung_function()
def a_control_is_no_new_asthma(p: Patient) -> None:
    p.visited(DAY, 2, "ja", on=DAY)


@lung_function(K2_2026="not_met", K3_2026="met")
def each_new_visit_is_an_event(p: Patient) -> None:
    p.visited("2025-11-01", 1, "nej")  # index date 2026-05-03
    p.visited("2026-03-10", 1, "nej")
    p.visited("2026-06-01", 2, "ja")
