"""Every format gives the same rows of text; nothing is guessed."""

from __future__ import annotations

import csv
from datetime import date, datetime
from pathlib import Path

import openpyxl
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pyreadstat
import pytest

from assets.extracts.cells import cell_text
from assets.extracts.facts import Unreadable, look
from assets.extracts.read import Delivered, connect, open_delivered, scan

HEADER = ["kode", "navn", "dag", "tal"]
ROWS = [["041101", 'Ærø "øst"; syd', "2026-01-31", "0,5"], ["007", "å,b", None, "12"]]


def rows_of(file: Delivered, work: Path) -> list[tuple[str | None, ...]]:
    work.mkdir(exist_ok=True)
    with connect(work) as connection:
        rows = connection.execute(f"from {scan(connection, file, work)}").fetchall()
    return sorted(rows, reverse=True)


def quoted(cell: str | None, delimiter: str) -> str:
    text = cell or ""
    return '"' + text.replace('"', '""') + '"' if delimiter in text or '"' in text else text


@pytest.mark.parametrize("delimiter", [",", ";"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("iso-8859-1", "iso-8859-1"),
        ("cp1252", "windows-1252"),
    ],
)
def test_csv_in_every_character_table(
    tmp_path: Path, encoding: str, told: str, delimiter: str, line_end: str
) -> None:
    rows = [list(r) for r in ROWS]
    if told == "windows-1252":
        rows[0][1] = "Ærø – “øst” €"
    lines = [delimiter.join(quoted(c, delimiter) for c in row) for row in [HEADER, *rows]]
    path = tmp_path / "odd [name]*.csv"
    path.write_bytes((line_end.join(lines) + line_end).encode(encoding))
    file = open_delivered(path)
    assert (file.facts.encoding, file.delimiter, list(file.columns)) == (told, delimiter, HEADER)
    assert rows_of(file, tmp_path / "work") == sorted(map(tuple, rows), reverse=True)


def test_windows_1252_and_double_encoding_are_told_from_bytes(tmp_path: Path) -> None:
    path = tmp_path / "x"
    for content, encoding in [
        (b"abc", "utf-8"),
        ("æ".encode(), "utf-8"),
        (b"\xe6\xf8\xe5", "iso-8859-1"),
        (b"\xe6\x93", "windows-1252"),
        (b"\xe6\x81", None),
        (b"a\0b", None),
        ("æ".encode()[:1], "iso-8859-1"),
    ]:
        path.write_bytes(content)
        assert look(path).encoding == encoding
    # A character cut by the reader's own chunks is still one character.
    path.write_bytes(b"x" * ((1 << 20) - 1) + "æ".encode())
    assert look(path).encoding == "utf-8"


def test_workbook_parquet_and_transport_file_give_the_same_text(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (
        HEADER,
        ["041101", "Ærø", date(2026, 1, 31), 0.5],
        ["7", None, datetime(2026, 1, 1, 9, 5), 12],
        [None] * 4,
    ):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    moments = pa.array([datetime(2026, 1, 31), datetime(2026, 1, 1, 9, 5)], pa.timestamp("us"))
    columns = [pa.array(["041101", "7"]), pa.array(["Ærø", None]), moments, pa.array([0.5, 12.0])]
    pq.write_table(pa.table(columns, names=HEADER), tmp_path / "b.parquet")
    expected = [("7", None, "2026-01-01 09:05:00", "12"), ("041101", "Ærø", "2026-01-31", "0.5")]
    for name in ("a.xlsx", "b.parquet"):
        assert rows_of(open_delivered(tmp_path / name), tmp_path / "work") == expected
    frame = pl.DataFrame({"kode": ["041101", "7"], "dag": [date(2026, 1, 31), None], "tal": [0.5, None]})
    pyreadstat.write_xport(frame, tmp_path / "c.xpt", file_format_version=8, variable_format={"dag": "DATE9"})
    found = rows_of(open_delivered(tmp_path / "c.xpt"), tmp_path / "work")
    assert found == [("7", None, None), ("041101", "2026-01-31", "0.5")]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1.0, "1"),
        (0.1, "0.1"),
        (1e-7, "0.0000001"),
        (1e20, "100000000000000000000"),
        (float("nan"), None),
        (True, "1"),
        ("007", "007"),
    ],
)
def test_cells_become_their_shortest_text(value: object, text: str | None) -> None:
    assert cell_text(value) == text


def test_a_workbook_with_two_filled_sheets_is_refused(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(HEADER)
    book.create_sheet("mere").append(HEADER)
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(Unreadable) as caught:
        open_delivered(tmp_path / "a.xlsx")
    assert caught.value.rule == "sheets"


@pytest.mark.parametrize(
    ("name", "content", "rule"),
    [
        ("a.doc", b"x", "format"),
        ("a.csv", b"a;b\n1;2", "half_file"),
        ("a.csv", b"alone\n", "header"),
        ("a.csv", b"a;;b\n", "header"),
        ("a.parquet", b"PAR1xx", "half_file"),
        ("a.xlsx", b"PK\x03\x04", "half_file"),
        ("a.xpt", b"HEADER RECORD", "half_file"),
        ("a.sas7bdat", b"\0" * 100, "half_file"),
    ],
)
def test_files_that_cannot_be_opened_say_which_rule(
    tmp_path: Path, name: str, content: bytes, rule: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(Unreadable) as caught:
        open_delivered(tmp_path / name)
    assert caught.value.rule == rule


def test_a_sas_file_equals_its_csv_but_for_the_codes_sas_cut(shared: Path, tmp_path: Path) -> None:
    with (shared / "heaven" / "lpr.csv").open(encoding="utf-8") as file:
        expected = [tuple(row) for row in csv.reader(file)]
    sas = open_delivered(shared / "heaven" / "lpr.sas7bdat")
    assert sas.columns == expected[0]
    with connect(tmp_path) as connection:
        connection.execute("set threads = 1; set preserve_insertion_order = true")
        found = connection.execute(f"from {scan(connection, sas, tmp_path)}").fetchall()
    differing = [(a, b) for a, b in zip(found, expected[1:], strict=True) if a != b]
    assert len(differing) == 13
    code = expected[0].index("diag")
    for a, b in differing:
        assert (a[code], len(b[code]) > 7) == (b[code][:7], True)
        assert a[:code] + a[code + 1 :] == b[:code] + b[code + 1 :]
