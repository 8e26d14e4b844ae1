"""Danish numbers, dates and lists as doctors read them.

Belongs here: formatting, and nothing that knows what a figure means. Shares are held as whole tenths of a per
cent (604 is 60,4 pct.) everywhere right of the protected table: what is printed and what is drawn is then the
same number.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from schemas.period import Quarter, Year

_MONTHS = (
    "januar", "februar", "marts", "april", "maj", "juni",
    "juli", "august", "september", "oktober", "november", "december",
)  # fmt: skip
_SMALL = ("ingen", "én", "to", "tre", "fire", "fem", "seks", "syv", "otte", "ni", "ti", "elleve", "tolv")


def whole(number: int) -> str:
    """Write a whole number with thousand points: 31921 -> "31.921"."""
    return f"{number:,}".replace(",", ".").replace("-", "\u2212")


def decimal(tenths: int) -> str:
    """Write tenths with one decimal: 604 -> "60,4"."""
    sign = "\u2212" if tenths < 0 else ""
    return f"{sign}{whole(abs(tenths) // 10)},{abs(tenths) % 10}"


def percent(tenths: int) -> str:
    """Write tenths of a per cent: 604 -> "60,4 pct."."""
    return f"{decimal(tenths)} pct."


def span(lower: int, upper: int) -> str:
    """Write an interval of tenths: (572, 635) -> "57,2–63,5"."""
    return f"{decimal(lower)}–{decimal(upper)}"


def standard(value: float) -> str:
    """Write a target in per cent without a needless decimal: 90.0 -> "90", 92.5 -> "92,5"."""
    return decimal(round(value * 10)).removesuffix(",0")


def small(number: int, *, common: bool = False) -> str:
    """Write a small number as a word (3 -> "tre"), larger ones in digits. `common`: "en" instead of "én"."""
    if common and number == 1:
        return "en"
    return _SMALL[number] if 0 <= number < len(_SMALL) else whole(number)


def day(moment: date) -> str:
    """Write a date: "30. september 2026"."""
    return f"{moment.day}. {_MONTHS[moment.month - 1]} {moment.year}"


def day_short(moment: date) -> str:
    """Write a date in figures: "30.9.2026"."""
    return f"{moment.day}.{moment.month}.{moment.year}"


def days(first: date, last: date) -> str:
    """Write a span of dates: "1. oktober 2025 – 30. september 2026"."""
    return f"{day(first)} – {day(last)}"


def days_short(first: date, last: date) -> str:
    """Write a span of dates in figures: "1.1.2022 – 30.9.2026"."""
    return f"{day_short(first)} – {day_short(last)}"


def year(text: str) -> str:
    """Write a year of four quarters in words: "2025K4-2026K3" -> "1. oktober 2025 – 30. september 2026"."""
    quarters = Year.parse(text).quarters
    return days(quarters[0].first_day, quarters[-1].last_day)


def year_short(text: str) -> str:
    """Write a year of four quarters shortly: "2025K4-2026K3" -> "okt. 2025 – sep. 2026"."""
    quarters = Year.parse(text).quarters
    first, last = quarters[0].first_day, quarters[-1].last_day
    return f"{_short(first.month)} {first.year} – {_short(last.month)} {last.year}"


def quarter(text: str) -> str:
    """Write a quarter: "2026K3" -> "3. kvartal 2026"."""
    found = Quarter.parse(text)
    return f"{found.number}. kvartal {found.year}"


def listed(parts: Sequence[str], last: str = "og") -> str:
    """Join words as in a sentence: ["a", "b", "c"] -> "a, b og c"."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def sentence(text: str) -> str:
    """Begin with a capital letter and end with one full stop: words from a yml file become a sentence.

    A name that is spelt with a small first letter (eKVIS) keeps it.
    """
    text = text.strip()
    first = text if text[1:2].isupper() else text[:1].upper() + text[1:]
    return first + ("" if text.endswith((".", "?", "!")) else ".")


def _short(month: int) -> str:
    name = _MONTHS[month - 1]
    return name if len(name) < 5 and month != 5 else f"{name[:3]}."
