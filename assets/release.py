"""A release: what it is made from (its pins) and where it works.

Belongs here: pinning, the run folder, the record of what a release published. Light: deciding that nothing is new
imports nothing heavy. Does not belong here: any stage's work.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from assets.deliveries import Receipt, accepted
from schemas.period import Quarter, Window
from schemas.policy import POLICY

PROJECT = Path(__file__).resolve().parent.parent
MANIFEST = PROJECT / "dbt_project" / "target" / "manifest.json"
#: Everything that can change a figure, a word or a drawing.
_CODE = ("schemas", "disclosure", "estimates", "store", "assets", "dbt_project", "pipelines")
_NOT_CODE = {"__pycache__", "target", "logs", "dbt_packages", ".user.yml"}


def digest(value: Any) -> str:
    """Return the sha256 of `value` as canonical JSON."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def code_hash(folders: Iterable[str] = _CODE, project: Path = PROJECT) -> str:
    """Hash the code that makes packages, file by file. A checkout needs no git for it."""
    total = hashlib.sha256()
    for folder in folders:
        for path in sorted((project / folder).rglob("*")):
            if path.is_file() and not _NOT_CODE & set(path.relative_to(project).parts):
                total.update(str(path.relative_to(project)).encode() + b"\0")
                total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def code_version(project: Path = PROJECT) -> str:
    """Return the commit the checkout stands at (read from .git, no git needed), or "ukendt"."""
    try:
        head = (project / ".git" / "HEAD").read_text().strip()
        if not head.startswith("ref: "):
            return head[:12]
        name = head.removeprefix("ref: ")
        loose = project / ".git" / name
        if loose.is_file():
            return loose.read_text().strip()[:12]
        packed = (project / ".git" / "packed-refs").read_text().splitlines()
        return next(line.split()[0][:12] for line in packed if line.endswith(name))
    except (OSError, StopIteration):
        return "ukendt"


@dataclass(frozen=True)
class Release:
    """One release: a period, its pins, and the folder it works in."""

    period: Quarter
    #: delivery ids in force, policy version, code, lock file, key id: pins + code rebuild the same bytes.
    pins: Mapping[str, Any]
    runs: Path

    @property
    def id(self) -> str:
        """Run id, e.g. "2026K3-1f3a9c0d2b44"."""
        return f"{self.period}-{digest(self.pins)[:12]}"

    @property
    def folder(self) -> Path:
        """The run's own confidential folder."""
        return self.runs / self.id

    @property
    def work_db(self) -> Path:
        """The run's own DuckDB file: nobody else opens it."""
        return self.folder / "work.duckdb"

    def views(self, extracts: Path) -> dict[str, list[Path]]:
        """Return the pinned Parquet files by view name, e.g. "lmdb__dispensings"."""
        views: dict[str, list[Path]] = {}
        for source, deliveries in self.pins["deliveries"].items():
            for delivery in deliveries:
                for path in sorted((extracts / source / delivery).glob("*.parquet")):
                    views.setdefault(f"{source}__{path.stem}", []).append(path)
        return views

    @property
    def models(self) -> Path:
        """Confidential atoms, one Parquet per indicator, and the dated membership."""
        return self.folder / "models"

    @property
    def protected(self) -> Path:
        """Protected tables per specialty, with the confidential decisions beside them."""
        return self.folder / "protected"


class NotCovered(RuntimeError):
    """The accepted deliveries do not cover the period. The message says which sources lack which days."""


def check_cover(data: Path, period: Quarter, needed: Iterable[str]) -> None:
    """Refuse to release a period that the accepted deliveries do not cover: missing days would look like no patients.

    needed: the sources the models read. Sources that add up must cover every day of the release's window; whole
    lists must be there. Raises NotCovered with one sentence.
    """
    window = Window(period)
    receipts = accepted(data / "extracts")
    lacking = []
    for source in sorted(needed):
        found = receipts.get(source, [])
        if not found:
            lacking.append(f"{source} (nothing accepted)")
        elif found[0].replaces == "span" and (day := _uncovered(found, window)):
            lacking.append(f"{source} (not from {day})")
    if lacking:
        raise NotCovered(
            f"{period} cannot be released: {len(lacking)} sources do not cover {window.quarters[0].first_day} to "
            f"{period.last_day}: {', '.join(lacking)}. Receive them first."
        )


def _uncovered(receipts: Sequence[Receipt], window: Window) -> date | None:
    """The first day of the window that no delivery covers; receipts are in order of their spans."""
    day = window.quarters[0].first_day
    for receipt in receipts:
        if receipt.span.first > day:
            break
        day = max(day, receipt.span.last + timedelta(days=1))
    return day if day <= window.period.last_day else None


def pinned(data: Path, period: Quarter) -> Release:
    """Pin a release of `period` to what is in force below the confidential root `data` right now."""
    receipts = accepted(data / "extracts")
    keys = sorted({r.key for found in receipts.values() for r in found})
    deliveries = {source: [r.delivery for r in found] for source, found in receipts.items()}
    return pin(period, deliveries, POLICY.version, "+".join(keys), data / "runs")


def pin(
    period: Quarter, deliveries: Mapping[str, list[str]], policy: str, key_id: str, runs: Path
) -> Release:
    """Pin a release of `period` to the deliveries in force (source -> delivery ids), policy, code, lock and key."""
    lock = hashlib.sha256((PROJECT / "requirements.lock").read_bytes()).hexdigest()
    pins = {
        "period": str(period),
        "deliveries": {source: sorted(ids) for source, ids in sorted(deliveries.items())},
        "policy": policy,
        "key": key_id,
        "code": code_hash(),
        "lock": lock,
    }
    return Release(period, pins, runs)


def start(release: Release, extracts: Path) -> None:
    """Begin a build: an empty run folder, and the period's pointer set to it (later stages follow the pointer)."""
    shutil.rmtree(release.folder, ignore_errors=True)
    release.folder.mkdir(parents=True)
    facts = [_facts(source, found) for source, found in sorted(accepted(extracts).items())]
    (release.folder / "sources.json").write_text(
        json.dumps(facts, indent=1, ensure_ascii=False), encoding="utf-8"
    )
    beside = release.runs / f"{release.period}.tmp"
    beside.write_text(json.dumps(release.pins, indent=1), encoding="utf-8")
    os.replace(beside, release.runs / f"{release.period}.json")


def _facts(source: str, receipts: Sequence[Receipt]) -> dict[str, Any]:
    """What packages say of a source: who delivered what for which purpose, how many rows, which bytes."""
    manifests = [r.manifest for r in receipts]
    hashes = sorted(f["sha256"] for m in manifests for f in m["files"])
    return {
        "name": source,
        "deliverer": manifests[-1]["deliverer"],
        "purpose": manifests[-1]["purpose"],
        "legal_basis": manifests[-1]["legal_basis"],
        "first_day": str(min(r.span.first for r in receipts)),
        "last_day": str(max(r.span.last for r in receipts)),
        "rows": sum(sum(r.rows.values()) for r in receipts),
        "sha256": digest(hashes)[:12],
    }


def write_summary(release: Release, specialty: str, words: Mapping[str, Any]) -> None:
    """Keep what hiding did for the command line to report."""
    path = release.protected / f"summary-{specialty}.json"
    path.write_text(json.dumps(words, indent=1, ensure_ascii=False), encoding="utf-8")


def newest(runs: Path, period: Quarter) -> Release:
    """Return the newest build of a period. Raises FileNotFoundError with a sentence when its models were never made."""
    path = runs / f"{period}.json"
    if not path.is_file():
        raise FileNotFoundError(f"no models were built for {period}: run the whole release job")
    return Release(period, json.loads(path.read_text(encoding="utf-8")), runs)


def record_path(releases: Path, period: Quarter) -> Path:
    """Where the record of a period's newest release lies."""
    return releases / f"{period}.json"


def is_current(release: Release, releases: Path, outputs: Path) -> bool:
    """Return whether this release was already published from the very same pins and its packages still stand."""
    try:
        record = json.loads(record_path(releases, release.period).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    packages = [outputs / p["path"] / "datapackage.json" for p in record["packages"]]
    return bool(record["id"] == release.id and all(p.is_file() for p in packages))


def write_record(release: Release, releases: Path, packages: list[dict[str, Any]]) -> None:
    """Record what a release published: id, pins, packages (path, version, content id). Written whole or not at all."""
    releases.mkdir(parents=True, exist_ok=True)
    path = record_path(releases, release.period)
    beside = path.with_suffix(".tmp")
    record = {"id": release.id, "pins": release.pins, "packages": packages}
    beside.write_text(json.dumps(record, indent=1, ensure_ascii=False), encoding="utf-8")
    os.replace(beside, path)
