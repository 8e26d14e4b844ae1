"""Keeping a package: a new version appears whole or not at all, and is never changed afterwards.

Belongs here: the one way into the store. A package is copied beside its place under a name that no reader
sees, made read-only, and renamed into place: the rename is the publication.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from store.places import Package, StoreError, latest, place

_INCOMING = ".incoming-"


@dataclass(frozen=True)
class Published:
    """What came of publishing: where the package lies, its version, and whether anything new was written."""

    path: Path
    version: int
    new: bool


def publish(
    staged: Path, root: Path, specialty: str, cluster: str, period: str, content_id: str
) -> Published:
    """Move a staged folder into the store as its next version, unless the latest has the same content id.

    `staged` is left as it is. Folder and files become read-only. Raises StoreError for a name that is not
    allowed, a staged folder that holds anything but files, or one whose own content id is another.
    """
    folder = place(root, specialty, cluster, period)
    _check_staged(staged, content_id)
    folder.mkdir(parents=True, exist_ok=True)
    with _locked(folder):
        newest = latest(root, specialty, cluster, period)
        if newest and newest.content_id == content_id:
            return Published(newest.path, newest.version, new=False)
        version = newest.version + 1 if newest else 1
        _check_version(staged, version)
        target = folder / f"v{version}"
        _move_in(staged, folder, target)
    return Published(target, version, new=True)


def _check_staged(staged: Path, content_id: str) -> None:
    odd = [
        p
        for p in _entries(staged)
        if p.is_symlink() or not (p.is_file() or p.parent == staged and p.is_dir())
    ]
    if odd:
        raise StoreError(
            f"{staged} holds {len(odd)} entries that are neither plain files nor folders of such; nothing was published"
        )
    found = Package("", "", "", 0, staged).content_id
    if found != content_id:
        raise StoreError(
            f"{staged} says content id {found[:12]}, not {content_id[:12]}; nothing was published"
        )


def _entries(folder: Path) -> list[Path]:
    """Return everything in a package: files, and one level of folders with their files; folders first."""
    return sorted(folder.rglob("*"))


def _check_version(staged: Path, version: int) -> None:
    """Refuse a package that prints another version number than it would get: it was overtaken by another."""
    said = Package("", "", "", 0, staged).said.get("edition", version)
    if said != version:
        raise StoreError(
            f"{staged} was made as version {said}, but the next one is {version}; nothing was published. Build it again"
        )


def _move_in(staged: Path, folder: Path, target: Path) -> None:
    """Copy beside, make durable and read-only, then rename.

    Leftovers of an interrupted move are swept first.
    """
    for leftover in folder.glob(f"{_INCOMING}*"):
        _remove(leftover)
    incoming = Path(tempfile.mkdtemp(prefix=_INCOMING, dir=folder))
    try:
        for path in _entries(staged):
            _copy(path, incoming / path.relative_to(staged))
        for copied in [*(p for p in _entries(incoming) if p.is_dir()), incoming]:
            copied.chmod(0o555)
            _sync(copied)
        if os.path.lexists(target):
            raise StoreError(f"{target} exists already; nothing was published")
        incoming.rename(target)
    except BaseException:
        _remove(incoming)
        raise
    _sync(folder)


def _copy(path: Path, copy: Path) -> None:
    if path.is_dir():
        copy.mkdir()
        return
    shutil.copyfile(path, copy)
    copy.chmod(0o444)
    _sync(copy)


def _remove(folder: Path) -> None:
    if folder.exists():
        for path in [folder, *(p for p in _entries(folder) if p.is_dir())]:
            path.chmod(0o755)
        shutil.rmtree(folder)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold the package's folder for one publisher at a time; the lock leaves no file behind."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
