"""Bad deliveries are refused whole, with rule, column and rows; no value leaves by any way."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from delivered import GOOD, PERSONS, Door, everything_below, good, rules

from assets.deliveries import accepted, undecided
from assets.extracts import examine
from assets.extracts.typed import NotStaged
from schemas.source import sources

Rows = list[list[Any]]


def _set(row: int, column: int, value: Any) -> Callable[[Rows], None]:
    def change(rows: Rows) -> None:
        rows[row][column] = value

    return change


def _repeat(rows: Rows) -> None:
    rows.append(list(rows[0]))


#: source, table, what is done to its rows -> rule, column, rows.
WRONG_CELLS = [
    ("lmdb", "dispensings", _set(0, 0, "170-1234"), ("person_form", "pnr", 1)),
    ("lmdb", "dispensings", _set(0, 0, ""), ("not_null", "pnr", 1)),
    ("lmdb", "dispensings", _set(0, 1, "02-01-2026"), ("day", "eksd", 1)),
    ("lmdb", "dispensings", _set(0, 1, "infinity"), ("day", "eksd", 1)),
    ("lmdb", "dispensings", _set(0, 1, "2025-12-31"), ("span", "eksd", 1)),
    ("lmdb", "dispensings", _set(0, 2, "r03ac02"), ("atc_code", "atc", 1)),
    ("lmdb", "dispensings", _set(0, 3, "12 34"), ("six_digits", "vnr", 1)),
    ("lmdb", "dispensings", _set(0, 4, "1.5"), ("whole_number", "apk", 1)),
    ("lmdb", "dispensings", _set(0, 4, "1_0"), ("whole_number", "apk", 1)),
    ("lmdb", "dispensings", _set(0, 5, "1e3"), ("decimal_number", "packsize", 1)),
    ("lmdb", "dispensings", _set(0, 5, "-200"), ("not_negative", "packsize", 1)),
    ("lmdb", "dispensings", _set(0, 6, "mange"), ("decimal_number", "strnum", 1)),
    ("lmdb", "dispensings", _set(0, 9, "276"), ("seven_digits", "indo", 1)),
    ("lmdb", "dispensings", _set(0, 10, "9999"), ("reference", "recu", 1)),
    ("lmdb", "dispensings", _set(0, 10, "57A"), ("ydernummer_or_department", "recu", 1)),
    ("sssy", "services", _set(0, 1, "411"), ("six_digits", "speciale", 1)),
    ("sssy", "services", _set(0, 5, "2654"), ("claim_week", "honuge", 1)),
    ("sssy", "services", _set(0, 5, "0453"), ("sysi_before_2005", "honuge", 1)),
    ("sssy", "services", _set(0, 8, "2"), ("zero_or_one", "barnmak", 1)),
    ("lpr_a", "contacts", _repeat, ("duplicate_key", "dw_ek_kontakt", 1)),
    ("lpr_a", "diagnoses", _set(0, 1, "I489"), ("sks_diagnosis", "diag_kode", 1)),
    ("lpr_a", "diagnoses", _set(0, 2, "X"), ("diagnosis_type", "diag_kode_type", 1)),
    ("lpr_a", "diagnoses", _set(0, 0, "k9"), ("reference", "dw_ek_kontakt", 1)),
    ("bef", "persons", _set(1, 0, PERSONS[0]), ("duplicate_key", "pnr", 1)),
    ("bef", "persons", _set(1, 1, "3"), ("sex", "koen", 1)),
    ("lab", "results", _set(0, 4, "pÃ¥vist på ny"), ("encoding", "value", 1)),
    ("lab", "results", _set(0, 1, "LOK00001"), ("npu_or_dnk_code", "analysiscode", 1)),
    ("klynger", "memberships", _set(0, 1, "øjne"), ("specialty", "speciale", 1)),
    ("klynger", "memberships", _set(0, 0, 57585), ("reference", "ydernr", 1)),
    ("klynger", "memberships", _set(0, 4, "Fyn"), ("region", "region", 1)),
    ("yder", "practices", _set(1, 3, date(2015, 1, 1)), ("duplicate_key", "ydernr+gyldig_fra", 1)),
    ("drastma", "visits", _set(0, 3, 3.0), ("visit_type", "kontakttype", 1)),
    ("drastma", "visits", _set(0, 3, 1.5), ("whole_number", "kontakttype", 1)),
    ("drastma", "visits", _set(0, 4, "måske"), ("yes_no_unknown", "lungefunktion", 1)),
    ("nmsc", "courses", _set(0, 3, "DC43"), ("skin_cancer", "diagnose", 1)),
    (
        "nmsc",
        "courses",
        _set(0, 6, f"se {PERSONS[1][:6]}-{PERSONS[1][6:]}"),
        ("personal_number", "behandling", 1),
    ),
    ("diabase", "exams", _set(0, 1, "57585"), ("reference", "sender_identifier", 1)),
    ("diabase", "exams", _set(0, 1, "1301"), ("reference", "sender_identifier", 1)),
    ("diabase", "exams", _set(0, 8, "6/9"), ("visual_acuity", "visualacuitylefteyecode", 1)),
    ("diabase", "exams", _set(0, 10, "mild"), ("retina", "retinastatuslefteyecode", 1)),
    ("diabase", "exams", _repeat, ("duplicate_key", "cpr+sender_identifier+report_eyescreeningdate", 1)),
    ("adhd", "assessments", _set(0, 3, None), ("not_null", "somatisk_undersoegelse", 1)),
    ("danbio", "visits", _set(0, 4, 32.1), ("das28", "das28", 1)),
    ("drkol", "visits", _set(0, 4, "6"), ("mrc", "mrc", 1)),
    ("drkol", "visits", _set(0, 3, "615"), ("per_cent_of_predicted", "fev1", 1)),
    ("afdk", "patients", _repeat, ("duplicate_key", "cpr", 1)),
    ("dugabase", "operations", _set(0, 4, "072104"), ("sks_procedure", "procedure", 1)),
]


@pytest.mark.parametrize(
    ("source", "table", "change", "expected"),
    WRONG_CELLS,
    ids=lambda v: "-".join(map(str, v)) if isinstance(v, tuple) else None,
)
def test_a_wrong_cell_refuses_the_delivery_with_rule_column_and_rows(
    open_door: Door, source: str, table: str, change: Callable[[Rows], None], expected: tuple[str, str, int]
) -> None:
    tables = good(source)
    change(tables[table][1])
    form = {"encoding": "utf-8"} if source == "lab" else {}
    outcome = open_door.hand_in(source, tables, **form)
    assert rules(outcome) == [expected]
    assert list(accepted(open_door.extracts)) == ["yder"]
    assert list((open_door.extracts / ".staging").iterdir()) == []


def test_all_broken_rules_are_told_at_once(open_door: Door) -> None:
    header, rows = good("lmdb")["dispensings"]
    for row in rows:
        row[2], row[9] = "?", "1"
    rows[0][10] = "1111"
    outcome = open_door.hand_in("lmdb", {"dispensings": (header, rows)})
    assert rules(outcome) == [("atc_code", "atc", 3), ("seven_digits", "indo", 3), ("reference", "recu", 1)]


def test_a_missing_and_an_extra_column_are_named(open_door: Door) -> None:
    header, rows = good("lmdb")["dispensings"]
    header[10] = "modtager"
    outcome = open_door.hand_in("lmdb", {"dispensings": (header, rows)})
    assert rules(outcome) == [("missing_column", "recu", None), ("extra_column", "modtager", None)]


def test_a_column_under_two_of_its_names_is_refused(door: Door) -> None:
    header, rows = good("bef")["persons"]
    tables = {"persons": (["pnr", "koen", "foed_dag", "FOED_DATO"], [[*r[:3], r[2]] for r in rows])}
    assert rules(door.hand_in("bef", tables)) == [("duplicate_column", "foed_dag", None)]


def test_a_file_without_header_never_shows_its_first_row(door: Door) -> None:
    _, rows = good("bef")["persons"]
    outcome = door.hand_in("bef", {"persons": (rows[0], rows[1:])})
    assert {r[0] for r in rules(outcome)} <= {"missing_column", "extra_column", "header"}
    assert PERSONS[0].encode() not in everything_below(door.quarantine)
    assert PERSONS[0] not in str(outcome)


def with_references(door: Door, source: str) -> None:
    """Accept what the source refers to besides practices, so that its delivery does not wait."""
    tables = sources()[source].tables
    for name in sorted({r.source for table in tables for r in table.references.values()} - {"yder", source}):
        assert door.hand_in(name, name=f"{name}-first").state == "accepted"


@pytest.mark.parametrize("source", GOOD)
def test_a_file_cut_in_two_is_refused(open_door: Door, source: str) -> None:
    with_references(open_door, source)
    folder = open_door.deliver(source, name="cut", span=("2026-01-01", "2026-02-01"))
    path = next(p for p in sorted(folder.iterdir()) if p.name != "manifest.json")
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 3 // 5])
    assert [r[0] for r in rules(open_door.accept(folder))] == ["half_file"]


@pytest.mark.parametrize("source", GOOD)
def test_a_cut_file_is_refused_although_its_manifest_was_made_after_the_cut(
    open_door: Door, source: str
) -> None:
    with_references(open_door, source)
    folder = open_door.deliver(source, name="cut")
    paths = {p.stem: p for p in sorted(folder.iterdir()) if p.name != "manifest.json"}
    path = next(iter(paths.values()))
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 3 // 5 + 1])
    open_door.write_manifest(folder, source, paths)
    assert [r[0] for r in rules(open_door.accept(folder))] == ["half_file"]


@pytest.mark.parametrize(
    ("line", "rows"), [(b"0001701234;2;1970-01-01\r\n", 1), (b'0001701234;2;1970-01-01;"101;5\r\n', 1)]
)
def test_lines_that_do_not_fit_the_header_are_counted(door: Door, line: bytes, rows: int) -> None:
    folder = door.deliver("bef")
    path = folder / "persons.csv"
    path.write_bytes(path.read_bytes() + line)
    door.write_manifest(folder, "bef", {"persons": path})
    assert rules(door.accept(folder)) == [("line_format", "", rows)]


def test_thousands_signs_are_refused_not_misread(open_door: Door) -> None:
    header, rows = good("lmdb")["dispensings"]
    rows[0][12] = "1.101"
    outcome = open_door.hand_in("lmdb", {"dispensings": (header, rows)})
    assert [r[0] for r in rules(outcome)] == ["decimal_sign"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"pnr;koen;foed_dag\r\n",
        b"pnr;koen;foed_dag\r\n0001701234;1;19\x0070\r\n",
        b"pnr;k\x81\r\n1;2\r\n",
    ],
)
def test_empty_and_undecodable_files_are_refused(door: Door, content: bytes) -> None:
    folder = door.deliver("bef")
    path = folder / "persons.csv"
    path.write_bytes(content)
    door.write_manifest(folder, "bef", {"persons": path})
    expected = "empty" if not content or content.count(b"\n") == 1 else "encoding"
    assert [r[0] for r in rules(door.accept(folder))] == [expected]


@pytest.mark.parametrize("encoding", ["cp850", "mac-roman", "utf-16"])
def test_danish_in_a_wrong_character_table_is_refused(door: Door, encoding: str) -> None:
    outcome = door.hand_in("lab", encoding=encoding)
    assert "encoding" in {r[0] for r in rules(outcome)}


def test_a_delivery_that_lacks_a_file_or_leaves_its_folder_is_refused(door: Door, tmp_path: Path) -> None:
    one = door.deliver("lpr_a", {"contacts": good("lpr_a")["contacts"]})
    assert rules(door.accept(one)) == [("missing_file", "", None)]
    gone = door.deliver("lpr_a")
    (gone / "diagnoses.parquet").unlink()
    assert rules(door.accept(gone)) == [("missing_file", "", None)]
    outside = tmp_path / "secret.csv"
    outside.write_text("pnr,koen,foed_dag\n")
    for path in ("../../secret.csv", str(outside), "link.csv"):
        escaping = door.deliver("bef", name=f"escape-{Path(path).name}-{len(path)}")
        (escaping / "link.csv").symlink_to(outside)
        manifest = json.loads((escaping / "manifest.json").read_text())
        manifest["files"][0]["path"] = path
        (escaping / "manifest.json").write_text(json.dumps(manifest))
        outcome = door.accept(escaping)
        assert rules(outcome) == [("manifest", "", None)]
        assert outcome.findings[0].detail == "a file's path leaves the delivery's folder"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("source", "lsr"),
        ("span", {"from": "2026-02-01", "to": "2026-01-01"}),
        ("files", []),
        ("legal_basis", " "),
        ("deliverer", None),
    ],
)
def test_a_manifest_that_cannot_be_used_is_refused_once(door: Door, field: str, value: Any) -> None:
    folder = door.deliver("bef")
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps(manifest | {field: value}))
    outcome = door.accept(folder)
    assert [r[0] for r in rules(outcome)] == ["source" if field == "source" else "manifest"]
    assert undecided(door.inbox, door.extracts, door.quarantine) == {}


def test_a_refused_delivery_can_be_taken_up_again(door: Door) -> None:
    folder = door.deliver("bef", span=("2026-01-01", "2026-01-01"))
    good_bytes = (folder / "persons.csv").read_bytes()
    (folder / "persons.csv").write_bytes(good_bytes[:-40])
    assert rules(door.accept(folder)) == [("half_file", "", None)]
    (folder / "persons.csv").write_bytes(good_bytes)
    assert undecided(door.inbox, door.extracts, door.quarantine) == {}
    next(door.quarantine.iterdir()).unlink()
    (waiting,) = undecided(door.inbox, door.extracts, door.quarantine).values()
    assert door.accept(waiting.folder).state == "accepted"
    assert list(door.quarantine.iterdir()) == []


def test_what_was_accepted_stands_untouched_by_a_later_refusal(open_door: Door) -> None:
    before = everything_below(open_door.extracts)
    tables = good("yder")
    tables["practices"][1][0][3] = "i går"
    assert open_door.hand_in("yder", tables).state == "refused"
    assert everything_below(open_door.extracts) == before


def test_no_planted_number_leaves_by_any_way(
    open_door: Door, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """Numbers stand wherever a tool would quote them: cells of every kind, keys, broken lines."""
    caplog.set_level(logging.INFO)
    told = []
    text_columns = {
        "bef": (0, 1, 2, 3),
        "lab": (0, 1, 2, 4, 5),
        "lmdb": (0, 1, 2, 3, 4, 7, 9, 10, 11, 13),
        "sssy": (0, 1, 2, 3, 5, 6, 7, 8),
        "drastma": (0, 1, 4),
        "lpr_a": (0, 3, 4, 5),
        "yder": (0, 1, 2),
        "nmsc": (0, 1, 3, 4, 6, 7),
        "diabase": (0, 1, 2, 4, 5, 6, 7, 8, 10, 12, 14),
        "adhd": (0, 1, 3),
        "danbio": (0, 1, 3),
        "drkol": (0, 1, 3, 4, 5),
        "afdk": (0, 2, 3),
        "dugabase": (0, 1, 3, 4, 6),
    }
    for source, positions in text_columns.items():
        for position in positions:
            tables = good(source)
            _, rows = next(iter(tables.values()))
            rows[0][position] = PERSONS[1] if position else PERSONS[1] + "X"
            told.append(open_door.hand_in(source, tables, name=f"{source}-{position}"))
    broken = open_door.deliver("bef", name="broken-line")
    path = broken / "persons.csv"
    path.write_bytes(path.read_bytes() + f"{PERSONS[2]};{PERSONS[2]}\r\n".encode())
    open_door.write_manifest(broken, "bef", {"persons": path})
    told.append(open_door.accept(broken))
    assert {o.state for o in told} == {"refused"}
    out, err = capfd.readouterr()
    heard = "".join([out, err, caplog.text, *map(str, told)]).encode()
    heard += everything_below(open_door.extracts, open_door.quarantine)
    for person in (*PERSONS, PERSONS[1] + "X"):
        assert person.encode() not in heard


def test_an_unforeseen_error_shows_its_kind_and_place_only(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ValueError(f"cannot parse {PERSONS[0]}")

    monkeypatch.setattr(examine, "profile_table", fail)
    with pytest.raises(NotStaged) as caught:
        door.hand_in("bef")
    assert "ValueError at" in str(caught.value)
    assert caught.value.__cause__ is caught.value.__context__ is None
    assert PERSONS[0] not in str(caught.value)
    assert not door.quarantine.exists()
    assert list((door.extracts / ".staging").iterdir()) == []
