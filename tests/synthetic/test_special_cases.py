"""The awkward cases that the deliveries promise are there, each counted."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from schemas.specialty import specialties
from synthetic.places import FIRST
from tests.synthetic.conftest import Rows, read_csv

END = date(2026, 9, 30)


@pytest.fixture(scope="module")
def dispensings(inbox: Path) -> Rows:
    return [r for y in ("2022_2025", "2026") for r in read_csv(inbox / f"lmdb_{y}" / f"lmdb_{y}.csv", "lmdb")]


@pytest.fixture(scope="module")
def services(inbox: Path) -> Rows:
    rows = [r for y in ("2022_2025", "2026") for r in read_csv(inbox / f"sssy_{y}" / f"sssy_{y}.csv", "sssy")]
    for row in rows:
        row["SPECIALE"], row["YDERNR"] = row["SPECIALE"].zfill(6), row["YDERNR"].zfill(6)
    return rows


def current(memberships: Rows) -> Rows:
    return [m for m in memberships if m["til"] is None or m["til"] >= END]


@pytest.fixture(scope="module")
def first(memberships: Rows) -> Rows:
    """The memberships of the first three specialties, whose awkward cases are counted one by one."""
    return [m for m in memberships if m["speciale"] in FIRST]


def test_three_specialties_with_clusters_of_eight_or_more(first: Rows) -> None:
    sizes = Counter((m["speciale"], m["klynge"]) for m in current(first))
    assert Counter(s for s, _ in sizes) == {"kardiologi": 4, "lungemedicin": 4, "gastroenterologi": 3}
    assert all(8 <= n <= 14 for n in sizes.values()), sizes


def test_every_specialty_has_two_clusters_of_six_or_more_with_names_of_their_own(memberships: Rows) -> None:
    sizes = Counter((m["speciale"], m["klynge"]) for m in current(memberships))
    clusters = Counter(s for s, _ in sizes)
    assert set(clusters) == set(specialties())
    assert min(clusters.values()) >= 2
    assert min(sizes.values()) >= 6
    assert len({name for _, name in sizes}) == len(sizes)


def test_every_region_and_its_complement_have_three_practices(memberships: Rows) -> None:
    for specialty in {m["speciale"] for m in memberships}:
        sizes = Counter(m["region"] for m in current(memberships) if m["speciale"] == specialty)
        assert all(n >= 3 and sum(sizes.values()) - n >= 3 for n in sizes.values()), (specialty, sizes)


def test_one_cluster_lies_in_two_regions(first: Rows) -> None:
    regions = defaultdict(set)
    for m in first:
        regions[m["klynge"]].add(m["region"])
    assert [r for r in regions.values() if len(r) > 1] == [{"Midtjylland", "Nordjylland"}]


def test_some_clusters_have_subclusters_of_four_or_more(first: Rows) -> None:
    sizes = Counter(m["babyklynge"] for m in current(first) if m["babyklynge"])
    assert len(sizes) == 9
    assert min(sizes.values()) >= 4


def test_one_cluster_has_open_data(first: Rows) -> None:
    assert {m["klynge"] for m in first if m["data"] == "åbne"} == {"Lungemedicin Fyn"}


def test_practices_move_open_close_and_leave(practices: Rows, first: Rows) -> None:
    own = [p for p in practices if p["ydernr"] in {m["ydernr"] for m in first}]
    valid = Counter(p["gyldig_til"] for p in own)
    assert valid[date(2025, 3, 31)] == 3, "one practice closes in each specialty"
    assert sum(p["gyldig_fra"] == date(2024, 2, 1) for p in own) == 3, "one opens in each"
    assert sum(m["til"] == date(2026, 2, 28) for m in first) == 3, "one leaves its cluster in each"
    times = defaultdict(list)
    for m in first:
        times[m["ydernr"]].append((m["fra"], m["til"], m["klynge"]))
    movers = [sorted(t) for t in times.values() if len(t) == 2 and sorted(t)[0][1] != date(2025, 3, 31)]
    assert len(movers) == 5
    for (_, left, old), (joined, _, new) in movers:
        assert (joined - left).days == 1
        assert old != new
        assert joined.day != 1, "in the middle of a quarter"


def test_a_ydernummer_is_reused_by_another_practice_in_another_cluster(
    practices: Rows, memberships: Rows
) -> None:
    number = defaultdict(list)
    for p in practices:
        number[p["ydernr"]].append(p)
    reused = [sorted(ps, key=lambda p: p["gyldig_fra"]) for ps in number.values() if len(ps) > 1]
    assert len(reused) == 3
    for old, new in reused:
        assert old["gyldig_til"] < new["gyldig_fra"]
        assert old["navn"] != new["navn"]
        clusters = [m["klynge"] for m in memberships if m["ydernr"] == old["ydernr"]]
        assert len(set(clusters)) == 2


def test_memberships_never_overlap_and_refer_to_valid_practices(practices: Rows, memberships: Rows) -> None:
    far = date(2099, 1, 1)
    for m in memberships:
        until = m["til"] or far
        assert any(
            p["ydernr"] == m["ydernr"] and p["gyldig_fra"] <= m["fra"] and until <= (p["gyldig_til"] or far)
            for p in practices
        )
        same = [n for n in memberships if n["ydernr"] == m["ydernr"] and n is not m]
        assert all(n["fra"] > until or (n["til"] or far) < m["fra"] for n in same)


def test_some_practices_are_tiny(services: Rows, memberships: Rows) -> None:
    members = {m["ydernr"] for m in memberships if m["speciale"] == "gastroenterologi"}
    patients = defaultdict(set)
    for s in services:
        if s["YDERNR"] in members and s["SPECIALE"] == "082308" and s["HONUGE"].startswith("25"):
            patients[s["YDERNR"]].add(s["PNR"])
    assert sum(2 <= len(p) <= 10 for p in patients.values()) >= 2
    assert sum(60 <= len(p) <= 250 for p in patients.values()) >= 20


def test_few_services_are_claimed_by_a_ydernummer_nobody_has(services: Rows, practices: Rows) -> None:
    known = {p["ydernr"] for p in practices}
    share = sum(s["YDERNR"] not in known for s in services) / len(services)
    assert 0.0005 < share < 0.003


def test_general_practices_prescribe_and_claim_and_most_are_in_no_cluster(
    practices: Rows, memberships: Rows, services: Rows, dispensings: Rows
) -> None:
    members = {m["ydernr"] for m in memberships}
    general = {p["ydernr"] for p in practices if p["speciale"] == "80"} - members
    assert len(general) == 62
    assert sum(s["YDERNR"] in general for s in services) > 10_000
    assert sum(d["RECU"] in general for d in dispensings) > 50_000
    outside = {p["ydernr"] for p in practices if p["speciale"] == "08"} - members
    assert len(outside) == 6, "practices of the specialties that are in no cluster"
    assert sum(s["YDERNR"] in outside for s in services) > 1_000


def test_prescribers_are_practices_hospital_departments_or_blank(dispensings: Rows, practices: Rows) -> None:
    known = {p["ydernr"] for p in practices}
    kinds = Counter(
        "blank" if not r else "hospital" if len(r) == 7 else "practice" if r in known else "unknown"
        for r in (d["RECU"] for d in dispensings)
    )
    assert min(kinds["blank"], kinds["hospital"]) > 1_000
    assert 0 < kinds["unknown"] < 0.01 * len(dispensings)


def test_a_correction_takes_back_a_dispensing(dispensings: Rows) -> None:
    corrections = [d for d in dispensings if d["KORR"]]
    assert len(corrections) > 300
    assert all(int(d["APK"]) < 0 for d in corrections)
    assert all(int(d["APK"]) > 0 for d in dispensings if not d["KORR"])
    key = ("PNR", "VNR", "RECU")
    given = Counter(tuple(d[k] for k in key) for d in dispensings if not d["KORR"])
    assert all(given[tuple(d[k] for k in key)] for d in corrections)


def test_children_are_billed_on_adults(services: Rows) -> None:
    assert 0.001 < sum(s["BARNMAK"] == "1" for s in services) / len(services) < 0.02


def test_older_contacts_are_repeated_and_diagnoses_disproved(inbox: Path) -> None:
    contacts = pq.read_table(inbox / "lpr_a_2022_2025" / "lpr_a_kontakt_2022_2025.parquet").to_pylist()
    first = {(c["PNR"], c["KONT_STARTTIDSPUNKT"]) for c in contacts if c["LPRINDBERETNINGSSYSTEM"] != "LPR2"}
    repeated = [c for c in contacts if c["LPRINDBERETNINGSSYSTEM"] == "LPR2"]
    assert len(repeated) > 500
    assert all((c["PNR"], c["KONT_STARTTIDSPUNKT"]) in first for c in repeated)
    diagnoses = pq.read_table(inbox / "lpr_a_2022_2025" / "lpr_a_diagnose_2022_2025.parquet").to_pylist()
    disproved = Counter(d["DIAG_KODE"][:5] for d in diagnoses if d["SENERE_AFKRAEFTET"] == "Ja")
    assert disproved["DI489"] + disproved["DI480"] > 50
