"""Nobody can have one of our personal numbers."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pytest

from synthetic.persons import CAPACITY, is_synthetic, personal_number, personal_number_sql
from tests.synthetic.conftest import Rows, read_csv


def can_be_real(number: str) -> bool:
    """A CPR number begins with a date of birth; an administrative one has 60 added to its day."""
    day, month = int(number[:2]), int(number[2:4])
    try:
        date(2000, month, day - 60 if day > 60 else day)
    except ValueError:
        return False
    return True


def test_sql_and_python_agree_and_numbers_differ() -> None:
    persons = [*range(50_000), *range(CAPACITY - 1_000, CAPACITY)]
    numbers = [personal_number(p, seed=3) for p in persons]
    assert len(set(numbers)) == len(persons)
    con = duckdb.connect()
    con.execute("CREATE TABLE t AS SELECT unnest(?::BIGINT[]) AS person", [persons])
    assert [n for (n,) in con.sql(f"SELECT {personal_number_sql('person', 3)} FROM t").fetchall()] == numbers


def test_no_number_begins_with_a_day_of_the_calendar() -> None:
    numbers = [personal_number(p, seed=1) for p in range(0, CAPACITY, 997)]
    assert {len(n) for n in numbers} == {10}
    assert not any(can_be_real(n) for n in numbers)
    assert all(is_synthetic(n) for n in numbers)
    assert len({n[:4] for n in numbers}) == 12


def test_real_looking_numbers_are_told_apart() -> None:
    assert can_be_real("0101701234")
    assert can_be_real("6101701234")
    assert not is_synthetic("0101701234")
    assert not is_synthetic("2902001234")


def test_there_are_no_more_numbers_than_there_are() -> None:
    with pytest.raises(ValueError, match="no more numbers"):
        personal_number(CAPACITY, seed=1)


def test_every_delivered_person_is_invented(inbox: Path) -> None:
    rows: Rows = read_csv(inbox / "bef_2022_2026" / "bef_2022_2026.csv", "bef")
    assert all(is_synthetic(r["PNR"]) for r in rows)
