"""Clinical databases as they are delivered, made from what recipes report.

Belongs here: one writer for all of them: columns come from the source's contract. Does not belong here: drastma,
which has patients of its own (`drastma.py`); the rows (`recipes/`).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from synthetic.files import Dialect, write_csv, write_parquet, write_xport

if TYPE_CHECKING:
    from synthetic.country import Country
    from synthetic.deliveries import Delivery

#: Clinical databases -> how their file is written.
DATABASES = {
    "adhd": "parquet", "afdk": "parquet", "danbio": "xpt", "diabase": "csv", "drkol": "csv", "dugabase": "csv",
    "nmsc": "csv",
}  # fmt: skip
_PRACTICE_COLUMNS = ("ydernr", "sender_identifier")
_SQL_TYPES = {"Date": "DATE", "Int64": "BIGINT"}


def write_database(delivery: Delivery, folder: Path, country: Country) -> dict[str, Path]:
    """Write a clinical database: the columns of its contract, from the recipes' reports.

    A column that a report leaves out is empty; the practice goes where the contract asks for a ydernummer.
    """
    from schemas.source import sources

    (table,) = sources()[delivery.source].tables
    rows = country.reports(delivery.source, delivery.first, delivery.last)
    reported = [d[0] for d in country.con.execute(f"DESCRIBE {rows}").fetchall()]
    columns = []
    for name, column in table.contract.columns.items():
        if name == table.person:
            value = country.number
        elif name in reported:
            value = name
        else:
            value = "day" if name == table.date else "practice" if name in _PRACTICE_COLUMNS else "NULL"
        kind = _SQL_TYPES.get(str(column.dtype).partition("(")[0], "VARCHAR")
        columns.append(f"({value})::{kind} AS {name}")
    query = f"SELECT {', '.join(columns)} FROM ({rows})"
    kind = DATABASES[delivery.source]
    path = folder / f"{delivery.source}_{delivery.years}.{kind}"
    if kind == "csv":
        write_csv(country.con, query, path, Dialect(";", "iso-8859-1"))
    elif kind == "xpt":
        write_xport(country.con, query, path, delivery.source.upper())
    else:
        write_parquet(country.con, query, path)
    return {table.name: path}
