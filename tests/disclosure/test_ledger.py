"""The chain: it only grows, what is public stays, and every tampering is found."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import scipy.sparse as sp

from disclosure.issue import Issue, definitions, digest, issued
from disclosure.ledger import GENESIS, Entry, Ledger, Tampered
from disclosure.past import Contradicted
from disclosure.table import DisclosureError, Table
from tests.disclosure.practices import COUNTS, MOVED, declared, hide, practices, shuffled

HIDDEN = "m", "b2"


def first(release: str = "r1", edition: int = 1, **kwargs) -> Issue:
    table = practices(**kwargs)
    return issued(release, "dm", edition, table, hide(table, *HIDDEN))


def three() -> Ledger:
    other = practices(dict.fromkeys(COUNTS, 9))
    ledger = Ledger().append([first(), first("r2", clusters=MOVED)])
    return ledger.append([issued("r2", "af", 1, other, hide(other))])


def with_system(entry: Entry, **changes) -> Entry:
    return replace(entry, issue=replace(entry.issue, system=replace(entry.issue.system, **changes)))


def test_no_hidden_count_is_kept():
    issue = first()
    assert not issue.values[~issue.system.spread(issue.shown)].any()
    with pytest.raises(DisclosureError, match="no hidden count"):
        replace(issue, values=issue.values + 1)


def test_unpublished_units_are_never_entered():
    table = practices()
    inside = Table(replace(table.system, published=~hide(table, "m")), table.counts)
    assert "m" not in issued("r1", "dm", 1, inside, hide(table)).system.units


def test_labels_stand_once():
    issue = first()
    with pytest.raises(DisclosureError, match="1 labels stand twice"):
        replace(issue, system=replace(issue.system, units=("B", *issue.system.units[1:])))


def test_appending_makes_a_new_ledger_and_leaves_the_old_one():
    empty = Ledger()
    grown = empty.append([first()])
    assert (len(empty.entries), len(grown.entries), empty.head) == (0, 1, GENESIS)
    assert grown.head != GENESIS
    grown.verify(grown.head)


def test_the_same_release_again_adds_nothing():
    ledger = Ledger().append([first()])
    assert ledger.append([first(), first("r2")]) is ledger


def test_only_recut_units_are_added():
    ledger = Ledger().append([first(), first("r2", clusters=MOVED)])
    assert [entry.issue.system.units for entry in ledger.entries][1] == ("A", "B")


def test_the_order_of_rows_and_columns_changes_nothing():
    other = shuffled(practices())
    hidden = hide(other, *HIDDEN)
    assert digest("", issued("r1", "dm", 1, other, hidden)) == digest("", first())
    ledger = Ledger().append([first()])
    assert ledger.append([issued("r2", "dm", 1, other, hidden)]) is ledger


@pytest.mark.parametrize("turned", [("m",), ("m", "b2", "a1")])
def test_a_public_state_never_turns(turned):
    ledger, table = Ledger().append([first()]), practices()
    with pytest.raises(Contradicted, match="1 published units are contradicted"):
        ledger.append([issued("r2", "dm", 1, table, hide(table, *turned))])
    assert len(ledger.entries) == 1


def test_a_changed_value_is_refused_by_coordinates_only():
    ledger = Ledger().append([first()])
    with pytest.raises(Contradicted) as refused:
        ledger.append([first("r2", counts=COUNTS | {"a1": 741})])
    assert "3 published units" in str(refused.value)  # a1, its cluster, the nation
    assert "the first is A" in str(refused.value)
    assert "re-issue" in str(refused.value)
    assert "741" not in str(refused.value)


def test_a_label_means_one_thing_in_a_release():
    ledger = Ledger().append([first()])
    with pytest.raises(DisclosureError, match="r1 published A with other atoms"):
        ledger.append([first(clusters=MOVED)])


def test_a_reissue_holds_every_unit_of_its_block():
    ledger = Ledger().append([first()])
    with pytest.raises(DisclosureError, match="2 are left out, the first is A @ r1"):
        ledger.append([first("r2", 2, clusters=MOVED)])
    again = ledger.append([first("r2", 2, counts=COUNTS | {"a1": 40})])
    assert again.edition("dm") == 2
    assert len(again.issues("dm")[0].system.units) == len(practices().system.units)


def test_an_edition_is_never_skipped_or_taken_up_again():
    ledger = Ledger().append([first(), first("r2", 2)])
    for edition in (1, 4):
        with pytest.raises(DisclosureError, match=f"edition {edition} cannot follow edition 2"):
            ledger.append([first("r3", edition)])


def test_nothing_is_added_when_one_issue_is_refused():
    ledger = Ledger().append([first()])
    with pytest.raises(Contradicted):
        ledger.append([first("r2", clusters=MOVED), first("r3", counts=COUNTS | {"a1": 40})])
    assert len(ledger.entries) == 1


def test_a_new_inequality_is_entered_once():
    table = practices()
    row = sp.csr_matrix(np.array([[1, -1, 0, 0, 0, 0, 0]]))
    with_it = Table(replace(table.system, inequalities=row, at_least=np.array([2])), table.counts)
    grown = Ledger().append([first()]).append([issued("r2", "dm", 1, with_it, hide(table, *HIDDEN))])
    assert grown.entries[1].issue.system.inequalities.shape[0] == 1
    assert grown.append([issued("r3", "dm", 1, with_it, hide(table, *HIDDEN))]) is grown


def test_two_units_are_one_when_their_figures_are_the_same_sums():
    table = declared({"p": 9, "q": 8}, {"p": "p", "cluster of one": "p", "q": "q", "both": "pq"})
    found = definitions(table.system)
    assert found[0] == found[1] != found[2]


def edits():
    def edit(name, change):
        return pytest.param(change, id=name)

    yield edit("a value", lambda e: replace(e, issue=replace(e.issue, values=e.issue.values + e.issue.shown)))
    yield edit("a release", lambda e: replace(e, issue=replace(e.issue, release="r9")))
    yield edit("a block", lambda e: replace(e, issue=replace(e.issue, block="x")))
    yield edit("an edition", lambda e: replace(e, issue=replace(e.issue, edition=2)))
    yield edit("a unit", lambda e: with_system(e, units=("Z", *e.issue.system.units[1:])))
    yield edit("a figure", lambda e: with_system(e, figures=("Z", *e.issue.system.figures[1:])))
    yield edit("an atom", lambda e: with_system(e, atoms=("Z", *e.issue.system.atoms[1:])))
    yield edit("a sum", lambda e: with_system(e, sums=sp.csr_matrix(np.ones(e.issue.system.sums.shape, int))))
    yield edit("a level", lambda e: with_system(e, level=e.issue.system.level + 1))
    yield edit("a state", lambda e: replace(e, issue=replace(e.issue, shown=np.ones_like(e.issue.shown))))
    yield edit("a digest", lambda e: replace(e, digest="0" * 64))
    yield edit("what it follows", lambda e: replace(e, previous="f" * 64))


@pytest.mark.parametrize("change", list(edits()))
def test_every_edit_of_an_entry_is_found(change):
    entries = list(three().entries)
    entries[0] = change(entries[0])
    with pytest.raises(Tampered, match="ledger entry 1 "):
        Ledger(tuple(entries)).verify()


def test_a_missing_or_moved_entry_is_found():
    one, two, last = three().entries
    for entries in ((one, last), (two, last), (one, last, two), (one, one, two)):
        with pytest.raises(Tampered, match="does not follow"):
            Ledger(entries).verify()


def test_a_cut_end_is_found_by_a_head_kept_elsewhere():
    ledger = three()
    cut = Ledger(ledger.entries[:2])
    cut.verify()
    with pytest.raises(Tampered, match="2 entries and not the one"):
        cut.verify(ledger.head)
    ledger.verify(cut.head)  # an older head: the ledger has grown since


def test_a_chain_written_anew_is_found_by_any_head_kept_elsewhere():
    ledger = three()
    forged = Ledger().append([first(counts=COUNTS | {"a1": 12})])
    forged.verify()
    with pytest.raises(Tampered):
        forged.verify(ledger.entries[0].digest)
