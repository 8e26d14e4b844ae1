"""Danish letters that were encoded twice, repaired in staged text where that is certain.

Belongs here: telling a certain cell from a doubtful one, and writing the first anew. Does not belong here:
refusing the doubtful: they are left as they are, and the contract's rule "encoding" finds them.

UTF-8 read as Windows-1252 or ISO-8859-1 and stored again turns each of æøåÆØÅ into two characters, the first
always Ã. A cell is certain when it holds such pairs and, beside them, no letter outside ASCII, no control
character, no lost character and no sign that a Danish letter of MacRoman or code page 850 turns into. A cell
with both "ø" and "Ã¸" was put together from two tables, or says something else: it is doubtful. Only columns of
typed text have the rule; codes are closed sets, where a wrong letter is a wrong code.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb

from assets.deliveries import Finding
from assets.extracts.read import identifier, literal
from schemas.source import Table

#: What each letter became -> the letter. The small ones are the same pair in both tables.
PAIRS = {
    letter.encode().decode(wrong): letter for letter in "æøåÆØÅ" for wrong in ("windows-1252", "iso-8859-1")
}
_PAIR = "|".join(PAIRS)
#: What makes a cell doubtful when it stands beside the pairs; ASCII is taken out before.
_DOUBTFUL = r"[\p{L}\p{M}\x{80}-\x{9F}\x{FFFD}¾¿‘›†]"
_ALL_BEGIN_WITH = "Ã"


def repair(connection: duckdb.DuckDBPyConnection, table: Table, staged: Path, work: Path) -> list[Finding]:
    """Repair the certain cells of `staged`, a table's Parquet file, in place.

    Returns one finding (rule encoding) per column with the number of cells repaired, for the receipt. A file
    without such cells, which is nearly every file, costs one look for Ã in its text columns and is not
    touched. `work` is a private folder.
    """
    columns = [
        name
        for name, column in table.contract.columns.items()
        if any(check.name == "encoding" for check in column.checks)
    ]
    counts = _count(connection, columns, staged)
    if not counts:
        return []
    mended = ", ".join(f"{_mended(name)} as {identifier(name)}" for name in counts)
    beside = work / f"{table.name}.repaired"
    connection.execute(
        f"copy (select * replace ({mended}) from read_parquet({literal(str(staged))})) "
        f"to {literal(str(beside))} (format parquet, compression zstd)"
    )
    beside.replace(staged)
    detail = "Danish letters encoded twice, repaired"
    return [Finding(table.name, "encoding", name, rows, detail) for name, rows in counts.items()]


def _count(connection: duckdb.DuckDBPyConnection, columns: Sequence[str], staged: Path) -> dict[str, int]:
    """The number of certain cells of each column that has any."""
    if not columns:
        return {}
    counts = ", ".join(f"count_if({_certain(name)})" for name in columns)
    (found,) = connection.execute(f"select {counts} from read_parquet({literal(str(staged))})").fetchall()
    return {name: rows for name, rows in zip(columns, found, strict=True) if rows}


def _certain(name: str) -> str:
    """The SQL of whether a cell is certain. The dear part runs only where the first letter is found."""
    column = identifier(name)
    others = f"regexp_replace({column}, {literal(_PAIR)}, '', 'g')"
    beyond_ascii = rf"regexp_replace({others}, '[\x00-\x7F]', '', 'g')"
    certain = f"{others} <> {column} and not regexp_matches({beyond_ascii}, {literal(_DOUBTFUL)})"
    return f"case when contains({column}, '{_ALL_BEGIN_WITH}') then {certain} else false end"


def _mended(name: str) -> str:
    """The SQL of a cell with its pairs made letters again where that is certain."""
    letters = identifier(name)
    for pair, letter in PAIRS.items():
        letters = f"replace({letters}, {literal(pair)}, '{letter}')"
    return f"case when {_certain(name)} then {letters} else {identifier(name)} end"
