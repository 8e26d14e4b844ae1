"""What clusters agreed on: taken in by its own form, refused by rule where it could be about a patient."""

from __future__ import annotations

from datetime import date
from typing import Any

import duckdb
import pytest
from delivered import PERSONS, Door, everything_below, good, rules

from assets.deliveries import accepted

WHAT, WHO, DUE, STATUS, REMARK = range(4, 9)


@pytest.fixture
def clusters(open_door: Door) -> Door:
    assert open_door.hand_in("klynger").state == "accepted"
    return open_door


def test_agreements_come_in_with_days_and_empty_cells(clusters: Door) -> None:
    outcome = clusters.hand_in("aftaler")
    assert outcome.state == "accepted", outcome
    rows = duckdb.sql(f"from '{clusters.parquet(outcome, 'agreements')}' order by hvad").fetchall()
    assert rows[1][:4] == ("lungemedicin", "Lunge Øst", None, date(2025, 11, 4))
    assert rows[1][WHAT:] == ("Fælles møde med afdelingen", "HM", date(2026, 3, 1), "planlagt", None)
    assert rows[0][REMARK] == "Begyndt i tre praksisser"


def test_they_wait_for_the_clusters_they_are_of(open_door: Door) -> None:
    outcome = open_door.hand_in("aftaler")
    assert (outcome.state, [f.detail for f in outcome.findings]) == (
        "waiting",
        ["no accepted delivery of klynger yet"],
    )


@pytest.mark.parametrize(
    ("column", "value", "rule", "name"),
    [
        (WHAT, f"Ring til {PERSONS[0][:6]}-{PERSONS[0][6:]}", "long_number", "hvad"),
        (WHAT, "Se journal 7713131", "long_number", "hvad"),
        (WHAT, "Ring til pt. 13 07 31 7713", "long_number", "hvad"),
        (REMARK, "771313", "long_number", "bemaerkning"),
        (WHO, "tlf. 77131377", "long_number", "hvem"),
        (WHAT, "x" * 161, "too_long", "hvad"),
        (WHO, "x" * 41, "too_long", "hvem"),
        (REMARK, "to\nlinjer", "plain_text", "bemaerkning"),
        (WHAT, "\u200bskjult tegn", "plain_text", "hvad"),
        (STATUS, "snart", "status", "status"),
        (1, "Lunge Vest", "reference", "klynge"),
        (2, "Astma", "short_name", "indikator"),
        (WHAT, None, "not_null", "hvad"),
        (DUE, "snarest", "day", "senest"),
    ],
)
def test_what_could_be_a_patient_or_spoil_a_page_is_refused_by_rule(
    clusters: Door, column: int, value: Any, rule: str, name: str
) -> None:
    tables = good("aftaler")
    tables["agreements"][1][0][column] = value
    found = rules(clusters.hand_in("aftaler", tables))
    assert (rule, name, 1) in found
    assert {column for _, column, _ in found} == {name}
    assert "aftaler" not in accepted(clusters.extracts)
    kept = everything_below(clusters.quarantine, clusters.extracts)
    assert value is None or str(value).encode() not in kept


def test_the_same_agreement_twice_is_refused(clusters: Door) -> None:
    tables = good("aftaler")
    tables["agreements"][1].append(list(tables["agreements"][1][0]))
    assert rules(clusters.hand_in("aftaler", tables)) == [("duplicate_key", "speciale+klynge+aftalt+hvad", 1)]
