"""Places in the store: which path a package has, which versions exist. Reads only.

Belongs here: validated paths and look-up. A name from outside never reaches the file system unchecked.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from schemas.period import Quarter

_SLUG = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
_VERSION = re.compile(r"v([1-9][0-9]{0,5})")
_LONGEST = 100


class StoreError(ValueError):
    """A name is not allowed in the store, or what lies there is not a package. The message says which."""


@dataclass(frozen=True)
class Package:
    """One published version of one package."""

    specialty: str
    cluster: str
    period: str
    version: int
    path: Path

    @property
    def said(self) -> dict[str, Any]:
        """Return what the package's datapackage.json says of it: content id, edition, period and more.

        Raises StoreError when it is not there.
        """
        descriptor = self.path / "datapackage.json"
        try:
            found = json.loads(descriptor.read_text(encoding="utf-8"))["klyngepakke"]
            return {**found, "content_id": str(found["content_id"])}
        except (OSError, ValueError, KeyError, TypeError):
            raise StoreError(f"{self.path} holds no readable datapackage.json with a content id") from None

    @property
    def content_id(self) -> str:
        """Return the content id written in the package's datapackage.json. Raises StoreError as `said`."""
        return str(self.said["content_id"])


def place(root: Path, specialty: str, cluster: str, period: str) -> Path:
    """Return the folder of all versions of one package.

    Raises StoreError for a name that is no slug or quarter.

    A folder on the way that is a symbolic link is refused too: it could lead out of the store.
    """
    for kind, name in (("specialty", specialty), ("cluster", cluster)):
        if len(name) > _LONGEST or not _SLUG.fullmatch(name):
            raise StoreError(
                f"{name!r} is no {kind}: only a-z, 0-9 and single - or _ between them are allowed"
            )
    try:
        quarter = str(Quarter.parse(period))
    except ValueError as error:
        raise StoreError(str(error)) from None
    if quarter != period:
        raise StoreError(f"{period!r} is not a quarter; write it as {quarter}")
    for path in (root / specialty, root / specialty / cluster, root / specialty / cluster / period):
        if path.is_symlink():
            raise StoreError(f"{path} is a symbolic link; the store follows none")
    return root / specialty / cluster / period


def versions(root: Path, specialty: str, cluster: str, period: str) -> list[Package]:
    """Return every published version of one package, oldest first; empty when there is none."""
    folder = place(root, specialty, cluster, period)
    numbers = sorted(_numbers(folder))
    return [Package(specialty, cluster, period, n, folder / f"v{n}") for n in numbers]


def latest(root: Path, specialty: str, cluster: str, period: str) -> Package | None:
    """Return the newest published version of one package, or None."""
    found = versions(root, specialty, cluster, period)
    return found[-1] if found else None


def next_version(root: Path | None, specialty: str, cluster: str, period: str, content_id: str) -> int:
    """Return the version that content would be published as: the newest one's when it is the same, else the next.

    Without a store it is the first. Raises StoreError for a name that is not allowed.
    """
    newest = latest(root, specialty, cluster, period) if root else None
    if newest is None:
        return 1
    return newest.version if newest.content_id == content_id else newest.version + 1


def before(root: Path, specialty: str, cluster: str, period: str) -> Package | None:
    """Return the newest published version of the newest earlier period of one package, or None.

    Raises StoreError for a name that is no slug or quarter; what is not named as a period is passed over.
    """
    this = Quarter.parse(place(root, specialty, cluster, period).name)
    earlier = []
    for folder in (root / specialty / cluster).glob("*K[1-4]"):
        try:
            quarter = Quarter.parse(folder.name)
        except ValueError:
            continue
        if quarter < this:
            earlier.append(quarter)
    found = (latest(root, specialty, cluster, str(quarter)) for quarter in sorted(earlier, reverse=True))
    return next((package for package in found if package), None)


def find(root: Path) -> list[Package]:
    """Return every version of every package under `root`, sorted.

    What is not named as a package is passed over.
    """
    found = []
    for folder in sorted(root.glob("*/*/*")):
        specialty, cluster, period = folder.relative_to(root).parts
        try:
            found += versions(root, specialty, cluster, period)
        except StoreError:
            continue
    return found


def _numbers(folder: Path) -> list[int]:
    if not folder.is_dir():
        return []
    matches = [
        _VERSION.fullmatch(path.name) for path in folder.iterdir() if path.is_dir() and not path.is_symlink()
    ]
    return [int(match[1]) for match in matches if match]
