"""Small deliveries in the registers' own formats, good unless a test breaks them.

Belongs here: one good table per source, writing it in its format, a door to hand it in at. Persons are
invented: their numbers have day 00 and never belong to anybody.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pyreadstat
from databases import FORMS as DATABASE_FORMS
from databases import databases

from assets.deliveries import Outcome
from assets.extracts.accept import accept
from assets.extracts.pseudonymise import Key

#: Planted personal numbers: no file, log or error after the door may hold one of them.
PERSONS = ("0001701234", "0002801235", "0003901236")
SPAN = ("2026-01-01", "2026-01-31")

_LMDB = [
    "pnr",
    "eksd",
    "atc",
    "vnr",
    "apk",
    "packsize",
    "strnum",
    "strunit",
    "volume",
    "indo",
    "recu",
    "korr",
]
_LMDB += ["eksp", "name"]
_SSSY = ["pnr", "speciale", "ydernr", "ydlant", "bruhon", "honuge", "afrper", "kontakt", "barnmak"]

#: source -> table -> (header, rows). Cells are what the deliverer writes.
GOOD: dict[str, dict[str, tuple[list[str], list[list[Any]]]]] = {
    "yder": {
        "practices": (
            ["ydernr", "navn", "speciale", "gyldig_fra", "gyldig_til"],
            [
                [57584, "Hjerteklinikken på Østerbro", 8, date(2015, 1, 1), date(2020, 12, 31)],
                [57584, "Lungeklinik Ærø", 8, date(2021, 1, 1), None],
                ["012345", "Mave-tarm Ålborg", "08", date(2010, 5, 1), None],
            ],
        )
    },
    "klynger": {
        "memberships": (
            ["ydernr", "speciale", "klynge", "babyklynge", "region", "fra", "til", "data"],
            [
                [
                    57584,
                    "lungemedicin",
                    "Lunge Øst",
                    "Lunge Øst 1",
                    "Hovedstaden",
                    date(2022, 1, 1),
                    None,
                    "åbne",
                ],
                [
                    "012345",
                    "gastroenterologi",
                    "Mave Nord",
                    None,
                    "Nordjylland",
                    date(2022, 1, 1),
                    None,
                    "lukkede",
                ],
            ],
        )
    },
    "aftaler": {
        "agreements": (
            ["speciale", "klynge", "indikator", "aftalt", "hvad", "hvem", "senest", "status", "bemærkning"],
            [
                [
                    "lungemedicin",
                    "Lunge Øst",
                    "saba_without_ics",
                    date(2025, 11, 4),
                    "Alle ringer til patienter med over to sprays i kvartalet",
                    "sekretærerne",
                    date(2026, 5, 1),
                    "i gang",
                    "Begyndt i tre praksisser",
                ],
                [
                    "lungemedicin",
                    "Lunge Øst",
                    None,
                    date(2025, 11, 4),
                    "Fælles møde med afdelingen",
                    "HM",
                    date(2026, 3, 1),
                    "planlagt",
                    None,
                ],
            ],
        )
    },
    "bef": {
        "persons": (
            ["PNR", "KOEN", "FOED_DATO", "KOM"],
            [
                [PERSONS[0], "1", "1970-01-01", "101"],
                [PERSONS[1], "2", "1980-02-29", "851"],
                [PERSONS[2], "2", "1990-12-31", ""],
            ],
        )
    },
    "lmdb": {
        "dispensings": (
            _LMDB,
            [
                [
                    PERSONS[0],
                    "2026-01-02",
                    "R03AC02",
                    "1234",
                    "2",
                    "200",
                    "0,1",
                    "mg/dosis",
                    "33,3333",
                    "0000276",
                    "57584",
                    "",
                    "1101,95",
                    "Ventoline® ”spray”",
                ],
                [
                    PERSONS[1],
                    "2026-01-03",
                    "B01AF01",
                    "654321",
                    "-1",
                    "98",
                    "",
                    "",
                    "",
                    "",
                    "6620ABX",
                    "1",
                    "",
                    "Æblø å",
                ],
                [
                    PERSONS[2],
                    "2026-01-31",
                    "A02BC",
                    "000007",
                    "1",
                    "28,5",
                    "20",
                    "mg",
                    "28",
                    "",
                    "",
                    "",
                    "99,50",
                    "",
                ],
            ],
        )
    },
    "sssy": {
        "services": (
            _SSSY,
            [
                [PERSONS[0], "41101", "57584", "1", "250.75", "2602", "202601", "1", "0"],
                [PERSONS[1], "082308", "012345", "2", "99", "2553", "", "", "1"],
            ],
        )
    },
    "lpr_a": {
        "contacts": (
            [
                "PNR",
                "DW_EK_KONTAKT",
                "KONT_STARTTIDSPUNKT",
                "KONT_ANS_HOVEDSPEC",
                "KONT_TYPE",
                "LPRINDBERETNINGSSYSTEM",
            ],
            [
                [
                    PERSONS[0],
                    "k1",
                    datetime(2026, 1, 2, 23, 59, 59),
                    "medicinsk kardiologi",
                    "ALCA00",
                    "LPR3",
                ],
                [PERSONS[1], "k2", datetime(2026, 1, 31), "øjensygdomme", None, None],
            ],
        ),
        "diagnoses": (
            ["DW_EK_KONTAKT", "DIAG_KODE", "DIAG_TYPE", "SENERE_AFKRAEFTET"],
            [["k1", "DI489", "A", "Nej"], ["k1", "DZ952", "B", None], ["k2", "DJ459A", "+", "Ja"]],
        ),
    },
    "lab": {
        "results": (
            ["patient_cpr", "analysiscode", "samplingdate", "samplingtime", "value", "unit"],
            [
                [PERSONS[0], "NPU03577", "2026-01-05", "08:15", "2,4", "10^-3 int.enh./l"],
                [PERSONS[1], "DNK35302", "2026-01-06", "", "<5", "ml/min"],
                [PERSONS[2], "NPU27547", "2026-01-07", "", "ikke påvist", ""],
            ],
        )
    },
    "drastma": {
        "visits": (
            [
                "cpr",
                "ydernr",
                "kontaktdato",
                "kontakttype",
                "lungefunktion",
                "lungefunktion_dato",
                "ekskluderet",
            ],
            [
                [PERSONS[0], "057584", date(2026, 1, 2), 1.0, "ja", date(2026, 1, 2), "nej"],
                [PERSONS[0], "057584", date(2026, 1, 2), 2.0, "uoplyst", None, "ja"],
            ],
        )
    },
}
GOOD |= databases(*PERSONS)
#: How each table is delivered: file ending and, for CSV, character table and delimiter.
FORMS: dict[str, tuple[str, str, str]] = {
    "yder.practices": (".xlsx", "", ""),
    "klynger.memberships": (".xlsx", "", ""),
    "aftaler.agreements": (".xlsx", "", ""),
    "bef.persons": (".csv", "utf-8-sig", ";"),
    "lmdb.dispensings": (".csv", "cp1252", ";"),
    "sssy.services": (".csv", "utf-8", ","),
    "lpr_a.contacts": (".parquet", "", ""),
    "lpr_a.diagnoses": (".parquet", "", ""),
    "lab.results": (".csv", "iso-8859-1", ";"),
    "drastma.visits": (".xpt", "", ""),
    **DATABASE_FORMS,
}


def csv_bytes(header: Sequence[str], rows: Sequence[Sequence[str]], encoding: str, delimiter: str) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\r\n")
    writer.writerows([header, *rows])
    return text.getvalue().encode(encoding)


def write_table(
    path: Path, header: Sequence[str], rows: Sequence[Sequence[Any]], encoding: str, delimiter: str
) -> None:
    if path.suffix == ".csv":
        path.write_bytes(csv_bytes(header, rows, encoding, delimiter))
    elif path.suffix == ".xlsx":
        book = openpyxl.Workbook()
        for row in (header, *rows):
            book.active.append(list(row))
        book.save(path)
    elif path.suffix == ".parquet":
        columns = zip(*rows, strict=True) if rows else [[] for _ in header]
        pq.write_table(pa.table([pa.array(c) for c in columns], names=list(header)), path)
    else:
        frame = pl.DataFrame([list(r) for r in rows], schema=list(header), orient="row")
        pyreadstat.write_xport(
            frame,
            path,
            table_name="T",
            file_format_version=8,
            variable_format={n: "DATE9" for n, k in frame.schema.items() if k == pl.Date},
        )


def good(source: str) -> dict[str, tuple[list[str], list[list[Any]]]]:
    """A copy of the source's good tables, free to be broken."""
    return {t: (list(h), [list(r) for r in rows]) for t, (h, rows) in GOOD[source].items()}


@dataclass
class Door:
    """An installation in a temporary folder."""

    root: Path
    key: Key = field(default_factory=lambda: Key(bytes(range(32))))

    @property
    def inbox(self) -> Path:
        return self.root / "inbox"

    @property
    def extracts(self) -> Path:
        return self.root / "extracts"

    @property
    def quarantine(self) -> Path:
        return self.root / "quarantine"

    def deliver(
        self,
        source: str,
        tables: Mapping[str, tuple[Sequence[str], Sequence[Sequence[Any]]]] | None = None,
        span: tuple[str, str] = SPAN,
        name: str = "",
        **form: str,
    ) -> Path:
        """Write a delivery's folder with its manifest. `form`: another ending, encoding or delimiter."""
        folder = self.inbox / (name or f"{source}-{len(list(self.inbox.glob('*')))}")
        folder.mkdir(parents=True)
        paths = {}
        for table, (header, rows) in (tables or good(source)).items():
            ending, encoding, delimiter = FORMS[f"{source}.{table}"]
            path = folder / f"{table}{form.get('ending', ending)}"
            write_table(path, header, rows, form.get("encoding", encoding), form.get("delimiter", delimiter))
            paths[table] = path
        self.write_manifest(folder, source, paths, span)
        return folder

    def write_manifest(
        self, folder: Path, source: str, paths: Mapping[str, Path], span: tuple[str, str] = SPAN
    ) -> None:
        files = [
            {
                "table": t,
                "path": p.name,
                "sha256": hashlib.sha256(p.read_bytes()).hexdigest(),
                "bytes": p.stat().st_size,
            }
            for t, p in paths.items()
        ]
        manifest = {
            "source": source,
            "span": {"from": span[0], "to": span[1]},
            "deliverer": "prøve",
            "purpose": "prøve",
            "legal_basis": "ingen: opdigtede personer",
            "files": files,
        }
        (folder / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False), encoding="utf-8")

    def hand_in(self, source: str, *args: Any, **kwargs: Any) -> Outcome:
        return self.accept(self.deliver(source, *args, **kwargs))

    def accept(self, folder: Path) -> Outcome:
        return accept(folder, self.extracts, self.quarantine, self.key)

    def parquet(self, outcome: Outcome, table: str) -> Path:
        return self.extracts / outcome.source / outcome.delivery / f"{table}.parquet"


def rules(outcome: Outcome) -> list[tuple[str, str, int | None]]:
    """What a refused delivery broke: rule, column, rows."""
    assert outcome.state == "refused", outcome
    return [(f.rule, f.column, f.rows) for f in outcome.findings]


def everything_below(*folders: Path) -> bytes:
    """The bytes of every file below, one after the other."""
    return b"\n".join(p.read_bytes() for f in folders for p in sorted(f.rglob("*")) if p.is_file())
