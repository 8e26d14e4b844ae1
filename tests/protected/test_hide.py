"""Hiding a block: what is given up when nothing else proves it, whom it withstands, and what its files say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from made_up import atoms, indicator, members, write

from assets.drafts import audit_draft, read_drafts
from assets.ledger import enter, head_of, read
from assets.protected import hide as module
from assets.protected.attack import attack_specialty
from assets.protected.blocks import Block, read_release
from assets.protected.codes import Codes
from assets.protected.hide import NotProven, hide
from assets.protected.outcomes import count_together
from assets.protected.protect import protect_specialty
from disclosure import Certificates, DisclosureError, Ledger, check, respondents
from schemas.period import Quarter
from schemas.policy import POLICY

PERIOD = Quarter.parse("2026K3")
ONE = indicator("one", counts="persons")
CLUSTERS = {"A": (8, ("Sjælland",), ("x", "y")), "B": (5, ("Sjælland",), None), "C": (5, ("Fyn",), None)}


class World:
    """One specialty with one indicator in a temporary folder."""

    def __init__(self, folder, mean=12.0):
        self.folder, self.rows = folder, members(CLUSTERS, seed=5)
        self.atoms = atoms(self.rows, ONE, mean=mean, seed=6)
        self.models = write(folder / "models", self.rows, {"one": self.atoms})
        self.codes, self.out = Codes(folder / "codes.json", b"salt"), folder / "out"
        self.place = self.models, [ONE], "kardiologi", PERIOD, POLICY

    @property
    def ledger(self):
        root = self.folder / "ledger"
        return read(root, "kardiologi", head_of(root, "kardiologi"))

    def protect(self, reissue=()):
        return protect_specialty(*self.place, self.ledger, self.codes, b"seed", self.out, reissue)

    def faults(self):
        return attack_specialty(self.out, *self.place, self.codes, self.ledger).faults

    def publish(self, release):
        return enter(self.folder / "ledger", "kardiologi", self.out / "drafts-kardiologi", release)

    def decisions(self):
        return pq.read_table(self.out / "decisions-kardiologi.parquet").to_pylist()


@pytest.fixture(scope="module")
def block(tmp_path_factory) -> Block:
    return read_release(*World(tmp_path_factory.mktemp("block")).place).blocks[0]


@pytest.fixture
def world(tmp_path):
    made = World(tmp_path)
    made.protect()
    return made


def failing(monkeypatch, times):
    """Let the first attempts at hiding end with a unit that nothing proves; return what each was asked."""
    asked, real = [], module.protect

    def protect(table, needs, *rest):
        asked.append(needs.primary)
        result = real(table, needs, *rest)
        return replace(result, infeasible=result.hidden) if len(asked) <= times else result

    monkeypatch.setattr(module, "protect", protect)
    return asked


def test_a_block_that_can_be_proven_is_not_coarsened(block):
    found = hide(block, POLICY, Ledger(), b"seed")
    assert found.coarsened == ""
    assert "block" not in found.rules


def test_practices_and_subclusters_are_given_up_first(block, monkeypatch):
    failing(monkeypatch, 1)
    found = hide(block, POLICY, Ledger(), b"seed")
    assert found.coarsened == "practices"
    for unit, hidden, value, rule in zip(
        block.plan.units, found.units, block.values, found.rules, strict=True
    ):
        if unit.level in ("practice", "subcluster") and unit.published and value.any():
            assert hidden
        if rule == "block":
            assert unit.level in ("practice", "subcluster")
    assert {u.level for u, rule in zip(block.plan.units, found.rules, strict=True) if rule == "block"} == {
        "practice",
        "subcluster",
    }
    assert any(not found.units[n] and u.level == "nation" for n, u in enumerate(block.plan.units))
    audit_draft(found.draft, Ledger())


def test_then_the_whole_block_but_never_a_zero(block, monkeypatch):
    failing(monkeypatch, 2)
    found = hide(block, POLICY, Ledger(), b"seed")
    assert found.coarsened == "block"
    published = np.array([u.published for u in block.plan.units])
    assert (found.units == (published & block.values.any(axis=1))).all()
    audit_draft(found.draft, Ledger())


def test_what_is_public_is_not_given_up_and_when_nothing_helps_coordinates_are_named(block, monkeypatch):
    first = hide(block, POLICY, Ledger(), b"seed")
    joint, hidden = audit_draft(first.draft, Ledger())
    ledger = Ledger().append([joint.issue("first", hidden)])
    asked = failing(monkeypatch, 3)
    with pytest.raises(
        NotProven, match=r"one \(rate\): \d+ hidden units cannot be proven .* the first is "
    ) as error:
        hide(block, POLICY, ledger, b"seed")
    assert any(u.label in str(error.value) for u in block.plan.units)
    assert len(asked) == 3
    shown = np.array([u.published for u in block.plan.units]) & ~first.units
    assert not any(primary[: len(shown)][shown].any() for primary in asked)


def test_every_hidden_unit_has_a_rule_and_every_shown_one_none(block):
    found = hide(block, POLICY, Ledger(), b"seed")
    for unit, hidden, rule in zip(block.plan.units, found.draft.hidden, found.rules, strict=True):
        assert bool(rule) == bool(hidden), unit.label
    assert {"small", "secondary"} <= set(found.rules)


def test_the_moves_named_for_a_unit_move_it(block):
    found = hide(block, POLICY, Ledger(), b"seed")
    system, moves = block.table.system, found.draft.certificates.moves
    change = (system.figures_of @ abs(system.sums @ moves)).toarray()
    assert [tuple(np.flatnonzero(row)) for row in change] == [tuple(sorted(some)) for some in found.moves]


def test_two_of_one_cluster_together_are_held_off_when_the_policy_says_so(block):
    policy = replace(POLICY, attackers="coalition")
    found = hide(block, policy, Ledger(), b"seed")
    pairs = [a for a in found.draft.attackers if len(a) == 2]
    assert len(pairs) == 28 + 10 + 10
    single = respondents(block.table.system)
    assert found.draft.attackers[: len(single)] == single
    joint, hidden = audit_draft(found.draft, Ledger())
    alone = hide(block, POLICY, Ledger(), b"seed").draft
    open_to = check(
        joint.table, alone.hidden, module.needs(joint, alone.primary, 5), pairs, alone.certificates
    )
    assert open_to
    assert hidden.sum() > alone.hidden.sum()


def test_certificates_prove_nothing_when_a_number_in_the_file_was_changed(world):
    folder = world.out / "drafts-kardiologi"
    assert world.faults() == ()
    path = folder / "000.parquet"
    table = pq.read_table(path)
    place = table.column_names.index("moves_data")
    numbers = table["moves_data"][0].as_py()
    numbers[len(numbers) // 2] += 1
    pq.write_table(table.set_column(place, "moves_data", pa.array([numbers])), path, compression="zstd")
    with pytest.raises(DisclosureError) as error:
        audit_draft(next(read_drafts(folder)), Ledger())
    assert any(str(error.value) in fault for fault in world.faults())
    with pytest.raises(DisclosureError):
        world.publish("first")
    assert world.ledger.entries == ()


def test_a_draft_that_lost_a_certificate_it_needs_is_refused(world, monkeypatch):
    (draft, *_) = read_drafts(world.out / "drafts-kardiologi")
    lost = []
    for column in range(draft.certificates.moves.shape[1]):
        kept = np.arange(draft.certificates.moves.shape[1]) != column
        fewer = replace(draft, certificates=Certificates(draft.certificates.moves[:, kept]))
        try:
            audit_draft(fewer, Ledger())
        except DisclosureError as error:
            lost.append(str(error))
    assert lost
    assert all("are not proven" in words for words in lost)


def test_a_small_correction_is_named_in_the_decisions_and_looks_like_any_hidden_row(world):
    world.publish("first")
    before = {(r["level"], r["member"], r["period"]): r for r in world.decisions() if r["figure"] == "rate"}
    counts = {(r["practice"], r["period"]): r for r in world.atoms}
    row = next(
        counts[d["member"], d["period"]]
        for d in before.values()
        if d["level"] == "practice" and d["shown"] and counts[d["member"], d["period"]]["not_met"] > 8
    )
    row["met"] += 2
    write(world.models, world.rows, {"one": world.atoms})
    with pytest.raises(DisclosureError, match="re-issue"):
        world.protect()
    world.protect(reissue=["one"])
    mine = next(
        d
        for d in world.decisions()
        if (d["level"], d["member"], d["period"], d["figure"])
        == ("practice", row["practice"], row["period"], "rate")
    )
    assert (mine["rule"], mine["shown"]) == ("correction", False)
    assert mine["certificates"]
    listed = pq.read_table(world.out / "kardiologi.parquet").to_pylist()
    (seen,) = (
        r
        for r in listed
        if (r["organisation"], r["cluster"], r["period"])
        == (mine["organisation"], mine["cluster"], mine["period"])
        and r["level"] == "practice"
    )
    other = next(r for r in listed if r["state"] == "hidden" and r["level"] == "practice" and r is not seen)
    where = {"organisation", "cluster", "period"}
    assert {k: v for k, v in seen.items() if k not in where} == {
        k: v for k, v in other.items() if k not in where
    }
    assert world.faults() == ()
    assert world.publish("second") > 0


def test_indicators_whose_denominators_differ_cannot_be_counted_together():
    met, other = np.array([[3, 4], [2, 2]]), np.array([[777, 777], [5, 777]])
    with pytest.raises(
        DisclosureError, match="a, b share a population but differ in the denominator of 2"
    ) as error:
        count_together(met, other, ["a", "b"])
    assert "777" not in str(error.value)
