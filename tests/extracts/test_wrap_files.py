"""A bare file is recognised by its header and becomes a delivery."""

from __future__ import annotations

from pathlib import Path

import pytest
from delivered import FORMS, GOOD, PERSONS, Door, good, write_table

from assets.deliveries import undecided
from assets.extracts.wrap import WrapError, wrap
from assets.manifest import read_manifest


def write(folder: Path, source: str, **names: str) -> list[Path]:
    folder.mkdir(exist_ok=True)
    paths = []
    for table, (header, rows) in good(source).items():
        ending, encoding, delimiter = FORMS[f"{source}.{table}"]
        paths.append(folder / names.get(table, f"fil-{table}{ending}"))
        write_table(paths[-1], header, rows, encoding, delimiter)
    return paths


@pytest.mark.parametrize("source", GOOD)
def test_every_source_is_recognised_whatever_the_file_is_called(door: Door, source: str) -> None:
    files = write(door.root / "mail", source)
    folder = wrap(files, door.inbox)
    manifest = read_manifest(folder)
    assert (manifest.source, {f.table for f in manifest.files}) == (source, set(GOOD[source]))
    assert list(undecided(door.inbox, door.extracts, door.quarantine)) == [manifest.delivery]
    assert wrap(files[::-1], door.inbox) == folder
    assert not [p for p in door.inbox.iterdir() if p.name.startswith(".")]
    assert all(p.exists() for p in files)


@pytest.mark.parametrize(
    ("source", "span"),
    [
        ("lmdb", "2026-01-02..2026-01-31"),
        ("sssy", "2025-12-29..2026-01-05"),
        ("lpr_a", "2026-01-02..2026-01-31"),
        ("yder", "2010-05-01..2021-01-01"),
    ],
)
def test_the_span_is_read_from_the_days_in_the_file(door: Door, source: str, span: str) -> None:
    assert str(read_manifest(wrap(write(door.root / "mail", source), door.inbox)).span) == span


def test_a_wrapped_file_passes_the_door(door: Door) -> None:
    folder = wrap(write(door.root / "mail", "lab"), door.inbox, deliverer="Laboratoriet")
    assert door.accept(folder).state == "accepted"
    assert read_manifest(folder).deliverer == "Laboratoriet"


def test_a_span_and_a_source_can_be_given(door: Door) -> None:
    folder = wrap(write(door.root / "mail", "lab"), door.inbox, span="2026-01-01..2026-06-30", source="lab")
    assert str(read_manifest(folder).span) == "2026-01-01..2026-06-30"


def sentence(door: Door, files: list[Path], **words: str) -> str:
    with pytest.raises(WrapError) as caught:
        wrap(files, door.inbox, **words)
    assert not undecided(door.inbox, door.extracts, door.quarantine)
    assert not any(p in str(caught.value) for p in PERSONS)
    return str(caught.value)


def test_lpr_a_needs_its_two_files_together(door: Door) -> None:
    contacts, diagnoses = write(door.root / "mail", "lpr_a")
    assert "2 file(s) given together (contacts, diagnoses)" in sentence(door, [contacts])
    assert "2 file(s)" in sentence(door, [contacts, contacts])
    lab = write(door.root / "lab", "lab")
    assert "different sources: lab, lpr_a" in sentence(door, [contacts, diagnoses, *lab])


def test_what_cannot_be_recognised_is_said(door: Door) -> None:
    mail = door.root / "mail"
    mail.mkdir()
    for name, content, part in [
        ("x.csv", f"{PERSONS[0]};1;1970-01-01\n", "no source has columns like these"),
        ("y.csv", "pnr;navn\n1;2\n", "no source has columns like these"),
        ("z.doc", "x", "known formats"),
    ]:
        (mail / name).write_text(content)
        assert part in sentence(door, [mail / name])
    assert "is not a file" in sentence(door, [mail / "none.csv"])
    (mail / "lab.csv").write_text("pnr,analysiscode,samplingdate,value\n0001701234,NPU03577,i går,1\n")
    assert "give the span" in sentence(door, [mail / "lab.csv"])
    assert "span must be two days" in sentence(door, [mail / "lab.csv"], span="2026")
    assert "no source lsr" in sentence(door, [mail / "lab.csv"], source="lsr")


def test_sysi_is_refused_by_its_files_name(door: Door) -> None:
    files = write(door.root / "mail", "sssy", services="t_sysi2004.csv")
    assert "this is SYSI" in sentence(door, files)
