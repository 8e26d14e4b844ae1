"""Choosing what to hide, one unit at a time: hide what must be, prove it, hide more where the proof fails.

Belongs here: the greedy search for tables with any attackers and any needs, and showing again what turned out
unnecessary. Does not belong here: proving (`proof`), elimination for large crossed tables (`eliminate`), the
optimum (`exact`), what is primary (`primary`).

Every step leaves a proof behind: hiding more never spoils a move, so a unit once proven stays proven, and only
showing one again voids the moves that touch it. Steps grow with the number of hidden units; each costs a few
unit moves or small linear programs of its neighbourhood, whatever the size of the table.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from time import monotonic

import numpy as np

from disclosure.proof import Exposed, Proof
from disclosure.table import Attacker, Bools, Fixed, Ints, Needs, Table

#: At most so many units are tried for one that ends the matter alone; then the best-looking one is taken.
TRIALS = 12


class Search:
    """A choice being made. `hidden`, `infeasible` and `proof` hold what came of it."""

    def __init__(
        self,
        table: Table,
        needs: Needs,
        attackers: Sequence[Attacker],
        fixed: Fixed,
        seed: bytes,
    ) -> None:
        system = table.system
        self.size = _largest_values(table)
        something = self.size > 0
        self.must = (needs.primary | fixed.hidden | ~system.published) & something & ~fixed.shown
        self.may = something & system.published & ~fixed.shown
        self.proof = Proof(table, self.must, self.may, needs, attackers)
        self.sought = self._sought(needs)
        self.infeasible = np.zeros(len(something), bool)
        self._level = system.level
        self._rank = ranks(system.units, self.size, seed)

    @property
    def hidden(self) -> Bools:
        """What is hidden now (U)."""
        return self.proof.hidden

    def _sought(self, needs: Needs) -> Bools:
        # An unpublished unit that is not small is no secret: it may be found out.
        return self.proof.table.system.published | needs.primary

    def repair(self) -> None:
        """Hide more until every hidden unit is proven or nothing is left to hide around it."""
        queue = sorted(np.flatnonzero(self.hidden & self.sought).tolist(), key=lambda u: -self._rank[u])
        waiting = set(queue)
        while queue:
            unit = queue.pop()
            waiting.discard(unit)
            if not self.hidden[unit] or self.infeasible[unit]:
                continue
            exposed = self.proof.prove(unit)
            if exposed is None:
                continue
            more = self._choose(unit, exposed)
            if more is None:
                self.infeasible[unit] = True
                continue
            again = self.proof.hide(more) | {unit, more}
            new = sorted((u for u in again if u not in waiting and self.sought[u]), key=lambda u: u == unit)
            queue += new
            waiting.update(new)

    def _choose(self, unit: int, exposed: Exposed) -> int | None:
        """Return the unit to hide next: cheapest level, ending the matter, smallest, seed; None if there is none."""
        found = [u for u in exposed.units if self.may[u] and not self.hidden[u]]
        if not found:
            return None
        ranked = sorted(found, key=lambda u: (self._level[u], self._rank[u]))
        trials = [u for u in ranked if self._level[u] == self._level[ranked[0]]][:TRIALS]
        return next((u for u in trials if self._ends_it(unit, u)), ranked[0])

    def _ends_it(self, unit: int, more: int) -> bool:
        self.proof.hide(more)
        ends = self.proof.prove(unit, quick=True) is None and self.proof.prove(more, quick=True) is None
        if not ends:
            self.proof.show(more)
        return ends

    def give_back(self, until: float) -> None:
        """Show again, dearest first, what turned out unnecessary, until the clock says stop."""
        for unit in sorted(
            np.flatnonzero(self.hidden & ~self.must), key=lambda u: (-self._level[u], -self._rank[u])
        ):
            if monotonic() > until:
                return
            void, lost = self.proof.show(int(unit))
            if not self._all_proven(lost):
                self.proof.hide(int(unit))
                self.proof.restore(void)

    def _all_proven(self, units: Iterable[int]) -> bool:
        return all(
            self.proof.prove(u) is None for u in sorted(units) if self.sought[u] and not self.infeasible[u]
        )


def ranks(labels: Sequence[str], size: Ints, seed: bytes) -> Ints:
    """Return the order of units: smallest first; equal ones in an order that only the seed decides."""
    ties = [blake2b(label.encode(), key=seed[:64], digest_size=8).digest() for label in labels]
    result = np.empty(len(ties), np.int64)
    result[sorted(range(len(ties)), key=lambda u: (size[u], ties[u]))] = range(len(ties))
    return result


def _largest_values(table: Table) -> Ints:
    result = np.zeros(len(table.system.units), np.int64)
    np.maximum.at(result, table.system.unit, table.values)
    return result
