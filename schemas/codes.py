"""Dated code lists and code literals: what a code may look like, and whether it is still one.

Belongs here: reading `dbt_project/seeds/code_lists` and the literals of `dbt_project/models` without dbt, and refusing
what would silently find nobody. Does not belong here: how a list is used (`dbt_project/macros/code_lists.sql`).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import yaml

from schemas.indicator import CatalogueError

LISTS = Path("seeds") / "code_lists"
MODELS = Path("models")
#: What a code of each system looks like. An ATC or SKS code stands for everything that begins with it.
_ATC = "[A-Z][0-9]{2}([A-Z]([A-Z]([0-9]{2})?)?)?"
_SKS = "D[A-Z][0-9]{2}[0-9A-Z]{0,6}|K[A-Z]{2,3}([0-9]{2}[0-9A-Z]{0,4})?"
SYSTEMS = {"ATC": _ATC, "SKS": _SKS, "service": "[0-9]{6}", "NPU": "(NPU|DNK)[0-9]{5}"}
_EXAMPLES = {"ATC": "N02AA01", "SKS": "DJ449 or KJAH01", "service": "082206", "NPU": "NPU27300"}
_COLUMNS = ("code", "valid_from", "valid_to", "text")


@dataclass(frozen=True)
class Retired:
    """A code that is no longer used: its last day and the code that came instead."""

    last_day: date
    successor: str


#: Codes that lists and models often copy from old literature. WHO moved the gabapentinoids to a group of their own;
#: the codes are sure, the day is general knowledge (the ATC index of 2023).
RETIRED = {
    "N03AX12": Retired(date(2022, 12, 31), "N02BF01"),
    "N03AX16": Retired(date(2022, 12, 31), "N02BF02"),
}
#: Words of the sources that look like codes and are none.
_WORDS = {"LPR2", "LPR3"}
#: SKS codes of how a contact came about (ATA1: acute, ALCA00: in person). They stand in SQL, never on a list.
_ADMINISTRATIVE = "A[A-Z]{2,3}[0-9]{1,2}"


@dataclass(frozen=True)
class Row:
    """One line of a list. `unit`, `lowest` and `highest` tell lines of the same code apart (analytes)."""

    line: int
    code: str
    valid_from: date
    valid_to: date
    unit: str = ""
    lowest: float = 0.0
    highest: float = float("inf")

    def meets(self, other: Row) -> bool:
        """Whether both lines can hold for the same row of a register, if their codes do."""
        return (
            self.valid_from <= other.valid_to
            and other.valid_from <= self.valid_to
            and self.unit == other.unit
            and self.lowest <= other.highest
            and other.lowest <= self.highest
        )


@dataclass(frozen=True)
class CodeList:
    """A list as it stands in its two files."""

    file: Path
    system: str
    rows: tuple[Row, ...]

    @property
    def name(self) -> str:
        """The name that macros call it by."""
        return self.file.stem


@dataclass(frozen=True)
class Literal:
    """A code written in a model's SQL: `code` without the % of a beginning."""

    file: Path
    line: int
    text: str

    @property
    def code(self) -> str:
        """The code, or the beginning of one."""
        return self.text.removesuffix("%")


def check_codes(project: Path, first_day: date | None = None) -> None:
    """Refuse lists and literals that would find nobody, or somebody twice.

    project: dbt's folder. first_day: the first day a release looks at; codes that ended before it are refused. Raises
    CatalogueError, a sentence per file and kind of offence: where, how many, what next.
    """
    offences = [o for found in code_lists(project) for o in _list_offences(found, project, first_day)]
    offences += _literal_offences(project)
    if offences:
        raise CatalogueError("; ".join(offences))


def code_lists(project: Path) -> list[CodeList]:
    """Read every list by name. Raises CatalogueError when a file, a column or a date cannot be read."""
    folder = project / LISTS
    files = sorted(folder.glob("*.csv"))
    if alone := {p.stem for p in files} ^ {p.stem for p in folder.glob("*.yml")}:
        raise CatalogueError(
            f"{project.name}/{LISTS}: {len(alone)} lists lack their csv or their yml ({', '.join(sorted(alone))}); "
            "add the other file"
        )
    return [_read(file, f"{project.name}/{LISTS / file.name}") for file in files]


def _read(file: Path, told: str) -> CodeList:
    yml = told.replace(".csv", ".yml")
    try:
        (words,) = yaml.safe_load(file.with_suffix(".yml").read_text(encoding="utf-8"))["seeds"]
        named, config = words["name"], words["config"]
        system, columns = config["meta"]["system"], list(config["column_types"])
    except (TypeError, KeyError, ValueError, yaml.YAMLError):
        raise CatalogueError(
            f"{yml}: one seed with name, config.meta.system and config.column_types is needed; write it like the "
            "other lists"
        ) from None
    if named != file.stem or system not in SYSTEMS:
        raise CatalogueError(
            f"{yml}: name is {named!r} and system {system!r}; name must be the file's and system one of "
            f"{', '.join(SYSTEMS)}"
        )
    with file.open(encoding="utf-8", newline="") as text:
        reader = csv.DictReader(text)
        lines = list(reader)
    header = list(reader.fieldnames or ())
    if header != columns or not set(_COLUMNS) <= set(header):
        raise CatalogueError(
            f"{told}: line 1: columns are {', '.join(header)}; they must be those of column_types in the yml, "
            f"{', '.join(_COLUMNS)} among them"
        )
    if not lines:
        raise CatalogueError(f"{told}: 0 codes; add some or remove the list")
    return CodeList(file, system, tuple(_row(line, number, told) for number, line in enumerate(lines, 2)))


def _row(line: Mapping[str, Any], number: int, told: str) -> Row:
    if None in line or None in line.values():
        raise CatalogueError(f"{told}: line {number}: too many or too few values; write no comma in a text")
    return Row(
        number,
        line["code"],
        _day(line, number, told, "valid_from"),
        _day(line, number, told, "valid_to"),
        line.get("unit", "").replace(" ", "").lower(),
        float(line.get("lowest") or 0),
        float(line.get("highest") or "inf"),
    )


def _day(line: Mapping[str, str], number: int, told: str, column: str) -> date:
    try:
        return date.fromisoformat(line[column])
    except ValueError:
        raise CatalogueError(
            f"{told}: line {number}, {column}: {line[column]!r} is no date; write it as 2005-01-01"
        ) from None


def _list_offences(found: CodeList, project: Path, first_day: date | None) -> Iterator[str]:
    file = f"{project.name}/{LISTS / found.file.name}"
    rows = found.rows
    wrong = [r for r in rows if not re.fullmatch(SYSTEMS[found.system], r.code)]
    if wrong:
        yield _told(
            file, "code", wrong, f"no {found.system} code", f"write it like {_EXAMPLES[found.system]}"
        )
    if late := [r for r in rows if r.valid_from > r.valid_to]:
        yield _told(file, "valid_to", late, "before valid_from", "correct the dates")
    if gone := [r for r in rows if first_day and r.valid_to < first_day]:
        what = f"retired before {first_day}, the first day looked at"
        yield _told(file, "valid_to", gone, what, "add the successor and remove it")
    if old := [r for r in rows if r.code in RETIRED and r.valid_to > RETIRED[r.code].last_day]:
        yield _told(file, "code", old, "retired", _instead(r.code for r in old))
    pairs = [(a, b) for a, b in combinations(sorted(rows, key=lambda r: (r.code, r.line)), 2) if a.meets(b)]
    if twice := [b for a, b in pairs if a.code == b.code]:
        yield _told(file, "code", twice, "listed before for the same days", "remove one or part their days")
    if within := [b for a, b in pairs if a.code != b.code and b.code.startswith(a.code)]:
        yield _told(file, "code", within, "within another code of the list", "keep the shorter or the longer")


def _told(file: str, column: str, rows: Iterable[Row], what: str, then: str) -> str:
    found = sorted({(r.line, r.code) for r in rows})
    lines = ", ".join(str(line) for line, _ in found[:10])
    codes = ", ".join(repr(code) for code in dict.fromkeys(code for _, code in found[:10]))
    return f"{file}: {column}, line {lines}: {codes} {what}, {len(found)} lines; {then}"


def _instead(codes: Iterable[str]) -> str:
    return "write " + ", ".join(f"{RETIRED[c].successor} for {c}" for c in dict.fromkeys(codes))


#: Comments of Jinja and SQL, blanked so that lines keep their numbers; then everything in single quotes.
_COMMENT = re.compile(r"\{#.*?#\}|/\*.*?\*/|--[^\n]*", re.DOTALL)
_QUOTED = re.compile(r"'((?:[^'\n]|'')*)'")
_LIKE_A_CODE = re.compile(r"(?=[A-Z]*[0-9])[A-Z0-9]+%?")


def literals(project: Path) -> list[Literal]:
    """Return every code written in models' SQL: capital letters and digits, a digit among them, and perhaps a %.

    Up to four digits alone are numbers of the sources, not codes.
    """
    found = []
    for file in sorted((project / MODELS).rglob("*.sql")):
        sql = _COMMENT.sub(lambda c: re.sub(r"[^\n]", " ", c[0]), file.read_text(encoding="utf-8"))
        for quoted in _QUOTED.finditer(sql):
            text = quoted[1]
            is_code = _LIKE_A_CODE.fullmatch(text) and text not in _WORDS
            if is_code and not re.fullmatch("[0-9]{1,4}", text):
                line = sql.count("\n", 0, quoted.start()) + 1
                found.append(Literal(file.relative_to(project), line, text))
    return found


def _well_formed(literal: Literal) -> bool:
    if literal.text.endswith("%") and re.fullmatch("[0-9]{2,5}", literal.code):
        return True  # services of a specialty, or of a group
    return any(re.fullmatch(pattern, literal.code) for pattern in (*SYSTEMS.values(), _ADMINISTRATIVE))


def _literal_offences(project: Path) -> Iterator[str]:
    written = literals(project)
    examples = ", ".join(_EXAMPLES.values())
    kinds: list[tuple[Callable[[Literal], bool], str, Callable[[list[Literal]], str]]] = [
        (lambda one: not _well_formed(one), "no code of any system", lambda _: f"write it like {examples}"),
        (lambda one: one.code in RETIRED, "retired", lambda wrong: _instead(w.code for w in wrong)),
    ]
    for file in dict.fromkeys(one.file for one in written):
        for is_wrong, what, then in kinds:
            if wrong := [one for one in written if one.file == file and is_wrong(one)]:
                lines = ", ".join(f"{line}" for line in sorted({w.line for w in wrong}))
                codes = ", ".join(dict.fromkeys(f"'{w.text}'" for w in wrong))
                yield f"{project.name}/{file}: line {lines}: {codes} {what}, {len(wrong)} places; {then(wrong)}"
