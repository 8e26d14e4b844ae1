"""Small tables for tests, declared by who is in which unit, and an attacker who tries every whole-number
table.

Belongs here: building tables by hand and brute force. Nothing here is used outside tests.
"""

from __future__ import annotations

from dataclasses import dataclass, field

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

    def table(self, groups=((0, 1),), threshold=THRESHOLD) -> Table:
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
        return fill(layout, np.array(list(self.counts.values()), np.int64), groups, threshold)


def cluster(*practices: tuple[int, ...], copies: int = 1) -> Builder:
    """One cluster of practices p0, p1, ...; its sum may be declared more than once (says the same, twice)."""
    build = Builder({(f"p{i}", "year"): c for i, c in enumerate(practices)})
    for i in range(len(practices)):
        build.unit(f"p{i}", [(f"p{i}", "year")], owner=f"p{i}")
    build.unit("cluster", list(build.counts), level=5)
    for _ in range(copies):
        build.sum("cluster", [f"p{i}" for i in range(len(practices))])
    return build


def nation(
    clusters: list[list[list[tuple[int, ...]]]], subclusters: bool = False, movers: bool = False
) -> Builder:
    """Clusters of practices of quarters of counts, with clusters' quarters, the nation and its quarters.

    subclusters: the first half of each cluster is one. movers: the first practice of the first cluster spends
    its last quarter in the second one, so practice-quarters are needed there (the rest of a cluster taken
    together).
    """
    build = Builder({})
    quarters = range(len(clusters[0][0]))
    names = [[f"c{c}p{p}" for p in range(len(ps))] for c, ps in enumerate(clusters)]
    for c, ps in enumerate(clusters):
        for p, counts in enumerate(ps):
            for q, count in enumerate(counts):
                build.counts[names[c][p], f"q{q}"] = count
    mover = names[0][0] if movers and len(clusters) > 1 and len(quarters) > 1 else None
    place = {(p, q): c for c, ps in enumerate(names) for p in ps for q in quarters}
    if mover:
        place[mover, quarters[-1]] = 1
    for ps in names:
        for p in ps:
            build.unit(p, [(p, f"q{q}") for q in quarters], owner=p)
    for c, ps in enumerate(names):
        _cluster(build, c, ps, place, quarters, mover, subclusters)
    if mover:
        build.sum(mover, [f"{mover} in 0", f"{mover} in 1"])
    build.unit("N", list(build.counts), level=7)
    build.sum("N", [f"C{c}" for c in range(len(names))])
    for q in quarters:
        build.unit(f"Nq{q}", [(p, f"q{q}") for ps in names for p in ps], level=4)
        build.sum(f"Nq{q}", [f"C{c}q{q}" for c in range(len(names))])
    build.sum("N", [f"Nq{q}" for q in quarters])
    return build


def _cluster(build, c, ps, place, quarters, mover, subclusters) -> None:
    inside = [(p, f"q{q}") for (p, q), where in place.items() if where == c]
    build.unit(f"C{c}", inside, level=5)
    stayers = [p for p in ps if p != mover]
    parts = list(stayers)
    if subclusters and len(stayers) >= 4:
        half = stayers[: len(stayers) // 2]
        build.unit(f"S{c}", [(p, f"q{q}") for p in half for q in quarters], level=1)
        build.sum(f"S{c}", half)
        parts = [f"S{c}", *stayers[len(half) :]]
    for q in quarters:
        build.unit(f"C{c}q{q}", [a for a in inside if a[1] == f"q{q}"], level=2)
    if mover:
        mine = [q for q in quarters if place[mover, q] == c]
        if c < 2:
            portion = f"{mover} in {c}"
            atoms = [(mover, f"q{q}") for q in mine]
            build.unit(portion, atoms, published=False, guarded=True, owner=mover)
            parts.append(portion)
            build.unit(f"rest {c}", [a for a in inside if a[0] != mover], published=False)
            build.sum(f"rest {c}", stayers)
            for q in quarters:
                rest = [a for a in inside if a[0] != mover and a[1] == f"q{q}"]
                build.unit(f"rest {c}q{q}", rest, published=False)
                cells = [f"rest {c}q{q}"]
                if q in mine:
                    cells.append(
                        build.unit(f"{mover} q{q}", [(mover, f"q{q}")], published=False, owner=mover)
                    )
                build.sum(f"C{c}q{q}", cells)
            build.sum(f"rest {c}", [f"rest {c}q{q}" for q in quarters])
            build.sum(portion, [f"{mover} q{q}" for q in mine])
    build.sum(f"C{c}", parts)
    build.sum(f"C{c}", [f"C{c}q{q}" for q in quarters])


def primary(table: Table, threshold: int = THRESHOLD):
    return small(table.counts, table.system.groups, threshold) & table.system.published


def published(table: Table, hidden):
    """What a reader sees: counts (nonsense where hidden, to prove that nobody reads them) and what is
    shown."""
    shown = table.system.published & ~hidden
    return np.where(shown[:, None], table.counts, -99), shown


def brute_force(system: System, counts, shown, attacker: int, ceiling: int):
    """Return lowest and highest (N x K) over every whole-number table this attacker must hold possible.

    Two columns, one group. Tries all values of the units that are no total, column by column, then which
    columns go together. None when there are too many to try.
    """
    own = np.zeros_like(counts)
    mine = system.own.attacker == attacker
    own[system.own.unit[mine]] = system.own.counts[mine]
    whole = (system.owner == attacker) & (attacker >= 0)
    known = (shown & system.published) | whole
    value = np.where(known[:, None], counts, 0)
    value[whole] = own[whole]
    columns = [_columns(system, value[:, k], own[:, k], known, ceiling) for k in range(2)]
    if any(c is None for c in columns):
        return None
    hidden = system.published & ~known
    zero = [(c[:, hidden] == 0).astype(np.int32) for c in columns]
    fits = zero[0] @ zero[1].T == 0
    kept = [columns[0][fits.any(axis=1)], columns[1][fits.any(axis=0)]]
    low = np.stack([c.min(axis=0) for c in kept], axis=1)
    return low, np.stack([c.max(axis=0) for c in kept], axis=1)


def _columns(system, value, own, known, ceiling):
    totals = set(system.totals.tolist())
    leaves = [u for u in range(len(value)) if u not in totals]
    ranges = [
        [value[u]] if known[u] else range(int(own[u]), _most(system, value, known, u, ceiling) + 1)
        for u in leaves
    ]
    if np.prod([float(len(r)) for r in ranges]) > 200_000:
        return None
    grid = np.stack([g.ravel() for g in np.meshgrid(*ranges, indexing="ij")], axis=1)
    y = np.full((len(grid), len(value)), -1, np.int64)
    y[:, leaves] = grid
    ok = np.ones(len(grid), bool)
    done, pending = set(leaves), list(zip(system.totals.tolist(), system.parts, strict=True))
    while pending:
        place = next(i for i, (_, p) in enumerate(pending) if set(p.tolist()) <= done)
        total, parts = pending.pop(place)
        added = y[:, parts].sum(axis=1)
        ok &= (y[:, total] == added) | (y[:, total] == -1)
        y[:, total] = added
        if not any(t == total for t, _ in pending):
            done.add(total)
    ok &= (y >= own).all(axis=1) & (y[:, known] == value[known]).all(axis=1)
    return y[ok]


def _most(system, value, known, unit, ceiling) -> int:
    tops = [ceiling]
    for total, parts in zip(system.totals, system.parts, strict=True):
        if unit in parts and known[total]:
            tops.append(int(value[total] - value[parts[known[parts]]].sum()))
    return min(tops)
