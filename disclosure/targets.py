"""What exact suppression must protect from whom, and how the atoms may move at all.

Belongs here: reading a table, its needs and its attackers into targets and the equations of a move. Does not
belong here: cuts, search, patterns.

A **target** is one figure in one direction for one attacker: the figure must be able to move by `need`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import scipy.sparse as sp

from disclosure.table import Attacker, Bools, Fixed, Ints, Needs, System, Table


@dataclass(frozen=True)
class Target:
    """A hidden `figure` must be able to move by `need`, upwards (sign 1), downwards (-1) or either way (0).

    attacker: its place among the attackers. unit: the unit of the figure.
    """

    figure: int
    unit: int
    sign: int
    need: int
    attacker: int

    @property
    def signs(self) -> tuple[int, ...]:
        """Return the directions, any one of which is enough."""
        return (self.sign,) if self.sign else (1, -1)


@dataclass(frozen=True)
class Problem:
    """A table with needs and attackers, as moves see it. n atoms, m of them movable, N figures, U units."""

    table: Table
    needs: Needs
    attackers: Sequence[Attacker]
    fixed: Fixed

    @property
    def system(self) -> System:
        """Return the declaration of the table."""
        return self.table.system

    @cached_property
    def empty(self) -> Bools:
        """Return the units (U) that are shown because all their figures are zero, unless zeros are protected."""
        zero = np.ones(len(self.system.units), bool)
        zero[self.system.unit[self.table.values != 0]] = False
        return zero & self.system.published & ~(self.fixed.hidden | self.needs.primary)

    @cached_property
    def shown(self) -> Bools:
        """Return the units (U) that no pattern hides."""
        return (self.empty | self.fixed.shown) & self.system.published

    @cached_property
    def hidden(self) -> Bools:
        """Return the units (U) that every pattern hides: primary, hidden before, printed by nobody."""
        return (self.needs.primary | self.fixed.hidden | ~self.system.published) & ~self.shown

    @cached_property
    def impossible(self) -> Bools:
        """Return the primary units (U) that may not be hidden, since they were published before."""
        return self.needs.primary & self.fixed.shown & self.system.published

    @property
    def guarded(self) -> Bools:
        """Return the units (U) that must not be found out when hidden: not those that are nobody's to print."""
        return self.system.published | self.needs.primary

    @cached_property
    def movable(self) -> Ints:
        """Return the atoms (m numbers) that no figure of zero holds which every pattern shows."""
        free = np.ones(len(self.system.atoms), bool)
        zero = self.system.spread(self.shown) & (self.table.values == 0)
        free[np.unique(self.system.sums[zero].indices)] = False
        return np.flatnonzero(free)

    @cached_property
    def sums(self) -> sp.csr_matrix:
        """Return the figures as sums of movable atoms (N x m)."""
        return self.system.sums[:, self.movable].tocsr()

    @cached_property
    def owned(self) -> Bools:
        """Return which movable atoms each attacker knows by itself (attackers x m)."""
        known = [self.system.known_to(attacker)[self.movable] for attacker in self.attackers]
        return np.asarray(known, bool).reshape(len(self.attackers), len(self.movable))

    @cached_property
    def known(self) -> tuple[sp.csr_matrix, np.ndarray, np.ndarray]:
        """Return what everybody knows of a move besides shown figures: rows over movable atoms, low, high.

        Links stay zero. A declared inequality may use up its slack. A unit known to hold somebody holds
        somebody: the sum over the atoms in any of its figures, which is zero exactly when its largest figure
        is, stays at least one. (For a shown unit it follows anyway.)
        """
        system, counts = self.system, self.table.counts
        somebody = _anywhere(system)[self.needs.present & ~self.empty & self.guarded]
        rows = sp.vstack([system.links, system.inequalities, somebody], format="csr")
        slack = np.concatenate([system.at_least - system.inequalities @ counts, 1 - somebody @ counts])
        low = np.concatenate([np.zeros(system.links.shape[0]), np.minimum(slack, 0)])
        high = np.concatenate([np.zeros(system.links.shape[0]), np.full(len(slack), np.inf)])
        return rows[:, self.movable].tocsr(), low, high

    @cached_property
    def every(self) -> list[Target]:
        """Return all targets, should their units be hidden, attacker by attacker.

        A figure is no target for an attacker who owns every atom of it that can move at all.
        """
        others = abs(self.sums) @ (~self.owned).T.astype(np.int64) > 0
        unit = self.system.unit
        return [
            Target(figure, int(unit[figure]), sign, need, attacker)
            for attacker in range(len(self.attackers))
            for figure in np.flatnonzero(others[:, attacker] & self.guarded[unit]).tolist()
            for sign, need in self._directions(figure)
        ]

    @cached_property
    def columns(self) -> Ints:
        """Return `every` as numbers: figure, unit, sign, need, attacker (5 x T)."""
        rows = [(t.figure, t.unit, t.sign, t.need, t.attacker) for t in self.every]
        return np.array(rows, np.int64).reshape(-1, 5).T

    def targets(self, hidden: Bools, dropped: Bools) -> Ints:
        """Return which of `every` a pattern `hidden` (U) must protect, without the units `dropped` (U)."""
        return np.flatnonzero((hidden & ~dropped)[self.columns[1]])

    def _directions(self, figure: int) -> list[tuple[int, int]]:
        needs = self.needs
        both = [(1, int(needs.up[figure])), (-1, int(needs.down[figure]))]
        found = [(sign, need) for sign, need in both if need > 0]
        return found or ([(0, 1)] if needs.differs[figure] else [])


def _anywhere(system: System) -> sp.csr_matrix:
    """Return the atoms that are in any figure of a unit (U x n, ones)."""
    found = (system.figures_of @ abs(system.sums)).tocsr()
    found.data = np.ones_like(found.data)
    return found
