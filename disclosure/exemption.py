"""Hidden figures that need no proof, because to find them out is to learn nothing.

Belongs here: the two exemptions of the check and nothing else. Does not belong here: the audit's own judgement
of the same, which shares no code with this one.

Known whole: every atom of the figure that may be above zero belongs to the attacker.

Adds up: the figure is a disjoint union of shown figures, atoms known to be zero and the attacker's own atoms.
Every shown figure is zero or large, so the sum says nothing about anyone. It happens where a group is hidden by
the group rule although its parts are shown. A figure that follows by *subtraction* does not add up.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import scipy.sparse as sp

from disclosure.table import Bools, Ints, Table


def exempt(table: Table, shown: Bools, known: sp.csr_matrix, figure: Ints, attacker: Ints) -> Bools:
    """Say which of the pairs (figure, attacker) need no proof.

    shown: N. known: n x A, 1 where the attacker knows the atom.
    """
    if not len(figure):
        return np.zeros(0, bool)
    sums = table.system.sums
    zero = np.asarray(sums[shown & (table.values == 0)].sum(axis=0)).ravel() > 0
    live = sp.csr_matrix(sums.sign())
    live.data *= ~zero[live.indices]
    live.eliminate_zeros()
    size = np.asarray(live.sum(axis=1)).ravel()
    asked, row = np.unique(figure, return_inverse=True)
    owned = sp.csr_matrix(live[asked] @ known)
    result = np.asarray(owned[row, attacker]).ravel() == size[figure]
    rest = np.flatnonzero(~result)
    if len(rest):
        result[rest] = _made_of_shown(sums, live, shown, known, figure[rest], attacker[rest])
    return np.asarray(result)


def _made_of_shown(
    sums: sp.csr_matrix, live: sp.csr_matrix, shown: Bools, known: sp.csr_matrix, figure: Ints, attacker: Ints
) -> Bools:
    size = np.asarray(live.sum(axis=1)).ravel()
    # With a factor above one a set of atoms says too little about the figure.
    plain = np.asarray(abs(sums).max(axis=1).toarray()).ravel() == 1
    pieces = np.flatnonzero(shown & plain & (size > 0))
    pieces = pieces[np.argsort(size[pieces], kind="stable")]
    asked, row = np.unique(figure, return_inverse=True)
    overlap = sp.csr_matrix(live[asked] @ live[pieces].T)
    knows = sp.csr_matrix(known.T)
    result = np.zeros(len(figure), bool)
    inside: dict[int, list[frozenset[int]]] = {}
    for i, (f, a) in enumerate(zip(figure, attacker, strict=True)):
        if not plain[f]:
            continue
        r = int(row[i])
        if r not in inside:
            hits = slice(overlap.indptr[r], overlap.indptr[r + 1])
            column, common = overlap.indices[hits], overlap.data[hits]
            whole = np.sort(column[common == size[pieces[column]]])
            inside[r] = [_members(live, p) for p in pieces[whole]]
        result[i] = adds_up(_members(live, f), _members(knows, a), inside[r])
    return result


def _members(matrix: sp.csr_matrix, row: int) -> frozenset[int]:
    return frozenset(matrix.indices[matrix.indptr[row] : matrix.indptr[row + 1]].tolist())


def adds_up(atoms: frozenset[int], own: frozenset[int], pieces: Sequence[frozenset[int]]) -> bool:
    """Say whether `atoms` is a disjoint union of some of the pieces and some of the attacker's own atoms.

    pieces: smallest first. Exact cover (Knuth's Algorithm X): always settle the atom with fewest choices.
    """
    stack, seen = [atoms], {atoms}
    while stack:
        left = stack.pop()
        usable = [piece for piece in pieces if piece <= left]
        choices = {atom: [p for p in usable if atom in p] for atom in left - own}
        if not choices:
            return True
        fewest = min(choices, key=lambda atom: len(choices[atom]))
        for piece in choices[fewest]:
            if left - piece not in seen:
                seen.add(left - piece)
                stack.append(left - piece)
    return False
