"""datapackage.json (Data Package v2): what lies in the package, field by field, with sizes and checksums.

Belongs here: the descriptor's content. The fields' words come from schemas.protected. A descriptor cannot
hold its own checksum and lists the three other files only.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pyarrow as pa

from assets.packages import danish
from assets.packages.release import Cluster, Release
from schemas.policy import Policy
from schemas.protected import COMPARATORS, LEVELS, PROTECTED, SIZES, STATES, STATISTICS

_SCHEMA = "https://datapackage.org/profiles/2.0/datapackage.json"
#: A package is not licensed to the world: it is for the cluster that it is made for.
USE = "Fortroligt: til klyngens medlemmer og deres kvalitetsarbejde"
_KINDS = {"string": "string", "int64": "integer", "double": "number"}
#: Fields that are never empty, by table: `value` is an amount in one (empty for shares), the figure in the other.
_NEVER_NULL = {
    "indicators": ("specialty", "indicator", "period", "level", "organisation", "state"),
    "comparators": ("specialty", "indicator", "period", "statistic", "value"),
}
_CODES = {
    "level": list(LEVELS),
    "state": list(STATES),
    "statistic": list(STATISTICS),
    "size": list(SIZES),
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
    """Describe the three files in `folder`.

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
    }
    if schema is None:
        return resource | {"format": "pdf", "mediatype": "application/pdf"}
    # Not "parquet" and no type "table": frictionless would then read nullable counts as decimals, refuse
    # them, and never compare the checksum. As a plain file its bytes are checked; readers have the schema.
    return resource | {
        "format": "vnd.apache.parquet",
        "mediatype": "application/vnd.apache.parquet",
        "schema": {"fields": [_field(f, _NEVER_NULL[name]) for f in schema]},
    }


def _field(field: pa.Field, required: tuple[str, ...]) -> dict[str, Any]:
    words = {key.decode(): value.decode() for key, value in (field.metadata or {}).items()}
    constraints: dict[str, Any] = {}
    if field.name in required:
        constraints["required"] = True
    if field.name in _CODES:
        constraints["enum"] = _CODES[field.name]
    found: dict[str, Any] = {"name": field.name, "type": _KINDS[str(field.type)], **words}
    return found | ({"constraints": constraints} if constraints else {})
