"""The plain-Python twin of int_results knows the quirks that the dbt unit test names, and every listed unit."""

from __future__ import annotations

import csv
import re
from decimal import ROUND_HALF_UP, Decimal

import duckdb
import pytest
import yaml

from tests.models.conftest import PROJECT
from tests.models.results import ANALYTES, analyte, normalised

_MODEL = PROJECT / "models" / "intermediate" / "int_results.yml"
_SEED = PROJECT / "seeds" / "code_lists" / "analytes.csv"


def _rows(sql: str) -> list[tuple[object, ...]]:
    """The rows behind `values` in the unit test's own SQL."""
    values = re.search(r"from \((values.*)\) as given", sql, re.DOTALL)
    assert values
    rows: list[tuple[object, ...]] = duckdb.sql(values.group(1)).fetchall()
    return rows


def _quirks() -> dict[object, tuple[tuple[object, ...], tuple[object, ...]]]:
    (test,) = yaml.safe_load(_MODEL.read_text(encoding="utf-8"))["unit_tests"]
    expected = {row[0]: row[1:] for row in _rows(test["expect"]["rows"])}
    return {row[0]: (row[1:], expected.get(row[0], ())) for row in _rows(test["given"][1]["rows"])}


@pytest.mark.parametrize("quirk", _quirks())
def test_the_twin_knows_every_quirk(quirk: str) -> None:
    (code, value, unit), expected = _quirks()[quirk]
    if not expected:
        assert analyte(str(code)) is None
        return
    name, number = expected
    assert analyte(str(code)) == name
    assert normalised(str(code), value, unit) == (None if number is None else Decimal(str(number)))  # type: ignore[arg-type]


def test_the_twin_knows_every_listed_code_and_unit_and_no_more() -> None:
    listed = list(csv.DictReader(_SEED.open(encoding="utf-8")))
    assert {(r["analyte"], r["code"]) for r in listed} == {
        (a, c) for a, codes in ANALYTES.items() for c in codes
    }
    for row in listed:
        value = (Decimal("0.065") if row["highest"] == "0.25" else Decimal(5)) + Decimal("0.001")
        expected = (value - Decimal(row["subtracted"])) * Decimal(row["factor"])
        assert normalised(row["code"], str(value), row["unit"]) == expected.quantize(
            Decimal("0.0001"), ROUND_HALF_UP
        ), row
