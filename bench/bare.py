"""The bare script the pipeline is measured against: the same files, the same figures, nothing around them.

Reads every delivered file with DuckDB (SAS and XLSX with the same libraries as the product), types its columns as the
contracts say, replaces personal numbers by the same keyed HMAC, then runs the indicators' SQL and sums the atoms to
cluster, region and nation. No checks, no reports, no dbt, no Dagster: SQL and types were written down beforehand
(`bench.run`).

Usage: python -m bench.bare INBOX COMPILED WORK
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import duckdb


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
    columns = json.loads((compiled / "columns.json").read_text(encoding="utf-8"))
    views: dict[str, list[Path]] = {}
    for manifest in sorted(inbox.glob("*/manifest.json")):
        delivery = json.loads(manifest.read_text(encoding="utf-8"))
        for file in delivery["files"]:
            view = f"{delivery['source']}__{file['table']}"
            out = work / f"{view}-{manifest.parent.name}.parquet"
            _read(connection, manifest.parent / file["path"], columns[view], out)
            views.setdefault(view, []).append(out)
    _aggregate(connection, views, compiled)


def _read(connection: duckdb.DuckDBPyConnection, path: Path, columns: dict[str, Any], out: Path) -> None:
    relation = _relation(connection, path)
    names = [row[0] for row in connection.execute(f"describe select * from {relation}").fetchall()]
    chosen = ", ".join(_typed(name, columns[name.lower()]) for name in names)
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


def _typed(name: str, column: dict[str, Any]) -> str:
    text, kind = f'"{name}"::varchar', column["type"]
    if kind == "uuid":
        return f"pseudonym({text}) as {column['name']}"
    if kind.startswith("decimal"):
        text = f"replace({text}, ',', '.')"
    if column["pad"]:
        short, width = column["pad"]
        cut = f"length({text}) between {short} and {width - 1}"
        text = f"case when {cut} then lpad({text}, {width}, '0') else {text} end"
    return f"nullif({text}, '')::{kind} as {column['name']}"


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
