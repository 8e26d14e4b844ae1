"""Other tables that fit what was published: programs over the difference from one table that fits (HiGHS).

Belongs here: one model per part of the table that hangs together. Does not belong here: what is published
(`published`), which questions are asked and what an answer means (`audit`).

The variables are what each atom gains and what it loses. The cost is their sum, so a solution changes little:
it then touches few owners and answers the same question for all the others. Questions and attackers only change
bounds, so the solver goes on from the last answer (dual simplex).
"""

from __future__ import annotations

import highspy
import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from disclosure.published import FREE, Contradiction, Rows
from disclosure.table import Bools, Ints

Floats = NDArray[np.float64]
#: Counts are whole numbers; HiGHS keeps rows and bounds to 1e-7.
ROUND = 1e-4
_INFINITE = highspy.kHighsInf
_DONE = (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kModelEmpty)


def first_table(rows: Rows, fixed: Bools, counts: Ints) -> Ints:
    """Return whole numbers (n) that fit the rows, equal to `counts` where `fixed`. Raises Contradiction."""
    if fixed.all():
        value = rows.matrix @ counts
        wrong = (value < rows.low) | (value > rows.high)
        if wrong.any():
            raise Contradiction(f"no table fits {rows.names[int(np.argmax(wrong))]} and what attackers know")
        return counts
    model = _model(rows.matrix, _ends(rows.low), _ends(rows.high), np.zeros(len(counts)))
    own = np.where(fixed, counts, 0).astype(float)
    _set_columns(model, own, np.where(fixed, own, _INFINITE))
    found = _solve(model, whole=False)
    if found is not None and np.abs(found - np.rint(found)).max(initial=0) > ROUND:
        found = _solve(model, whole=True)
    if found is None:
        first = rows.names[0] if rows.names else "any figure"
        raise Contradiction(f"no table fits the {len(rows.names)} conditions around {first}")
    return np.rint(found).astype(np.int64)


class Alternatives:
    """All tables that fit, as differences from `table` (n), and how they change the sought sums (F x n)."""

    def __init__(self, rows: Rows, sought: sp.csr_matrix, table: Ints) -> None:
        self.table = table
        self.programs = self.whole_programs = 0
        here = rows.matrix @ table
        both = sp.csr_matrix(sp.vstack([rows.matrix, sought]))
        free = np.full(sought.shape[0], _INFINITE)
        low = np.concatenate([_ends(rows.low, here), -free])
        high = np.concatenate([_ends(rows.high, here), free])
        self._first = rows.matrix.shape[0]
        self._model = _model(sp.csr_matrix(sp.hstack([both, -both])), low, high, np.ones(2 * len(table)))
        self.become(np.zeros(len(table), bool))

    def become(self, known: Bools) -> None:
        """Look with the eyes of an attacker who knows these atoms (n)."""
        up = np.where(known, 0.0, _INFINITE)
        down = np.where(known, 0.0, self.table.astype(float))
        _set_columns(self._model, np.zeros(2 * len(known)), np.concatenate([up, down]))

    def moving(self, figure: int, at_least: int) -> Ints | None:
        """Return a small difference (n) that raises the sought sum by so much (lowers: below zero), or None."""
        row = self._first + figure
        ends = (float(at_least), _INFINITE) if at_least > 0 else (-_INFINITE, float(at_least))
        self._model.changeRowBounds(row, *ends)
        found = self._solve(whole=False)
        if found is not None and np.abs(found - np.rint(found)).max(initial=0) > ROUND:
            found = self._solve(whole=True)
        self._model.changeRowBounds(row, -_INFINITE, _INFINITE)
        return None if found is None else np.rint(found).astype(np.int64)

    def farthest(self, weight: Floats, whole: bool) -> float:
        """Return how far the weighted sum (n) can rise; infinite when nothing bounds it."""
        columns = np.arange(2 * len(weight), dtype=np.int32)
        self._model.changeColsCost(len(columns), columns, np.concatenate([-weight, weight]))
        found = self._solve(whole=False)
        if found is not None and whole and np.abs(found - np.rint(found)).max(initial=0) > ROUND:
            found = self._solve(whole=True)
        # No change at all always fits, so a program without a solution is one without a bound.
        return float("inf") if found is None else float(weight @ found)

    def _solve(self, whole: bool) -> Floats | None:
        self.programs += not whole
        self.whole_programs += whole
        found = _solve(self._model, whole)
        return None if found is None else found[: len(self.table)] - found[len(self.table) :]


def _ends(ends: Ints, here: Ints | int = 0) -> Floats:
    return np.where(ends == FREE, _INFINITE, ends - here)


def _model(matrix: sp.csr_matrix, low: Floats, high: Floats, cost: Floats) -> highspy.Highs:
    model = highspy.Highs()
    model.setOptionValue("output_flag", False)
    model.setOptionValue("threads", 1)
    model.setOptionValue("mip_rel_gap", 0.0)
    model.setOptionValue("mip_abs_gap", 0.5)
    program = highspy.HighsLp()
    program.num_row_, program.num_col_ = matrix.shape
    program.col_cost_, program.col_lower_ = cost, np.zeros(len(cost))
    program.col_upper_ = np.full(len(cost), _INFINITE)
    program.row_lower_, program.row_upper_ = low, high
    program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    program.a_matrix_.start_, program.a_matrix_.index_ = matrix.indptr, matrix.indices
    program.a_matrix_.value_ = matrix.data.astype(float)
    model.passModel(program)
    return model


def _set_columns(model: highspy.Highs, low: Floats, high: Floats) -> None:
    model.changeColsBounds(len(low), np.arange(len(low), dtype=np.int32), low, high)


def _solve(model: highspy.Highs, whole: bool) -> Floats | None:
    """Return the best point, or None when there is none."""
    columns = np.arange(model.getNumCol(), dtype=np.int32)
    kind = highspy.HighsVarType.kInteger if whole else highspy.HighsVarType.kContinuous
    if whole:
        model.changeColsIntegrality(len(columns), columns, np.full(len(columns), kind))
    model.run()
    if model.getModelStatus() not in _DONE:
        model.clearSolver()  # the last basis may have been a bad start; begin afresh before believing it
        model.run()
    found = np.asarray(model.getSolution().col_value) if model.getModelStatus() in _DONE else None
    if whole:
        kinds = np.full(len(columns), highspy.HighsVarType.kContinuous)
        model.changeColsIntegrality(len(columns), columns, kinds)
    return found
