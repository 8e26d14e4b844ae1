"""Which figures exist, what they are sums of, which are hidden whatever they count."""

from __future__ import annotations

import numpy as np
import pytest
from made_up import REGIONS, members

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
def test_every_declared_sum_holds_whatever_the_atoms(clusters, movers, counts, practices):
    plan = plan_of(members(clusters, movers=movers, seed=3), counts, practices)
    value = plan.layout.atoms @ np.random.default_rng(1).integers(0, 50, len(plan.atoms))
    assert len(plan.layout.totals)
    for total, parts in zip(plan.layout.totals, plan.layout.parts, strict=True):
        assert value[total] == value[parts].sum(), plan.units[total].label
    assert len({u.label for u in plan.units}) == len(plan.units)


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


def test_practices_that_stay_need_no_quarters_and_movers_do():
    assert not [u for u in plan_of(members(PLAIN)).units if u.level == "part"]
    rows = [r for r in members(PLAIN) if not (r["practice"].startswith("000001") and r["quarter"] < "2026K2")]
    parts = [u for u in plan_of(rows).units if u.level == "part"]
    # The joiner's two quarters; the four others of its cluster taken together, by quarter and in all.
    assert len(parts) == 2 + 5
    assert all(u.period in (YEAR, "2025K4", "2026K1", "2026K2", "2026K3") for u in parts)


def test_a_leaver_has_no_row_but_its_part_is_guarded():
    rows = [r for r in members(PLAIN) if not (r["practice"].startswith("000001") and r["quarter"] > "2026K1")]
    plan = plan_of(rows)
    assert ("practice", "000001/2015-01-01") not in units(plan)
    unit = plan.units[units(plan, published=False)["practice", "000001/2015-01-01"]]
    assert unit.guarded


def test_a_cluster_in_two_regions_is_the_sum_of_its_parts():
    plan = plan_of(members(TWO))
    shown, hidden = units(plan), units(plan, published=False)
    parts = [hidden["part", f"A i {r}"] for r in ("Hovedstaden", "Sjælland")]
    sums = {
        int(t): p.tolist() for t, p in zip(plan.layout.totals, plan.layout.parts, strict=True) if len(p) == 2
    }
    assert sums[shown["cluster", "A"]] == parts
    assert all(plan.units[p].guarded for p in parts)
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
    assert plan.layout.atoms.shape == (0, 0)
