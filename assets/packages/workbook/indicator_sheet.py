"""The sheet of one indicator: its units beside its course over time, and a chart below each.

Belongs here: the places of cells and charts. Does not belong here: any figure or word (`content`).
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.chart import Chart
from xlsxwriter.worksheet import Worksheet

from assets.packages.workbook.charts import course_chart, units_chart
from assets.packages.workbook.sheets import ROW, add_sheet, add_table, height, set_widths
from assets.packages.workbook.style import AMOUNT, COUNT, PERCENT, Formats

#: The tables' header row, and the empty column between the table of units and that of time. Beyond both, outside the
#: print, stands what the bars' intervals are drawn from.
_HEAD, _GAP, _WAYS = 4, 8, 18
#: Pixels of a column that is one character wide.
_PER_CHARACTER = 7.2
_UNIT_WIDTHS = (12, 10, 9, 9, 11, 9, 15)
#: The column of names is as wide as the longest, within these; longer ones take more lines.
_NAMES = (24, 48)
_COURSE_WIDTHS = (22, 11, 9, 9, 11, 9, 9, 15)


def write_indicator(book: Workbook, formats: Formats, data: dict[str, Any], content: dict[str, Any]) -> None:
    """Add the sheet of one indicator; `content`: the whole workbook's."""
    sheet = add_sheet(book, data["sheet"], content)
    widths = (_name_width(data), *_UNIT_WIDTHS)
    set_widths(sheet, (*widths, 3, *_COURSE_WIDTHS))
    for row, (name, *_) in enumerate(data["units"]["rows"], _HEAD + 1):
        sheet.set_row_pixels(row, height({0: name}, widths))
    sheet.set_row_pixels(_HEAD, 2 * ROW)
    for row, (text, looks) in enumerate(
        ((data["heading"], "title"), (data["question"], "soft"), (data["period"], "soft"))
    ):
        sheet.write_string(row, 0, text, formats.named(looks))
    units, course, second = data["units"], data["course"], _GAP + 1
    _figures(sheet, formats, data, units["rows"], (_HEAD + 1, 0), 2, units["kinds"])
    _figures(sheet, formats, data, course["rows"], (_HEAD + 1, second), 1, ["practice"] * len(course["rows"]))
    for name, column, table, first in (("Enheder", 0, units, 2), ("Tid", second, course, 1)):
        numbers = table["heads"][first:]
        place = (_HEAD, column)
        rows = len(table["rows"])
        add_table(sheet, formats, f"{name}_{data['number']}", place, table["heads"], rows, numbers=numbers)
    _ways(sheet, formats, data)
    sheet.freeze_panes(_HEAD + 1, 1)
    sheet.repeat_rows(0, _HEAD)
    sheet.print_area(0, 0, _charts(book, sheet, data, second), _WAYS - 2)


def _name_width(data: dict[str, Any]) -> int:
    least, most = _NAMES
    return max(least, min(most, max((len(row[0]) + 2 for row in data["units"]["rows"]), default=least)))


def _ways(sheet: Worksheet, formats: Formats, data: dict[str, Any]) -> None:
    """Write how far the limits lie from each shown figure: a native chart takes its intervals from cells."""
    unit, number = (10, AMOUNT) if data["volume"] else (1000, PERCENT)
    sheet.write_string(_HEAD - 1, _WAYS, "Til diagrammets intervaller", formats.named("soft"))
    for column, text in enumerate(("Ned", "Op"), _WAYS):
        sheet.write_string(_HEAD, column, text, formats.named("soft"))
    for down, (_, _, figure, lower, upper, *_) in enumerate(data["units"]["rows"], _HEAD + 1):
        if figure is not None and lower is not None and upper is not None:
            sheet.write_number(down, _WAYS, (figure - lower) / unit, formats.of("other", number))
            sheet.write_number(down, _WAYS + 1, (upper - figure) / unit, formats.of("other", number))


def _charts(book: Workbook, sheet: Worksheet, data: dict[str, Any], second: int) -> int:
    """Put each chart below its table, as wide as it; where nothing of the readers' own is shown there is none.

    Returns the last row that anything stands on.
    """
    first, units, course = _HEAD + 1, data["units"], data["course"]
    ends = [first + len(table["rows"]) for table in (units, course)]
    own = [
        row for row, kind in zip(units["rows"], units["kinds"], strict=True) if kind in ("practice", "own")
    ]
    if any(row[2] is not None for row in own):
        chart = units_chart(book, data, first, _WAYS)
        ends.append(_insert(sheet, chart, (ends[0] + 2, 0), (_name_width(data), *_UNIT_WIDTHS), units["alt"]))
    if any(row[1] is not None for row in course["rows"]):
        chart = course_chart(book, data, first, second)
        ends.append(_insert(sheet, chart, (ends[1] + 2, second), _COURSE_WIDTHS, course["alt"]))
    return max(ends)


def _insert(sheet: Worksheet, chart: Chart, place: tuple[int, int], widths: Sequence[float], alt: str) -> int:
    """Insert a chart as wide as the columns above it and return its last row."""
    chart.set_size({"width": int(sum(widths) * _PER_CHARACTER), "height": chart.height})
    sheet.insert_chart(*place, chart, {"description": alt, "object_position": 1})
    return place[0] + ceil(chart.height / ROW)


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
            # Nothing at all is written for None: of a blank cell with a format the chart's cache would make a 0.
            if value is None or value == "":
                continue
            if isinstance(value, str):
                looks = formats.name if across == 0 else formats.word if across > figure else formats.of
                sheet.write_string(*at, value, looks(kind))
            elif across in counts:
                sheet.write_number(*at, value, formats.of(kind, COUNT))
            else:
                sheet.write_number(*at, value / scale, formats.of(kind, number))
