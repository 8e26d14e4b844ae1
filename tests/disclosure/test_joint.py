"""A table and its past are one system: differencing is caught, corrections follow their rules."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import scipy.sparse as sp

from disclosure.issue import issued
from disclosure.joint import Joint, joined, reissued
from disclosure.ledger import Ledger
from disclosure.past import Contradicted
from disclosure.protect import protect
from disclosure.table import OUTSIDER, DisclosureError, Table
from tests.disclosure.practices import (
    CLUSTERS,
    COUNTS,
    MOVED,
    declared,
    hide,
    interval,
    one_step,
    practices,
    shuffled,
)


def published(table: Table, *hidden: str) -> Ledger:
    return Ledger().append([issued("r1", "dm", 1, table, hide(table, *hidden))])


def states(joint: Joint) -> dict[str, str]:
    fixed = zip(joint.table.system.units, joint.fixed.shown, joint.fixed.hidden, strict=True)
    return {unit: "shown" if shown else "hidden" for unit, shown, hidden in fixed if shown or hidden}


def test_with_nothing_published_the_table_stays_as_it_is():
    joint = joined(practices(), Ledger(), "dm", 5)
    assert joint.table.system.units == practices().system.units
    assert not states(joint)
    assert joint.reported.all()
    assert joint.edition == 1


def test_an_identical_release_adds_no_row_and_fixes_every_state():
    table = practices()
    joint = joined(table, published(table, "m", "b2"), "dm", 5)
    assert joint.table.system.units == table.system.units
    assert {u for u, state in states(joint).items() if state == "hidden"} == {"m", "b2"}
    assert len(states(joint)) == len(table.system.units)


def test_two_releases_each_safe_alone_give_the_moved_practice_away():
    """Cluster A with and without m: the difference is m, whatever hides m in each release."""
    before, after = practices(clusters=CLUSTERS), practices(clusters=MOVED)
    hidden = "m", "a1", "b1"
    for table, others in ((before, ("m", "a1")), (after, ("m", "b1"))):
        low, high = interval(table, hide(table, *others), "m")
        assert low < 3 < high
    joint = joined(after, published(before, "m", "a1"), "dm", 5)
    assert interval(joint.table, hide(joint.table, *hidden), "m") == (3, 3)


def test_the_earlier_clusters_are_rows_of_the_same_system_and_protect_the_moved_practice():
    before, after = practices(clusters=CLUSTERS), practices(clusters=MOVED)
    ledger = published(before, "m", "a1")
    joint = joined(after, ledger, "dm", 5)
    assert joint.table.system.units[-2:] == ("A @ r1", "B @ r1")
    assert states(joint)["A @ r1"] == "shown"
    found = protect(joint.table, one_step(joint), [OUTSIDER], joint.fixed)
    assert not found.infeasible.any()
    assert not found.hidden[joint.fixed.shown].any()
    low, high = interval(joint.table, found.hidden, "m")
    assert low < 3 < high
    issue = joint.issue("r2", found.hidden)
    assert set(issue.system.units) == set(after.system.units)
    assert ledger.append([issue]).entries[1].issue.system.units == ("A", "B")


def test_a_vanished_unit_is_carried_and_stays_as_it_was():
    after = practices(clusters={"A": CLUSTERS["A"]})
    joint = joined(after, published(practices(), "m", "a1", "B"), "dm", 5)
    assert states(joint)["B @ r1"] == "hidden"
    assert not joint.reported[-1]


def test_a_renamed_unit_is_the_same_unit():
    after = practices(clusters={"A": CLUSTERS["A"], "Bravo": CLUSTERS["B"]})
    joint = joined(after, published(practices(), "m", "b1", "B"), "dm", 5)
    assert states(joint)["Bravo"] == "hidden"
    assert len(joint.table.system.units) == len(after.system.units)


def test_an_unpublished_unit_of_ours_does_not_stand_for_a_public_one():
    before = practices()
    after = Table(replace(before.system, published=~hide(before, "B")), before.counts)
    joint = joined(after, published(before, "m", "a1"), "dm", 5)
    assert "B" not in states(joint)
    assert states(joint)["B @ r1"] == "shown"


def test_the_order_of_rows_and_columns_changes_no_state():
    after, ledger = practices(clusters=MOVED), published(practices(), "m", "a1", "b1")
    assert states(joined(shuffled(after), ledger, "dm", 5)) == states(joined(after, ledger, "dm", 5))


def test_a_figure_that_reaches_outside_enters_with_its_part_inside():
    counts = {"q1": 4, "q2": 3, "q3": 6, "r1": 9, "r2": 8, "r3": 7}
    before = declared(counts, {"year": ("q1", "q2", "q3"), "other": ("r1", "r2", "r3")})
    inside = {atom: counts[atom] for atom in ("q2", "q3", "r2", "r3")}
    joint = joined(declared(inside, {"q2": ["q2"], "q3": ["q3"]}), published(before, "other"), "dm", 5)
    assert states(joint) == {"year @ r1": "shown", "other @ r1": "hidden"}
    assert dict(zip(joint.table.system.figures, joint.table.values.tolist(), strict=True)) == {
        "q2": 3,
        "q3": 6,
        "year @ r1": 9,
        "other @ r1": 15,
    }
    assert not joint.uncovered


def test_a_hidden_figure_with_nobody_inside_is_said_to_be_beyond_the_table():
    before = declared({"q1": 4, "q2": 0, "r1": 9}, {"year": ("q1", "q2"), "other": ["r1"]})
    joint = joined(declared({"q2": 0, "r1": 9}, {"q2": ["q2"]}), published(before, "year"), "dm", 5)
    assert joint.uncovered == ("year @ r1",)
    assert set(states(joint)) == {"other @ r1"}


def test_an_earlier_proof_stands_where_nothing_new_is_said():
    """The hidden year reaches out of the table; only another part of the table says something new."""
    before = declared({"q1": 4, "q2": 2, "r1": 9}, {"year": ("q1", "q2"), "other": ["r1"]})
    joint = joined(declared({"q2": 2, "r1": 9}, {"new": ["r1"]}), published(before, "year"), "dm", 5)
    assert joint.uncovered == ()
    assert "year @ r1" not in states(joint)
    joint = joined(declared({"q2": 2, "r1": 9}, {"new": ["q2"]}), published(before, "year"), "dm", 5)
    assert "year @ r1" in states(joint)


def test_a_public_part_is_not_primary_however_small():
    before = declared({"q1": 8, "q2": 3}, {"year": ("q1", "q2")})
    joint = joined(declared({"q2": 3, "q3": 9}, {"q3": ["q3"]}), published(before), "dm", 5)
    assert not one_step(joint).primary.any()


def test_contradicted_values_are_told_by_coordinates_only():
    with pytest.raises(Contradicted) as refused:
        joined(practices(COUNTS | {"a1": 741}), published(practices(), "m", "b2"), "dm", 5)
    assert "3 published units" in str(refused.value)
    assert "A @ r1" in str(refused.value)
    assert "741" not in str(refused.value)


def test_a_part_is_never_more_than_the_whole():
    before = declared({"q1": 4, "q2": 3}, {"year": ("q1", "q2")})
    with pytest.raises(Contradicted):
        joined(declared({"q2": 8}, {"q2": ["q2"]}), published(before), "dm", 5)


def test_another_block_is_another_memory():
    joint = joined(practices(COUNTS | {"a1": 40}), published(practices(), "m", "b2"), "af", 5)
    assert not states(joint)


def bounded(counts: dict[str, int]) -> Table:
    """It is declared that b1 is at least two more than b2."""
    table = practices(counts)
    row = np.zeros((1, len(counts)), np.int64)
    row[0, [list(counts).index("b1"), list(counts).index("b2")]] = 1, -1
    return Table(replace(table.system, inequalities=sp.csr_matrix(row), at_least=np.array([2])), table.counts)


def test_a_declared_inequality_is_carried_until_a_correction_makes_it_untrue():
    ledger = published(bounded(COUNTS), "m", "b1", "b2")
    joint = joined(practices(clusters=MOVED), ledger, "dm", 5)
    assert joint.table.system.at_least.tolist() == [2]
    assert len(joined(bounded(COUNTS), ledger, "dm", 5).table.system.at_least) == 1
    untrue = practices(COUNTS | {"b1": 7, "b2": 7})
    with pytest.raises(Contradicted, match="a declared inequality"):
        joined(untrue, ledger, "dm", 5)
    assert not len(reissued(untrue, ledger, "dm", 5).table.system.at_least)


def test_an_inequality_that_reaches_outside_keeps_its_inside_fixed():
    without = {atom: count for atom, count in COUNTS.items() if atom != "b2"}
    table = declared(without, {"b1": ["b1"], "b3": ["b3"]})
    joint = joined(table, published(bounded(COUNTS), "m", "b1", "b2"), "dm", 5)
    assert states(joint)["statement 0 before"] == "shown"


CORRECTED = COUNTS | {"a1": 13}


def changed_units(joint: Joint) -> list[str]:
    return np.array(joint.table.system.units)[joint.changed].tolist()


def test_a_small_correction_is_primary_with_all_its_ancestors_and_must_be_able_to_be_what_it_was():
    joint = reissued(practices(CORRECTED), published(practices(), "m", "b2"), "dm", 5)
    assert changed_units(joint) == ["a1", "A", "nation"]
    assert joint.down[joint.changed].tolist() == [2, 2, 2]
    assert not joint.up.any()
    assert not joint.fixed.shown[joint.changed].any()
    assert one_step(joint).primary[joint.changed].all()
    assert joint.edition == 2
    assert states(joint)["a2"] == "shown"
    assert states(joint)["m"] == "hidden"


def test_a_correction_downwards_must_be_able_to_be_more():
    joint = reissued(practices(COUNTS | {"a1": 8}), published(practices(), "m", "b2"), "dm", 5)
    assert joint.up[joint.changed].tolist() == [3, 3, 3]
    assert not joint.down.any()


@pytest.mark.parametrize(("by", "primary"), [(-5, False), (-4, True), (4, True), (5, False)])
def test_a_difference_below_the_threshold_is_small_and_one_that_reaches_it_is_not(by, primary):
    counts = COUNTS | {"a1": COUNTS["a1"] + by}
    joint = reissued(practices(counts), published(practices(), "m", "b2"), "dm", 5)
    assert joint.changed.any() == primary
    assert "a1" not in states(joint)


def test_a_correction_that_empties_a_hidden_unit_lets_it_be_shown():
    joint = reissued(practices(COUNTS | {"m": 0}), published(practices(), "m", "b2"), "dm", 5)
    assert "m" not in states(joint)


def test_the_corrected_values_can_be_what_they_were_and_nothing_else_marks_them():
    ledger = published(practices(), "m", "b2")
    joint = reissued(practices(CORRECTED), ledger, "dm", 5)
    found = protect(joint.table, one_step(joint), [OUTSIDER], joint.fixed)
    assert not found.infeasible[joint.changed].any()
    assert interval(joint.table, found.hidden, "a1")[0] <= 11
    grown = ledger.append([joint.issue("r2", found.hidden)])
    assert grown.edition("dm") == 2
    assert len(grown.entries[1].issue.system.units) == len(practices().system.units)


def test_after_a_correction_later_releases_still_keep_possible_what_it_was():
    ledger = published(practices(), "m", "b2")
    joint = reissued(practices(CORRECTED), ledger, "dm", 5)
    ledger = ledger.append([joint.issue("r2", hide(joint.table, "m", "b2", "a1", "A", "nation"))])
    later = joined(practices(CORRECTED, MOVED), ledger, "dm", 5)
    assert changed_units(later) == ["a1", "nation", "A @ r2"]
    assert later.down[later.changed].tolist() == [2, 2, 2]
    assert later.edition == 2


def test_a_reissue_takes_earlier_units_of_other_memberships_with_it():
    ledger = published(practices(), "m", "b2")
    joint = reissued(practices(CORRECTED, MOVED), ledger, "dm", 5)
    assert joint.reported.all()
    grown = ledger.append([joint.issue("r2", one_step(joint).primary | joint.fixed.hidden)])
    assert {"A", "A @ r1"} <= set(grown.issues("dm")[0].system.units)


def test_a_reissue_needs_every_atom_of_its_block():
    ledger = published(practices(), "m", "b2")
    without = {atom: count for atom, count in COUNTS.items() if atom != "b3"}
    with pytest.raises(DisclosureError, match="3 units outside the re-issue"):
        reissued(declared(without, {"a1": ["a1"]}), ledger, "dm", 5)
    with pytest.raises(DisclosureError):
        reissued(practices(), Ledger(), "dm", 5)
