"""The workbook as its readers open it: what is shown is the table's figure, what is hidden is blank with a word."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from assets.packages import tables
from assets.packages.figures import Figures
from assets.packages.package import PackageError, build_package
from assets.packages.release import Cluster
from assets.packages.workbook import style
from assets.packages.workbook.content import WorkbookError, sheet_name, workbook_content
from assets.packages.workbook.write import write_workbook
from schemas.indicator import Indicator
from schemas.protected import CODES, PROTECTED
from tests.packages import made
from tests.packages.conftest import Built
from tests.packages.test_palette import PALETTE

FIRST = 6
UNITS, COURSE = "ABCDEFGH", "JKLMNOPQ"


@pytest.fixture(params=["built", "awkward"])
def package(request: pytest.FixtureRequest) -> Built:
    return request.getfixturevalue(request.param)


def opened(built: Built) -> openpyxl.Workbook:
    return openpyxl.load_workbook(built.folder / "klyngepakke.xlsx")


def sheets(built: Built) -> list[tuple[Indicator, Worksheet]]:
    return list(zip(built.catalogue, opened(built).worksheets[1:-3], strict=True))


def lines(sheet: Worksheet, columns: str) -> list[list[Any]]:
    """Return the rows of the table in those columns, read until its first column is empty."""
    found = []
    while sheet[f"{columns[0]}{FIRST + len(found)}"].value is not None:
        found.append([sheet[f"{column}{FIRST + len(found)}"].value for column in columns])
    return found


def printed(row: dict[str, Any]) -> list[float | int | None]:
    """Return a protected row's numbers as the sheet must hold them: at the printed precision, none if hidden."""
    if row["state"] != "shown":
        return [None] * 5
    digits, counted = (3, row["met"]) if row["value"] is None else (1, row["value"])
    rates = [row[name] for name in ("rate", "rate_lower", "rate_upper")]
    return [*(r if r is None else round(r, digits) for r in rates), counted, row["denominator"]]


def newest(built: Built, indicator: Indicator) -> str:
    return max(
        r["period"] for r in built.rows(indicator=indicator.name, level="cluster") if "-" in r["period"]
    )


def write(
    path: Path, cluster: Cluster, table: pa.Table, bands: pa.Table, catalogue: list[Indicator]
) -> openpyxl.Workbook:
    cut = tables.cut_figures(table, cluster)
    content = workbook_content(Figures(cut, bands, cluster), catalogue, made.RELEASE, made.POLICY)
    write_workbook(content, cut, path, made.RELEASE.cutoff, "0" * 64)
    return openpyxl.load_workbook(path)


def test_every_unit_stands_with_its_printed_figure_or_blank_with_a_word(package: Built) -> None:
    words = {"shown": None, "hidden": "skjult", "no_cases": "ingen patienter"}
    for indicator, sheet in sheets(package):
        year = newest(package, indicator)
        rows = {
            (CODES["level"][r["level"]], r["organisation"]): r
            for r in package.rows(indicator=indicator.name, period=year)
        }
        found = lines(sheet, UNITS)
        names = {"Region Midtjylland": "Midtjylland", "Hele landet": "Danmark"}
        assert len(found) == len(rows)
        for name, level, *numbers, word in found:
            row = rows[level, names.get(name, name)]
            assert numbers == printed(row), (indicator.name, name)
            assert word == words[row["state"]]


def test_units_stand_as_in_the_report(package: Built) -> None:
    for _, sheet in sheets(package):
        found = lines(sheet, UNITS)
        levels = [row[1] for row in found]
        assert levels[levels.index("klynge") :] == [
            "klynge",
            "babyklynge",
            "babyklynge",
            "region",
            "hele landet",
        ]
        practices = found[: levels.index("klynge")]
        shown = [row[2] for row in practices if row[2] is not None]
        assert shown == sorted(shown, reverse=True)
        rest = practices[len(shown) :]
        assert all(row[2] is None for row in rest)
        assert [row[0] for row in rest if row[7] == "skjult"] == sorted(
            r[0] for r in rest if r[7] == "skjult"
        )


def test_the_course_is_the_cluster_s_with_the_nation_beside(package: Built) -> None:
    for indicator, sheet in sheets(package):
        years = indicator.counts == "persons"
        own = [
            r
            for r in package.rows(indicator=indicator.name, level="cluster")
            if ("-" in r["period"]) == years
        ]
        nation = {r["period"]: r for r in package.rows(indicator=indicator.name, level="nation")}
        found = lines(sheet, COURSE)
        assert len(found) == len(own)
        for row, said in zip(own, found, strict=True):
            assert said[1:6] == printed(row)
            assert said[6] == printed(nation[row["period"]])[0]
            assert (said[7] or "") == {"hidden": "skjult", "no_cases": "ingen patienter"}.get(
                row["state"], ""
            )


def test_hidden_is_said_exactly_as_often_as_it_is(package: Built) -> None:
    for indicator, sheet in sheets(package):
        year = newest(package, indicator)
        rows = package.rows(indicator=indicator.name, state="hidden")
        units = sum(r["period"] == year for r in rows)
        times = "persons" if indicator.counts == "persons" else "events"
        course = sum(r["level"] == "cluster" and ("-" in r["period"]) == (times == "persons") for r in rows)
        said = [cell.value for line in sheet.iter_rows() for cell in line].count("skjult")
        assert said == units + course
    everything = opened(package)["Alle tal"]
    assert [c.value for line in everything.iter_rows() for c in line].count("skjult") == len(
        package.rows(state="hidden")
    )


def test_the_long_sheet_is_the_package_s_table(package: Built) -> None:
    sheet = opened(package)["Alle tal"]
    head, *found = sheet.iter_rows(values_only=True)
    names = [name for name in PROTECTED.names if name != "specialty"]
    assert len(set(head)) == len(head)
    assert list(head[1:]) == [PROTECTED.field(n).metadata[b"title"].decode() for n in names]
    titles = {i.name: i.title for i in package.catalogue}
    rows = package.rows()
    assert len(found) == len(rows)
    for row, said in zip(rows, found, strict=True):
        assert said[0] == titles[row["indicator"]]
        assert list(said[1:]) == [
            CODES[n].get(row[n], row[n]) if n in ("level", "state") else row[n] for n in names
        ]


def test_numbers_are_numbers_in_danish_formats(package: Built) -> None:
    for indicator, sheet in sheets(package):
        rate = "#,##0.0" if indicator.volume else "0.0 %"
        for number in range(FIRST, FIRST + len(lines(sheet, UNITS))):
            for column, wanted in zip("CDEFG", (rate, rate, rate, "#,##0", "#,##0"), strict=True):
                cell = sheet[f"{column}{number}"]
                assert cell.value is None or (cell.data_type == "n" and cell.number_format == wanted)


def test_no_formula_no_link_and_a_name_stays_a_name(tmp_path: Path) -> None:
    names = ('=HYPERLINK("http://x.dk";"x")', "+45 12345678", "@SUM(A1)", "http://klinik.dk", "-2", "{=1}")
    cluster = made.cluster_of(6, open_data=True)
    maker = made.Maker(cluster)
    odd = dict(zip(maker.names, names, strict=True))
    for row in maker.rows:
        row["organisation"] = odd.get(str(row["organisation"]), row["organisation"])
    path = tmp_path / "odd.xlsx"
    book = write(path, cluster, maker.table(), maker.comparators(), made.CATALOGUE)
    for sheet in (book.worksheets[1], book["Alle tal"]):
        found = [cell for line in sheet.iter_rows() for cell in line if cell.value in names]
        assert {cell.value for cell in found} == set(names)
        assert {cell.data_type for cell in found} == {"s"}
    with zipfile.ZipFile(path) as parts:
        for name in parts.namelist():
            content = parts.read(name)
            if name.startswith("xl/worksheets/"):
                assert not re.search(rb"<f[ >]|<hyperlink|TargetMode=.External", content), name
            assert b"vbaProject" not in content


def test_tables_freezes_and_print(package: Built) -> None:
    book = opened(package)
    expected = {"Alle tal": ("B2", "$1:$1"), "Dataordbog": ("C2", "$1:$1"), "Handleplan": ("B2", "$1:$1")}
    tables_found = [name for sheet in book.worksheets for name in sheet.tables]
    numbers = range(1, len(package.catalogue) + 1)
    each = [f"{kind}_{n}" for n in numbers for kind in ("Enheder", "Tid")]
    assert tables_found == [*each, "Alle_tal", "Dataordbog", "Handleplan"]
    for sheet in book.worksheets[1:]:
        pane, titles = expected.get(sheet.title, ("B6", "$1:$5"))
        assert sheet.freeze_panes == pane
        assert sheet.print_title_rows == titles
        assert sheet.page_setup.orientation == "landscape"
    for sheet in book.worksheets:
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToWidth in (None, 1)
        assert sheet.page_setup.fitToHeight == 0
        assert int(sheet.page_setup.paperSize) == 9
    assert book["Alle tal"].tables["Alle_tal"].autoFilter is not None


def test_two_charts_where_there_is_something_to_draw(package: Built) -> None:
    for _, sheet in sheets(package):
        own = [r for r in lines(sheet, UNITS) if r[1] in ("praksis", "klynge") and r[2] is not None]
        course = [r for r in lines(sheet, COURSE) if r[1] is not None]
        assert len(sheet._charts) == bool(own) + bool(course)


def test_a_chart_holds_no_more_points_than_are_shown(built: Built) -> None:
    with zipfile.ZipFile(built.folder / "klyngepakke.xlsx") as parts:
        charts = [
            parts.read(f"xl/charts/chart{n}.xml").decode() for n in range(1, 2 * len(built.catalogue) + 1)
        ]
        drawings = b"".join(parts.read(n) for n in parts.namelist() if n.startswith("xl/drawings/drawing"))
    for number, (_, sheet) in enumerate(sheets(built)):
        units, course = charts[2 * number : 2 * number + 2]
        for chart, rows, at in ((units, lines(sheet, UNITS), 2), (course, lines(sheet, COURSE), 1)):
            values = re.findall(r"<c:val>.*?</c:val>", chart)[0]
            points = re.findall(r'<c:pt idx="(\d+)"><c:v>([^<]+)</c:v>', values)
            assert {int(i): float(v) for i, v in points} == {
                i: row[at] for i, row in enumerate(rows) if row[at] is not None
            }
        assert "barChart" in units
        assert "errBars" in units
        assert "lineChart" in course
    alts = re.findall(r'descr="([^"]+)"', drawings.decode())
    assert len(alts) == 2 * len(built.catalogue)
    assert all(len(alt) >= 40 and re.search(r"\d", alt) for alt in alts)


def test_intervals_are_drawn_from_shown_limits_only(package: Built) -> None:
    for _, sheet in sheets(package):
        for number, row in enumerate(lines(sheet, UNITS), FIRST):
            down, up = sheet[f"S{number}"].value, sheet[f"T{number}"].value
            if None in row[2:5]:
                assert (down, up) == (None, None)
            else:
                assert (down, up) == pytest.approx((row[2] - row[3], row[4] - row[2]))


def test_the_plan_is_empty_and_has_every_indicator(package: Built) -> None:
    head, *rows = opened(package)["Handleplan"].iter_rows(values_only=True)
    assert head == ("Indikator", "Hvad vil vi ændre", "Hvem", "Senest", "Sådan ser vi det")
    assert [r[0] for r in rows if r[0]] == [f"{n}. {i.title}" for n, i in enumerate(package.catalogue, 1)]
    assert all(not any(r[1:]) for r in rows)
    assert len(rows) > len(package.catalogue)


def test_the_first_sheet_says_whom_when_and_what_hidden_means(built: Built) -> None:
    book = opened(built)
    text = " ".join(str(c.value) for line in book["Læs mig"].iter_rows() for c in line if c.value)
    for words in (made.OWN, "12 praksisser", "3. kvartal 2026", "30. september 2026", made.RELEASE.notice):
        assert words in text
    for words in ("En tom celle er ikke nul", "Antal fra 1 til 4", "Læg aldrig andele sammen", "Fortroligt"):
        assert words in text
    assert all(sheet.title in text for sheet in book.worksheets[-3:])
    assert book.properties.title.endswith(made.OWN)
    assert book.properties.created == book.properties.modified == datetime(2026, 9, 30)
    assert {p.name: p.value for p in book.custom_doc_props.props}["Sprog"] == "da-DK"


def test_a_sheet_name_is_short_unique_and_allowed() -> None:
    title = "Langvarig behandling med [alt]: hvor lavt/højt? er * bedst hos 'de' ældste"
    names = [sheet_name(number, title) for number in range(1, 15)]
    assert len({name.lower() for name in names}) == 14
    assert all(len(name) <= 31 and not re.search(r"[\[\]:*?/\\']", name) for name in names)
    assert sheet_name(1, "Spirometri") == "1 Spirometri"
    assert sheet_name(1, "a" * 60) == "1 " + "a" * 29


def test_a_subcluster_has_years_and_its_own_name(tmp_path: Path) -> None:
    cluster = replace(made.cluster_of(12), subcluster="Babyklynge A")
    maker = made.Maker(cluster)
    book = write(tmp_path / "sub.xlsx", cluster, maker.table(), maker.comparators(), made.CATALOGUE)
    sheet = book.worksheets[1]
    assert [sheet[f"{c}5"].value for c in "JK"] == ["Periode", "Babyklyngen"]
    units = lines(sheet, UNITS)
    assert [r[1] for r in units[12:]] == ["babyklynge", "klynge", "region", "hele landet"]
    assert len(lines(sheet, COURSE)) == 3
    text = " ".join(str(c.value) for line in book["Læs mig"].iter_rows() for c in line)
    assert "Brug babyklyngens egen række" in text


def test_a_nation_that_is_the_cluster_is_not_printed_twice(tmp_path: Path) -> None:
    cluster = made.cluster_of(6)
    maker = made.Maker(cluster)
    own = {(r["indicator"], r["period"]): r for r in maker.rows if r["level"] == "cluster"}
    for row in maker.rows:
        if row["level"] in ("region", "nation"):
            same = dict(own[row["indicator"], row["period"]])
            row.update({k: v for k, v in same.items() if k not in ("level", "organisation", "cluster")})
    book = write(tmp_path / "one.xlsx", cluster, maker.table(), maker.comparators(), made.CATALOGUE)
    sheet = book.worksheets[1]
    assert [r[1] for r in lines(sheet, UNITS)[6:]] == ["klynge", "babyklynge", "babyklynge"]
    assert "Landet" not in [c.value for c in sheet[5]]


def test_a_nation_that_is_hidden_says_so(tmp_path: Path) -> None:
    cluster = made.cluster_of(6)
    maker = made.Maker(cluster)
    empty = dict.fromkeys(n for n in PROTECTED.names[8:] if n != "state")
    for row in maker.rows:
        if row["level"] == "nation" and row["period"] == "2026K1":
            row.update(empty | {"state": "hidden"})
    book = write(tmp_path / "one.xlsx", cluster, maker.table(), maker.comparators(), made.CATALOGUE)
    said = {row[0]: (row[6], row[7]) for row in lines(book.worksheets[1], COURSE)}
    assert said["K1 2026"] == (None, "landet skjult")
    assert said["K2 2026"][0] is not None


def test_the_colours_are_the_report_s() -> None:
    names = ("INK", "MUTED", "OWN", "OWN_SOFT", "NATION", "HAIR")
    for name in names:
        assert getattr(style, name) == PALETTE[name.lower().replace("_", "-")]


def test_what_cannot_be_written_stops_the_package_and_is_named(built: Built, tmp_path: Path) -> None:
    cut = tables.cut_figures(built.protected, built.cluster)
    figures = Figures(cut, built.comparators, built.cluster)
    nowhere = replace(built.catalogue[0], name="not_in_table")
    with pytest.raises(WorkbookError, match="sheet of not_in_table: LookupError"):
        workbook_content(figures, [nowhere], made.RELEASE, made.POLICY)
    # Excel's footers end at 255 characters; XlsxWriter would warn and leave it out.
    long = replace(made.RELEASE, notice="Syntetiske data. " * 20)
    place = (built.cluster, built.protected, built.comparators, built.catalogue, tmp_path)
    order = made.order(*place, release=long)
    with pytest.raises(
        PackageError, match="kardiologi/oestjylland-nord 2026K3 was not made: workbook: .*255"
    ):
        build_package(order)
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == []
