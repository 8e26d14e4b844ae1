"""The audit: what can an attacker find out about hidden figures from what was published, and nothing else?

Belongs here: the questions, who asks them, what counts as an exposure, feasible intervals for reports. It shares
no code with hiding or with the check of certificates: a mistake there must not hide itself here.

An attacker knows the shown figures, links, inequalities, its own atoms, that counts are whole numbers from zero
up, and that a hidden published unit holds somebody. A figure is exposed when it can only have one value, or only
values below the threshold. A figure is cleared by tables that fit: one where it is large enough, one where it
differs. Every table is in whole numbers, so a cleared figure is safe from an attacker who uses that, too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import scipy.sparse as sp

from disclosure.alternatives import ROUND, Alternatives, first_table
from disclosure.published import Rows, parts, read
from disclosure.redundant import Redundant
from disclosure.table import Attacker, Bools, DisclosureError, Ints, System


@dataclass(frozen=True, order=True)
class Exposure:
    """A hidden figure that can be found out, by whom, and how: one value, or certainly below the threshold."""

    label: str
    attacker: Attacker
    learns: Literal["exact", "small"]


@dataclass(frozen=True)
class Audit:
    """What the audit found and did. `exposures` empty: the table may be published.

    sought: hidden figures asked about. parts: parts of the table that hang together and hold one.
    programs, whole_programs: linear and whole-number programs solved.
    """

    exposures: tuple[Exposure, ...]
    sought: int
    parts: int
    programs: int
    whole_programs: int


@dataclass(frozen=True)
class _Part:
    """A part of the table: its atoms and sought figures (numbers), conditions, the sought sums, their values."""

    atoms: Ints
    figures: Ints
    rows: Rows
    sought: sp.csr_matrix
    constant: Ints
    table: Ints


def audit(
    system: System,
    values: Ints,
    shown: Bools,
    threshold: int,
    attackers: Sequence[Attacker],
    own: Ints | None = None,
    secret: Bools | None = None,
    zeros_are_shown: bool = True,
) -> Audit:
    """Attack a published table.

    values: N, read only where `shown` (U). own: n, read only where an attacker owns the atom. secret: U,
    unpublished units that must not be found out either. zeros_are_shown: a hidden unit is known not to be
    empty. An attacker who knows nothing more of a part than one before it is not named again. Raises
    Contradiction when what is published cannot be true.
    """
    own = _own(system, attackers, own)
    known = np.array([system.known_to(attacker) for attacker in attackers]).reshape(-1, len(system.atoms))
    found: list[Exposure] = []
    work = np.zeros(4, np.int64)
    redundant = Redundant(system, values, shown, threshold)
    for part in _parts(system, values, shown, own, np.asarray(known.any(axis=0)), secret, zeros_are_shown):
        alike, kind = _alike(known[:, part.atoms])
        asked = Alternatives(part.rows, part.sought, part.table)
        for figure, k, learns in _attack(part, asked, alike, threshold):
            number = int(part.figures[figure])
            by = next(
                (a for a in np.flatnonzero(kind == k).tolist() if not redundant(number, known[a])), None
            )
            if by is not None:
                found.append(Exposure(system.figures[number], tuple(attackers[by]), learns))
        work += [len(part.figures), 1, asked.programs, asked.whole_programs]
    return Audit(tuple(sorted(found)), *work.tolist())


def intervals(
    system: System,
    values: Ints,
    shown: Bools,
    attacker: Attacker,
    own: Ints | None = None,
    secret: Bools | None = None,
    zeros_are_shown: bool = True,
    integer: bool = False,
) -> dict[str, tuple[int, int | None]]:
    """Return the feasible interval of every hidden figure for one attacker, by label; None: nothing bounds it.

    Linear programming, rounded inwards; with `integer` exact. Confidential. Other arguments as in `audit`.
    """
    own = _own(system, [attacker], own)
    known = system.known_to(attacker)
    result: dict[str, tuple[int, int | None]] = {}
    for part in _parts(system, values, shown, own, known, secret, zeros_are_shown):
        asked = Alternatives(part.rows, part.sought, part.table)
        asked.become(known[part.atoms])
        here = part.constant + part.sought @ part.table
        for i, figure in enumerate(part.figures):
            weight = part.sought[[i]].toarray().ravel().astype(float)
            low = int(np.ceil(here[i] - asked.farthest(-weight, integer) - ROUND))
            rise = asked.farthest(weight, integer)
            high = None if rise == np.inf else int(np.floor(here[i] + rise + ROUND))
            result[system.figures[figure]] = (low, high)
    return result


def _alike(known: Bools) -> tuple[Bools, Ints]:
    """Return different knowledge (K x n), who knows least first, and which of it each attacker (A) has."""
    different, kind = np.unique(known, axis=0, return_inverse=True)
    order = np.argsort(different.sum(axis=1), kind="stable")
    return different[order], np.argsort(order)[kind.reshape(-1)]


def _own(system: System, attackers: Sequence[Attacker], own: Ints | None) -> Ints:
    if own is None and any(system.known_to(attacker).any() for attacker in attackers):
        raise DisclosureError("attackers own atoms, but their own counts are not given")
    return np.zeros(len(system.atoms), np.int64) if own is None else own


def _parts(
    system: System,
    values: Ints,
    shown: Bools,
    own: Ints,
    fixed: Bools,
    secret: Bools | None,
    zeros_are_shown: bool,
) -> Iterator[_Part]:
    """Yield the parts with something sought, each with a table that fits for every attacker.

    fixed: atoms that some attacker knows. Parts without anything sought are checked for contradictions.
    """
    hidden = system.published & ~shown
    rows, rest, constant = read(system, values, shown, hidden & zeros_are_shown)
    wanted = np.flatnonzero(system.spread(hidden if secret is None else hidden | secret))
    for atoms, members, sought in parts(rows, sp.csr_matrix(rest[wanted])):
        matrix = sp.csr_matrix(rows.matrix[members][:, atoms])
        names = tuple(rows.names[m] for m in members)
        mine = Rows(matrix, rows.low[members], rows.high[members], names)
        table = first_table(mine, fixed[atoms], own[atoms])
        if len(sought):
            figures = wanted[sought]
            yield _Part(
                atoms, figures, mine, sp.csr_matrix(rest[figures][:, atoms]), constant[figures], table
            )
    # What adds up or follows to the last atom has no atoms left, so it belongs to no part.
    plain = wanted[np.diff(sp.csr_matrix(rest[wanted]).indptr) == 0]
    nothing = Rows(sp.csr_matrix((0, 0)), np.zeros(0, np.int64), np.zeros(0, np.int64), ())
    if len(plain):
        none = np.zeros(0, np.int64)
        yield _Part(none, plain, nothing, sp.csr_matrix((len(plain), 0)), constant[plain], none)


class _Seen:
    """Differences found so far: how they move the sought figures, and what they leave alone."""

    def __init__(self, part: _Part, known: Bools) -> None:
        self._part, self._known = part, known.astype(np.int64)
        figures = len(part.figures)
        self.up = np.zeros((len(known), figures), np.int64)
        self.differs = np.zeros((len(known), figures), bool)

    def add(self, move: Ints) -> None:
        """Credit a difference, as many times over as it fits, to every attacker who knows nothing it touches."""
        blind = self._known @ (move != 0) == 0
        for times in (self._times(move), -self._times(-move)):
            change = self._part.sought @ (times * move)
            self.up[blind] = np.maximum(self.up[blind], change)
            self.differs[blind] |= change != 0

    def _times(self, move: Ints) -> int:
        """How many times the move can be made before a count is below zero or a condition breaks."""
        rows, table = self._part.rows, self._part.table
        change, here = rows.matrix @ move, rows.matrix @ table
        room = np.concatenate([table, here - rows.low, rows.high - here])
        cost = np.concatenate([-move, -change, change])
        limits = room[cost > 0] // cost[cost > 0]
        return int(limits.min(initial=1000))


def _attack(
    part: _Part, asked: Alternatives, known: Bools, threshold: int
) -> Iterator[tuple[int, int, Literal["exact", "small"]]]:
    """Yield figure, attacker (rows of `known`) and what is learnt."""
    short = threshold - (part.constant + part.sought @ part.table)
    seen = _Seen(part, known)
    unknown_in = part.sought @ (~known).T.astype(np.int64)
    for a in range(len(known)):
        asked.become(known[a])

        def ask(figure: int, by: int) -> bool:
            move = asked.moving(figure, by)
            if move is not None:
                seen.add(move)
            return move is not None

        for f in range(len(part.figures)):
            movable = unknown_in[f, a] > 0
            large = seen.up[a, f] >= short[f] or (movable and ask(f, int(short[f])))
            differs = seen.differs[a, f] or (movable and (ask(f, 1) or ask(f, -1)))
            if not (large and differs):
                yield f, a, "small" if differs else "exact"
