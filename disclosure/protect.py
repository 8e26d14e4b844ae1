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
from disclosure.table import OUTSIDER, Attacker, Bools, Certificates, Fixed, Needs, Table

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
    search = Search(table, needs, attackers, fixed, seed)
    until = monotonic() + seconds
    search.repair()
    search.give_back(until)
    result = search.hidden, search.infeasible, _certificates(table, search)
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


def _certificates(table: Table, search: Search) -> Certificates:
    moves = [kept.move for kept in search.proof.moves]
    if not moves:
        return Certificates.none(len(table.counts))
    rows = np.concatenate([m.atoms for m in moves])
    columns = np.repeat(np.arange(len(moves)), [len(m.atoms) for m in moves])
    by = np.concatenate([m.by for m in moves])
    return Certificates(sp.csc_matrix((by, (rows, columns)), shape=(len(table.counts), len(moves))))
