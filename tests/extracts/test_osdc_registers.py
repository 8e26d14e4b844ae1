"""Register-shaped files made by others: each is accepted or refused for a stated, true reason.

Their persons are words ("nc_pcos_1"), so as delivered no file with persons passes; with persons renumbered to
the twelve digits of Danmarks Statistik the same files show what else is right or wrong with them.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from delivered import Door, rules

from assets.extracts.wrap import WrapError, wrap

FOLDERS = ("edge_cases", "non_cases")
#: Files refused by name before anything is received.
REFUSED_BY_NAME = {
    "lpr_adm": "LPR2",
    "lpr_diag": "LPR2",
    "lpr3f_kontakter": "LPR3_F",
    "lpr3f_diagnoser": "LPR3_F",
    "sysi": "SYSI",
}
LMDB_LACKS = ["vnr", "packsize", "strnum", "strunit", "recu", "korr", "eksp", "name"]
SSSY_LACKS = ["ydernr", "ydlant", "bruhon"]
LPR_A = ("lpr3a_kontakt", "lpr3a_diagnose")


def renumbered(path: Path, folder: Path) -> Path:
    """The file with every person given a number of twelve digits."""
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    if "pnr" in header:
        place = header.index("pnr")
        for row in rows:
            row[place] = f"{sum(ord(c) * 31**i for i, c in enumerate(row[place])) % 10**12:012d}"
    folder.mkdir(exist_ok=True)
    with (folder / path.name).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return folder / path.name


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize(("name", "title"), REFUSED_BY_NAME.items())
def test_old_layouts_are_refused_by_name(
    shared: Path, door: Door, folder: str, name: str, title: str
) -> None:
    with pytest.raises(WrapError, match=f"this is {title}, which is not taken"):
        wrap([shared / "osdc" / folder / f"{name}.csv"], door.inbox)


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize(("name", "lacks"), [("lmdb", LMDB_LACKS), ("sssy", SSSY_LACKS)])
def test_forms_without_the_practice_are_refused_for_the_missing_columns(
    shared: Path, open_door: Door, folder: str, name: str, lacks: list[str]
) -> None:
    outcome = open_door.accept(wrap([shared / "osdc" / folder / f"{name}.csv"], open_door.inbox))
    assert outcome.source == name
    assert rules(outcome) == [("missing_column", column, None) for column in lacks]


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize(
    ("name", "column"), [("bef", "pnr"), ("lab_forsker", "patient_cpr"), ("lpr3a", "pnr")]
)
def test_persons_that_are_words_are_refused(
    shared: Path, door: Door, folder: str, name: str, column: str
) -> None:
    names = LPR_A if name == "lpr3a" else (name,)
    files = [shared / "osdc" / folder / f"{n}.csv" for n in names]
    outcome = door.accept(wrap(files, door.inbox, span="1990-01-01..2026-09-30"))
    rows = len(files[0].read_text().splitlines()) - 1
    assert rules(outcome) == [("person_form", column, rows)]


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("name", ["bef", "lab_forsker"])
def test_the_same_files_with_numbers_are_accepted(shared: Path, door: Door, folder: str, name: str) -> None:
    file = renumbered(shared / "osdc" / folder / f"{name}.csv", door.root / "numbers")
    outcome = door.accept(wrap([file], door.inbox))
    assert outcome.state == "accepted"
    assert sum(outcome.rows.values()) == len(file.read_text().splitlines()) - 1


@pytest.mark.parametrize(
    ("folder", "found"), [("edge_cases", None), ("non_cases", ("duplicate_key", "dw_ek_kontakt", 4))]
)
def test_contacts_and_diagnoses_with_numbers(
    shared: Path, door: Door, folder: str, found: tuple[str, str, int] | None
) -> None:
    """The edge cases are sound; the non-cases use contact "1" five times."""
    files = [renumbered(shared / "osdc" / folder / f"{n}.csv", door.root / "numbers") for n in LPR_A]
    outcome = door.accept(wrap(files, door.inbox))
    assert outcome.source == "lpr_a"
    if found is None:
        assert outcome.state == "accepted", outcome.findings
    else:
        assert rules(outcome) == [found]
