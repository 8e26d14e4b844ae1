"""Thyroid function in new atrial fibrillation: the rule again, and its persons."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tests.models.indicators.kardiologi._af import DAY, af, af_units
from tests.models.recompute_rules import Spans, Unit, rule
from tests.models.registers import Person, Registers
from tests.models.world import Patient, after, case


@rule("kardiologi", "events", 3)
def af_thyroid(registers: Registers, quarters: Spans, _: Spans) -> Iterator[Unit]:
    def met(person: Person, diagnosed: date) -> bool:
        tsh = [s for s in person.samples if s["code"] in ("NPU03577", "NPU27547")]
        return any(abs((s["day"] - diagnosed).days) <= 90 for s in tsh)

    yield from af_units(registers, quarters, met)


@case("af_thyroid", "kardiologi", K3_2026="met")
def tsh_90_days_before_is_met(p: Patient) -> None:
    af(p)
    p.sampled("NPU03577", after(DAY, -90))


@case("af_thyroid", "kardiologi", K3_2026="not_met")
def tsh_91_days_after_is_too_late(p: Patient) -> None:
    af(p)
    p.sampled("NPU27547", after(DAY, 91))


@case("af_thyroid", "kardiologi", K3_2026="not_met")
def another_analysis_is_no_tsh(p: Patient) -> None:
    af(p)
    p.sampled("NPU27300", DAY)


@case("af_thyroid", "kardiologi", K3_2026="excluded")
def valve_disease_is_excluded_from_tsh(p: Patient) -> None:
    af(p)
    p.diagnosed("DI059", DAY)
    p.sampled("NPU03577", DAY)
