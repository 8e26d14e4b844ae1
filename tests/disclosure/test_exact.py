"""Exact hiding: golden optima, brute force over all patterns, and certificates that the check accepts."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.disclosure.tables import DATA, golden
from disclosure import Certificates, Needs, Table, audit, check, intervals, reach, respondents, small, step
from disclosure.cross import Dimension, cross, total
from disclosure.exact import exact
from disclosure.table import OUTSIDER

needs_data = pytest.mark.skipif(not DATA.exists(), reason="test tables are not here")


def solved(table: Table, needs: Needs, attackers=(OUTSIDER,), **options):
    found = exact(table, needs, attackers, **options)
    gaps = check(table, found.hidden, needs, attackers, Certificates(found.moves))
    assert found.infeasible.any() or gaps == ()
    secondary = found.hidden & ~needs.primary
    return found, int(secondary.sum()), int(table.values[table.system.spread(secondary)].sum())


@needs_data
@pytest.mark.parametrize(
    ("name", "count", "value"),
    [("z1", 4, 35), ("z2", 10, 115), ("microdata1", 3, 40), ("microdata2", 14, 93), ("z3", 49, 681)],
)
def test_golden_optima_by_count_then_value(name, count, value):
    table = golden(name)
    found, secondaries, hidden = solved(table, step(table, small(table, 5)))
    assert found.proven
    assert (secondaries, hidden) == (count, value)


@needs_data
def test_golden_optimum_by_value():
    table = golden("z3")
    found, _, hidden = solved(table, step(table, small(table, 5)), objective=("value",))
    assert found.proven
    assert hidden == 533


@needs_data
def test_without_time_a_safe_pattern_is_returned_all_the_same():
    table = golden("z3")
    found, secondaries, _ = solved(table, step(table, small(table, 5)), time_limit=0.0)
    assert not found.proven
    assert secondaries >= 49
    assert not found.infeasible.any()


def crossed(counts) -> Table:
    rows, columns = (
        tuple(f"{name}{i}" for i in range(n)) for name, n in zip("rc", counts.shape, strict=True)
    )
    cells = {(r, c): int(counts[i, j]) for i, r in enumerate(rows) for j, c in enumerate(columns)}
    return cross([total("row", rows), total("column", columns)], cells)


def fewest_by_brute_force(table: Table, needs: Needs) -> int | None:
    """Try every pattern, by the audit's judgement of primary figures: neither one value nor on one side only."""
    system = table.system
    something = table.values > 0
    free = np.flatnonzero(something & ~needs.primary)
    best = None
    for choice in product((False, True), repeat=len(free)):
        if best is not None and sum(choice) >= best:
            continue
        hidden = needs.primary.copy()
        hidden[free[list(choice)]] = True
        # Threshold 0: only exactness counts. A step of one both ways needs more, so look at the intervals.
        if _movable(table, hidden, needs):
            best = sum(choice)
    assert len(system.units) == len(system.figures)
    return best


def _movable(table: Table, hidden, needs: Needs) -> bool:
    spans = intervals(table.system, table.values, ~hidden, OUTSIDER, zeros_are_shown=False, integer=True)
    for figure in np.flatnonzero(needs.up > 0):
        low, high = spans[table.system.figures[figure]]
        value = int(table.values[figure])
        if (high is not None and high < value + needs.up[figure]) or low > value - needs.down[figure]:
            return False
    return True


@settings(max_examples=8, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.lists(st.integers(0, 9), min_size=6, max_size=6))
def test_the_optimum_is_that_of_brute_force(cells):
    table = crossed(np.array(cells).reshape(2, 3))
    needs = step(table, small(table, 3))
    if not needs.primary.any():
        return
    best = fewest_by_brute_force(table, needs)
    found, secondaries, _ = solved(table, needs, objective=("cells",))
    if best is None:
        assert found.infeasible.any()
    else:
        assert found.proven
        assert secondaries == best


def test_what_cannot_be_protected_is_said():
    table = crossed(np.array([[2, 0], [0, 9]]))
    fixed_rows = step(table, small(table, 5))
    found = exact(table, fixed_rows, (OUTSIDER,))
    # With zeros shown, the 2 equals its row and its column: those are primary too, and the total gives way.
    assert found.hidden[fixed_rows.primary].all()


def test_a_product_table_withstands_every_practice():
    practices = tuple("ABCDEF")
    geography = Dimension("practice", practices, {"cluster": practices})
    status = Dimension("status", ("met", "not_met"), {"denominator": ("met", "not_met")})
    counts = {(p, "met"): n for p, n in zip(practices, (31, 2, 44, 27, 9, 38), strict=True)}
    counts |= {(p, "not_met"): n for p, n in zip(practices, (12, 19, 8, 16, 21, 11), strict=True)}
    table = cross([geography, status], counts, together="status", owner="practice")
    attackers = respondents(table.system)
    needs = reach(table, 5, small(table, 5))
    found, secondaries, _ = solved(table, needs, attackers)
    assert secondaries == 2
    shown = table.system.published & ~found.hidden
    assert audit(table.system, table.values, shown, 5, attackers, own=table.counts).exposures == ()
