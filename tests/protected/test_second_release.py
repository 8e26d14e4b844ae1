"""The next release after one: what was hidden in a year that now begins before the window does not stop it."""

from __future__ import annotations

import pyarrow.parquet as pq
import pytest
from made_up import atoms, indicator, members, write

from assets.drafts import audit_draft
from assets.ledger import enter, head_of, read
from assets.protected.attack import attack_specialty
from assets.protected.blocks import read_release
from assets.protected.codes import Codes
from assets.protected.hide import hide
from assets.protected.protect import protect_specialty
from schemas.period import Quarter
from schemas.policy import POLICY

FIRST, SECOND = Quarter.parse("2026K2"), Quarter.parse("2026K3")
#: Its years close in the first release's quarter: one quarter of the oldest year leaves the window.
ONE = indicator("one", year_closes=2)
CLUSTERS = {"A": (6, ("Sjælland",), None), "B": (6, ("Fyn",), None)}
OLDEST = "2023K3-2024K2"


class World:
    """One specialty with one indicator, published once; the first practice began in the oldest year's middle."""

    def __init__(self, folder, seed):
        self.folder = folder
        before = members(CLUSTERS, str(FIRST), seed=1)
        late = before[0]["practice"]
        now = [{**r, "quarter": str(SECOND)} for r in before if r["quarter"] == str(FIRST)]
        self.rows = [r for r in before + now if r["practice"] != late or r["quarter"] > "2023K4"]
        self.atoms = atoms(self.rows, ONE, mean=9.0, seed=seed)
        self.models = write(folder / "models", self.rows, {"one": self.atoms})
        self.codes = Codes(folder / "codes.json", b"salt")
        self.protect(FIRST)
        enter(folder / "ledger", "kardiologi", self.out(FIRST) / "drafts-kardiologi", str(FIRST))

    @property
    def ledger(self):
        root = self.folder / "ledger"
        return read(root, "kardiologi", head_of(root, "kardiologi"))

    def out(self, period):
        return self.folder / str(period)

    def protect(self, period):
        place = self.models, [ONE], "kardiologi", period, POLICY, self.ledger, self.codes, b"seed"
        return protect_specialty(*place, self.out(period))

    def rows_of(self, period):
        listed = pq.read_table(self.out(period) / "kardiologi.parquet").to_pylist()
        return {(r["period"], r["level"], r["cluster"], r["organisation"]): r for r in listed}

    def faults(self, period):
        place = self.models, [ONE], "kardiologi", period, POLICY, self.codes, self.ledger
        return attack_specialty(self.out(period), *place).faults

    def block(self, period):
        return read_release(self.models, [ONE], "kardiologi", period, POLICY).blocks[0]


@pytest.mark.parametrize(
    ("seed", "level"),
    [(1, "practice"), (3, "cluster")],
    ids=["a practice's year inside the window", "a cluster's quarter of the release itself"],
)
def test_what_rests_on_a_quarter_that_left_the_window_stands(tmp_path, seed, level):
    world = World(tmp_path, seed)
    first = world.rows_of(FIRST)
    summary = world.protect(SECOND)
    assert summary.blocks == ()
    second = world.rows_of(SECOND)
    both = first.keys() & second.keys()
    assert [p for p in both if first[p]["state"] != second[p]["state"]] == []
    assert any(second[p]["state"] == "shown" for p in second.keys() - both if p[0] == str(SECOND))
    assert world.faults(SECOND) == ()
    joint, hidden = audit_draft(hide(world.block(SECOND), POLICY, world.ledger, b"seed").draft, world.ledger)
    stands = {joint.table.system.units[u] for u in (joint.stands & hidden).nonzero()[0]}
    assert any(label.startswith(level) for label in stands)
    # Only the year that begins before the window is taken on trust.
    assert not any(year in label for label in stands for year in ("2024K3-2025K2", "2025K3-2026K2", "2026K3"))
