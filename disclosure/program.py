"""Linear programs of the attack, one model per part of the table that hangs together.

Belongs here: what an attacker can work out about one part. Does not belong here: cutting the table into parts
and what counts as an exposure in closed form (`attacker`); anything of the search, which has its own
programs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import highspy
import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from disclosure.table import Bools, DisclosureError, Ints

Floats = NDArray[np.float64]
#: Counts are whole numbers; HiGHS is right to 1e-7.
_ROUND = 1e-4


class Contradiction(DisclosureError):
    """The published counts do not add up, so something was altered after hiding. Names coordinates, no
    values."""


@dataclass(frozen=True)
class Part:
    """Unknown units that hang together. signs: s x m. right: s x K. own: A x m x K. owned: A x m. sought:
    m."""

    units: Ints
    signs: sp.csr_matrix
    right: Ints
    attackers: Ints
    own: Ints
    owned: Bools
    present: Bools
    sought: Bools


class Program:
    """Linear programs over what is left of each count after the attacker subtracted its own part."""

    def __init__(self, part: Part, groups: tuple[tuple[int, ...], ...]) -> None:
        self.part = part
        m, k = part.own.shape[1:]
        add = np.zeros((len(groups), k), np.int64)
        for g, group in enumerate(groups):
            add[g, list(group)] = 1
        present = sp.identity(m, format="csr", dtype=np.int64)[np.flatnonzero(part.present)]
        blocks = [sp.kron(part.signs, sp.identity(k)), sp.kron(present, add[:1])]
        blocks += [sp.kron(sp.identity(m), add[g : g + 1] - add[:1]) for g in range(1, len(groups))]
        self._matrix = sp.csr_matrix(sp.vstack(blocks))
        self._equal = part.right.size
        target = np.concatenate(
            [part.right.ravel(), np.ones(present.shape[0]), np.zeros(m * (len(groups) - 1))]
        )
        self._target = target.astype(float)
        self._least = slice(self._equal, self._equal + present.shape[0])
        self.top = 10.0 * float(np.abs(part.right).sum() + part.own.sum()) + 1e4
        self.solved = 0
        self._solver = self._load()

    def _load(self) -> highspy.Highs:
        solver = highspy.Highs()
        solver.setOptionValue("output_flag", False)
        solver.setOptionValue("threads", 1)
        rows, n = self._matrix.shape
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = n, rows
        lp.col_cost_, lp.col_lower_, lp.col_upper_ = np.zeros(n), np.zeros(n), np.full(n, self.top)
        lp.row_lower_, lp.row_upper_ = np.zeros(rows), np.zeros(rows)
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_, lp.a_matrix_.index_ = self._matrix.indptr, self._matrix.indices
        lp.a_matrix_.value_ = self._matrix.data.astype(float)
        solver.passModel(lp)
        self._columns = np.arange(n, dtype=np.int32)
        self._rows = np.arange(rows, dtype=np.int32)
        return solver

    def become(self, a: int) -> None:
        """Subtract attacker a's own parts from everything known."""
        self._own = self.part.own[a].ravel().astype(float)
        low = self._target - self._matrix @ self._own
        high = low.copy()
        high[self._least] = np.inf
        self._solver.changeRowsBounds(len(low), self._rows, low, high)
        owned = np.repeat(self.part.owned[a], self.part.own.shape[2])
        self._solver.changeColsBounds(
            len(owned), self._columns, np.zeros(len(owned)), np.where(owned, 0.0, self.top)
        )

    def maximise(self, weight: Floats) -> Floats:
        """Return a point (counts, own parts included) where the weighted sum is largest."""
        self._solver.changeColsCost(len(weight), self._columns, -weight)
        self._solver.run()
        self.solved += 1
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            self._solver.clearSolver()  # the last basis was a bad start; begin afresh before believing it
            self._solver.run()
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise Contradiction(f"no table fits the published counts of {len(self.part.units)} linked units")
        return np.asarray(self._solver.getSolution().col_value) + self._own

    def interval(self, j: int) -> tuple[int, int]:
        """Return the whole numbers between which count j lies for the attacker become; -1: nothing bounds
        it."""
        weight = np.zeros(self._matrix.shape[1])
        weight[j] = 1.0
        high = self.maximise(weight)[j]
        low = self.maximise(-weight)[j]
        unbounded = high > self.top / 2
        return int(np.ceil(low - _ROUND)), -1 if unbounded else int(np.floor(high + _ROUND))

    def attack(self, threshold: int) -> Iterator[tuple[int, int, int, str]]:
        """Yield attacker, unit, column and what is learnt for every exposed count.

        A count is cleared by two tables that fit: one where it is high enough, one where it differs. Only
        counts that no table found so far clears get a program of their own, which then decides.
        """
        k = self.part.own.shape[2]
        pool = np.zeros((0, self._matrix.shape[1]))
        for a in range(len(self.part.attackers)):
            self.become(a)
            sought = np.repeat(self.part.sought & ~self.part.owned[a], k)
            seen = _Seen(threshold)
            pool = np.vstack([pool, self._first_tables(sought, seen)])
            seen.add(self._towards(a, seen, pool))
            for j in np.flatnonzero(sought & ~seen.clear()):
                for sign in (1.0, -1.0):
                    if not seen.clear()[j]:
                        weight = np.zeros(len(sought))
                        weight[j] = sign
                        point = self.maximise(weight)
                        pool = np.vstack([pool, point])
                        seen.add(pool[-1:])
                if not seen.clear()[j] and not self._adds_up(a, int(j) // k):
                    yield a, int(j) // k, int(j) % k, seen.learnt(int(j))

    def _first_tables(self, sought: Bools, seen: _Seen) -> Floats:
        """Return tables where many sought counts are high or low at once."""
        found = []
        weight = np.cos(np.arange(len(sought)))
        for wave in (np.ones(len(sought)), -np.ones(len(sought)), weight, -weight):
            found.append(self.maximise(np.where(sought, wave, 0.0)))
            seen.add(found[-1][None, :])
            if seen.clear()[sought].all():
                break
        return np.array(found)

    def _towards(self, a: int, seen: _Seen, pool: Floats) -> Floats:
        """Go from the middle of this attacker's tables towards all others found, as far as its own parts
        allow.

        Every table found fits what is published, and so does every mixture of two.
        """
        change = pool - seen.middle
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = np.where(change < -_ROUND, (seen.middle - self._own) / -change, 1.0)
        far = np.clip(ratio.min(axis=1, initial=1.0), 0.0, 1.0)
        owned = np.repeat(self.part.owned[a], self.part.own.shape[2])
        far[(np.abs(change[:, owned]) > _ROUND * 1e-2).any(axis=1)] = 0.0
        return np.asarray(seen.middle + far[:, None] * change)

    def _adds_up(self, a: int, unit: int) -> bool:
        dense = self.part.signs.toarray()
        return any(row[unit] < 0 and (row > 0).any() and self.part.owned[a][row > 0].all() for row in dense)


class _Seen:
    """Lowest and highest counts over the tables one attacker must hold possible."""

    def __init__(self, threshold: int) -> None:
        self._threshold = threshold
        self._low: Floats | None = None

    def add(self, tables: Floats) -> None:
        if self._low is None:
            self._low, self._high = tables.min(axis=0), tables.max(axis=0)
            self._sum, self._count = tables.sum(axis=0), len(tables)
            return
        self._low = np.minimum(self._low, tables.min(axis=0, initial=np.inf))
        self._high = np.maximum(self._high, tables.max(axis=0, initial=-np.inf))
        self._sum, self._count = self._sum + tables.sum(axis=0), self._count + len(tables)

    @property
    def middle(self) -> Floats:
        return np.asarray(self._sum / self._count)

    def clear(self) -> Bools:
        high, low = np.floor(self._high + _ROUND), np.ceil(np.asarray(self._low) - _ROUND)
        return np.asarray((high >= self._threshold) & (high > low))

    def learnt(self, j: int) -> str:
        whole = np.floor(self._high[j] + _ROUND), np.ceil(np.asarray(self._low)[j] - _ROUND)
        return "exact" if whole[0] <= whole[1] else "small"
