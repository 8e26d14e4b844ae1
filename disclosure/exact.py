"""Exact cell suppression: the cheapest pattern in which every target can move, by branch and cut.

Belongs here: the search for tables up to about 800 figures, its bounds and its result. Does not belong here:
where cuts come from (`cuts`), how moves are found (`moves`), who must be protected (`targets`), the
independent check of the certificates.

Source: Fischetti & Salazar, Management Science 47 (2001); besides theirs, a pattern counts only when every
target has a move in whole numbers.
"""

from __future__ import annotations

import contextlib
import hashlib
import math
import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from disclosure.linear import Ended, Floats, Model
from disclosure.moves import MoveFinder, Pool, Undecided, reached
from disclosure.separation import Separator
from disclosure.table import OUTSIDER, Attacker, Bools, DisclosureError, Fixed, Ints, Needs, Table
from disclosure.targets import Problem

_NEAR = 1e-6


@dataclass(frozen=True)
class Exact:
    """A safe pattern and what is known of how good it is.

    hidden: U, every unit that must not be found out: primary, hidden before, secondary.
    moves: n x W, whole numbers; every target that is not infeasible is reached by one of them.
    costs: what hiding costs by each aim in order; bounds: what no safe pattern falls below, given that the
    aims before are at their best. A bound is proven by real arithmetic in floating point, not in rationals.
    proven: costs and bounds agree. infeasible: U, units that would have to be hidden and that nothing protects
    (or that were shown before although primary).
    """

    hidden: Bools
    moves: sp.csc_matrix
    proven: bool
    costs: tuple[int, ...]
    bounds: tuple[int, ...]
    infeasible: Bools


def exact(
    table: Table,
    needs: Needs,
    attackers: Sequence[Attacker] = (OUTSIDER,),
    fixed: Fixed | None = None,
    objective: Sequence[str] = ("cells", "value"),
    time_limit: float = 60.0,
    start: Bools | None = None,
    seed: bytes = b"",
) -> Exact:
    """Return the cheapest safe pattern, or the best one found within `time_limit` seconds of wall time.

    objective: aims in order. "cells" is the number of secondary units, of the highest cost class first;
    "value" is the sum over secondary units of their largest figure. start: U, a pattern to begin with.
    seed: chooses among patterns that cost the same. A first safe pattern is always found, however short the
    time. Raises DisclosureError for an unknown aim, for a broken table, and when the solver cannot tell whether
    a first safe pattern exists.
    """
    table.check()
    fixed = Fixed.nothing(len(table.system.units)) if fixed is None else fixed
    problem = Problem(table, needs, tuple(attackers), fixed)
    search = _Search(problem, _aims(problem, objective), time.monotonic() + time_limit, seed)
    try:
        search.begin(start)
    except Undecided as why:
        raise DisclosureError(f"no first safe pattern: {why}") from None
    bounds = search.improve()
    return search.result(bounds)


def _aims(problem: Problem, objective: Sequence[str]) -> list[Ints]:
    """Return what hiding each unit costs (U), aim by aim."""
    system = problem.system
    free = ~(problem.hidden | problem.shown)
    largest = np.zeros(len(system.units), np.int64)
    np.maximum.at(largest, system.unit, problem.table.values)
    aims: list[Ints] = []
    for aim in objective:
        if aim == "cells":
            levels = np.unique(system.level[free])[::-1]
            aims += [(free & (system.level == level)).astype(np.int64) for level in levels]
        elif aim == "value":
            aims.append(np.where(free, largest, 0))
        else:
            raise DisclosureError(f"{aim} is not an aim of hiding")
    return aims


class _Search:
    """Patterns from above (greedy, pruned), bounds from below (cuts), until they meet."""

    def __init__(self, problem: Problem, aims: list[Ints], deadline: float, seed: bytes) -> None:
        self._problem, self._aims, self._deadline = problem, aims, deadline
        number = int.from_bytes(hashlib.sha256(seed).digest()[:4], "big")
        self._seed = number % 2**31
        self._ties = np.random.default_rng(number).random(len(problem.system.units))
        self._pool, self._finder = Pool(problem), MoveFinder(problem)
        self._shown = problem.shown.copy()
        self._infeasible = problem.impossible.copy()
        self._best = problem.hidden.copy()
        self._separator = Separator(problem, self._pool, self._finder)

    @property
    def _left(self) -> float:
        return self._deadline - time.monotonic()

    def _costs(self, hidden: Bools) -> tuple[int, ...]:
        return tuple(int(aim[hidden].sum()) for aim in self._aims)

    def begin(self, start: Bools | None) -> None:
        """Find a first safe pattern, whatever the time; say which units are infeasible."""
        wanted = self._problem.hidden if start is None else self._problem.hidden | start
        hidden = None
        while hidden is None:
            hidden = self._complete(wanted & ~self._shown, self._price(), np.inf)
            self._separator.settle(self._shown, self._infeasible)
        self._best = hidden

    def _price(self, x: Floats | None = None) -> Floats:
        """Return what a step of each unit costs when a pattern is completed; x: what the bound would hide."""
        price = self._aims[0] if self._aims else np.zeros(len(self._shown), np.int64)
        away = 1.0 if x is None else 1.0 - np.clip(x, 0, 1) + 1e-3
        return np.asarray(price * away + 1e-4 + 1e-4 * self._ties)

    def _complete(self, hidden: Bools, price: Floats, seconds: float) -> Bools | None:
        """Return `hidden` (U) and what else the cheapest move of each target needs, target by target.

        None when a unit turned out that can be protected by no pattern and so may not be hidden.
        """
        hidden, problem, pool = hidden.copy(), self._problem, self._pool
        while (todo := self._open(hidden)).size:
            while todo.size:
                target = problem.every[todo[0]]
                self._finder.within(~self._shown, np.where(hidden, 1e-4, price))
                move = self._finder.find(target, seconds)
                if move is not None:
                    before = len(pool)
                    hidden |= pool.add(move)
                    todo = todo[~reached(problem, pool.ranges(hidden, before), todo)]
                elif problem.hidden[target.unit]:
                    self._infeasible[target.unit] = True
                    todo = todo[problem.columns[1, todo] != target.unit]
                else:
                    self._shown[target.unit] = True
                    return None
        return hidden

    def _open(self, hidden: Bools) -> Ints:
        """Return the targets of a pattern that no move of the pool reaches."""
        targets = self._problem.targets(hidden, self._infeasible)
        return targets[~reached(self._problem, self._pool.ranges(hidden), targets)]

    def _offer(self, hidden: Bools) -> None:
        """Keep a safe pattern when it is cheaper than the best, after showing again what needs no hiding."""
        with contextlib.suppress(Undecided):
            hidden = self._prune(hidden)
        if self._costs(hidden) < self._costs(self._best):
            self._best = hidden

    def _prune(self, hidden: Bools) -> Bools:
        """Return a pattern in which no secondary unit can be shown again, the dearest being tried first."""
        order = np.lexsort((self._ties, *(-aim for aim in reversed(self._aims))))
        for unit in order[(hidden & ~self._problem.hidden)[order]]:
            if self._left <= 0:
                break
            fewer = hidden.copy()
            fewer[unit] = False
            if self._separator.safe(fewer, self._left):
                hidden = fewer
        return hidden

    def improve(self) -> tuple[int, ...]:
        """Bring down each aim in order, until proven or out of time. Return the proven bounds."""
        bounds: list[int] = []
        for place in range(len(self._aims)):
            bounds.append(self._bring_down(place))
            if bounds[-1] < self._costs(self._best)[place]:
                break
        return tuple(bounds)

    def _bring_down(self, place: int) -> int:
        """Return a proven bound of one aim; the best pattern is at it, unless time ran out."""
        bound = 0
        with contextlib.suppress(Undecided):
            while bound < (best := self._costs(self._best)[place]) and self._left > 0:
                x, low = self._relax(place)
                bound = max(bound, math.ceil(low - _NEAR))
                self._from(x)
                if self._costs(self._best)[place] == best and bound < best:
                    bound = max(bound, self._branch(place))
        return min(bound, self._costs(self._best)[place])

    def _from(self, x: Floats) -> None:
        """Complete what the bound would hide."""
        wanted = self._problem.hidden | (x > 1 - _NEAR) & ~self._shown
        hidden = self._complete(wanted, self._price(x), self._left)
        if hidden is not None:
            self._offer(hidden)

    def _master(self, place: int, **options: object) -> Model:
        """Return the master problem over x (U): cuts, and the aims before at their best."""
        count = len(self._shown)
        low, high = self._problem.hidden.astype(float), (~self._shown).astype(float)
        model = Model(sp.csr_matrix((0, count)), (low, high), (np.zeros(0), np.zeros(0)), **options)
        for aim, best in zip(self._aims[:place], self._costs(self._best), strict=False):
            used = np.flatnonzero(aim)
            model.add_row(used, aim[used].astype(float), -np.inf, float(best))
        for cut in self._separator.cuts:
            model.add_row(*cut.row())
        model.cost(self._aims[place].astype(float))
        return model

    def _relax(self, place: int) -> tuple[Floats, float]:
        """Return the best fractional x (U) that no further cut excludes, and its cost."""
        model = self._master(place)
        x, low = self._problem.hidden.astype(float), 0.0
        while self._left > 0:
            if model.run(self._left) is not Ended.OPTIMAL:
                break
            x, low = np.clip(model.values, 0.0, 1.0), model.objective
            fresh = self._separator.separate(x, self._deadline)
            if not fresh:
                break
            for cut in fresh:
                model.add_row(*cut.row())
        return x, low

    def _branch(self, place: int) -> int:
        """Look for a pattern cheaper than the best that keeps all cuts: try it, cut it off. Return a bound."""
        aim, best = self._aims[place], self._costs(self._best)[place]
        model = self._master(place, presolve="on", mip_rel_gap=0.0, mip_abs_gap=0.99, random_seed=self._seed)
        used = np.flatnonzero(aim)
        model.add_row(used, aim[used].astype(float), -np.inf, best - 1.0)
        model.whole(np.arange(len(aim)), True)
        if model.run(self._left) is Ended.INFEASIBLE:
            return best
        if model.solved:
            x = model.values
            if self._separator.refute((x > 0.5) & ~self._shown, self._left):
                self._from(x)
            else:
                self._best = (x > 0.5) & ~self._shown
        return math.ceil(model.bound - _NEAR)

    def result(self, bounds: tuple[int, ...]) -> Exact:
        """Return the best pattern with the moves that certify it."""
        problem = self._problem
        targets = problem.targets(self._best, self._infeasible)
        found = self._pool.certifying(targets, self._best)
        moves = np.zeros((len(problem.system.atoms), len(found)), np.int64)
        for column, move in enumerate(found):
            moves[problem.movable, column] = move
        costs = self._costs(self._best)
        return Exact(
            self._best & problem.guarded,
            sp.csc_matrix(moves),
            bounds == costs,
            costs,
            bounds,
            self._infeasible,
        )
