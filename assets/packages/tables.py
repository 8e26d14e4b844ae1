"""The tables of one package: read what was protected, cut what the cluster may hold, write it reproducibly.

Belongs here: reading, refusing and cutting the protected table, and writing Parquet. The last gate before a
figure leaves the house: a row that breaks the shape of figures.md stops the package. Does not belong here:
hiding.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from assets.packages.release import Cluster, Practice
from schemas.protected import (
    CHANGING,
    CLUSTERS,
    COMPARATORS,
    COUNTS,
    LEVELS,
    MEASURES,
    PROTECTED,
    SIZES,
    STATES,
    STATISTICS,
)

#: What is said of a group only, and only of its years.
_CHANGE = ("change", "change_lower", "change_upper")
_ORDER = [
    ("indicator", "ascending"),
    ("rank", "ascending"),
    ("organisation", "ascending"),
    ("period", "ascending"),
]


class TableError(ValueError):
    """A table may not be published as it stands. The message counts rows; it never shows one."""


def read_protected(folder: Path, specialty: str) -> tuple[pa.Table, pa.Table, list[Cluster]]:
    """Read `<specialty>.parquet`, `comparators-<specialty>.parquet` and `clusters-<specialty>.parquet` in
    `folder`.

    Returns the protected table, its comparators and the clusters to build for, sorted by slug. Raises
    TableError when a file lacks a column, has another type, or holds a row that may not be shown.
    """
    protected = _conform(pq.read_table(folder / f"{specialty}.parquet"), PROTECTED, specialty)
    comparators = _conform(pq.read_table(folder / f"comparators-{specialty}.parquet"), COMPARATORS, specialty)
    rows = _conform(pq.read_table(folder / f"clusters-{specialty}.parquet"), CLUSTERS, specialty).to_pylist()
    check_rows(protected)
    check_comparators(comparators)
    return protected, comparators, sorted((_cluster(row) for row in rows), key=lambda c: c.slug)


def _cluster(row: dict[str, Any]) -> Cluster:
    return Cluster(
        specialty=row["specialty"],
        name=row["cluster"],
        slug=row["slug"],
        regions=tuple(row["regions"]),
        practices=row["practices"],
        open_data=row["open_data"],
        subcluster=row["subcluster"] or "",
        members=tuple(Practice(**member) for member in row["members"]),
    )


def check_rows(table: pa.Table) -> None:
    """Refuse a protected table with a row that figures.md forbids.

    Raises TableError naming the rule and the count.
    """
    shown = pc.equal(table["state"], "shown")
    measured, changed = _any_of(table, MEASURES), _any_of(table, _CHANGE)
    counted = reduce(pc.or_, (pc.greater(pc.fill_null(table[column], 0), 0) for column in COUNTS))
    practice = pc.is_in(table["level"], pa.array(["practice", "subcluster"]))
    quarter = pc.invert(pc.match_substring(table["period"], "-"))
    group = pc.is_in(table["level"], pa.array(CHANGING))
    rules = {
        "a level that is not known": pc.invert(pc.is_in(table["level"], pa.array(LEVELS))),
        "a state that is not known": pc.invert(pc.is_in(table["state"], pa.array(STATES))),
        "a figure although it is hidden": pc.and_(
            pc.equal(table["state"], "hidden"), pc.or_(_any_of(table, COUNTS), measured)
        ),
        "patients although there are none": pc.and_(
            pc.equal(table["state"], "no_cases"), pc.or_(counted, measured)
        ),
        "no figure although it is shown": pc.and_(shown, pc.is_null(table["rate"])),
        "a quarter for a practice or subcluster": pc.and_(practice, quarter),
        "a change for a practice, subcluster or quarter": pc.and_(changed, pc.or_(pc.invert(group), quarter)),
        "unknown or excluded for a practice or subcluster": pc.and_(
            practice, pc.or_(pc.is_valid(table["unknown"]), pc.is_valid(table["excluded"]))
        ),
    }
    _refuse("Protected table", rules)


def check_comparators(table: pa.Table) -> None:
    """Refuse comparators with a statistic or size nobody knows, or a value of one cluster that is no reference.

    Raises TableError naming the rule and the count.
    """
    sized = pc.is_valid(table["size"])
    reference = pc.equal(table["statistic"], "reference")
    rules = {
        "a statistic that is not known": pc.invert(pc.is_in(table["statistic"], pa.array(STATISTICS))),
        "a size that is not known": pc.and_(sized, pc.invert(pc.is_in(table["size"], pa.array(SIZES)))),
        "a cluster although they are the country's": pc.and_(
            pc.is_valid(table["cluster"]), pc.invert(reference)
        ),
        "no cluster although they are a reference": pc.and_(pc.is_null(table["cluster"]), reference),
        "no value": pc.is_null(table["value"]),
    }
    _refuse("Comparators", rules)


def _refuse(what: str, rules: dict[str, pa.ChunkedArray]) -> None:
    for rule, broken in rules.items():
        if count := pc.sum(pc.cast(pc.fill_null(broken, False), pa.int64())).as_py():
            raise TableError(f"{what}: {count} rows have {rule}; nothing was packaged. Protect again.")


def _any_of(table: pa.Table, columns: tuple[str, ...]) -> pa.ChunkedArray:
    return reduce(pc.or_, (pc.is_valid(table[column]) for column in columns))


def cut_figures(protected: pa.Table, cluster: Cluster) -> pa.Table:
    """Cut what `cluster` may hold: its practices, subclusters, itself, its regions and the nation.

    A subcluster holds its own practices and itself, and its whole cluster beside regions and nation.

    Sorted by indicator, level (practice first), organisation and period; schema PROTECTED. Raises TableError
    when nothing of the cluster is there.
    """
    own = pc.and_(
        _inside(protected, cluster),
        pc.fill_null(pc.equal(protected["cluster"], cluster.name), False),
    )
    region = pc.and_(
        pc.equal(protected["level"], "region"),
        pc.is_in(protected["organisation"], pa.array(list(cluster.regions), pa.string())),
    )
    wider = pc.or_(region, pc.equal(protected["level"], "nation"))
    same = pc.equal(protected["specialty"], cluster.specialty)
    found = protected.filter(pc.and_(same, pc.or_(own, wider)))
    if not pc.any(pc.equal(found["level"], cluster.level)).as_py():
        raise TableError(
            f"Protected table: no rows for {cluster.specialty}, {cluster.level} {cluster.title!r}."
        )
    rank = pc.index_in(found["level"], value_set=pa.array(LEVELS))
    ordered = found.append_column("rank", rank).sort_by(_ORDER)
    return ordered.select(PROTECTED.names).cast(PROTECTED)


def _inside(protected: pa.Table, cluster: Cluster) -> pa.ChunkedArray:
    """Return which rows of the whole cluster, by level and organisation, belong to whom the package is for."""
    level, organisation = protected["level"], protected["organisation"]
    if not cluster.subcluster:
        return pc.is_in(level, pa.array(["practice", "subcluster", "cluster"]))
    mine = {name for member in cluster.members for name in member.organisations}
    practices = pc.and_(
        pc.equal(level, "practice"), pc.is_in(organisation, pa.array(sorted(mine), pa.string()))
    )
    itself = pc.and_(pc.equal(level, "subcluster"), pc.equal(organisation, cluster.subcluster))
    return pc.or_(pc.or_(practices, itself), pc.equal(level, "cluster"))


def cut_comparators(comparators: pa.Table, cluster: Cluster) -> pa.Table:
    """Cut the country's comparators of the specialty and the cluster's own; another cluster's stay behind.

    Sorted by indicator, period, cluster, size and statistic (empty ones last); schema COMPARATORS.
    """
    own = pc.or_(
        pc.is_null(comparators["cluster"]),
        pc.fill_null(pc.equal(comparators["cluster"], cluster.name), False),
    )
    found = comparators.filter(pc.and_(pc.equal(comparators["specialty"], cluster.specialty), own))
    keys = [(name, "ascending") for name in ("indicator", "period", "cluster", "size", "statistic")]
    return found.sort_by(keys).select(COMPARATORS.names).cast(COMPARATORS)


def write_table(table: pa.Table, path: Path, about: Mapping[str, str]) -> None:
    """Write rows, sorted by indicator, as zstd Parquet with one row group per indicator and a page index.

    Same rows, same bytes: no clock, no host, one thread's order. Each field carries its Danish title, description,
    unit and codes (in the Arrow schema); `about` becomes the file's own key-value metadata.
    """
    table = table.replace_schema_metadata(dict(about)).combine_chunks()
    # Within an indicator levels go from practice to nation, which is no order that Parquet could state.
    order = pq.SortingColumn.from_ordering(table.schema, [("indicator", "ascending")])
    with pq.ParquetWriter(
        path,
        table.schema,
        compression="zstd",
        compression_level=9,
        write_page_index=True,
        sorting_columns=order,
    ) as writer:
        for indicator in pc.unique(table["indicator"]):
            writer.write_table(table.filter(pc.equal(table["indicator"], indicator)))


def count_states(path: Path) -> dict[str, int]:
    """Count the rows of a package's indicators.parquet per state."""
    counts = pq.read_table(path, columns=["state"])["state"].value_counts().to_pylist()
    return {row["values"]: row["counts"] for row in counts}


def _conform(table: pa.Table, schema: pa.Schema, specialty: str) -> pa.Table:
    missing = [name for name in schema.names if name not in table.column_names]
    if missing:
        raise TableError(f"Protected stage of {specialty}: a table lacks {', '.join(missing)}. Run it again.")
    try:
        return table.select(schema.names).cast(schema)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, ValueError):
        raise TableError(f"Protected stage of {specialty}: a table has another type than declared.") from None
