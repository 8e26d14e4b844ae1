"""What can be read in what was published: known sums of atoms, and the parts of the table that hang together.

Belongs here: turning shown figures into as few and as short known sums as adding up allows, so that what has
nothing to do with each other falls apart. Does not belong here: solving (`alternatives`), judging (`audit`).
Nothing here reads a hidden figure.

A set of atoms is a Python integer with one bit per atom: taking one set from another is one operation.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from scipy.sparse.csgraph import connected_components

from disclosure.table import Bools, DisclosureError, Ints, System


class Contradiction(DisclosureError):
    """What was published cannot be true together: something was altered. Names coordinates, never a value."""


@dataclass
class _Sum:
    """Atoms that together are known to count `value`. label: the figure it was read from."""

    atoms: int
    value: int
    label: str


class Sums:
    """Known sums, each shortened by those it contains."""

    def __init__(self, atoms: int) -> None:
        self._of: list[list[_Sum]] = [[] for _ in range(atoms)]

    def split(self, atoms: int) -> tuple[int, int]:
        """Return the value of disjoint known sums inside `atoms`, largest first, and the atoms that are left."""
        value, left = 0, atoms
        for atom in _bits(atoms):
            if left >> atom & 1:
                inside = [known for known in self._of[atom] if not known.atoms & ~left]
                if inside:
                    largest = max(inside, key=lambda known: known.atoms.bit_count())
                    value, left = value + largest.value, left & ~largest.atoms
        return value, left

    def learn(self, atoms: int, value: int, label: str) -> None:
        """Add a known sum; what contains it becomes shorter. Raises Contradiction."""
        waiting = [_Sum(atoms, value, label)]
        while waiting:
            new = min(waiting, key=lambda known: known.atoms.bit_count())
            waiting.remove(new)
            inner, left = self.split(new.atoms)
            rest = new.value - inner
            if rest < 0 or (rest > 0 and not left):
                raise Contradiction(f"{new.label} is not the sum of its published parts")
            if left and rest == 0:
                # Nothing can be less than zero, so every single one of these atoms is zero.
                waiting += [*self._forget(left), *self._settle(left, new.label)]
            elif left:
                waiting += self._forget(left)
                self._keep(_Sum(left, rest, new.label))

    def _settle(self, atoms: int, label: str) -> list[_Sum]:
        touched = {id(known): known for atom in _bits(atoms) for known in self._of[atom]}
        for known in touched.values():
            self._drop(known)
        for atom in _bits(atoms):
            self._keep(_Sum(1 << atom, 0, label))
        return list(touched.values())

    def _forget(self, atoms: int) -> list[_Sum]:
        """Take out the sums that contain all these atoms; they are to be shortened."""
        first = (atoms & -atoms).bit_length() - 1
        around = [known for known in self._of[first] if not atoms & ~known.atoms]
        for known in around:
            self._drop(known)
        return around

    def _keep(self, known: _Sum) -> None:
        for atom in _bits(known.atoms):
            self._of[atom].append(known)

    def _drop(self, known: _Sum) -> None:
        for atom in _bits(known.atoms):
            self._of[atom] = [other for other in self._of[atom] if other is not known]

    def __iter__(self) -> Iterator[tuple[int, int, str]]:
        seen: set[int] = set()
        for some in self._of:
            for known in some:
                if id(known) not in seen:
                    seen.add(id(known))
                    yield known.atoms, known.value, known.label


@dataclass(frozen=True)
class Rows:
    """Conditions on all tables: low <= matrix @ atoms <= high. names: what to call a row in a message."""

    matrix: sp.csr_matrix
    low: Ints
    high: Ints
    names: tuple[str, ...]


#: No bound.
FREE = 2**40


def read(system: System, values: Ints, shown: Bools, present: Bools) -> tuple[Rows, sp.csr_matrix, Ints]:
    """Return what everybody knows: conditions, and each figure (N) as unknown atoms (N x n) plus a known value.

    values: N, read where `shown` (U). present: U, units known to hold somebody. Raises Contradiction.
    """
    n = len(system.atoms)
    masks = [_mask(system.sums, f) for f in range(len(system.figures))]
    odd_factors = sp.csr_matrix(
        (system.sums.data != 1, system.sums.indices, system.sums.indptr), system.sums.shape
    )
    is_sum = np.asarray(odd_factors.sum(axis=1)).ravel() == 0
    visible = system.spread(shown & system.published)
    known = Sums(n)
    order = sorted(np.flatnonzero(visible & is_sum), key=lambda f: masks[f].bit_count())
    for f in order:
        known.learn(masks[f], int(values[f]), system.figures[f])
    rows = [(_columns(atoms), value, value, label) for atoms, value, label in known]
    for u in np.flatnonzero(present):
        members = system.figures_of.indices[system.figures_of.indptr[u] : system.figures_of.indptr[u + 1]]
        everybody = 0
        for f in members:
            everybody |= masks[f]
        there, left = known.split(everybody)
        if not there and not left:
            raise Contradiction(f"{system.units[u]} is hidden, but published figures leave nobody in it")
        if not there:
            rows.append((_columns(left), 1, FREE, system.units[u]))
    simple = _matrix([row[0] for row in rows], n)
    odd = np.flatnonzero(visible & ~is_sum)
    matrix = sp.csr_matrix(sp.vstack([simple, system.sums[odd], system.links, system.inequalities]))
    zero = np.zeros(system.links.shape[0], np.int64)
    low = [np.array([row[1] for row in rows], np.int64), values[odd], zero, system.at_least]
    high = [
        np.array([row[2] for row in rows], np.int64),
        values[odd],
        zero,
        np.full(len(system.at_least), FREE),
    ]
    declared = system.links.shape[0] + system.inequalities.shape[0]
    names = (
        *(row[3] for row in rows),
        *(system.figures[f] for f in odd),
        *["a declared condition"] * declared,
    )
    return Rows(matrix, np.concatenate(low), np.concatenate(high), names), *_shorten(
        system, known, masks, is_sum
    )


def _shorten(system: System, known: Sums, masks: list[int], is_sum: Bools) -> tuple[sp.csr_matrix, Ints]:
    constant = np.zeros(len(masks), np.int64)
    columns = []
    for f, mask in enumerate(masks):
        constant[f], left = known.split(mask) if is_sum[f] else (0, 0)
        columns.append(_columns(left))
    rest = _matrix(columns, len(system.atoms)) + sp.diags_array(~is_sum, dtype=np.int64) @ system.sums
    return sp.csr_matrix(rest), constant


def parts(rows: Rows, sought: sp.csr_matrix) -> Iterator[tuple[Ints, Ints, Ints]]:
    """Yield atoms, rows and sought figures (numbers) of every part of the table that hangs together."""
    together = sp.csr_matrix(sp.vstack([rows.matrix, sought]))
    shape = sum(together.shape)
    graph = sp.coo_matrix(together)
    edges = (np.ones(graph.nnz), (graph.row + together.shape[1], graph.col))
    _, name = connected_components(sp.coo_matrix(edges, (shape, shape)), directed=False)
    n, m = together.shape[1], rows.matrix.shape[0]
    order = np.argsort(name, kind="stable")
    for members in np.split(order, np.flatnonzero(np.diff(name[order])) + 1):
        atoms, others = members[members < n], members[members >= n] - n
        if len(atoms):
            yield atoms, others[others < m], others[others >= m] - m


def _bits(atoms: int) -> Iterator[int]:
    while atoms:
        low = atoms & -atoms
        yield low.bit_length() - 1
        atoms ^= low


def _mask(matrix: sp.csr_matrix, row: int) -> int:
    mask = 0
    for column in matrix.indices[matrix.indptr[row] : matrix.indptr[row + 1]].tolist():
        mask |= 1 << column
    return mask


def _columns(atoms: int) -> list[int]:
    return list(_bits(atoms))


def _matrix(columns: list[list[int]], width: int) -> sp.csr_matrix:
    indptr = np.cumsum([0, *(len(some) for some in columns)])
    indices = np.array([c for some in columns for c in some], np.int64)
    return sp.csr_matrix((np.ones(len(indices), np.int64), indices, indptr), (len(columns), width))
