"""Every named person comes to what the rule in the name says, through dbt and through plain Python."""

from __future__ import annotations

from functools import cache

import pyarrow.parquet as pq
import pytest

from schemas.indicator import STATUSES, Indicator
from tests.models import recompute
from tests.models.conftest import Built
from tests.models.world import CASES, PERIOD, Case


def _told(
    counts: dict[tuple[str, str, str, str], tuple[int, ...]], home: str
) -> list[tuple[str, str, str, str]]:
    """The units counted at a practice: period, sex, age band, status."""
    return sorted(
        (period, sex, band, status)
        for (practice, period, sex, band), numbers in counts.items()
        for status, number in zip(STATUSES, numbers, strict=True)
        if practice == home
        for _ in range(number)
    )


def _expected(case: Case) -> list[tuple[str, str, str, str]]:
    found = []
    for period, words in case.expected.items():
        *who, status = words.split()
        found.append((period, *(who or ["*", "*"]), status))
    return sorted(found)  # type: ignore[arg-type]


@cache
def _atoms(built: Built, indicator: str) -> dict[tuple[str, str, str, str], tuple[int, ...]]:
    rows = pq.read_table(built.files[indicator]).to_pylist()
    return {
        (r["practice"], r["period"], r["sex"], r["age_band"]): tuple(r[s] for s in STATUSES) for r in rows
    }


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.name)
def test_a_named_person_is_counted_as_the_name_says(case: Case, built: Built) -> None:
    expected = _expected(case)
    for counts in (_atoms(built, case.indicator), recompute.atoms(case.indicator, built.registers, PERIOD)):
        told = _told(counts, built.homes[case.name])
        if expected and expected[0][1] == "*":
            told = [(period, "*", "*", status) for period, _, _, status in told]
        assert told == expected


def test_every_indicator_has_named_persons(indicators: list[Indicator]) -> None:
    named = {c.indicator for c in CASES}
    assert {i.name for i in indicators} == named == set(recompute.RULES)


def test_every_state_occurs_and_every_indicator_has_two_or_more(indicators: list[Indicator]) -> None:
    statuses: dict[str, set[str]] = {i.name: set() for i in indicators}
    for c in CASES:
        statuses[c.indicator] |= {told.split()[-1] for told in c.expected.values()}
    assert set().union(*statuses.values()) == set(STATUSES)
    assert [name for name, found in statuses.items() if not {"met", "not_met"} <= found] == []


def test_every_state_an_indicator_says_it_has_is_exercised(indicators: list[Indicator]) -> None:
    """What the words do not rule out ("Forekommer ikke") has a named person."""
    told: dict[str, set[str]] = {i.name: set() for i in indicators}
    for c in CASES:
        told[c.indicator] |= {words.split()[-1] for words in c.expected.values()}
    lacking = [
        f"{i.name}: {state}"
        for i in indicators
        for state in STATUSES
        if state not in told[i.name] and not getattr(i, state).startswith("Forekommer ikke")
    ]
    assert lacking == []
