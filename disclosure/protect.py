"""Hiding: a table, what its figures need and who attacks in; what to hide and the proof out.

Belongs here: the one way in, choosing the method by the table. Does not belong here: the methods themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from time import monotonic

import numpy as np
import scipy.sparse as sp

from disclosure.search import Search
from disclosure.table import Attacker, Bools, Certificates, Fixed, Needs, Table


@dataclass(frozen=True)
class Protection:
    """The choice and its proof. U units.

    hidden: U. secondary: U, hidden only so that others cannot be found out. infeasible: U, hidden units that
    nothing could prove; they must be coarsened, and the table must not be published as it stands.
    certificates: moves that prove every other hidden unit. programs: linear programs solved.
    """

    hidden: Bools
    secondary: Bools
    infeasible: Bools
    certificates: Certificates
    programs: int


def protect(
    table: Table,
    needs: Needs,
    attackers: Sequence[Attacker],
    fixed: Fixed | None = None,
    seed: bytes = b"",
    seconds: float = 60.0,
) -> Protection:
    """Choose what to hide so that no attacker can find out a hidden figure, and prove it.

    seed: secret bytes (at most 64) that break ties, so that nobody can rerun the search on a guess. seconds:
    after so long nothing is improved any more; what is needed for safety is always finished. Raises
    DisclosureError when the table does not add up.
    """
    table.check()
    fixed = fixed or Fixed.nothing(len(table.system.units))
    search = Search(table, needs, attackers, fixed, seed, np.zeros(len(table.system.units), bool))
    until = monotonic() + seconds
    search.repair()
    search.give_back(until)
    return Protection(
        hidden=search.hidden & (table.system.published | needs.primary),
        secondary=search.hidden & ~search.must,
        infeasible=search.infeasible,
        certificates=_certificates(table, search),
        programs=search.proof.programs,
    )


def _certificates(table: Table, search: Search) -> Certificates:
    moves = [kept.move for kept in search.proof.moves]
    if not moves:
        return Certificates.none(len(table.counts))
    rows = np.concatenate([m.atoms for m in moves])
    columns = np.repeat(np.arange(len(moves)), [len(m.atoms) for m in moves])
    by = np.concatenate([m.by for m in moves])
    return Certificates(sp.csc_matrix((by, (rows, columns)), shape=(len(table.counts), len(moves))))
