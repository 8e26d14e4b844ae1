"""Workbooks and SAS files as text, chunk by chunk.

Belongs here: XLSX, SAS7BDAT and SAS transport files -> Arrow batches of text. Nothing is guessed: a number
becomes its shortest text (1.0 -> "1"), a day ISO text, a moment ISO text with a blank, midnight a day. Does
not belong here: CSV and Parquet, which DuckDB reads itself (`read.py`).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa

from assets.extracts.facts import Unreadable

_ROWS = 100_000
_CUT = "the file is cut off or damaged"


def cell_text(value: Any) -> str | None:
    """Return a cell as text. Missing values (None, NaN, SAS's dot) become None."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, datetime):
        return value.isoformat(" ").removesuffix(" 00:00:00")
    return value.isoformat() if isinstance(value, (date, time)) else str(value)


def _number(value: float) -> str | None:
    if math.isnan(value):
        return None
    if math.isinf(value):
        return "inf"
    return str(int(value)) if value.is_integer() else format(Decimal(repr(value)), "f")


def text_schema(columns: int) -> pa.Schema:
    """Return the schema of every batch made here: c0, c1, ... all text."""
    return pa.schema([(f"c{i}", pa.string()) for i in range(columns)])


def _batches(rows: Iterable[Sequence[Any]], columns: int) -> Iterator[pa.RecordBatch]:
    rows = iter(rows)
    schema = text_schema(columns)
    while chunk := list(itertools.islice(rows, _ROWS)):
        cells = [[cell_text(row[i]) if i < len(row) else None for row in chunk] for i in range(columns)]
        yield pa.record_batch([pa.array(c, pa.string()) for c in cells], schema=schema)


def sheet_header(path: Path) -> list[str]:
    """Return the first row of a workbook's only sheet. Raises Unreadable."""
    header = next(_sheet_rows(path), ())
    names = ["" if c is None else str(c) for c in header]
    while names and not names[-1]:
        names.pop()
    return names


def sheet_batches(path: Path, columns: int) -> Iterator[pa.RecordBatch]:
    """Yield the rows below the header, without rows that are empty. Raises Unreadable.

    A cell right of the header is refused: it belongs to no column.
    """

    def rows() -> Iterator[Sequence[Any]]:
        for row in itertools.islice(_sheet_rows(path), 1, None):
            if any(c is not None for c in row[columns:]):
                raise Unreadable("line_format", "a row has more cells than the header has columns")
            if any(c is not None for c in row):
                yield row

    return _batches(rows(), columns)


def _sheet_rows(path: Path) -> Iterator[Sequence[Any]]:
    import openpyxl

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except Exception:  # zipfile, XML and openpyxl errors of many kinds; all may quote content
        raise Unreadable("half_file", _CUT) from None
    try:
        pages = [p for p in book.worksheets if p.max_row is None or p.max_row > 1 or p.max_column > 1]
        if len(pages) > 1:
            raise Unreadable("sheets", "the workbook has more than one sheet with content")
        for page in pages:
            yield from page.iter_rows(values_only=True)
    except Unreadable:
        raise
    except Exception:
        raise Unreadable("half_file", _CUT) from None
    finally:
        book.close()


def _sas_reader(path: Path) -> Any:
    import pyreadstat

    return pyreadstat.read_xport if path.suffix.lower() == ".xpt" else pyreadstat.read_sas7bdat


def sas_header(path: Path) -> list[str]:
    """Return the column names of a SAS file. Raises Unreadable."""
    # A transport file is made of records of 80 bytes; readers take a shorter one for the end of the data.
    if path.suffix.lower() == ".xpt" and path.stat().st_size % 80:
        raise Unreadable("half_file", _CUT)
    try:
        _, meta = _sas_reader(path)(str(path), metadataonly=True)
    except Exception:  # pyreadstat's errors have no common class of ours to catch and may quote content
        raise Unreadable("half_file", _CUT) from None
    return list(meta.column_names)


def sas_batches(path: Path, columns: int) -> Iterator[pa.RecordBatch]:
    """Yield the rows of a SAS file. Days and moments follow the SAS formats. Raises Unreadable."""
    read, offset = _sas_reader(path), 0
    while True:
        try:
            cells, _ = read(str(path), row_offset=offset, row_limit=_ROWS, output_format="dict")
        except Exception:
            raise Unreadable("half_file", _CUT) from None
        rows = list(zip(*cells.values(), strict=True))
        yield from _batches(rows, columns)
        if len(rows) < _ROWS:
            return
        offset += _ROWS
