"""Feasible intervals in closed form, for hidden parts of one known total.

Belongs here: the formula and nothing else. A single sum is all that is known of these units, so each column
can be looked at alone, also when several indicators share the denominator: for any denominators with the
right total a table with the wanted row and column totals exists (a transportation problem with equal totals
always has a solution).
"""

from __future__ import annotations

import numpy as np

from disclosure.table import Bools, Ints


def intervals(
    rest: Ints, own: Ints, owned: Bools, published: Bools, groups: tuple[tuple[int, ...], ...]
) -> tuple[Ints, Ints]:
    """Return lowest and highest counts (A x m x K) each attacker must hold possible.

    rest: A x K, the total less everything shown and less the attacker's own parts. own: A x m x K, the
    attacker's own parts (lower bounds). owned: A x m, units the attacker knows whole. published: m; a hidden
    published unit has at least one patient, since one without is published as such: `needy` others take one
    case each where they can.
    """
    without = (own[:, :, list(groups[0])].sum(axis=2) == 0) & published & ~owned
    needy = without.sum(axis=1, keepdims=True) - without
    others = (~owned).sum(axis=1, keepdims=True) - 1
    low, high = own.copy(), own.copy()
    for group in groups:
        total = rest[:, list(group)].sum(axis=1)
        for k in group:
            elsewhere = (total - rest[:, k])[:, None]
            high[:, :, k] += rest[:, [k]] - np.maximum(0, needy - elsewhere)
            low[:, :, k] += without & (elsewhere == 0)
    alone = (others == 0) & ~owned
    low = np.where(alone[:, :, None], high, low)
    known = owned[:, :, None]
    return np.where(known, own, low), np.where(known, own, high)
