"""Crossed tables: dimensions with their groups, and every combination of codes and groups as a figure.

Belongs here: declaring a table from dimensions, for those whose figures are a full crossing. Does not belong
here: tables with a list of figures of their own (they declare a `System` directly), rules, hiding.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import product

import numpy as np
import scipy.sparse as sp

from disclosure.table import NOBODY, DisclosureError, Ints, System, Table


@dataclass(frozen=True)
class Dimension:
    """Codes and the groups they add up to. A code may be in any number of groups: levels of a tree, overlaps.

    groups: name of the group -> its codes. Codes and groups must have different names.
    """

    name: str
    codes: tuple[str, ...]
    groups: Mapping[str, tuple[str, ...]]

    @property
    def members(self) -> tuple[str, ...]:
        """Everything a figure may be about: codes, then groups."""
        return (*self.codes, *self.groups)

    def incidence(self) -> sp.csr_matrix:
        """Return which codes (columns) each member (row) adds up."""
        place = {code: i for i, code in enumerate(self.codes)}
        if doubles := set(place) & set(self.groups):
            raise DisclosureError(f"{self.name}: {sorted(doubles)[0]} is both a code and a group")
        rows = [[i] for i in range(len(self.codes))]
        for group, codes in self.groups.items():
            if unknown := [code for code in codes if code not in place]:
                raise DisclosureError(f"{self.name}: group {group} has the unknown code {unknown[0]}")
            rows.append(sorted({place[code] for code in codes}))
        indptr = np.cumsum([0, *(len(row) for row in rows)])
        columns = np.array([c for row in rows for c in row], np.int64)
        shape = (len(rows), len(self.codes))
        return sp.csr_matrix((np.ones(len(columns), np.int64), columns, indptr), shape)


def total(name: str, codes: Sequence[str], label: str = "total") -> Dimension:
    """Return a dimension of codes with one group, everything."""
    return Dimension(name, tuple(codes), {label: tuple(codes)})


def cross(
    dimensions: Sequence[Dimension],
    counts: Mapping[tuple[str, ...], int],
    together: str | None = None,
    owner: str | None = None,
) -> Table:
    """Return the table of all combinations of members.

    counts: by one code of each dimension; what is missing is zero. together: figures that differ only in this
    dimension (met, not met, denominator) are one unit; otherwise every figure is its own. owner: each code of
    this dimension is an owner. Raises DisclosureError for an unknown code or a count that is not a whole
    number from zero up, naming coordinates.
    """
    place = [{code: i for i, code in enumerate(d.codes)} for d in dimensions]
    sizes = [len(d.codes) for d in dimensions]
    atoms = np.zeros(sizes, np.int64)
    for key, count in counts.items():
        try:
            where = tuple(p[code] for p, code in zip(place, key, strict=True))
        except (KeyError, ValueError):
            raise DisclosureError(f"{' / '.join(map(str, key))} is not in the declared dimensions") from None
        if not isinstance(count, (int, float, np.integer)) or not float(count).is_integer() or count < 0:
            raise DisclosureError(f"{' / '.join(key)} has a count that is not a whole number from zero up")
        atoms[where] = int(count)
    members = [d.members for d in dimensions]
    units, unit = _units(dimensions, together)
    system = System(
        atoms=_labels([d.codes for d in dimensions]),
        figures=_labels(members),
        units=units,
        sums=reduce(lambda a, b: sp.kron(a, b, format="csr"), [d.incidence() for d in dimensions]),
        unit=unit,
        level=np.zeros(len(units), np.int64),
        published=np.ones(len(units), bool),
        owner=_owners(dimensions, owner),
    )
    return Table(system, atoms.ravel())


def _labels(members: Sequence[Sequence[str]]) -> tuple[str, ...]:
    return tuple(" / ".join(some) for some in product(*members))


def _units(dimensions: Sequence[Dimension], together: str | None) -> tuple[tuple[str, ...], Ints]:
    names = [d.members if d.name != together else ("*",) for d in dimensions]
    shape = [len(some) for some in names]
    number = np.arange(int(np.prod(shape))).reshape(shape)
    wide = [len(d.members) for d in dimensions]
    return _labels(names), np.broadcast_to(number, wide).astype(np.int64).ravel()


def _owners(dimensions: Sequence[Dimension], owner: str | None) -> Ints:
    sizes = [len(d.codes) for d in dimensions]
    result = np.full(sizes, NOBODY, np.int64)
    for axis, dimension in enumerate(dimensions):
        if dimension.name == owner:
            shape = [-1 if i == axis else 1 for i in range(len(sizes))]
            result[...] = np.arange(sizes[axis]).reshape(shape)
    return result.ravel()
