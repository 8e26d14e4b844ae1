"""What hangs together with a world outside the table: earlier proofs stand there until something new is said."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import scipy.sparse as sp

from disclosure.check import check
from disclosure.issue import issued
from disclosure.joint import Joint, joined, reissued
from disclosure.ledger import Ledger
from disclosure.primary import reach, small
from disclosure.protect import protect
from disclosure.table import OUTSIDER, Table
from tests.disclosure.practices import declared, hide, interval

# Practices old, late and third in quarters 1 to 4; late began in quarter 2. Quarter 1 leaves the window.
COUNTS = {"old1": 9, "old2": 8, "old3": 8, "third1": 9, "third2": 1, "third3": 0, "late2": 1, "late3": 2}
YEARS = {
    "old": ("old1", "old2", "old3"),
    "third": ("third1", "third2", "third3"),
    "late": ("late2", "late3"),
    "all in 2": ("old2", "third2", "late2"),
    "all in 3": ("old3", "third3", "late3"),
    "all": tuple(COUNTS),
}
NEW = {"old4": 7, "third4": 6, "late4": 9}


def first_release() -> tuple[Table, Ledger]:
    table = declared(COUNTS, YEARS)
    return table, Ledger().append([issued("r1", "dm", 1, table, hide(table, "late", "third"))])


def second(**more: tuple[str, ...]) -> Table:
    """Quarters 2 to 4: what was published of single quarters, the new quarter, and `more`."""
    counts = {atom: n for atom, n in (COUNTS | NEW).items() if not atom.endswith("1")}
    same = {name: YEARS[name] for name in ("all in 2", "all in 3")}
    return declared(counts, same | {"all in 4": tuple(NEW)} | more)


def asked(joint: Joint):
    primary = np.zeros(len(joint.table.system.units), bool)
    primary[: len(joint.table.system.units)] = small(joint.table, 5)
    return joint.needs(reach(joint.table, 5, primary))


def test_a_unit_inside_the_window_whose_proof_rests_on_a_quarter_that_left_it_needs_no_new_one():
    table, ledger = first_release()
    low, high = interval(table, hide(table, "late", "third"), "late")
    assert low < 3 < 5 <= high
    joint = joined(second(), ledger, "dm", 5)
    units = joint.table.system.units
    # Beside the frozen part inside the window the unit looks bare: nothing inside can prove it again.
    _, most = interval(joint.table, joint.fixed.hidden, "late @ r1")
    assert most < 5
    assert joint.stands[units.index("late @ r1")]
    found = protect(joint.table, asked(joint), [OUTSIDER], joint.fixed)
    assert not found.infeasible.any()
    assert check(joint.table, found.hidden, asked(joint), [OUTSIDER], found.certificates) == ()
    assert {units[u] for u in np.flatnonzero(found.hidden)} == {"late @ r1"}


def test_as_soon_as_something_new_is_said_there_it_must_be_proven_again():
    _, ledger = first_release()
    joint = joined(second(fresh=("old2", "late2")), ledger, "dm", 5)
    assert not joint.stands.any()
    assert [joint.table.system.units[u] for u in np.flatnonzero(joint.backward)] == ["fresh"]
    found = protect(joint.table, asked(joint), [OUTSIDER], joint.fixed)
    assert found.infeasible.any()


def test_what_says_something_new_only_elsewhere_is_not_backward():
    _, ledger = first_release()
    joint = joined(second(), ledger, "dm", 5)
    assert not joint.backward.any()
    assert not joint.stands[joint.table.system.units.index("all in 4")]


def test_a_unit_that_is_not_published_says_nothing_and_stands_only_when_all_of_it_is_there():
    _, ledger = first_release()
    table = second(part=("late2",), across=("late3", "late4"))
    public = ~hide(table, "part", "across")
    joint = joined(Table(replace(table.system, published=public), table.counts), ledger, "dm", 5)
    units = joint.table.system.units
    assert joint.stands[units.index("part")]
    assert not joint.stands[units.index("across")]


@pytest.mark.parametrize("kind", ["links", "inequalities"])
def test_a_new_statement_about_it_ends_it_too(kind):
    _, ledger = first_release()
    table = second()
    row = np.zeros((1, len(table.counts)), np.int64)
    row[0, [table.system.atoms.index("third2"), table.system.atoms.index("late2")]] = 1, -1
    least = np.zeros(1 if kind == "inequalities" else 0, np.int64)
    said = replace(table.system, **{kind: sp.csr_matrix(row), "at_least": least})
    joint = joined(Table(said, table.counts), ledger, "dm", 5)
    assert not joint.stands.any()
    elsewhere = np.zeros_like(row)
    elsewhere[0, [table.system.atoms.index("old4"), table.system.atoms.index("third4")]] = 1, -1
    if kind == "inequalities":
        said = replace(said, **{kind: sp.csr_matrix(elsewhere)})
        assert joined(Table(said, table.counts), ledger, "dm", 5).stands.any()


def test_what_lies_wholly_inside_is_proven_anew_by_every_release():
    table, ledger = first_release()
    joint = joined(table, ledger, "dm", 5)
    assert not joint.stands.any()
    assert asked(joint).differs.any()
    assert not reissued(table, ledger, "dm", 5).stands.any()
