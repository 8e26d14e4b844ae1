"""The bare script the pipeline is measured against: the same files, the same figures, nothing around them.

Reads every delivered file with DuckDB (SAS and XLSX with the same libraries as the product), types it, replaces
personal numbers by the same keyed HMAC, then runs the indicators' SQL (compiled by dbt beforehand) and sums the atoms
to cluster, region and nation. No checks, no reports, no dbt, no Dagster.

Usage: python -m bench.bare INBOX COMPILED WORK
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import duckdb

_PERSON = {"pnr", "cpr", "patient_cpr"}
_RENAMED = {"foed_dato": "foed_dag", "diag_type": "diag_kode_type"}
_PADDED = {"speciale": 6, "ydernr": 6, "vnr": 6, "recu": 6}
_TYPES = {
    "date": {"eksd", "foed_dag", "foed_dato", "samplingdate", "gyldig_fra", "gyldig_til", "fra", "til", "kontaktdato",
             "lungefunktion_dato"},
    "int": {"apk", "ydlant", "koen", "barnmak", "kontakttype", "kontakt"},
    "decimal(18,4)": {"packsize", "strnum", "volume", "eksp", "bruhon"},
    "timestamp": {"kont_starttidspunkt"},
}  # fmt: skip


def main(inbox: Path, compiled: Path, work: Path) -> None:
    """Read, type, pseudonymise, join and aggregate everything in `inbox`."""
    connection = duckdb.connect(str(work / "bare.duckdb"))
    connection.execute("set threads = 2")
    connection.execute("set memory_limit = '3GB'")
    connection.execute("set preserve_insertion_order = false")
    key = os.urandom(64)
    connection.execute("set variable ipad = ?", [bytes(b ^ 0x36 for b in key)])
    connection.execute("set variable opad = ?", [bytes(b ^ 0x5C for b in key)])
    connection.execute(
        "create temp macro pseudonym(x) as left(sha256(getvariable('opad') || "
        "unhex(sha256(getvariable('ipad') || x::blob))), 32)::uuid"
    )
    views: dict[str, list[Path]] = {}
    for manifest in sorted(inbox.glob("*/manifest.json")):
        delivery = json.loads(manifest.read_text(encoding="utf-8"))
        for file in delivery["files"]:
            view = f"{delivery['source']}__{file['table']}"
            out = work / f"{view}-{manifest.parent.name}.parquet"
            _read(connection, manifest.parent / file["path"], view, out)
            views.setdefault(view, []).append(out)
    _aggregate(connection, views, compiled)


def _read(connection: duckdb.DuckDBPyConnection, path: Path, view: str, out: Path) -> None:
    relation = _relation(connection, path)
    columns = [row[0] for row in connection.execute(f"describe select * from {relation}").fetchall()]
    chosen = ", ".join(_typed(name, view) for name in columns)
    connection.execute(
        f"copy (select {chosen} from {relation}) to '{out}' (format parquet, compression zstd)"
    )


def _relation(connection: duckdb.DuckDBPyConnection, path: Path) -> str:
    if path.suffix == ".parquet":
        return f"read_parquet('{path}')"
    if path.suffix == ".csv":
        head = path.open("rb").read(1 << 20)
        try:
            head[: head.rfind(b"\n")].decode("utf-8")
            encoding = "utf-8"
        except UnicodeDecodeError:
            encoding = "latin-1"
        return f"read_csv('{path}', all_varchar = true, header = true, encoding = '{encoding}')"
    import pandas as pd
    import pyreadstat

    frame = pd.read_excel(path, dtype=str) if path.suffix == ".xlsx" else pyreadstat.read_xport(str(path))[0]
    connection.register("frame", frame)
    return "frame"


def _typed(name: str, view: str) -> str:
    plain = name.lower()
    target = _RENAMED.get(plain, plain)
    if plain in _PERSON:
        return f'pseudonym("{name}"::varchar) as {target}'
    for kind, names in _TYPES.items():
        if plain in names:
            value = f"replace(\"{name}\"::varchar, ',', '.')" if kind.startswith("dec") else f'"{name}"'
            return f"nullif({value}::varchar, '')::{kind} as {target}"
    if plain in _PADDED and not (view.startswith("klynger") and plain == "speciale"):
        width = 2 if view.startswith("yder") and plain == "speciale" else _PADDED[plain]
        padded = f'case when length("{name}") < {width} then lpad("{name}", {width}, \'0\') else "{name}" end'
        return f"nullif({padded}, '') as {target}"
    return f"nullif(\"{name}\"::varchar, '') as {target}"


def _aggregate(connection: duckdb.DuckDBPyConnection, views: dict[str, list[Path]], compiled: Path) -> None:
    connection.execute("create schema extracts")
    for view, files in views.items():
        listed = ", ".join(f"'{f}'" for f in files)
        connection.execute(
            f"create view extracts.{view} as select * from read_parquet([{listed}], union_by_name = true)"
        )
    for step in json.loads((compiled / "steps.json").read_text(encoding="utf-8")):
        connection.execute(f'create {step["kind"]} "{step["name"]}" as {step["sql"]}')
        if step["name"].startswith("ind_"):
            connection.execute(
                f"create table sums_{step['name']} as select period, cluster, region, sum(met), sum(not_met), "
                f"sum(unknown), sum(excluded) from {step['name']} join (select distinct practice, quarter, cluster, "
                "region from int_memberships) m using (practice) where m.quarter = right(period, 6) "
                "group by grouping sets ((period, cluster), (period, region), (period))"
            ).fetchall()


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:4]))
