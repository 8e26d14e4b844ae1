"""What one release published of one block of figures, in a form that does not depend on the order of rows.

Belongs here: an issue, its canonical form and its digest, and when two units are the same. Does not belong here:
what issues mean together (`past`, `ledger`, `joint`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from disclosure.table import NOBODY, Bools, DisclosureError, Ints, System, Table

#: What makes two units the same unit: the sums that their figures are. Labels do not count.
Definition = frozenset[bytes]


@dataclass(frozen=True, eq=False)
class Issue:
    """What one release published of one block. Confidential: hidden units and who is counted where are in it.

    release, block: names. edition: from 1; a correction re-issues the whole block under the next number.
    system: published units only, with the links and inequalities that everybody knew.
    values: N, zero where the figure is hidden: no hidden count is ever kept. shown: U.
    """

    release: str
    block: str
    edition: int
    system: System
    values: Ints
    shown: Bools

    def __post_init__(self) -> None:
        system = self.system
        if self.values.shape != system.unit.shape or self.shown.shape != system.level.shape:
            raise DisclosureError(f"{self.block}: values or states do not fit the figures and units")
        if self.edition < 1:
            raise DisclosureError(f"{self.block}: editions are numbered from 1")
        for labels in (system.atoms, system.figures, system.units):
            if len(set(labels)) < len(labels):
                raise DisclosureError(f"{self.block}: {len(labels) - len(set(labels))} labels stand twice")
        if not system.published.all() or self.values[~system.spread(self.shown)].any():
            raise DisclosureError(f"{self.block}: an issue holds published units and no hidden count")


def issued(
    release: str, block: str, edition: int, table: Table, hidden: Bools, units: Bools | None = None
) -> Issue:
    """Return what `release` publishes of a table.

    hidden: U. units: U, restricts it to some units; unpublished ones are never in an issue.
    """
    system = table.system
    kept = system.published if units is None else system.published & units
    values = np.where(system.spread(hidden | ~kept), 0, table.values)
    public = System(
        system.atoms, system.figures, system.units, system.sums, system.unit, system.level,
        np.ones(len(system.units), bool), system.owner, system.links, system.inequalities, system.at_least,
    )  # fmt: skip
    whole = Issue(release, block, edition, public, values, ~hidden & kept)
    return canonical(whole, kept, np.ones(system.links.shape[0], bool), np.ones(len(system.at_least), bool))


def canonical(issue: Issue, units: Bools, links: Bools, inequalities: Bools) -> Issue:
    """Return the part of an issue that the masks (U, E, I) keep, with only the atoms it needs, in order of labels.

    Two issues that differ in the order of rows or columns only become equal. Owners are left out: their numbers
    mean nothing in another table.
    """
    system = issue.system
    figure, unit = _ordered(system.figures, system.spread(units)), _ordered(system.units, units)
    parts = [system.sums[figure], system.links[links], system.inequalities[inequalities]]
    used = np.zeros(len(system.atoms), bool)
    for part in parts:
        used[part.indices] = True
    atom = _ordered(system.atoms, used)
    sums, equal, unequal = (placed(part, _inverse(atom, len(used)), len(atom))[0] for part in parts)
    at_least = system.at_least[inequalities]
    equal = equal[np.array(sorted(range(equal.shape[0]), key=rows(equal).__getitem__), np.int64)]
    keys = rows(unequal)
    order = np.array(sorted(range(len(keys)), key=lambda i: (keys[i], at_least[i])), np.int64)
    part_of = System(
        atoms=tuple(system.atoms[a] for a in atom),
        figures=tuple(system.figures[f] for f in figure),
        units=tuple(system.units[u] for u in unit),
        sums=sums,
        unit=_inverse(unit, len(units))[system.unit[figure]],
        level=system.level[unit],
        published=np.ones(len(unit), bool),
        owner=np.full(len(atom), NOBODY, np.int64),
        links=equal,
        inequalities=unequal[order],
        at_least=at_least[order],
    )
    name = issue.release, issue.block, issue.edition
    return Issue(*name, part_of, issue.values[figure], issue.shown[unit])


def _ordered(labels: Sequence[str], kept: Bools) -> Ints:
    return np.array(sorted(np.flatnonzero(kept).tolist(), key=labels.__getitem__), np.int64)


def _inverse(order: Ints, size: int) -> Ints:
    result = np.full(size, -1, np.int64)
    result[order] = np.arange(len(order))
    return result


def placed(matrix: sp.csr_matrix, columns: Ints, width: int) -> tuple[sp.csr_matrix, Bools]:
    """Return a matrix over other atoms, and which of its rows lie wholly among them.

    columns: the new column of each old one, or -1 for an atom that is not there. width: number of new columns.
    """
    entries = matrix.tocoo()
    entries.eliminate_zeros()
    target = columns[entries.col]
    inside = target >= 0
    where = entries.row[inside], target[inside]
    result = sp.csr_matrix((entries.data[inside].astype(np.int64), where), (matrix.shape[0], width))
    return result, np.bincount(entries.row[~inside], minlength=matrix.shape[0]) == 0


def rows(matrix: sp.csr_matrix) -> list[bytes]:
    """Return each row's columns and entries as bytes: equal bytes, equal rows."""
    indptr, indices, data = _plain(matrix)
    edges = indptr.tolist()
    return [indices[a:b].tobytes() + data[a:b].tobytes() for a, b in zip(edges[:-1], edges[1:], strict=True)]


def definitions(system: System) -> list[Definition]:
    """Return the definition of every unit. Comparable between systems over the same atoms in the same order."""
    found: list[set[bytes]] = [set() for _ in system.units]
    for unit, row in zip(system.unit.tolist(), rows(system.sums), strict=True):
        found[unit].add(row)
    return [frozenset(some) for some in found]


def digest(previous: str, issue: Issue) -> str:
    """Return the SHA-256 of an issue and the digest before it. Every part is preceded by its length."""
    result = hashlib.sha256()
    for part in (previous.encode(), *_content(issue)):
        result.update(len(part).to_bytes(8, "little"))
        result.update(part)
    return result.hexdigest()


def _content(issue: Issue) -> Iterator[bytes]:
    system = issue.system
    yield json.dumps([issue.release, issue.block, issue.edition]).encode()
    for labels in (system.atoms, system.figures, system.units):
        yield json.dumps(labels).encode()
    for array in (system.unit, system.level, issue.shown, issue.values, system.at_least):
        yield array.astype("<i8").tobytes()
    for matrix in (system.sums, system.links, system.inequalities):
        for array in _plain(matrix):
            yield array.astype("<i8").tobytes()


def _plain(matrix: sp.csr_matrix) -> tuple[Ints, Ints, Ints]:
    """Row edges, columns and entries of a matrix without zeros and doubles, columns ascending."""
    clean = matrix.copy()
    clean.sum_duplicates()
    clean.eliminate_zeros()
    return tuple(a.astype(np.int64) for a in (clean.indptr, clean.indices, clean.data))
