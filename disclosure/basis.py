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
#: The limit of a column that may change as far as it likes.
FREE = 2**63 - 1
#: Up to here nothing is reduced: such residues are those of small whole numbers.
_PLAIN = 1 << 20
#: So many pivots are tried, shortest first, before a column is refused.
PIVOTS = 2

Row = dict[int, int]
#: The pivot's row number, the pivot, and how many times it was added to which other rows.
Step = tuple[int, Row, list[tuple[int, int]]]


def symmetric(number: int) -> int:
    """Return the residue of a number that is nearest to zero."""
    rest = number % PRIME
    return rest - PRIME if rest > PRIME // 2 else rest


class Basis:
    """Rows (moves) and columns (what they change).

    rows: for each row that is left, its columns that are not zero. columns: for each column the rows in which
    it is not zero. guarded: columns that must stay not zero in a good row. over: for each row how many of its
    columns are beyond their limit; the row is good when none is. A limit is at least one, or its column is
    published before it counts.
    """

    def __init__(self, matrix: sp.csr_matrix, limit: Sequence[int], guarded: Collection[int]) -> None:
        matrix = matrix.tocsr()
        matrix.eliminate_zeros()
        cut, names, data = matrix.indptr.tolist(), matrix.indices.tolist(), matrix.data.tolist()
        self.limit = limit
        self.guarded = set(guarded)
        self.rows: dict[int, Row] = {}
        self.columns: list[set[int]] = [set() for _ in range(matrix.shape[1])]
        self.over = [0] * matrix.shape[0]
        for i in range(matrix.shape[0]):
            row = dict(zip(names[cut[i] : cut[i + 1]], data[cut[i] : cut[i + 1]], strict=True))
            if row:
                self._put(i, row)
            self.over[i] = sum(abs(entry) > max(1, limit[k]) for k, entry in row.items())

    def copy(self) -> Basis:
        """Return a basis that can be reduced further while this one stays as it is."""
        other = Basis.__new__(Basis)
        other.limit = self.limit
        other.guarded = set(self.guarded)
        other.rows = {i: row.copy() for i, row in self.rows.items()}
        other.columns = [rows.copy() for rows in self.columns]
        other.over = self.over.copy()
        return other

    def supported(self, column: int) -> bool:
        """Say whether a good row moves the column."""
        over = self.over
        return any(not over[i] for i in self.columns[column])

    def publish(self, columns: Iterable[int]) -> bool:
        """Publish columns together, or, when that leaves a guarded one without a good row, none of them.

        Says whether they were. Cost of each: entries of the pivot row times rows with the column.
        """
        done: list[Step] = []
        for j in columns:
            if not self.columns[j]:
                continue
            step = None if self._single(j) else self._publish(j)
            if step is None:
                for some in reversed(done):
                    self._take_back(some)
                return False
            done.append(step)
        return True

    def force(self, column: int) -> None:
        """Publish a column whatever is lost by it."""
        if self.columns[column] and not self.publish([column]):
            self._eliminate(column, self._pivots(column)[0])

    def forget(self, columns: Iterable[int]) -> None:
        """Drop columns that will never be published and ask for nothing: no limit, not guarded."""
        for j in columns:
            if self.limit[j] == FREE and j not in self.guarded:
                for i in self.columns[j]:
                    del self.rows[i][j]
                self.columns[j] = set()

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

    def _pivots(self, j: int) -> list[int]:
        """Return the rows with a column, the shortest ones first."""
        rows = self.rows
        return [i for _, i in sorted((len(rows[i]), i) for i in self.columns[j])[:PIVOTS]]

    def _publish(self, j: int) -> Step | None:
        """Publish a column with the first pivot that leaves a good row to every guarded one."""
        for taken in self._pivots(j):
            step, lost = self._eliminate(j, taken)
            if all(map(self.supported, lost & self.guarded)):
                return step
            self._take_back(step)
        return None

    def _eliminate(self, j: int, taken: int) -> tuple[Step, set[int]]:
        """Publish a column with a pivot: take multiples of it from the other rows, and drop it.

        Returns also the columns that are not zero in fewer good rows than before.
        """
        pivot = self.rows[taken]
        mine = pivot[j]
        inverse = mine if mine in (1, -1) else pow(mine, -1, PRIME)
        added = []
        for i in self.columns[j]:
            if i != taken:
                times = -self.rows[i][j] * inverse
                added.append((i, times if -_PLAIN < times < _PLAIN else symmetric(times)))
        lost = set() if self.over[taken] else set(pivot)
        self._drop(taken)
        lost.update(self._add(pivot, added))
        return (taken, pivot, added), lost

    def _take_back(self, step: Step) -> None:
        """Undo the latest step: residues are unique, so everything is what it was."""
        taken, pivot, added = step
        self._add(pivot, [(i, -times) for i, times in added])
        self._put(taken, pivot)

    def _put(self, i: int, row: Row) -> None:
        self.rows[i] = row
        for k in row:
            self.columns[k].add(i)

    def _drop(self, i: int) -> None:
        for k in self.rows.pop(i):
            self.columns[k].discard(i)

    def _add(self, pivot: Row, added: list[tuple[int, int]]) -> set[int]:
        """Add multiples of the pivot to rows. Returns the columns that fewer good rows move than before."""
        entries = list(pivot.items())
        lost: set[int] = set()
        for i, times in added:
            good = not self.over[i]
            gone = self._add_to(i, entries, times)
            if good:
                lost.update(gone)
                if self.over[i]:
                    lost.update(self.rows[i])
        return lost

    def _add_to(self, i: int, entries: list[tuple[int, int]], times: int) -> list[int]:
        """Add a multiple of entries to a row. Returns the columns that are zero now. All time goes here."""
        columns, limit, row, over = self.columns, self.limit, self.rows[i], self.over[i]
        gone = []
        for k, entry in entries:
            new = times * entry
            if k in row:
                old = row[k]
                new += old
                if not -2 < old < 2 and not -limit[k] <= old <= limit[k]:
                    over -= 1
                if not new % PRIME:
                    del row[k]
                    columns[k].discard(i)
                    gone.append(k)
                    continue
            else:
                columns[k].add(i)
            if not -2 < new < 2:
                if not -_PLAIN < new < _PLAIN:
                    new = symmetric(new)
                if not -limit[k] <= new <= limit[k]:
                    over += 1
            row[k] = new
        self.over[i] = over
        return gone
