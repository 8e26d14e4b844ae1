"""What waits, what was decided, what is in force: the state of all deliveries, read from small JSON files.

Belongs here: findings, receipts, the lists that every decision "nothing new" is taken from. Light: the
standard library only. Does not belong here: deciding (`accept.py`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from assets.manifest import MANIFEST, Manifest, ManifestError, Span, read_manifest

RECEIPT = "receipt.json"


@dataclass(frozen=True)
class Finding:
    """A broken rule: where, which, in how many rows. Never a value.

    `rows` is None for rules about a whole file. `detail` is words of ours or names from our own declarations.
    """

    table: str
    rule: str
    column: str = ""
    rows: int | None = None
    detail: str = ""

    def __str__(self) -> str:
        where = ".".join(p for p in (self.table, self.column) if p)
        rows = "" if self.rows is None else f", {self.rows} rows"
        detail = f": {self.detail}" if self.detail else ""
        return f"{where + ' ' if where else ''}breaks rule {self.rule}{rows}{detail}"


@dataclass(frozen=True)
class Outcome:
    """What became of a delivery.

    accepted: its Parquet lies in the extracts. refused: its findings lie in the quarantine. known: it was
    decided before. waiting: nothing was decided, since a source it refers to has no accepted delivery yet
    (`findings` says which). `warnings` are tolerated, repaired or unusual, not refused.
    """

    delivery: str
    source: str
    state: Literal["accepted", "refused", "known", "waiting"]
    rows: Mapping[str, int]
    findings: tuple[Finding, ...] = ()
    warnings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Receipt:
    """The record beside an accepted delivery's Parquet."""

    delivery: str
    source: str
    span: Span
    #: "span": deliveries of different spans add up. "whole": the newest replaces all.
    replaces: str
    #: Accepted later means a larger number, over all sources.
    order: int
    #: Id of the pseudonymisation key.
    key: str
    rows: Mapping[str, int]
    #: table -> metric -> value, see `plausible.py`.
    profile: Mapping[str, Mapping[str, float]]
    warnings: tuple[Finding, ...]
    manifest: Mapping[str, Any]

    def as_json(self) -> dict[str, Any]:
        """Return the receipt as it stands in `receipt.json`."""
        span = {"from": str(self.span.first), "to": str(self.span.last)}
        return asdict(self) | {"span": span, "warnings": [asdict(w) for w in self.warnings]}


@dataclass(frozen=True)
class Waiting:
    """A complete delivery in the inbox that nobody has decided on."""

    folder: Path

    @cached_property
    def manifest(self) -> Manifest | ManifestError:
        """What it says about itself, or why that cannot be used."""
        try:
            return read_manifest(self.folder)
        except ManifestError as error:
            return error

    @property
    def source(self) -> str:
        """The source it says it is of; empty when the manifest cannot be used."""
        return self.manifest.source if isinstance(self.manifest, Manifest) else ""

    @cached_property
    def delivery(self) -> str:
        """Its id. A delivery whose manifest cannot be used is known by that manifest's bytes."""
        if isinstance(self.manifest, Manifest):
            return self.manifest.delivery
        return hashlib.sha256((self.folder / MANIFEST).read_bytes()).hexdigest()[:16]


def undecided(inbox: Path, extracts: Path, quarantine: Path) -> dict[str, Waiting]:
    """Return the complete deliveries in `inbox` that were neither accepted nor refused, by id.

    A delivery is complete when its manifest is there. The same content twice is one delivery. Removing a
    record from the quarantine makes the delivery undecided again.
    """
    decided = {r.delivery for receipts in _all_receipts(extracts).values() for r in receipts}
    decided |= {path.stem for path in quarantine.glob("*.json")}
    found: dict[str, Waiting] = {}
    for manifest in sorted(inbox.glob(f"[!.]*/{MANIFEST}")):
        waiting = Waiting(manifest.parent)
        if waiting.delivery not in decided:
            found.setdefault(waiting.delivery, waiting)
    return found


def accepted(extracts: Path) -> dict[str, list[Receipt]]:
    """Return the receipts in force by source, earliest span first.

    Where deliveries add up, the latest of each span is in force; where the newest replaces all, only that
    one.
    """
    in_force = {}
    for source, receipts in _all_receipts(extracts).items():
        latest: dict[Span | None, Receipt] = {}
        for receipt in receipts:
            latest[receipt.span if receipt.replaces == "span" else None] = receipt
        in_force[source] = sorted(latest.values(), key=lambda r: (r.span.first, r.order))
    return in_force


def last_order(extracts: Path) -> int:
    """Return the order of the delivery accepted last, 0 when there is none."""
    return max((r.order for receipts in _all_receipts(extracts).values() for r in receipts), default=0)


def _all_receipts(extracts: Path) -> dict[str, list[Receipt]]:
    """Every receipt by source, in the order of acceptance."""
    found: dict[str, list[Receipt]] = {}
    for path in sorted(extracts.glob(f"[!.]*/*/{RECEIPT}")):
        receipt = _read_receipt(path)
        found.setdefault(receipt.source, []).append(receipt)
    for receipts in found.values():
        receipts.sort(key=lambda r: r.order)
    return found


def _read_receipt(path: Path) -> Receipt:
    value = json.loads(path.read_text(encoding="utf-8"))
    value["span"] = Span.read(value["span"])
    value["warnings"] = tuple(Finding(**w) for w in value["warnings"])
    return Receipt(**value)
