"""Whole-number moves: the cheapest for one target, and the pool of all that were found.

Belongs here: finding moves that certify targets, and which targets a pool covers under a pattern. Does not
belong here: choosing the pattern (`exact`), why no move exists (`cuts`), the independent check.
"""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

from disclosure.linear import Ended, Floats, Model
from disclosure.table import Bools, Ints
from disclosure.targets import Problem, Target

_TINY = 1e-6


class Undecided(Exception):
    """Whether a move exists was not found out: out of time, or the solver's numbers are too rough."""


class Pool:
    """Whole-number moves found so far, what they do to figures, and the units each of them needs hidden."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self.moves: list[Ints] = []
        self._figures = np.zeros((64, len(problem.system.figures)), np.int32)
        self._units = np.zeros((64, len(problem.system.units)), bool)
        self._touches = np.zeros((64, len(problem.attackers)), bool)

    def __len__(self) -> int:
        return len(self.moves)

    def add(self, move: Ints) -> Bools:
        """Keep a move of the movable atoms (m) and its reverse when that is one too. Return its units (U)."""
        problem = self._problem
        figures = np.asarray(problem.sums @ move)
        units = np.zeros(len(problem.system.units), bool)
        units[problem.system.unit[figures != 0]] = True
        touches = problem.owned @ (move != 0).astype(np.int64) > 0
        for sign in (1, -1):
            if obeys(problem, sign * move):
                self._put(sign * move, sign * figures, units, touches)
        return units

    def _put(self, move: Ints, figures: Ints, units: Bools, touches: Bools) -> None:
        place = len(self.moves)
        if place == len(self._figures):
            self._figures = np.concatenate([self._figures, np.zeros_like(self._figures)])
            self._units = np.concatenate([self._units, np.zeros_like(self._units)])
            self._touches = np.concatenate([self._touches, np.zeros_like(self._touches)])
        self._figures[place], self._units[place], self._touches[place] = figures, units, touches
        self.moves.append(move)

    def _usable(self, hidden: Bools, since: int) -> Ints:
        """Return the moves that change nothing shown when the units `hidden` (U) are hidden."""
        exposed = (self._units[since : len(self.moves)] & ~hidden).any(axis=1)
        return since + np.flatnonzero(~exposed)

    def ranges(self, hidden: Bools, since: int = 0) -> Ints:
        """Return how far usable moves take figures up and down against each attacker (attackers x 2 x N).

        since: only moves from this place on.
        """
        usable = self._usable(hidden, since)
        figures, touches = self._figures[usable], self._touches[usable]
        found = np.zeros((touches.shape[1], 2, figures.shape[1]), np.int64)
        for attacker in range(touches.shape[1]):
            safe = figures[~touches[:, attacker]]
            found[attacker, 0] = safe.max(axis=0, initial=0)
            found[attacker, 1] = -safe.min(axis=0, initial=0)
        return found

    def certifying(self, targets: Ints, hidden: Bools) -> list[Ints]:
        """Return few usable moves that reach all the `targets` which any usable move reaches."""
        usable = self._usable(hidden, 0)
        figure, _, sign, need, attacker = self._problem.columns[:, targets]
        reach = np.zeros((len(usable), len(targets)), bool)
        for place, k in enumerate(usable):
            up = (sign >= 0) & (self._figures[k, figure] >= need)
            down = (sign <= 0) & (-self._figures[k, figure] >= need)
            reach[place] = (up | down) & ~self._touches[k, attacker]
        missing = reach.any(axis=0)
        kept: list[int] = []
        while missing.any():
            best = int(np.argmax(reach[:, missing].sum(axis=1)))
            kept.append(int(usable[best]))
            missing &= ~reach[best]
        return [self.moves[k] for k in kept]


def reached(problem: Problem, ranges: Ints, targets: Ints) -> Bools:
    """Say which of the targets `Pool.ranges` reach."""
    figure, _, sign, need, attacker = problem.columns[:, targets]
    up, down = ranges[attacker, 0, figure] >= need, ranges[attacker, 1, figure] >= need
    return np.asarray((sign >= 0) & up | (sign <= 0) & down)


def obeys(problem: Problem, move: Ints) -> bool:
    """Say whether a move (m) leaves no negative count and keeps what everybody knows, figures aside."""
    known, low, high = problem.known
    beside = known @ move
    return bool(
        (problem.table.counts[problem.movable] + move >= 0).all()
        and (beside >= low).all()
        and (beside <= high).all()
    )


class MoveFinder:
    """The cheapest move that reaches a target, where moving a figure by one costs what its unit costs.

    Columns: the movable atoms, then how far each figure goes up, then down. Real numbers first; only when the
    vertex is fractional, whole ones.
    """

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._figures = np.flatnonzero(np.diff(problem.sums.indptr))
        self._place = {int(figure): row for row, figure in enumerate(self._figures)}
        self._unit = problem.system.unit[self._figures]
        self._values = problem.table.values[self._figures].astype(float)
        self._m, count = len(problem.movable), len(self._figures)
        sums, (known, low, high) = problem.sums[self._figures], problem.known
        one = sp.identity(count, format="csr")
        rows = sp.bmat([[sums, -one, one], [known, None, None]] if known.shape[0] else [[sums, -one, one]])
        self._floor = -problem.table.counts[problem.movable].astype(float)
        bounds = np.zeros(self._m + 2 * count)
        bounds[: self._m] = self._floor
        ends = np.full(len(bounds), np.inf)
        zero = np.zeros(count)
        self._model = Model(
            rows, (bounds, ends), (np.concatenate([zero, low]), np.concatenate([zero, high])),
            mip_rel_gap=np.inf,
        )  # fmt: skip
        self._own = np.zeros(self._m, bool)
        self._forced = np.zeros(0, np.int64)
        self.within(np.ones(len(problem.system.units), bool), np.ones(len(problem.system.units)))

    def within(self, allowed: Bools, cost: Floats) -> None:
        """Let only figures of the units `allowed` (U) move from now on, at a cost (U) a step."""
        may = allowed[self._unit]
        self._up, self._down = np.where(may, np.inf, 0.0), np.where(may, self._values, 0.0)
        count = len(self._figures)
        columns = np.arange(self._m, self._m + 2 * count)
        self._model.bound_columns(columns, np.zeros(2 * count), np.concatenate([self._up, self._down]))
        self._forced = np.zeros(0, np.int64)
        steps = cost[self._unit]
        self._model.cost(np.concatenate([np.zeros(self._m), steps, steps]))

    def find(self, target: Target, seconds: float = np.inf) -> Ints | None:
        """Return a move (m) that reaches the target, or None when there is none. Raises Undecided."""
        row = self._place.get(target.figure)
        if row is None:
            return None
        self._know(target.attacker)
        for sign in target.signs:
            if self._force(row, sign, target.need) and (move := self._solve(seconds)) is not None:
                return move
        return None

    def _know(self, attacker: int) -> None:
        own = self._problem.owned[attacker]
        self._model.hold(self._floor, self._own, own)
        self._own = own

    def _force(self, row: int, sign: int, need: int) -> bool:
        """Ask for the target's move; False when its own bounds forbid it already."""
        count = len(self._figures)
        if self._forced.size:
            back = self._forced[0] - self._m
            ends = np.array([self._up[back], self._down[back]])
            self._model.bound_columns(self._forced, np.zeros(2), ends)
        if (self._up if sign > 0 else self._down)[row] < need:
            return False
        self._forced = np.array([self._m + row, self._m + count + row])
        low = np.array([need, 0.0] if sign > 0 else [0.0, need])
        high = np.array([self._up[row], 0.0] if sign > 0 else [0.0, self._down[row]])
        self._model.bound_columns(self._forced, low, high)
        return True

    def _solve(self, seconds: float) -> Ints | None:
        if self._ended(seconds) is Ended.INFEASIBLE:
            return None
        if (move := self._rounded()) is not None:
            return move
        atoms = np.arange(self._m)
        self._model.whole(atoms, True)
        ended = self._ended(seconds)
        move = None if ended is Ended.INFEASIBLE else self._rounded()
        self._model.whole(atoms, False)
        if move is None and ended is not Ended.INFEASIBLE:
            raise Undecided("the solver's whole numbers are none")
        return move

    def _ended(self, seconds: float) -> Ended:
        ended = self._model.run(seconds)
        if ended is Ended.STOPPED:
            raise Undecided("out of time")
        return ended

    def _rounded(self) -> Ints | None:
        """Return the solution as whole numbers, or None when it is none that keeps every bound exactly."""
        values = self._model.values[: self._m]
        move = np.rint(values).astype(np.int64)
        if np.abs(values - move).max(initial=0.0) > _TINY or not obeys(self._problem, move):
            return None
        moved = (self._problem.sums @ move)[self._figures]
        fits = (moved <= self._up).all() and (moved >= -self._down).all() and not move[self._own].any()
        return move if fits else None
