"""Pieces of a table: they grow outwards, keep equal rows once, and a move of a piece is a move of the whole."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import scipy.sparse as sp
from cluster_tables import cluster_tables
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from disclosure import neighbourhood
from disclosure.cross import Dimension, cross
from disclosure.neighbourhood import Neighbourhoods

SETTINGS = settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
PRACTICES = ("a1", "a2", "b1", "b2")
GROUPS = {"A": ("a1", "a2"), "B": ("b1", "b2"), "nation": PRACTICES, "again": PRACTICES}


def nation():
    counts = {(p,): 7 for p in PRACTICES}
    return cross([Dimension("practice", PRACTICES, GROUPS)], counts, owner="practice").system


@SETTINGS
@given(cluster_tables(), st.data())
def test_pieces_hold_the_figure_and_each_holds_the_one_before(table, data):
    system = table.system
    figure = data.draw(st.integers(0, len(system.figures) - 1))
    before = set(system.sums[figure].indices.tolist())
    pieces = list(Neighbourhoods(system).around(figure))
    assert pieces
    for piece in pieces:
        assert before <= set(piece.atoms.tolist())
        assert (np.diff(piece.atoms) > 0).all()
        before = set(piece.atoms.tolist())


@SETTINGS
@given(cluster_tables(), st.data())
def test_rows_of_a_piece_are_the_figures_over_its_atoms_each_once(table, data):
    system = table.system
    figure = data.draw(st.integers(0, len(system.figures) - 1))
    whole = system.sums.toarray()
    for piece in Neighbourhoods(system).around(figure):
        over = whole[:, piece.atoms]
        assert piece.figures.tolist() == np.flatnonzero(over.any(axis=1)).tolist()
        assert (piece.rows.toarray()[piece.row_of] == over[piece.figures]).all()
        assert len(np.unique(piece.rows.toarray(), axis=0)) == piece.rows.shape[0]


@SETTINGS
@given(cluster_tables(), st.data())
def test_what_moves_in_a_piece_unseen_moves_unseen_in_the_whole(table, data):
    system = table.system
    n = len(system.figures)
    shown = np.array(data.draw(st.lists(st.booleans(), min_size=n, max_size=n)))
    for piece in Neighbourhoods(system).around(data.draw(st.integers(0, n - 1))):
        by = data.draw(st.lists(st.integers(-2, 2), min_size=len(piece.atoms), max_size=len(piece.atoms)))
        move = np.zeros(len(system.atoms), np.int64)
        move[piece.atoms] = by
        unseen = not (piece.rows[np.flatnonzero(piece.active(shown))] @ np.array(by)).any()
        assert unseen == (not (system.sums[shown] @ move).any())


def test_the_smallest_larger_figure_comes_first_and_one_that_adds_nothing_makes_no_piece():
    system = nation()
    pieces = [p.atoms.tolist() for p in Neighbourhoods(system).around(system.figures.index("a1"))]
    assert pieces == [[0, 1], [0, 1, 2, 3]]
    assert [p.atoms.tolist() for p in Neighbourhoods(system).around(system.figures.index("nation"))] == [
        [0, 1, 2, 3]
    ]


def test_the_figures_behind_a_row_are_those_shown():
    system = nation()
    *_, piece = Neighbourhoods(system).around(0)
    double = [system.figures.index("nation"), system.figures.index("again")]
    row = int(piece.row_of[np.searchsorted(piece.figures, double[0])])
    assert piece.row_of[np.searchsorted(piece.figures, double[1])] == row
    shown = np.ones(len(system.figures), bool)
    assert piece.behind(row, shown).tolist() == double
    shown[double[0]] = False
    assert piece.behind(row, shown).tolist() == double[1:]
    assert piece.active(shown)[row]
    shown[double[1]] = False
    assert not piece.active(shown)[row]


def test_links_come_along_where_they_touch_the_piece():
    link = sp.csr_matrix(np.array([[1, 0, -1, 0]]))
    system = replace(nation(), links=link)
    small, large = Neighbourhoods(system).around(0)
    assert small.links.toarray().tolist() == [[1, 0]]
    assert large.links.toarray().tolist() == [[1, 0, -1, 0]]


def test_no_piece_grows_beyond_the_largest(monkeypatch):
    monkeypatch.setattr(neighbourhood, "LARGEST", 3)
    assert [p.atoms.tolist() for p in Neighbourhoods(nation()).around(0)] == [[0, 1]]
