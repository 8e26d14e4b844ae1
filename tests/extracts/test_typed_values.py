"""Typing and padding against a slow second computation in plain Python."""

from __future__ import annotations

import re
import tempfile
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pandera.polars as pa
import polars as pl
import pyarrow.parquet as pq
import pyreadstat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import table as arrow_table

from assets.extracts.pseudonymise import Key, install
from assets.extracts.read import connect, open_delivered
from assets.extracts.typed import Load, stage
from schemas.source import AMOUNT, DAY, MONEY, TEXT, WHOLE, Table

TABLE = Table(
    name="t",
    contract=pa.DataFrameSchema(
        {
            n: pa.Column(k, nullable=True)
            for n, k in {
                "person": TEXT,
                "code": TEXT,
                "amount": AMOUNT,
                "money": MONEY,
                "whole": WHOLE,
                "day": DAY,
            }.items()
        }
    ),
    person="person",
    pad={"code": (2, 6)},
)
KEY = Key(b"k" * 32)

digits = st.text("0123456789", max_size=15)
decimals = st.from_regex(r"-?[0-9]{0,16}(,[0-9]{0,6})?", fullmatch=True)
cells = st.fixed_dictionaries(
    {
        "person": st.one_of(digits, st.from_regex("[0-9]{10}", fullmatch=True)),
        "code": st.one_of(digits, st.text("0a -", max_size=7)),
        "amount": decimals,
        "money": st.one_of(decimals, st.sampled_from(["1e3", "1_0", "+5", "NaN", "12,", ",5", "- 1"])),
        "whole": st.one_of(
            st.integers(-(2**70), 2**70).map(str), st.sampled_from(["1_0", "01", "+1", "1.0", "0x1"])
        ),
        "day": st.one_of(
            st.dates().map(str), st.sampled_from(["2026-02-29", "2026-1-1", "epoch", "infinity", "20260101"])
        ),
    }
)


def slow(name: str, text: str) -> tuple[bool, object]:
    """Whether a text can be typed, and its value: boring Python."""
    text = text.strip(" ")
    if not text:
        return True, None
    if name == "person":
        good = len(text) in (10, 12) and all("0" <= c <= "9" for c in text)
        return good, KEY.pseudonym(text).bytes if good else None
    if name == "code":
        short = 2 <= len(text) < 6 and all("0" <= c <= "9" for c in text)
        return True, text.rjust(6, "0") if short else text
    if name == "whole":
        good = re.fullmatch("-?[1-9][0-9]*|0", text) is not None and -(2**63) <= int(text) < 2**63
        return good, int(text) if good else None
    if name == "day":
        if not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return False, None
        try:
            return True, date.fromisoformat(text)
        except ValueError:
            return False, None
    if not re.fullmatch("-?([0-9]+(,[0-9]+)?|,[0-9]+)", text):
        return False, None
    unit = Decimal("0.0001" if name == "amount" else "0.01")
    value = Decimal(text.replace(",", ".")).quantize(unit, ROUND_HALF_UP)
    return abs(value) < Decimal(10) ** 18 * unit, value


RULES = {
    "person": "person_form",
    "amount": "decimal_number",
    "money": "decimal_number",
    "whole": "whole_number",
    "day": "day",
}


def put_through(rows: list[dict[str, str]], folder: Path) -> tuple[list[dict[str, object]], dict[str, int]]:
    """Stage the rows; return them typed, or the counts of what could not be typed."""
    lines = [";".join(rows[0]), *(";".join(r[n] for n in rows[0]) for r in rows)]
    (folder / "t.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return staged(folder / "t.csv", folder)


def staged(path: Path, folder: Path) -> tuple[list[dict[str, object]], dict[str, int]]:
    file = open_delivered(path)
    target = folder / "t.parquet"
    with connect(folder, threads=1) as connection:
        connection.execute("set preserve_insertion_order = true")
        install(connection, KEY)
        place = {n: i for i, n in enumerate(file.columns)}
        findings = stage(Load(connection, TABLE, file, place, target, folder))
    counts = {f.column: int(f.rows or 0) for f in findings}
    assert {f.rule for f in findings} <= {RULES[c] for c in counts}
    if findings:
        assert not target.exists()
        return [], counts
    typed = pq.read_table(target)
    storage = typed.column("person").combine_chunks()
    persons = [p if p is None or isinstance(p, bytes) else p.bytes for p in storage.to_pylist()]
    plain = arrow_table([typed.column(n) for n in typed.column_names[1:]], names=typed.column_names[1:])
    return [{"person": p, **r} for p, r in zip(persons, plain.to_pylist(), strict=True)], {}


@settings(max_examples=60, deadline=None)
@given(st.lists(cells, min_size=1, max_size=8))
def test_typing_agrees_with_plain_python(rows: list[dict[str, str]]) -> None:
    sound = [r for r in rows if all(slow(n, t)[0] for n, t in r.items())]
    broken = {n: sum(not slow(n, r[n])[0] for r in rows) for n in RULES}
    with tempfile.TemporaryDirectory() as folder:
        _, counts = put_through(rows, Path(folder))
        assert counts == {n: k for n, k in broken.items() if k}
    if sound:
        with tempfile.TemporaryDirectory() as folder:
            typed, _ = put_through(sound, Path(folder))
            assert typed == [{n: slow(n, t)[1] for n, t in r.items()} for r in sound]


@pytest.mark.parametrize(
    ("text", "value"),
    [("2,5", Decimal("2.5000")), (",05", Decimal("0.0500")), ("-0,00005", Decimal("-0.0001"))],
)
def test_decimal_comma(tmp_path: Path, text: str, value: Decimal) -> None:
    row = {"person": "", "code": "", "amount": text, "money": "", "whole": "1", "day": ""}
    typed, _ = put_through([row], tmp_path)
    assert typed[0]["amount"] == value


def test_decimals_of_a_sas_file(tmp_path: Path) -> None:
    # The sign is learnt first: the file is read twice.
    rows = {"person": ["", ""], "code": ["", ""], "amount": [2.5, None], "money": ["0.05", "7"]}
    frame = pl.DataFrame(rows | {"whole": [1.0, 2.0], "day": ["2026-01-31", ""]})
    pyreadstat.write_xport(frame, tmp_path / "t.xpt", file_format_version=8)
    typed, _ = staged(tmp_path / "t.xpt", tmp_path)
    assert [(r["amount"], r["money"], r["whole"]) for r in typed] == [
        (Decimal("2.5000"), Decimal("0.05"), 1),
        (None, Decimal("7.00"), 2),
    ]
