"""Every file is what its register would send, checked with readers that know nothing of the writer."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pyreadstat
import pytest
from openpyxl import load_workbook

from tests.synthetic.conftest import read_csv

LMDB = "PNR;EKSD;ATC;VNR;APK;PACKSIZE;STRNUM;STRUNIT;VOLUME;INDO;RECU;KORR;EKSP;NAME"
SSSY = "PNR,SPECIALE,YDERNR,YDLANT,BRUHON,HONUGE,AFRPER,KONTAKT,BARNMAK"
LAB = (
    "PATIENT_CPR;ANALYSISCODE;SAMPLINGDATE;SAMPLINGTIME;VALUE;UNIT;RESULTTYPE;REFERENCEINTERVAL_LOWERLIMIT;"
    "REFERENCEINTERVAL_UPPERLIMIT;LABORATORIUM_IDCODE"
)


def test_lmdb_is_windows_1252_with_semicolons_and_decimal_commas(inbox: Path) -> None:
    content = (inbox / "lmdb_2026" / "lmdb_2026.csv").read_bytes()
    assert b"\xf8" in content, "ø is one byte"
    assert b"\xc3\xb8" not in content, "not two"
    with pytest.raises(UnicodeDecodeError):
        content.decode("utf-8")
    assert content.count(b"\r\n") == content.count(b"\n")
    rows = read_csv(inbox / "lmdb_2026" / "lmdb_2026.csv", "lmdb")
    assert ";".join(rows[0]) == LMDB
    assert {"Kloramfenikol øjendråber, opløsning", "Mometason næsespray, suspension"} <= {
        r["NAME"] for r in rows
    }
    assert {r["VOLUME"] for r in rows} >= {"33,33", "100"}
    assert all(re.fullmatch(r"-?\d+,\d\d", r["EKSP"]) for r in rows)
    assert all(re.fullmatch(r"\d{6}", r["VNR"]) for r in rows)
    assert any(r["VNR"].startswith("0") for r in rows)
    assert all(re.fullmatch(r"|\d{7}", r["INDO"]) for r in rows)
    blank = sum(not r["INDO"] for r in rows) / len(rows)
    assert 0.14 < blank < 0.16


@pytest.mark.parametrize(
    ("folder", "digits"), [("sssy_2022_2025", r"0?[1-9]\d{4,5}"), ("sssy_2026", r"\d{6}")]
)
def test_sssy_is_utf_8_with_commas(inbox: Path, folder: str, digits: str) -> None:
    rows = read_csv(inbox / folder / f"{folder}.csv", "sssy")
    assert ",".join(rows[0]) == SSSY
    assert all(re.fullmatch(digits, r["SPECIALE"]) for r in rows)
    assert all(re.fullmatch(r"2[1-6](0[1-9]|[1-4]\d|5[0-3])", r["HONUGE"]) for r in rows)
    assert all(re.fullmatch(r"\d+\.\d\d", r["BRUHON"]) for r in rows)
    assert {r["BARNMAK"] for r in rows} == {"0", "1"}


def test_the_earlier_sssy_delivery_has_lost_every_leading_zero(inbox: Path) -> None:
    earlier = read_csv(inbox / "sssy_2022_2025" / "sssy_2022_2025.csv", "sssy")
    later = read_csv(inbox / "sssy_2026" / "sssy_2026.csv", "sssy")
    assert not any(r[c].startswith("0") for r in earlier for c in ("SPECIALE", "YDERNR"))
    assert sum(len(r["SPECIALE"]) == 5 for r in earlier) > 10_000
    assert {len(r["SPECIALE"]) for r in later} == {6}
    assert {len(r["YDERNR"]) for r in later} == {6}
    both = [{r["SPECIALE"].zfill(6) for r in rows} for rows in (earlier, later)]
    assert len(both[0] & both[1]) > 0.9 * len(both[0] | both[1])


def test_bef_starts_with_a_byte_order_mark(inbox: Path) -> None:
    path = inbox / "bef_2022_2026" / "bef_2022_2026.csv"
    assert path.read_bytes()[:3] == b"\xef\xbb\xbf"
    rows = read_csv(path, "bef")
    assert list(rows[0]) == ["PNR", "KOEN", "FOED_DATO", "KOM"]
    assert {r["KOEN"] for r in rows} == {"1", "2"}
    assert len({r["PNR"] for r in rows}) == len(rows)
    assert all(date(1922, 1, 1) < date.fromisoformat(r["FOED_DATO"]) < date(2024, 1, 1) for r in rows)


def test_lab_is_latin_1_and_its_values_are_text(inbox: Path) -> None:
    path = inbox / "lab_2026" / "lab_dm_forsker_2026.csv"
    assert b"\xb5mol/L" in path.read_bytes()
    rows = read_csv(path, "lab")
    assert ";".join(rows[0]) == LAB
    values = {r["VALUE"] for r in rows}
    assert {"ikke påvist", "<5"} < values
    assert all(re.fullmatch(r"(NPU|DNK)\d{5}", r["ANALYSISCODE"]) for r in rows)
    numbers = [r for r in rows if r["RESULTTYPE"] == "numerisk"]
    assert all(re.fullmatch(r"\d+,\d\d", r["VALUE"]) for r in numbers)
    assert 0.02 < sum(r["VALUE"] == "ikke påvist" for r in rows) / len(rows) < 0.04


@pytest.mark.parametrize(("years", "kind"), [("2022_2025", "DIAG_TYPE"), ("2026", "DIAG_KODE_TYPE")])
def test_lpr_a_is_two_parquet_files_that_join(inbox: Path, years: str, kind: str) -> None:
    contacts = pq.read_table(inbox / f"lpr_a_{years}" / f"lpr_a_kontakt_{years}.parquet")
    diagnoses = pq.read_table(inbox / f"lpr_a_{years}" / f"lpr_a_diagnose_{years}.parquet")
    assert pa.types.is_timestamp(contacts.schema.field("KONT_STARTTIDSPUNKT").type)
    assert diagnoses.column_names == ["DW_EK_KONTAKT", "DIAG_KODE", kind, "SENERE_AFKRAEFTET"]
    keys = contacts["DW_EK_KONTAKT"].to_pylist()
    assert len(set(keys)) == len(keys)
    assert set(diagnoses["DW_EK_KONTAKT"].to_pylist()) == set(keys)
    assert set(diagnoses[kind].to_pylist()) == {"A", "B", "H", "+"}
    assert set(diagnoses["SENERE_AFKRAEFTET"].to_pylist()) == {"Ja", "Nej", None}
    assert set(contacts["LPRINDBERETNINGSSYSTEM"].to_pylist()) == {"LPR2", "LPR3", None}
    assert all(re.fullmatch(r"D[A-Z]\d{2,4}[A-Z]?", code) for code in set(diagnoses["DIAG_KODE"].to_pylist()))


def test_workbooks_hold_text_codes_and_real_dates(inbox: Path) -> None:
    for path, texts, days in (
        (inbox / "yder_2022_2026" / "yderregister.xlsx", (0, 1, 2), (3, 4)),
        (inbox / "klynger_2022_2026" / "klynger.xlsx", (0, 1, 2, 4, 7), (5, 6)),
    ):
        rows = list(load_workbook(path).active.iter_rows(min_row=2))
        assert all(row[i].data_type == "s" for row in rows for i in texts)
        assert all(row[i].is_date or row[i].value is None for row in rows for i in days)
        assert all(re.fullmatch(r"0\d{5}|19\d{4}", row[0].value) for row in rows)


def test_drastma_is_a_sas_transport_file_of_version_8_with_sas_dates(inbox: Path) -> None:
    path = inbox / "drastma_2026" / "drastma_2026.xpt"
    assert path.read_bytes().startswith(b"HEADER RECORD*******LIBV8")
    frame, meta = pyreadstat.read_xport(path, output_format="polars")
    assert meta.column_names == [
        "cpr", "ydernr", "kontaktdato", "kontakttype", "lungefunktion", "lungefunktion_dato", "ekskluderet",
    ]  # fmt: skip
    assert meta.original_variable_types["kontaktdato"] == "DATE9"
    assert meta.original_variable_types["lungefunktion_dato"] == "DATE9"
    assert min(frame["kontaktdato"]) >= date(2026, 1, 1)
    assert max(frame["kontaktdato"]) <= date(2026, 9, 30)
    assert frame["lungefunktion_dato"].null_count() > 0
    assert set(frame["kontakttype"]) == {1, 2, 9}
    assert set(frame["lungefunktion"]) == {"ja", "nej", "uoplyst"}
    assert set(frame["ekskluderet"]) == {"ja", "nej"}
    assert frame.select("cpr", "ydernr", "kontaktdato", "kontakttype").is_unique().all()
