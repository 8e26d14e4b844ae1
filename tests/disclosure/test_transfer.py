"""Unit moves and moves by programs: whatever is found holds, does what was asked, and leaves alone who is avoided."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import scipy.sparse as sp
from cluster_tables import asked, cluster_tables
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from disclosure import Table, respondents
from disclosure.cross import Dimension, cross
from disclosure.neighbourhood import Neighbourhoods
from disclosure.program import Program
from disclosure.proof import Proof
from disclosure.transfer import Exchange, Question

SETTINGS = settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
NONE = frozenset[int]()


@st.composite
def questions(draw):
    """A table, what is shown, a piece, and a question about a figure of it."""
    table = draw(cluster_tables())
    system, n = table.system, len(table.system.figures)
    shown = np.array(draw(st.lists(st.integers(0, 3).map(lambda x: x == 0), min_size=n, max_size=n)))
    figure = draw(st.integers(0, n - 1))
    shown[figure] = False
    piece = draw(st.sampled_from(list(Neighbourhoods(system).around(figure))))
    owners = st.frozensets(st.sampled_from(system.owners.tolist()), max_size=1)
    by = draw(st.integers(1, 4)) * draw(st.sampled_from((1, -1)))
    return table, shown, piece, Question(figure, by, draw(owners), draw(owners))


def program(table: Table, shown, piece) -> Program:
    active = np.flatnonzero(piece.active(shown))
    nothing = sp.csr_matrix((0, len(piece.atoms))), np.zeros(0, np.int64)
    return Program(piece, active, nothing, table.counts, table.system.owner)


def assert_answers(table: Table, shown, question: Question, move) -> None:
    system = table.system
    whole = np.zeros(len(table.counts), np.int64)
    whole[move.atoms] = move.by
    assert move.by.all()
    assert (table.counts + whole >= 0).all()
    assert not (system.sums[shown] @ whole).any()
    assert not whole[system.known_to(tuple(question.avoid))].any()
    assert (system.sums @ whole)[question.figure] * np.sign(question.by) >= abs(question.by)


@SETTINGS
@given(questions())
def test_an_exchange_holds_and_does_what_was_asked(asked_for):
    table, shown, piece, question = asked_for
    inside = np.isin(piece.atoms, table.system.sums[question.figure].indices)
    move = Exchange(piece, shown, table.counts, table.system.owner).find(inside, question)
    if move is not None:
        assert_answers(table, shown, question, move)
        assert move.by.sum() == 0


@SETTINGS
@given(questions())
def test_a_program_finds_a_move_wherever_an_exchange_does_and_it_holds(asked_for):
    table, shown, piece, question = asked_for
    inside = np.isin(piece.atoms, table.system.sums[question.figure].indices)
    exchange = Exchange(piece, shown, table.counts, table.system.owner).find(inside, question)
    move = program(table, shown, piece).find(inside.astype(np.int64), question)
    if move is None:
        assert exchange is None
    else:
        assert_answers(table, shown, question, move)
        assert exchange is None or abs(move.by).sum() <= abs(exchange.by).sum() or question.rather_not


@SETTINGS
@given(questions())
def test_only_shown_rows_are_blamed_and_some_unless_the_attacker_owns_the_figure(asked_for):
    table, shown, piece, question = asked_for
    inside = np.isin(piece.atoms, table.system.sums[question.figure].indices).astype(np.int64)
    made = program(table, shown, piece)
    if made.find(inside, question) is not None:
        return
    blamed = made.blame(inside, question)
    assert set(blamed.tolist()) <= set(np.flatnonzero(piece.active(shown)).tolist())
    if question.by > 0 and not len(blamed):
        own = table.system.known_to(tuple(question.avoid))[piece.atoms]
        assert not (inside.astype(bool) & ~own).any()


def square(*counts: int) -> Table:
    groups = {"all": ("a", "b", "c")}
    sides = [Dimension("practice", ("a", "b", "c"), groups), Dimension("status", ("met", "not"), {})]
    keys = [(p, s) for p in "abc" for s in ("met", "not")]
    return cross(sides, dict(zip(keys, counts, strict=True)), owner="practice")


def found(table: Table, by: int, avoid=NONE, rather_not=NONE):
    """The move for a's met where only the totals of met and not met are shown."""
    system = table.system
    shown = np.array(["all" in f for f in system.figures])
    figure = system.figures.index("a / met")
    *_, piece = Neighbourhoods(system).around(figure)
    inside = np.isin(piece.atoms, system.sums[figure].indices)
    move = Exchange(piece, shown, table.counts, system.owner).find(
        inside, Question(figure, by, avoid, rather_not)
    )
    return move and {system.atoms[a]: int(n) for a, n in zip(move.atoms, move.by, strict=True)}


def test_one_practice_gives_what_another_gets():
    table = square(2, 9, 7, 9, 7, 9)
    assert found(table, 3) == {"a / met": 3, "b / met": -3}
    assert found(table, -2) == {"a / met": -2, "b / met": 2}


def test_who_can_give_all_alone_gives_before_two_share():
    assert found(square(2, 9, 2, 9, 3, 9), 3) == {"a / met": 3, "c / met": -3}
    assert found(square(2, 9, 2, 9, 2, 9), 3) == {"a / met": 3, "b / met": -2, "c / met": -1}


def test_an_attacker_is_never_moved_and_others_rather_not():
    table = square(2, 9, 7, 9, 7, 9)
    assert found(table, 3, avoid=frozenset({1})) == {"a / met": 3, "c / met": -3}
    assert found(table, 3, rather_not=frozenset({1})) == {"a / met": 3, "c / met": -3}
    assert found(table, 3, avoid=frozenset({0})) is None


@pytest.mark.parametrize("by", [15, -3])
def test_nobody_gives_more_than_it_counts(by):
    assert found(square(2, 9, 7, 9, 7, 9), by) is None


@SETTINGS
@given(cluster_tables())
def test_showing_and_hiding_again_leaves_the_proof_as_it_was(table):
    """The book of moves: what showing a unit voids, hiding it and restoring brings back."""
    system, needs = table.system, asked(table)
    somebody = np.asarray(system.figures_of @ table.values > 0)
    proof = Proof(table, somebody, somebody & system.published, needs, respondents(system))
    units = np.flatnonzero(somebody & system.published)
    before = {int(u): proof.prove(int(u)) for u in units}
    moves = len(proof.moves)
    for unit in units.tolist():
        void, _ = proof.show(unit)
        assert all(not set(system.figures_of[unit].indices) & set(k.change) for k in proof.moves)
        proof.hide(unit)
        proof.restore(void)
        assert len(proof.moves) == moves
    assert {int(u): proof.prove(int(u)) for u in units} == before


def test_a_move_that_breaks_a_link_or_an_inequality_does_not_enter_the_book():
    plain = square(2, 9, 7, 9, 7, 9)
    system = plain.system
    hidden = np.array(["all" not in u for u in system.units])
    row = np.zeros((1, len(system.atoms)), np.int64)
    row[0, [system.atoms.index(a) for a in ("b / met", "c / met")]] = 1, -1
    for change in (
        {"links": sp.csr_matrix(row)},
        {"inequalities": sp.csr_matrix(row), "at_least": np.array([0])},
    ):
        table = Table(replace(system, **change), plain.counts)
        proof = Proof(table, hidden, hidden, asked(table), ((),))
        assert proof.prove(system.units.index("a / met")) is None
        for kept in proof.moves:
            by = row[0, kept.move.atoms] @ kept.move.by
            assert by == 0 if "links" in change else by >= 0
