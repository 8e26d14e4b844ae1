"""A basis of the moves that keep everything published, reduced modulo a prime, that proves itself.

Belongs here: the sparse matrix, publishing columns, and refusing to when a guarded column would be left without
a move that is a certificate. Does not belong here: what the columns mean, the order in which they are published.

Rows are moves, columns are what a move changes (figures, atoms). At first every row moves one atom. Publishing
a column keeps only moves that do not change it: multiples of one row, the pivot, are taken from all others in
which the column is not zero, and the pivot is dropped (Gaussian elimination with short pivots; Markowitz 1957).
A column that is zero in what is left follows from what was published. Arithmetic is modulo a prime, so it is
exact and never grows; residues are kept between -PRIME/2 and PRIME/2, where those of small whole numbers are
themselves. A row whose residues stay within the limits of all columns is therefore a move in whole numbers.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

import scipy.sparse as sp

#: 2^31 - 1. Something that is not zero is a multiple of it by a chance of one in two thousand million, and then
#: too much is hidden or a certificate fails its check; nothing is shown by it that should not be.
PRIME = 2_147_483_647
#: Up to here nothing is reduced: such residues are those of small whole numbers.
_PLAIN = 1 << 20
#: So many pivots are tried, shortest first, before a column is refused.
PIVOTS = 2

Row = dict[int, int]
#: A row's number, what it becomes, the columns that come in and those that become zero.
Change = tuple[int, Row, list[int], list[int]]


def symmetric(number: int) -> int:
    """Return the residue of a number that is nearest to zero."""
    rest = number % PRIME
    return rest - PRIME if rest > PRIME // 2 else rest


class Basis:
    """Rows (moves) and columns (what they change).

    rows: for each row that is left, its columns that are not zero. columns: for each column the rows in which
    it is not zero. guarded: columns that must stay not zero in a good row. good: rows within all limits.
    """

    def __init__(self, matrix: sp.csr_matrix, limit: Sequence[int], guarded: Collection[int]) -> None:
        matrix = matrix.tocsr()
        matrix.eliminate_zeros()
        cut, names, data = matrix.indptr.tolist(), matrix.indices.tolist(), matrix.data.tolist()
        self.limit = limit
        self.guarded = set(guarded)
        self.rows: dict[int, Row] = {}
        self.columns: list[set[int]] = [set() for _ in range(matrix.shape[1])]
        self.good: set[int] = set()
        for i in range(matrix.shape[0]):
            row = dict(zip(names[cut[i] : cut[i + 1]], data[cut[i] : cut[i + 1]], strict=True))
            self._replace([(i, row, list(row), [])])

    def copy(self) -> Basis:
        """Return a basis that can be reduced further while this one stays as it is."""
        other = Basis.__new__(Basis)
        other.limit = self.limit
        other.guarded = set(self.guarded)
        other.rows = dict(self.rows)
        other.columns = [rows.copy() for rows in self.columns]
        other.good = set(self.good)
        return other

    def supported(self, column: int) -> bool:
        """Say whether a good row moves the column."""
        return not self.good.isdisjoint(self.columns[column])

    def publish(self, columns: Iterable[int]) -> bool:
        """Publish columns together, or, when that leaves a guarded one without a good row, none of them.

        Says whether they were. Cost of each: entries of the pivot row times rows with the column.
        """
        undo: list[list[Change]] = []
        for j in columns:
            if not self.columns[j]:
                continue
            before = None if self._single(j) else self._publish(j)
            if before is None:
                for some in reversed(undo):
                    self._replace(some)
                return False
            undo.append(before)
        return True

    def force(self, column: int) -> None:
        """Publish a column whatever is lost by it."""
        if self.columns[column] and not self.publish([column]):
            self._replace(self._without(column, min(self._pivots(column))[1]))

    def _single(self, j: int) -> bool:
        """Say whether a guarded column is a multiple of this one: then every pivot would make it zero."""
        rows, here = self.rows, self.columns[j]
        some = min(here, key=lambda i: len(rows[i]))
        pivot, size = rows[some], len(here)
        mine = pivot[j]
        for g in pivot.keys() & self.guarded:
            there = self.columns[g]
            if len(there) == size and there == here:
                theirs = pivot[g]
                if not any((rows[i][g] * mine - rows[i][j] * theirs) % PRIME for i in here):
                    return True
        return False

    def _pivots(self, j: int) -> list[tuple[int, int]]:
        rows = self.rows
        return sorted((len(rows[i]), i) for i in self.columns[j])

    def _publish(self, j: int) -> list[Change] | None:
        """Publish a column with the first pivot that leaves a good row to every guarded one: what it was before."""
        for _, taken in self._pivots(j)[:PIVOTS]:
            before = self._replace(self._without(j, taken))
            lost = set().union(*(row.keys() & self.guarded for _, row, _, _ in before))
            if all(map(self.supported, lost)):
                return before
            self._replace(before)
        return None

    def _without(self, j: int, taken: int) -> list[Change]:
        """Return what changes in the rows with column j when it is published with this pivot."""
        pivot = self.rows[taken]
        mine = pivot[j]
        inverse = mine if mine in (1, -1) else pow(mine, -1, PRIME)
        entries = list(pivot.items())
        changes: list[Change] = [(taken, {}, [], list(pivot))]
        for i in self.columns[j]:
            if i != taken:
                row = self.rows[i].copy()
                times = -row[j] * inverse
                if not -_PLAIN < times < _PLAIN:
                    times = symmetric(times)
                changes.append((i, row, *_add(row, entries, times)))
        return changes

    def _replace(self, changes: list[Change]) -> list[Change]:
        """Put rows in the place of others; an empty row is none. Returns what brings them back."""
        columns, undo = self.columns, []
        for i, row, added, removed in changes:
            undo.append((i, self.rows.pop(i, {}), removed, added))
            for k in removed:
                columns[k].discard(i)
            for k in added:
                columns[k].add(i)
            self.good.discard(i)
            if row:
                self.rows[i] = row
                if _within(row, self.limit):
                    self.good.add(i)
        return undo


def _add(row: Row, entries: list[tuple[int, int]], times: int) -> tuple[list[int], list[int]]:
    """Add a multiple of another row to a row. Returns which columns came in and which became zero."""
    added, removed = [], []
    for k, entry in entries:
        old = row.get(k)
        if old is None:
            new = times * entry
            added.append(k)
        else:
            new = old + times * entry
            if not new:
                del row[k]
                removed.append(k)
                continue
        if not -_PLAIN < new < _PLAIN:
            new = symmetric(new)
            if not new:
                del row[k]
                removed.append(k)
                continue
        row[k] = new
    return added, removed


def _within(row: Row, limit: Sequence[int]) -> bool:
    if max(row.values()) < 2 and min(row.values()) > -2:
        return True
    return all(-2 < entry < 2 or -limit[k] <= entry <= limit[k] for k, entry in row.items())
