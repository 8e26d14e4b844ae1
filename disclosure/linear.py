"""Feasible intervals by linear programming (HiGHS), for components of several sums, as the search needs them.

Belongs here: one model per component, reused for every attacker and every question. The attack on the result
has a construction of its own (`attack.py`) and shares nothing with this.
"""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from disclosure.knowledge import View

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


def _rows(view: View, groups: tuple[tuple[int, ...], ...]) -> tuple[sp.csc_matrix, Floats, Floats]:
    m, k = view.truth.shape
    denominator = np.zeros((len(groups), k))
    for g, group in enumerate(groups):
        denominator[g, list(group)] = 1
    sums = sp.kron(view.signs, sp.eye(k))
    same = sp.kron(sp.eye(m), denominator[1:] - denominator[:1])
    present = sp.kron(sp.eye(m).tocsr()[np.flatnonzero(view.present)], denominator[:1])
    matrix = sp.vstack([sums, same, present], format="csc")
    equal = np.concatenate([view.right.ravel(), np.zeros(same.shape[0])])
    ones = np.ones(present.shape[0])
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
        lp.a_matrix_.start_, lp.a_matrix_.index_ = matrix.indptr, matrix.indices
        lp.a_matrix_.value_ = matrix.data.astype(float)
        self._highs = highspy.Highs()
        for name, value in (("output_flag", False), ("presolve", "off"), ("threads", 1)):
            self._highs.setOptionValue(name, value)
        self._highs.passModel(lp)
        self.solved = 0

    def become(self, attacker: int) -> None:
        """Take the place of the attacker at this position of the view."""
        own = self.view.own[attacker].ravel().astype(float)
        owned = np.repeat(self.view.owned[attacker], self.view.truth.shape[1])
        self._highs.changeColsBounds(self._n, self._index, own, np.where(owned, own, self._top))

    def solve(self, cost: Floats) -> Floats:
        """Minimise `cost`; return the variables. Raises RuntimeError when HiGHS finds no optimum."""
        self._highs.changeColsCost(self._n, self._index, cost)
        self._highs.run()
        self.solved += 1
        if self._highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise RuntimeError(f"HiGHS ended with {self._highs.getModelStatus()} on a component of the table")
        return np.asarray(self._highs.getSolution().col_value)

    def binding(self) -> tuple[int, ...]:
        """Sums (global numbers) whose rows hold the last optimum."""
        rows = len(self.view.right.ravel())
        duals = np.abs(np.asarray(self._highs.getSolution().row_dual))[:rows] > SLACK
        by_sum = duals.reshape(len(self.view.component.sums), -1).any(axis=1)
        return tuple(self.view.component.sums[i] for i in np.flatnonzero(by_sum))


class Search:
    """Looks for one exposed count of a component, for every attacker, remembering feasible points as
    witnesses."""

    def __init__(self, model: Model, threshold: int) -> None:
        self._model = model
        self._threshold = threshold

    def first(self) -> Finding | None:
        """Return the first exposed count found, or None when every attacker is held off."""
        attackers = range(len(self._model.view.attackers))
        return next((f for a in attackers if (f := self._attack(a)) is not None), None)

    def _attack(self, attacker: int) -> Finding | None:
        view = self._model.view
        goal = np.repeat(view.targets & ~view.owned[attacker], view.truth.shape[1])
        self._low = view.truth.ravel().astype(float)
        self._high = self._low.copy()
        self._model.become(attacker)
        for sign in (-1.0, 1.0):
            if (wanted := goal & ~self._safe()).any():
                self._ask(sign * wanted * np.linspace(1.0, 2.0, len(wanted)))
        for j in np.flatnonzero(goal & ~self._safe()):
            blame = self._question(int(j))
            unit = int(j) // view.truth.shape[1]
            if blame is not None and not follows(view, attacker, unit):
                return Finding(unit, attacker, blame or view.component.sums)
        return None

    def _safe(self, j: int | slice = slice(None)) -> NDArray[np.bool_]:
        # Counts are whole numbers: an attacker rounds the interval inwards.
        high, low = np.floor(self._high[j] + SLACK), np.ceil(self._low[j] - SLACK)
        return np.asarray((high >= self._threshold) & (high > low))

    def _ask(self, cost: Floats) -> None:
        point = self._model.solve(cost)
        np.minimum(self._low, point, out=self._low)
        np.maximum(self._high, point, out=self._high)

    def _question(self, j: int) -> tuple[int, ...] | None:
        """Return the sums that expose count j, or None when it is safe."""
        cost, blame = np.zeros(len(self._low)), set[int]()
        for sign in (-1.0, 1.0):
            if self._safe(j):
                return None
            cost[j] = sign
            self._ask(cost)
            blame.update(self._model.binding())
        return None if self._safe(j) else tuple(sorted(blame))


def follows(view: View, attacker: int, unit: int) -> bool:
    """Say whether a total is nothing but shown figures and the attacker's own: no disclosure about anyone."""
    for signs in view.signs:
        parts = signs > 0
        if signs[unit] < 0 and bool(view.owned[attacker][parts].all()):
            return True
    return False
