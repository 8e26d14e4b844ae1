"""Drafts: read back as written, refused when damaged, forged, or contradicted by the ledger."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow.parquet as pq
import pytest
from made_up import atoms, indicator, members, write

from assets.drafts import Draft, DraftRefused, audit_draft, read_drafts, write_drafts
from assets.ledger import enter, head_of, read
from assets.protected.blocks import read_release
from assets.protected.hide import hide
from disclosure import Certificates, DisclosureError, Forged, Ledger
from schemas.period import Quarter
from schemas.policy import POLICY

PERIOD = Quarter.parse("2026K3")
ONE = indicator("one", counts="persons")


@pytest.fixture(scope="module")
def block(tmp_path_factory):
    rows = members(
        {"A": (9, ("Sjælland",), None), "B": (9, ("Sjælland",), None), "C": (9, ("Fyn",), None)}, seed=5
    )
    models = write(tmp_path_factory.mktemp("models"), rows, {"one": atoms(rows, ONE, mean=12.0, seed=6)})
    return read_release(models, [ONE], "kardiologi", PERIOD, POLICY).blocks[0]


@pytest.fixture(scope="module")
def draft(block) -> Draft:
    found = hide(block, POLICY, Ledger(), b"seed")
    assert "secondary" in found.rules
    return found.draft


def test_a_draft_is_read_back_as_written_and_the_same_bytes(draft, tmp_path):
    write_drafts([draft], tmp_path / "a")
    (again,) = read_drafts(tmp_path / "a")
    write_drafts([again], tmp_path / "b")
    assert (tmp_path / "a" / "000.parquet").read_bytes() == (tmp_path / "b" / "000.parquet").read_bytes()
    assert (again.hidden == draft.hidden).all()
    assert (again.certificates.moves != draft.certificates.moves).nnz == 0
    assert (tmp_path / "a" / "000.parquet").stat().st_mode & 0o077 == 0


def test_a_damaged_draft_is_refused_in_a_sentence(draft, tmp_path):
    write_drafts([draft], tmp_path)
    path = tmp_path / "000.parquet"
    table = pq.read_table(path)
    pq.write_table(table.drop_columns(["attackers"]), path)
    with pytest.raises(DraftRefused, match="no draft that this version can read"):
        list(read_drafts(tmp_path))


def test_a_forged_certificate_is_refused(draft):
    moves = draft.certificates.moves.copy()
    moves.data[0] += 1
    with pytest.raises(Forged):
        audit_draft(replace(draft, certificates=Certificates(moves)), Ledger())


def test_showing_one_more_unit_than_was_proven_is_refused(draft):
    secondary = np.flatnonzero(draft.hidden & ~draft.primary)
    for unit in secondary[:3]:
        fewer = draft.hidden.copy()
        fewer[unit] = False
        with pytest.raises(DisclosureError):
            audit_draft(replace(draft, hidden=fewer), Ledger())


def test_certificates_that_are_missing_leave_the_draft_unproven(draft):
    with pytest.raises(DraftRefused, match="hidden figures are not proven"):
        audit_draft(replace(draft, certificates=Certificates.none(len(draft.table.counts))), Ledger())


def test_a_draft_that_the_ledger_has_overtaken_is_refused_and_the_ledger_untouched(block, draft, tmp_path):
    """Two releases of the same period, hidden with other seeds: the first one published binds the second."""
    other = next(
        d for seed in range(40)
        if ((d := hide(block, replace(POLICY, threshold=POLICY.threshold + 1), Ledger(), bytes([seed])).draft).hidden
            != draft.hidden).any()
    )  # fmt: skip
    root = tmp_path / "ledger"
    for name, one in (("first", draft), ("second", replace(other, threshold=POLICY.threshold))):
        write_drafts([one], tmp_path / name)
    assert enter(root, "kardiologi", tmp_path / "first", "a") > 0
    head = read(root, "kardiologi", head_of(root, "kardiologi")).head
    with pytest.raises(DraftRefused, match="published units would change"):
        enter(root, "kardiologi", tmp_path / "second", "b")
    assert read(root, "kardiologi", head_of(root, "kardiologi")).head == head


def test_a_correction_of_one_to_four_hides_what_changed(block, draft):
    """The published value stays public; the new one may not differ from it by a small count."""
    ledger = Ledger()
    joint, hidden = audit_draft(draft, ledger)
    ledger = ledger.append([joint.issue("first", hidden)])
    units = block.plan.units
    shown = next(
        n
        for n, u in enumerate(units)
        if u.level == "practice" and not draft.hidden[n] and (block.values[n, :2] > 8).all()
    )
    counts = draft.table.counts.copy()
    counts[2 * units[shown].stays[0] + 1] += 2
    corrected = replace(block, table=replace(block.table, counts=counts))
    with pytest.raises(DisclosureError, match="re-issue"):
        hide(corrected, POLICY, ledger, b"seed")
    again = hide(corrected, POLICY, ledger, b"seed", [block.population])
    assert again.rules[shown] == "correction"
    assert again.units[shown]
    assert audit_draft(again.draft, ledger)[0].edition == 2


def test_an_earlier_hidden_unit_beyond_the_window_refuses_the_draft(draft, monkeypatch):
    """New figures around a hidden one that this release cannot prove must not come out."""
    joint = replace(draft.joint(Ledger()), uncovered=("practice / A / year @ before",))
    monkeypatch.setattr(Draft, "joint", lambda self, ledger: joint)
    with pytest.raises(DraftRefused, match="reach back before this release's window"):
        audit_draft(draft, Ledger())
