"""Which figures exist, what they are sums of, which are hidden whatever they count."""

from __future__ import annotations

import numpy as np
import pytest
from made_up import REGIONS, members

from assets.protected.outcomes import count_together, declare
from assets.protected.table import build
from assets.protected.units import Home
from schemas.period import Quarter, Window

PERIOD = Quarter.parse("2026K3")
YEAR = "2025K4-2026K3"


def plan_of(rows, counts="events", practices=True, closing=3):
    homes = {
        (r["practice"], Quarter.parse(r["quarter"])): Home(r["cluster"], r["region"], r["subcluster"])
        for r in rows
    }
    return build(homes, Window(PERIOD), counts, closing, practices, min_subcluster=4)


def units(plan, period=YEAR, published=True):
    return {
        (u.level, u.organisation): n
        for n, u in enumerate(plan.units)
        if u.period == period and u.published == published
    }


def never(plan, period=YEAR):
    return {
        (plan.units[n].level, plan.units[n].organisation)
        for n in plan.never
        if plan.units[n].period == period
    }


def pairs(plan, period=YEAR):
    return {
        (plan.units[a].organisation, plan.units[b].organisation)
        for a, b in plan.pairs
        if plan.units[a].period == period
    }


PLAIN = {"A": (5, ("Sjælland",), None), "B": (4, ("Sjælland",), None), "C": (6, ("Syddanmark",), None)}
TWO = {
    "A": (6, ("Sjælland", "Hovedstaden"), None),
    "B": (4, ("Sjælland",), None),
    "C": (6, ("Hovedstaden",), None),
}


@pytest.mark.parametrize("clusters", [PLAIN, TWO, {"A": (9, REGIONS, ("x", "y"))}])
@pytest.mark.parametrize("movers", [0, 3])
@pytest.mark.parametrize(("counts", "practices"), [("events", True), ("events", False), ("persons", True)])
def test_figures_are_sums_over_the_stays_of_their_unit(clusters, movers, counts, practices):
    plan = plan_of(members(clusters, movers=movers, seed=3), counts, practices)
    system = declare(plan, ["one", "two"])
    atoms = np.random.default_rng(1).integers(0, 50, len(system.atoms))
    per_stay = atoms.reshape(len(plan.stays), 4)
    values = (system.sums @ atoms).reshape(len(plan.units), 5)
    for unit, (met_one, not_one, met_two, not_two, everybody) in zip(plan.units, values, strict=True):
        mine = per_stay[list(unit.stays)].sum(axis=0)
        assert (met_one, met_two) == (mine[1] + mine[3], mine[2] + mine[3]), unit.label
        assert met_one + not_one == met_two + not_two == everybody == mine.sum()
    assert len({u.label for u in plan.units}) == len(plan.units)


def test_counting_together_keeps_every_indicators_counts():
    rng = np.random.default_rng(2)
    whole = rng.integers(0, 9, (40, 1))
    met = rng.integers(0, whole + 1, (40, 3))
    joint = count_together(met, whole - met, ["a", "b", "c"]).reshape(40, 8)
    assert (joint >= 0).all()
    for k in range(3):
        assert (joint[:, [o for o in range(8) if o >> k & 1]].sum(axis=1) == met[:, k]).all()
    assert (joint.sum(axis=1) == whole[:, 0]).all()


def test_practices_have_years_and_clusters_quarters():
    plan = plan_of(members(PLAIN))
    levels = {(u.level, "-" in u.period) for u in plan.units}
    assert levels == {
        ("practice", True),
        *((level, year) for level in ("cluster", "region", "nation") for year in (True, False)),
    }
    quarters = [u for u in plan.units if u.level == "nation" and "-" not in u.period]
    assert len(quarters) == 12


def test_persons_and_states_beside_have_no_quarters():
    for plan in (plan_of(members(PLAIN), "persons"), plan_of(members(PLAIN), practices=False)):
        assert all("-" in u.period for u in plan.units)
    assert {u.level for u in plan_of(members(PLAIN), practices=False).units} == {
        "cluster",
        "region",
        "nation",
    }


def test_parts_exist_only_where_somebody_moved():
    assert not [u for u in plan_of(members(PLAIN)).units if u.level == "part"]
    rows = members(PLAIN)
    for row in rows:
        if row["practice"].startswith("000001") and row["quarter"] < "2026K2":
            row.update(cluster="B")
    parts = [u for u in plan_of(rows).units if u.level == "part"]
    # Its two homes in the year it moved; in the years before it was in one.
    assert [u.period for u in parts] == [YEAR, YEAR]
    assert not any(u.published for u in parts)


def test_a_leaver_has_no_row_but_its_part_is_guarded():
    rows = [r for r in members(PLAIN) if not (r["practice"].startswith("000001") and r["quarter"] > "2026K1")]
    plan = plan_of(rows)
    assert ("practice", "000001/2015-01-01") not in units(plan)
    assert ("practice", "000001/2015-01-01") in units(plan, published=False)


def test_a_cluster_in_two_regions_has_a_part_in_each():
    plan = plan_of(members(TWO))
    hidden = units(plan, published=False)
    parts = [plan.units[hidden["part", f"A i {r}"]] for r in ("Hovedstaden", "Sjælland")]
    whole = plan.units[units(plan)["cluster", "A"]]
    assert sorted(s for part in parts for s in part.stays) == list(whole.stays)
    # It is compared with the nation, since it lies wholly in no region.
    assert ("A", "Hele landet") in pairs(plan)
    assert ("A", "Sjælland") not in pairs(plan)


def test_a_region_that_is_one_cluster_is_not_printed():
    plan = plan_of(members(PLAIN))
    assert never(plan) == {("region", "Syddanmark")}
    # That cluster is compared with the nation instead, the others with their region.
    assert {("C", "Hele landet"), ("A", "Sjælland"), ("B", "Sjælland"), ("Sjælland", "Hele landet")} == pairs(
        plan
    )


def test_a_nation_of_one_region_keeps_the_nation():
    clusters = {"A": (5, ("Sjælland",), None), "B": (4, ("Sjælland",), None)}
    assert never(plan_of(members(clusters))) == {("region", "Sjælland")}


def test_a_nation_of_one_cluster_keeps_the_cluster():
    plan = plan_of(members({"A": (5, ("Sjælland",), None)}))
    assert never(plan) == {("region", "Sjælland"), ("nation", "Hele landet")}


def test_subclusters_need_four_practices_and_must_differ_from_their_cluster():
    small = plan_of(members({"A": (6, ("Sjælland",), ("x", "y")), "B": (9, ("Sjælland",), ("z",))}))
    assert {("subcluster", "x"), ("subcluster", "y"), ("subcluster", "z")} <= never(small)
    large = plan_of(members({"A": (8, ("Sjælland",), ("x", "y")), "B": (9, ("Sjælland",), None)}))
    assert not {level for level, _ in never(large)} & {"subcluster"}
    assert ("x", "A") in pairs(large)


def test_no_members_no_figures():
    plan = plan_of([])
    assert plan.units == ()
    assert plan.membership.shape == (0, 0)
    assert declare(plan, ["one"]).sums.shape == (0, 0)
