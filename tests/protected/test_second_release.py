"""The next release after one: what was hidden in a year that now begins before the window does not stop it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from made_up import atoms, beside, indicator, members, write

from assets.drafts import audit_draft
from assets.ledger import enter, head_of, read
from assets.protected.attack import attack_specialty
from assets.protected.blocks import read_release
from assets.protected.codes import Codes
from assets.protected.hide import NotProven, hide
from assets.protected.protect import protect_specialty
from disclosure import audit, respondents
from disclosure.past import past
from schemas.period import Quarter
from schemas.policy import POLICY

FIRST, SECOND = Quarter.parse("2026K2"), Quarter.parse("2026K3")
#: Its years close in the first release's quarter: one quarter of the oldest year leaves the window.
ONE = indicator("one", year_closes=2)
CLUSTERS = {"A": (6, ("Sjælland",), None), "B": (6, ("Fyn",), None)}
OLDEST = ("2023K4", "2024K1", "2024K2")


class World:
    """One specialty with one indicator, published once; the first practice began in the oldest year's middle."""

    def __init__(self, folder, seed, idle=()):
        self.folder = folder
        before = members(CLUSTERS, str(FIRST), seed=1)
        late = before[0]["practice"]
        now = [{**r, "quarter": str(SECOND)} for r in before if r["quarter"] == str(FIRST)]
        self.rows = [r for r in before + now if r["practice"] != late or r["quarter"] > "2023K4"]
        self.atoms = atoms(self.rows, ONE, mean=9.0, seed=seed)
        for row in self.atoms:
            if row["practice"] == self.third and row["period"] in idle:
                row |= {"met": 0, "not_met": 0, "unknown": 0, "excluded": 0, **beside(0, 0.8)}
        self.models = folder / "models"
        self.write(self.rows)
        self.codes = Codes(folder / "codes.json", b"salt")
        self.protect(FIRST)
        self.publish(FIRST)

    def write(self, rows):
        write(self.models, rows, {"one": self.atoms})

    @property
    def third(self):
        return sorted({r["practice"] for r in self.rows})[2]

    def moved(self, quarter, cluster="B", region="Fyn"):
        """Membership rows as corrected afterwards: the third practice was in another cluster in this quarter."""
        other = {"cluster": cluster, "region": region}
        there = self.third, quarter
        return [{**r, **other} if (r["practice"], r["quarter"]) == there else r for r in self.rows]

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

    def found_out(self):
        """What anybody, or a practice, finds out from all that was ever published, every quarter counted."""
        issues = self.ledger.issues("one (rate)")
        labels = sorted({label for issue in issues for label in issue.system.atoms})
        known = past(issues, labels)
        practice = [label.partition(" / ")[0] for label in labels]
        owner = np.unique(practice, return_inverse=True)[1]
        outcome = {"one": "met", "none": "not_met"}
        of = {f"{r['practice']} / {r['period']} / {o}": r[n] for r in self.atoms for o, n in outcome.items()}
        system = replace(known.system, owner=owner.astype(np.int64))
        own = np.array([of.get(label, 0) for label in labels], np.int64)
        return audit(system, known.values, known.shown, POLICY.threshold, respondents(system), own=own)

    def publish(self, period):
        return enter(
            self.folder / "ledger", "kardiologi", self.out(period) / "drafts-kardiologi", str(period)
        )


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


@pytest.mark.parametrize("seed", [1, 8])
@pytest.mark.parametrize("quarter", ["", "2024K1"], ids=["as before", "members corrected backwards"])
def test_two_releases_together_give_nothing_away(tmp_path, seed, quarter):
    """The independent audit over every quarter that was ever counted, also the one that left the window."""
    world = World(tmp_path, seed)
    world.write(world.moved(quarter))
    world.protect(SECOND)
    world.publish(SECOND)
    found = world.found_out()
    assert found.sought > 20
    assert found.exposures == ()


@pytest.fixture
def corrected(tmp_path):
    """The list of members was corrected backwards: clusters' oldest quarters are new sums."""
    world = World(tmp_path, seed=3)
    world.write(world.moved("2024K1"))
    world.summary = world.protect(SECOND)
    return world


def test_new_figures_about_the_oldest_quarters_are_withheld_when_nothing_proves_what_is_hidden_there(
    corrected,
):
    assert corrected.summary.blocks == ("one (rate): earlier",)
    first, second = corrected.rows_of(FIRST), corrected.rows_of(SECOND)
    new = {p for p in second if p[0] == "2024K1" and p[1] == "cluster"}
    assert {second[p]["state"] for p in new} == {"hidden"}
    assert {p[0] for p in second if first.get(p, second[p])["state"] != second[p]["state"]} == {"2024K1"}
    assert any(r["state"] == "shown" for p, r in second.items() if p[0] == str(SECOND))
    assert corrected.faults(SECOND) == ()


def test_what_is_withheld_does_not_enter_the_ledger_and_the_next_release_goes_on(corrected):
    assert corrected.publish(SECOND) > 0
    labels = {
        u for e in corrected.ledger.entries if e.issue.release == str(SECOND) for u in e.issue.system.units
    }
    assert any(u.endswith(str(SECOND)) for u in labels)
    assert not any(u.endswith(OLDEST) for u in labels)
    corrected.protect(SECOND)
    assert corrected.faults(SECOND) == ()
    assert corrected.publish(SECOND) == 0


def test_a_withheld_row_is_hidden_even_when_it_is_empty(tmp_path):
    """Otherwise a hidden row there would say that somebody is in it, which nothing proves."""
    world = World(tmp_path, seed=3, idle=("2024K1",))
    world.write(world.moved("2024K1", "C", "Nordjylland"))
    assert world.protect(SECOND).blocks == ("one (rate): earlier",)
    assert world.rows_of(SECOND)["2024K1", "cluster", "C", "C"]["state"] == "hidden"
    assert world.faults(SECOND) == ()


def test_a_withheld_row_that_is_shown_is_caught(corrected):
    path = corrected.out(SECOND) / "kardiologi.parquet"
    table = pq.read_table(path)
    rows = table.to_pylist()
    row = next(r for r in rows if (r["period"], r["level"], r["cluster"]) == ("2024K1", "cluster", "B"))
    row |= {"met": 40, "not_met": 20, "denominator": 60, "state": "shown"}
    pq.write_table(pa.Table.from_pylist(rows, schema=table.schema), path)
    assert any("shown that were withheld" in fault for fault in corrected.faults(SECOND))


def test_a_practice_that_is_gone_from_the_past_is_refused_not_passed_over(tmp_path):
    world = World(tmp_path, seed=3)
    world.write([r for r in world.rows if r["practice"] != world.third])
    with pytest.raises(NotProven, match="cannot be proven beside what is public"):
        world.protect(SECOND)
