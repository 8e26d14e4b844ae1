"""What an attacker knows of one component: lower bounds from its own parts, and what is left of the totals.

Belongs here: cutting a component out of a table for the search. Does not belong here: solving, choosing, the
attack.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from disclosure.pattern import Component, Pattern
from disclosure.table import Bools, Ints, Table


class OwnParts:
    """The attackers' own parts, looked up by unit."""

    def __init__(self, table: Table) -> None:
        own = table.system.own
        order = np.argsort(own.unit, kind="stable")
        self._attacker = own.attacker[order]
        self._counts = own.counts[order]
        self._start = np.searchsorted(own.unit[order], np.arange(len(table.system.labels) + 1))

    def of(self, units: Ints) -> tuple[Ints, Ints]:
        """Return attackers (A, the first is the outsider: -1) and their own parts of the units (A x m x
        K)."""
        spans = [slice(int(self._start[u]), int(self._start[u + 1])) for u in units]
        attackers = np.unique(np.concatenate([[-1], *(self._attacker[s] for s in spans)]))
        own = np.zeros((len(attackers), len(units), self._counts.shape[1]), np.int64)
        for j, span in enumerate(spans):
            own[np.searchsorted(attackers, self._attacker[span]), j] = self._counts[span]
        return attackers, own


@dataclass(frozen=True)
class View:
    """A component and its attackers. A attackers, m units, K columns, s sums.

    signs: s x m, +1 part, -1 total. right: s x K, what the open units of each sum must add up to.
    truth: m x K. own: A x m x K. owned: A x m. present: units known to hold at least one patient.
    """

    component: Component
    units: Ints
    signs: Ints
    right: Ints
    truth: Ints
    attackers: Ints
    own: Ints
    owned: Bools
    present: Bools
    targets: Bools


def view(pattern: Pattern, parts: OwnParts, component: Component) -> View:
    """Cut one component out of the table."""
    system = pattern.table.system
    units = np.array(component.units, np.int64)
    signs = np.zeros((len(component.sums), len(units)), np.int64)
    for row, e in enumerate(component.sums):
        members = pattern.members(e)
        for total, unit in zip(range(len(members)), members, strict=True):
            if pattern.open[unit]:
                signs[row, np.searchsorted(units, unit)] = 1 if total else -1
    truth = pattern.table.counts[units]
    attackers, own = parts.of(units)
    return View(
        component=component,
        units=units,
        signs=signs,
        right=signs @ truth,
        truth=truth,
        attackers=attackers,
        own=own,
        owned=(system.owner[units][None, :] == attackers[:, None]) & (attackers >= 0)[:, None],
        present=system.published[units],
        targets=pattern.targets[units],
    )
