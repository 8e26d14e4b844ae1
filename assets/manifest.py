"""The manifest: what a delivery says about itself, and the id that follows from its content.

Belongs here: the manifest's shape, reading, writing. Light: imports nothing but the standard library, since
"is there anything new" is decided from manifests alone. Does not belong here: looking into the delivered
files.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

MANIFEST = "manifest.json"
_SHA256 = re.compile(r"^[0-9a-f]{64}$")


class ManifestError(ValueError):
    """A manifest cannot be used. The message says what is wrong and names no value but its own field."""


@dataclass(frozen=True)
class Span:
    """The days a delivery covers, both ends included."""

    first: date
    last: date

    @classmethod
    def parse(cls, text: str) -> Span:
        """Read "2026-01-01..2026-06-30". Raises ManifestError for anything else."""
        first, _, last = text.partition("..")
        return cls.read({"from": first, "to": last})

    @classmethod
    def read(cls, value: Any) -> Span:
        """Read {"from": "2026-01-01", "to": "2026-06-30"}. Raises ManifestError."""
        try:
            span = cls(date.fromisoformat(value["from"]), date.fromisoformat(value["to"]))
        except (TypeError, KeyError, ValueError):
            raise ManifestError("span must be two days like 2026-01-01 and 2026-06-30") from None
        if span.last < span.first:
            raise ManifestError("span ends before it begins")
        return span

    def overlaps(self, other: Span) -> bool:
        """Return whether a day lies in both."""
        return self.first <= other.last and other.first <= self.last

    @property
    def months(self) -> int:
        """Number of calendar months touched."""
        return (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1

    def __str__(self) -> str:
        return f"{self.first}..{self.last}"


@dataclass(frozen=True)
class File:
    """One delivered file: the table it is, where it lies in the delivery's folder, and its content's hash."""

    table: str
    path: str
    sha256: str
    bytes: int


@dataclass(frozen=True)
class Manifest:
    """A delivery's description of itself."""

    source: str
    span: Span
    deliverer: str
    purpose: str
    legal_basis: str
    files: tuple[File, ...]

    @property
    def delivery(self) -> str:
        """The delivery's id: the first 16 hex digits of the hash of source, span and contents."""
        contents = sorted([f.table, f.sha256] for f in self.files)
        value = {"source": self.source, "span": _span(self.span), "files": contents}
        return hashlib.sha256(canonical(value).encode()).hexdigest()[:16]

    def record(self) -> dict[str, Any]:
        """Return the manifest as it stands in receipts: without the names of the delivered files."""
        words = self.as_json()
        for file in words["files"]:
            del file["path"]
        return words

    def as_json(self) -> dict[str, Any]:
        """Return the manifest as it stands in `manifest.json`."""
        return {
            "source": self.source,
            "span": _span(self.span),
            "deliverer": self.deliverer,
            "purpose": self.purpose,
            "legal_basis": self.legal_basis,
            "files": [asdict(f) for f in self.files],
        }


def _span(span: Span) -> dict[str, str]:
    return {"from": span.first.isoformat(), "to": span.last.isoformat()}


def canonical(value: Any) -> str:
    """Return `value` as the one JSON text that hashes are taken of."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest of a delivery's folder.

    Raises ManifestError naming the field that is missing or wrong, or a file's path that leaves the folder.
    """
    try:
        value = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise ManifestError("the manifest is not readable JSON in UTF-8") from None
    if not isinstance(value, dict):
        raise ManifestError("the manifest is not a JSON object")
    words = {name: _text(value, name) for name in ("source", "deliverer", "purpose", "legal_basis")}
    files = value.get("files")
    if not isinstance(files, list) or not files:
        raise ManifestError("files must be a list of at least one file")
    found = tuple(_file(folder, f) for f in files)
    if len({f.table for f in found}) < len(found):
        raise ManifestError("files names a table twice")
    return Manifest(**words, span=Span.read(value.get("span")), files=found)


def _text(value: Mapping[str, Any], name: str) -> str:
    text = value.get(name)
    if not isinstance(text, str) or not text.strip():
        raise ManifestError(f"{name} is missing")
    return text


def _file(folder: Path, value: Any) -> File:
    if not isinstance(value, dict):
        raise ManifestError("files holds something that is not an object")
    table, path, digest, size = (value.get(k) for k in ("table", "path", "sha256", "bytes"))
    if not isinstance(table, str) or not table:
        raise ManifestError("a file names no table")
    if not isinstance(digest, str) or not _SHA256.match(digest):
        raise ManifestError("a file's sha256 is not 64 hexadecimal digits")
    if not isinstance(size, int) or isinstance(size, bool) or size < 0:
        raise ManifestError("a file's bytes is not a number")
    if not isinstance(path, str) or not _inside(folder, path):
        raise ManifestError("a file's path leaves the delivery's folder")
    return File(table, path, digest, size)


def _inside(folder: Path, path: str) -> bool:
    """Tell whether `path` stays below `folder`, also through symbolic links."""
    if not path or "\0" in path or Path(path).is_absolute():
        return False
    return (folder / path).resolve().is_relative_to(folder.resolve()) and path not in {".", MANIFEST}


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest, whole or not at all. Write it last: its coming makes the delivery complete."""
    write_json(folder / MANIFEST, manifest.as_json())


def write_json(path: Path, value: Any) -> None:
    """Write `value` as readable JSON, mode 0600, whole or not at all."""
    beside = path.with_name(path.name + ".tmp")
    with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as out:
        json.dump(value, out, indent=1, ensure_ascii=False)
        out.write("\n")
        out.flush()
        os.fsync(out.fileno())
    os.replace(beside, path)
