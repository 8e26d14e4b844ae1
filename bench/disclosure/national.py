"""Hiding in a national specialty: 1,000 practices in 60 clusters, by sex, age and status.

Belongs here: secondaries and CPU seconds of `eliminate` for the whole table and for its first clusters, where
GaussSuppression's counts are known. Does not belong here: other methods, other attackers.
"""

from __future__ import annotations

import csv
import resource
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bench.measure import close
from disclosure.check import check
from disclosure.cross import Dimension, cross, total
from disclosure.eliminate import Elimination, eliminate
from disclosure.table import OUTSIDER, Attacker, Certificates, Needs, Table

DATA = Path(__file__).parents[3] / "shared" / "data" / "sdc"
#: Secondaries of GaussSuppression 1.2.3 (SOURCE.md of the data) in the first k clusters.
PEER = {"dis": {4: 612, 8: 1166, 16: 2328}, "pop": {4: 268, 8: 493, 16: 951}}
TRIES = {4: 20, 8: 20, 16: 12, 60: 0}
CPU, CHECK, MIB = 10.0, 0.05, 2048


def read(name: str, clusters: int) -> Table:
    with (DATA / f"nat_{name}.csv").open() as file:
        rows = [row for row in csv.DictReader(file) if int(row["cluster"][1:]) < clusters]
    groups: dict[str, dict[str, None]] = {}
    for row in rows:
        groups.setdefault(row["cluster"], {})[row["geo"]] = None
    codes = tuple(code for some in groups.values() for code in some)
    dimensions = [
        Dimension("geo", codes, {**{name: tuple(some) for name, some in groups.items()}, "all": codes}),
        *(total(name, sorted({row[name] for row in rows}), "all") for name in ("sex", "age")),
        Dimension("st", ("num", "comp"), {"den": ("num", "comp")}),
    ]
    return cross(dimensions, {(r["geo"], r["sex"], r["age"], r["st"]): int(r["n"]) for r in rows})


def small(table: Table) -> Needs:
    """Return the golden profile: figures of 1..4 must be movable by one, up and down."""
    primary = np.zeros(len(table.system.units), bool)
    primary[table.system.unit[(table.values > 0) & (table.values < 5)]] = True
    one = table.system.spread(primary).astype(np.int64)
    return Needs(primary, one, one, one < 0, np.zeros(len(primary), bool))


def unproved(table: Table, needs: Needs, found: Elimination, attackers: Sequence[Attacker]) -> int:
    """Return how many figures lack a proof against an attacker; a move that is none ends the benchmark."""
    gaps = check(table, found.hidden, needs, attackers, Certificates(found.moves))
    return len({gap.figure for gap in gaps})


def one(name: str, clusters: int) -> dict[str, object]:
    started = time.process_time()
    table = read(name, clusters)
    needs = small(table)
    built = time.process_time()
    found = eliminate(table, needs, tries=TRIES[clusters])
    done = time.process_time()
    left = unproved(table, needs, found, [OUTSIDER])
    figures = {
        "clusters": clusters,
        "figures": len(table.values),
        "primaries": int(needs.primary.sum()),
        "secondaries": int((found.hidden & ~needs.primary).sum()),
        "peer": PEER[name].get(clusters),
        "unproved": left,
        "moves": found.moves.shape[1],
        "build_cpu": round(built - started, 2),
        "cpu": round(done - built, 2),
        "check_cpu": round(time.process_time() - done, 3),
    }
    print(name, figures, file=sys.stderr, flush=True)
    return figures


def main() -> None:
    runs = {f"{name}_{k}": one(name, k) for name in PEER for k in TRIES}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    ok = peak <= MIB
    for run in runs.values():
        ok &= run["unproved"] == 0 and (run["peer"] is None or run["secondaries"] <= run["peer"])
        ok &= run["clusters"] != 60 or (run["cpu"] <= CPU and run["check_cpu"] <= CHECK)
    goals = {
        "unproved": 0,
        "national_cpu": CPU,
        "check_cpu": CHECK,
        "peak_mib": MIB,
        "secondaries": "<= peer",
    }
    close("national", {**runs, "peak_mib": round(peak)}, goals, bool(ok))


if __name__ == "__main__":
    main()
