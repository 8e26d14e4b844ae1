"""The ledger: every figure ever published, its state and values. Confidential, one Parquet file per specialty.

Belongs here: its shape, reading it, appending at publication. Does not belong here: what it means for hiding
(`assets/protected/ledger.py`) or publication itself (`assets/packages`). A published figure is frozen (figures.md,
"Time"): a correction needs a re-issue of the indicator's block, audited with everything published before.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from disclosure import DisclosureError

#: `member` is the practice id (not its code) or the group's name. Counts of hidden figures are empty.
LEDGER = pa.schema(
    [
        ("indicator", pa.string()),
        ("period", pa.string()),
        ("level", pa.string()),
        ("cluster", pa.string()),
        ("member", pa.string()),
        ("figure", pa.string()),
        ("shown", pa.bool_()),
        ("met", pa.int64()),
        ("not_met", pa.int64()),
        ("count", pa.int64()),
    ]
)
KEY = ("indicator", "period", "level", "cluster", "member", "figure")
Key = tuple[str, ...]


class LedgerError(DisclosureError):
    """A release would change what was published. The message counts figures by indicator, never a value."""


class Ledger:
    """What was published of one specialty. `rows` by key: indicator, period, level, cluster, member, figure."""

    def __init__(self, folder: Path, specialty: str) -> None:
        self.path = folder / f"{specialty}.parquet"
        self.rows: dict[Key, dict[str, Any]] = {}
        if self.path.exists():
            for row in pq.read_table(self.path).to_pylist():
                self.rows[tuple(row[k] or "" for k in KEY)] = row

    def __len__(self) -> int:
        return len(self.rows)

    def append(self, figures: pa.Table) -> int:
        """Add what a release published (shape LEDGER); return how many figures were new.

        Called once, when every package is built and before the first is published: a figure that is out must
        never be missing here. Raises LedgerError if a figure is there with another content.
        """
        changed: Counter[str] = Counter()
        added = 0
        for row in figures.to_pylist():
            key = tuple(row[k] or "" for k in KEY)
            before = self.rows.setdefault(key, row)
            added += before is row
            changed[row["indicator"]] += before != row
        if changed.total():
            raise LedgerError(sentence(changed))
        rows = [self.rows[key] for key in sorted(self.rows)]
        self.path.parent.mkdir(parents=True, exist_ok=True)
        draft = self.path.with_suffix(".tmp")
        pq.write_table(pa.Table.from_pylist(rows, schema=LEDGER), draft)
        draft.chmod(0o600)
        draft.replace(self.path)
        return added


def enter(folder: Path, specialty: str, protected: Path) -> int:
    """Enter the figures that a release is about to publish (its decisions in `protected`); return how many are new."""
    decisions = pq.read_table(protected / f"decisions-{specialty}.parquet")
    return Ledger(folder, specialty).append(decisions.select(LEDGER.names))


def sentence(changed: Counter[str]) -> str:
    """Return the sentence that refuses a release: how many figures of which indicators, never a value."""
    which = ", ".join(f"{n} of {indicator}" for indicator, n in sorted(changed.items()) if n)
    return (
        f"this release would change {changed.total()} published figures ({which}): published figures are frozen; "
        "a correction needs a re-issue of the indicator's whole block"
    )
