"""The attack: can a hidden count be found out from what is published, by anyone the table knows of?

Belongs here: everything the attack needs, built from the declaration of the table and the published counts
alone. It shares no code with the search (`protect` and its helpers) on purpose: a mistake there must not hide
itself here.

Attackers: the outsider, and every practice, which knows its own part of each count and subtracts it
everywhere. All know the rules, so they know that a hidden unit has at least one patient (one without is
published as such). A hidden count is exposed when its feasible interval, rounded inwards to whole numbers,
ends below the threshold or is a single value. Not exposed is a hidden total that is nothing but shown figures
(and, for a practice, its own) added up: each of those is 0 or at least the threshold, so their sum tells
nothing new.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from scipy.sparse.csgraph import connected_components

from disclosure.program import Contradiction, Part, Program
from disclosure.table import Bools, Ints, System

_OUTSIDER = -1


@dataclass(frozen=True)
class Exposure:
    """A hidden count that can be found out: coordinates, the attacker's number (-1: anyone), what is
    learnt."""

    label: str
    column: int
    attacker: int
    learns: str


@dataclass(frozen=True)
class Audit:
    """What the attack did. `exposures` empty is the proof that the table may be published."""

    exposures: tuple[Exposure, ...]
    hidden: int
    attacked: int
    components: int
    single_sums: int
    linear_programs: int


def attack(system: System, counts: Ints, shown: Bools, threshold: int) -> Audit:
    """Attack a published table.

    counts: N x K, read only where `shown` (N). Raises Contradiction when shown counts do not add up.
    """
    parts = list(_split(system, counts, shown, threshold))
    found: list[Exposure] = []
    attacked = programs = singles = 0
    for part in parts:
        if _is_single(part):
            singles += 1
            exposed = _attack_single(part, system.groups, threshold)
        else:
            program = Program(part, system.groups)
            exposed = list(program.attack(threshold))
            programs += program.solved
        attacked += int(part.sought.sum()) * counts.shape[1] * len(part.attackers)
        found += [
            Exposure(system.labels[int(part.units[u])], k, int(part.attackers[a]), learns)
            for a, u, k, learns in exposed
        ]
    hidden = int((system.published & ~shown).sum())
    return Audit(tuple(found), hidden, attacked, len(parts), singles, programs)


def intervals(system: System, counts: Ints, shown: Bools, attacker: int) -> dict[str, list[tuple[int, int]]]:
    """Return every sought count's interval for one attacker (-1: the outsider), by label; all by linear
    programming.

    Confidential: for tests and for a steward's questions. An upper end of -1 means that nothing bounds it.
    """
    result = {}
    for part in _split(system, counts, shown, threshold=1):
        position = np.flatnonzero(part.attackers == attacker)
        program = Program(part, system.groups)
        a = int(position[0]) if len(position) else 0
        program.become(a)
        for u in np.flatnonzero(part.sought):
            result[system.labels[int(part.units[u])]] = [
                program.interval(int(u) * counts.shape[1] + k) for k in range(counts.shape[1])
            ]
    return result


def _matrix(system: System) -> sp.csr_matrix:
    rows = np.repeat(np.arange(len(system.parts)), [len(p) + 1 for p in system.parts])
    columns = np.concatenate(
        [np.append(p, t) for p, t in zip(system.parts, system.totals, strict=True)] or [np.zeros(0, np.int64)]
    )
    values = np.concatenate([np.append(np.ones(len(p), int), -1) for p in system.parts] or [np.zeros(0, int)])
    return sp.csr_matrix(
        (values, (rows, columns)), shape=(len(system.parts), len(system.labels)), dtype=np.int64
    )


def _learn(
    system: System, matrix: sp.csr_matrix, counts: Ints, shown: Bools, threshold: int
) -> tuple[Bools, Ints]:
    """Add up and subtract until nothing harmless is left to learn. Returns what is known and the values.

    Harmless is, first, a hidden unit that is a plain sum of shown ones or equal to one, and not small; then
    an auxiliary unit that is no secret. Secrets, and published units that follow by subtraction, stay to be
    attacked.
    """
    known = shown & system.published
    value = np.where(known[:, None], counts, 0)
    pattern = abs(matrix)
    lengths = np.asarray(pattern.sum(axis=1)).ravel()
    for row in np.flatnonzero(pattern @ (~known).astype(np.int64) == 0):
        if (matrix[row] @ value).any():
            raise Contradiction(f"{system.labels[system.totals[row]]} is not the sum of its published parts")
    plain = True
    while True:
        before = int(known.sum())
        for row in np.flatnonzero(pattern @ (~known).astype(np.int64) == 1):
            columns = matrix.indices[matrix.indptr[row] : matrix.indptr[row + 1]]
            unit = int(columns[np.argmin(known[columns])])
            worth = -int(matrix[row, unit]) * np.asarray(matrix[row] @ value).ravel()
            as_sum = plain and (unit == system.totals[row] or lengths[row] == 2)
            low = ((worth > 0) & (worth < threshold)).any() and system.published[unit]
            if (
                known[unit]
                or system.secret[unit]
                or low
                or not (as_sum or not (plain or system.published[unit]))
            ):
                continue
            value[unit], known[unit] = worth, True
        if int(known.sum()) == before:
            if not plain:
                return known, value
            plain = False


def _split(system: System, counts: Ints, shown: Bools, threshold: int) -> Iterator[Part]:
    """Yield the parts of the table that hang together and hold something worth seeking."""
    matrix = _matrix(system)
    known, value = _learn(system, matrix, counts, shown, threshold)
    right = -(matrix @ value)
    sought = ~known & ((system.published & ~shown) | system.secret)
    unknown = np.flatnonzero(~known)
    if not len(unknown):
        return
    rest = matrix[:, unknown]
    _, name = connected_components((abs(rest).T @ abs(rest)) > 0, directed=False)
    own = sp.csr_matrix(
        (np.arange(1, len(system.own.unit) + 1), (system.own.unit, system.own.attacker)),
        shape=(len(system.labels), int(system.own.attacker.max(initial=-1)) + 1),
    )
    order = np.argsort(name, kind="stable")
    for units in np.split(unknown[order], np.flatnonzero(np.diff(name[order])) + 1):
        if sought[units].any():
            columns = matrix[:, units]
            rows = np.flatnonzero(np.diff(columns.indptr))
            knowledge = _knowledge(system, own[units].tocoo(), len(units), value.shape[1])
            owned = (system.owner[units][None, :] == knowledge[0][:, None]) & (knowledge[0] >= 0)[:, None]
            present = system.published[units]
            yield Part(units, columns[rows], right[rows], *knowledge, owned, present, sought[units])


def _knowledge(system: System, own: sp.coo_matrix, units: int, columns: int) -> tuple[Ints, Ints]:
    attackers = np.concatenate([[_OUTSIDER], np.unique(own.col)]).astype(np.int64)
    known = np.zeros((len(attackers), units, columns), np.int64)
    known[np.searchsorted(attackers, own.col), own.row] = system.own.counts[own.data - 1]
    return attackers, known


def _is_single(part: Part) -> bool:
    return part.signs.shape[0] == 1 and bool((part.signs.data > 0).all())


def _attack_single(
    part: Part, groups: tuple[tuple[int, ...], ...], threshold: int
) -> list[tuple[int, int, int, str]]:
    """Attack unknown parts of one known total: presolve for the commonest case, tested to equal the program.

    For each attacker: what is left of the total after its own parts can all lie in one unit, except what the
    other units need to have a patient each and cannot get from the group's other columns.
    """
    found = []
    for a, own in enumerate(part.own):
        left = part.right[0] - own.sum(axis=0)
        others = np.flatnonzero(~part.owned[a])
        for u in others[part.sought[others]]:
            needing = sum(part.present[o] and not own[o][list(groups[0])].any() for o in others if o != u)
            for group in groups:
                for k in group:
                    spare = left[list(group)].sum() - left[k]
                    high = own[u, k] + left[k] - max(0, needing - spare)
                    bare = part.present[u] and spare == 0 and not own[u][list(groups[0])].any()
                    low = own[u, k] + bare if len(others) > 1 else high
                    if high < threshold or high == low:
                        found.append((a, int(u), k, "exact" if high == low else "small"))
    return found
