"""A specialty from made-up atoms to the protected file, its attack, and its ledger."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from made_up import atoms, indicator, members, sharing, write

from assets.ledger import enter, head_of, read
from assets.protected.attack import attack_specialty
from assets.protected.blocks import read_release
from assets.protected.codes import Codes
from assets.protected.protect import protect_specialty
from disclosure import Contradicted, DisclosureError
from schemas.period import Quarter
from schemas.policy import POLICY
from schemas.protected import MEASURES, PROTECTED

PERIOD = Quarter.parse("2026K3")
EAST, WEST = ("Hovedstaden",), ("Sjælland",)
CLUSTERS = {
    "Øst": (9, EAST, ("Nord", "Syd")),
    "Midt": (10, ("Hovedstaden", "Sjælland"), None),
    "Vest": (9, WEST, ("Kyst", "Land")),
    "Syd": (9, WEST, None),
}
CATALOGUE = [
    indicator("af_a", population="af"),
    indicator("af_b", population="af"),
    indicator("asthma", year_closes=2),
    indicator("failure", counts="persons"),
]


def tables(rows, mean=30.0):
    af = atoms(rows, CATALOGUE[0], mean=mean, seed=1)
    return {
        "af_a": af,
        "af_b": sharing(af, 0.7, 2),
        "asthma": atoms(rows, CATALOGUE[2], mean=mean, share=0.6, seed=3),
        "failure": atoms(rows, CATALOGUE[3], mean=mean, seed=4),
    }


class World:
    """One installation in a temporary folder."""

    def __init__(self, folder, rows, found):
        self.folder, self.rows, self.tables = folder, rows, found
        self.models = write(folder / "models", rows, found)
        self.codes = Codes(folder / "codes.json", b"salt")
        self.out = folder / "out"

    @property
    def ledger(self):
        root = self.folder / "ledger"
        return read(root, "kardiologi", head_of(root, "kardiologi"))

    def protect(self, policy=POLICY, seed=b"seed", out=None, reissue=()):
        return protect_specialty(
            self.models,
            CATALOGUE,
            "kardiologi",
            PERIOD,
            policy,
            self.ledger,
            self.codes,
            seed,
            out or self.out,
            reissue,
        )

    def attack(self, folder=None, package=None):
        place = (folder or self.out, self.models, CATALOGUE, "kardiologi", PERIOD, POLICY, self.codes)
        return attack_specialty(*place, self.ledger, package)

    def publish(self, release="2026K3-a"):
        return enter(self.folder / "ledger", "kardiologi", self.out / "drafts-kardiologi", release)

    def read(self):
        return pq.read_table(self.out / "kardiologi.parquet").to_pylist()


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    rows = members(CLUSTERS, movers=3, seed=1, open_data=("Syd",))
    made = World(tmp_path_factory.mktemp("world"), rows, tables(rows))
    made.summary = made.protect()
    return made


def test_the_finished_file_withstands_the_attack(world):
    report = world.attack()
    assert report.faults == ()
    assert report.hidden > 0
    assert report.attacked > report.hidden
    assert report.certificates > 0
    assert report.programs > 0
    assert world.summary.hidden["small"] > 0
    assert world.summary.hidden["secondary"] > 0


def test_shape_and_words(world):
    table = pq.read_table(world.out / "kardiologi.parquet")
    assert table.schema.equals(PROTECTED)
    rows = table.to_pylist()
    assert {r["state"] for r in rows} <= {"shown", "hidden", "no_cases"}
    assert {r["organisation"] for r in rows if r["level"] == "nation"} == {"Hele landet"}
    for row in rows:
        quarter = "-" not in row["period"]
        assert not (quarter and row["level"] in ("practice", "subcluster"))
        assert not (quarter and row["indicator"] == "failure")
        if row["level"] in ("practice", "subcluster") or quarter:
            assert row["unknown"] is None
        if row["state"] == "hidden":
            assert row["met"] is None
            assert row["rate"] is None
            assert row["denominator"] is None


def test_every_organisation_and_period_has_a_row(world):
    found = {(r["indicator"], r["period"], r["level"], r["cluster"], r["organisation"]) for r in world.read()}
    at_end = [m for m in world.rows if m["quarter"] == "2026K3"]
    practices = [f for f in found if f[0] == "af_a" and f[1] == "2025K4-2026K3" and f[2] == "practice"]
    assert len(practices) == len(at_end)
    quarters = {
        f[1] for f in found if f[:1] == ("af_a",) and f[2:4] == ("cluster", "Øst") and "-" not in f[1]
    }
    assert len(quarters) == 12


def test_shown_figures_are_sums_of_atoms(world):
    at = {(m["practice"], m["quarter"]): m for m in world.rows}
    sums = {}
    for row in world.tables["af_a"]:
        cluster = at[row["practice"], row["period"]]["cluster"]
        for name in (cluster, "Hele landet"):
            met, denominator = sums.get((name, row["period"]), (0, 0))
            sums[name, row["period"]] = met + row["met"], denominator + row["met"] + row["not_met"]
    shown = [
        r
        for r in world.read()
        if r["indicator"] == "af_a" and r["level"] in ("cluster", "nation") and "-" not in r["period"]
    ]
    assert len(shown) == 12 * 5
    for row in shown:
        if row["state"] == "shown":
            assert (row["met"], row["denominator"]) == sums[row["organisation"], row["period"]]


def test_unknown_and_excluded_stand_on_years_of_groups(world):
    rows = [r for r in world.read() if r["level"] == "nation" and "-" in r["period"]]
    assert all(r["excluded"] is not None and r["unknown"] is not None for r in rows)
    in_total = sum(r["excluded"] for r in world.tables["failure"])
    assert sum(r["excluded"] for r in rows if r["indicator"] == "failure") == in_total


def test_a_mover_stands_with_its_cluster_at_the_years_end(world):
    movers = {m["practice"] for m in world.rows if m["practice"] < "000004"}
    decisions = pq.read_table(world.out / "decisions-kardiologi.parquet").to_pylist()
    at = {(m["practice"], m["quarter"]): m["cluster"] for m in world.rows}
    mine = [d for d in decisions if d["member"] in movers and d["figure"] == "rate"]
    assert len(mine) == 3 * (3 + 3 + 2 + 3)
    assert all(d["cluster"] == at[d["member"], d["period"].partition("-")[2]] for d in mine)


def test_open_clusters_show_names_and_closed_ones_codes(world):
    for row in world.read():
        if row["level"] == "practice":
            start = "Klinik " if row["cluster"] == "Syd" else "P"
            assert row["organisation"].startswith(start)
            assert "000" not in row["organisation"]


def test_reasons_stand_only_in_the_decisions(world):
    decisions = pq.read_table(world.out / "decisions-kardiologi.parquet").to_pylist()
    assert {d["rule"] for d in decisions} <= {
        "",
        "small",
        "group",
        "secondary",
        "earlier",
        "correction",
        "block",
    }
    assert all(bool(d["rule"]) != d["shown"] for d in decisions)


def test_utility_counts_what_could_be_shown(world):
    cluster = next(u for u in world.summary.utility if u.level == "cluster")
    assert cluster.figures == 4 * (12 * 2 + 3 * 2) + 4 * (12 + 2) + 4 * 3
    assert cluster.shown <= cluster.above <= cluster.figures


def changed(world, tmp_path, change):
    rows = world.read()
    change(rows)
    folder = tmp_path / "altered"
    shutil.copytree(world.out, folder)
    pq.write_table(pa.Table.from_pylist(rows, schema=PROTECTED), folder / "kardiologi.parquet")
    return world.attack(folder).faults


def test_showing_one_hidden_figure_is_caught(world, tmp_path):
    decisions = pq.read_table(world.out / "decisions-kardiologi.parquet").to_pylist()
    secondary = [
        d
        for d in decisions
        if d["rule"] == "secondary" and d["figure"] == "rate" and d["indicator"] == "failure"
    ]
    truth = {(r["practice"], r["period"]): r for r in world.tables["failure"]}
    known = next(d for d in secondary if d["level"] == "practice")
    counts = truth[known["member"], known["period"]]

    def show(rows):
        row = next(
            r
            for r in rows
            if all(r[k] == known[k] for k in ("indicator", "period", "level", "cluster", "organisation"))
        )
        whole = counts["met"] + counts["not_met"]
        row.update(met=counts["met"], not_met=counts["not_met"], denominator=whole, state="shown")

    faults = changed(world, tmp_path, show)
    assert any("can be found out by" in f for f in faults)
    # The sentence names places, never a count.
    assert not any(f" {counts['met']} " in f for f in faults)


def test_a_rate_left_behind_is_caught(world, tmp_path):
    def leave(rows):
        next(r for r in rows if r["state"] == "hidden")["rate"] = 0.8

    assert changed(world, tmp_path, leave) == (
        "1 rows say something that does not follow from their counts and state",
    )


def test_a_missing_row_is_caught(world, tmp_path):
    def drop(rows):
        rows.remove(next(r for r in rows if r["state"] == "hidden"))

    assert any("rows are missing" in f for f in changed(world, tmp_path, drop))


def test_half_shown_populations_are_caught(world, tmp_path):
    def half(rows):
        row = next(r for r in rows if r["indicator"] == "af_a" and r["state"] == "shown")
        row.update(dict.fromkeys(("met", "not_met", "denominator", "rate", "rate_lower", "rate_upper")))
        row["state"] = "hidden"

    assert any("1 units are half shown" in f for f in changed(world, tmp_path, half))


def test_same_inputs_same_bytes(world, tmp_path):
    world.protect(out=tmp_path)
    files = [file for file in world.out.rglob("*") if file.is_file()]
    assert len(files) > 8
    for file in files:
        assert (tmp_path / file.relative_to(world.out)).read_bytes() == file.read_bytes()


def test_populations_that_differ_are_refused(world, tmp_path):
    found = {**world.tables, "af_b": atoms(world.rows, CATALOGUE[1], seed=9)}
    models = write(tmp_path / "models", world.rows, found)
    with pytest.raises(DisclosureError, match="af_a, af_b share a population but differ"):
        read_release(models, CATALOGUE, "kardiologi", PERIOD, POLICY)


def test_populations_with_other_years_are_refused(world):
    catalogue = [CATALOGUE[0], replace(CATALOGUE[1], year_closes=2)]
    with pytest.raises(DisclosureError, match="differ in counts or year_closes"):
        read_release(world.models, catalogue, "kardiologi", PERIOD, POLICY)


@pytest.fixture
def fresh(tmp_path):
    rows = members({"A": (9, EAST, None), "B": (9, WEST, None), "C": (9, WEST, None)}, seed=2)
    found = tables(rows)
    return World(tmp_path, rows, found)


def test_publication_freezes_figures(fresh):
    fresh.protect()
    before = fresh.read()
    assert fresh.publish() > len(fresh.read()) / 2
    assert fresh.publish("2026K3-again") == 0
    fresh.protect(seed=b"another seed")
    assert fresh.read() == before


def test_changing_a_published_figure_is_refused(fresh):
    fresh.protect()
    fresh.publish()
    for row in fresh.tables["asthma"][:40]:
        row["met"] += 7
    write(fresh.models, fresh.rows, fresh.tables)
    with pytest.raises(Contradicted, match=r"asthma .*re-issue") as error:
        fresh.protect()
    assert "practice" in str(error.value) or "cluster" in str(error.value)
    before = fresh.ledger.head
    fresh.protect(reissue=["asthma"])
    assert fresh.attack().faults == ()
    fresh.publish("2026K3-b")
    assert fresh.ledger.head != before
    assert {e.issue.edition for e in fresh.ledger.entries if e.issue.block == "asthma (rate)"} == {1, 2}


def test_a_practice_that_leaves_the_past_is_still_guarded(fresh):
    """Published figures that are not declared any more are rows of the same system: what it gives away is caught."""
    fresh.protect()
    fresh.publish()
    gone = fresh.rows[0]["practice"]
    write(fresh.models, [r for r in fresh.rows if r["practice"] != gone], fresh.tables)
    with pytest.raises(DisclosureError, match=r"re-issue|cannot be proven"):
        fresh.protect()


def test_the_next_quarter_keeps_what_was_published(fresh):
    """Quarters published alone later become part of a year: the year must not give a hidden one away."""
    fresh.protect()
    fresh.publish()
    rows = members({"A": (9, EAST, None), "B": (9, WEST, None), "C": (9, WEST, None)}, "2027K3", seed=2)
    old = {name: list(some) for name, some in fresh.tables.items()}
    for item in CATALOGUE:
        known = {(r["practice"], r["period"]) for r in old[item.name]}
        new = [r for r in atoms(rows, item, seed=8) if (r["practice"], r["period"]) not in known]
        old[item.name] += new
    new_a = {(r["practice"], r["period"]): r for r in old["af_a"]}
    old["af_b"] = [
        r
        if (base := new_a[r["practice"], r["period"]])["met"] + base["not_met"] == r["met"] + r["not_met"]
        else {**base, "met": base["not_met"], "not_met": base["met"]}
        for r in old["af_b"]
    ]
    models = write(fresh.folder / "later", rows, old)
    later = Quarter.parse("2027K3")
    args = (CATALOGUE, "kardiologi", later, POLICY)
    protect_specialty(models, *args, fresh.ledger, fresh.codes, b"seed", fresh.folder / "next")
    before = {place(r): r for r in fresh.read()}
    after = {place(r): r for r in pq.read_table(fresh.folder / "next" / "kardiologi.parquet").to_pylist()}
    both = before.keys() & after.keys()
    assert len(both) > 200
    # A change is said while the year before lies in the window; it never says another number.
    changed = [name for name in MEASURES if name.startswith("change")]
    for p in both:
        for name in changed:
            assert after[p].pop(name) in (before[p][name], None)
            before[p].pop(name)
    assert [(before[p], after[p]) for p in both if before[p] != after[p]] == []
    report = attack_specialty(fresh.folder / "next", models, *args, fresh.codes, fresh.ledger)
    assert report.faults == ()


def place(row):
    return row["indicator"], row["period"], row["level"], row["cluster"], row["organisation"]
