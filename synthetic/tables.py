"""How each source is delivered: its files, their names, formats and columns.

Belongs here: one function per source. Does not belong here: the rows (`country.py`) or bytes (`files.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from synthetic.agreements import draw_agreements
from synthetic.databases import write_database
from synthetic.drastma import delivered_visits
from synthetic.files import Dialect, write_csv, write_parquet, write_xlsx, write_xport
from synthetic.lab import delivered_results
from synthetic.lmdb import delivered_dispensings
from synthetic.lpr_a import delivered_contacts, delivered_diagnoses
from synthetic.scale import SPLIT_DAY
from synthetic.sssy import delivered_services

if TYPE_CHECKING:
    from synthetic.country import Country
    from synthetic.deliveries import Delivery

#: Municipalities of the person register.
_MUNICIPALITIES = [
    f"'{m}'" for m in ("101", "147", "219", "265", "461", "561", "615", "751", "791", "851", "860")
]


def write_tables(delivery: Delivery, folder: Path, country: Country) -> dict[str, Path]:
    """Write the delivery's files into `folder`. Returns table -> file."""
    return _WRITERS.get(delivery.source, write_database)(delivery, folder, country)


def _lmdb(delivery: Delivery, folder: Path, country: Country) -> dict[str, Path]:
    path = folder / f"lmdb_{delivery.years}.csv"
    rows = country.dispensings(delivery.first, delivery.last)
    query = delivered_dispensings(rows, country.number, country.chance)
    write_csv(country.con, query, path, Dialect(";", "cp1252", "\r\n"))
    return {"dispensings": path}


def _sssy(delivery: Delivery, folder: Path, country: Country) -> dict[str, Path]:
    path = folder / f"sssy_{delivery.years}.csv"
    rows = country.services(delivery.first, delivery.last)
    query = delivered_services(rows, country.number, numeric=delivery.last <= SPLIT_DAY)
    write_csv(country.con, query, path, Dialect(",", "utf-8"))
    return {"services": path}


def _lpr_a(delivery: Delivery, folder: Path, country: Country) -> dict[str, Path]:
    contacts, diagnoses = (folder / f"lpr_a_{t}_{delivery.years}.parquet" for t in ("kontakt", "diagnose"))
    rows = country.contacts(delivery.first, delivery.last)
    kind = "DIAG_TYPE" if delivery.last <= SPLIT_DAY else "DIAG_KODE_TYPE"
    write_parquet(country.con, delivered_contacts(rows, country.number, country.chance), contacts)
    write_parquet(country.con, delivered_diagnoses(rows, kind), diagnoses)
    return {"contacts": contacts, "diagnoses": diagnoses}


def _lab(delivery: Delivery, folder: Path, country: Country) -> dict[str, Path]:
    path = folder / f"lab_dm_forsker_{delivery.years}.csv"
    rows = country.results(delivery.first, delivery.last)
    query = delivered_results(rows, country.number, country.chance)
    write_csv(country.con, query, path, Dialect(";", "iso-8859-1"))
    return {"results": path}


def _bef(delivery: Delivery, folder: Path, country: Country) -> dict[str, Path]:
    path = folder / f"bef_{delivery.years}.csv"
    municipality = country.chance.pick("municipality", "person", _MUNICIPALITIES)
    columns = f"{country.number} AS PNR, sex AS KOEN, birth AS FOED_DATO, {municipality} AS KOM"
    query = f"SELECT {columns} FROM ({country.persons()})"
    write_csv(country.con, query, path, Dialect(";", "utf-8-sig"))
    return {"persons": path}


def _drastma(delivery: Delivery, folder: Path, country: Country) -> dict[str, Path]:
    path = folder / f"drastma_{delivery.years}.xpt"
    query = delivered_visits(country.visits(delivery.first, delivery.last), country.number)
    write_xport(country.con, query, path, "DRASTMA")
    return {"visits": path}


def _yder(delivery: Delivery, folder: Path, country: Country) -> dict[str, Path]:
    path = folder / "yderregister.xlsx"
    practices = sorted(country.practices, key=lambda p: (p.ydernr, p.valid_from))
    rows = [(p.ydernr, p.name, p.code, p.valid_from, p.valid_to) for p in practices]
    write_xlsx(("ydernr", "navn", "speciale", "gyldig_fra", "gyldig_til"), rows, path, "Ydere")
    return {"practices": path}


def _klynger(delivery: Delivery, folder: Path, country: Country) -> dict[str, Path]:
    path = folder / "klynger.xlsx"
    header = ("ydernr", "speciale", "klynge", "babyklynge", "region", "fra", "til", "data")
    rows = [
        (p.ydernr, m.plan.specialty, m.plan.name, m.subcluster, m.region, m.start, m.end,
         "åbne" if m.plan.open_data else "lukkede")
        for p in country.practices
        for m in p.memberships
    ]  # fmt: skip
    write_xlsx(header, rows, path, "Klynger")
    return {"memberships": path}


def _aftaler(delivery: Delivery, folder: Path, country: Country) -> dict[str, Path]:
    path = folder / "klyngernes_aftaler.xlsx"
    header = (
        "speciale", "klynge", "indikator", "aftalt", "hvad", "hvem", "senest", "status", "bemaerkning"
    )  # fmt: skip
    write_xlsx(header, draw_agreements(country.practices, country.seed), path, "Aftaler")
    return {"agreements": path}


_WRITERS: dict[str, Callable[[Delivery, Path, Country], dict[str, Path]]] = {
    "aftaler": _aftaler,
    "bef": _bef,
    "drastma": _drastma,
    "klynger": _klynger,
    "lab": _lab,
    "lmdb": _lmdb,
    "lpr_a": _lpr_a,
    "sssy": _sssy,
    "yder": _yder,
}
