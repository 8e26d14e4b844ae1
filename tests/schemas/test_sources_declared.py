"""Every declared rule of every source refuses something: a rule without an example here fails the test."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pandera.polars as pa
import polars as pl
import pytest
from pandera.errors import SchemaErrors

from schemas.source import Table, printed_text, sources

NUMBER = "0001701234"
#: (table, rule) -> a bad value for the column that carries the rule.
BAD: dict[tuple[str, str], Any] = {
    ("dispensings", "atc_code"): "A1",
    ("dispensings", "six_digits"): "12345",
    ("dispensings", "not_negative"): Decimal(-1),
    ("dispensings", "seven_digits"): "123",
    ("dispensings", "ydernummer_or_department"): "12345",
    ("services", "six_digits"): "41101",
    ("services", "claim_week"): "2600",
    ("services", "sysi_before_2005"): "9924",
    ("services", "zero_or_one"): 2,
    ("contacts", "contact_type"): "0",
    ("diagnoses", "sks_diagnosis"): "E101",
    ("diagnoses", "diagnosis_type"): "C",
    ("diagnoses", "yes_or_no"): "nej",
    ("persons", "sex"): 0,
    ("persons", "born_since_1850"): date(1849, 12, 31),
    ("persons", "municipality"): "0101",
    ("results", "npu_or_dnk_code"): "NPU3577",
    ("practices", "six_digits"): "57584",
    ("practices", "two_digits"): "8",
    ("memberships", "six_digits"): "57584",
    ("memberships", "specialty"): "Kardiologi",
    ("memberships", "region"): "Sjaelland",
    ("memberships", "open_or_closed"): "åben",
    ("visits", "six_digits"): "57584",
    ("visits", "visit_type"): 3,
    ("visits", "yes_no_unknown"): "Ja",
    ("visits", "yes_or_no"): "uoplyst",
    ("visits", "joint_disease"): "DM10",
    ("visits", "das28"): Decimal("10.1"),
    ("visits", "haq"): Decimal("-0.1"),
    ("visits", "vas"): 101,
    ("visits", "per_cent_of_predicted"): Decimal("200.1"),
    ("visits", "mrc"): "0",
    ("visits", "a_year"): 366,
    ("visits", "bmi"): Decimal("4.9"),
    ("visits", "smoking"): "af og til",
    ("courses", "six_digits"): "57584",
    ("courses", "skin_cancer"): "DC43",
    ("courses", "risk"): "høj",
    ("courses", "yes_no_unknown"): "JA",
    ("courses", "yes_or_no"): "uoplyst",
    ("exams", "ydernummer_or_hospital"): "12345",
    ("exams", "sender_type"): "lokationsnummer",
    ("exams", "screening_indication"): "andet",
    ("exams", "next_contact"): "henvist",
    ("exams", "months"): "61_md",
    ("exams", "diabetes_status"): "uoplyst",
    ("exams", "visual_acuity"): "6/9",
    ("exams", "retina"): "praeprolifera",
    ("exams", "macula"): "macu_5",
    ("exams", "yes_no_blank"): "uoplyst",
    ("assessments", "six_digits"): "57584",
    ("assessments", "yes_no_unknown"): "ved ikke",
    ("assessments", "yes_or_no"): "uoplyst",
    ("patients", "yes_no_unknown"): "ved ikke",
    ("patients", "yes_or_no"): "uoplyst",
    ("operations", "six_digits"): "57584",
    ("operations", "urogynaecology"): "DN80",
    ("operations", "sks_procedure"): "LEG10",
    ("operations", "yes_no_unknown"): "meget",
    ("agreements", "specialty"): "Kardiologi",
    ("agreements", "short_name"): "AK-behandling",
    ("agreements", "status"): "udsat",
    ("agreements", "too_long"): "æ" * 161,
}
FREE = {
    "encoding": "blÃ¥",
    "personal_number": f"ring {NUMBER[:6]}-{NUMBER[6:]}",
    "long_number": "se sag 123456",
    "plain_text": "første linje\nanden linje",
}
#: A good value of each kind, where the column has no rule of its own.
PLAIN = {
    "String": "x",
    "Date": date(2026, 1, 1),
    "Datetime": datetime(2026, 1, 1),
    "Int64": 1,
    "Decimal": Decimal(1),
}
GOOD = {
    "atc": "A10BA02",
    "vnr": "000001",
    "speciale": "082308",
    "ydernr": "057584",
    "honuge": "2601",
    "barnmak": 0,
    "diag_kode": "DI489",
    "diag_kode_type": "A",
    "analysiscode": "NPU03577",
    "region": "Sjælland",
    "data": "åbne",
    "lungefunktion": "ja",
    "ekskluderet": "nej",
    "risiko": "uoplyst",
    "viderehenvist": "nej",
    "recidiv": "uoplyst",
    "sender_identifier": "1301",
    "sender_identifiercode": "sygehusafdeling",
    "eyescreeningindicationcode": "rutine",
    "somatisk_undersoegelse": "ja",
    "miljoeobservation": "nej",
    "semistruktureret_interview": "uoplyst",
    "mrc": "uoplyst",
    "rygning": "tidligere",
    "ics": "ja",
    "laba_lama": "ja",
    "ak_indikation": "uoplyst",
    "klapsygdom": "nej",
    "procedure": "KLEG10",
    "tilfreds": "ja",
    "status": "i gang",
}
BY_TABLE = {
    ("practices", "speciale"): "08",
    ("memberships", "speciale"): "kardiologi",
    ("agreements", "speciale"): "kardiologi",
    ("courses", "diagnose"): "DC443",
    ("visits", "diagnose"): "DM059",
    ("operations", "diagnose"): "DN393",
}

TABLES = [t for s in sources().values() for t in s.tables]
DECLARED = [
    (t, column, check.name)
    for t in TABLES
    for column, spec in t.contract.columns.items()
    for check in spec.checks
]


def frame(table: Table, **changed: Any) -> pl.DataFrame:
    row, kinds = {}, {}
    for name, column in table.contract.columns.items():
        kinds[name] = column.dtype.type
        kind = str(column.dtype.type).partition("(")[0]
        usual = None if column.nullable else GOOD.get(name, PLAIN[kind])
        row[name] = changed.get(name, BY_TABLE.get((table.name, name), usual))
    return pl.DataFrame([row], schema=kinds)


@pytest.mark.parametrize("table", TABLES, ids=lambda t: t.name)
def test_a_good_row_passes(table: Table) -> None:
    table.contract.validate(frame(table), lazy=True)


@pytest.mark.parametrize(("table", "column", "rule"), DECLARED, ids=lambda v: getattr(v, "name", v))
def test_every_rule_refuses_its_bad_value(table: Table, column: str, rule: str) -> None:
    bad = FREE[rule] if rule in FREE else BAD[table.name, rule]
    with pytest.raises(SchemaErrors) as caught:
        table.contract.validate(frame(table, **{column: bad}), lazy=True)
    assert rule in {e.check.name for e in caught.value.schema_errors if hasattr(e.check, "name")}


@pytest.mark.parametrize("text", ["BlÃ¥bær", "bl†b‘r", "m¾l¿", "\ufffd", "gul\u00c3\u00a6"])
def test_text_read_with_a_wrong_table_is_found(text: str) -> None:
    assert not _passes("encoding", text)


@pytest.mark.parametrize(
    "text", ["Ærø Åben ØL", "Ventoline® ½ dosis", "d’Angelo – “x” €", "São ‘x’", "10^-3 int.enh./l"]
)
def test_sound_danish_is_left_alone(text: str) -> None:
    assert _passes("encoding", text)


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        (NUMBER, False),
        ("010170-1234", False),
        ("tlf. 45123456", True),
        ("20260131120000", True),
        ("9901701234", True),
    ],
)
def test_personal_numbers_in_free_text_are_found(text: str, passes: bool) -> None:
    assert _passes("personal_number", text) is passes


@pytest.mark.parametrize(
    ("rule", "text", "passes"),
    [
        ("long_number", "patienten 010170-1234", False),
        ("long_number", "patienten 01.01.1970 - 1234", False),
        ("long_number", "pt. 01 01 70 1234", False),
        ("long_number", "journalnr. 1234567", False),
        ("long_number", "senest 01.06.2026, 12345 gange", True),
        ("long_number", "fra 2025 til 2026", True),
        ("plain_text", "Vi ringer »op« – 25 % ≥ 3 gange, ½ time", True),
        ("plain_text", "to\tspalter", False),
        ("plain_text", "bl\u00adød", False),
        ("plain_text", "\U0001f600", False),
        ("plain_text", "a\u030a", False),
        ("too_long", "å" * 40, True),
        ("too_long", "å" * 41, False),
    ],
)
def test_text_that_packages_print_is_short_plain_and_without_numbers(
    rule: str, text: str, passes: bool
) -> None:
    assert _passes(rule, text) is passes


def test_an_optional_source_holds_no_person_and_nobody_refers_to_it() -> None:
    optional = {name for name, source in sources().items() if source.optional}
    assert optional == {"aftaler"}
    for source in sources().values():
        assert not {r.source for t in source.tables for r in t.references.values()} & optional
        assert not (source.optional and any(t.person for t in source.tables))


def _passes(rule: str, text: str) -> bool:
    (check,) = [c for c in printed_text(40) if c.name == rule]
    try:
        pa.DataFrameSchema({"x": pa.Column(pl.String, check)}).validate(
            pl.DataFrame({"x": [text]}), lazy=True
        )
    except SchemaErrors:
        return False
    return True


def test_what_a_table_refers_to_is_declared() -> None:
    for source in sources().values():
        assert {e.table for e in source.expectations} <= {t.name for t in source.tables}
        for table in source.tables:
            columns = set(table.contract.columns)
            named = {*table.key, *table.pad, *table.references, *table.aliases.values()}
            named |= {c for _, c in table.tolerated} | ({table.date} if table.date else set())
            assert named | ({table.person} if table.person else set()) <= columns
            for reference in table.references.values():
                assert reference.column in sources()[reference.source].table(reference.table).contract.columns
                assert reference.only is None or reference.only[0] in columns
