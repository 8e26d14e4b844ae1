"""Feasible intervals by linear programming (HiGHS), for components of several sums, as the search needs them.

Belongs here: one model per component, reused for every attacker and every question. The attack on the result
has a construction of its own (`attacker.py`) and shares nothing with this.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray

from disclosure.knowledge import View
from disclosure.table import Bools, Ints

Floats = NDArray[np.float64]
#: HiGHS keeps rows and bounds to 1e-7; counts are whole numbers, so 1e-4 is far from both.
SLACK = 1e-4


@dataclass(frozen=True)
class Finding:
    """An exposed count: position of unit in the view, column, and the sums (global numbers) that expose
    it."""

    unit: int
    attacker: int
    blame: tuple[int, ...]


def _rows(view: View, groups: tuple[tuple[int, ...], ...]) -> tuple[Floats, Floats, Floats]:
    """Return matrix, lower and upper ends of the rows: sums, equal denominators, at least one patient.

    Dense: a component has tens of units, and building sparse blocks costs more than it saves.
    """
    m, k = view.truth.shape
    denominator = np.zeros((len(groups), k))
    for g, group in enumerate(groups):
        denominator[g, list(group)] = 1
    sums = np.kron(view.signs, np.eye(k))
    same = np.kron(np.eye(m), denominator[1:] - denominator[:1])
    present = np.kron(np.eye(m)[view.present], denominator[:1])
    equal = np.concatenate([view.right.ravel(), np.zeros(len(same))])
    ones = np.ones(len(present))
    matrix = np.vstack([sums, same, present])
    return matrix, np.concatenate([equal, ones]), np.concatenate([equal, np.full(len(ones), np.inf)])


class Model:
    """The linear system of one component. Variables: units x columns, row by row."""

    def __init__(self, view: View, groups: tuple[tuple[int, ...], ...]) -> None:
        self.view = view
        matrix, low, high = _rows(view, groups)
        self._n = matrix.shape[1]
        self._index = np.arange(self._n, dtype=np.int32)
        #: No count can be proven larger than this; it only keeps free totals from running to infinity.
        self._top = 10.0 * float(view.truth.sum()) + 1000.0
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = self._n, matrix.shape[0]
        lp.col_cost_ = np.zeros(self._n)
        lp.col_lower_, lp.col_upper_ = np.zeros(self._n), np.full(self._n, self._top)
        lp.row_lower_, lp.row_upper_ = low, high
        lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        columns, rows = np.nonzero(matrix.T)
        lp.a_matrix_.start_ = np.searchsorted(columns, np.arange(self._n + 1)).astype(np.int32)
        lp.a_matrix_.index_, lp.a_matrix_.value_ = rows.astype(np.int32), matrix[rows, columns]
        self._highs = highspy.Highs()
        for name, value in (
            ("output_flag", False),
            ("presolve", "off"),
            ("threads", 1),
        ):
            self._highs.setOptionValue(name, value)
        self._highs.passModel(lp)
        self.solved = 0

    def become(self, attacker: int) -> None:
        """Take the place of the attacker at this position of the view."""
        self._own = self.view.own[attacker].ravel().astype(float)
        owned = np.repeat(self.view.owned[attacker], self.view.truth.shape[1])
        self._limit = np.where(owned, self._own, self._top)
        self._highs.changeColsBounds(self._n, self._index, self._own, self._limit)

    def nudge(self, wanted: Bools, threshold: int) -> Floats:
        """Return a point where as many wanted counts as possible are different, and high enough, at once.

        Small ones are pushed up, but no further than needed, large ones one down: so they share what there
        is.
        """
        truth = self.view.truth.ravel().astype(float)
        up = wanted & (truth < threshold)
        down = wanted & ~up
        low = np.where(down, np.maximum(self._own, truth - 1.0), self._own)
        high = np.where(up, np.minimum(self._limit, threshold), self._limit)
        self._highs.changeColsBounds(self._n, self._index, low, high)
        point = self.solve(down.astype(np.float64) - up.astype(np.float64))
        self._highs.changeColsBounds(self._n, self._index, self._own, self._limit)
        return point

    def solve(self, cost: Floats) -> Floats:
        """Minimise `cost`; return the variables. Raises RuntimeError when HiGHS finds no optimum."""
        self._highs.changeColsCost(self._n, self._index, cost)
        self._highs.run()
        self.solved += 1
        if self._highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            # A start from the last basis may end in "unknown"; a fresh one decides.
            self._highs.clearSolver()
            self._highs.run()
        if self._highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise RuntimeError(f"HiGHS ended with {self._highs.getModelStatus()} on a component of the table")
        return np.asarray(self._highs.getSolution().col_value)

    def binding(self) -> tuple[int, ...]:
        """Sums (global numbers) whose rows hold the last optimum."""
        rows = len(self.view.right.ravel())
        duals = np.abs(np.asarray(self._highs.getSolution().row_dual))[:rows] > SLACK
        by_sum = duals.reshape(len(self.view.component.sums), -1).any(axis=1)
        return tuple(self.view.component.sums[i] for i in np.flatnonzero(by_sum))


class Moves:
    """Ways to change a table that nothing published contradicts, found once and used for every attacker
    after.

    A move is the difference between a feasible table and the true one: all sums of it are zero. Any fraction
    of it is a move as well, so each attacker takes as much as its own parts allow. A move stays good while
    its units stay hidden; hiding more never spoils it.
    """

    def __init__(self) -> None:
        self._moves: dict[int, list[tuple[frozenset[int], Ints, Floats]]] = defaultdict(list)

    def add(self, units: Ints, change: Floats) -> None:
        """Keep a move: change is m x K for the m units."""
        some = np.flatnonzero(np.abs(change).max(axis=1) > SLACK)
        if len(some):
            moved = units[some]
            self._moves[int(moved[0])].append((frozenset(moved.tolist()), moved, change[some]))

    def within(self, view: View) -> Floats:
        """Return every move inside a component (W x m x K)."""
        inside = set(view.component.units)
        found = [move for u in view.component.units for move in self._moves[u] if move[0] <= inside]
        result = np.zeros((len(found), *view.truth.shape))
        for w, (_, units, change) in enumerate(found):
            result[w, np.searchsorted(view.units, units)] = change
        return result


class Search:
    """Looks for one exposed count of a component, for every attacker, remembering feasible points as
    witnesses."""

    def __init__(self, view: View, groups: tuple[tuple[int, ...], ...], threshold: int, moves: Moves) -> None:
        self._view = view
        self._groups = groups
        self._threshold = threshold
        self._moves = moves
        self._model: Model | None = None
        self._truth = view.truth.ravel().astype(float)

    @property
    def solved(self) -> int:
        """Linear programs solved so far."""
        return self._model.solved if self._model else 0

    def first(self) -> Finding | None:
        """Return the first exposed count found, or None when every attacker is held off."""
        self._known = self._moves.within(self._view).reshape(-1, len(self._truth))
        # Who owns most is the likeliest to find something out, and one finding is enough.
        attackers = np.argsort(-self._view.own.sum(axis=(1, 2)), kind="stable").tolist()
        return next((f for a in attackers if (f := self._attack(a)) is not None), None)

    def _attack(self, attacker: int) -> Finding | None:
        view, k = self._view, self._view.truth.shape[1]
        goal = np.repeat(view.targets & ~view.owned[attacker], k)
        self._start(attacker)
        if self._safe()[goal].all():
            return None
        self._model = self._model or Model(view, self._groups)
        self._model.become(attacker)
        left = len(goal) + 1
        while 0 < (wanted := goal & ~self._safe()).sum() < left:
            left = int(wanted.sum())
            self._note(self._model.nudge(wanted, self._threshold))
        for j in np.flatnonzero(goal & ~self._safe()):
            blame = self._question(self._model, int(j))
            if blame is not None and not follows(view, attacker, int(j) // k):
                return Finding(int(j) // k, attacker, blame or view.component.sums)
        return None

    def _start(self, attacker: int) -> None:
        """Begin with the truth and with as much of every known move as this attacker must hold possible."""
        own = self._view.own[attacker].ravel()
        owned = np.repeat(self._view.owned[attacker], self._view.truth.shape[1])
        room = self._truth - own
        with np.errstate(divide="ignore", invalid="ignore"):
            part = np.where(self._known < -SLACK, room / -self._known, 1.0).min(axis=1, initial=1.0)
        part[(np.abs(self._known[:, owned]) > SLACK).any(axis=1)] = 0.0
        points = self._known * part[:, None]
        self._low = self._truth + points.min(axis=0, initial=0.0)
        self._high = self._truth + points.max(axis=0, initial=0.0)

    def _safe(self, j: int | slice = slice(None)) -> NDArray[np.bool_]:
        # Counts are whole numbers: an attacker rounds the interval inwards.
        high, low = np.floor(self._high[j] + SLACK), np.ceil(self._low[j] - SLACK)
        return np.asarray((high >= self._threshold) & (high > low))

    def _note(self, point: Floats) -> None:
        change = point - self._truth
        self._moves.add(self._view.units, change.reshape(self._view.truth.shape))
        self._known = np.vstack([self._known, change])
        np.minimum(self._low, point, out=self._low)
        np.maximum(self._high, point, out=self._high)

    def _question(self, model: Model, j: int) -> tuple[int, ...] | None:
        """Return the sums that expose count j, or None when it is safe."""
        cost, blame = np.zeros(len(self._low)), set[int]()
        for sign in (-1.0, 1.0):
            if self._safe(j):
                return None
            cost[j] = sign
            self._note(model.solve(cost))
            blame.update(model.binding())
        return None if self._safe(j) else tuple(sorted(blame))


def follows(view: View, attacker: int, unit: int) -> bool:
    """Say whether a total is nothing but shown figures and the attacker's own: no disclosure about anyone."""
    for signs in view.signs:
        parts = signs > 0
        if signs[unit] < 0 and parts.any() and bool(view.owned[attacker][parts].all()):
            return True
    return False
