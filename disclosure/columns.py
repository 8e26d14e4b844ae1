"""A table as a matrix to eliminate: rows are atoms that can move both ways, columns are what a move changes.

Belongs here: which atoms move, what is published from the start, what must stay unknown, how far a column may
change, and an order that depends on labels and the secret seed alone. Does not belong here: eliminating.

Only atoms that count somebody move, so that every move may be made forwards and backwards; a published zero
never moves then. Inequalities are limits on how far their left side may change.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
import scipy.sparse as sp
from scipy.sparse.csgraph import connected_components

from disclosure.table import Bools, DisclosureError, Fixed, Ints, Needs, Table

#: The limit of a column that may change as far as it likes.
FREE = np.iinfo(np.int64).max


@dataclass(frozen=True)
class Columns:
    """m atoms that move, K columns, U units. Atoms and columns stand in an order that only the seed decides.

    atoms: m, their numbers in the table. matrix: m x K. figures: K, number of the figure, -1 for the others.
    limit: K, how far a column may change either way. gauges: the columns that have a limit; the first m are the
    atoms themselves, in order.
    known: columns that are published whatever is hidden. targets: columns that must stay unknown.
    of_unit: for each unit its columns. order: units that may be hidden or shown, what to keep first in front.
    """

    atoms: Ints
    matrix: sp.csr_matrix
    figures: Ints
    limit: Ints
    gauges: Ints
    known: Ints
    targets: Ints
    of_unit: tuple[tuple[int, ...], ...]
    order: Ints

    def shown(self, hidden: Bools) -> Bools:
        """Return the columns (K) that are published when these units (U) are hidden."""
        result = self.figures >= 0
        for unit in np.flatnonzero(hidden):
            result[list(self.of_unit[unit])] = False
        result[self.known] = True
        return result


def ranks(labels: Sequence[str], seed: bytes) -> Ints:
    """Return an order of labels that nobody can foresee who has not the seed: places, first to last."""
    keys = [blake2b(label.encode(), key=seed[:64], digest_size=8).digest() for label in labels]
    return np.asarray(sorted(range(len(labels)), key=lambda i: (keys[i], labels[i])), np.int64)


def columns(table: Table, needs: Needs, fixed: Fixed, must: Bools, seed: bytes) -> Columns:
    """Return the matrix of a table. must: U, units hidden from the start.

    Raises DisclosureError when a figure has to be movable by more than one: that is not this method's matter.
    """
    system, counts = table.system, table.counts
    wanted = system.spread(must & needs.primary) & ((needs.up > 0) | (needs.down > 0))
    far = wanted & ((needs.up > 1) | (needs.down > 1))
    if far.any():
        raise DisclosureError(f"{int(far.sum())} figures must be movable by more than one")
    atoms = ranks(system.atoms, seed)
    atoms = atoms[counts[atoms] > 0]
    figures = ranks(system.figures, seed)
    sums = system.sums[figures][:, atoms].tocsr()
    of_atom, more = _atom_columns(sums)
    slack = system.inequalities @ counts - system.at_least
    matrix = sp.hstack(
        [sums.T, sp.eye(len(atoms), dtype=np.int64, format="csr")[:, more]]
        + [rows[:, atoms].T for rows in (system.inequalities, system.links)],
        format="csr",
    )
    limit = np.full(matrix.shape[1], FREE)
    limit[of_atom] = counts[atoms]
    first = len(figures) + len(more)
    limit[first : first + len(slack)] = slack
    limit[first + len(slack) :] = 0
    open_ = must | (_largest(table) > 0) & ~fixed.shown & system.published
    shown = np.append(~system.spread(open_)[figures], np.zeros(len(limit) - len(figures), bool))
    return Columns(
        atoms=atoms,
        matrix=matrix,
        figures=np.append(figures, np.full(len(limit) - len(figures), -1)),
        limit=limit,
        gauges=np.concatenate([of_atom, np.arange(first, first + len(slack))]),
        known=np.flatnonzero(shown | (limit == 0)),
        targets=np.flatnonzero(wanted[figures]),
        of_unit=_by_unit(system.unit[figures], len(system.units)),
        order=_order(table, open_ & ~must, seed),
    )


def _atom_columns(sums: sp.csr_matrix) -> tuple[Ints, Ints]:
    """Return each atom's column and the atoms that need one of their own because no figure is just them."""
    alone = np.flatnonzero((np.diff(sums.indptr) == 1) & (abs(sums).sum(axis=1).A1 == 1))
    alone = alone[sums.data[sums.indptr[alone]] == 1]
    column = np.full(sums.shape[1], -1)
    column[sums.indices[sums.indptr[alone]]] = alone
    more = np.flatnonzero(column < 0)
    column[more] = sums.shape[0] + np.arange(len(more))
    return column, more


def _by_unit(unit: Ints, units: int) -> tuple[tuple[int, ...], ...]:
    order = np.argsort(unit, kind="stable")
    cut = np.searchsorted(unit[order], np.arange(units + 1)).tolist()
    names = order.tolist()
    return tuple(tuple(names[a:b]) for a, b in zip(cut, cut[1:], strict=False))


def _largest(table: Table) -> Ints:
    """Return the largest figure of each unit: what is lost when it is hidden."""
    largest = np.zeros(len(table.system.units), np.int64)
    np.maximum.at(largest, table.system.unit, np.abs(table.values))
    return largest


def _order(table: Table, units: Bools, seed: bytes) -> Ints:
    """Keep first: dear levels, then large figures, then as the seed will have it."""
    tie = np.empty(len(units), np.int64)
    tie[ranks(table.system.units, seed)] = np.arange(len(units))
    order = np.lexsort((tie, -_largest(table), -table.system.level))
    return np.asarray(order[units[order]])


def blocks(matrix: sp.csr_matrix, most: int) -> Ints:
    """Return a block number for each column (K): which atoms hang together by small sums; -1 for sums across.

    Two atoms are in one block when sums of at most s atoms join them, with s as large as it can be while no
    block has more than `most` atoms. Clusters come out as blocks, national sums lie across.
    """
    by_column = matrix.T.tocsr()
    size = np.diff(by_column.indptr)
    low, high = 0, int(size.max(initial=0))
    while low < high:
        middle = (low + high + 1) // 2
        if np.bincount(_joined(by_column[size <= middle])).max(initial=0) <= most:
            low = middle
        else:
            high = middle - 1
    name = _joined(by_column[size <= low])
    result = np.full(len(size), -1)
    some = np.flatnonzero(size)
    start = by_column.indptr[some]
    least = np.minimum.reduceat(name[by_column.indices], start) if len(some) else some
    most_ = np.maximum.reduceat(name[by_column.indices], start) if len(some) else some
    result[some] = np.where(least == most_, least, -1)
    return result


def _joined(sums: sp.csr_matrix) -> Ints:
    """Return the component of each atom when every sum joins its atoms: each to the sum's first."""
    length = np.diff(sums.indptr)
    first = np.repeat(sums.indices[sums.indptr[:-1][length > 0]], length[length > 0])
    shape = (sums.shape[1], sums.shape[1])
    graph = sp.csr_matrix((np.ones(sums.nnz, bool), (first, sums.indices)), shape)
    return np.asarray(connected_components(graph, directed=False)[1], np.int64)
