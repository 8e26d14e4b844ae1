"""Good deliveries of every source come in typed, padded and pseudonymised; later ones replace or add up."""

from __future__ import annotations

import json
import stat
import uuid
from datetime import date, datetime
from decimal import Decimal

import duckdb
import pytest
from delivered import GOOD, PERSONS, Door, everything_below, good, rules

from assets.deliveries import accepted, undecided
from assets.extracts.accept import in_order
from assets.extracts.pseudonymise import Key, KeyProblem


def test_every_source_is_accepted_in_its_own_format_in_dependency_order(door: Door) -> None:
    for source in GOOD:
        door.deliver(source)
    waiting = in_order(undecided(door.inbox, door.extracts, door.quarantine).values())
    order = [w.source for w in waiting]
    assert order.index("yder") < min(order.index(s) for s in ("klynger", "lmdb", "sssy", "drastma"))
    outcomes = {w.source: door.accept(w.folder) for w in waiting}
    assert {s: (o.state, dict(o.rows)) for s, o in outcomes.items()} == {
        s: ("accepted", {t: len(rows) for t, (_, rows) in tables.items()}) for s, tables in GOOD.items()
    }
    assert undecided(door.inbox, door.extracts, door.quarantine) == {}
    assert list((door.extracts / ".staging").iterdir()) == []
    assert not door.quarantine.exists()
    below = everything_below(door.extracts)
    assert not [p for p in PERSONS if p.encode() in below]
    for path in door.extracts.glob("*/*/*"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_dispensings_are_typed_padded_and_pseudonymised(open_door: Door) -> None:
    outcome = open_door.hand_in("lmdb")
    rows = duckdb.sql(f"from '{open_door.parquet(outcome, 'dispensings')}' order by eksd").fetchall()
    first = (
        open_door.key.pseudonym(PERSONS[0]),
        date(2026, 1, 2),
        "R03AC02",
        "001234",
        2,
        Decimal("200.0000"),
        Decimal("0.1000"),
        "mg/dosis",
        Decimal("33.3333"),
        "0000276",
        "057584",
        None,
        Decimal("1101.95"),
        "Ventoline® ”spray”",
    )
    assert rows[0] == first
    assert rows[1][3:13] == ("654321", -1, Decimal(98), None, None, None, None, "6620ABX", "1", None)
    assert rows[1][13] == "Æblø å"
    kinds = dict(
        duckdb.sql(f"describe from '{open_door.parquet(outcome, 'dispensings')}'")
        .project("column_name, column_type")
        .fetchall()
    )
    assert kinds["pnr"] == "UUID"
    assert (kinds["volume"], kinds["eksp"]) == ("DECIMAL(18,4)", "DECIMAL(18,2)")


def test_names_of_any_deliverer_become_ours_and_absent_optional_columns_are_null(open_door: Door) -> None:
    outcome = open_door.hand_in("lpr_a")
    contacts = duckdb.sql(f"from '{open_door.parquet(outcome, 'contacts')}' order by dw_ek_kontakt")
    assert contacts.columns[:3] == ["pnr", "dw_ek_kontakt", "kont_starttidspunkt"]
    assert [r[2] for r in contacts.fetchall()] == [datetime(2026, 1, 2, 23, 59, 59), datetime(2026, 1, 31)]
    assert duckdb.sql(f"from '{open_door.parquet(outcome, 'diagnoses')}'").columns[2] == "diag_kode_type"
    header, rows = good("lab")["results"]
    narrow = {"results": (["pnr", "analysiscode", "samplingdate", "value"], [r[:3] + [r[4]] for r in rows])}
    results = duckdb.sql(f"from '{open_door.parquet(open_door.hand_in('lab', narrow), 'results')}'")
    assert results.columns[0] == "patient_cpr"
    assert {r[5] for r in results.fetchall()} == {None}


def test_one_person_has_one_pseudonym_in_every_source(open_door: Door) -> None:
    found = set()
    for source, table, column in (
        ("bef", "persons", "pnr"),
        ("lab", "results", "patient_cpr"),
        ("drastma", "visits", "cpr"),
    ):
        path = open_door.parquet(open_door.hand_in(source), table)
        found.add(frozenset(r[0] for r in duckdb.sql(f"select {column} from '{path}'").fetchall()))
    everyone = {open_door.key.pseudonym(p) for p in PERSONS}
    assert all(persons <= everyone for persons in found)
    assert all(isinstance(p, uuid.UUID) for persons in found for p in persons)


def test_the_same_bytes_are_one_delivery(door: Door) -> None:
    first = door.hand_in("bef")
    again = door.hand_in("bef")
    assert (first.state, again.state) == ("accepted", "known")
    assert first.delivery == again.delivery
    assert len(accepted(door.extracts)["bef"]) == 1


def test_a_delivery_of_the_same_span_replaces_and_of_another_adds(door: Door) -> None:
    header, rows = good("lab")["results"]
    first = door.hand_in("lab")
    corrected = door.hand_in("lab", {"results": (header, rows[:2])})
    february = [[*r[:2], r[2].replace("-01-", "-02-"), *r[3:]] for r in rows]
    later = door.hand_in("lab", {"results": (header, february)}, span=("2026-02-01", "2026-02-28"))
    assert [o.state for o in (first, corrected, later)] == ["accepted"] * 3
    in_force = accepted(door.extracts)["lab"]
    assert [r.delivery for r in in_force] == [corrected.delivery, later.delivery]
    assert [r.order for r in in_force] == [2, 3]
    assert door.parquet(first, "results").exists()


def test_a_span_that_overlaps_an_accepted_one_is_refused(door: Door) -> None:
    assert door.hand_in("lab").state == "accepted"
    refused = door.hand_in("lab", span=("2026-01-01", "2026-02-28"))
    assert rules(refused) == [("span_overlap", "", None)]
    assert "2026-01-01..2026-01-31" in refused.findings[0].detail


def test_the_newest_snapshot_replaces_all(door: Door) -> None:
    header, rows = good("bef")["persons"]
    door.hand_in("bef")
    newer = door.hand_in("bef", {"persons": (header, rows[:2])}, span=("2026-01-01", "2026-06-30"))
    assert [r.delivery for r in accepted(door.extracts)["bef"]] == [newer.delivery]


def test_a_source_waits_for_the_source_it_refers_to(door: Door) -> None:
    outcome = door.hand_in("lmdb")
    assert outcome.state == "waiting"
    assert {f.detail for f in outcome.findings} == {"no accepted delivery of yder yet"}
    assert list(undecided(door.inbox, door.extracts, door.quarantine)) == [outcome.delivery]
    assert not door.quarantine.exists()


@pytest.mark.parametrize(("unknown", "state"), [(1, "accepted"), (2, "refused")])
def test_one_per_cent_unknown_ydernumre_is_tolerated_and_counted(
    open_door: Door, unknown: int, state: str
) -> None:
    header, rows = good("sssy")["services"]
    many = [list(rows[i % 2]) for i in range(100)]
    for row in many[:unknown]:
        row[2] = "999999"
    outcome = open_door.hand_in("sssy", {"services": (header, many)})
    found = outcome.findings + outcome.warnings
    assert (outcome.state, [(f.rule, f.column, f.rows) for f in found]) == (
        state,
        [("reference", "ydernr", unknown)],
    )
    if state == "accepted":
        kept = open_door.parquet(outcome, "services")
        assert len(duckdb.sql(f"from '{kept}' where ydernr = '999999'").fetchall()) == 1


def test_hospital_departments_are_not_looked_up_as_practices(open_door: Door) -> None:
    header, rows = good("lmdb")["dispensings"]
    for row in rows:
        row[10] = "1301ABC"
    assert open_door.hand_in("lmdb", {"dispensings": (header, rows)}).state == "accepted"


def test_quirks_of_a_clinical_database_come_in_as_they_were_delivered(open_door: Door) -> None:
    outcome = open_door.hand_in("diabase")
    exams = duckdb.sql(f"from '{open_door.parquet(outcome, 'exams')}' order by report_eyescreeningdate")
    senders = exams.project("sender_identifier, report_indicationnextcontacttime, visualacuitylefteyecode")
    assert senders.fetchall() == [
        ("057584", "18_md", ".05"),
        ("1301", "[blank]", "mindre_end_0,02"),
        ("130102", "blank", "1.25"),
    ]
    old = [c for c in exams.columns if not c.startswith(("report_history", "report_examinations"))]
    header, rows = good("diabase")["exams"]
    kept = [i for i, n in enumerate(header) if n.lower() in old]
    narrow = {"exams": ([header[i] for i in kept], [[r[i] for i in kept] for r in rows])}
    without = duckdb.sql(f"from '{open_door.parquet(open_door.hand_in('diabase', narrow), 'exams')}'")
    assert without.columns == exams.columns
    assert without.project("report_examinations_octtest").distinct().fetchall() == [(None,)]


def test_a_delivery_unlike_the_earlier_ones_is_refused(door: Door) -> None:
    header, rows = good("lab")["results"]
    assert door.hand_in("lab", {"results": (header, rows * 10)}).state == "accepted"
    february = [[*r[:2], r[2].replace("-01-", "-02-"), *r[3:]] for r in rows]
    fewer = door.hand_in("lab", {"results": (header, february)}, span=("2026-02-01", "2026-02-28"))
    assert rules(fewer) == [("rows_ratio", "", None)]
    assert fewer.findings[0].detail == "usual 0.5 to 2, here 0.1"


def test_what_is_odd_but_allowed_is_a_warning_in_the_receipt(door: Door) -> None:
    outcome = door.hand_in("lab", span=("2026-01-01", "2026-02-28"))
    assert outcome.state == "accepted"
    assert [w.rule for w in outcome.warnings] == ["share_months_without_rows"]
    receipt = json.loads((door.parquet(outcome, "results").parent / "receipt.json").read_text())
    assert [w["rule"] for w in receipt["warnings"]] == ["share_months_without_rows"]


def test_another_key_is_refused_before_anything_is_read(door: Door) -> None:
    door.hand_in("bef")
    door.key = Key(b"another key of at least 32 bytes!")
    with pytest.raises(KeyProblem, match="no person joins"):
        door.hand_in("lab")
    assert list(accepted(door.extracts)) == ["bef"]
