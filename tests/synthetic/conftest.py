"""The demo's deliveries, written once for all tests of this folder."""

from __future__ import annotations

import csv
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from synthetic import write_deliveries

Rows = list[dict[str, Any]]
ENCODINGS = {
    "lmdb": ("cp1252", ";"),
    "sssy": ("utf-8", ","),
    "lab": ("iso-8859-1", ";"),
    "bef": ("utf-8-sig", ";"),
}


@pytest.fixture(scope="session")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("inbox")
    write_deliveries(folder)
    return folder


def read_csv(path: Path, source: str) -> Rows:
    encoding, delimiter = ENCODINGS[source]
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def read_sheet(path: Path) -> Rows:
    header, *rows = load_workbook(path).active.iter_rows(values_only=True)
    return [
        dict(zip(header, (c.date() if isinstance(c, datetime) else c for c in row), strict=True))
        for row in rows
    ]


@pytest.fixture(scope="session")
def practices(inbox: Path) -> Rows:
    return read_sheet(inbox / "yder_2022_2026" / "yderregister.xlsx")


@pytest.fixture(scope="session")
def memberships(inbox: Path) -> Rows:
    return read_sheet(inbox / "klynger_2022_2026" / "klynger.xlsx")


@pytest.fixture(scope="session")
def manifests(inbox: Path) -> dict[str, Any]:
    return {p.parent.name: json.loads(p.read_text("utf-8")) for p in sorted(inbox.glob("*/manifest.json"))}
