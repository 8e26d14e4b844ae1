"""Random small tables against an attacker who tries every whole-number table."""

from __future__ import annotations

import numpy as np
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from small_tables import Builder, brute_force, cluster, nation, primary, published

from disclosure import Fixed, Infeasible, Table, attack, intervals, protect

T = 3
COUNT = st.tuples(st.integers(0, 5), st.integers(0, 4))
SETTINGS = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)


@st.composite
def builders(draw) -> Builder:
    """One to three clusters of two to five practices, one or two quarters, subclusters, movers."""
    quarters = draw(st.integers(1, 2))
    practice = st.lists(COUNT, min_size=quarters, max_size=quarters)
    clusters = draw(st.lists(st.lists(practice, min_size=2, max_size=5), min_size=1, max_size=3))
    return nation(clusters, subclusters=draw(st.booleans()), movers=draw(st.booleans()))


def table_of(build: Builder) -> Table:
    return build.table(threshold=T)


def safe_table(build: Builder):
    table = table_of(build)
    try:
        return table, protect(table, primary(table, T), T, seed=b"seed").hidden
    except Infeasible:
        assume(False)
        raise


def ceiling(table: Table) -> int:
    """Counts to try where nothing published bounds them: the true ones, and high enough to be safe."""
    leaves = np.setdiff1d(np.arange(len(table.counts)), table.system.totals)
    return T + 2 * int(table.counts[leaves].max())


def attackers(table: Table) -> list[int]:
    return [-1, *sorted(set(table.system.own.attacker.tolist()))]


@SETTINGS
@given(builders())
def test_protected_tables_pass_the_attack(build):
    table, hidden = safe_table(build)
    assert attack(table.system, *published(table, hidden), T).exposures == ()


@SETTINGS
@given(builders())
def test_no_attacker_can_exclude_what_must_stay_possible(build):
    """Safe means safe against whole-number attackers as well, for every hidden count."""
    table, hidden = safe_table(build)
    counts, shown = published(table, hidden)
    system = table.system
    sought = (hidden & system.published) | system.secret
    assume(sought.any())
    tried = 0
    for attacker in attackers(table):
        found = brute_force(system, counts, shown, attacker, ceiling(table))
        if found is None:
            continue
        tried += 1
        low, high = found
        units = [
            u
            for u in np.flatnonzero(sought & (system.owner != attacker))
            if not adds_up(table, shown, u, attacker)
        ]
        assert (high[units] >= T).all()
        assert (high[units] > low[units]).all()
    assume(tried)


def adds_up(table: Table, shown, unit: int, attacker: int) -> bool:
    """A total of nothing but shown figures, the attacker's own and such totals discloses nothing about
    anyone."""
    system = table.system
    for total, parts in zip(system.totals, system.parts, strict=True):
        if total == unit:
            mine = (system.owner[parts] == attacker) & (attacker >= 0)
            inner = [p for p in parts[~(shown[parts] | mine)]]
            if all(adds_up(table, shown, p, attacker) for p in inner):
                return True
        if len(parts) == 1 and parts[0] == unit and shown[total]:
            return True
    return False


@SETTINGS
@given(builders(), st.data())
def test_linear_intervals_contain_every_whole_number_table(build, data):
    table = table_of(build)
    some = data.draw(st.lists(st.booleans(), min_size=len(table.counts), max_size=len(table.counts)))
    hidden = np.array(some) & table.system.published & (table.counts > 0).any(axis=1)
    counts, shown = published(table, hidden)
    attacker = data.draw(st.sampled_from(attackers(table)))
    found = brute_force(table.system, counts, shown, attacker, ceiling(table))
    assume(found is not None)
    low, high = found
    for label, spans in intervals(table.system, counts, shown, attacker).items():
        unit = table.system.labels.index(label)
        for k, (least, most) in enumerate(spans):
            assert least <= low[unit, k] <= table.counts[unit, k] <= high[unit, k]
            assert most == -1 or high[unit, k] <= most


@SETTINGS
@given(builders())
def test_every_secondary_unit_is_needed(build):
    """Showing any one of them again is caught by the attack; so nothing is hidden without need."""
    table, hidden = safe_table(build)
    secondary = hidden & ~primary(table, T)
    assume(secondary.any())
    for unit in np.flatnonzero(secondary):
        fewer = hidden.copy()
        fewer[unit] = False
        assert attack(table.system, *published(table, fewer), T).exposures


@SETTINGS
@given(builders(), st.randoms(use_true_random=False))
def test_the_verdict_does_not_depend_on_the_order_of_rows(build, random):
    table = table_of(build)
    hidden = primary(table, T)
    verdict = {
        (e.label, e.column, e.learns) for e in attack(table.system, *published(table, hidden), T).exposures
    }
    names, atoms = list(build.units), list(build.counts)
    random.shuffle(names)
    random.shuffle(atoms)
    random.shuffle(build.sums)
    build.units = {name: build.units[name] for name in names}
    build.counts = {atom: build.counts[atom] for atom in atoms}
    other = table_of(build)
    again = attack(other.system, *published(other, primary(other, T)), T)
    assert {(e.label, e.column, e.learns) for e in again.exposures} == verdict


@SETTINGS
@given(st.lists(COUNT, min_size=3, max_size=8), st.randoms(use_true_random=False))
def test_the_choice_does_not_depend_on_the_order_of_rows(practices, random):
    build = cluster(*practices)
    table, hidden = safe_table(build)
    chosen = {table.system.labels[u] for u in np.flatnonzero(hidden)}
    names = list(build.units)
    random.shuffle(names)
    build.units = {name: build.units[name] for name in names}
    table, hidden = safe_table(build)
    assert {table.system.labels[u] for u in np.flatnonzero(hidden)} == chosen


@SETTINGS
@given(builders(), st.data())
def test_hiding_more_is_never_less_safe(build, data):
    table, hidden = safe_table(build)
    some = data.draw(st.lists(st.booleans(), min_size=len(hidden), max_size=len(hidden)))
    more = hidden | (np.array(some) & table.system.published & (table.counts > 0).any(axis=1))
    before = {e.label for e in attack(table.system, *published(table, more), T).exposures}
    # What was hidden before stays safe; newly hidden units answer for themselves.
    assert not before & {table.system.labels[u] for u in np.flatnonzero(hidden | table.system.secret)}


@SETTINGS
@given(builders())
def test_what_was_published_stays_as_it_was(build):
    table, hidden = safe_table(build)
    fixed = Fixed(shown=table.system.published & ~hidden, hidden=hidden)
    again = protect(table, primary(table, T), T, fixed, seed=b"another seed")
    assert (again.hidden == hidden).all()
