"""The package store: immutable versions of packages under one root, found by specialty, cluster and period.

Belongs here: where published packages lie, and the rule that nothing published is ever changed. Does not
belong here: what is in a package, who may read it, Dagster. Layout:
`<root>/<specialty>/<cluster>/<period>/v<n>/`.
"""

from store.keep import Published, publish
from store.places import Package, StoreError, before, find, latest, next_version, versions

__all__ = [
    "Package",
    "Published",
    "StoreError",
    "before",
    "find",
    "latest",
    "next_version",
    "publish",
    "versions",
]
