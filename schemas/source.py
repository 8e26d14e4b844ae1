"""The shape of a source: its tables, their contracts, and what a deliverer may call their columns.

Belongs here: the words every file in `schemas/sources/` uses. A source is registered by existing: each module there
defines `SOURCE`. Does not belong here: reading files or running checks (`assets/extracts`).
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

import pandera.polars as pa


@dataclass(frozen=True)
class Reference:
    """A column whose every value must exist in an accepted delivery of another source."""

    source: str
    table: str
    column: str


@dataclass(frozen=True)
class Table:
    """One delivered file of a source.

    `contract` declares the canonical columns: their types, nullability and per-row rules. Everything is read as
    text; the contract's dtypes (String, Date, Datetime, Int64, Float64, Decimal) say what the text becomes. A column
    with `required=False` may be missing and is then null.
    """

    name: str
    contract: pa.DataFrameSchema
    #: The column that holds a personal number when delivered, and its pseudonym ever after.
    person: str | None = None
    #: Other names that deliverers use, lower case -> canonical.
    aliases: Mapping[str, str] = field(default_factory=dict)
    #: Columns that together are unique in a delivery. Empty where the register has no key.
    key: tuple[str, ...] = ()
    #: Codes that lose leading zeros when a spreadsheet touches them: column -> (shortest length repaired, width).
    pad: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    references: Mapping[str, Reference] = field(default_factory=dict)
    #: (rule, column) -> share of rows that may break it; the cell then becomes null. All else is zero.
    tolerated: Mapping[tuple[str, str], float] = field(default_factory=dict)
    #: The date column by which the rows of a delivery are counted per month, for the comparison with earlier ones.
    date: str | None = None


@dataclass(frozen=True)
class Expectation:
    """What is normal for a delivery, as plain data; Great Expectations is built from it where it runs.

    `metric` is a column of the delivery's profile (see `assets/extracts/accept.py`): "rows_per_month_ratio" (against
    earlier deliveries of the source), "share_null:<column>", "share_months_without_rows", ...
    """

    table: str
    metric: str
    min_value: float
    max_value: float


@dataclass(frozen=True)
class Source:
    """A register or database, as it is delivered."""

    name: str
    title: str
    tables: tuple[Table, ...]
    #: "span": deliveries of different spans add up, the same span is replaced. "whole": the newest replaces all.
    replaces: Literal["span", "whole"] = "span"
    expectations: tuple[Expectation, ...] = ()
    #: Layouts we know and refuse by name: title -> the columns that give it away (lower case).
    refused_layouts: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def table(self, name: str) -> Table:
        """Return the table called `name`. Raises KeyError."""
        return {t.name: t for t in self.tables}[name]


@cache
def sources() -> dict[str, Source]:
    """Return every declared source by name: one per module in `schemas/sources/`."""
    import schemas.sources as package

    found = {}
    for module in sorted(m.name for m in pkgutil.iter_modules(package.__path__)):
        source: Source = importlib.import_module(f"schemas.sources.{module}").SOURCE
        if source.name != module:
            raise ValueError(f"schemas/sources/{module}.py declares a source called {source.name!r}")
        found[module] = source
    return found
