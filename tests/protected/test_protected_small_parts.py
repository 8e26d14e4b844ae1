"""Codes, names, bands and clusters."""

from __future__ import annotations

import json

import pyarrow as pa

from assets.protected.clusters import clusters, slug, slugs
from assets.protected.codes import Codes, names, read_salt
from assets.protected.comparators import comparators
from schemas.indicator import Volume
from schemas.policy import POLICY
from schemas.protected import PROTECTED
from tests.protected.made_up import indicator


def row(practice, met, not_met, state="shown"):
    found = dict.fromkeys(PROTECTED.names)
    return {
        **found,
        "specialty": "kardiologi",
        "indicator": "one",
        "period": "2025K4-2026K3",
        "level": "practice",
        "organisation": practice,
        "met": met,
        "not_met": not_met,
        "denominator": met + not_met if met is not None else None,
        "state": state,
    }


def compared(rows, item=None):
    table = pa.Table.from_pylist(rows, schema=PROTECTED)
    return comparators(table, {"one": item or indicator("one")}, POLICY).to_pylist()


def test_bands_need_twenty_practices_with_shown_figures():
    rows = [row(f"P{n:02d}", 10 + n, 20) for n in range(19)] + [row("P20", None, None, "hidden")]
    assert compared(rows) == []
    rows.append(row("P21", 29, 20))
    found = {r["statistic"]: r["value"] for r in compared(rows)}
    assert set(found) == {"p10", "p50", "p90", "tau", "reliability"}
    assert found["p50"] == 49


def test_a_band_of_practices_of_one_size_needs_twenty_of_that_size():
    rows = [row(f"P{n:02d}", 10 + n, 20 + n) for n in range(61)]
    sizes = {(r["size"], r["statistic"]) for r in compared(rows) if r["size"]}
    assert sizes == {(size, f"p{p}") for size in ("small", "medium", "large") for p in (10, 50, 90)}
    assert not [r for r in compared(rows[:50]) if r["size"]]


def test_the_reference_is_the_others_in_the_baseline_year_when_both_are_shown():
    def group(level, met, not_met, period="2024K4-2025K3", state="shown"):
        cluster = "A" if level == "cluster" else None
        return {**row(level, met, not_met, state), "level": level, "cluster": cluster, "period": period}

    (found,) = compared([group("nation", 90, 30), group("cluster", 30, 10)])
    assert (found["statistic"], found["cluster"], found["value"]) == ("reference", "A", 0.75)
    assert compared([group("nation", 90, 30), group("cluster", None, None, state="hidden")]) == []
    later = "2025K4-2026K3"
    assert compared([group("nation", 90, 30, later), group("cluster", 30, 10, later)]) == []


def test_bands_of_a_volume_are_amounts_per_thousand():
    item = indicator("one", volume=Volume("DDD", 1000))
    rows = [{**row(f"P{n:02d}", 50, 50), "value": 100 + n} for n in range(21)]
    found = {r["statistic"]: r["value"] for r in compared(rows, item)}
    assert found == {"p10": 1020, "p50": 1100, "p90": 1180}


def test_codes_stay_and_are_never_used_twice(tmp_path):
    path = tmp_path / "data" / "codes.json"
    codes = Codes(path, b"salt")
    practices = [f"{n:06d}/2015-01-01" for n in range(10)]
    codes.assign("kardiologi", "Klynge A", practices)
    codes.save()
    first = {p: codes.code("kardiologi", "Klynge A", p) for p in practices}
    assert sorted(first.values()) == [f"P{n:02d}" for n in range(1, 11)]
    assert [first[p] for p in practices] != sorted(first.values())
    later = Codes(path, b"salt")
    later.assign("kardiologi", "Klynge A", [*practices[5:], "000999/2020-01-01"])
    assert {p: later.code("kardiologi", "Klynge A", p) for p in practices} == first
    assert later.code("kardiologi", "Klynge A", "000999/2020-01-01") == "P11"
    assert path.stat().st_mode & 0o077 == 0


def test_codes_differ_between_clusters_and_salts(tmp_path):
    practices = [f"{n:06d}/2015-01-01" for n in range(20)]
    orders = set()
    for salt, cluster in ((b"a", "A"), (b"a", "B"), (b"b", "A")):
        codes = Codes(tmp_path / "none.json", salt)
        codes.assign("kardiologi", cluster, practices)
        orders.add(tuple(codes.code("kardiologi", cluster, p) for p in practices))
    assert len(orders) == 3


def test_salt_is_made_once_and_kept_to_the_owner(tmp_path):
    path = tmp_path / "keys" / "codes.salt"
    assert read_salt(path) == read_salt(path)
    assert len(read_salt(path)) == 32
    assert path.stat().st_mode & 0o077 == 0


def test_names_that_two_practices_share_carry_their_code():
    codes = {"a": "P01", "b": "P02", "c": "P03"}
    found = names(codes, {"a": "Hjerteklinikken", "b": "Hjerteklinikken", "c": "Byens Læger"})
    assert found == {"a": "Hjerteklinikken (P01)", "b": "Hjerteklinikken (P02)", "c": "Byens Læger"}


def test_folder_names():
    assert slug("Sønderjylland/Åbenrå – Øst") == "soenderjylland-aabenraa-oest"
    assert slugs(["Æbler", "Aebler"]) == {"Aebler": "aebler", "Æbler": "aebler-2"}


class Called:
    """Names every practice by its number: what is tested is who is in which package."""

    def member(self, member):
        return {name: member["practice"] for name in ("code", "organisation", "number", "name", "token")}


def rows_of(*members):
    return clusters("kardiologi", members, Called(), 4).to_pylist()


def a_member(number, subcluster=None, **other):
    return {
        "cluster": "A",
        "region": "Sjælland",
        "practice": str(number),
        "open_data": True,
        "subcluster": subcluster,
        **other,
    }


def test_a_cluster_is_open_only_when_all_agreed():
    (found,) = rows_of(a_member(1), a_member(2, region="Hovedstaden", open_data=False))
    assert found["regions"] == ["Hovedstaden", "Sjælland"]
    assert (found["practices"], found["open_data"]) == (2, False)
    assert [m["number"] for m in found["members"]] == ["1", "2"]
    assert rows_of(a_member(1))[0]["open_data"]
    assert json.dumps(found)


def test_a_subcluster_of_four_gets_a_package_and_one_of_three_or_of_all_gets_none():
    whole, north = rows_of(*(a_member(n, "Nord" if n < 4 else "Syd" if n < 7 else None) for n in range(8)))
    assert (whole["subcluster"], whole["practices"], whole["slug"]) == (None, 8, "a")
    assert (north["subcluster"], north["practices"], north["slug"]) == ("Nord", 4, "a_nord")
    assert [m["number"] for m in north["members"]] == ["0", "1", "2", "3"]
    assert len(rows_of(*(a_member(n, "Nord") for n in range(8)))) == 1
