"""A national ledger: 1,000 practices, 12 quarters, 5 indicators. What joining, appending and loading cost.

Run: python -m bench.disclosure.ledger. Atoms are practice x quarter x {met, not met}; units of three figures are
practices' years, clusters' quarters and years, the nation's quarters and years.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import scipy.sparse as sp

from assets.ledger import publishing, read
from bench.measure import close
from disclosure.issue import issued
from disclosure.joint import joined
from disclosure.ledger import Ledger
from disclosure.table import NOBODY, System, Table

PRACTICES, CLUSTERS, QUARTERS, INDICATORS = 1000, 60, 12, 5
GOALS = {"load_cpu_seconds": 1.0}


def _members(groups: list[int]) -> sp.csr_matrix:
    """Return which things each group holds, groups in order."""
    n = len(groups)
    return sp.csr_matrix((np.ones(n, np.int64), (groups, np.arange(n))), (max(groups) + 1, n))


def national(seed: int) -> Table:
    """Return one indicator's table, counts at random."""
    practice, cluster = sp.eye(PRACTICES, dtype=np.int64), _members([p % CLUSTERS for p in range(PRACTICES)])
    quarter, year = sp.eye(QUARTERS, dtype=np.int64), _members([q // 4 for q in range(QUARTERS)])
    nation = _members([0] * PRACTICES)
    levels = {
        "practice-year": (practice, year),
        "cluster": (cluster, quarter),
        "cluster-year": (cluster, year),
    }
    levels |= {"nation": (nation, quarter), "nation-year": (nation, year)}
    parts = sp.csr_matrix([[1, 0], [0, 1], [1, 1]])
    sums = sp.vstack([sp.kron(sp.kron(who, when), parts) for who, when in levels.values()], format="csr")
    units = tuple(
        f"{level} {i}.{j}"
        for level, (who, when) in levels.items()
        for i in range(who.shape[0])
        for j in range(when.shape[0])
    )
    atoms = tuple(
        f"p{p} q{q} {s}" for p in range(PRACTICES) for q in range(QUARTERS) for s in ("met", "not met")
    )
    figures = tuple(f"{unit} {name}" for unit in units for name in ("met", "not met", "count"))
    unit, u = np.repeat(np.arange(len(units)), 3), len(units)
    system = System(
        atoms, figures, units, sums.astype(np.int64), unit, np.zeros(u, np.int64), np.ones(u, bool),
        np.full(len(atoms), NOBODY),
    )  # fmt: skip
    return Table(system, np.random.default_rng(seed).poisson(20, len(atoms)))


def cpu(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return round(time.process_time() - started, 3)


def main() -> None:
    tables = {f"indicator {i}": national(i) for i in range(INDICATORS)}
    chance = np.random.default_rng(1)
    issues = [
        issued("r1", block, 1, table, chance.random(len(table.system.units)) < 0.1)
        for block, table in tables.items()
    ]
    with tempfile.TemporaryDirectory(prefix="bench-ledger-") as folder:
        place = Path(folder) / "ledger", "kardiologi", Path(folder) / "head"

        def publish() -> None:
            with publishing(*place) as publication:
                publication.append(issues)

        figures: dict[str, object] = {"append_cpu_seconds": cpu(publish)}
        loads = [cpu(lambda: read(*place)) for _ in range(3)]
        ledger: Ledger = read(*place)
        block, table = next(iter(tables.items()))
        figures |= {
            "load_cpu_seconds": min(loads),
            "join_one_block_cpu_seconds": cpu(lambda: joined(table, ledger, block, 5)),
            "append_nothing_new_cpu_seconds": cpu(lambda: ledger.append(issues)),
            "atoms": sum(len(e.issue.system.atoms) for e in ledger.entries),
            "figures": sum(len(e.issue.system.figures) for e in ledger.entries),
            "sum_entries": sum(e.issue.system.sums.nnz for e in ledger.entries),
            "bytes": sum(path.stat().st_size for path in place[0].rglob("*") if path.is_file()),
        }
    close("ledger", figures, GOALS, min(loads) <= GOALS["load_cpu_seconds"])


if __name__ == "__main__":
    main()
