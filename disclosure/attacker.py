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

import highspy
import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components

from disclosure.table import Bools, DisclosureError, Ints, System

Floats = NDArray[np.float64]
_ROUND = 1e-4
_OUTSIDER = -1


class Contradiction(DisclosureError):
    """The published counts do not add up, so something was altered after hiding. Names coordinates, no
    values."""


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


@dataclass(frozen=True)
class _Part:
    """Unknown units that hang together. signs: s x m. right: s x K. own: A x m x K. owned: A x m. sought:
    m."""

    units: Ints
    signs: sp.csr_matrix
    right: Ints
    attackers: Ints
    own: Ints
    owned: Bools
    present: Bools
    sought: Bools


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
            program = _Program(part, system.groups)
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
        program = _Program(part, system.groups)
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


def _split(system: System, counts: Ints, shown: Bools, threshold: int) -> Iterator[_Part]:
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
            yield _Part(units, columns[rows], right[rows], *knowledge, owned, present, sought[units])


def _knowledge(system: System, own: sp.coo_matrix, units: int, columns: int) -> tuple[Ints, Ints]:
    attackers = np.concatenate([[_OUTSIDER], np.unique(own.col)]).astype(np.int64)
    known = np.zeros((len(attackers), units, columns), np.int64)
    known[np.searchsorted(attackers, own.col), own.row] = system.own.counts[own.data - 1]
    return attackers, known


def _is_single(part: _Part) -> bool:
    return part.signs.shape[0] == 1 and bool((part.signs.data > 0).all())


def _attack_single(
    part: _Part, groups: tuple[tuple[int, ...], ...], threshold: int
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


class _Program:
    """Linear programs over what is left of each count after the attacker subtracted its own part."""

    def __init__(self, part: _Part, groups: tuple[tuple[int, ...], ...]) -> None:
        self.part = part
        m, k = part.own.shape[1:]
        add = np.zeros((len(groups), k), np.int64)
        for g, group in enumerate(groups):
            add[g, list(group)] = 1
        present = sp.identity(m, format="csr", dtype=np.int64)[np.flatnonzero(part.present)]
        blocks = [sp.kron(part.signs, sp.identity(k)), sp.kron(present, add[:1])]
        blocks += [sp.kron(sp.identity(m), add[g : g + 1] - add[:1]) for g in range(1, len(groups))]
        self._matrix = sp.csr_matrix(sp.vstack(blocks))
        self._equal = part.right.size
        target = np.concatenate(
            [part.right.ravel(), np.ones(present.shape[0]), np.zeros(m * (len(groups) - 1))]
        )
        self._target = target.astype(float)
        self._least = slice(self._equal, self._equal + present.shape[0])
        self.top = 10.0 * float(np.abs(part.right).sum() + part.own.sum()) + 1e4
        self.solved = 0
        self._solver = self._load()

    def _load(self) -> highspy.Highs:
        solver = highspy.Highs()
        solver.setOptionValue("output_flag", False)
        solver.setOptionValue("threads", 1)
        rows, n = self._matrix.shape
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = n, rows
        lp.col_cost_, lp.col_lower_, lp.col_upper_ = np.zeros(n), np.zeros(n), np.full(n, self.top)
        lp.row_lower_, lp.row_upper_ = np.zeros(rows), np.zeros(rows)
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_, lp.a_matrix_.index_ = self._matrix.indptr, self._matrix.indices
        lp.a_matrix_.value_ = self._matrix.data.astype(float)
        solver.passModel(lp)
        self._columns = np.arange(n, dtype=np.int32)
        self._rows = np.arange(rows, dtype=np.int32)
        return solver

    def become(self, a: int) -> None:
        """Subtract attacker a's own parts from everything known."""
        self._own = self.part.own[a].ravel().astype(float)
        low = self._target - self._matrix @ self._own
        high = low.copy()
        high[self._least] = np.inf
        self._solver.changeRowsBounds(len(low), self._rows, low, high)
        owned = np.repeat(self.part.owned[a], self.part.own.shape[2])
        self._solver.changeColsBounds(
            len(owned), self._columns, np.zeros(len(owned)), np.where(owned, 0.0, self.top)
        )

    def maximise(self, weight: Floats) -> Floats:
        """Return a point (counts, own parts included) where the weighted sum is largest."""
        self._solver.changeColsCost(len(weight), self._columns, -weight)
        self._solver.run()
        self.solved += 1
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            self._solver.clearSolver()  # the last basis was a bad start; begin afresh before believing it
            self._solver.run()
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise Contradiction(f"no table fits the published counts of {len(self.part.units)} linked units")
        return np.asarray(self._solver.getSolution().col_value) + self._own

    def interval(self, j: int) -> tuple[int, int]:
        """Return the whole numbers between which count j lies for the attacker become; -1: nothing bounds
        it."""
        weight = np.zeros(self._matrix.shape[1])
        weight[j] = 1.0
        high = self.maximise(weight)[j]
        low = self.maximise(-weight)[j]
        unbounded = high > self.top / 2
        return int(np.ceil(low - _ROUND)), -1 if unbounded else int(np.floor(high + _ROUND))

    def attack(self, threshold: int) -> Iterator[tuple[int, int, int, str]]:
        """Yield attacker, unit, column and what is learnt for every exposed count.

        A count is cleared by two tables that fit: one where it is high enough, one where it differs. Only
        counts that no table found so far clears get a program of their own, which then decides.
        """
        k = self.part.own.shape[2]
        pool = np.zeros((0, self._matrix.shape[1]))
        for a in range(len(self.part.attackers)):
            self.become(a)
            sought = np.repeat(self.part.sought & ~self.part.owned[a], k)
            seen = _Seen(threshold)
            pool = np.vstack([pool, self._first_tables(sought, seen)])
            seen.add(self._towards(a, seen, pool))
            for j in np.flatnonzero(sought & ~seen.clear()):
                for sign in (1.0, -1.0):
                    if not seen.clear()[j]:
                        weight = np.zeros(len(sought))
                        weight[j] = sign
                        point = self.maximise(weight)
                        pool = np.vstack([pool, point])
                        seen.add(pool[-1:])
                if not seen.clear()[j] and not self._adds_up(a, int(j) // k):
                    yield a, int(j) // k, int(j) % k, seen.learnt(int(j))

    def _first_tables(self, sought: Bools, seen: _Seen) -> Floats:
        """Return tables where many sought counts are high or low at once."""
        found = []
        weight = np.cos(np.arange(len(sought)))
        for wave in (np.ones(len(sought)), -np.ones(len(sought)), weight, -weight):
            found.append(self.maximise(np.where(sought, wave, 0.0)))
            seen.add(found[-1][None, :])
            if seen.clear()[sought].all():
                break
        return np.array(found)

    def _towards(self, a: int, seen: _Seen, pool: Floats) -> Floats:
        """Go from the middle of this attacker's tables towards all others found, as far as its own parts
        allow.

        Every table found fits what is published, and so does every mixture of two.
        """
        change = pool - seen.middle
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = np.where(change < -_ROUND, (seen.middle - self._own) / -change, 1.0)
        far = np.clip(ratio.min(axis=1, initial=1.0), 0.0, 1.0)
        owned = np.repeat(self.part.owned[a], self.part.own.shape[2])
        far[(np.abs(change[:, owned]) > _ROUND * 1e-2).any(axis=1)] = 0.0
        return np.asarray(seen.middle + far[:, None] * change)

    def _adds_up(self, a: int, unit: int) -> bool:
        dense = self.part.signs.toarray()
        return any(row[unit] < 0 and (row > 0).any() and self.part.owned[a][row > 0].all() for row in dense)


class _Seen:
    """Lowest and highest counts over the tables one attacker must hold possible."""

    def __init__(self, threshold: int) -> None:
        self._threshold = threshold
        self._low: Floats | None = None

    def add(self, tables: Floats) -> None:
        if self._low is None:
            self._low, self._high = tables.min(axis=0), tables.max(axis=0)
            self._sum, self._count = tables.sum(axis=0), len(tables)
            return
        self._low = np.minimum(self._low, tables.min(axis=0, initial=np.inf))
        self._high = np.maximum(self._high, tables.max(axis=0, initial=-np.inf))
        self._sum, self._count = self._sum + tables.sum(axis=0), self._count + len(tables)

    @property
    def middle(self) -> Floats:
        return np.asarray(self._sum / self._count)

    def clear(self) -> Bools:
        high, low = np.floor(self._high + _ROUND), np.ceil(np.asarray(self._low) - _ROUND)
        return np.asarray((high >= self._threshold) & (high > low))

    def learnt(self, j: int) -> str:
        whole = np.floor(self._high[j] + _ROUND), np.ceil(np.asarray(self._low)[j] - _ROUND)
        return "exact" if whole[0] <= whole[1] else "small"
