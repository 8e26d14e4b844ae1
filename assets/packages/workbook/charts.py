"""The workbook's two native charts: units as bars with their intervals, and the own unit's line over time.

Belongs here: XlsxWriter's charts on ranges of the sheets' own cells. A blank cell is a row without a bar or a gap in
the line; nothing is drawn that does not stand in a cell.
"""

from __future__ import annotations

from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.chart import Chart
from xlsxwriter.utility import quote_sheetname, xl_range_abs

from assets.packages.workbook.style import AMOUNT, HAIR, INK, MUTED, NATION, OWN, OWN_SOFT

_FILLS = {"practice": OWN_SOFT, "own": OWN}
#: Height in pixels of one bar's row, and of what stands above and below the bars.
_BAR, _AROUND = 22, 90
_COURSE_HEIGHT = 320
#: Lines whose ends lie nearer than this part of the axis would have their names in one place.
_CLOSE = 12


def units_chart(book: Workbook, sheet: dict[str, Any], first: int, ways: int) -> Chart:
    """Draw the table of units whose first row is `first`: one bar per row, in the table's order.

    `ways`: the first of two columns with how far down and up the limits lie.
    """
    units, rows = sheet["units"], sheet["units"]["rows"]
    last = first + len(rows) - 1
    chart = book.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": units["heads"][2],
            "categories": [sheet["sheet"], first, 0, last, 0],
            "values": [sheet["sheet"], first, 2, last, 2],
            "points": [{"fill": {"color": _FILLS.get(kind, NATION)}} for kind in units["kinds"]],
            "gap": 60,
            "x_error_bars": {
                "type": "custom",
                "minus_values": _range(sheet["sheet"], first, last, ways),
                "plus_values": _range(sheet["sheet"], first, last, ways + 1),
                "line": {"color": INK, "width": 1},
            },
        }
    )
    _dress(chart, units["chart"])
    chart.set_x_axis(_values_axis(sheet, units["axis"]))
    # The table's first row stands on top.
    chart.set_y_axis({"reverse": True, "line": {"color": MUTED}, "num_font": _font()})
    chart.set_size({"height": _AROUND + _BAR * len(rows)})
    return chart


def course_chart(book: Workbook, sheet: dict[str, Any], first: int, column: int) -> Chart:
    """Draw the table of time whose first cell is (`first`, `column`): the own unit, the nation dashed beside it."""
    course, name = sheet["course"], sheet["sheet"]
    last = first + len(course["rows"]) - 1
    chart = book.add_chart({"type": "line"})
    own, nation = _sides(course)
    lines = [(1, {"color": OWN, "width": 2.25}, "circle", own)]
    if course["nation"]:
        lines.append((6, {"color": NATION, "width": 1.25, "dash_type": "dash"}, "none", nation))
    for at, line, marker, side in lines:
        chart.add_series(
            {
                "name": [name, first - 1, column + at],
                "categories": [name, first, column, last, column],
                "values": [name, first, column + at, last, column + at],
                "line": line,
                "marker": {"type": marker, "size": 6, "fill": {"color": OWN}, "border": {"color": OWN}},
                "data_labels": _last_label(course, at, line["color"], side),
            }
        )
    _dress(chart, course["chart"])
    chart.set_x_axis({"line": {"color": MUTED}, "num_font": _font()})
    chart.set_y_axis(_values_axis(sheet, course["axis"]))
    chart.show_blanks_as("gap")
    # Room on the right for the lines' names.
    chart.set_plotarea({"layout": {"x": 0.1, "y": 0.14, "width": 0.78, "height": 0.7}})
    chart.set_size({"height": _COURSE_HEIGHT})
    return chart


def _range(sheet: str, first: int, last: int, column: int) -> str:
    """Write a range of one column as a chart's error bars want it."""
    return f"={quote_sheetname(sheet)}!{xl_range_abs(first, column, last, column)}"


def _sides(course: dict[str, Any]) -> tuple[str, str]:
    """Return where the lines' names stand: at their right, or apart when the lines end close to each other."""
    ends = [row for row in course["rows"] if row[1] is not None]
    if not ends or not course["nation"] or not course["axis"] or ends[-1][6] is None:
        return "right", "right"
    apart = ends[-1][1] - ends[-1][6]
    if abs(apart) * _CLOSE > course["axis"]["high"] - course["axis"]["low"]:
        return "right", "right"
    return ("above", "below") if apart >= 0 else ("below", "above")


def _last_label(course: dict[str, Any], column: int, color: Any, side: str) -> dict[str, Any]:
    """Name the line at its last shown point: a direct label instead of a legend."""
    known = [at for at, row in enumerate(course["rows"]) if row[column] is not None]
    if not known:
        return {}
    hidden = [{"delete": at != known[-1]} for at in range(len(course["rows"]))]
    font = _font() | {"color": color, "bold": True}
    return {"series_name": True, "value": False, "position": side, "font": font, "custom": hidden}


def _values_axis(sheet: dict[str, Any], scale: dict[str, int] | None) -> dict[str, Any]:
    found = {
        "num_format": AMOUNT.removesuffix(".0") if sheet["volume"] else "0 %",
        "major_gridlines": {"visible": True, "line": {"color": HAIR, "width": 0.5}},
        "line": {"none": True},
        "num_font": _font(),
    }
    if scale is None:
        return found
    unit = 10 if sheet["volume"] else 1000
    limits = {"min": scale["low"] / unit, "max": scale["high"] / unit, "major_unit": scale["step"] / unit}
    return found | limits


def _dress(chart: Chart, title: str) -> None:
    chart.set_title({"name": title, "name_font": {"size": 11, "bold": True, "color": INK}, "overlay": False})
    chart.set_legend({"none": True})
    chart.set_chartarea({"border": {"color": HAIR}})


def _font() -> dict[str, Any]:
    return {"size": 9, "color": MUTED}
