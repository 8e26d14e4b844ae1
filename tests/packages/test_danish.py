"""Danish numbers and dates."""

from __future__ import annotations

from datetime import date

import pytest

from assets.packages import danish


@pytest.mark.parametrize(
    ("value", "text"), [(604, "60,4"), (1000, "100,0"), (0, "0,0"), (5, "0,5"), (-31, "\u22123,1")]
)
def test_decimal(value: int, text: str) -> None:
    assert danish.decimal(value) == text


def test_other_numbers() -> None:
    assert danish.percent(604) == "60,4 pct."
    assert danish.whole(31921) == "31.921"
    assert danish.whole(1204331) == "1.204.331"
    assert danish.span(572, 635) == "57,2–63,5"
    assert (danish.standard(90.0), danish.standard(92.5)) == ("90", "92,5")
    assert [danish.small(n) for n in (0, 1, 12, 13)] == ["ingen", "én", "tolv", "13"]


def test_time_in_words() -> None:
    assert danish.year("2025K4-2026K3") == "1. oktober 2025 – 30. september 2026"
    assert danish.year_short("2025K2-2026K1") == "apr. 2025 – mar. 2026"
    assert danish.year_short("2025K3-2026K2") == "juli 2025 – juni 2026"
    assert danish.quarter("2026K3") == "3. kvartal 2026"
    assert danish.day(date(2026, 5, 1)) == "1. maj 2026"


def test_lists_and_sentences() -> None:
    assert danish.listed(["a"]) == "a"
    assert danish.listed(["a", "b", "c"]) == "a, b og c"
    assert danish.sentence("  én gang ") == "Én gang."
    assert danish.sentence("Hvorfor?") == "Hvorfor?"
