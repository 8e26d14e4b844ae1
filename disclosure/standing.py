"""Where an earlier proof still stands: around what reaches back before the table, as long as nothing new is said.

Belongs here: which atoms hang together with something outside the table, and which new units speak of them. Does
not belong here: carrying earlier units into a table and what follows for them (`joint`).

Why: a year of which the table still counts three quarters was proven when all four were counted. Its proof may
rest on the fourth, also for a unit that lies wholly in the other three, and cannot be made again. It need not be:
what readers know of atoms that hang together is what was said of them, and nothing was added.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from scipy.sparse.csgraph import connected_components

from disclosure.past import Past, fresh
from disclosure.table import Bools, System


@dataclass(frozen=True, eq=False)
class Reaching:
    """What hangs together with the world outside a table. n atoms, U units of the table.

    atoms: n, joined with something outside by whatever was published. new: U, units that say something of these
    atoms that is not public yet. told: something new is said of them, by a unit, a link or an inequality.
    """

    atoms: Bools
    new: Bools
    told: bool

    def stand(self, system: System) -> Bools:
        """Return the units (of a system over the same atoms) whose earlier proof stands: all of it is untold."""
        part = sp.csr_matrix(system.figures_of @ abs(system.sums))
        here = np.asarray(part @ self.atoms.astype(np.int64))
        return (here > 0) & (here == np.asarray(part.sum(axis=1)).ravel()) & (not self.told)


def reaching(own: System, new: Bools, before: Past) -> Reaching:
    """Return what hangs together with the outside. new: U, published units whose sums are not public yet.

    All that reaches outside counts as one piece: it may hang together out there.
    """
    earlier, n = before.system, len(own.atoms)
    parts = [earlier.figures_of @ abs(earlier.sums), earlier.links, earlier.inequalities, before.parts]
    joins = sp.vstack([sp.csr_matrix((0, n), dtype=np.int64), *parts], format="csr")
    outside = np.ones(joins.shape[0], bool)
    outside[: len(earlier.units)] = ~before.complete
    outside[len(earlier.units) : joins.shape[0] - before.parts.shape[0]] = False
    graph = sp.hstack([joins, sp.csr_matrix(outside.astype(np.int64)).T], format="coo")
    first, size = joins.shape[0], joins.shape[0] + n + 1
    edges = (np.ones(graph.nnz), (graph.row, first + graph.col))
    _, name = connected_components(sp.coo_matrix(edges, (size, size)), directed=False)
    atoms = name[first : first + n] == name[-1]
    speaks = new & (own.figures_of @ (abs(own.sums) @ atoms.astype(np.int64)) > 0)
    said = own.links[np.flatnonzero(fresh(own.links, earlier.links))]
    unequal = fresh(own.inequalities, earlier.inequalities, own.at_least, earlier.at_least)
    statements = sp.vstack([said, own.inequalities[np.flatnonzero(unequal)]], format="csr")
    told = bool(speaks.any() or (abs(statements) @ atoms.astype(np.int64)).any())
    return Reaching(atoms, np.asarray(speaks), told)
