"""What was published of a block before, seen over the atoms of a table.

Belongs here: placing earlier units on a table's atoms, and the refusal when a table contradicts them. Does not
belong here: the chain that keeps them (`ledger`), what they mean for hiding (`joint`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from disclosure.issue import Issue, placed, rows
from disclosure.table import NOBODY, Bools, DisclosureError, Ints, System


class Contradicted(DisclosureError):
    """What is to be published contradicts what is public. The message names coordinates, never a value."""

    @classmethod
    def at(cls, block: str, labels: Sequence[str]) -> Contradicted:
        """Return the refusal for the units with these labels."""
        return cls(
            f"{block}: {len(labels)} published units are contradicted, the first is {labels[0]}; what is public is "
            "frozen, a correction needs a re-issue of the whole block"
        )


@dataclass(frozen=True, eq=False)
class Past:
    """Earlier units over the atoms of a table. Labels name the release: "unit @ release".

    system: every earlier unit, its figures with their part among the table's atoms (no atom at all when
    they lie outside); links and inequalities only when wholly inside.
    values: N, of the whole figures; zero where hidden. shown: U.
    whole: N, figures that lie wholly among the table's atoms.
    parts: rows over the table's atoms, the inside of links and inequalities that reach outside it.
    """

    system: System
    values: Ints
    shown: Bools
    whole: Bools
    parts: sp.csr_matrix

    @property
    def complete(self) -> Bools:
        """Units (U) whose every figure lies wholly among the table's atoms."""
        return np.asarray(self.system.figures_of @ ~self.whole == 0)

    @property
    def touching(self) -> Bools:
        """Units (U) with at least one atom of the table."""
        return np.asarray(self.system.figures_of @ np.diff(self.system.sums.indptr) > 0)


def past(issues: Sequence[Issue], atoms: Sequence[str]) -> Past:
    """Return what the issues published, over these atoms (labels, in the table's order)."""
    place = {label: i for i, label in enumerate(atoms)}
    n = len(atoms)
    sums: list[sp.csr_matrix] = []
    links: list[sp.csr_matrix] = []
    inequalities: list[sp.csr_matrix] = []
    parts: list[sp.csr_matrix] = []
    whole: list[Bools] = []
    at_least: list[Ints] = []
    for issue in issues:
        columns = np.array([place.get(label, -1) for label in issue.system.atoms], np.int64)
        inside, complete = placed(issue.system.sums, columns, n)
        sums.append(inside)
        whole.append(complete)
        inside, complete = placed(issue.system.links, columns, n)
        links.append(inside[complete])
        parts.append(inside[~complete & (np.diff(inside.indptr) > 0)])
        inside, complete = placed(issue.system.inequalities, columns, n)
        inequalities.append(inside[complete])
        parts.append(inside[~complete & (np.diff(inside.indptr) > 0)])
        at_least.append(issue.system.at_least[complete])
    before = np.cumsum([0, *(len(issue.system.units) for issue in issues)])
    system = System(
        atoms=tuple(atoms),
        figures=tuple(f"{label} @ {issue.release}" for issue in issues for label in issue.system.figures),
        units=tuple(f"{label} @ {issue.release}" for issue in issues for label in issue.system.units),
        sums=stacked(sums, n),
        unit=_joined([issue.system.unit + first for issue, first in zip(issues, before, strict=False)]),
        level=_joined([issue.system.level for issue in issues]),
        published=np.ones(before[-1], bool),
        owner=np.full(n, NOBODY, np.int64),
        links=stacked(links, n),
        inequalities=stacked(inequalities, n),
        at_least=_joined(at_least),
    )
    return Past(
        system,
        values=_joined([issue.values for issue in issues]),
        shown=_joined([issue.shown for issue in issues]).astype(bool),
        whole=_joined(whole).astype(bool),
        parts=stacked(parts, n),
    )


def fresh(
    matrix: sp.csr_matrix,
    before: sp.csr_matrix,
    bounds: Ints | None = None,
    bounds_before: Ints | None = None,
) -> Bools:
    """Return which rows (with their bounds, if any) are not among the rows `before`."""
    known = set(_bounded(before, bounds_before))
    return np.array([row not in known for row in _bounded(matrix, bounds)], bool)


def _bounded(matrix: sp.csr_matrix, bounds: Ints | None) -> list[tuple[bytes, int]]:
    numbers = [0] * matrix.shape[0] if bounds is None else bounds.tolist()
    return list(zip(rows(matrix), numbers, strict=True))


def stacked(matrices: Sequence[sp.csr_matrix], width: int) -> sp.csr_matrix:
    """Return the matrices below each other; none at all is a matrix without rows."""
    return sp.vstack([sp.csr_matrix((0, width), dtype=np.int64), *matrices], format="csr", dtype=np.int64)


def _joined(arrays: Sequence[Ints] | Sequence[Bools]) -> Ints:
    return np.concatenate([np.zeros(0, np.int64), *arrays])
