"""Small tables for tests, declared by who is in which unit, and an attacker who tries every whole-number table.

Belongs here: building tables by hand and brute force. Nothing here is used outside tests.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import product

import numpy as np
import scipy.sparse as sp

from disclosure import Layout, System, Table, fill, small

THRESHOLD = 5


@dataclass
class Builder:
    """Collects units and sums. Atoms are named (practice, part); a unit is a list of atoms."""

    counts: dict[tuple[str, str], tuple[int, ...]]
    units: dict[str, tuple] = field(default_factory=dict)
    sums: list[tuple[str, list[str]]] = field(default_factory=list)

    def unit(self, name, atoms, level=0, published=True, owner=None, guarded=False):
        self.units[name] = (list(atoms), level, published, owner, guarded)
        return name

    def sum(self, total, parts):
        self.sums.append((total, list(parts)))

    def table(self, groups=((0, 1),)) -> Table:
        atoms = list(self.counts)
        practices = sorted({p for p, _ in atoms})
        names = list(self.units)
        incidence = np.zeros((len(names), len(atoms)), np.int64)
        for n, name in enumerate(names):
            for atom in self.units[name][0]:
                incidence[n, atoms.index(atom)] = 1
        spec = [self.units[n] for n in names]
        layout = Layout(
            labels=tuple(names),
            published=np.array([s[2] for s in spec]),
            guarded=np.array([s[4] for s in spec]),
            level=np.array([s[1] for s in spec], np.int64),
            totals=np.array([names.index(t) for t, _ in self.sums], np.int64),
            parts=tuple(np.array([names.index(p) for p in parts], np.int64) for _, parts in self.sums),
            owner=np.array([practices.index(s[3]) if s[3] else -1 for s in spec], np.int64),
            atoms=sp.csr_matrix(incidence),
            attacker=np.array([practices.index(p) for p, _ in atoms], np.int64),
        )
        return fill(layout, np.array(list(self.counts.values()), np.int64), groups, THRESHOLD)


def cluster(*practices: tuple[int, ...], extra: int = 0) -> Builder:
    """One cluster of practices p0, p1, ... with these counts; `extra` hidden units beyond are up to the caller."""
    build = Builder({(f"p{i}", "year"): c for i, c in enumerate(practices)})
    for i in range(len(practices)):
        build.unit(f"p{i}", [(f"p{i}", "year")], owner=f"p{i}")
    build.unit("cluster", list(build.counts), level=5)
    build.sum("cluster", [f"p{i}" for i in range(len(practices))])
    return build


def primary(table: Table):
    return small(table.counts, table.system.groups, THRESHOLD) & table.system.published


def brute_force(system: System, counts, shown, attacker: int, ceiling: int):
    """Return lowest and highest (N x K) over every whole-number table this attacker must hold possible.

    Tries all values 0..ceiling of the units that are no total, column by column, then all pairs of columns.
    """
    own = np.zeros_like(counts)
    mine = system.own.attacker == attacker
    own[system.own.unit[mine]] = system.own.counts[mine]
    known = (shown & system.published) | ((system.owner == attacker) & (attacker >= 0))
    columns = [_columns(system, counts[:, k], own[:, k], known, ceiling) for k in range(counts.shape[1])]
    low, high = np.full(counts.shape, 10**6), np.full(counts.shape, -1)
    hidden = system.published & ~known
    for choice in product(*(range(len(c)) for c in columns)):
        y = np.stack([columns[k][i] for k, i in enumerate(choice)], axis=1)
        denominators = [y[:, list(g)].sum(axis=1) for g in system.groups]
        if (denominators[0][hidden] >= 1).all() and all((d == denominators[0]).all() for d in denominators):
            low, high = np.minimum(low, y), np.maximum(high, y)
    return low, high


def _columns(system, counts, own, known, ceiling):
    totals = set(system.totals.tolist())
    leaves = [u for u in range(len(counts)) if u not in totals]
    ranges = [[counts[u]] if known[u] else range(int(own[u]), ceiling + 1) for u in leaves]
    grid = np.stack([g.ravel() for g in np.meshgrid(*ranges, indexing="ij")], axis=1)
    y = np.full((len(grid), len(counts)), -1, np.int64)
    y[:, leaves] = grid
    ok = np.ones(len(grid), bool)
    done, pending = set(leaves), list(zip(system.totals.tolist(), system.parts, strict=True))
    while pending:
        total, parts = next((t, p) for t, p in pending if set(p.tolist()) <= done)
        pending = [(t, p) for t, p in pending if not (t == total and p is parts)]
        value = y[:, parts].sum(axis=1)
        if total in done:
            ok &= y[:, total] == value
        y[:, total] = value
        if not any(t == total for t, _ in pending):
            done.add(total)
    ok &= (y >= own).all(axis=1) & (y[:, known] == counts[known]).all(axis=1)
    return y[ok]
