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

    A unit is **open** when its counts do not follow from what is shown: hidden or auxiliary, and not derived.
    A hidden total whose parts are all known is **derived** without harm: a sum of shown figures is never
    small (each is 0 or at least the threshold). The same goes for the only part of a known total (a region
    identical to its cluster) and for auxiliary units that are no secret.
    """

    def __init__(self, table: Table, hidden: Bools) -> None:
        self.table = table
        self.hidden = hidden.copy()
        system = table.system
        self._members = [
            np.concatenate([[total], parts]) for total, parts in zip(system.totals, system.parts, strict=True)
        ]
        self._flat = np.concatenate(self._members) if self._members else np.zeros(0, np.int64)
        self._starts = np.cumsum([0, *(len(m) for m in self._members)])[:-1]
        self._harmless = ~system.published & ~system.secret
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
        while self._members:
            alone = np.flatnonzero(np.add.reduceat(self.open[self._flat], self._starts) == 1)
            derived = [unit for e in alone if (unit := self._derived(int(e))) is not None]
            if not derived:
                break
            self.open[derived] = False
        self.targets = self.open & ((self.hidden & system.published) | system.secret)

    def _derived(self, e: int) -> int | None:
        members = self._members[e]
        unit = int(members[self.open[members]][0])
        harmless = self._harmless[unit] or unit == members[0] or len(members) == 2
        return unit if harmless else None

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
