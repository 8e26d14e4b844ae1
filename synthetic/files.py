"""The bytes a deliverer sends: CSV in old encodings, Parquet, XLSX, SAS transport files.

Belongs here: writing a query's or a list's rows in one format, the same bytes every time. Does not belong
here: what the rows say. Heavy libraries are imported where they are used: looking whether there is anything
to do needs none.
"""

from __future__ import annotations

import codecs
import hashlib
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

_CHUNK = 8 << 20
#: The moment every file says it was made. A clock would give other bytes every time.
_MOMENT = datetime(2026, 11, 2, 8, 0, 0)


@dataclass(frozen=True)
class Dialect:
    """How a deliverer writes CSV. `encoding` is a Python name; "utf-8-sig" puts a byte order mark first."""

    delimiter: str
    encoding: str
    line_end: str = "\n"


def write_csv(con: duckdb.DuckDBPyConnection, query: str, path: Path, dialect: Dialect) -> None:
    """Write the rows of `query` as CSV with a header, in constant memory. DuckDB writes UTF-8; the rest is
    ours."""
    plain = path.with_name(path.name + ".utf8")
    con.execute(f"COPY ({query}) TO '{plain}' (FORMAT csv, HEADER, DELIMITER '{dialect.delimiter}')")
    if dialect == Dialect(dialect.delimiter, "utf-8"):
        plain.replace(path)
        return
    decode = codecs.getincrementaldecoder("utf-8")().decode
    encode = codecs.getincrementalencoder(dialect.encoding)().encode
    with plain.open("rb") as source, path.open("wb") as target:
        while chunk := source.read(_CHUNK):
            if dialect.line_end != "\n":
                chunk = chunk.replace(b"\n", dialect.line_end.encode())
            target.write(encode(decode(chunk)))
    plain.unlink()


def write_parquet(con: duckdb.DuckDBPyConnection, query: str, path: Path) -> None:
    """Write the rows of `query` as Parquet."""
    con.execute(f"COPY ({query}) TO '{path}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)")


def write_xlsx(
    header: Sequence[str], rows: Sequence[Sequence[str | date | None]], path: Path, sheet: str
) -> None:
    """Write a workbook of one sheet. Texts stay text, dates are real dates."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    page = book.create_sheet(sheet)
    page.append(list(header))
    for row in rows:
        page.append(list(row))
    book.properties.created = _MOMENT
    draft = path.with_name(path.name + ".draft")
    book.save(draft)
    _without_clock(draft, path)
    draft.unlink()


def _without_clock(draft: Path, path: Path) -> None:
    """Copy a workbook with every time in it set to the fixed moment."""
    stamp = _MOMENT.isoformat() + "Z"
    with zipfile.ZipFile(draft) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp.encode(), content)
            entry = zipfile.ZipInfo(name, _MOMENT.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, content)


def write_xport(con: duckdb.DuckDBPyConnection, query: str, path: Path, table: str) -> None:
    """Write the rows of `query` as a SAS transport file, version 8. DATE columns become SAS dates (format
    DATE9)."""
    import polars
    import pyreadstat

    frame = polars.from_arrow(con.sql(query).to_arrow_table())
    assert isinstance(frame, polars.DataFrame)
    dates = {name: "DATE9" for name, kind in frame.schema.items() if kind == polars.Date}
    pyreadstat.write_xport(frame, path, table_name=table, file_format_version=8, variable_format=dates)
    stamp = _MOMENT.strftime("%d%b%y:%H:%M:%S").upper().encode()
    with path.open("r+b") as file:
        head = file.read(560)
        # The two header records that hold the times of creation and change, 16 characters each.
        for match in re.finditer(rb"\d\d[A-Z]{3}\d\d:\d\d:\d\d:\d\d", head):
            file.seek(match.start())
            file.write(stamp)


def sha256(path: Path) -> str:
    """Return the hash of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
