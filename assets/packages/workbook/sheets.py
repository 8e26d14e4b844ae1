"""What every sheet of the workbook shares: print set-up, widths, heights and native tables.

Belongs here: the frame of a sheet. Does not belong here: what stands in it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from math import ceil
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from assets.packages.workbook.style import TABLE, Formats

_A4 = 9
#: Pixels of a row.
ROW = 20


def add_sheet(book: Workbook, name: str, content: dict[str, Any], *, portrait: bool = False) -> Worksheet:
    """Add a sheet that prints on A4, one page wide, with whom it is for and its page at the foot."""
    sheet = book.add_worksheet(name)
    sheet.set_paper(_A4)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    sheet.fit_to_pages(1, 0)
    sheet.hide_gridlines(2)
    if not portrait:
        sheet.set_landscape()
    # An ampersand is a command in Excel's footers.
    title, notice = (content[part].replace("&", "&&") for part in ("title", "notice"))
    sheet.set_footer(f"&L&8{title}&C&8{notice}&R&8&P af &N")
    return sheet


def set_widths(sheet: Worksheet, widths: Sequence[float], first: int = 0) -> None:
    """Set the widths of columns, in characters, from column `first` on."""
    for column, width in enumerate(widths, first):
        sheet.set_column(column, column, width)


def height(texts: dict[int, str], widths: Sequence[float]) -> int:
    """Return the height in pixels that wrapped texts (by column) need: not every program finds it itself."""
    return ROW * max(ceil(len(text) / (0.95 * widths[column])) or 1 for column, text in texts.items())


def add_table(
    sheet: Worksheet,
    formats: Formats,
    name: str,
    place: tuple[int, int],
    heads: Sequence[str],
    rows: int,
    *,
    numbers: Collection[str] = (),
    filtered: bool = False,
) -> None:
    """Make the `rows` written below (row, column) a native table under `heads`. Excel wants one row at least.

    numbers: the heads that stand right-aligned above numbers.
    """
    row, column = place
    looks = {True: formats.named("head number"), False: formats.named("head")}
    columns = [{"header": text, "header_format": looks[text in numbers]} for text in heads]
    options = {"name": name, "columns": columns, "style": TABLE, "autofilter": filtered, "banded_rows": False}
    sheet.add_table(row, column, row + max(rows, 1), column + len(heads) - 1, options)
