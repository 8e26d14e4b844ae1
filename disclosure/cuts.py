"""Capacity cuts: why a pattern that shows too much cannot be safe, as an inequality over what is hidden.

Belongs here: the attacker's linear programme and the cut that its dual gives. Does not belong here: choosing
a pattern (`exact`), finding whole-number moves (`moves`).

Source: Fischetti & Salazar, "Solving the cell suppression problem on tabular data with linear constraints",
Management Science 47 (2001).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from disclosure.linear import Floats, Model
from disclosure.table import Bools, Ints
from disclosure.targets import Problem, Target

_PRIMAL_SIMPLEX = 4
#: Below this a multiplier of the solver is zero.
_TINY = 1e-7
#: A cut counts as violated from here on.
VIOLATED = 1e-3


@dataclass(frozen=True)
class Cut:
    """`weights @ x[units] >= x[unit]`: who hides `unit` hides enough of `units`. unit -1: in any case."""

    units: Ints
    weights: Floats
    unit: int

    @property
    def key(self) -> tuple[int, bytes, bytes]:
        """Return what tells cuts apart."""
        return self.unit, self.units.tobytes(), np.round(self.weights, 6).tobytes()

    def missed(self, x: Floats) -> float:
        """Return by how much x (U) misses the cut, positive when it is violated."""
        return float((x[self.unit] if self.unit >= 0 else 1.0) - self.weights @ x[self.units])

    def row(self) -> tuple[Ints, Floats, float, float]:
        """Return the cut as a row of a programme over x: columns, values, low, high."""
        if self.unit < 0:
            return self.units, self.weights, 1.0, np.inf
        return np.append(self.units, self.unit), np.append(self.weights, -1.0), 0.0, np.inf


class CutFinder:
    """The attacker's problem, kept warm: how far does a figure move when unit u may move x[u] of the way?

    Maximises a figure over real moves w with w >= -counts, everything that everybody knows, zero on the
    attacker's own atoms, and -min(value, box) x <= figure <= box x. The box only chooses among dual solutions
    (without one any x > 0 were enough); the cut is then written for what is true: a figure falls by its value
    at most and rises without end.
    """

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self.figures = np.flatnonzero(np.diff(problem.sums.indptr))
        self._sums = problem.sums[self.figures]
        self._unit = problem.system.unit[self.figures]
        self._values = problem.table.values[self.figures].astype(float)
        self._place = {int(figure): row for row, figure in enumerate(self.figures)}
        known, self._low, self._high = problem.known
        self._floor = self._floors()
        free = np.full(len(self._floor), np.inf)
        zero = np.zeros(len(self.figures))
        self._model = Model(
            sp.vstack([self._sums, known]),
            columns=(self._floor, free),
            rows=(np.concatenate([zero, self._low]), np.concatenate([zero, self._high])),
            simplex_strategy=_PRIMAL_SIMPLEX,  # from one target to the next only the cost changes
        )
        self._own = np.zeros(len(self._floor), bool)
        self.at(np.ones(len(problem.system.units)), np.inf)

    def _floors(self) -> Floats:
        """Return how far each movable atom may fall: endlessly where it is a figure, whose row says so."""
        floor = -self._problem.table.counts[self._problem.movable].astype(float)
        alone = self._sums[(np.diff(self._sums.indptr) == 1) & (self._sums.sum(axis=1).A1 == 1)]
        floor[alone.indices] = -np.inf
        return floor

    def at(self, x: Floats, box: float) -> None:
        """Separate the point x (U) from now on; a figure rises and falls by at most `box` (may be infinite)."""
        self.x, self._box, self._opened = x, box, np.zeros(0, np.int64)
        rows = np.arange(len(self.figures))
        self._model.bound_rows(rows, *self._limits(rows))

    def _limits(self, rows: Ints) -> tuple[Floats, Floats]:
        share = self.x[self._unit[rows]]
        falls = np.minimum(self._values[rows], self._box) * share
        rises = np.where(share > 0, self._box, 0.0) * np.where(share > 0, share, 1.0)
        return -falls, rises

    def reach(self, target: Target, sign: int) -> float:
        """Return how far (up to its need) the target moves in a direction at x.

        The target's own unit is hidden here, whatever x says: a cut speaks of those who hide it.
        """
        row = self._place.get(target.figure)
        if row is None:
            return 0.0
        self._know(target.attacker)
        self._open(target, row, sign)
        goal = np.zeros(len(self._floor))
        entries = slice(self._sums.indptr[row], self._sums.indptr[row + 1])
        goal[self._sums.indices[entries]] = -sign * self._sums.data[entries]
        self._model.cost(goal)
        self._model.run()
        return sign * float(self._model.row_values[row])

    def last(self) -> tuple[Floats, Floats | None, Bools]:
        """Return the last move of all `figures`, its reverse if that is a move at x, and who knows part of it."""
        rows, atoms = self._model.row_values, self._model.values
        moves = rows[: len(self.figures)]
        low, high = self._limits(np.arange(len(self.figures)))
        beside = -rows[len(self.figures) :]
        back = (
            (-moves >= low - _TINY).all()
            and (-moves <= high + _TINY).all()
            and (-atoms >= self._floor - _TINY).all()
            and (beside >= self._low - _TINY).all()
            and (beside <= self._high + _TINY).all()
        )
        touched = self._problem.owned @ (np.abs(atoms) > _TINY).astype(np.int64) > 0
        return moves, -moves if back else None, touched

    def _know(self, attacker: int) -> None:
        own = self._problem.owned[attacker]
        self._model.hold(self._floor, self._own, own)
        self._own = own

    def _open(self, target: Target, row: int, sign: int) -> None:
        self._close()
        self._opened = np.flatnonzero(self._unit == target.unit)
        low, high = -self._values[self._opened], np.full(len(self._opened), np.inf)
        this = self._opened == row
        if sign > 0:
            high[this] = target.need
        else:
            low[this] = np.maximum(low[this], -target.need)
        self._model.bound_rows(self._opened, low, high)

    def _close(self) -> None:
        """Give the last target's unit its limits at x again."""
        self._model.bound_rows(self._opened, *self._limits(self._opened))

    def cut(self, target: Target, always: bool) -> Cut:
        """Return the cut that the dual of the last `reach` gives. always: every pattern hides the unit.

        reach = sum of multiplier x bound. Bounds that hold anyway (atoms, what everybody knows, the target's
        own unit) count as they are; the rest must come from what is hidden.
        """
        column, row = self._model.duals
        rises, falls = np.maximum(-row, 0.0), np.maximum(row, 0.0)
        figures = len(self.figures)
        floors = np.where(np.isfinite(self._floor), -self._floor, 0.0) * ~self._own
        anyway = np.maximum(column, 0.0) @ floors - falls[figures:] @ self._low
        anyway += falls[self._opened] @ self._values[self._opened]
        need = max(target.need - anyway, _TINY)
        weights = np.where(rises[:figures] > _TINY, 1.0, falls[:figures] * self._values / need)
        weights[(self._unit == target.unit) | (weights < _TINY)] = 0.0
        used = np.flatnonzero(weights)
        units, place = np.unique(self._unit[used], return_inverse=True)
        total = np.zeros(len(units))
        np.add.at(total, place, weights[used])
        return Cut(units, np.minimum(total, 1.0), -1 if always else target.unit)
