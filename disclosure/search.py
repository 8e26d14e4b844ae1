"""Hiding: a table and its sums in, the units to hide out.

Belongs here: the greedy search for what must be hidden besides the primary units, and showing again what
turned out unnecessary. Does not belong here: what is primary (`primary`), the proof (`attack`, separate
code), files.

Sizes: n units. One step (hide, attack the touched component) costs the size of its component; steps grow with
the number of primary units. A component of one sum is attacked in closed form, others by linear programming.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b

import numpy as np

from disclosure.closed import intervals
from disclosure.knowledge import OwnParts, View, view
from disclosure.linear import Finding, Moves, Search
from disclosure.pattern import Component, Pattern
from disclosure.table import Bools, DisclosureError, Table

#: At most so many candidates are tried for one that ends the matter alone; then the best-looking one is
#: taken.
TRIALS = 12


class Infeasible(DisclosureError):
    """An exposed unit with nothing left to hide around it. The message names its coordinates, never a
    value."""


@dataclass(frozen=True)
class Fixed:
    """What was published before: units (N) that must stay shown, and units that must stay hidden."""

    shown: Bools
    hidden: Bools

    @classmethod
    def nothing(cls, units: int) -> Fixed:
        """Nothing was published before."""
        return cls(np.zeros(units, bool), np.zeros(units, bool))


@dataclass(frozen=True)
class Protection:
    """The choice. hidden: N. secondary: N, hidden only so that others cannot be found out. linear_programs:
    solved."""

    hidden: Bools
    secondary: Bools
    linear_programs: int


def protect(
    table: Table, primary: Bools, threshold: int, fixed: Fixed | None = None, seed: bytes = b""
) -> Protection:
    """Choose what to hide so that no hidden count can be found out.

    primary: N, published units that must be hidden; one without patients is shown all the same (zeros are
    published). After hiding, for the outsider and for every attacker of the table, the interval of every
    hidden count reaches `threshold` and is not a single value. Raises Infeasible, and DisclosureError when
    the table does not add up.
    """
    table.check()
    fixed = fixed or Fixed.nothing(len(table.counts))
    work = _Work(table, primary, threshold, fixed, seed)
    work.repair()
    work.give_back()
    return Protection(work.pattern.hidden, work.secondary, work.solved)


class _Work:
    def __init__(self, table: Table, primary: Bools, threshold: int, fixed: Fixed, seed: bytes) -> None:
        self.table = table
        self.threshold = threshold
        system = table.system
        something = (table.counts > 0).any(axis=1)
        self.must = (primary | fixed.hidden) & something & system.published & ~fixed.shown
        self.may = something & system.published & ~fixed.shown
        self.pattern = Pattern(table, self.must)
        self.own = OwnParts(table)
        self.moves = Moves()
        self.solved = 0
        ties = [blake2b(label.encode(), key=seed[:64], digest_size=8).digest() for label in system.labels]
        #: Smallest first; equal ones in an order that only the seed decides.
        self.order = np.empty(len(ties), np.int64)
        self.order[sorted(range(len(ties)), key=lambda u: (table.denominators[u], ties[u]))] = range(
            len(ties)
        )

    @property
    def secondary(self) -> Bools:
        return np.asarray(self.pattern.hidden & ~self.must)

    def repair(self) -> None:
        """Hide more until no target is exposed."""
        queue = np.flatnonzero(self.pattern.targets).tolist()
        safe: set[int] = set()
        while queue:
            unit = queue.pop()
            if unit in safe or not self.pattern.open[unit]:
                continue
            component = self.pattern.component(unit)
            finding = self.assess(component)
            if finding is None:
                safe.update(component.units)
                continue
            more = self.choose(component, finding)
            self.pattern.hide(more)
            safe.discard(more)
            queue += [unit, more]

    def give_back(self) -> None:
        """Show again, dearest first, what turned out unnecessary."""
        level = self.table.system.level
        for unit in sorted(np.flatnonzero(self.secondary), key=lambda u: (-level[u], -self.order[u])):
            # Showing a unit may let others follow, but only within what hung together with it.
            together = self.pattern.component(int(unit)).units if self.pattern.open[unit] else ()
            self.pattern.show(int(unit))
            if not self._all_safe(together):
                self.pattern.hide(int(unit))
        # What follows from shown figures by now hides nothing by being hidden.
        for unit in np.flatnonzero(self.secondary & ~self.pattern.open):
            self.pattern.show(int(unit))

    def _all_safe(self, units: tuple[int, ...]) -> bool:
        seen = set[int]()
        for unit in units:
            if self.pattern.open[unit] and unit not in seen:
                component = self.pattern.component(unit)
                seen.update(component.units)
                if self.assess(component) is not None:
                    return False
        return True

    def assess(self, component: Component) -> Finding | None:
        """Return one exposed count of a component, or None."""
        cut = view(self.pattern, self.own, component)
        if not cut.targets.any() or not len(component.sums):
            return None
        if len(component.sums) == 1:
            return self._assess_single(cut)
        search = Search(cut, self.table.system.groups, self.threshold, self.moves)
        finding = search.first()
        self.solved += search.solved
        return finding

    def _assess_single(self, cut: View) -> Finding | None:
        if (cut.signs < 0).any():
            # A free total: it and every part of it may be as large as you like, unless all parts are known.
            return Finding(0, 0, cut.component.sums) if len(cut.units) == 1 else None
        rest = cut.right[0] - cut.own.sum(axis=1)
        low, high = intervals(rest, cut.own, cut.owned, cut.present, self.table.system.groups)
        exposed = ((high < self.threshold) | (low == high)).any(axis=2) & ~cut.owned & cut.targets
        found = np.argwhere(exposed)
        if not len(found):
            return None
        attacker, unit = found[0].tolist()
        return Finding(unit, attacker, cut.component.sums)

    def choose(self, component: Component, finding: Finding) -> int:
        """Return the unit to hide next: cheapest level, closing loops, no zeros, smallest, seed."""
        candidates = self._candidates(set(finding.blame))
        if not candidates:
            unit = component.units[finding.unit]
            raise Infeasible(f"nothing is left to hide around {self.table.system.labels[unit]}")
        ranked = sorted(candidates, key=self._rank)
        level = self.table.system.level[ranked[0]]
        trials = [u for u in ranked if self.table.system.level[u] == level and self._single(u)][:TRIALS]
        for unit in trials:
            if self._ends_it(unit):
                return unit
        return ranked[0]

    def _candidates(self, blame: set[int]) -> list[int]:
        # A derived total hides nothing by being hidden: look among its own parts instead.
        system, found, queue = self.table.system, set[int](), sorted(blame)
        while queue:
            members = self.pattern.members(queue.pop())
            for unit in members.tolist():
                if self.may[unit] and not self.pattern.hidden[unit]:
                    found.add(unit)
                elif not system.published[unit] or self.pattern.hidden[unit]:
                    if self.pattern.open[unit]:
                        continue
                    deeper = set(system.sums_of[unit]) - blame
                    blame |= deeper
                    queue += sorted(deeper)
        return sorted(found)

    def _rank(self, unit: int) -> tuple[int, int, int, int]:
        system, pattern = self.table.system, self.pattern
        lonely = sum(not pattern.open[pattern.members(e)].any() for e in system.sums_of[unit])
        zeros = int((self.table.counts[unit] == 0).sum())
        return int(system.level[unit]), lonely, zeros, int(self.order[unit])

    def _single(self, unit: int) -> bool:
        return len(self.table.system.sums_of[unit]) == 1

    def _ends_it(self, unit: int) -> bool:
        self.pattern.hide(unit)
        component = self.pattern.component(unit) if self.pattern.open[unit] else None
        ends = component is not None and len(component.sums) == 1 and self.assess(component) is None
        self.pattern.show(unit)
        return ends
