"""Two releases of one period, practices having changed cluster in between: what is given away, and what repairs it.

Run: python -m bench.disclosure.differencing. 1,000 practices in 60 clusters in a nation, one figure each. Release 1
is protected; k practices move; release 2 is protected without and with the ledger. Movers are the worst case: half
of them are practices that release 1 hides. A practice is exposed when linear programs over everything shown in
both releases leave it one value; the ledger's proof is also checked in whole numbers by `disclosure.check`.
"""

from __future__ import annotations

import csv
import time
from collections import Counter
from pathlib import Path

import numpy as np
import scipy.sparse as sp
from scipy.optimize import linprog

from bench.measure import close
from disclosure.check import check
from disclosure.issue import issued
from disclosure.joint import Joint, joined
from disclosure.ledger import Ledger
from disclosure.primary import small, step
from disclosure.protect import Protection, protect
from disclosure.table import NOBODY, OUTSIDER, Bools, Ints, System, Table

DATA = Path(__file__).parents[2].parent / "shared" / "data" / "sdc" / "nat_pop.csv"
CELL = {"sex": "F", "age": "a2", "st": "num"}
THRESHOLD = 5
MOVERS = (5, 20, 50, 100)
GOALS = {"exposed_with_ledger": 0, "gaps": 0, "infeasible": 0, "repair_cpu_seconds": 1.0}


def practices() -> tuple[tuple[str, ...], Ints, Ints]:
    """Return names, the count of one sex-age cell, and the cluster's number of every practice."""
    counts: Counter[str] = Counter()
    cluster: dict[str, int] = {}
    with DATA.open(newline="") as file:
        for row in csv.DictReader(file):
            cluster[row["geo"]] = int(row["cluster"][1:])
            if all(row[name] == code for name, code in CELL.items()):
                counts[row["geo"]] += int(row["n"])
    names = tuple(cluster)
    return names, np.array([counts[n] for n in names]), np.array([cluster[n] for n in names])


def build(names: tuple[str, ...], counts: Ints, cluster: Ints) -> Table:
    n, c = len(names), int(cluster.max()) + 1
    members = sp.csr_matrix((np.ones(n, np.int64), (cluster, np.arange(n))), (c, n))
    sums = sp.vstack([sp.eye(n, dtype=np.int64), members, np.ones((1, n), np.int64)], format="csr")
    units = (*names, *(f"cluster {i}" for i in range(c)), "nation")
    level = np.repeat([0, 1, 2], [n, c, 1])
    unit, published = np.arange(len(units)), np.ones(len(units), bool)
    system = System(names, units, units, sums.astype(np.int64), unit, level, published, np.full(n, NOBODY))
    return Table(system, counts)


def hide(joint: Joint) -> tuple[Protection, float, int]:
    """Return the choice, its CPU seconds, and how many needs its proof leaves open."""
    started = time.process_time()
    needs = joint.needs(step(joint.table, small(joint.table, THRESHOLD)))
    found = protect(joint.table, needs, [OUTSIDER], joint.fixed, b"bench")
    seconds = time.process_time() - started
    hidden = found.hidden
    return found, seconds, len(check(joint.table, hidden, needs, [OUTSIDER], found.certificates))


def exposed(table: Table, hidden: Bools, primary: Ints) -> int:
    """Count the primary practices (atoms) of which the shown figures leave one value."""
    system = table.system
    shown = system.spread(~hidden)
    known = system.sums[shown]
    alone = known[np.diff(known.indptr) == 1].indices
    free = np.setdiff1d(np.arange(len(table.counts)), alone)
    place = {int(atom): i for i, atom in enumerate(free)}
    rows = known[:, free]
    rows = rows[np.diff(rows.indptr) > 0]
    right = rows @ table.counts[free]
    count = int(np.isin(primary, alone).sum())
    for atom in np.setdiff1d(primary, alone):
        wanted = np.zeros(len(free))
        wanted[place[int(atom)]] = 1
        low, high = (linprog(s * wanted, A_eq=rows, b_eq=right, method="highs").fun for s in (1, -1))
        count += abs(low + high) < 1e-6
    return count


def moved(cluster: Ints, hidden: Ints, k: int, chance: np.random.Generator) -> Ints:
    """Return the clusters after k practices, half of them hidden before, went to another one."""
    first = chance.choice(hidden, min(k // 2, len(hidden)), replace=False)
    others = np.setdiff1d(np.arange(len(cluster)), first)
    movers = np.concatenate([first, chance.choice(others, k - len(first), replace=False)])
    after, c = cluster.copy(), int(cluster.max()) + 1
    after[movers] = (cluster[movers] + chance.integers(1, c, k)) % c
    return after


def main() -> None:
    names, counts, cluster = practices()
    before = build(names, counts, cluster)
    first, seconds, gaps = hide(joined(before, Ledger(), "dm", THRESHOLD))
    ledger = Ledger().append([issued("r1", "dm", 1, before, first.hidden)])
    primary = np.flatnonzero((counts > 0) & (counts < THRESHOLD))
    figures: dict[str, object] = {
        "primary": len(primary),
        "hidden_release_1": int(first.hidden.sum()),
        "exposed_release_1": exposed(before, first.hidden, primary),
        "release_1_cpu_seconds": round(seconds, 3),
    }
    ok = not gaps and not first.infeasible.any()
    for k in MOVERS:
        hidden = np.flatnonzero(first.hidden[: len(names)])
        after = build(names, counts, moved(cluster, hidden, k, np.random.default_rng(k)))
        alone, _, _ = hide(joined(after, Ledger(), "dm", THRESHOLD))
        started = time.process_time()
        joint = joined(after, ledger, "dm", THRESHOLD)
        joining = time.process_time() - started
        both, seconds, gaps = hide(joint)
        carried = first.hidden[
            [before.system.units.index(u.split(" @ ")[0]) for u in joint.table.system.units]
        ]
        # Without a ledger release 2 stands beside release 1: a unit that either shows is shown.
        own = len(after.system.units)
        apart = carried.copy()
        apart[:own] = np.where(joint.fixed.shown[:own], False, alone.hidden)
        figures[f"moved_{k}"] = result = {
            "exposed_release_2_alone": exposed(after, alone.hidden, primary),
            "exposed_without_ledger": exposed(joint.table, apart, primary),
            "exposed_with_ledger": exposed(joint.table, both.hidden, primary),
            "hidden_without_ledger": int(alone.hidden.sum()),
            "hidden_with_ledger": int(both.hidden[:own].sum()),
            "gaps": gaps,
            "infeasible": int(both.infeasible.sum()),
            "join_cpu_seconds": round(joining, 3),
            "repair_cpu_seconds": round(seconds, 3),
        }
        print(k, result, flush=True)
        ok &= all(result[name] <= goal for name, goal in GOALS.items())
    close("differencing", figures, GOALS, bool(ok))


if __name__ == "__main__":
    main()
