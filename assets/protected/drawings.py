"""What a finished PDF draws and prints in the rows of hidden figures: nothing, if it is right.

Belongs here: finding the rows that say "skjult" on the pages, and every mark and number at their height. Does not
belong here: the figures' files (`leaks`, `attack`), making the report (`assets/packages`).

A mark's place on a chart's axis is a count in another form (`disclosure.channels.behind_coordinate`), so a mark in
a hidden row is a leak wherever on the axis it stands.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pypdf

#: The words that stand in a hidden row instead of numbers.
HIDDEN = "skjult af hensyn til fortrolighed"
#: Half the height of a row, in points: what is drawn nearer to a hidden row's words than this is in the row.
HALF_ROW = 5.0
#: A mark is a small closed curve: smaller than this, in points.
LARGEST_MARK = 12.0


def marks_in_hidden_rows(pdf: Path) -> tuple[int, int, int]:
    """Return how many hidden rows a PDF has, and how many marks and numbers stand in them."""
    rows = marks = numbers = 0
    for page in pypdf.PdfReader(pdf).pages:
        words, curves = _read(page)
        heights = [y for text, y in words if HIDDEN in text]
        rows += len(heights)
        marks += sum(any(abs(y - h) < HALF_ROW for h in heights) for y in curves)
        numbers += sum(
            bool(re.search(r"\d+,\d|\d+ af \d+", text)) and any(abs(y - h) < HALF_ROW for h in heights)
            for text, y in words
        )
    return rows, marks, numbers


def marks(pdf: Path) -> int:
    """Return how many marks a PDF draws anywhere: the attack must be able to see them."""
    return sum(len(_read(page)[1]) for page in pypdf.PdfReader(pdf).pages)


def _read(page: pypdf.PageObject) -> tuple[list[tuple[str, float]], list[float]]:
    """Return texts with their heights, and the heights of the centres of small closed curves."""
    words: list[tuple[str, float]] = []
    curves: list[float] = []
    path: list[tuple[float, float]] = []
    curved = [False]

    def operand(operator: bytes, operands: list[Any], cm: list[float], tm: list[float]) -> None:
        if operator in (b"m", b"l", b"c"):
            pairs = [float(x) for x in operands]
            curved[0] |= operator == b"c"
            for x, y in zip(pairs[::2], pairs[1::2], strict=True):
                path.append((cm[0] * x + cm[2] * y + cm[4], cm[1] * x + cm[3] * y + cm[5]))
        elif operator in (b"f", b"f*", b"B", b"S", b"b", b"n", b"F", b"B*"):
            if curved[0] and operator != b"n" and path:
                xs, ys = zip(*path, strict=True)
                if max(xs) - min(xs) < LARGEST_MARK and max(ys) - min(ys) < LARGEST_MARK:
                    curves.append((max(ys) + min(ys)) / 2)
            path.clear()
            curved[0] = False

    def text(said: str, cm: list[float], tm: list[float], font: Any, size: float) -> None:
        if said.strip():
            words.append((said.strip(), cm[1] * tm[4] + cm[3] * tm[5] + cm[5]))

    page.extract_text(visitor_operand_before=operand, visitor_text=text)
    return words, curves
