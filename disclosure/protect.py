"""Hiding: a table, what its figures need and who attacks in; what to hide and the proof out.

Belongs here: the one way in, choosing the method by the table. Does not belong here: the methods themselves.

Methods. `search`: greedy, for any attackers and needs; every step leaves its proof behind. `eliminate`: modulo a
prime, for large crossed tables whose primary figures must be movable by one, against outsiders. `exact`: the
cheapest pattern by branch and cut, for tables of some hundred figures. All three give certificates of one form,
and none is trusted: `check` verifies them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Literal

import numpy as np
import scipy.sparse as sp

from disclosure.eliminate import eliminate
from disclosure.exact import exact
from disclosure.search import Search
from disclosure.table import OUTSIDER, Attacker, Bools, Certificates, Fixed, Needs, System, Table

Method = Literal["auto", "search", "eliminate", "exact"]
#: Up to so many figures the optimum is proven within seconds (800 figures, 272 of them primary: 3 s CPU).
EXACT_FIGURES = 800


@dataclass(frozen=True)
class Protection:
    """The choice and its proof. U units.

    hidden: U, everything that must not be found out, unpublished secrets too. secondary: U, published units
    hidden only so that others cannot be found out. infeasible: U, hidden units that nothing could prove; they
    must be coarsened, and the table must not be published as it stands. certificates: moves that prove every
    other hidden unit. method: what was used. proven: no safe pattern hides fewer. programs: linear programs
    solved by `search`.
    """

    hidden: Bools
    secondary: Bools
    infeasible: Bools
    certificates: Certificates
    method: Method
    proven: bool = False
    programs: int = 0


def protect(
    table: Table,
    needs: Needs,
    attackers: Sequence[Attacker] = (OUTSIDER,),
    fixed: Fixed | None = None,
    seed: bytes = b"",
    seconds: float = 60.0,
    method: Method = "auto",
) -> Protection:
    """Choose what to hide so that no attacker can find out a hidden figure, and prove it.

    seed: secret bytes (at most 64) that break ties, so that nobody can rerun the search on a guess. seconds:
    after so long nothing is improved any more; what is needed for safety is always finished. Raises
    DisclosureError when the table does not add up, or when `eliminate` is asked for more than it can.
    """
    table.check()
    fixed = fixed or Fixed.nothing(len(table.system.units))
    chosen = _choose(table, needs, attackers) if method == "auto" else method
    if chosen == "exact":
        best = exact(table, needs, attackers, fixed, time_limit=seconds, seed=seed)
        found = best.hidden, best.infeasible, Certificates(best.moves)
        return _protection(table, needs, fixed, *found, chosen, proven=best.proven)
    if chosen == "eliminate":
        done = eliminate(table, needs, fixed, seed=seed, time_limit=seconds)
        return _protection(
            table, needs, fixed, done.hidden, done.infeasible, Certificates(done.moves), chosen
        )
    order = _Order(table)
    search = Search(order.table, order.needs(needs), attackers, order.fixed(fixed), seed)
    until = monotonic() + seconds
    search.repair()
    search.give_back(until)
    result = order.units(search.hidden), order.units(search.infeasible), order.certificates(search)
    return _protection(table, needs, fixed, *result, "search", programs=search.proof.programs)


def _choose(table: Table, needs: Needs, attackers: Sequence[Attacker]) -> Method:
    """Elimination and exactness where steps of one against outsiders are asked for; else the search."""
    modest = max(needs.up.max(initial=0), needs.down.max(initial=0)) <= 1 and not needs.differs.any()
    if not modest or tuple(attackers) != (OUTSIDER,) or needs.present.any():
        return "search"
    return "exact" if len(table.system.figures) <= EXACT_FIGURES else "eliminate"


def _protection(
    table: Table,
    needs: Needs,
    fixed: Fixed,
    hidden: Bools,
    infeasible: Bools,
    certificates: Certificates,
    method: Method,
    proven: bool = False,
    programs: int = 0,
) -> Protection:
    published = table.system.published
    hidden = hidden & (published | needs.primary)
    secondary = hidden & published & ~needs.primary & ~fixed.hidden
    return Protection(hidden, secondary, infeasible, certificates, method, proven, programs)


class _Order:
    """A table in the order of its labels, so that the search chooses the same whatever order it was declared in."""

    def __init__(self, table: Table) -> None:
        system = table.system
        self._atom, self._figure, self._unit = (
            np.array(sorted(range(len(labels)), key=labels.__getitem__), np.int64)
            for labels in (system.atoms, system.figures, system.units)
        )
        ordered = System(
            atoms=tuple(system.atoms[a] for a in self._atom),
            figures=tuple(system.figures[f] for f in self._figure),
            units=tuple(system.units[u] for u in self._unit),
            sums=system.sums[self._figure][:, self._atom],
            unit=np.argsort(self._unit)[system.unit[self._figure]],
            level=system.level[self._unit],
            published=system.published[self._unit],
            owner=system.owner[self._atom],
            links=system.links[:, self._atom],
            inequalities=system.inequalities[:, self._atom],
            at_least=system.at_least,
        )
        self.table = Table(ordered, table.counts[self._atom])

    def needs(self, needs: Needs) -> Needs:
        f, u = self._figure, self._unit
        return Needs(needs.primary[u], needs.up[f], needs.down[f], needs.differs[f], needs.present[u])

    def fixed(self, fixed: Fixed) -> Fixed:
        return Fixed(fixed.shown[self._unit], fixed.hidden[self._unit])

    def units(self, ordered: Bools) -> Bools:
        result = np.zeros_like(ordered)
        result[self._unit] = ordered
        return result

    def certificates(self, search: Search) -> Certificates:
        moves = [kept.move for kept in search.proof.moves]
        if not moves:
            return Certificates.none(len(self._atom))
        rows = self._atom[np.concatenate([m.atoms for m in moves])]
        columns = np.repeat(np.arange(len(moves)), [len(m.atoms) for m in moves])
        by = np.concatenate([m.by for m in moves])
        return Certificates(sp.csc_matrix((by, (rows, columns)), shape=(len(self._atom), len(moves))))
