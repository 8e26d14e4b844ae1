"""The check of certificates: is what is hidden proven safe? No solver, no trust in whoever made the proof.

Belongs here: whole-number arithmetic on the declared table. It shares nothing with hiding but the declaration.
Does not belong here: which figures need no proof (`exemption`), finding moves, feasible intervals (`audit`).

A column that passes is another data set from which the same would have been published. So if a column is zero
on all that an attacker knows and moves a hidden figure, that attacker cannot tell the two values apart.
Passing depends on nothing but the shown figures: hiding more never makes what was hidden before less safe.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import scipy.sparse as sp

from disclosure.exemption import exempt
from disclosure.table import (
    OUTSIDER,
    Attacker,
    Bools,
    Certificates,
    DisclosureError,
    Ints,
    Needs,
    System,
    Table,
)

#: hidden: the unit is primary and not hidden. Others: no column moves the figure so for this attacker.
Need = Literal["hidden", "up", "down", "differs"]
_NEEDS: tuple[Need, ...] = ("up", "down", "differs")
#: No count is near this. Larger numbers could overflow when they are added up, and so prove anything.
_LARGEST = 2**31


class Forged(DisclosureError):
    """A column that is not the difference between two data sets with the same published figures."""


@dataclass(frozen=True, order=True)
class Gap:
    """What is not proven: a hidden figure, the attacker it is open to, and the need that no column meets."""

    figure: str
    attacker: Attacker
    need: Need


def check(
    table: Table, hidden: Bools, needs: Needs, attackers: Sequence[Attacker], certificates: Certificates
) -> tuple[Gap, ...]:
    """Return what the certificates leave unproven; nothing is the proof that `hidden` may be published.

    hidden: U, every unit that must not be found out, published or not; the published others are shown. Exempt
    are only figures that tell an attacker nothing new (`exemption`). Raises Forged for a column that is not
    valid, DisclosureError when the counts themselves break the declaration or the shapes do not fit.

    Cost: two sparse products, sums @ moves (W columns of some 16 atoms, each in some 24 figures) and what
    covers a figure times the attackers it touches.
    """
    system = table.system
    table.check()
    if hidden.shape != (len(system.units),):
        raise DisclosureError(
            f"{len(system.units)} units are declared, {hidden.size} are said to be hidden or not"
        )
    moves = _whole(certificates, len(system.atoms))
    changes = sp.csr_matrix(system.sums @ moves)
    shown = system.spread(system.published & ~hidden)
    _refuse_impossible(table, moves)
    _refuse_visible(system, changes, shown)
    _refuse_empty(table, changes, needs.present & hidden)
    known = _known(system, attackers)
    touched = sp.csr_matrix((abs(moves).T @ known).sign())
    # What is open to the outsider is open to everybody; it is named once.
    everyone = [attackers.index(OUTSIDER)] if OUTSIDER in attackers else range(len(attackers))
    found = [_open(asked, touched, everyone) for asked in _coverings(system, changes, needs, hidden)]
    pairs = np.concatenate([np.insert(p, 2, n, axis=1) for n, p in enumerate(found)])
    real = pairs[~exempt(table, shown, known, pairs[:, 0], pairs[:, 1])]
    gaps = [Gap(system.figures[f], tuple(attackers[a]), _NEEDS[n]) for f, a, n in real]
    return tuple(sorted([*_not_hidden(system, needs.primary & ~hidden), *gaps]))


def _whole(certificates: Certificates, atoms: int) -> sp.csc_matrix:
    """Return the moves with one entry per atom and column, or refuse them."""
    moves = sp.csc_matrix(certificates.moves, copy=True)
    if moves.shape[0] != atoms:
        raise Forged(f"certificates are about {moves.shape[0]} atoms, the table has {atoms}")
    if not np.issubdtype(moves.dtype, np.integer):
        raise Forged(f"certificates are {moves.dtype}, not whole numbers")
    moves = moves.astype(np.int64)
    if (moves.data >= _LARGEST).any() or (moves.data <= -_LARGEST).any():
        raise Forged("certificates hold numbers that no count can be")
    moves.sum_duplicates()
    moves.eliminate_zeros()
    return moves


def _refuse_impossible(table: Table, moves: sp.csc_matrix) -> None:
    """Refuse columns that lead to no data set: a negative count, a broken link, a broken inequality."""
    system = table.system
    negative = table.counts[moves.indices] + moves.data < 0
    if negative.any():
        atom = system.atoms[moves.indices[int(np.argmax(negative))]]
        raise Forged(f"{int(negative.sum())} entries make a count negative, the first at {atom}")
    broken = sp.csr_matrix(system.links @ moves)
    if broken.count_nonzero():
        raise Forged(f"{len(np.unique(broken.nonzero()[1]))} columns break a link")
    # Only where the product is not zero can an inequality that holds for the counts be broken.
    slack = system.inequalities @ table.counts - system.at_least
    product = sp.coo_matrix(system.inequalities @ moves)
    if (slack[product.row] + product.data < 0).any():
        raise Forged("a column breaks an inequality")


def _refuse_visible(system: System, changes: sp.csr_matrix, shown: Bools) -> None:
    """Refuse columns that change a shown figure.

    This covers atoms in a shown figure of zero: none can be less, and their sum must stay.
    """
    visible = (np.diff(changes.indptr) > 0) & shown
    if visible.any():
        label = system.figures[int(np.argmax(visible))]
        raise Forged(f"certificates change {int(visible.sum())} shown figures, the first is {label}")


def _refuse_empty(table: Table, changes: sp.csr_matrix, present: Bools) -> None:
    """Refuse columns that leave nobody in a unit that is known to hold somebody.

    Figures are sums of counts, so the largest is zero exactly when all of the unit add up to zero.
    """
    system = table.system
    if not present.any():
        return
    everybody = system.figures_of @ table.values
    lost = sp.coo_matrix(system.figures_of @ changes)
    empty = present[lost.row] & (everybody[lost.row] + lost.data < 1)
    if empty.any():
        label = system.units[int(lost.row[int(np.argmax(empty))])]
        raise Forged(f"{int(empty.sum())} columns leave nobody in a hidden unit, the first in {label}")


def _known(system: System, attackers: Sequence[Attacker]) -> sp.csr_matrix:
    """Return n x A: 1 where the attacker knows the atom."""
    owners = system.owners
    member = np.zeros((len(owners), len(attackers)), np.int64)
    for a, attacker in enumerate(attackers):
        member[np.isin(owners, attacker), a] = 1
    owned = np.flatnonzero(np.isin(system.owner, owners))
    place = (owned, np.searchsorted(owners, system.owner[owned]))
    of = sp.csr_matrix((np.ones(len(owned), np.int64), place), (len(system.atoms), len(owners)))
    return sp.csr_matrix(of @ sp.csr_matrix(member))


def _coverings(
    system: System, changes: sp.csr_matrix, needs: Needs, hidden: Bools
) -> list[tuple[Bools, sp.csr_matrix]]:
    """Return for each need which figures (N) ask for it, and which columns meet it (N x W)."""
    figure = np.repeat(np.arange(len(system.figures)), np.diff(changes.indptr))
    of_hidden = system.spread(hidden)
    result = []
    for asked, meets in (
        (needs.up > 0, changes.data >= needs.up[figure]),
        (needs.down > 0, -changes.data >= needs.down[figure]),
        (needs.differs, changes.data != 0),
    ):
        wanted = of_hidden & asked
        covering = sp.csr_matrix(
            (meets & wanted[figure], changes.indices, changes.indptr), changes.shape, np.int64
        )
        result.append((wanted, covering))
    return result


def _open(asked: tuple[Bools, sp.csr_matrix], touched: sp.csr_matrix, everyone: Sequence[int]) -> Ints:
    """Return pairs (figure, attacker) where every column that meets the need touches what the attacker knows.

    touched: W x A. everyone: attackers to name where no column meets the need at all.
    """
    wanted, covering = asked
    count = np.asarray(covering.sum(axis=1)).ravel()
    blocked = sp.coo_matrix(covering @ touched)
    always = (blocked.data == count[blocked.row]) & (blocked.data > 0)
    nothing = np.flatnonzero(wanted & (count == 0))
    figure = np.concatenate([blocked.row[always], np.repeat(nothing, len(everyone))])
    attacker = np.concatenate([blocked.col[always], np.tile(np.asarray(everyone, np.int64), len(nothing))])
    return np.column_stack([figure, attacker]).astype(np.int64)


def _not_hidden(system: System, left: Bools) -> list[Gap]:
    """Return a gap for the first figure of each primary unit that is not hidden."""
    units, first = np.unique(system.unit, return_index=True)
    return [Gap(system.figures[f], OUTSIDER, "hidden") for f in first[left[units]]]
