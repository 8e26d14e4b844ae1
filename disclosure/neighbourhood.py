"""Small pieces of a large table in which moves are looked for: a move of a piece is a move of the whole.

Belongs here: cutting out atoms with everything that is summed over them, and growing a piece outwards. Does
not belong here: finding moves (`transfer`, `program`), deciding what is hidden.

Why pieces: outside the piece nothing moves, so a figure of the nation says within a cluster no more than the
cluster's own figure does. Equal rows are kept once, and linear programs stay as small as a cluster's year.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from disclosure.table import Bools, Ints, System

#: No piece grows beyond so many atoms: a program of that size still ends within seconds.
LARGEST = 8000


@dataclass(frozen=True)
class Neighbourhood:
    """Atoms of a piece and the different rows over them. m atoms, r rows.

    atoms: m, ascending. rows: r x m. figures: every figure that is not zero here, row_of: its row.
    links: rows that always hold.
    """

    atoms: Ints
    rows: sp.csr_matrix
    figures: Ints
    row_of: Ints
    links: sp.csr_matrix

    def active(self, shown: Bools) -> Bools:
        """Return which rows (r) are held fixed when these figures (N) are shown."""
        result = np.zeros(self.rows.shape[0], bool)
        result[self.row_of[shown[self.figures]]] = True
        return result

    def behind(self, row: int, shown: Bools) -> Ints:
        """Return the shown figures that hold a row fixed."""
        found = self.figures[self.row_of == row]
        return found[shown[found]]


class Neighbourhoods:
    """Pieces around figures, smallest first, cut once and kept."""

    def __init__(self, system: System) -> None:
        self._sums = system.sums
        self._columns = system.sums.tocsc()
        self._links = system.links
        self._size = np.diff(system.sums.indptr)
        self._kept: dict[bytes, Neighbourhood] = {}
        self._chains: dict[int, list[bytes]] = {}
        self._sets: dict[bytes, Ints] = {}

    def around(self, figure: int) -> Iterator[Neighbourhood]:
        """Yield ever larger pieces around a figure: the figures it is part of, by size, taken together."""
        if figure not in self._chains:
            self._chains[figure] = [self._remember(atoms) for atoms in self._grow(figure)]
        for key in self._chains[figure]:
            if key not in self._kept:
                self._kept[key] = self._cut(self._sets[key])
            yield self._kept[key]

    def _remember(self, atoms: Ints) -> bytes:
        key = atoms.tobytes()
        self._sets[key] = atoms
        return key

    def _grow(self, figure: int) -> Iterator[Ints]:
        own = self._sums.indices[self._sums.indptr[figure] : self._sums.indptr[figure + 1]]
        inside = np.zeros(self._sums.shape[1], bool)
        inside[own] = True
        yielded = False
        for larger in self._containing(own):
            before = int(inside.sum())
            inside[self._sums.indices[self._sums.indptr[larger] : self._sums.indptr[larger + 1]]] = True
            if int(inside.sum()) > LARGEST:
                break
            if int(inside.sum()) > before:
                yielded = True
                yield np.flatnonzero(inside)
        if not yielded:
            yield np.sort(own).astype(np.int64)

    def _containing(self, atoms: Ints) -> Ints:
        """Return the figures that sum all these atoms and more, smallest first."""
        columns = self._columns
        touched = np.concatenate([columns.indices[columns.indptr[a] : columns.indptr[a + 1]] for a in atoms])
        number, times = np.unique(touched, return_counts=True)
        larger = number[(times == len(atoms)) & (self._size[number] > len(atoms))]
        return larger[np.lexsort((larger, self._size[larger]))]

    def _cut(self, atoms: Ints) -> Neighbourhood:
        part = self._columns[:, atoms].tocsr()
        part.sort_indices()
        figures = np.flatnonzero(np.diff(part.indptr))
        rows: dict[bytes, int] = {}
        first: list[int] = []
        row_of = np.zeros(len(figures), np.int64)
        for i, figure in enumerate(figures):
            span = slice(part.indptr[figure], part.indptr[figure + 1])
            key = part.indices[span].tobytes() + part.data[span].tobytes()
            if key not in rows:
                rows[key] = len(first)
                first.append(int(figure))
            row_of[i] = rows[key]
        links = self._links[:, atoms]
        whole = np.diff(links.indptr)
        return Neighbourhood(atoms, part[first], figures, row_of, links[np.flatnonzero(whole)])
