"""The closed form for one sum gives what linear programming gives."""

from __future__ import annotations

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from small_tables import cluster, published

from disclosure import attack, intervals
from disclosure.closed import intervals as closed

T = 4
PAIR = st.tuples(st.integers(0, 6), st.integers(0, 6))


@st.composite
def hidden_parts(draw, columns=2):
    """A cluster, some of its practices hidden, in two columns or (one population) in four."""
    practices = draw(st.lists(PAIR, min_size=2, max_size=6))
    if columns == 4:
        practices = [(m, n, k := draw(st.integers(0, m + n)), m + n - k) for m, n in practices]
    hide = draw(st.lists(st.booleans(), min_size=len(practices), max_size=len(practices)))
    return practices, [h and any(c) for h, c in zip(hide, practices, strict=True)]


@settings(max_examples=150, deadline=None)
@given(hidden_parts() | hidden_parts(4))
def test_presolve_of_the_attack_equals_its_programs(drawn):
    practices, hide = drawn
    groups = ((0, 1),) if len(practices[0]) == 2 else ((0, 1), (2, 3))
    hidden = np.array([*hide, False])
    once, twice = (cluster(*practices, copies=n).table(groups) for n in (1, 2))
    quick = attack(once.system, *published(once, hidden), T)
    slow = attack(twice.system, *published(twice, hidden), T)
    assert quick.linear_programs == 0
    assert slow.linear_programs > 0 or not any(hide)
    assert set(quick.exposures) == set(slow.exposures)


@settings(max_examples=150, deadline=None)
@given(hidden_parts() | hidden_parts(4), st.data())
def test_closed_form_of_the_search_equals_the_attacks_programs(drawn, data):
    practices, hide = drawn
    assume(any(hide))
    groups = ((0, 1),) if len(practices[0]) == 2 else ((0, 1), (2, 3))
    table = cluster(*practices).table(groups)
    hidden = np.array([*hide, False])
    units = np.flatnonzero(hidden)
    attacker = data.draw(st.sampled_from([-1, *units.tolist()]))
    owned = np.array([units == attacker])
    own = np.where(owned[:, :, None], table.counts[units], 0)
    rest = table.counts[units].sum(axis=0) - own.sum(axis=1)
    low, high = closed(rest, own, owned, np.ones(len(units), bool), groups)
    linear = intervals(table.system, *published(table, hidden), attacker)
    for place, unit in enumerate(units):
        if unit != attacker:
            spans = list(zip(low[0, place].tolist(), high[0, place].tolist(), strict=True))
            assert spans == linear[f"p{unit}"]
