"""Danish letters encoded twice are repaired where that is certain, and else refused as they came."""

from __future__ import annotations

import json
import re
import tempfile
import unicodedata
from pathlib import Path

import duckdb
import pandera.polars as pa
import polars as pl
import pytest
from delivered import Door, good, rules
from hypothesis import example, given, settings
from hypothesis import strategies as st

from assets.extracts.check import contract_findings
from assets.extracts.read import connect
from assets.extracts.repair import PAIRS, repair
from schemas.source import TEXT, Table, decoded

TABLE = Table(
    name="t",
    contract=pa.DataFrameSchema({"text": pa.Column(TEXT, decoded(), nullable=True), "code": pa.Column(TEXT)}),
)
DANISH = "".join(chr(c) for c in range(32, 127)) + "æøåÆØÅ"
#: Parts of cells that went wrong in every way we know, and sound ones.
PARTS = [
    *PAIRS,
    "Ã",
    "Ãƒ",
    "Ã©",
    "Â®",
    "â€“",
    "\ufffd",
    "¾",
    "¿",
    "Œ",
    "‘",
    "›",
    "†",
    "\x86",
    "\x98",
    "a\u030a",
]
PARTS += ["æ", "ø", "Å", "é", "®", "–", "”", "½", "b", "Rk", " "]


def twice(text: str, table: str) -> str:
    """Encode as UTF-8, decode with a wrong table."""
    return text.encode().decode(table)


def put_through(texts: list[str]) -> tuple[list[str], int, int]:
    """Stage the texts; return them as they stand afterwards, how many were repaired and how many refused."""
    with tempfile.TemporaryDirectory() as name, connect(Path(name), threads=1) as connection:
        connection.execute("set preserve_insertion_order = true")
        staged = Path(name) / "t.parquet"
        pl.DataFrame({"text": texts, "code": texts}, schema={"text": TEXT, "code": TEXT}).write_parquet(
            staged
        )
        before = staged.read_bytes()
        found = repair(connection, TABLE, staged, Path(name))
        assert found or staged.read_bytes() == before
        refused = contract_findings(TABLE, staged)
        after = pl.read_parquet(staged)
    assert after["code"].to_list() == texts
    assert {(f.rule, f.column) for f in [*found, *refused]} <= {("encoding", "text")}
    return after["text"].to_list(), sum(f.rows or 0 for f in found), sum(f.rows or 0 for f in refused)


def certain(text: str) -> bool:
    """Whether a cell may be repaired: boring Python."""
    others = re.sub("|".join(PAIRS), "", text)
    letters = [c for c in others if c > "\x7f" and unicodedata.category(c)[0] in "LMC"]
    return others != text and not letters and not set(others) & set("\ufffd¾¿Œ‘›†")


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.text(DANISH, max_size=30), st.sampled_from(["cp1252", "latin-1"])),
        min_size=1,
        max_size=20,
    )
)
@example([("Ø", "cp1252"), ("ØRSTED Å", "latin-1"), ("Æblegrød på Rømø", "cp1252"), ("plain", "latin-1")])
def test_any_danish_text_encoded_twice_comes_back(rows: list[tuple[str, str]]) -> None:
    texts = [text for text, _ in rows]
    damaged = [twice(*row) for row in rows]
    after, repaired, refused = put_through(damaged)
    assert after == texts
    assert (repaired, refused) == (sum(a != b for a, b in zip(texts, damaged, strict=True)), 0)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.sampled_from(PARTS), max_size=5).map("".join), min_size=1, max_size=20))
@example(["smør, smÃ¸r", "Ã˜jenlægehjælp", "Ã¸ \ufffd", "bÃ¸¾r", "Ã¸ 5’ ®", "SÃO", "ÃƒÂ¸", "ÃÃ¸¸"])
def test_what_is_doubtful_is_refused_and_never_changed(texts: list[str]) -> None:
    after, repaired, refused = put_through(texts)
    for text, now in zip(texts, after, strict=True):
        assert (now != text) == certain(text)
    assert repaired == sum(map(certain, texts))
    doubtful = [t for t in texts if re.search("|".join(PAIRS), t) and not certain(t)]
    assert refused >= len(doubtful)
    assert put_through(after) == (after, 0, refused)


@pytest.mark.parametrize("text", ["SÃO PAULO", "Ventoline® ½ dosis", "Ærø", "d’Angelo – “x” €", ""])
def test_sound_text_is_not_touched(text: str) -> None:
    assert put_through([text]) == ([text], 0, 0)


def test_the_receipt_says_how_many_cells_of_which_column_were_repaired(open_door: Door) -> None:
    header, rows = good("lmdb")["dispensings"]
    rows[0][13], rows[1][13], rows[2][7] = "SalvesÃ¦be", "Ã˜jendrÃ¥ber", "pÃ¥ kort"
    outcome = open_door.hand_in("lmdb", {"dispensings": (header, rows)}, encoding="utf-8")
    assert outcome.state == "accepted"
    told = [(w.column, w.rows) for w in outcome.warnings if w.rule == "encoding"]
    assert told == [("strunit", 1), ("name", 2)]
    path = open_door.parquet(outcome, "dispensings")
    found = duckdb.sql(f"select strunit, name, typeof(pnr) from '{path}' order by eksd").fetchall()
    assert found == [
        ("mg/dosis", "Salvesæbe", "UUID"),
        (None, "Øjendråber", "UUID"),
        ("på kort", None, "UUID"),
    ]
    receipt = json.loads((path.parent / "receipt.json").read_text(encoding="utf-8"))
    assert {
        (w["column"], w["rows"], w["detail"]) for w in receipt["warnings"] if w["rule"] == "encoding"
    } == {
        ("strunit", 1, "Danish letters encoded twice, repaired"),
        ("name", 2, "Danish letters encoded twice, repaired"),
    }
    assert sorted(p.name for p in path.parent.iterdir()) == ["dispensings.parquet", "receipt.json"]


def test_one_doubtful_cell_refuses_the_delivery_also_beside_certain_ones(open_door: Door) -> None:
    header, rows = good("nmsc")["courses"]
    rows[0][6], rows[1][6] = "nÃ¦se", "øre, Ã¸re"
    outcome = open_door.hand_in("nmsc", {"courses": (header, rows)}, encoding="utf-8")
    assert rules(outcome) == [("encoding", "behandling", 1)]


def test_codes_are_never_repaired(open_door: Door) -> None:
    tables = good("klynger")
    tables["memberships"][1][0][4] = "SjÃ¦lland"
    assert rules(open_door.hand_in("klynger", tables)) == [("region", "region", 1)]
