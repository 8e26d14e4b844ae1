"""Draws are repeatable, evenly spread, and independent of each other."""

from __future__ import annotations

import duckdb
import pytest

from synthetic.chance import Chance


@pytest.fixture(scope="module")
def con() -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    con.execute("CREATE TABLE t AS SELECT range AS row FROM range(200000)")
    return con


def figure(con: duckdb.DuckDBPyConnection, expression: str) -> float:
    found = con.execute(f"SELECT {expression} FROM t").fetchone()
    assert found
    return float(found[0])


def test_uniform_numbers_are_uniform(con: duckdb.DuckDBPyConnection) -> None:
    u = Chance(1).uniform("a", "row")
    assert abs(figure(con, f"avg({u})") - 1 / 2) < 0.005
    assert abs(figure(con, f"var_pop({u})") - 1 / 12) < 0.002
    assert figure(con, f"min({u})") >= 0
    assert figure(con, f"max({u})") < 1


def test_draws_of_one_row_are_independent(con: duckdb.DuckDBPyConnection) -> None:
    names = [f"draw {i}" for i in range(12)]
    first = Chance(1)
    pairs = [(a, b) for i, a in enumerate(names) for b in names[:i]]
    for a, b in pairs:
        one, two = first.uniform(a, "row"), first.uniform(b, "row")
        assert abs(figure(con, f"corr({one}, {two})")) < 0.012, (a, b)
        both = figure(con, f"avg(({one} < 0.1 AND {two} < 0.1)::INTEGER)")
        assert abs(both - 0.01) < 0.0015, (a, b)


def test_neighbouring_rows_and_seeds_are_independent(con: duckdb.DuckDBPyConnection) -> None:
    u = Chance(1).uniform("a", "row")
    assert abs(figure(con, f"corr({u}, {Chance(1).uniform('a', 'row + 1')})")) < 0.012
    assert abs(figure(con, f"corr({u}, {Chance(2).uniform('a', 'row')})")) < 0.012


def test_a_draw_depends_on_its_name_only_not_on_earlier_draws() -> None:
    fresh, used = Chance(5), Chance(5)
    used.uniform("something else", "row")
    assert fresh.uniform("a", "row") == used.uniform("a", "row")


def test_whole_numbers_reach_both_ends(con: duckdb.DuckDBPyConnection) -> None:
    between = Chance(1).between("n", "row", 3, 7)
    assert (figure(con, f"min({between})"), figure(con, f"max({between})")) == (3, 7)
    assert figure(con, f"count(DISTINCT {Chance(1).pick('p', 'row', ['10', '20', '30'])})") == 3
