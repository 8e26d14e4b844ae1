"""The audit and the check against an attacker who tries every whole-number table."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp
from enumeration import every_table, patterns, seen_by, tables
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from disclosure.audit import audit, intervals
from disclosure.check import Gap, check
from disclosure.exemption import exempt
from disclosure.primary import reach, small
from disclosure.table import Certificates, respondents

T = 3
SETTINGS = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def published(table, hidden):
    """Values with nonsense where nothing is shown: the audit must not read it."""
    shown = table.system.published & ~hidden
    return np.where(table.system.spread(shown), table.values, -999), shown


@SETTINGS
@given(tables(), st.booleans(), st.data())
def test_whole_number_intervals_are_those_of_all_tables_and_linear_ones_contain_them(table, zeros, data):
    hidden = data.draw(patterns(table, zeros))
    everything = every_table(table, hidden, zeros)
    for attacker in respondents(table.system):
        possible = seen_by(table, everything, attacker) @ table.system.sums.T.toarray()
        values, shown = published(table, hidden)
        arguments = (table.system, values, shown, attacker, table.counts)
        exact = intervals(*arguments, zeros_are_shown=zeros, integer=True)
        linear = intervals(*arguments, zeros_are_shown=zeros)
        figures = np.flatnonzero(table.system.spread(hidden))
        assert set(exact) == {table.system.figures[f] for f in figures}
        for f in figures:
            label = table.system.figures[f]
            low, high = possible[:, f].min(), possible[:, f].max()
            assert exact[label] == (low, high)
            assert linear[label][0] <= low
            assert linear[label][1] >= high


def exempt_pairs(table, hidden, attackers):
    """Every exempt (figure, attacker number), by the check's code."""
    shown = table.system.spread(table.system.published & ~hidden)
    known = sp.csr_matrix(np.array([table.system.known_to(a) for a in attackers]).T.astype(np.int64))
    figure, attacker = np.indices((len(shown), len(attackers))).reshape(2, -1)
    flags = exempt(table, shown, known, figure, attacker)
    return set(zip(figure[flags].tolist(), attacker[flags].tolist(), strict=True))


@SETTINGS
@given(tables(most=9), st.data())
def test_the_audit_exposes_exactly_what_all_tables_expose(table, data):
    hidden = data.draw(patterns(table)) | small(table, T)
    assume(not table.system.spread(hidden)[int(np.argmax(np.diff(table.system.sums.indptr)))])
    attackers = respondents(table.system)
    everything, excused = every_table(table, hidden), exempt_pairs(table, hidden, attackers)
    values, shown = published(table, hidden)
    found = audit(table.system, values, shown, T, attackers, table.counts)
    expected = {}
    for a, attacker in enumerate(attackers):
        possible = seen_by(table, everything, attacker) @ table.system.sums.T.toarray()
        for f in np.flatnonzero(table.system.spread(hidden)):
            low, high = possible[:, f].min(), possible[:, f].max()
            if (low == high or high < T) and (int(f), a) not in excused:
                expected[table.system.figures[f], attacker] = "exact" if low == high else "small"
    assert {(e.label, e.attacker): e.learns for e in found.exposures}.items() <= expected.items()
    assert {e.label for e in found.exposures} == {label for label, _ in expected}


@SETTINGS
@given(tables(most=9), st.data())
def test_the_check_accepts_exactly_what_all_tables_confirm(table, data):
    hidden = data.draw(patterns(table))
    attackers = respondents(table.system)[1:] + ((0, 1),)
    needs = reach(table, T, np.zeros(len(hidden), bool))
    everything = every_table(table, hidden)
    moves = Certificates(sp.csc_matrix((everything - table.counts).T))
    excused = exempt_pairs(table, hidden, attackers)
    expected = set()
    for a, attacker in enumerate(attackers):
        possible = seen_by(table, everything, attacker) @ table.system.sums.T.toarray()
        for f in np.flatnonzero(table.system.spread(hidden)):
            label, here = table.system.figures[f], table.values[f]
            if (int(f), a) in excused:
                continue
            if needs.up[f] and possible[:, f].max() < here + needs.up[f]:
                expected.add(Gap(label, attacker, "up"))
            if possible[:, f].min() == possible[:, f].max():
                expected.add(Gap(label, attacker, "differs"))
    assert set(check(table, hidden, needs, attackers, moves)) == expected


@SETTINGS
@given(tables(most=9), st.data())
def test_hiding_more_is_never_less_safe(table, data):
    hidden = data.draw(patterns(table))
    more = hidden | data.draw(patterns(table))
    needs = reach(table, T, np.zeros(len(hidden), bool))
    moves = Certificates(sp.csc_matrix((every_table(table, hidden) - table.counts).T))
    attackers = respondents(table.system)
    present = needs.present & hidden
    before = {(g.figure, g.attacker, g.need) for g in check(table, hidden, needs, attackers, moves)}
    needs_then = type(needs)(needs.primary, needs.up, needs.down, needs.differs, present)
    after = check(table, more, needs_then, attackers, moves)
    labels = {table.system.figures[f] for f in np.flatnonzero(table.system.spread(hidden))}
    excused = exempt_pairs(table, hidden, attackers)
    number = {label: i for i, label in enumerate(table.system.figures)}
    for gap in after:
        if gap.figure in labels and (number[gap.figure], attackers.index(gap.attacker)) not in excused:
            assert (gap.figure, gap.attacker, gap.need) in before
