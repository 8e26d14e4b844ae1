"""Which units are hidden, and what hangs together because of it.

Belongs here: the book-keeping of the search (open units, components). Does not belong here: judging whether a
component is safe, choosing what to hide, the attack (which has its own construction).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from disclosure.table import Bools, Ints, Table


@dataclass(frozen=True)
class Component:
    """Open units that hang together by sums. `units` ascending; `sums` every sum with one of them in it."""

    units: tuple[int, ...]
    sums: tuple[int, ...]


class Pattern:
    """The current choice of hidden units.

    A unit is **open** when its counts do not follow from what is shown. Two ways of following are no
    disclosure:

    plain: a hidden total whose parts are all shown (or plain). A sum of shown figures is never small, each
    being 0 or at least the threshold. The same goes for the only part of a shown total (a region that is one
    cluster).

    learnt: an auxiliary unit that is no secret and follows by subtraction. What is published must not.
    """

    def __init__(self, table: Table, hidden: Bools) -> None:
        self.table = table
        self.hidden = hidden.copy()
        system = table.system
        self._members = [
            np.concatenate([[total], parts]) for total, parts in zip(system.totals, system.parts, strict=True)
        ]
        self._flat = np.concatenate(self._members) if self._members else np.zeros(0, np.int64)
        lengths = np.array([len(m) for m in self._members], np.int64)
        self._starts = np.cumsum([0, *lengths])[:-1]
        self._pair = lengths == 2
        self._first = np.zeros(len(self._flat), bool)
        self._first[self._starts] = True
        self.refresh()

    def members(self, e: int) -> Ints:
        """Total and parts of a sum, the total first."""
        return self._members[e]

    def hide(self, unit: int) -> None:
        """Hide one more unit."""
        self.hidden[unit] = True
        self.refresh()

    def show(self, unit: int) -> None:
        """Show a unit again."""
        self.hidden[unit] = False
        self.refresh()

    def refresh(self) -> None:
        """Work out anew which units are open."""
        system = self.table.system
        self.open = self.hidden | ~system.published
        self._close(~system.secret, plain=True)
        self._close(~system.published & ~system.secret, plain=False)
        self.targets = self.open & ((self.hidden & system.published) | system.secret)

    def _close(self, may: Bools, plain: bool) -> None:
        """Close units that are the only open one of a sum: as its total or its only part (plain), or at
        all."""
        while self._members:
            alone = np.add.reduceat(self.open[self._flat], self._starts) == 1
            wanted = np.repeat(alone, np.diff([*self._starts, len(self._flat)]))
            if plain:
                wanted &= self._first | np.repeat(self._pair, np.diff([*self._starts, len(self._flat)]))
            units = self._flat[wanted]
            units = units[self.open[units] & may[units]]
            if not len(units):
                return
            self.open[units] = False

    def component(self, unit: int) -> Component:
        """Return the component of an open unit."""
        sums_of = self.table.system.sums_of
        seen, sums, queue = {unit}, set(), [unit]
        while queue:
            for e in sums_of[queue.pop()]:
                if e not in sums:
                    sums.add(e)
                    members = self._members[e]
                    new = set(members[self.open[members]].tolist()) - seen
                    seen |= new
                    queue.extend(new)
        return Component(tuple(sorted(seen)), tuple(sorted(sums)))
