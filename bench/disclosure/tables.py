"""Test tables made by others, read from beside the project: `../shared/data/sdc`, see SOURCE.md there.

Belongs here: reading and declaring them, for benchmarks and for tests (which skip when they are absent).
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from disclosure.cross import Dimension, cross, total
from disclosure.table import Table

DATA = Path(__file__).parents[3] / "shared" / "data" / "sdc"
#: File, dimensions, what a record counts ("" for one), and the groups of a dimension that is a tree.
_GOLDEN = {
    "z1": ("ssbtools_z1.csv", ("region", "hovedint"), "ant", {}),
    "z2": ("ssbtools_z2.csv", ("region", "hovedint"), "ant", {"region": "fylke"}),
    "z3": ("ssbtools_z3.csv", ("region", "hovedint", "mnd"), "ant", {"region": "fylke"}),
    "microdata1": ("sdctable_microdata1.csv", ("region", "gender"), "", {}),
    "microdata2": ("sdctable_microdata2.csv", ("region", "gender", "ecoOld"), "", {"ecoOld": "sector"}),
}
GOLDEN = tuple(_GOLDEN)


def golden(name: str) -> Table:
    """Return a golden table of disclosure control; the codes of its first dimension are owners."""
    file, by, value, trees = _GOLDEN[name]
    rows = _rows(file)
    for row in rows:
        row["sector"] = row.get("ecoOld", "")[:1]
    counts: Counter[tuple[str, ...]] = Counter()
    for row in rows:
        counts[tuple(row[d] for d in by)] += int(row[value]) if value else 1
    dimensions = [_tree(rows, d, trees[d]) if d in trees else total(d, _codes(rows, d), "all") for d in by]
    return cross(dimensions, counts, owner=by[0])


def national(name: str, clusters: int = 60) -> Table:
    """Return the simulated national specialty `dis` or `pop`, or its first clusters; practices are owners."""
    rows = [row for row in _rows(f"nat_{name}.csv") if int(row["cluster"][1:]) < clusters]
    sides = [total(d, _codes(rows, d), "all") for d in ("sex", "age")]
    status = Dimension("st", ("num", "comp"), {"den": ("num", "comp")})
    counts = {(r["geo"], r["sex"], r["age"], r["st"]): int(r["n"]) for r in rows}
    return cross([_tree(rows, "geo", "cluster"), *sides, status], counts, owner="geo")


def _rows(file: str) -> list[dict[str, str]]:
    with (DATA / file).open(newline="") as lines:
        return list(csv.DictReader(lines))


def _codes(rows: Sequence[dict[str, str]], name: str) -> list[str]:
    return sorted({row[name] for row in rows})


def _tree(rows: Sequence[dict[str, str]], name: str, group: str) -> Dimension:
    members: dict[str, dict[str, None]] = {}
    for row in rows:
        members.setdefault(f"{group} {row[group]}", {})[row[name]] = None
    groups = {label: tuple(sorted(codes)) for label, codes in sorted(members.items())}
    codes = tuple(_codes(rows, name))
    return Dimension(name, codes, {**groups, "all": codes})
