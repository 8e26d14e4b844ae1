"""Delivered column names -> the contract's: aliases, missing and extra columns, layouts refused by name.

Belongs here: everything that is decided from a header and a file's name alone. Does not belong here: rows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from assets.deliveries import Finding
from assets.extracts.facts import Unreadable
from schemas.source import Source, Table

#: What an unknown column's name may look like to be repeated in a finding: a word without a long number in
#: it.
_NAME = re.compile(r"^(?!.*\d{6})[A-Za-zÆØÅæøå_][A-Za-zÆØÅæøå0-9_]{0,40}$")


def canonical(table: Table, columns: Sequence[str]) -> list[str | None]:
    """Return the contract's name of each delivered column, None where the contract knows none."""
    known = {name.lower(): name for name in table.contract.columns} | dict(table.aliases)
    return [known.get(c.strip().lower()) for c in columns]


def refuse_layout(source: Source, columns: Sequence[str], file_name: str) -> None:
    """Raise Unreadable with rule "layout" for a header or file name of a layout we refuse by name."""
    present = {c.strip().lower() for c in columns}
    for title, signs in source.refused_layouts.items():
        if present & signs:
            raise Unreadable("layout", f"this is {title}, which is not taken")
    for title, word in source.refused_files.items():
        if word in file_name.lower():
            raise Unreadable("layout", f"this is {title}, which is not taken")


def place_columns(table: Table, columns: Sequence[str]) -> tuple[Mapping[str, int], list[Finding]]:
    """Return contract name -> position in the file, and what is wrong with the header.

    Rules: missing_column, extra_column (a column we were not promised is not taken in), duplicate_column. An
    unknown name is repeated only when the line is surely a header and the name looks like one.
    """
    names = canonical(table, columns)
    place: dict[str, int] = {}
    findings = []
    for position, name in enumerate(names):
        if name is None:
            findings.append(_extra(table, columns, position, sure=sum(n is not None for n in names) > 1))
        elif name in place:
            findings.append(Finding(table.name, "duplicate_column", name))
        else:
            place[name] = position
    missing = [n for n, c in table.contract.columns.items() if c.required and n not in place]
    return place, [Finding(table.name, "missing_column", n) for n in missing] + findings


def _extra(table: Table, columns: Sequence[str], position: int, sure: bool) -> Finding:
    name = columns[position].strip()
    shown = name if sure and _NAME.match(name) else ""
    return Finding(table.name, "extra_column", shown, detail=f"column {position + 1} of {len(columns)}")
