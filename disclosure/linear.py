"""One linear or whole-number programme in HiGHS, kept warm while bounds, costs and rows change.

Belongs here: the few calls that are made of the solver. Does not belong here: what a programme means.
"""

from __future__ import annotations

from enum import Enum

import highspy
import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from disclosure.table import Bools, DisclosureError, Ints

Floats = NDArray[np.float64]
Bounds = tuple[Floats, Floats]


class Ended(Enum):
    """How a run ended. STOPPED: out of time, a solution may be there or not."""

    OPTIMAL = "optimal"
    INFEASIBLE = "infeasible"
    STOPPED = "stopped"


_ENDS = {
    highspy.HighsModelStatus.kOptimal: Ended.OPTIMAL,
    highspy.HighsModelStatus.kInfeasible: Ended.INFEASIBLE,
    highspy.HighsModelStatus.kTimeLimit: Ended.STOPPED,
    highspy.HighsModelStatus.kSolutionLimit: Ended.STOPPED,
    highspy.HighsModelStatus.kInterrupt: Ended.STOPPED,
}


class Model:
    """Minimise cost @ v with low <= rows @ v <= high and bounds on v; one thread, silent.

    options: HiGHS's own names. Raises DisclosureError when the solver ends in any other way than `Ended`.
    """

    def __init__(self, matrix: sp.spmatrix, columns: Bounds, rows: Bounds, **options: object) -> None:
        self._highs = highspy.Highs()
        for name, value in {"output_flag": False, "threads": 1, "presolve": "off", **options}.items():
            self._highs.setOptionValue(name, value)
        by_column = sp.csc_matrix(matrix)
        lp = highspy.HighsLp()
        lp.num_row_, lp.num_col_ = by_column.shape
        lp.col_cost_ = np.zeros(lp.num_col_)
        lp.col_lower_, lp.col_upper_ = columns
        lp.row_lower_, lp.row_upper_ = rows
        lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        lp.a_matrix_.start_ = by_column.indptr
        lp.a_matrix_.index_ = by_column.indices
        lp.a_matrix_.value_ = by_column.data.astype(float)
        self._highs.passModel(lp)
        self._every = np.arange(lp.num_col_, dtype=np.int32)

    def cost(self, cost: Floats) -> None:
        """Set the cost of every column."""
        self._highs.changeColsCost(len(self._every), self._every, cost)

    def hold(self, floor: Floats, before: Bools, now: Bools) -> None:
        """Keep the columns of `now` at zero and let those of `before` move again, from their floor up."""
        changed = np.flatnonzero(now != before)
        if changed.size:
            free = ~now[changed]
            low = np.where(free, floor[changed], 0.0)
            self.bound_columns(changed, low, np.where(free, np.inf, 0.0))

    def bound_columns(self, columns: Ints, low: Floats, high: Floats) -> None:
        """Set the bounds of some columns."""
        self._highs.changeColsBounds(len(columns), columns.astype(np.int32), low, high)

    def bound_rows(self, rows: Ints, low: Floats, high: Floats) -> None:
        """Set the bounds of some rows."""
        for row, least, most in zip(rows.tolist(), low.tolist(), high.tolist(), strict=True):
            self._highs.changeRowBounds(row, least, most)

    def add_row(self, columns: Ints, values: Floats, low: float, high: float) -> None:
        """Add one row."""
        self._highs.addRow(low, high, len(columns), columns.astype(np.int32), values.astype(float))

    def whole(self, columns: Ints, on: bool) -> None:
        """Make columns whole numbers, or real again."""
        kind = highspy.HighsVarType.kInteger if on else highspy.HighsVarType.kContinuous
        kinds = np.full(len(columns), int(kind), np.uint8)
        self._highs.changeColsIntegrality(len(columns), columns.astype(np.int32), kinds)

    def start(self, values: Floats) -> None:
        """Propose a solution to begin with."""
        self._highs.setSolution(len(values), self._every, values)

    def run(self, seconds: float = np.inf) -> Ended:
        """Solve, within `seconds` of wall time."""
        self._highs.setOptionValue("time_limit", max(0.0, seconds))
        self._highs.run()
        status = self._highs.getModelStatus()
        if status not in _ENDS:
            raise DisclosureError(f"the solver ended with: {self._highs.modelStatusToString(status)}")
        return _ENDS[status]

    @property
    def objective(self) -> float:
        """Return the cost of the solution."""
        return float(self._highs.getInfo().objective_function_value)

    @property
    def bound(self) -> float:
        """Return what no solution of a whole-number programme falls below."""
        return float(self._highs.getInfo().mip_dual_bound)

    @property
    def solved(self) -> bool:
        """Say whether there is a feasible solution."""
        return bool(
            self._highs.getInfo().primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
        )

    @property
    def values(self) -> Floats:
        """Return the value of every column."""
        return np.asarray(self._highs.getSolution().col_value, float)

    @property
    def row_values(self) -> Floats:
        """Return the value of every row."""
        return np.asarray(self._highs.getSolution().row_value, float)

    @property
    def duals(self) -> Bounds:
        """Return columns' and rows' duals: positive at a low bound, negative at a high one."""
        solution = self._highs.getSolution()
        return np.asarray(solution.col_dual, float), np.asarray(solution.row_dual, float)
