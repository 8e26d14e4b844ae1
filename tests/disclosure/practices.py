"""Practices in clusters, and an attacker who knows everything that is shown.

Belongs here: small tables for tests of the ledger. Nothing here is used outside tests.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import scipy.sparse as sp
from scipy.optimize import Bounds, LinearConstraint, milp

from disclosure.joint import Joint
from disclosure.table import NOBODY, Bools, Needs, System, Table

CLUSTERS = {"A": ("a1", "a2", "a3", "m"), "B": ("b1", "b2", "b3")}
MOVED = {"A": ("a1", "a2", "a3"), "B": ("b1", "b2", "b3", "m")}
COUNTS = {"a1": 11, "a2": 7, "a3": 9, "m": 3, "b1": 8, "b2": 6, "b3": 12}


def practices(
    counts: Mapping[str, int] = COUNTS,
    clusters: Mapping[str, Sequence[str]] = CLUSTERS,
) -> Table:
    """Every practice, every cluster and the nation is a unit of one figure; a practice is an atom."""
    return declared(counts, {**{atom: [atom] for atom in counts}, **clusters, "nation": list(counts)})


def declared(counts: Mapping[str, int], units: Mapping[str, Sequence[str]]) -> Table:
    """Each unit is one figure, the sum of the atoms named."""
    atoms, n = tuple(counts), len(units)
    place = {atom: i for i, atom in enumerate(atoms)}
    sums = np.zeros((n, len(atoms)), np.int64)
    for row, members in enumerate(units.values()):
        sums[row, [place[m] for m in members]] = 1
    system = System(
        atoms=atoms,
        figures=tuple(units),
        units=tuple(units),
        sums=sp.csr_matrix(sums),
        unit=np.arange(n),
        level=np.array([min(len(members) - 1, 1) for members in units.values()], np.int64),
        published=np.ones(n, bool),
        owner=np.full(len(atoms), NOBODY, np.int64),
    )
    return Table(system, np.array(list(counts.values()), np.int64))


def hide(table: Table, *units: str) -> Bools:
    """Which units are hidden: those named."""
    return np.isin(np.array(table.system.units), units)


def shuffled(table: Table, seed: int = 5) -> Table:
    """The same table with atoms, figures and units in another order."""
    chance, s = np.random.default_rng(seed), table.system
    a, f, u = (chance.permutation(len(labels)) for labels in (s.atoms, s.figures, s.units))
    system = System(
        atoms=tuple(s.atoms[i] for i in a),
        figures=tuple(s.figures[i] for i in f),
        units=tuple(s.units[i] for i in u),
        sums=s.sums[f][:, a],
        unit=np.argsort(u)[s.unit[f]],
        level=s.level[u],
        published=s.published[u],
        owner=s.owner[a],
        links=s.links[:, a],
        inequalities=s.inequalities[:, a],
        at_least=s.at_least,
    )
    return Table(system, table.counts[a])


def one_step(joint: Joint, threshold: int = 5) -> Needs:
    """Small figures can be one more and one less; nothing is asked of others."""
    values, system = joint.table.values, joint.table.system
    ones = ((values > 0) & (values < threshold)).astype(np.int64)
    primary = np.asarray(system.figures_of @ ones > 0)
    nothing = np.zeros(len(system.units), bool)
    return joint.needs(Needs(primary, ones, ones, np.zeros(len(values), bool), nothing))


def interval(table: Table, hidden: Bools, unit: str) -> tuple[int, int]:
    """Return the lowest and highest whole number that a reader must hold possible, 10,000 for no limit."""
    system = table.system
    shown = system.spread(~hidden)
    known = LinearConstraint(system.sums[shown].toarray(), table.values[shown], table.values[shown])
    wanted = system.sums[system.figures.index(unit)].toarray().ravel()
    ends = []
    for sign in (1, -1):
        whole, limits = np.ones(len(wanted)), Bounds(0, 10_000)
        found = milp(sign * wanted, constraints=known, integrality=whole, bounds=limits)
        ends.append(round(sign * found.fun))
    return ends[0], ends[1]
