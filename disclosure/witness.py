"""Whole-number moves out of a basis: the certificates.

Belongs here: which rows of a basis are moves already, combining others until they are, covering all targets,
and the integer program for a target that is left. Does not belong here: what is hidden.

Every move found here is made of whole numbers, changes nothing that is published, and stays within the limits
both ways, so that it and its opposite lead to other data sets. All of that is computed again in integers from
the table's own matrix: nothing rests on residues or on a solver's word.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from scipy.optimize import Bounds, LinearConstraint, milp

from disclosure.basis import Basis, symmetric
from disclosure.columns import FREE, Columns
from disclosure.table import Bools, Ints

#: Residues up to here are taken for whole numbers (multiplied by one of these they may become so).
_SMALL = 1 << 10
_TIMES = (1, 2, 3, 4, 6)
#: Rows of a basis that one integer program may combine, and how often it may take each.
_NEAR = 80
_WIDE = 300
_OFTEN = 8
_NODES = 2000


@dataclass(frozen=True)
class Witnesses:
    """moves: R x m, whole numbers. unmoved: targets (column numbers) that no move was found for."""

    moves: sp.csr_matrix
    unmoved: Ints


def certify(basis: Basis, columns: Columns, shown: Bools) -> Witnesses:
    """Find moves for as many targets as the basis has some for. shown: K, columns that must not change."""
    rows = (whole_rows(basis, columns) @ columns.matrix[:, columns.gauges]).tocsr()
    limit = columns.limit[columns.gauges]
    moves = within_limits(rows, limit)[:, : len(columns.atoms)]
    moves = moves[keeps(moves, columns, shown)]
    aims = columns.matrix[:, columns.targets].tocsr()
    _, done = cover(_nonzero(moves @ aims))
    more = []
    for t in np.flatnonzero(~done):
        move = None if done[t] else _search(rows, limit, aims[:, [t]])
        if move is not None and keeps(move, columns, shown).all():
            more.append(move)
            done |= _nonzero(move @ aims).toarray().ravel() != 0
    moves = sp.vstack([moves, *more], format="csr")
    chosen, done = cover(_nonzero(moves @ aims))
    return Witnesses(moves[chosen], columns.targets[~done])


def _nonzero(matrix: sp.csr_matrix) -> sp.csr_matrix:
    matrix = matrix.tocsr()
    matrix.eliminate_zeros()
    return matrix


def _search(rows: sp.csr_matrix, limit: Ints, aim: sp.csr_matrix) -> sp.csr_matrix | None:
    """Return the shortest move of atoms (1 x m) that changes the aim (m x 1), out of rows near it."""
    atoms = aim.shape[0]
    movers = np.flatnonzero((rows[:, :atoms] @ aim).toarray().ravel())
    if not len(movers):
        return None
    some = rows[near(rows, movers)]
    change = sp.hstack([some, some[:, :atoms] @ aim], format="csr")
    times = cheapest(change, np.append(limit, FREE), np.append(np.ones(len(limit), np.int64), 0), len(limit))
    return None if times is None else sp.csr_matrix(times) @ some[:, :atoms]


def whole_rows(basis: Basis, columns: Columns) -> sp.csr_matrix:
    """Return the rows of a basis as whole-number moves of atoms (R x m); those that are not small are left out."""
    atom = {column: i for i, column in enumerate(columns.gauges[: len(columns.atoms)].tolist())}
    rows, names, data = 0, [], []
    cut = [0]
    for _, row in sorted(basis.rows.items()):
        entries = [(atom[j], entry) for j, entry in row.items() if j in atom]
        found = _small([entry for _, entry in entries])
        if found:
            names += [i for i, _ in entries]
            data += found
            cut.append(len(names))
            rows += 1
    result = sp.csr_matrix((data, names, cut), (rows, len(columns.atoms)), dtype=np.int64)
    result.sort_indices()
    return result


def _small(entries: list[int]) -> list[int] | None:
    for times in _TIMES:
        scaled = [symmetric(times * entry) for entry in entries]
        if max(map(abs, scaled), default=_SMALL) < _SMALL:
            return scaled
    return None


def keeps(moves: sp.csr_matrix, columns: Columns, shown: Bools) -> Bools:
    """Say which moves (R x m) change no shown column (K) and stay within the limits, in whole numbers."""
    change = (moves @ columns.matrix).tocsr()
    wrong = (change.data != 0) & (
        shown[change.indices] | (np.abs(change.data) > columns.limit[change.indices])
    )
    return np.asarray(np.bincount(_row_of(change)[wrong], minlength=change.shape[0]) == 0)


def _row_of(matrix: sp.csr_matrix) -> Ints:
    return np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))


def within_limits(rows: sp.csr_matrix, limit: Ints) -> sp.csr_matrix:
    """Return moves within the limits: rows that are, and others after adding rows as long as that brings them
    nearer. What cannot be brought in is left out.
    """
    over = np.abs(rows.data) > limit[rows.indices]
    bad = np.unique(_row_of(rows)[over])
    by_column = rows.tocsc()
    mended = [_bring_in(rows[[b]], rows, by_column, limit) for b in bad]
    good = np.setdiff1d(np.arange(rows.shape[0]), bad)
    found = [sp.csr_matrix(w) for w in mended if w is not None]
    return sp.vstack([rows[good], *found], format="csr", dtype=np.int64)


def _bring_in(row: sp.csr_matrix, rows: sp.csr_matrix, by_column: sp.csc_matrix, limit: Ints) -> Ints | None:
    move = row.toarray().ravel()
    while True:
        over = np.flatnonzero(np.abs(move) > limit)
        if not len(over):
            return move if move.any() else None
        near = rows[np.unique(by_column[:, over].indices)]
        here, start = near.indices, near.indptr[:-1]
        before = np.add.reduceat(np.maximum(np.abs(move[here]) - limit[here], 0), start)
        gain, k, sign = max(
            (int(gains.max()), -int(gains.argmax()), sign)
            for sign in (1, -1)
            for gains in [
                before
                - np.add.reduceat(np.maximum(np.abs(move[here] + sign * near.data) - limit[here], 0), start)
            ]
        )
        if gain <= 0:
            return None
        step = near[[-k]]
        move[step.indices] += sign * step.data


def cover(moved: sp.csr_matrix) -> tuple[Ints, Bools]:
    """Choose few of the moves so that everything any of them moves is moved. moved: R x T, not zero where it
    is. Returns which moves, and what (T) they move together.
    """
    chosen = []
    done = np.zeros(moved.shape[1], bool)
    size = np.diff(moved.indptr)
    for i in np.argsort(-size, kind="stable"):
        targets = moved.indices[moved.indptr[i] : moved.indptr[i + 1]]
        if not done[targets].all():
            done[targets] = True
            chosen.append(i)
    return np.asarray(chosen, np.int64), done


def cheapest(rows: sp.csr_matrix, limit: Ints, price: Ints, target: int) -> Ints | None:
    """Return the cheapest whole-number combination of rows (k x J) that moves the target by at least one.

    limit: J, how far a column may change; price: J, for each one a column changes. None when there is none
    among combinations that take a row at most a few times, or when it was not found within a fixed number of
    branches.
    """
    k = rows.shape[0]
    some = np.flatnonzero(np.diff(rows.tocsc().indptr))
    priced = some[price[some] > 0]
    bounded = some[limit[some] < FREE]
    change = rows.T.tocsr()
    eye = sp.eye(len(priced))
    none = sp.csr_matrix((len(bounded) + 1, len(priced)))
    matrix = sp.vstack(
        [
            sp.hstack([change[priced], eye]),
            sp.hstack([-change[priced], eye]),
            sp.hstack([sp.vstack([change[bounded], change[[target]]]), none]),
        ]
    )
    low = np.concatenate([np.zeros(2 * len(priced)), -limit[bounded], [1]])
    high = np.concatenate([np.full(2 * len(priced), np.inf), limit[bounded], [np.inf]])
    answer = milp(
        np.concatenate([np.zeros(k), price[priced]]),
        integrality=np.concatenate([np.ones(k), np.zeros(len(priced))]),
        bounds=Bounds(
            np.r_[np.full(k, -_OFTEN), np.zeros(len(priced))],
            np.r_[np.full(k, _OFTEN), np.full(len(priced), np.inf)],
        ),
        constraints=LinearConstraint(matrix, low, high),
        options={"node_limit": _NODES, "mip_rel_gap": 0.1},
    )
    return None if answer.x is None else np.rint(answer.x[:k]).astype(np.int64)


def widen(basis: Basis, columns: Columns, price: Ints, shown: Bools, target: int) -> sp.csr_matrix | None:
    """Return a move of atoms (1 x m) that changes the target, and as little as it can of what is shown (K).

    basis: from before the shown columns were published. price: K, of changing a column.
    """
    rows = whole_rows(basis, columns)
    movers = np.flatnonzero((rows @ columns.matrix[:, [target]]).toarray().ravel())
    if not len(movers):
        return None
    some = rows[near(rows, movers, _WIDE)]
    times = cheapest((some @ columns.matrix).tocsr(), columns.limit, np.where(shown, price, 0), target)
    if times is None:
        return None
    move = sp.csr_matrix(times) @ some
    return move if keeps(move, columns, np.zeros(len(shown), bool)).all() else None


def near(rows: sp.csr_matrix, start: Iterable[int], most: int = _NEAR) -> Ints:
    """Return rows that share columns with the first ones, and with those, nearest first, up to `most`."""
    found = dict.fromkeys(int(i) for i in start)
    by_column = rows.tocsc()
    ring = list(found)
    while ring and len(found) < most:
        touching = by_column[:, np.unique(rows[ring].indices)].indices
        ring = [int(i) for i in np.unique(touching) if int(i) not in found][: most - len(found)]
        found.update(dict.fromkeys(ring))
    return np.asarray(sorted(found), np.int64)
