"""Formats and colours of the workbook's cells and charts.

Belongs here: looks only. Number formats are in Excel's own notation: a Danish Excel shows 60,4 % and 1.234.
"""

from __future__ import annotations

from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

#: The report's colours under their names in `report/templates/style.typ`.
INK, MUTED, OWN, OWN_SOFT = "#14212B", "#51606B", "#0A4D68", "#7FA9BC"
NATION, HAIR = "#6B7780", "#D3DADF"

PERCENT, AMOUNT, COUNT = "0.0 %", "#,##0.0", "#,##0"
#: One style for every table: hairlines and a bold header.
TABLE = "Table Style Light 1"

_TOP = {"valign": "top", "text_wrap": True}
_LOOKS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16, "font_color": OWN},
    "section": {"bold": True, "font_size": 12, "font_color": OWN},
    "soft": {"font_color": MUTED},
    "label": {"bold": True, "valign": "top"},
    "text": _TOP,
    "head": {"bold": True, "text_wrap": True, "valign": "bottom", "bottom": 1},
    "head number": {"bold": True, "text_wrap": True, "valign": "bottom", "align": "right", "bottom": 1},
    "plan": _TOP | {"border": 1, "border_color": HAIR},
    "date": _TOP | {"border": 1, "border_color": HAIR, "num_format": "dd-mm-yyyy"},
    "ratio": {"num_format": "0.000"},
}
#: How a row looks by whom it is about; a practice's has no looks of its own.
_ROWS: dict[str, dict[str, Any]] = {
    "practice": {},
    "own": {"bold": True, "font_color": OWN},
    "other": {"font_color": MUTED},
}


class Formats:
    """The formats of one workbook, each made once.

    `of("own", PERCENT)`: a number in such a row; `named("head")`: the others.
    """

    def __init__(self, book: Workbook) -> None:
        self._named = {name: book.add_format(looks) for name, looks in _LOOKS.items()}
        self._rows = {
            (row, number): book.add_format(looks | ({"num_format": number} if number else {}))
            for row, looks in _ROWS.items()
            for number in ("", PERCENT, AMOUNT, COUNT)
        }
        self._words = {row: book.add_format(looks | {"align": "right"}) for row, looks in _ROWS.items()}
        self._names = {row: book.add_format(looks | {"text_wrap": True}) for row, looks in _ROWS.items()}

    def named(self, name: str) -> Format:
        """Return the format of that name."""
        return self._named[name]

    def of(self, row: str, number: str = "") -> Format:
        """Return the format of a cell in a row of that kind: practice, own, or any other."""
        return self._rows[_kind(row), number]

    def name(self, row: str) -> Format:
        """Return the format of who a row is about: long names take more than one line."""
        return self._names[_kind(row)]

    def word(self, row: str) -> Format:
        """Return the format of the word that stands where numbers do not."""
        return self._words[_kind(row)]


def _kind(row: str) -> str:
    return row if row in _ROWS else "other"
