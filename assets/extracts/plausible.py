"""Is this delivery like the earlier ones? A profile of a few figures per table, judged by Great Expectations.

Belongs here: the profile, and the suite built from the source's expectations (plain data in
`schemas/sources`). The profile has one row per table and no patient: Great Expectations never sees a
delivered row. It is imported when a delivery is there to be judged (5-10 s), never with this module.
"""

from __future__ import annotations

import os
import statistics
from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb

from assets.deliveries import Finding, Receipt
from assets.extracts.read import identifier, literal
from assets.extracts.typed import column_type
from assets.manifest import Span
from schemas.source import Expectation, Source, Table

Profile = dict[str, float]


def profile_table(
    connection: duckdb.DuckDBPyConnection, source: Source, table: Table, staged: Path, span: Span
) -> Profile:
    """Return the figures of one staged table.

    rows; rows_per_month (of the span; all rows where a delivery replaces all earlier ones);
    share_null:<column> of nullable columns; share_months_without_rows of the span's calendar months, where
    the table has a day or a moment.
    """
    nullable = [n for n, c in table.contract.columns.items() if c.nullable]
    counted = ["count(*)", *(f"count({identifier(n)})" for n in nullable)]
    if dated := table.date is not None and column_type(table, table.date) != "varchar":
        counted.append(f"count(distinct date_trunc('month', {identifier(str(table.date))}))")
    ((rows, *counts),) = connection.execute(
        f"select {', '.join(counted)} from read_parquet({literal(str(staged))})"
    ).fetchall()
    months = span.months if source.replaces == "span" else 1
    profile: Profile = {"rows": rows, "rows_per_month": rows / months}
    profile |= {f"share_null:{n}": 1 - k / rows for n, k in zip(nullable, counts, strict=False)}
    if dated:
        profile["share_months_without_rows"] = max(0.0, 1 - counts[-1] / span.months)
    return profile


def compare(profile: Profile, earlier: Sequence[Receipt], table: str) -> Profile:
    """Add rows_ratio: rows per month against the median of earlier deliveries; absent without any."""
    before = [r.profile[table]["rows_per_month"] for r in earlier if table in r.profile]
    typical = statistics.median(before) if before else 0
    return profile | ({"rows_ratio": profile["rows_per_month"] / typical} if typical else {})


def judge(source: Source, profiles: Mapping[str, Profile]) -> tuple[list[Finding], list[Finding]]:
    """Run the source's expectations on the profiles of its tables. Returns what refuses and what only warns.

    The rule is the metric's name; the detail says what is usual and what this delivery has (shares and ratios
    of whole deliveries, no counts of patients). A metric that the profile lacks (no earlier delivery) is not
    judged.
    """
    refused: list[Finding] = []
    warned: list[Finding] = []
    for table, profile in profiles.items():
        asked = [e for e in source.expectations if e.table == table and e.metric in profile]
        for expectation in _failed(asked, profile):
            rule, _, column = expectation.metric.partition(":")
            usual = f"usual {expectation.min_value:g} to {expectation.max_value:g}"
            detail = f"{usual}, here {profile[expectation.metric]:.3g}"
            (warned if expectation.warns else refused).append(Finding(table, rule, column, detail=detail))
    return refused, warned


def _failed(expectations: Sequence[Expectation], profile: Profile) -> list[Expectation]:
    """Build a suite, run it on the profile's one row, and return the expectations that failed."""
    if not expectations:
        return []
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    import great_expectations as gx
    import pandas as pd
    from great_expectations.data_context.types.base import ProgressBarsConfig

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False, metric_calculations=False)
    definition = context.data_sources.add_pandas("profile").add_dataframe_asset("table")
    batch = definition.add_batch_definition_whole_dataframe("all").get_batch(
        batch_parameters={"dataframe": pd.DataFrame([profile], dtype=float)}
    )
    failed = []
    for expectation in expectations:
        result = batch.validate(
            gx.expectations.ExpectColumnValuesToBeBetween(
                column=expectation.metric, min_value=expectation.min_value, max_value=expectation.max_value
            ),
            result_format="BOOLEAN_ONLY",
        )
        if not result.success:
            failed.append(expectation)
    return failed
