"""Case-mix again, in plain Python: what a practice's patients would have come to in the other clusters.

Belongs here: indirect standardisation as figures.md says it: the baseline year, the own cluster left out, strata of
fewer than 50 persons merged. Does not belong here: who counts (`recompute.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from tests.models.recompute import Atom, Counted, counted, window
from tests.models.recompute_rules import RULES
from tests.models.registers import Registers

BASELINE = 2025
SMALLEST = 50


def expected(indicator: str, registers: Registers, period: str) -> dict[Atom, tuple[float, float] | None]:
    """Atom -> expected and its variance; None where no other cluster has a patient."""
    rule = RULES[indicator]
    found = counted(indicator, registers, period)
    home = {
        (m["practice"], name): m["cluster"]
        for name, _, last in window(period)
        for m in registers.members(last)
        if m["specialty"] == rule.specialty
    }
    baseline = [
        (a, c, home[a[0], a[1][-6:]]) for a, c in found.items() if _in_baseline(a[1], rule.year_closes)
    ]
    volume = any(c.amounts for c in found.values())
    result: dict[Atom, tuple[float, float] | None] = {}
    for atom, here in found.items():
        value = _value(atom, home[atom[0], atom[1][-6:]], baseline, rule.case_mix, volume)
        if not here.patients:
            result[atom] = (0.0, 0.0)
        else:
            result[atom] = (
                None if value is None else (here.patients * value, here.patients * value * (1 - value))
            )
    return result


def _in_baseline(period: str, closes: int) -> bool:
    quarter = BASELINE * 4 + closes - 1
    index = int(period[-6:-2]) * 4 + int(period[-1]) - 1
    return index == quarter if "-" in period else quarter - 3 <= index <= quarter


def _value(
    atom: Atom, cluster: str, baseline: list[tuple[Atom, Counted, str]], strata: tuple[str, ...], volume: bool
) -> float | None:
    """Share met, or mean amount, of the others in the finest stratum of 50 or more."""
    mine = dict(zip(("sex", "age_band"), atom[2:], strict=True))
    for wanted in _merged(strata):
        same = [
            c
            for a, c, where in baseline
            if where != cluster
            and all(dict(zip(("sex", "age_band"), a[2:], strict=True))[s] == mine[s] for s in wanted)
        ]
        patients = sum(c.patients for c in same)
        if patients >= SMALLEST or (not wanted and patients):
            total = (
                sum((c.sums[0] for c in same), Decimal(0)) if volume else sum(c.statuses["met"] for c in same)
            )
            return float(total) / patients
    return None


def _merged(strata: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for start in range(len(strata) + 1):
        yield strata[start:]
