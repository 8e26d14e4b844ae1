"""Delivered files as rows: what the second computation reads instead of the product's readers.

Belongs here: CSV, XLSX, Parquet and XPT to dicts with canonical lower-case names, in the plainest way. All of
it is held in memory: for deliveries of the demo's size only.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet as pq
import pyreadstat

from synthetic.databases import DATABASES
from tests.models.registers import Row, Tables

_NAMES = {"diag_type": "diag_kode_type", "foed_dato": "foed_dag"}
_PERSON = {"lab": "patient_cpr", **dict.fromkeys(("drastma", *DATABASES), "cpr")}
_CSV = {
    "lmdb": ("cp1252", ";"),
    "sssy": ("utf-8", ","),
    "bef": ("utf-8-sig", ";"),
    "lab": ("iso-8859-1", ";"),
    **{name: ("iso-8859-1", ";") for name, kind in DATABASES.items() if kind == "csv"},
}


def read_deliveries(inbox: Path) -> Tables:
    """Return "<source>.<table>" -> rows of every delivery in the inbox, columns named canonically."""
    tables: Tables = {}
    for manifest in sorted(inbox.glob("*/manifest.json")):
        delivery = json.loads(manifest.read_text(encoding="utf-8"))
        for file in delivery["files"]:
            source, rows = delivery["source"], _rows(delivery["source"], manifest.parent / file["path"])
            tables.setdefault(f"{source}.{file['table']}", []).extend(_canonical(source, r) for r in rows)
    return tables


def _rows(source: str, path: Path) -> list[dict[str, Any]]:
    if path.suffix == ".parquet":
        return pq.read_table(path).to_pylist()
    if path.suffix == ".xlsx":
        header, *rows = openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True)
        return [dict(zip(header, row, strict=True)) for row in rows]  # type: ignore[arg-type]
    if path.suffix == ".xpt":
        frame, _ = pyreadstat.read_xport(str(path))
        return frame.astype(object).where(frame.notna(), None).to_dict("records")  # type: ignore[no-any-return]
    encoding, separator = _CSV[source]
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.DictReader(file, delimiter=separator))


def _canonical(source: str, row: dict[str, Any]) -> Row:
    person = _PERSON.get(source, "pnr")
    named = {_NAMES.get(name.lower(), name.lower()): value for name, value in row.items()}
    return {person if name in ("pnr", "cpr", "patient_cpr") else name: value for name, value in named.items()}
