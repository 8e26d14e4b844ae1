"""datapackage.json (Data Package v2): what lies in the package, field by field, with sizes and checksums.

Belongs here: the descriptor's content. The fields' words and codes come from schemas.protected. A descriptor cannot
hold its own checksum and lists the cluster's other files only: an insert is one practice's, and a list of them would
join practices to their codes.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pyarrow as pa

from assets.packages import danish
from assets.packages.dictionary import KINDS, codes_of, words_of
from assets.packages.release import Cluster, Release
from schemas.policy import Policy
from schemas.protected import COMPARATORS, DEFINITIONS, DICTIONARY, PROTECTED

_SCHEMA = "https://datapackage.org/profiles/2.0/datapackage.json"
#: A package is not licensed to the world: it is for the cluster that it is made for.
USE = "Fortroligt: til klyngens medlemmer og deres kvalitetsarbejde"
#: Fields that are never empty, by table: `value` is an amount in one (empty for shares), the figure in the other.
_NEVER_NULL = {
    "indicators": ("specialty", "indicator", "period", "level", "organisation", "state"),
    "comparators": ("specialty", "indicator", "period", "statistic", "value"),
    "dataordbog": ("file", "field", "title", "description", "type"),
    "indikatorer": tuple(n for n in DEFINITIONS.names if n not in ("target", "target_source")),
}
#: What a row of a CSV file is known by.
_KEYS = {"dataordbog": ["file", "field"], "indikatorer": ["indicator"]}
#: Not "parquet" and "xlsx", and no type "table": frictionless would then read nullable counts as decimals and a sheet
#: made for people as a table, refuse them, and never compare the checksum. As plain files their bytes are checked.
_FORMATS = {
    ".parquet": "vnd.apache.parquet",
    ".xlsx": "vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_MEDIA = {
    ".parquet": "application/vnd.apache.parquet",
    ".pdf": "application/pdf",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".csv": "text/csv",
}

#: Files of a package beside the descriptor: path -> (resource name, title, schema or None).
FILES: dict[str, tuple[str, str, pa.Schema | None]] = {
    "indicators.parquet": ("indicators", "Indikatortal for klyngen", PROTECTED),
    "comparators.parquet": (
        "comparators",
        "Sammenligningstal: landets praksisser og referencen",
        COMPARATORS,
    ),
    "klyngepakke.pdf": ("klyngepakke", "Klyngepakken til klyngemødet", None),
    "klyngepakke.xlsx": ("regneark", "De samme tal som regneark, med handleplan", None),
    "dataordbog.csv": ("dataordbog", "Dataordbog: hvert felt i filerne", DICTIONARY),
    "indikatorer.csv": ("indikatorer", "Indikatorernes definitioner", DEFINITIONS),
}


def descriptor(
    folder: Path,
    title: str,
    cluster: Cluster,
    release: Release,
    policy: Policy,
    content_id: str,
    edition: int,
) -> dict[str, Any]:
    """Describe the cluster's files in `folder`.

    `created` is the data's cut-off: there is no clock in a package. The practices' inserts are never listed: a
    checksum of each would tell whose is whose. edition: the version number it is to be published as.
    """
    period = danish.quarter(str(release.period))
    return {
        "$schema": _SCHEMA,
        "name": f"klyngepakke-{cluster.specialty}-{cluster.slug}-{str(release.period).lower()}",
        "title": title,
        "description": f"Beskyttede indikatortal for {cluster.title}, {period}. {release.notice}".strip(),
        "version": f"{release.period.year}.{release.period.number}.0+{content_id[:12]}",
        "created": f"{release.cutoff.isoformat()}T00:00:00Z",
        "sources": [{"title": f"{s.title}, {s.deliverer}", "version": s.sha256} for s in release.sources],
        "resources": [_resource(folder / path, *words) for path, words in FILES.items()],
        "klyngepakke": {
            "use": USE,
            "specialty": cluster.specialty,
            "cluster": cluster.name,
            "subcluster": cluster.subcluster or None,
            "slug": cluster.slug,
            "period": str(release.period),
            "data_cutoff": release.cutoff.isoformat(),
            "policy_version": policy.version,
            "code_version": release.code_version,
            "content_id": content_id,
            "edition": edition,
        },
    }


def write_descriptor(description: dict[str, Any], folder: Path) -> Path:
    """Write datapackage.json in `folder`, same bytes for the same description."""
    path = folder / "datapackage.json"
    path.write_text(json.dumps(description, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return path


def _resource(path: Path, name: str, title: str, schema: pa.Schema | None) -> dict[str, Any]:
    content = path.read_bytes()
    resource: dict[str, Any] = {
        "name": name,
        "title": title,
        "path": path.name,
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "mediatype": _MEDIA[path.suffix],
    }
    if schema is None:
        return resource | {"format": _FORMATS.get(path.suffix, path.suffix[1:])}
    fields: dict[str, Any] = {"fields": [_field(f, _NEVER_NULL[name]) for f in schema]}
    if path.suffix == ".csv":
        table = {"type": "table", "format": "csv", "encoding": "utf-8"}
        return resource | table | {"schema": fields | {"primaryKey": _KEYS[name]}}
    return resource | {"format": _FORMATS[path.suffix], "schema": fields}


def _field(field: pa.Field, required: tuple[str, ...]) -> dict[str, Any]:
    codes = codes_of(field)
    constraints: dict[str, Any] = {}
    if field.name in required:
        constraints["required"] = True
    if codes:
        constraints["enum"] = list(codes)
    found: dict[str, Any] = {"name": field.name, "type": KINDS[str(field.type)], **words_of(field)}
    if codes:
        found["categories"] = [{"value": code, "label": words} for code, words in codes.items()]
    return found | ({"constraints": constraints} if constraints else {})
