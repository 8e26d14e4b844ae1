"""Moves by linear programming (HiGHS), where no exchange of equal atoms will do.

Belongs here: one program per neighbourhood and choice of shown figures: the smallest move that changes a
figure as asked, in whole numbers, and, when there is none, the rows to blame. Does not belong here: unit moves
(`transfer`), the audit (which has programs of its own and shares nothing with this).
"""

from __future__ import annotations

import highspy
import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from disclosure.neighbourhood import Neighbourhood
from disclosure.table import NOBODY, Ints
from disclosure.transfer import Move, Question

Floats = NDArray[np.float64]
#: HiGHS keeps rows and bounds to 1e-7; counts are whole numbers, so 1e-5 is far from both.
ROUND = 1e-5
#: Moving an atom of an owner better left alone counts like moving so many others.
_RELUCTANCE = 50.0
#: A whole-number program that is not solved after so many seconds counts as having no solution: the figure is
#: then hidden better than it needs to be.
_SECONDS = 2.0


class Program:
    """Moves of a neighbourhood: rows held fixed, rows with a lowest change, atoms that cannot fall below zero.

    least: for rows over the atoms (q x m) the lowest change each must have.
    """

    def __init__(
        self, place: Neighbourhood, active: Ints, least: tuple[sp.csr_matrix, Ints], counts: Ints, owner: Ints
    ) -> None:
        self._place = place
        self._active = active
        self._counts = counts[place.atoms].astype(float)
        self._owner = owner[place.atoms]
        fixed = sp.vstack([place.rows[active], place.links], format="csr")
        matrix = sp.vstack([fixed, least[0]], format="csr")
        self._matrix = sp.csc_matrix(sp.hstack([matrix, -matrix]), dtype=float)
        zeros = np.zeros(fixed.shape[0])
        self._low = np.concatenate([zeros, least[1].astype(float)])
        self._high = np.concatenate([zeros, np.full(len(least[1]), np.inf)])

    def find(self, inside: Ints, question: Question) -> Move | None:
        """Return the smallest move in whole numbers that changes the figure (coefficients m) as asked."""
        cost = np.ones(len(self._counts))
        cost[np.isin(self._owner, list(question.rather_not)) & (self._owner != NOBODY)] = _RELUCTANCE
        solver = self._load(np.concatenate([cost, cost]), question, self._row(inside, question))
        found = self._solve(solver)
        if found is not None and np.abs(found - np.rint(found)).max(initial=0) > ROUND:
            kinds = np.full(2 * len(cost), highspy.HighsVarType.kInteger)
            solver.changeColsIntegrality(len(kinds), np.arange(len(kinds), dtype=np.int32), kinds)
            solver.setOptionValue("time_limit", _SECONDS)
            found = self._solve(solver)
        if found is None:
            return None
        change = np.rint(found).astype(np.int64)
        some = np.flatnonzero(change)
        return Move(self._place.atoms[some], change[some])

    def blame(self, inside: Ints, question: Question) -> Ints:
        """Return the rows of the neighbourhood that keep the figure from changing further."""
        cost = -np.sign(question.by) * inside.astype(float)
        solver = self._load(np.concatenate([cost, -cost]), question, None)
        if self._solve(solver) is None:
            return self._active
        duals = np.abs(np.asarray(solver.getSolution().row_dual))[: len(self._active)]
        return self._active[duals > ROUND]

    def _row(self, inside: Ints, question: Question) -> tuple[Floats, float]:
        return np.concatenate([inside, -inside]).astype(float), float(question.by)

    def _load(self, cost: Floats, question: Question, wanted: tuple[Floats, float] | None) -> highspy.Highs:
        matrix, low, high = self._matrix, self._low, self._high
        if wanted is not None:
            matrix = sp.csc_matrix(sp.vstack([matrix, sp.csr_matrix(wanted[0])]))
            ends = (wanted[1], np.inf) if question.by > 0 else (-np.inf, wanted[1])
            low, high = np.append(low, ends[0]), np.append(high, ends[1])
        still = np.isin(self._owner, list(question.avoid)) & (self._owner != NOBODY)
        # No count needs to grow by more than everything here falls and what is asked for.
        top = np.where(still, 0.0, self._counts.sum() + abs(question.by))
        lp = highspy.HighsLp()
        lp.num_row_, lp.num_col_ = matrix.shape
        lp.col_cost_ = cost
        lp.col_lower_ = np.zeros(len(cost))
        lp.col_upper_ = np.concatenate([top, np.where(still, 0.0, self._counts)])
        lp.row_lower_, lp.row_upper_ = low, high
        lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        lp.a_matrix_.start_ = matrix.indptr.astype(np.int32)
        lp.a_matrix_.index_ = matrix.indices.astype(np.int32)
        lp.a_matrix_.value_ = matrix.data
        solver = highspy.Highs()
        for name, value in (("output_flag", False), ("threads", 1), ("presolve", "off")):
            solver.setOptionValue(name, value)
        solver.passModel(lp)
        return solver

    def _solve(self, solver: highspy.Highs) -> Floats | None:
        solver.run()
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        value = np.asarray(solver.getSolution().col_value)
        half = len(value) // 2
        return np.asarray(value[:half] - value[half:])
