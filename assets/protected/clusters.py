"""The clusters and subclusters a release makes packages for (shape CLUSTERS).

Belongs here: who they are on the release's last day, who their members are, and their folder names.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa

from assets.protected.organisations import Organisations
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


def clusters(
    specialty: str, present: Iterable[Mapping[str, Any]], called: Organisations, least: int
) -> pa.Table:
    """Return the packages to make of membership rows (shape MEMBERSHIPS, one specialty and quarter), shape CLUSTERS.

    One per cluster, and one per subcluster of `least` practices or more that is not its whole cluster. A cluster is
    open only when every practice in it agreed to open data.
    """
    rows: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for member in present:
        rows[member["cluster"]].append(member)
    folders = slugs(rows)
    found = []
    for cluster, members in sorted(rows.items()):
        own = {"specialty": specialty, "cluster": cluster, "open_data": all(m["open_data"] for m in members)}
        found.append(own | {"slug": folders[cluster]} | _group(members, called))
        inside = _subclusters(members, least)
        names = slugs(inside)
        found += [
            # No slug holds an underscore: a subcluster's folder is never another cluster's.
            own | {"subcluster": name, "slug": f"{folders[cluster]}_{names[name]}"} | _group(some, called)
            for name, some in inside.items()
        ]
    return pa.Table.from_pylist(found, schema=CLUSTERS)


def _subclusters(members: Sequence[Mapping[str, Any]], least: int) -> dict[str, list[Mapping[str, Any]]]:
    inside: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for member in members:
        if member["subcluster"]:
            inside[member["subcluster"]].append(member)
    return {name: inside[name] for name in sorted(inside) if least <= len(inside[name]) < len(members)}


def _group(members: Sequence[Mapping[str, Any]], called: Organisations) -> dict[str, Any]:
    return {
        "regions": sorted({m["region"] for m in members}),
        "practices": len(members),
        "members": [called.member(m) for m in sorted(members, key=lambda m: m["practice"])],
    }
