"""The data dictionary: what every field of a package's tables means, and how every indicator is defined.

Belongs here: rows and their two CSV files. Does not belong here: the words themselves; those of fields stand in
`schemas.protected`, those of indicators in their yml files.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pyarrow as pa

from schemas.indicator import Indicator
from schemas.protected import COMPARATORS, DEFINITIONS, PROTECTED

#: Data Package's names of the types that our tables have.
KINDS = {"string": "string", "int64": "integer", "double": "number"}
#: Files that the dictionary explains, in its order.
EXPLAINED = {
    "indicators.parquet": PROTECTED,
    "comparators.parquet": COMPARATORS,
    "indikatorer.csv": DEFINITIONS,
}
Row = dict[str, str | float | None]


def words_of(field: pa.Field) -> dict[str, str]:
    """Return a field's title, description and unit (when it has one), without its codes."""
    found = {key.decode(): value.decode() for key, value in (field.metadata or {}).items()}
    return {key: value for key, value in found.items() if key != "codes"}


def codes_of(field: pa.Field) -> dict[str, str]:
    """Return a field's codes with their Danish words; empty when it has none."""
    codes = (field.metadata or {}).get(b"codes")
    return json.loads(codes) if codes else {}


def dictionary(files: Mapping[str, pa.Schema] = EXPLAINED) -> list[Row]:
    """Return one row per file and field (columns of DICTIONARY), in the files' own order."""
    return [
        {
            "file": name,
            "field": field.name,
            **words_of(field),
            "type": KINDS[str(field.type)],
            "codes": "; ".join(f"{code}: {words}" for code, words in codes_of(field).items()),
        }
        for name, schema in files.items()
        for field in schema
    ]


def definitions(catalogue: Sequence[Indicator]) -> list[Row]:
    """Return one row per indicator (columns of DEFINITIONS), in the package's order; `target` in per cent."""
    return [_definition(indicator) for indicator in catalogue]


def _definition(indicator: Indicator) -> Row:
    same = ("title", "question", "met", "unit", "counts", "direction", "measure", "version", "evidence")
    target = indicator.target
    return {
        "indicator": indicator.name,
        **{name: str(getattr(indicator, name)).strip() for name in (*same, "reference", "owner")},
        "target": target.value if target else None,
        "target_source": f"{target.owner} {target.year}: {target.reference}" if target else "",
    }


def write_csv(rows: Sequence[Row], schema: pa.Schema, path: Path) -> None:
    """Write rows as UTF-8 CSV with a header (RFC 4180: comma, CRLF); what a row lacks is empty."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, schema.names, restval="")
        writer.writeheader()
        writer.writerows(rows)
