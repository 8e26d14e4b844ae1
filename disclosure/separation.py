"""Separation: which cuts a point or a pattern misses, and whether a pattern is safe.

Belongs here: asking targets one after the other, at fractional points (cuts only) and at patterns (moves, and
cuts where there is none). Does not belong here: the programmes themselves (`cuts`, `moves`), the search.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

import numpy as np
import scipy.sparse as sp

from disclosure.cuts import VIOLATED, Cut, CutFinder
from disclosure.linear import Floats
from disclosure.moves import MoveFinder, Pool, reached
from disclosure.table import Bools, Ints
from disclosure.targets import Problem, Target

#: Shown figures count as hidden by so much when a pattern is cut off: of all reasons, the shortest is found.
_SLIGHT = 1e-3


class Separator:
    """All cuts so far, and how to find more."""

    def __init__(self, problem: Problem, pool: Pool, finder: MoveFinder) -> None:
        self._problem, self._pool, self._finder = problem, pool, finder
        self._cutter = CutFinder(problem)
        self._keys: set[object] = set()
        self.cuts: list[Cut] = []
        self._matrix = sp.csr_matrix((0, len(problem.system.units)))
        self._least = np.zeros(0)
        self._hot = np.zeros(len(problem.every), bool)
        self.settle(problem.shown, problem.impossible)

    def settle(self, shown: Bools, infeasible: Bools) -> None:
        """Say which units (U) no pattern hides, and which are beyond protection."""
        self._shown, self._infeasible = shown, infeasible

    def misses(self, hidden: Bools) -> bool:
        """Say whether a pattern misses a cut: then it is not safe."""
        if self._matrix.shape[0] < len(self.cuts):
            rows = [cut.row() for cut in self.cuts[self._matrix.shape[0] :]]
            starts = np.cumsum([0, *(len(row[0]) for row in rows)])
            columns, values = (np.concatenate([row[part] for row in rows]) for part in (0, 1))
            more = sp.csr_matrix((values, columns, starts), (len(rows), len(hidden)))
            self._matrix = sp.vstack([self._matrix, more], format="csr")
            self._least = np.concatenate([self._least, [row[2] for row in rows]])
        return bool((self._matrix @ hidden < self._least - VIOLATED).any())

    def separate(self, x: Floats, deadline: float) -> list[Cut]:
        """Return new cuts that the point x (U) misses; an early end at the deadline only means fewer.

        Targets that were cut off before are asked first, the others when those give nothing.
        """
        targets = self._problem.targets(x > VIOLATED, self._infeasible)
        hot = self._hot[targets]
        fresh = self._by_need(x, targets[hot], deadline)
        return fresh or self._by_need(x, targets[~hot], deadline)

    def _by_need(self, x: Floats, targets: Ints, deadline: float) -> list[Cut]:
        need = self._problem.columns[3, targets]
        return [cut for n in np.unique(need) for cut in self._at(x, int(n), targets[need == n], deadline)]

    def _at(self, x: Floats, need: int, targets: Ints, deadline: float) -> list[Cut]:
        self._cutter.at(x, float(need))
        fresh: list[Cut] = []
        got = np.zeros((len(self._problem.attackers), 2, len(self._problem.system.figures)))
        cut_off: set[tuple[int, int]] = set()
        for place in targets.tolist():
            if time.monotonic() > deadline:
                break
            target = self._problem.every[place]
            enough = need * (x[target.unit] - VIOLATED)
            if (target.figure, target.attacker) in cut_off or _far(got, target, enough):
                continue
            cut = self._cut(target, enough)
            if cut is None:
                self._note(got)
            elif self._keep(cut, x):
                self._hot[place] = True
                fresh.append(cut)
                cut_off.add((target.figure, target.attacker))
        return fresh

    def _note(self, got: Floats) -> None:
        """Other targets, also of other attackers, need not be asked when the last move reaches them."""
        there, back, touched = self._cutter.last()
        figures = self._cutter.figures
        for place, moves in enumerate((there, -there if back is None else back)):
            if place and back is None:
                break
            for attacker in np.flatnonzero(~touched):
                up, down = got[attacker]
                up[figures] = np.maximum(up[figures], moves)
                down[figures] = np.maximum(down[figures], -moves)

    def _cut(self, target: Target, enough: float) -> Cut | None:
        """Return a cut when the target does not reach enough in any of its directions."""
        found: list[Cut] = []
        for sign in target.signs:
            if self._cutter.reach(target, sign) >= enough:
                return None
            found.append(self._cutter.cut(target, bool(self._problem.hidden[target.unit])))
        return found[0] if len(found) == 1 else either(found[0], found[1])

    def _keep(self, cut: Cut, x: Floats) -> bool:
        if cut.missed(x) <= VIOLATED or cut.key in self._keys:
            return False
        self._keys.add(cut.key)
        self.cuts.append(cut)
        return True

    def safe(self, hidden: Bools, seconds: float) -> bool:
        """Say whether every target of a pattern has a move; moves and cuts are kept. Raises Undecided."""
        if self.misses(hidden):
            return False
        without = self._without(hidden, seconds, every=False)
        self._explain(without, hidden)
        return not without

    def _without(self, hidden: Bools, seconds: float, every: bool) -> list[Target]:
        """Return the targets of a pattern that have no move, the first one or every one."""
        problem, pool = self._problem, self._pool
        ranges = pool.ranges(hidden)
        todo = problem.targets(hidden, self._infeasible)
        todo = todo[~reached(problem, ranges, todo)]
        without: list[Target] = []
        if todo.size:
            self._finder.within(hidden, np.ones(len(hidden)))
        while todo.size and (every or not without):
            target = problem.every[todo[0]]
            todo = todo[1:]
            move = self._finder.find(target, seconds)
            if move is None:
                without.append(target)
            else:
                before = len(pool)
                pool.add(move)
                todo = todo[~reached(problem, pool.ranges(hidden, before), todo)]
        return without

    def refute(self, hidden: Bools, seconds: float) -> bool:
        """Cut off a pattern in which targets have no move; False when there are none. Raises Undecided."""
        without = self._without(hidden, seconds, every=True)
        left = self._explain(without, hidden)
        if left and not self.misses(hidden):
            self._keep(self._no_good(left[0], hidden, seconds), hidden.astype(float))
        return bool(without)

    def _explain(self, without: Sequence[Target], hidden: Bools) -> list[Target]:
        """Keep cuts of targets that have no move; return those that no cut explains: real moves reach them."""
        x = hidden.astype(float)
        left: list[Target] = []
        for need in sorted({t.need for t in without}):
            asked = [t for t in without if t.need == need]
            for point, box in ((np.maximum(x, np.where(self._shown, 0.0, _SLIGHT)), need), (x, np.inf)):
                self._cutter.at(point, float(box))
                asked = [t for t in asked if not self._cuts_off(t, x)]
            left += asked
        return left

    def _cuts_off(self, target: Target, x: Floats) -> bool:
        cut = self._cut(target, target.need - VIOLATED)
        if cut is None or cut.missed(x) <= VIOLATED:
            return False
        self._keep(cut, x)
        return True

    def _no_good(self, target: Target, hidden: Bools, seconds: float) -> Cut:
        """Return "hide at least one more" for a target that only real moves reach.

        Units are hidden besides as long as the target still has no whole-number move: the fewer are left, the
        stronger the cut.
        """
        hidden = hidden.copy()
        queue = [np.flatnonzero(~hidden & ~self._shown)]
        while queue:
            more = queue.pop()
            wider = hidden.copy()
            wider[more] = True
            self._finder.within(wider, np.ones(len(hidden)))
            move = self._finder.find(target, seconds)
            if move is None:
                hidden = wider
            elif len(more) > 1:
                queue += [more[len(more) // 2 :], more[: len(more) // 2]]
        units = np.flatnonzero(~hidden & ~self._shown)
        return Cut(units, np.ones(len(units)), -1 if self._problem.hidden[target.unit] else target.unit)


def _far(got: Floats, target: Target, enough: float) -> bool:
    up, down = got[target.attacker, :, target.figure]
    return bool(target.sign >= 0 and up >= enough or target.sign <= 0 and down >= enough)


def either(one: Cut, other: Cut) -> Cut:
    """Return the cut that holds when one of two with the same unit does: the larger weight of each."""
    units: Ints = np.union1d(one.units, other.units)
    weights = np.zeros(len(units))
    for cut in (one, other):
        place = np.searchsorted(units, cut.units)
        weights[place] = np.maximum(weights[place], cut.weights)
    return Cut(units, weights, one.unit)
