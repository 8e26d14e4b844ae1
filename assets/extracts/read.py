"""Delivered files as rows of text: CSV, XLSX, Parquet, SAS7BDAT and SAS transport files.

Belongs here: which format, which columns, and the DuckDB source (a FROM item with columns c0, c1, ... all
text) that streams the file's rows. No type is guessed. Does not belong here: what the columns mean
(`typed.py`).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from assets.extracts.cells import sas_batches, sas_header, sheet_batches, sheet_header, text_schema
from assets.extracts.facts import Facts, Unreadable, look, recode

_KINDS = {
    ".csv": "csv",
    ".txt": "csv",
    ".xlsx": "xlsx",
    ".parquet": "parquet",
    ".sas7bdat": "sas",
    ".xpt": "sas",
}
_HEADER_BYTES = 1 << 16
_CUT = "the file is cut off or damaged"
#: DuckDB's reason when the machine, not the file, is at fault.
RESOURCE_ERRORS = (duckdb.OutOfMemoryException, MemoryError)


@dataclass(frozen=True)
class Delivered:
    """One delivered file whose header was read."""

    path: Path
    kind: str
    facts: Facts
    columns: tuple[str, ...]
    delimiter: str = ""
    #: Filled while rows stream: DuckDB wraps what a Python reader raises in its own error and words.
    problems: list[Unreadable] = field(default_factory=list, compare=False)

    @property
    def decimal_sign(self) -> str:
        """The decimal sign this kind of file has when its first rows do not tell: "," in semicolon CSV."""
        return "," if self.delimiter == ";" else "."


def open_delivered(path: Path, facts: Facts | None = None) -> Delivered:
    """Tell a file's format by its name, read its header and nothing else.

    Raises Unreadable with rule format, empty, encoding, half_file, header or sheets. Header cells are never
    quoted: a file without header has patients' values there.
    """
    kind = _KINDS.get(path.suffix.lower())
    if kind is None:
        raise Unreadable("format", "known formats are csv, xlsx, parquet, sas7bdat and xpt")
    facts = facts or look(path)
    if not facts.bytes:
        raise Unreadable("empty", "the file has no bytes")
    delimiter = ""
    if kind == "csv":
        delimiter, columns = _csv_header(path, facts)
    elif kind == "xlsx":
        columns = sheet_header(path)
    elif kind == "parquet":
        columns = _parquet_header(path)
    else:
        columns = sas_header(path)
    if len(columns) < 2 or not all(c.strip() for c in columns):
        raise Unreadable("header", "the first line is not a header of two or more named columns")
    return Delivered(path, kind, facts, tuple(columns), delimiter)


def _csv_header(path: Path, facts: Facts) -> tuple[str, list[str]]:
    if facts.encoding is None:
        raise Unreadable("encoding", "the file is not UTF-8, Windows-1252 or ISO-8859-1 text")
    if not facts.ends_line:
        raise Unreadable("half_file", "the last line has no end: the file may be cut off")
    with path.open("rb") as file:
        head = file.read(_HEADER_BYTES)
    text = head.decode("cp1252" if facts.encoding != "utf-8" else "utf-8-sig", errors="replace")
    line = io.StringIO(text, newline="").readline() if "\n" in text else text.split("\r", 1)[0]
    fields = {d: next(csv.reader([line.rstrip("\r\n")], delimiter=d), []) for d in ";,"}
    delimiter = max(fields, key=lambda d: len(fields[d]))
    return delimiter, fields[delimiter]


def _parquet_header(path: Path) -> list[str]:
    try:
        return list(pq.read_schema(path).names)
    except (pa.ArrowException, OSError):
        raise Unreadable("half_file", _CUT) from None


def connect(folder: Path, memory: str = "1GB", threads: int = 2) -> duckdb.DuckDBPyConnection:
    """Open a private DuckDB in memory that spills into `folder`, below the confidential root."""
    connection = duckdb.connect(
        ":memory:",
        config={"memory_limit": memory, "threads": threads, "temp_directory": str(folder / "spill")},
    )
    for setting in ("enable_progress_bar = false", "preserve_insertion_order = false", "TimeZone = 'UTC'"):
        connection.execute(f"set {setting}")
    return connection


def scan(connection: duckdb.DuckDBPyConnection, file: Delivered, work: Path, rejects: bool = False) -> str:
    """Return the FROM item that streams the file's rows as text columns c0, c1, ...

    It can be read once. `work` is a private folder: it gets a link without odd characters in its name (DuckDB
    takes them for patterns) and, for Windows-1252, a copy in UTF-8. `rejects`: bad CSV lines are noted in
    reject_errors instead of stopping the read.
    """
    if file.kind == "csv":
        return _csv(file, work, rejects)
    if file.kind == "parquet":
        return _parquet(connection, file, work)
    batches = sheet_batches if file.kind == "xlsx" else sas_batches
    width = len(file.columns)
    stream = _remember(batches(file.path, width), file.problems)
    connection.register("delivered", pa.RecordBatchReader.from_batches(text_schema(width), stream))
    return "delivered"


def _remember(batches: Iterator[pa.RecordBatch], problems: list[Unreadable]) -> Iterator[pa.RecordBatch]:
    try:
        yield from batches
    except Unreadable as problem:
        problems.append(problem)
        raise


def _link(file: Delivered, work: Path) -> Path:
    link = work / f"delivered{file.path.suffix.lower()}"
    link.unlink(missing_ok=True)
    link.symlink_to(file.path.resolve())
    return link


def _csv(file: Delivered, work: Path, rejects: bool) -> str:
    encoding = "utf-8" if file.facts.encoding == "utf-8" else "latin-1"
    if file.facts.encoding == "windows-1252":
        copy = work / "recoded.csv"
        path, encoding = copy if copy.exists() else recode(file.path, work), "utf-8"
    else:
        path = _link(file, work)
    columns = ", ".join(f"c{i}: 'VARCHAR'" for i in range(len(file.columns)))
    noted = ", store_rejects = true" if rejects else ""
    return (
        f"read_csv({literal(str(path))}, auto_detect = false, header = true, delim = '{file.delimiter}', "
        f"quote = '\"', escape = '\"', encoding = '{encoding}', columns = {{{columns}}}{noted})"
    )


def _parquet(connection: duckdb.DuckDBPyConnection, file: Delivered, work: Path) -> str:
    source = f"read_parquet({literal(str(_link(file, work)))})"
    kinds = connection.execute(f"describe select * from {source}").fetchall()
    cells = ", ".join(f"{_parquet_text(name, kind)} as c{i}" for i, (name, kind, *_) in enumerate(kinds))
    return f"(select {cells} from {source})"


def _parquet_text(name: str, kind: str) -> str:
    """The SQL of one Parquet column as text, in the same form as cells of a workbook."""
    column = identifier(name)
    if kind in ("DOUBLE", "FLOAT"):
        return f"case when not isnan({column}) then regexp_replace({column}::varchar, '\\.0$', '') end"
    if kind.startswith("TIMESTAMP"):
        return f"regexp_replace({column}::varchar, ' 00:00:00$', '')"
    if kind == "BOOLEAN":
        return f"{column}::int::varchar"
    return column if kind == "VARCHAR" else f"{column}::varchar"


def identifier(name: str) -> str:
    """Return a column's name quoted for SQL."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Return text quoted for SQL."""
    return "'" + text.replace("'", "''") + "'"
