"""From the work file to Parquet: the contract of every indicator table, of the dated membership and of agreements.

Belongs here: what a table must be before it may leave the work file. Does not belong here: how it was made,
or how it is hidden.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from assets.models.build import ModelsError
from schemas.indicator import (
    AGE_BANDS,
    ATOMS,
    BOTH_YEARS,
    MEMBERSHIPS,
    SEXES,
    STATUSES,
    Indicator,
    catalogue,
)
from schemas.period import Quarter, Window
from schemas.policy import POLICY
from schemas.protected import AGREEMENTS

_SQL_TYPES = {
    pa.string(): "VARCHAR",
    pa.int64(): "BIGINT",
    pa.bool_(): "BOOLEAN",
    pa.date32(): "DATE",
    **{pa.decimal128(*size): f"DECIMAL({size[0]},{size[1]})" for size in ((18, 4), (18, 6), (38, 8))},
}
#: Null only where no other cluster gives a reference.
_NULLABLE = ("expected", "expected_variance")
_KEY = ("practice", "period", "sex", "age_band")
#: Rows of every table lie in this order, as far as it has the columns.
_ORDER = ("practice", "specialty", "period", "quarter", "sex", "age_band", "cluster", "agreed", "what")


def export(work_db: Path, out: Path, manifest: Path, period: Quarter) -> dict[str, Path]:
    """Check every indicator of the catalogue; write `<out>/<indicator>.parquet`, `<out>/memberships.parquet` and
    `<out>/agreements.parquet`.

    Returns name -> file. Rows are in order, so the same figures give the same bytes. Nothing is written
    unless all tables keep their contract. Raises ModelsError naming indicator, rule and number of rows
    for all that do not, CatalogueError for wrong words.
    """
    window = Window(period)
    indicators = catalogue(manifest)
    if outside := sorted(
        {
            i.year_closes
            for i in indicators
            if POLICY.baseline_year(i.year_closes) not in window.years(i.year_closes)
        }
    ):
        raise ModelsError(
            f"the baseline {POLICY.baseline} of case-mix (schemas/policy.py) lies outside the window of {period} for "
            f"years that close in quarter {outside}: release a later period, or choose a new baseline and re-issue"
        )
    with duckdb.connect(str(work_db), read_only=True) as connection:
        offences = _check_memberships(connection, window) + _check_agreements(connection, window)
        if not offences:
            offences = [o for i in indicators for o in _check_atoms(connection, i, window)]
        if offences:
            raise ModelsError("; ".join(offences))
        out.mkdir(parents=True, exist_ok=True)
        written = {
            "memberships": _write(connection, "int_memberships", MEMBERSHIPS, out / "memberships.parquet"),
            "agreements": _write(connection, "int_agreements", AGREEMENTS, out / "agreements.parquet"),
        }
        for indicator in indicators:
            file = out / f"{indicator.name}.parquet"
            written[indicator.name] = _write(connection, f"ind_{indicator.name}", ATOMS, file)
    return written


def _check_memberships(connection: duckdb.DuckDBPyConnection, window: Window) -> list[str]:
    columns = ("practice", "specialty", "quarter", "cluster", "region", "open_data")
    rules = {
        "empty value": " or ".join(f"{c} is null" for c in columns),
        "quarter outside the release": _outside("quarter", [str(q) for q in window.quarters]),
    }
    return _offences(connection, "memberships", "int_memberships", MEMBERSHIPS, rules)


def _check_agreements(connection: duckdb.DuckDBPyConnection, window: Window) -> list[str]:
    needed = (name for name in AGREEMENTS.names if name not in ("indicator", "remark"))
    rules = {
        "empty value": " or ".join(f"{name} is null" for name in needed),
        "agreed after the release": f"agreed > date '{window.period.last_day}'",
    }
    return _offences(connection, "agreements", "int_agreements", AGREEMENTS, rules)


def _check_atoms(connection: duckdb.DuckDBPyConnection, indicator: Indicator, window: Window) -> list[str]:
    quarters = [str(q) for q in window.quarters]
    years = [str(y) for y in window.years(indicator.year_closes)]
    periods = quarters if indicator.counts == "events" else years
    member = (
        "exists (from int_memberships m where m.practice = t.practice and m.quarter = right(t.period, 6) "
        f"and m.specialty = '{indicator.specialty}')"
    )
    rules = {
        "empty value": " or ".join(f"{name} is null" for name in ATOMS.names if name not in _NULLABLE),
        "negative count": " or ".join(f"{count} < 0" for count in (*STATUSES, *BOTH_YEARS)),
        "sex or age band outside the declared": _outside("sex", SEXES)
        + " or "
        + _outside("age_band", AGE_BANDS),
        "more expected than patients": "" if indicator.volume else "expected > met + not_met",
        "more in both years than patients": "both_years > met + not_met or both_met_now > met",
        "period outside the release": _outside("period", periods),
        "practice is no member in the period": f"not {member}",
    }
    name = indicator.name
    rules = {rule: condition for rule, condition in rules.items() if condition}
    return _offences(connection, name, f"ind_{name}", ATOMS, rules) or [
        *_absent(connection, indicator, periods),
        *_twice(connection, indicator),
    ]


def _twice(connection: duckdb.DuckDBPyConnection, indicator: Indicator) -> list[str]:
    ((twice,),) = connection.execute(
        f"select count(*) - count(distinct ({', '.join(_KEY)})) from ind_{indicator.name}"
    ).fetchall()
    return [f"{indicator.name}: an atom stands twice, {twice} rows"] if twice else []


def _absent(connection: duckdb.DuckDBPyConnection, indicator: Indicator, periods: list[str]) -> list[str]:
    """Every member has a row in every period, a row of zeros if need be: no cases is a figure too."""
    ((absent,),) = connection.execute(
        "select count(*) from int_memberships m, unnest(?) as p(period) "
        "where m.quarter = right(p.period, 6) and m.specialty = ? and not exists "
        f"(from ind_{indicator.name} t where t.practice = m.practice and t.period = p.period)",
        [periods, indicator.specialty],
    ).fetchall()
    return [f"{indicator.name}: member without a row, {absent} rows"] if absent else []


def _outside(column: str, allowed: Sequence[str]) -> str:
    return f"{column} not in ({', '.join(repr(a) for a in allowed)})"


def _offences(
    connection: duckdb.DuckDBPyConnection, name: str, table: str, schema: pa.Schema, rules: dict[str, str]
) -> list[str]:
    """Return a sentence per broken rule; only the columns are looked at if they are not as declared."""
    described = connection.execute(f"describe {table}").fetchall()
    found = {column: kind for column, kind, *_ in described}
    declared = {field.name: _SQL_TYPES[field.type] for field in schema}
    if found != declared:
        wrong = sorted(c for c in found.keys() | declared.keys() if found.get(c) != declared.get(c))
        return [f"{name}: columns or types are not as declared: {', '.join(wrong)}"]
    counts = ", ".join(f"count(*) filter (where {condition})" for condition in rules.values())
    (numbers,) = connection.execute(f"select {counts} from {table} as t").fetchall()
    return [f"{name}: {rule}, {number} rows" for rule, number in zip(rules, numbers, strict=True) if number]


def _write(connection: duckdb.DuckDBPyConnection, table: str, schema: pa.Schema, file: Path) -> Path:
    order = [c for c in _ORDER if c in schema.names]
    columns = ", ".join(schema.names)
    rows = connection.sql(f"select {columns} from {table} order by {', '.join(order)}").to_arrow_table()
    pq.write_table(rows.cast(schema), file, compression="zstd")
    return file
