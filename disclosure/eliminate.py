"""Hiding in big tables: what to hide so that no outsider finds out a hidden figure, with certificates.

Belongs here: the order in which units are published, trying other orders, hiding more where no whole-number
move is left. Does not belong here: the arithmetic (`basis`), whole-number moves (`witness`), attackers who know
some atoms themselves, tables so small that the fewest can be found exactly.

Method: publish one unit after the other, those to keep first in front, by Gaussian elimination; a unit whose
figures would give a figure away that must stay unknown is hidden instead (as GaussSuppression does; Langsrud
2024). What is left of the matrix when all are through is a basis of the moves, most of them certificates
already. Then iterated greedy search (Ruiz & Stützle 2007): some of the hidden units are put in front, the rest
is decided anew, and every block of the table keeps what was better for it.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from disclosure.basis import Basis
from disclosure.columns import Columns, blocks, columns
from disclosure.table import Bools, Fixed, Ints, Needs, Table
from disclosure.witness import Witnesses, certify, widen

#: Atoms of the largest block. A cluster of 40 practices by sex, six ages and two states has 960.
BLOCK = 1000
#: Figures from here up are published first, in the order that is cheapest to compute.
LARGE = 400
#: Share of the hidden units that keep their place in every try.
SETTLED = 0.02
#: At most so many hidden units of a block are put in front in one try.
FRONT = 2
#: After so many tries the blocks' best orders are followed together.
TOGETHER = 2


@dataclass(frozen=True)
class Elimination:
    """The choice and its proof.

    hidden: U; units that nobody prints count as hidden. moves: n x W, every move with its opposite; each primary
    figure that is not infeasible is changed by one of them. infeasible: U, primary units with a figure that no
    move was found for, however much was hidden: the table must be coarser. They are among the hidden.
    """

    hidden: Bools
    moves: sp.csc_matrix
    infeasible: Bools


def eliminate(
    table: Table,
    needs: Needs,
    fixed: Fixed | None = None,
    tries: int = 20,
    seed: bytes = b"",
    time_limit: float | None = None,
) -> Elimination:
    """Choose what to hide so that every primary figure may be one more and one less, for the outsider.

    tries: how often the order is changed; work grows in proportion. time_limit: seconds after which no further
    try begins (then the result depends on the machine). seed: secret, breaks ties, so that nobody who runs
    this on tables of his own can tell the true one by the pattern. The result does not depend on the order of
    atoms, figures or units. Raises DisclosureError for a table that does not hold or needs beyond one.
    """
    table.check()
    fixed = fixed or Fixed.nothing(len(table.system.units))
    something = np.zeros(len(table.system.units), bool)
    something[table.system.unit[table.values != 0]] = True
    must = something & ~fixed.shown & (needs.primary | fixed.hidden | ~table.system.published)
    work = _Work(table, columns(table, needs, fixed, must, seed), must, seed)
    work.start()
    work.improve(tries, time_limit)
    return work.finish()


@dataclass(frozen=True)
class _Try:
    """One order followed to its end. hidden: by place in the order that may be changed."""

    hidden: Bools
    cost: tuple[int, ...]
    basis: Basis


class _Work:
    """One table on its way: published for good, then tried in many orders, then proved."""

    def __init__(self, table: Table, matrix: Columns, must: Bools, seed: bytes) -> None:
        self.table, self.columns, self.must = table, matrix, must
        self.random = np.random.default_rng(list(seed))
        self.levels, self.level = np.unique(-table.system.level, return_inverse=True)

    def start(self) -> None:
        """Publish what is known and what has not to be hidden before the first unit of the lowest level has."""
        matrix = self.columns
        basis = Basis(matrix.matrix, matrix.limit.tolist(), matrix.targets.tolist())
        for j in matrix.known.tolist():
            basis.force(j)
        # What must be shown leaves these without a move in the basis: `finish` looks for another.
        basis.guarded -= {j for j in matrix.targets.tolist() if not basis.supported(j)}
        lowest = len(self.levels) - 1
        self.first: list[int] = []
        place = 0
        order = self._cheap_first(basis)
        for place, unit in enumerate(order.tolist()):  # noqa: B007 (where it stopped is read below)
            if not basis.publish(matrix.of_unit[unit]):
                if self.level[unit] == lowest:
                    break
                self.first.append(unit)
        self.basis = basis
        left = order[place:]
        alive = [any(basis.columns[j] for j in matrix.of_unit[unit]) for unit in left]
        self.rest = left[np.asarray(alive, bool)]

    def _cheap_first(self, basis: Basis) -> Ints:
        """Return the order with its safe beginning sorted so that little is computed.

        Units with LARGE figures are hardly ever hidden, so it does not matter which of them goes first: the one
        that least rows change. National sums have few rows left when their turn comes.
        """
        order, matrix = self.columns.order, self.columns
        size = np.zeros(len(self.must), np.int64)
        np.maximum.at(size, self.table.system.unit, np.abs(self.table.values))
        safe = size[order] >= LARGE
        rows = [sum(len(basis.columns[j]) for j in matrix.of_unit[unit]) for unit in order[safe]]
        first = order[safe][np.argsort(np.asarray(rows, np.int64), kind="stable")]
        return np.concatenate([first, order[~safe]])

    def follow(self, key: NDArray[np.float64]) -> _Try:
        """Publish the rest, lowest key first."""
        basis, hidden = self.basis.copy(), np.zeros(len(self.rest), bool)
        for place in np.argsort(key, kind="stable"):
            columns = self.columns.of_unit[self.rest[place]]
            hidden[place] = not basis.publish(columns)
            if hidden[place]:
                basis.forget(columns)
        units = self.rest[hidden]
        counts = np.bincount(self.level[units], minlength=len(self.levels))
        lost = int(self.table.values[np.isin(self.table.system.unit, units)].sum())
        return _Try(hidden, (*counts.tolist(), lost), basis)

    def improve(self, tries: int, time_limit: float | None) -> None:
        """Change the order block by block and keep what hides less."""
        began = time.process_time()
        self.best = self.follow(np.arange(len(self.rest), dtype=np.float64))
        if not tries:
            return
        self._settle()
        key = np.arange(len(self.rest), dtype=np.float64)
        self.best, best_key = self.follow(key), key
        hidden, block = self.best.hidden, self._blocks()
        for turn in range(1, tries + 1):
            changed = key.copy()
            front = self._front(hidden, block)
            changed[front] = -turn - self.random.random(len(front))
            found = self.follow(changed)
            better = self._no_worse(found.hidden, hidden, block)[block]
            key, hidden = np.where(better, changed, key), np.where(better, found.hidden, hidden)
            late = time_limit is not None and time.process_time() - began > time_limit
            if turn % TOGETHER and turn < tries and not late:
                continue
            # Blocks were judged each by itself: what they give together is what counts.
            found = self.follow(key)
            if found.cost <= self.best.cost:
                self.best, best_key = found, key
            key, hidden = best_key, self.best.hidden
            if late:
                break

    def _settle(self) -> None:
        """Decide the beginning for good: the places up to SETTLED of all hidden units are long and rarely change."""
        places = np.flatnonzero(self.best.hidden)
        cut = int(places[int(SETTLED * len(places))]) if len(places) else 0
        for unit in self.rest[:cut].tolist():
            if not self.basis.publish(self.columns.of_unit[unit]):
                self.basis.forget(self.columns.of_unit[unit])
                self.first.append(unit)
        self.rest = self.rest[cut:]

    def _blocks(self) -> Ints:
        """Return the block of each unit of the rest, from 0; units across blocks have the last one."""
        column = blocks(self.columns.matrix, BLOCK)
        names = [{int(column[j]) for j in self.columns.of_unit[unit]} for unit in self.rest]
        one = np.asarray([some.pop() if len(some) == 1 else -1 for some in names], np.int64)
        return np.where(one < 0, column.max(initial=-1) + 1, one)

    def _front(self, hidden: Bools, block: Ints) -> Ints:
        """Choose one to FRONT hidden places of each block at random."""
        places = self.random.permutation(np.flatnonzero(hidden))
        places = places[np.argsort(block[places], kind="stable")]
        _, start, size = np.unique(block[places], return_index=True, return_counts=True)
        nth = np.arange(len(places)) - np.repeat(start, size)
        return places[nth < np.repeat(self.random.integers(1, FRONT + 1, len(size)), size)]

    def _no_worse(self, new: Bools, old: Bools, block: Ints) -> Bools:
        """Say which blocks do not hide more than before, dear levels counting first."""
        shape = (int(block.max(initial=-1)) + 1, len(self.levels))
        change = np.zeros(shape, np.int64)
        np.add.at(change, (block, self.level[self.rest]), new.astype(np.int64) - old)
        first = (change != 0).argmax(axis=1)
        return np.asarray(change[np.arange(shape[0]), first] <= 0)

    def finish(self) -> Elimination:
        """Prove the choice; where no whole-number move is left, hide the least that gives one."""
        hidden = self.must.copy()
        hidden[self.first] = True
        hidden[self.rest[self.best.hidden]] = True
        found = certify(self.best.basis, self.columns, self.columns.shown(hidden))
        moves, lost, hidden = self._repair(found, hidden)
        infeasible = np.zeros_like(hidden)
        infeasible[self._unit(lost)] = True
        # What no move changes need not be hidden for anybody's sake.
        changed = np.zeros_like(hidden)
        changed[self._unit((moves @ self.columns.matrix).tocsr().indices)] = True
        hidden &= self.must | changed
        return Elimination(hidden, self._both_ways(moves), infeasible)

    def _unit(self, names: Sequence[int] | Ints) -> Ints:
        """Return the units of columns, leaving out columns that are no figures."""
        figures = self.columns.figures[np.asarray(names, np.int64)]
        return self.table.system.unit[figures[figures >= 0]]

    def _repair(self, found: Witnesses, hidden: Bools) -> tuple[sp.csr_matrix, list[int], Bools]:
        """Hide the least that gives the targets left a move. Returns all moves, targets without one, hidden."""
        moves, hidden = [found.moves], hidden.copy()
        lost: list[int] = []
        level = np.zeros(len(self.columns.limit), np.int64)
        figure = self.columns.figures >= 0
        level[figure] = self.level[self._unit(np.flatnonzero(figure))]
        price = 100 ** (len(self.levels) - 1 - level)
        for target in found.unmoved.tolist():
            aim = self.columns.matrix[:, [target]]
            if any((move @ aim).count_nonzero() for move in moves[1:]):
                continue
            move = widen(self.basis, self.columns, price, self.columns.shown(hidden), target)
            if move is None:
                lost.append(target)
                continue
            moves.append(move)
            change = (move @ self.columns.matrix).tocoo()
            hidden[self._unit(change.col[change.data != 0])] = True
        return sp.vstack(moves, format="csr"), lost, hidden

    def _both_ways(self, moves: sp.csr_matrix) -> sp.csc_matrix:
        """Return moves of the table's own atoms, each with its opposite."""
        each = moves.tocoo()
        shape = (len(self.table.counts), moves.shape[0])
        forth = sp.csc_matrix((each.data, (self.columns.atoms[each.col], each.row)), shape, dtype=np.int64)
        return sp.hstack([forth, -forth], format="csc")
