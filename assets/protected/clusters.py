"""The clusters a release builds packages for (shape CLUSTERS).

Belongs here: who they are on the release's last day, and their folder names.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa

from schemas.protected import CLUSTERS

_DANISH = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})


def slug(name: str) -> str:
    """Return a folder name for a cluster: ASCII letters, digits and single hyphens."""
    plain = unicodedata.normalize("NFKD", name.lower().translate(_DANISH))
    return re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode()).strip("-") or "klynge"


def slugs(names: Iterable[str]) -> dict[str, str]:
    """Return a different folder name for every cluster; equal ones get -2, -3 in the order of the names."""
    found: dict[str, str] = {}
    for name in sorted(set(names)):
        base, number = slug(name), 1
        while (candidate := base if number == 1 else f"{base}-{number}") in found.values():
            number += 1
        found[name] = candidate
    return found


def clusters(specialty: str, members: Iterable[Mapping[str, Any]]) -> pa.Table:
    """Return the clusters of membership rows (shape MEMBERSHIPS, one specialty and quarter).

    A cluster is open only when every practice in it agreed to open data.
    """
    rows = defaultdict(list)
    for member in members:
        rows[member["cluster"]].append(member)
    folder = slugs(rows)
    return pa.Table.from_pylist(
        [
            {
                "specialty": specialty,
                "cluster": cluster,
                "slug": folder[cluster],
                "regions": sorted({m["region"] for m in rows[cluster]}),
                "practices": len({m["practice"] for m in rows[cluster]}),
                "open_data": all(m["open_data"] for m in rows[cluster]),
            }
            for cluster in sorted(rows)
        ],
        schema=CLUSTERS,
    )
