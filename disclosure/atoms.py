"""From atoms to a table: every unit is a set of atoms, so counts and the attackers' own parts follow by
adding up.

Belongs here: that addition. Does not belong here: which units and sums exist (the caller declares them).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from disclosure.primary import small
from disclosure.table import Bools, Ints, Own, System, Table


@dataclass(frozen=True)
class Layout:
    """The units of a table, without counts: the same for every indicator counted in the same way.

    atoms: N x S, 1 where unit n contains atom s. attacker: S, whose atom it is. Other fields as in `System`.
    guarded: auxiliary units that become secret when their counts are small.
    """

    labels: tuple[str, ...]
    published: Bools
    guarded: Bools
    level: Ints
    totals: Ints
    parts: tuple[Ints, ...]
    owner: Ints
    atoms: sp.csr_matrix
    attacker: Ints


def fill(layout: Layout, counts: Ints, groups: tuple[tuple[int, ...], ...], threshold: int) -> Table:
    """Return the table of a layout for the atoms' counts (S x K)."""
    units = np.asarray(layout.atoms @ counts)
    secret = layout.guarded & small(units, groups, threshold)
    system = System(
        labels=layout.labels,
        published=layout.published,
        secret=secret,
        level=layout.level,
        totals=layout.totals,
        parts=layout.parts,
        owner=layout.owner,
        own=_own_parts(layout, counts),
        groups=groups,
    )
    return Table(system, units)


def _own_parts(layout: Layout, counts: Ints) -> Own:
    pairs = layout.atoms.tocoo()
    attackers = int(layout.attacker.max(initial=-1)) + 1
    key = pairs.row.astype(np.int64) * attackers + layout.attacker[pairs.col]
    keys, position = np.unique(key, return_inverse=True)
    own = np.zeros((len(keys), counts.shape[1]), np.int64)
    np.add.at(own, position, counts[pairs.col])
    some = (own > 0).any(axis=1) | (layout.owner[keys // attackers] == keys % attackers)
    return Own(keys[some] // attackers, keys[some] % attackers, own[some])
