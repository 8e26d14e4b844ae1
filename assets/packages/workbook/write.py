"""Writing `klyngepakke.xlsx`, sheet by sheet. Same content, same bytes.

Belongs here: the book, and the sheets that are one table. Does not belong here: any figure or word (`content`). Texts
are written as texts, numbers as numbers: a name that begins with "=" is a name.
"""

from __future__ import annotations

import warnings
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pyarrow as pa
from xlsxwriter import Workbook
from xlsxwriter.exceptions import XlsxWriterException
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from assets.packages import dictionary
from assets.packages.workbook.content import WorkbookError
from assets.packages.workbook.indicator_sheet import write_indicator
from assets.packages.workbook.sheets import ROW, add_sheet, add_table, height, set_widths
from assets.packages.workbook.style import AMOUNT, COUNT, PERCENT, Formats
from schemas.protected import CODES, DICTIONARY, PROTECTED

_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_README_WIDTHS = (20, 80)
_DICTIONARY_WIDTHS = (19, 15, 24, 60, 10, 18, 60)
_RATES = ("rate", "rate_lower", "rate_upper")
_RATIOS = ("oe", "oe_lower", "oe_upper", "change", "change_lower", "change_upper")
_NUMBERS = {field.name for field in PROTECTED if not pa.types.is_string(field.type)}
_WIDTHS = {"indicator": 26, "period": 16, "organisation": 26, "cluster": 22, "state": 14}
_PLAN = ("Indikator", "Hvad vil vi ændre", "Hvem", "Senest", "Sådan ser vi det")


def write_workbook(
    content: dict[str, Any], table: pa.Table, path: Path, cutoff: date, content_id: str
) -> None:
    """Write the workbook of `content` (see `content`) and every row of `table` to `path`.

    `cutoff` is its only date. Raises WorkbookError when XlsxWriter refuses something, or warns that it left it out.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", UserWarning)
            _write(Workbook(str(path), _OPTIONS), content, table, cutoff, content_id)
    except (XlsxWriterException, UserWarning) as error:
        raise WorkbookError(f"workbook: {error}") from error


def _write(book: Workbook, content: dict[str, Any], table: pa.Table, cutoff: date, content_id: str) -> None:
    book.set_properties(
        {
            "title": content["title"],
            "subject": content["subject"],
            "author": "Klyngepakker",
            "comments": content["notice"],
            "created": datetime.combine(cutoff, time()),
        }
    )
    book.set_custom_property("Sprog", "da-DK", "text")
    book.set_custom_property("Indholds-id", content_id, "text")
    formats = Formats(book)
    _readme(book, formats, content, content_id)
    for sheet in content["indicators"]:
        write_indicator(book, formats, sheet, content)
    _all_figures(book, formats, table, content)
    _dictionary(book, formats, content)
    _plan(book, formats, content)
    book.close()


def _readme(book: Workbook, formats: Formats, content: dict[str, Any], content_id: str) -> None:
    sheet = add_sheet(book, "Læs mig", content, portrait=True)
    set_widths(sheet, _README_WIDTHS)
    sheet.write_string(0, 0, content["title"], formats.named("title"))
    row = 2
    for section in content["readme"]:
        if section["heading"]:
            row += 1
            sheet.write_string(row, 0, section["heading"], formats.named("section"))
            row += 1
        for line in section["rows"]:
            sheet.write_string(row, 0, line["label"], formats.named("label"))
            sheet.write_string(row, 1, line["text"], formats.named("text"))
            sheet.set_row_pixels(row, height({1: line["text"]}, _README_WIDTHS))
            row += 1
    sheet.write_string(row, 0, "Indholds-id", formats.named("label"))
    sheet.write_string(row, 1, content_id, formats.named("text"))
    sheet.repeat_rows(0)
    sheet.freeze_panes(1, 0)


def _all_figures(book: Workbook, formats: Formats, table: pa.Table, content: dict[str, Any]) -> None:
    """Write every row of the package's table as it is, codes in Danish words, and each indicator's title."""
    sheet = add_sheet(book, "Alle tal", content)
    names = [name for name in table.column_names if name != "specialty"]
    titles = [dictionary.words_of(table.schema.field(name))["title"] for name in names]
    set_widths(sheet, (36, *(_WIDTHS.get(name, 11) for name in names)))
    indicators = table["indicator"].to_pylist()
    volumes = [indicator in content["volumes"] for indicator in indicators]
    for down, indicator in enumerate(indicators, 1):
        sheet.write_string(down, 0, content["titles"].get(indicator, ""))
    for across, name in enumerate(names, 1):
        _column(sheet, formats, across, name, table[name].to_pylist(), volumes)
    numbers = [title for name, title in zip(names, titles, strict=True) if name in _NUMBERS]
    heads = ("Titel", *titles)
    add_table(sheet, formats, "Alle_tal", (0, 0), heads, table.num_rows, numbers=numbers, filtered=True)
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)


def _column(
    sheet: Worksheet, formats: Formats, at: int, name: str, values: list[Any], volumes: list[bool]
) -> None:
    """Write a column of the long table at its printed precision; nothing at all where there is no value."""
    if name not in _NUMBERS:
        words = CODES.get(name, {})
        for down, value in enumerate(values, 1):
            if value is not None:
                sheet.write_string(down, at, words.get(value, value))
        return
    of_share, of_volume = _looks(formats, name)
    for down, (value, volume) in enumerate(zip(values, volumes, strict=True), 1):
        if value is not None:
            sheet.write_number(down, at, value, of_volume if volume else of_share)


def _looks(formats: Formats, name: str) -> tuple[Format, Format]:
    """Return how a number of that column looks where the indicator is a share, and where it is an amount."""
    if name in _RATIOS:
        return formats.named("ratio"), formats.named("ratio")
    share = PERCENT if name in _RATES else AMOUNT if name == "expected" else COUNT
    volume = AMOUNT if name in _RATES else share
    return formats.of("practice", share), formats.of("practice", volume)


def _dictionary(book: Workbook, formats: Formats, content: dict[str, Any]) -> None:
    sheet = add_sheet(book, "Dataordbog", content)
    set_widths(sheet, _DICTIONARY_WIDTHS)
    rows = dictionary.dictionary()
    for down, row in enumerate(rows, 1):
        for across, name in enumerate(DICTIONARY.names):
            sheet.write_string(down, across, str(row.get(name, "")), formats.named("text"))
        texts = {across: str(row.get(name, "")) for across, name in enumerate(DICTIONARY.names)}
        sheet.set_row_pixels(down, height(texts, _DICTIONARY_WIDTHS))
    heads = [dictionary.words_of(field)["title"] for field in DICTIONARY]
    add_table(sheet, formats, "Dataordbog", (0, 0), heads, len(rows), filtered=True)
    sheet.freeze_panes(1, 2)
    sheet.repeat_rows(0)


def _plan(book: Workbook, formats: Formats, content: dict[str, Any]) -> None:
    """Write the action plan to be filled in: a row per indicator, and some without."""
    sheet = add_sheet(book, "Handleplan", content)
    set_widths(sheet, (34, 44, 20, 13, 40))
    for row, text in enumerate(content["plan"], 1):
        sheet.set_row(row, 3 * ROW)
        sheet.write_string(row, 0, text, formats.named("plan"))
        for column in range(1, len(_PLAN)):
            sheet.write_blank(row, column, None, formats.named("date" if column == 3 else "plan"))
    add_table(sheet, formats, "Handleplan", (0, 0), _PLAN, len(content["plan"]))
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
