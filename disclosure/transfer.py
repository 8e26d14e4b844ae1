"""Unit moves: taking from one atom what another one in the same shown figures gets.

Belongs here: the cheapest certificates there are. Two atoms that stand in exactly the same shown figures can
exchange what they count and nobody sees it; most hidden figures of a practice are proven by that alone, with
no program solved. Does not belong here: other moves (`program`), what must be proven.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from disclosure.neighbourhood import Neighbourhood
from disclosure.table import NOBODY, Bools, Ints

_HASH = np.random.default_rng(20_260_101)


@dataclass(frozen=True)
class Question:
    """A move that is looked for. figure: must change by `by` (its sign is the direction).

    avoid: owners whose atoms must not move. rather_not: owners better left alone, so that one move more holds
    them off as well.
    """

    figure: int
    by: int
    avoid: frozenset[int]
    rather_not: frozenset[int]


@dataclass(frozen=True)
class Move:
    """Atoms that change, and by how much."""

    atoms: Ints
    by: Ints


class Exchange:
    """Which atoms of a neighbourhood may be exchanged for each other under one choice of shown figures."""

    def __init__(self, place: Neighbourhood, shown: Bools, counts: Ints, owner: Ints) -> None:
        self._place = place
        self._counts = counts[place.atoms]
        self._owner = owner[place.atoms]
        active = place.rows[np.flatnonzero(place.active(shown))]
        # Equal columns have equal keyed sums; should two others collide, the check of the move finds it.
        words = _HASH.integers(1, 2**40, active.shape[0] + place.links.shape[0])
        signature = active.T @ words[: active.shape[0]] + place.links.T @ words[active.shape[0] :]
        _, self._class = np.unique(signature, return_inverse=True)

    def find(self, inside: Bools, question: Question) -> Move | None:
        """Return a move of the atoms inside the figure (m) against others of their classes, or None."""
        free = ~np.isin(self._owner, list(question.avoid)) | (self._owner == NOBODY)
        taking, giving = (inside, ~inside) if question.by > 0 else (~inside, inside)
        receivers = self._receivers(taking & free, question.rather_not)
        givers = np.flatnonzero(giving & free & (self._counts > 0) & np.isin(self._class, list(receivers)))
        changes: dict[int, int] = {}
        wanted = abs(question.by)
        for owner in self._by_capacity(givers, wanted, question.rather_not):
            for atom in givers[self._owner[givers] == owner]:
                step = min(wanted, int(self._counts[atom]))
                receiver = receivers[int(self._class[atom])]
                changes[int(atom)] = changes.get(int(atom), 0) - step
                changes[receiver] = changes.get(receiver, 0) + step
                wanted -= step
                if not wanted:
                    some = sorted(a for a, by in changes.items() if by)
                    return Move(self._place.atoms[some], np.array([changes[a] for a in some], np.int64))
        return None

    def _receivers(self, taking: Bools, rather_not: Iterable[int]) -> dict[int, int]:
        """Return for each class one atom that may grow: of an owner better moved, where there is one."""
        atoms = np.flatnonzero(taking)
        liked = ~np.isin(self._owner[atoms], list(rather_not))
        order = np.lexsort((atoms, ~liked))
        return {int(self._class[a]): int(a) for a in atoms[order][::-1]}

    def _by_capacity(self, givers: Ints, wanted: int, rather_not: Iterable[int]) -> list[int]:
        """Return the givers' owners: those who can give all first, and those better left alone last."""
        owners, place = np.unique(self._owner[givers], return_inverse=True)
        capacity = np.bincount(place, self._counts[givers], len(owners))
        liked = ~np.isin(owners, list(rather_not))
        order = np.lexsort((owners, -np.minimum(capacity, wanted), ~liked))
        return [int(o) for o in owners[order]]
