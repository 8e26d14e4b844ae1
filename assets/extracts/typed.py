"""Text -> typed, padded, pseudonymised Parquet, in one pass of DuckDB over the delivered file.

Belongs here: the SQL made from a contract, staging, and telling why a file could not be staged. A cell that
cannot be typed stops the staging (`error`), so an accepted file holds no trace of failed cells; only then is
the file read a second time, to count them. What a cell must look like: a day 2026-01-31; a moment the same
with hh:mm[:ss]; a whole number as it prints; a decimal number with the one decimal sign its file uses and no
thousands sign. Does not belong here: rules about values (`check.py`), letters encoded twice (`repair.py`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl

from assets.deliveries import Finding
from assets.extracts.facts import Unreadable
from assets.extracts.pseudonymise import PERSON_FORM
from assets.extracts.read import RESOURCE_ERRORS, Delivered, identifier, literal, scan
from schemas.source import Table

_MOMENT_FORM = "[0-9]{4}-[0-9]{2}-[0-9]{2}([ T][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,6})?)?)?"
#: Rows looked at to learn which decimal sign the file uses; every later row must use the same.
_SAMPLE = 20_000


class NotStaged(RuntimeError):
    """The machine, not the delivery, stopped the staging (memory, disk). The delivery stays undecided."""


@dataclass(frozen=True)
class _Cell:
    """The SQL of one column: from trimmed text `column` to a typed value."""

    name: str
    value: str
    #: SQL condition of a text that can be typed, and the rule's name; None for text, which always can.
    readable: str | None = None
    rule: str = ""

    @property
    def strict(self) -> str:
        """The value; an error where there is text that cannot be typed."""
        column = identifier(self.name)
        if self.readable is None:
            return f"{self.value} as {column}"
        return (
            f"case when {column} is null then null when {self.readable} then {self.value} "
            f"else error('not typed') end as {column}"
        )


@dataclass(frozen=True)
class Load:
    """One file on its way into one Parquet file.

    `place`: contract name -> position in the file; optional columns may be absent. The connection must have
    the macro `pseudonym`. Beside `target` lie short-lived helpers, so its folder must be private.
    """

    connection: duckdb.DuckDBPyConnection
    table: Table
    file: Delivered
    place: Mapping[str, int]
    target: Path
    work: Path

    def rows(self, names: Sequence[str]) -> str:
        """The FROM item of the named columns as trimmed text; an empty cell is null. Readable once."""
        cells = ", ".join(f"nullif(trim(c{self.place[n]}), '') as {identifier(n)}" for n in names)
        return f"(select {cells} from {scan(self.connection, self.file, self.work)})"

    def finding(self, problem: Unreadable) -> Finding:
        """The finding that a reader's problem is."""
        return Finding(self.table.name, problem.rule, problem.column, detail=problem.detail)


def stage(load: Load) -> list[Finding]:
    """Write the file's rows to `load.target` (zstd Parquet, the contract's columns in its order).

    Columns that were not delivered become null. Returns findings, and then no usable target: decimal_sign,
    person_form, day, moment, whole_number, decimal_number, line_format, half_file and what the format's
    reader found. Raises NotStaged when the machine is at fault. Values and SQL never appear in either.
    """
    target = literal(str(load.target))
    try:
        cells = {c.name: c.strict for c in _cells(load)}
        select = ", ".join(cells.get(n) or _absent(load.table, n) for n in load.table.contract.columns)
        rows = load.rows(list(load.place))
        load.connection.execute(
            f"copy (select {select} from {rows}) to {target} (format parquet, compression zstd)"
        )
    except Unreadable as problem:
        return [load.finding(problem)]
    except RESOURCE_ERRORS:
        raise NotStaged(f"{load.table.name}: not enough memory to take it in; nothing was decided") from None
    except duckdb.Error:
        return _explain(load)
    finally:
        (load.work / "recoded.csv").unlink(missing_ok=True)
    return []


def sql_type(dtype: object) -> str:
    """Return DuckDB's type of a contract's dtype. Raises TypeError for a dtype contracts do not use."""
    if isinstance(dtype, pl.Decimal):
        return f"decimal({dtype.precision}, {dtype.scale})"
    names = {
        "String": "varchar",
        "Date": "date",
        "Datetime": "timestamp",
        "Int64": "bigint",
        "Float64": "double",
    }
    name = str(dtype).partition("(")[0]
    if name not in names:
        raise TypeError(f"a contract cannot have columns of type {name}")
    return names[name]


def column_type(table: Table, name: str) -> str:
    """Return DuckDB's type of a column after the door: that of the contract, UUID for persons."""
    return "uuid" if name == table.person else sql_type(table.contract.columns[name].dtype.type)


def _absent(table: Table, name: str) -> str:
    return f"null::{column_type(table, name)} as {identifier(name)}"


def _cells(load: Load) -> list[_Cell]:
    sign = _decimal_sign(load)
    return [_cell(load.table, name, sign) for name in load.place]


def _cell(table: Table, name: str, sign: str) -> _Cell:
    column, kind = identifier(name), column_type(table, name)
    if name == table.person:
        form = f"regexp_full_match({column}, '{PERSON_FORM}')"
        return _Cell(name, f"pseudonym({column})", form, "person_form")
    if kind == "varchar":
        return _Cell(name, _padded(column, table.pad.get(name)))
    cast = f"try_cast({column} as {kind})"
    if kind == "date":
        return _Cell(name, cast, f"length({column}) = 10 and {cast}::varchar = {column}", "day")
    if kind == "timestamp":
        form = f"regexp_full_match({column}, '{_MOMENT_FORM}') and {cast} is not null"
        return _Cell(name, cast, form, "moment")
    if kind == "bigint":
        return _Cell(name, cast, f"{cast}::varchar = {column}", "whole_number")
    cast = f"try_cast(replace({column}, '{sign}', '.') as {kind})"
    digits = f"-?([0-9]+([{sign}][0-9]+)?|[{sign}][0-9]+)"
    form = f"regexp_full_match({column}, '{digits}') and {cast} is not null"
    return _Cell(name, cast, form, "decimal_number")


def _padded(column: str, pad: tuple[int, int] | None) -> str:
    """A code that lost its leading zeros gets them back; what is not digits the contract refuses."""
    if pad is None:
        return column
    shortest, width = pad
    short = f"length({column}) between {shortest} and {width - 1} and regexp_full_match({column}, '[0-9]+')"
    return f"case when {short} then lpad({column}, {width}, '0') else {column} end"


def _decimal_sign(load: Load) -> str:
    """Learn the file's decimal sign from its first rows. Raises Unreadable when they use both.

    A file with both means thousands signs or two hands: 1.234 would be read wrong a thousandfold.
    """
    names = [n for n in load.place if column_type(load.table, n).startswith(("decimal", "double"))]
    if not names:
        return load.file.decimal_sign
    joined = ", ".join(identifier(n) for n in names)
    ((comma, point),) = load.connection.execute(
        "select bool_or(contains(x, ',')), bool_or(contains(x, '.')) "
        f"from (select concat({joined}) as x from {load.rows(names)} limit {_SAMPLE})"
    ).fetchall()
    if comma and point:
        raise Unreadable("decimal_sign", f"both , and . in {joined}: use one, and no thousands sign")
    return "," if comma else "." if point else load.file.decimal_sign


def _explain(load: Load) -> list[Finding]:
    """Read the file again and count what stopped the staging. Raises NotStaged when nothing did."""
    load.target.unlink(missing_ok=True)
    if load.file.problems:
        return [load.finding(load.file.problems[0])]
    try:
        findings = _untyped(load)
    except Unreadable as problem:
        return [load.finding(problem)]
    except duckdb.Error:
        return [_damaged(load)]
    if not findings:
        raise NotStaged(f"{load.table.name}: the staged file could not be written; nothing was decided")
    return findings


def _untyped(load: Load) -> list[Finding]:
    guarded = [c for c in _cells(load) if c.readable]
    counts = ", ".join(
        f"count_if({identifier(c.name)} is not null and not coalesce({c.readable}, false))" for c in guarded
    )
    rows = load.rows([c.name for c in guarded])
    (found,) = load.connection.execute(f"select {counts} from {rows}").fetchall()
    return [Finding(load.table.name, c.rule, c.name, n) for c, n in zip(guarded, found, strict=True) if n]


def _damaged(load: Load) -> Finding:
    """Why the file cannot be read to its end: broken CSV lines are counted, other formats are damaged."""
    if load.file.problems:
        return load.finding(load.file.problems[0])
    if load.file.kind != "csv":
        return Finding(load.table.name, "half_file", detail="the file is cut off or damaged")
    rows = None
    try:
        source = scan(load.connection, load.file, load.work, rejects=True)
        load.connection.execute(f"select count(c0) from {source}").fetchall()  # all: rejects come last
        ((found,),) = load.connection.execute("select count(distinct line) from reject_errors").fetchall()
        rows = found or None
    except duckdb.Error:
        pass  # some breaks stop the reader for good; the rule stands without a count
    finally:
        for name in ("reject_errors", "reject_scans"):
            load.connection.execute(f"drop table if exists {name}")
    detail = "lines that cannot be split into the header's columns"
    return Finding(load.table.name, "line_format", rows=rows, detail=detail)
