"""The shape of a source: its tables, their contracts, and what a deliverer may call their columns.

Belongs here: the words every file in `schemas/sources/` uses. A source is registered by existing: each module
there defines `SOURCE`. Does not belong here: reading files or running checks (`assets/extracts`).
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

import pandera.polars as pa
import polars as pl

#: Kinds of columns. Money has two decimals, amounts (units, strengths, DDD) four; more decimals are rounded
#: half up.
TEXT = pl.String()
DAY = pl.Date()
MOMENT = pl.Datetime("us")
WHOLE = pl.Int64()
MONEY = pl.Decimal(18, 2)
AMOUNT = pl.Decimal(18, 4)

#: Danish text that was decoded with the wrong table: UTF-8 read as Windows-1252 or ISO-8859-1 (and stored
#: again), a character that was already lost, and letters of MacRoman or code page 850 inside a word.
GARBLED = r"Ã[\x{80}-\x{BF}€‚ƒ„…†‡ˆ‰Š‹ŒŽ•˜™š›œžŸ]|\x{FFFD}|[a-zæøå][¾¿Œ‘›†][a-zæøå]"

#: Words of the clinical databases that many columns share.
YES_NO = ("ja", "nej")
YES_NO_UNKNOWN = ("ja", "nej", "uoplyst")
#: How an extract of a clinical database writes that nothing was entered, where the cell is not simply empty.
BLANK = ("[blank]", "blank")
#: Characters that are left of a category in extracts that pass through a statistics program.
CUT = 15

#: Ten digits that begin with a day and a month, alone or with the usual dash.
_PERSONAL_NUMBER = r"(^|[^0-9])[0-3][0-9][01][0-9]{3}[- ]?[0-9]{4}([^0-9]|$)"
#: Six digits in a row, or a day, month and year with four digits after them: no agreement needs such a number.
_LONG_NUMBER = r"\d{6}|\d{2}[ ./-]?\d{2}[ ./-]?(\d{2})?\d{2}[ –-]{0,3}\d{4}"
#: Windows-1252 and three signs of arithmetic: on one line, without control characters, and the reports' fonts have all.
_NOT_PRINTED = r"[^\x20-\x7E\x{A0}-\x{AC}\x{AE}-\x{FF}€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ≤≥−]"


@dataclass(frozen=True)
class Reference:
    """A column whose values must all exist in an accepted delivery of another source, or in this delivery."""

    source: str
    table: str
    column: str
    #: Only values of this many characters are looked up; longer ones are codes of another kind. None: all.
    width: int | None = None
    #: (column, value): only rows with that value there are looked up. None: all.
    only: tuple[str, str] | None = None


@dataclass(frozen=True)
class Table:
    """One delivered file of a source.

    `contract` declares the canonical columns: their types, nullability and per-row rules. Everything is read
    as text; the contract's dtypes (String, Date, Datetime, Int64, Float64, Decimal) say what the text
    becomes. A column with `required=False` may be missing and is then null.
    """

    name: str
    contract: pa.DataFrameSchema
    #: The column that holds a personal number when delivered, and its pseudonym ever after.
    person: str | None = None
    #: Other names that deliverers use, lower case -> canonical.
    aliases: Mapping[str, str] = field(default_factory=dict)
    #: Columns that together are unique in a delivery. Empty where the register has no key.
    key: tuple[str, ...] = ()
    #: Codes that lose leading zeros when a spreadsheet touches them: column -> (shortest length repaired,
    #: width).
    pad: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    references: Mapping[str, Reference] = field(default_factory=dict)
    #: (rule, column) -> share of rows that may break it. They are kept as delivered and counted in the
    #: receipt: an unknown ydernummer is a fact about the row, and belongs to no cluster anyway. All else is
    #: zero.
    tolerated: Mapping[tuple[str, str], float] = field(default_factory=dict)
    #: The column that places a row in time: a day, a moment, or text of claim weeks (ÅÅUU). A bare file gets
    #: its span from it; where deliveries add up, no day may lie outside the delivery's span.
    date: str | None = None

    def empty(self) -> pl.DataFrame:
        """Return the table without a row, with the columns and types of its contract."""
        return pl.DataFrame(schema={name: c.dtype.type for name, c in self.contract.columns.items()})


@dataclass(frozen=True)
class Expectation:
    """What is normal for a delivery, as plain data; Great Expectations is built from it where it runs.

    `metric` is one of the delivery's profile (see `assets/extracts/plausible.py`): "rows_ratio" (against
    earlier deliveries of the source), "share_null:<column>", "share_months_without_rows".
    """

    table: str
    metric: str
    min_value: float
    max_value: float
    #: A warning is written in the receipt; otherwise the delivery is refused.
    warns: bool = False


@dataclass(frozen=True)
class Source:
    """A register or database, as it is delivered."""

    name: str
    title: str
    tables: tuple[Table, ...]
    #: "span": deliveries of different spans add up, the same span is replaced. "whole": the newest replaces
    #: all.
    replaces: Literal["span", "whole"] = "span"
    #: A release is made although nothing of it was ever accepted; no indicator may depend on it, no person is in it.
    optional: bool = False
    expectations: tuple[Expectation, ...] = ()
    #: Layouts we know and refuse by name: title -> columns of which any one gives it away (lower case).
    refused_layouts: Mapping[str, frozenset[str]] = field(default_factory=dict)
    #: The same where the columns equal ours: title -> a word in the file's name (lower case).
    refused_files: Mapping[str, str] = field(default_factory=dict)

    def table(self, name: str) -> Table:
        """Return the table called `name`. Raises KeyError."""
        return {t.name: t for t in self.tables}[name]


def matches(rule: str, pattern: str) -> pa.Check:
    """Return the rule that a whole text cell matches `pattern` (Rust regular expression)."""
    return pa.Check(
        lambda data: data.lazyframe.select(pl.col(data.key).str.contains(f"^(?:{pattern})$")), name=rule
    )


def one_of(rule: str, values: Iterable[str | int]) -> pa.Check:
    """Return the rule that a cell is one of `values`."""
    return pa.Check.isin(list(values), name=rule)


def at_least(rule: str, value: object) -> pa.Check:
    """Return the rule that a number or a day is not below `value`."""
    return pa.Check.ge(value, name=rule)


def between(rule: str, low: float, high: float) -> pa.Check:
    """Return the rule that a number is not outside `low` to `high`: what no patient has is a slip of the keys."""
    return pa.Check.in_range(low, high, name=rule)


def whole_or_cut(rule: str, values: Iterable[str], width: int = CUT) -> pa.Check:
    """Return the rule that a cell is one of `values`, whole or cut to its first `width` characters.

    Raises ValueError when two of them are the same once cut: nobody could tell what was meant.
    """
    whole = sorted(set(values))
    cut = {v[:width] for v in whole}
    if len(cut) < len(whole):
        raise ValueError(f"{rule}: two values are the same when cut to {width} characters")
    return one_of(rule, sorted(cut | set(whole)))


def decoded() -> pa.Check:
    """Return the rule "encoding": text carries no trace of a wrong character table."""
    return _free_of("encoding", GARBLED)


def free_text() -> list[pa.Check]:
    """Return the rules of text that people typed: "encoding", and "personal_number" (it holds none)."""
    return [decoded(), _free_of("personal_number", _PERSONAL_NUMBER)]


def printed_text(longest: int) -> list[pa.Check]:
    """Return the rules of typed text that packages print: `free_text`, and "long_number", "plain_text", "too_long".

    longest: characters.
    """
    short = pa.Check(
        lambda data: data.lazyframe.select(pl.col(data.key).str.len_chars() <= longest), name="too_long"
    )
    return [*free_text(), _free_of("long_number", _LONG_NUMBER), _free_of("plain_text", _NOT_PRINTED), short]


def _free_of(rule: str, pattern: str) -> pa.Check:
    return pa.Check(lambda data: data.lazyframe.select(~pl.col(data.key).str.contains(pattern)), name=rule)


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
