"""A table of counts as everybody in this library sees it: atoms, figures that are sums of atoms, units.

Belongs here: the declaration that hiding and the audit both read, and nothing they compute. Does not belong
here: rules, search, certificates, attacks.

Words. An **atom** is the finest count there is; no atom is published as such. A **figure** is a sum of atoms
that somebody might see. A **unit** is a set of figures that are all shown or all hidden (met, not met and
denominator of one group and period). A **link** is an equation between atoms that everybody knows (indicators
over one population have equal denominators). An **inequality** is one that was declared ("uoplyst under 10
pct."). An **owner** is who knows an atom because it counts its own patients: a practice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
#: Nobody owns the atom.
NOBODY = -1


class DisclosureError(Exception):
    """Something that stops the work. The message names coordinates and numbers of things, never a value."""


@dataclass(frozen=True)
class System:
    """Everything about a table but its counts. n atoms, N figures, U units, E links, I inequalities.

    atoms, figures, units: labels (coordinates), unique, used in messages and to break ties.
    sums: N x n, whole numbers; figure i is `sums[i] @ atoms`.
    unit: N, the unit of each figure.
    level: U, cost class of hiding a unit: the lowest class is hidden first.
    published: U, False for a unit that nobody prints but that must not be found out either when it is small
    (the part of a practice's year that it spent in another cluster).
    owner: n, number of the owner of each atom, or NOBODY.
    links: E x n; `links @ atoms` is zero and everybody knows it.
    inequalities: I x n and at_least: I; `inequalities @ atoms >= at_least` is published.
    """

    atoms: tuple[str, ...]
    figures: tuple[str, ...]
    units: tuple[str, ...]
    sums: sp.csr_matrix
    unit: Ints
    level: Ints
    published: Bools
    owner: Ints
    links: sp.csr_matrix = field(default_factory=lambda: sp.csr_matrix((0, 0), dtype=np.int64))
    inequalities: sp.csr_matrix = field(default_factory=lambda: sp.csr_matrix((0, 0), dtype=np.int64))
    at_least: Ints = field(default_factory=lambda: np.zeros(0, np.int64))

    def __post_init__(self) -> None:
        n, figures, units = len(self.atoms), len(self.figures), len(self.units)
        for name in ("links", "inequalities"):
            if getattr(self, name).shape == (0, 0):
                object.__setattr__(self, name, sp.csr_matrix((0, n), dtype=np.int64))
        shapes = {
            "sums": (self.sums.shape, (figures, n)),
            "unit": (self.unit.shape, (figures,)),
            "level": (self.level.shape, (units,)),
            "published": (self.published.shape, (units,)),
            "owner": (self.owner.shape, (n,)),
            "links": (self.links.shape[1:], (n,)),
            "inequalities": (self.inequalities.shape, (len(self.at_least), n)),
        }
        for name, (found, wanted) in shapes.items():
            if found != wanted:
                raise DisclosureError(f"{name} has shape {found}, not {wanted}")
        for matrix in (self.sums, self.links, self.inequalities):
            # Everybody reads "which atoms" off the stored entries.
            matrix.sum_duplicates()
            matrix.eliminate_zeros()
        if figures and not (self.unit.min() >= 0 and self.unit.max() < units):
            raise DisclosureError("a figure belongs to a unit that is not declared")

    @cached_property
    def owners(self) -> Ints:
        """Every owner, ascending."""
        return np.unique(self.owner[self.owner != NOBODY])

    @cached_property
    def figures_of(self) -> sp.csr_matrix:
        """U x N, 1 where the figure belongs to the unit."""
        n = len(self.figures)
        return sp.csr_matrix((np.ones(n, np.int64), (self.unit, np.arange(n))), (len(self.units), n))

    def spread(self, units: Bools) -> Bools:
        """Return which figures (N) belong to the given units (U)."""
        return np.asarray(units[self.unit])

    def known_to(self, attacker: Sequence[int]) -> Bools:
        """Return the atoms (n) that an attacker, a tuple of owners, knows by itself. The outsider is ()."""
        return np.isin(self.owner, np.asarray(attacker, np.int64)) & (self.owner != NOBODY)


@dataclass(frozen=True)
class Table:
    """A system and its true counts (n). Confidential."""

    system: System
    counts: Ints

    @cached_property
    def values(self) -> Ints:
        """Value of every figure (N)."""
        return np.asarray(self.system.sums @ self.counts)

    def check(self) -> None:
        """Raise DisclosureError for negative or fractional counts, a broken link or a broken inequality."""
        system, counts = self.system, self.counts
        if counts.shape != (len(system.atoms),):
            raise DisclosureError(f"{len(system.atoms)} atoms are declared, {counts.size} are counted")
        if not np.issubdtype(counts.dtype, np.integer):
            raise DisclosureError(f"counts are {counts.dtype}, not whole numbers")
        _refuse("has a negative count", system.atoms, counts < 0)
        broken = np.flatnonzero(system.links @ counts)
        if len(broken):
            atom = system.links.indices[system.links.indptr[broken[0]]]
            raise DisclosureError(f"{len(broken)} links do not hold, the first at {system.atoms[atom]}")
        if (system.inequalities @ counts < system.at_least).any():
            raise DisclosureError("a declared inequality does not hold")


def _refuse(what: str, labels: Sequence[str], wrong: Bools) -> None:
    if wrong.any():
        raise DisclosureError(f"{int(wrong.sum())} coordinates: {labels[int(np.argmax(wrong))]} {what}")


@dataclass(frozen=True)
class Needs:
    """How far every figure (N) must be able to move when it is hidden.

    primary: U, units that must be hidden because of what they are.
    up, down: by at least so much must a hidden figure be able to be larger, smaller.
    differs: a hidden figure must not be a single value.
    present: U, units that everybody knows to hold somebody when they are hidden, since empty ones are shown:
    in every other data set the largest figure of such a hidden unit is at least one.
    """

    primary: Bools
    up: Ints
    down: Ints
    differs: Bools
    present: Bools


@dataclass(frozen=True)
class Fixed:
    """What was published before: units (U) that must stay shown, and units that must stay hidden."""

    shown: Bools
    hidden: Bools

    @classmethod
    def nothing(cls, units: int) -> Fixed:
        """Nothing was published before."""
        return cls(np.zeros(units, bool), np.zeros(units, bool))


#: An attacker is the owners who put together what they know; the outsider is ().
Attacker = tuple[int, ...]
OUTSIDER: Attacker = ()


def respondents(system: System) -> tuple[Attacker, ...]:
    """Return the outsider and every single owner: the default attackers."""
    return (OUTSIDER, *((int(owner),) for owner in system.owners))


@dataclass(frozen=True)
class Certificates:
    """Proof that what is hidden cannot be found out.

    moves: n x W, whole numbers. Every column w is the difference between another data set and the true one:
    `counts + w` has no negative count, keeps every link and inequality, and gives the same shown figures.
    """

    moves: sp.csc_matrix

    @classmethod
    def none(cls, atoms: int) -> Certificates:
        """No move at all."""
        return cls(sp.csc_matrix((atoms, 0), dtype=np.int64))
