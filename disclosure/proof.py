"""Proving hidden units one by one under a changing choice of what is hidden, with moves found once and kept.

Belongs here: the book of moves (which figures they move, whom they hold off), asking for new ones, saying who
is still exposed and why. Does not belong here: choosing what to hide (`search`), finding moves (`transfer`,
`program`), the check of the finished certificates (`check`, separate code).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from disclosure.neighbourhood import Neighbourhood, Neighbourhoods
from disclosure.program import Program
from disclosure.table import NOBODY, Attacker, Bools, Ints, Needs, Table
from disclosure.transfer import Exchange, Move, Question


@dataclass(frozen=True)
class Exposed:
    """A hidden figure that an attacker can find out. units: shown units that, hidden, might prevent it."""

    figure: int
    attacker: Attacker
    units: tuple[int, ...]


@dataclass(frozen=True)
class Kept:
    """A move in the book. owners: whose atoms it touches. change: of every figure that it changes."""

    move: Move
    owners: frozenset[int]
    change: dict[int, int]


class Proof:
    """Moves that prove the hidden units of one table under one choice. `hide` and `show` change the choice.

    may: U, units that may be hidden at all.
    """

    def __init__(
        self, table: Table, hidden: Bools, may: Bools, needs: Needs, attackers: Sequence[Attacker]
    ) -> None:
        system = table.system
        self._may = may
        self.table, self.needs, self.hidden = table, needs, hidden.copy()
        self._singles = frozenset(a[0] for a in attackers if len(a) == 1)
        self._groups = [frozenset(a) for a in attackers if len(a) > 1]
        self._shown = system.spread(system.published & ~hidden)
        self._columns = system.sums.tocsc()
        self._inequalities = system.inequalities
        self._slack = system.inequalities @ table.counts - system.at_least
        self._places = Neighbourhoods(system)
        self._figures = [f.indices for f in _rows(system.figures_of)]
        self._largest = np.array([f[np.argmax(table.values[f])] if len(f) else -1 for f in self._figures])
        self._by_figure: dict[int, dict[int, Kept]] = defaultdict(dict)
        self._number = 0
        self._adds_up: dict[int, set[Attacker]] = defaultdict(set)
        #: Of the present choice only, by the atoms of the piece.
        self._exchanges: dict[bytes, Exchange] = {}
        self._programs: dict[bytes, Program] = {}
        self.programs = 0

    @property
    def moves(self) -> list[Kept]:
        """Every move in the book, oldest first, each once."""
        found = {n: kept for moves in self._by_figure.values() for n, kept in moves.items()}
        return [found[n] for n in sorted(found)]

    def hide(self, unit: int) -> set[int]:
        """Hide one more unit; return units that must be proven again because a sum they rested on is gone."""
        self._set(unit, True)
        again = {int(self.table.system.unit[f]) for f in self._adds_up}
        self._adds_up.clear()
        return again

    def show(self, unit: int) -> tuple[list[Kept], set[int]]:
        """Show a unit again; return the moves that are void now, and the units that lose one."""
        self._set(unit, False)
        void = {n: kept for f in self._figures[unit] for n, kept in self._by_figure[int(f)].items()}
        for n, kept in void.items():
            for figure in kept.change:
                self._by_figure[figure].pop(n, None)
        lost = {int(self.table.system.unit[f]) for kept in void.values() for f in kept.change}
        return list(void.values()), {u for u in lost if self.hidden[u]}

    def _set(self, unit: int, hidden: bool) -> None:
        self.hidden[unit] = hidden
        self._shown[self._figures[unit]] = not hidden and self.table.system.published[unit]
        self._exchanges.clear()
        self._programs.clear()

    def prove(self, unit: int, quick: bool = False) -> Exposed | None:
        """Find what moves are missing for a hidden unit; return the first figure that stays exposed, or None.

        quick: by unit moves alone, so that an exposed figure may be safe after all.
        """
        for figure in self._figures[unit].tolist():
            for way in self._ways(figure):
                exposed = self._prove(figure, way, quick)
                if exposed is not None:
                    return exposed
        return None

    def _ways(self, figure: int) -> Iterator[tuple[int, ...]]:
        """Yield the changes a figure must be able to make; alternatives in one tuple."""
        up, down = int(self.needs.up[figure]), int(self.needs.down[figure])
        if up:
            yield (up,)
        if down:
            yield (-down,)
        if self.needs.differs[figure] and not (up or down):
            yield (1, -1)

    def _prove(self, figure: int, way: tuple[int, ...], quick: bool) -> Exposed | None:
        while (attacker := self._next(figure, way)) is not None:
            questions = [self._question(figure, by, attacker) for by in way]
            if any(self._exchange(question) for question in questions):
                continue
            if self._follows(figure, attacker):
                self._adds_up[figure].add(attacker)
                continue
            blamed: set[int] = set()
            if quick or not any(self._solve(question, blamed) for question in questions):
                return Exposed(figure, attacker, tuple(sorted(blamed)))
        return None

    def _good(self, figure: int, way: tuple[int, ...]) -> list[Kept]:
        return [
            kept
            for kept in self._by_figure[figure].values()
            if any(kept.change[figure] * np.sign(by) >= abs(by) for by in way)
        ]

    def _next(self, figure: int, way: tuple[int, ...]) -> Attacker | None:
        """Return an attacker that no move in the book holds off from this figure, or None."""
        good = self._good(figure, way)
        exempt = self._adds_up.get(figure, set())
        if not good:
            return () if () not in exempt else None
        common = frozenset.intersection(*(kept.owners for kept in good))
        for owner in sorted(common & self._singles):
            if (owner,) not in exempt and not self._owns(figure, frozenset((owner,))):
                return (owner,)
        for group in self._groups:
            if all(kept.owners & group for kept in good):
                attacker = tuple(sorted(group))
                if attacker not in exempt and not self._owns(figure, group):
                    return attacker
        return None

    def _owns(self, figure: int, attacker: frozenset[int]) -> bool:
        owners = self.table.system.owner[self._atoms(figure)]
        return NOBODY not in owners and attacker.issuperset(owners.tolist())

    def _atoms(self, figure: int) -> Ints:
        sums = self.table.system.sums
        return sums.indices[sums.indptr[figure] : sums.indptr[figure + 1]]

    def _question(self, figure: int, by: int, attacker: Attacker) -> Question:
        touched = frozenset().union(*(kept.owners for kept in self._by_figure[figure].values()))
        return Question(figure, by, frozenset(attacker), touched)

    def _exchange(self, question: Question) -> bool:
        """Look for a unit move in ever larger pieces around the figure and enter it in the book."""
        for place in self._places.around(question.figure):
            inside = np.isin(place.atoms, self._atoms(question.figure))
            if self._enter(self._exchange_in(place).find(inside, question), question):
                return True
        return False

    def _solve(self, question: Question, blamed: set[int]) -> bool:
        """Look for a move by programs, in ever larger pieces until hiding some unit of one might help."""
        level, mine = self.table.system.level, self.table.system.unit[question.figure]
        for place in self._places.around(question.figure):
            program = self._program_in(place)
            coefficients = self._coefficients(place, question.figure)
            self.programs += 1
            if self._enter(program.find(coefficients, question), question):
                return True
            blamed.update(self._blame(place, program.blame(coefficients, question)))
            if any(self._may[u] and level[u] <= level[mine] for u in blamed):
                return False  # a unit as cheap as this one is at hand; larger pieces blame dearer ones
        return False

    def _exchange_in(self, place: Neighbourhood) -> Exchange:
        key = place.atoms.tobytes()
        if key not in self._exchanges:
            owner = self.table.system.owner
            self._exchanges[key] = Exchange(place, self._shown, self.table.counts, owner)
        return self._exchanges[key]

    def _program_in(self, place: Neighbourhood) -> Program:
        key = place.atoms.tobytes()
        if key not in self._programs:
            active = np.flatnonzero(place.active(self._shown))
            owner = self.table.system.owner
            self._programs[key] = Program(place, active, self._least(place), self.table.counts, owner)
        return self._programs[key]

    def _least(self, place: Neighbourhood) -> tuple[sp.csr_matrix, Ints]:
        """Hidden units that hold somebody stay so, and declared inequalities hold."""
        units = np.flatnonzero(self.hidden & self.needs.present)
        figures = self._largest[units]
        figures = figures[np.isin(figures, place.figures)]
        part = self._inequalities[:, place.atoms]
        some = np.flatnonzero(np.diff(part.indptr))
        rows = place.rows[place.row_of[np.searchsorted(place.figures, figures)]]
        low = np.concatenate([1 - self.table.values[figures], -self._slack[some]])
        return sp.vstack([rows, part[some]], format="csr"), low

    def _coefficients(self, place: Neighbourhood, figure: int) -> Ints:
        row = place.row_of[np.searchsorted(place.figures, figure)]
        return np.asarray(place.rows[row].toarray()).ravel()

    def _blame(self, place: Neighbourhood, rows: Ints) -> set[int]:
        """Return the shown units behind these rows; a row that several units hold is not let go by hiding one."""
        unit = self.table.system.unit
        behind = (unit[place.behind(int(row), self._shown)] for row in rows)
        return {int(units[0]) for units in behind if len(units) == 1}

    def _enter(self, move: Move | None, question: Question) -> bool:
        """Keep a move if it holds in the whole table and does what was asked."""
        if move is None:
            return False
        change = self._change(move)
        done = change.get(question.figure, 0) * np.sign(question.by) >= abs(question.by)
        if not done or not self._holds(move, change):
            return False
        owners = frozenset(self.table.system.owner[move.atoms].tolist()) - {NOBODY}
        kept = Kept(move, owners, change)
        self.restore([kept])
        return True

    def restore(self, moves: Sequence[Kept]) -> None:
        """Enter moves that hold."""
        for kept in moves:
            self._number += 1
            for figure in kept.change:
                self._by_figure[figure][self._number] = kept

    def _change(self, move: Move) -> dict[int, int]:
        columns = self._columns
        spans = [slice(columns.indptr[a], columns.indptr[a + 1]) for a in move.atoms]
        figures = np.concatenate([columns.indices[s] for s in spans])
        weights = np.concatenate([columns.data[s] * by for s, by in zip(spans, move.by, strict=True)])
        number, place = np.unique(figures, return_inverse=True)
        total = np.bincount(place, weights, len(number)).astype(np.int64)
        return {int(f): int(c) for f, c in zip(number, total, strict=True) if c}

    def _holds(self, move: Move, change: dict[int, int]) -> bool:
        links = self.table.system.links[:, move.atoms]
        if (self.table.counts[move.atoms] + move.by < 0).any() or (links @ move.by).any():
            return False
        if any(self._shown[f] for f in change):
            return False
        unit = self.table.system.unit
        for figure, by in change.items():
            u = int(unit[figure])
            if self.needs.present[u] and self._largest[u] == figure and self.table.values[figure] + by < 1:
                return False
        if not self._inequalities.shape[0]:
            return True
        return bool((self._inequalities[:, move.atoms] @ move.by >= -self._slack).all())

    def _follows(self, figure: int, attacker: Attacker) -> bool:
        """Say whether a figure is nothing but shown figures and the attacker's own atoms added up.

        Every shown figure is nothing or large, so such a sum tells nothing about anyone.
        """
        system, columns = self.table.system, self._columns
        atoms = self._atoms(figure)
        left = set(atoms[~system.known_to(attacker)[atoms]].tolist())
        near = np.unique(
            np.concatenate([columns.indices[columns.indptr[a] : columns.indptr[a + 1]] for a in atoms])
        )
        near = near[self._shown[near]]
        size = np.diff(system.sums.indptr)[near]
        for other in near[np.lexsort((near, -size))]:
            part = self._atoms(int(other)).tolist()
            if left.issuperset(part):
                left.difference_update(part)
        return not left or not any(self._could_move(a) for a in left)

    def _could_move(self, atom: int) -> bool:
        columns = self._columns
        figures = columns.indices[columns.indptr[atom] : columns.indptr[atom + 1]]
        return not any(self._shown[f] and self.table.values[f] == 0 for f in figures)


def _rows(matrix: sp.csr_matrix) -> list[sp.csr_matrix]:
    return [matrix[i] for i in range(matrix.shape[0])]
