"""Writing `klyngepakke.xlsx`: sheets, native tables, print set-up. Same content, same bytes.

Belongs here: cells and their places. Does not belong here: any figure or word (`content`), any chart (`charts`).
Texts are written as texts, numbers as numbers: a name that begins with "=" is a name.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pyarrow as pa
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from assets.packages import dictionary
from assets.packages.workbook.charts import course_chart, units_chart
from assets.packages.workbook.style import AMOUNT, COUNT, PERCENT, TABLE, Formats
from schemas.protected import CODES, DICTIONARY

_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_A4 = 9
#: An indicator's sheet: its tables' header row, and the empty column between the table of units and that of time.
_HEAD, _GAP = 4, 8
#: Pixels of a column that is so many characters wide, and of a row.
_PER_CHARACTER, _ROW = 7.2, 20
_UNIT_WIDTHS = (34, 12, 10, 9, 9, 11, 9, 15)
_COURSE_WIDTHS = (22, 11, 9, 9, 11, 9, 9, 15)
_RATES = ("rate", "rate_lower", "rate_upper")
_RATIOS = ("oe", "oe_lower", "oe_upper", "change", "change_lower", "change_upper")
_PLAN = ("Indikator", "Hvad vil vi ændre", "Hvem", "Senest", "Sådan ser vi det")


def write_workbook(
    content: dict[str, Any], table: pa.Table, path: Path, cutoff: date, content_id: str
) -> None:
    """Write the workbook of `content` (see `content.content`) and every row of `table` to `path`.

    `cutoff` is its only date. Raises OSError when the file cannot be written.
    """
    book = Workbook(str(path), _OPTIONS)
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
        _indicator(book, formats, sheet, content)
    _all_figures(book, formats, table, content)
    _dictionary(book, formats, content)
    _plan(book, formats, content)
    book.close()


def _sheet(book: Workbook, name: str, content: dict[str, Any], *, portrait: bool = False) -> Worksheet:
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


def _widths(sheet: Worksheet, widths: Sequence[float], first: int = 0) -> None:
    for column, width in enumerate(widths, first):
        sheet.set_column(column, column, width)


def _table(
    sheet: Worksheet,
    formats: Formats,
    name: str,
    place: tuple[int, int],
    heads: Sequence[str],
    rows: int,
    *,
    filtered: bool = False,
) -> None:
    """Make the `rows` written below (row, column) a native table under `heads`. Excel wants one row at least."""
    row, column = place
    head = formats.named("head")
    columns = [{"header": text, "header_format": head} for text in heads]
    options = {"name": name, "columns": columns, "style": TABLE, "autofilter": filtered, "banded_rows": False}
    sheet.add_table(row, column, row + max(rows, 1), column + len(heads) - 1, options)


def _readme(book: Workbook, formats: Formats, content: dict[str, Any], content_id: str) -> None:
    sheet = _sheet(book, "Læs mig", content, portrait=True)
    _widths(sheet, (20, 80))
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
            row += 1
    sheet.write_string(row, 0, "Indholds-id", formats.named("label"))
    sheet.write_string(row, 1, content_id, formats.named("text"))
    sheet.repeat_rows(0)
    sheet.freeze_panes(1, 0)


def _indicator(book: Workbook, formats: Formats, data: dict[str, Any], content: dict[str, Any]) -> None:
    sheet = _sheet(book, data["sheet"], content)
    _widths(sheet, (*_UNIT_WIDTHS, 3, *_COURSE_WIDTHS))
    for row, (text, looks) in enumerate(
        ((data["heading"], "title"), (data["question"], "soft"), (data["period"], "soft"))
    ):
        sheet.write_string(row, 0, text, formats.named(looks))
    units, course, second = data["units"], data["course"], _GAP + 1
    _figures(sheet, formats, data, units["rows"], (_HEAD + 1, 0), 2, units["kinds"])
    _figures(sheet, formats, data, course["rows"], (_HEAD + 1, second), 1, ["practice"] * len(course["rows"]))
    _table(sheet, formats, f"Enheder_{data['number']}", (_HEAD, 0), units["heads"], len(units["rows"]))
    _table(sheet, formats, f"Tid_{data['number']}", (_HEAD, second), course["heads"], len(course["rows"]))
    sheet.freeze_panes(_HEAD + 1, 1)
    sheet.repeat_rows(0, _HEAD)
    _charts(book, sheet, data, second)


def _charts(book: Workbook, sheet: Worksheet, data: dict[str, Any], second: int) -> None:
    """Put each chart below its table, as wide as it; a table without one shown figure has none."""
    first, below = _HEAD + 1, _HEAD + 3
    if any(row[2] is not None for row in data["units"]["rows"]):
        chart = units_chart(book, data, first)
        chart.set_size({"width": int(sum(_UNIT_WIDTHS) * _PER_CHARACTER), "height": chart.height})
        place = below + len(data["units"]["rows"])
        sheet.insert_chart(place, 0, chart, {"description": data["units"]["alt"], "object_position": 1})
    if any(row[1] is not None for row in data["course"]["rows"]):
        chart = course_chart(book, data, first, second)
        chart.set_size({"width": int(sum(_COURSE_WIDTHS) * _PER_CHARACTER), "height": chart.height})
        place = below + len(data["course"]["rows"])
        sheet.insert_chart(place, second, chart, {"description": data["course"]["alt"], "object_position": 1})


def _figures(
    sheet: Worksheet,
    formats: Formats,
    data: dict[str, Any],
    rows: Sequence[Sequence[str | int | None]],
    place: tuple[int, int],
    figure: int,
    kinds: Sequence[str],
) -> None:
    """Write rows whose figure stands in column `figure`, followed by limits, two counts, perhaps the nation's."""
    number, scale = (AMOUNT, 10) if data["volume"] else (PERCENT, 1000)
    counts = (figure + 3, figure + 4)
    for down, (row, kind) in enumerate(zip(rows, kinds, strict=True)):
        for across, value in enumerate(row):
            at = place[0] + down, place[1] + across
            if isinstance(value, str):
                sheet.write_string(*at, value, formats.of(kind))
            elif value is None:
                sheet.write_blank(*at, None, formats.of(kind))
            elif across in counts:
                sheet.write_number(*at, value, formats.of(kind, COUNT))
            else:
                sheet.write_number(*at, value / scale, formats.of(kind, number))


def _all_figures(book: Workbook, formats: Formats, table: pa.Table, content: dict[str, Any]) -> None:
    """Write every row of the package's table as it is, codes in Danish words, and each indicator's title."""
    sheet = _sheet(book, "Alle tal", content)
    names = [name for name in table.column_names if name != "specialty"]
    title = names.index("indicator") + 1
    heads = [dictionary.words_of(table.schema.field(name))["title"] for name in names]
    heads.insert(title, "Titel")
    _widths(sheet, [_width(name) for name in names[:title]] + [36] + [_width(name) for name in names[title:]])
    volumes = set(content["volumes"])
    for down, row in enumerate(table.to_pylist(), 1):
        for across, name in enumerate(names):
            _value(
                sheet,
                formats,
                (down, across + (across >= title)),
                name,
                row[name],
                row["indicator"] in volumes,
            )
        sheet.write_string(down, title, content["titles"].get(row["indicator"], ""))
    _table(sheet, formats, "Alle_tal", (0, 0), heads, table.num_rows, filtered=True)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)


def _width(name: str) -> int:
    return {"indicator": 26, "period": 16, "level": 11, "organisation": 26, "cluster": 22, "state": 14}.get(
        name, 11
    )


def _value(
    sheet: Worksheet,
    formats: Formats,
    at: tuple[int, int],
    name: str,
    value: str | float | None,
    volume: bool,
) -> None:
    """Write one value of the long table at its printed precision; nothing at all where it has none."""
    if value is None:
        return
    if isinstance(value, str):
        sheet.write_string(*at, CODES.get(name, {}).get(value, value))
    elif name in _RATES:
        sheet.write_number(*at, value, formats.of("practice", AMOUNT if volume else PERCENT))
    elif name in _RATIOS:
        sheet.write_number(*at, value, formats.named("ratio"))
    else:
        sheet.write_number(*at, value, formats.of("practice", AMOUNT if name == "expected" else COUNT))


def _dictionary(book: Workbook, formats: Formats, content: dict[str, Any]) -> None:
    sheet = _sheet(book, "Dataordbog", content)
    _widths(sheet, (19, 15, 24, 60, 10, 18, 60))
    rows = dictionary.dictionary()
    for down, row in enumerate(rows, 1):
        for across, name in enumerate(DICTIONARY.names):
            sheet.write_string(down, across, str(row.get(name, "")), formats.named("text"))
    heads = [dictionary.words_of(field)["title"] for field in DICTIONARY]
    _table(sheet, formats, "Dataordbog", (0, 0), heads, len(rows), filtered=True)
    sheet.freeze_panes(1, 2)
    sheet.repeat_rows(0)


def _plan(book: Workbook, formats: Formats, content: dict[str, Any]) -> None:
    """Write the action plan to be filled in: a row per indicator, and some without."""
    sheet = _sheet(book, "Handleplan", content)
    _widths(sheet, (34, 44, 20, 13, 40))
    for row, text in enumerate(content["plan"], 1):
        sheet.set_row(row, 3 * _ROW)
        sheet.write_string(row, 0, text, formats.named("plan"))
        for column in range(1, len(_PLAN)):
            sheet.write_blank(row, column, None, formats.named("date" if column == 3 else "plan"))
    _table(sheet, formats, "Handleplan", (0, 0), _PLAN, len(content["plan"]))
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
