"""A table of counts and its sums: what goes into hiding, and what an attacker may know of it.

Belongs here: the declaration that `protect` and `attack` both read. Does not belong here: rules, search,
attack.

Words. A **unit** is a row of counts that are all shown or all hidden (met and not met of one group and
period; of every indicator over the same population). A **sum** says that one unit is the sum of others,
column by column. An **auxiliary** unit is never published, it only carries sums (the part of a practice in
one of two clusters).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


class DisclosureError(Exception):
    """Something about the table that stops the work. The message names coordinates, never a value."""


@dataclass(frozen=True)
class Own:
    """What each attacker knows: its own part of units. Row i: of `unit[i]`, `attacker[i]` owns
    `counts[i]`."""

    unit: Ints
    attacker: Ints
    counts: Ints


@dataclass(frozen=True)
class System:
    """Everything about a table but its counts. N units, K columns, E sums, A attackers.

    labels: N coordinates, used in messages and to break ties (so the order of rows does not matter).
    published: False for auxiliary units.
    secret: auxiliary units that must not be found out either (a mover's small part in one cluster).
    level: cost class of hiding a unit; the cheapest class is hidden first.
    totals, parts: sum e says `totals[e]` = sum of `parts[e]`.
    owner: the attacker to whom a whole unit belongs (it then knows the count), else -1.
    own: the attackers' own parts, owned units included.
    groups: columns that add up to a denominator; every group adds up to the same one.
    """

    labels: tuple[str, ...]
    published: Bools
    secret: Bools
    level: Ints
    totals: Ints
    parts: tuple[Ints, ...]
    owner: Ints
    own: Own
    groups: tuple[tuple[int, ...], ...]

    @property
    def columns(self) -> int:
        """Number of counts in a unit."""
        return sum(len(group) for group in self.groups)

    @cached_property
    def sums_of(self) -> tuple[tuple[int, ...], ...]:
        """For each unit the sums it takes part in, as total or as part."""
        found: list[list[int]] = [[] for _ in self.labels]
        for e, (total, parts) in enumerate(zip(self.totals, self.parts, strict=True)):
            for unit in (int(total), *parts.tolist()):
                found[unit].append(e)
        return tuple(tuple(sums) for sums in found)


@dataclass(frozen=True)
class Table:
    """A system and its true counts (N x K). Confidential."""

    system: System
    counts: Ints

    @cached_property
    def denominators(self) -> Ints:
        """Denominator of each unit: the columns of the first group added up."""
        return np.asarray(self.counts[:, list(self.system.groups[0])].sum(axis=1))

    def check(self) -> None:
        """Raise DisclosureError if a sum does not hold, a count is negative or denominators differ."""
        system, counts = self.system, self.counts
        if (counts < 0).any():
            raise DisclosureError(f"{int((counts < 0).any(axis=1).sum())} units have a negative count")
        for total, parts in zip(system.totals, system.parts, strict=True):
            if (counts[total] != counts[parts].sum(axis=0)).any():
                raise DisclosureError(f"{system.labels[total]} is not the sum of its {len(parts)} parts")
        for group in system.groups[1:]:
            wrong = int((counts[:, list(group)].sum(axis=1) != self.denominators).sum())
            if wrong:
                raise DisclosureError(
                    f"indicators said to share a population differ in the denominator of {wrong} units"
                )
