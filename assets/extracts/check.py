"""Rules about values, checked on the staged Parquet: the contract (pandera), keys, references, the span.

Belongs here: turning broken rules into counts. What pandera and DuckDB say themselves is never passed on: it
holds values. Does not belong here: whether a cell can be read at all (`typed.py`), what is usual
(`plausible.py`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import duckdb
import pandera.polars as pa
import polars as pl
from pandera.config import ValidationDepth, config_context
from pandera.errors import SchemaErrors

from assets.deliveries import Finding
from assets.extracts.read import identifier, literal
from assets.extracts.typed import column_type
from assets.manifest import Span
from schemas.source import Source, Table

#: Rows validated at a time: pandera keeps every failing cell of a batch in memory.
_BATCH = 500_000


def contract_findings(table: Table, staged: Path) -> list[Finding]:
    """Validate the staged rows against the contract, batch by batch. One finding per rule and column.

    Rules are the names of the contract's checks, and not_null. Raises nothing for bad rows.
    """
    contract = table.contract
    if table.person:
        # A pseudonym is 16 bytes; everything else the contract says of the column holds.
        contract = contract.update_column(table.person, dtype=pl.Binary)
    broken: Counter[tuple[str, str]] = Counter()
    with config_context(validation_depth=ValidationDepth.SCHEMA_AND_DATA):
        for batch in pl.scan_parquet(staged).collect_batches(chunk_size=_BATCH, maintain_order=False):
            broken.update(_broken(contract, batch))
    return [Finding(table.name, rule, column, n) for (rule, column), n in sorted(broken.items())]


def _broken(contract: pa.DataFrameSchema, batch: pl.DataFrame) -> Counter[tuple[str, str]]:
    """Count the rows of one batch that break each rule. Failing values stay inside this function."""
    try:
        contract.validate(batch, lazy=True)
    except SchemaErrors as failed:
        counts: Counter[tuple[str, str]] = Counter()
        for error in failed.schema_errors:
            rule = getattr(error.check, "name", None) or {"not_nullable": "not_null"}.get(
                str(error.check), "contract"
            )
            rows = (
                error.failure_cases.height if isinstance(error.failure_cases, pl.DataFrame) else batch.height
            )
            counts[rule, str(error.schema.name or "")] += rows
        return counts
    return Counter()


def key_findings(connection: duckdb.DuckDBPyConnection, table: Table, staged: Path) -> list[Finding]:
    """Count the rows that repeat an earlier row's key (rule duplicate_key)."""
    if not table.key:
        return []
    key = ", ".join(identifier(c) for c in table.key)
    rows = _count(
        connection,
        f"select coalesce(sum(n - 1), 0) from (select count(*) as n from {_parquet(staged)} group by {key})",
    )
    return [Finding(table.name, "duplicate_key", "+".join(table.key), rows)] if rows else []


def reference_findings(
    connection: duckdb.DuckDBPyConnection, table: Table, staged: Path, known: Mapping[str, list[Path]]
) -> list[Finding]:
    """Count the rows whose value is unknown where it refers to (rule reference).

    `known`: column -> Parquet files of the table referred to.
    """
    findings = []
    for column, reference in table.references.items():
        name, other = identifier(column), identifier(reference.column)
        files = ", ".join(literal(str(p)) for p in known[column])
        looked_up = f"and length({name}) = {reference.width} " if reference.width else ""
        if reference.only:
            looked_up += f"and {identifier(reference.only[0])} = {literal(reference.only[1])}"
        rows = _count(
            connection,
            f"select coalesce(sum(n), 0) from (select {name} as x, count(*) as n from {_parquet(staged)} "
            f"where {name} is not null {looked_up} group by x) "
            f"anti join (select distinct {other} as x from read_parquet([{files}])) using (x)",
        )
        if rows:
            detail = f"not in {reference.source}/{reference.table}"
            findings.append(Finding(table.name, "reference", column, rows, detail))
    return findings


def span_findings(
    connection: duckdb.DuckDBPyConnection, source: Source, table: Table, staged: Path, span: Span
) -> list[Finding]:
    """Count the rows outside the delivery's span (rule span), where spans add up.

    Claim weeks are left out: a claim may come from the year before.
    """
    if source.replaces != "span" or not table.date or column_type(table, table.date) == "varchar":
        return []
    rows = _count(
        connection,
        f"select count(*) from {_parquet(staged)} "
        f"where {identifier(table.date)}::date not between '{span.first}' and '{span.last}'",
    )
    return [Finding(table.name, "span", table.date, rows, f"outside {span}")] if rows else []


def split_tolerated(table: Table, findings: list[Finding], rows: int) -> tuple[list[Finding], list[Finding]]:
    """Return the findings that refuse, and those within the share the source tolerates."""
    refused: list[Finding] = []
    kept: list[Finding] = []
    for finding in findings:
        share = table.tolerated.get((finding.rule, finding.column), 0.0)
        within = finding.rows is not None and finding.rows <= share * rows
        (kept if within else refused).append(finding)
    return refused, kept


def count_rows(connection: duckdb.DuckDBPyConnection, staged: Path) -> int:
    """Return the number of rows of a staged file."""
    return _count(connection, f"select count(*) from {_parquet(staged)}")


def _count(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    ((found,),) = connection.execute(query).fetchall()
    return int(found)


def _parquet(path: Path) -> str:
    return f"read_parquet({literal(str(path))})"
