"""The ledger: every figure ever published, its state and values. Confidential.

Belongs here: reading it as what is fixed for hiding, refusing a release that would change it, and appending
at publication. Does not belong here: publication itself.

One Parquet file per specialty. A published figure is frozen (figures.md, "Time"): a correction needs a
re-issue of the indicator's block, audited with everything published before.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from assets.protected.blocks import Block
from assets.protected.units import Unit
from disclosure import DisclosureError, Fixed, small

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
_KEY = ("indicator", "period", "level", "cluster", "member", "figure")
Key = tuple[str, ...]


class LedgerError(DisclosureError):
    """A release would change what was published. The message counts figures by indicator, never a value."""


class Ledger:
    """What was published of one specialty."""

    def __init__(self, folder: Path, specialty: str) -> None:
        self.path = folder / f"{specialty}.parquet"
        self._rows: dict[Key, dict[str, Any]] = {}
        if self.path.exists():
            for row in pq.read_table(self.path).to_pylist():
                self._rows[tuple(row[k] or "" for k in _KEY)] = row

    def __len__(self) -> int:
        return len(self._rows)

    def fixed(self, block: Block, threshold: int) -> Fixed:
        """Return what of a block must stay as it was published.

        Raises LedgerError when a published figure has other counts now, is gone, or would have to change
        state.
        """
        fixed = Fixed.nothing(len(block.plan.units))
        changed: Counter[str] = Counter()
        met = set()
        for indicator in block.indicators:
            columns = block.columns(indicator)
            for n, unit in enumerate(block.plan.units):
                key = figure_key(indicator, unit, block.figure)
                row = self._rows.get(key)
                if row is None or not unit.published:
                    continue
                met.add(key)
                counts = block.table.counts[n, columns].tolist()
                fixed.shown[n] |= row["shown"]
                fixed.hidden[n] |= not row["shown"]
                before = [row["met"], row["not_met"]] if block.figure == "rate" else [row["count"]]
                changed[indicator] += counts != before if row["shown"] else not any(counts)
        self._add_missing(block, met, changed)
        too_small = small(block.table.counts, block.table.system.groups, threshold)
        contrary = fixed.shown & (fixed.hidden | too_small)
        changed[block.indicators[0]] += int(contrary.sum()) if not changed.total() else 0
        if changed.total():
            raise LedgerError(_sentence(changed))
        return fixed

    def _add_missing(self, block: Block, met: set[Key], changed: Counter[str]) -> None:
        periods = {unit.period for unit in block.plan.units}
        for key in self._rows.keys() - met:
            indicator, period, figure = key[0], key[1], key[5]
            if indicator in block.indicators and period in periods and figure == block.figure:
                changed[indicator] += 1

    def append(self, figures: pa.Table) -> int:
        """Add what a release published (shape LEDGER); return how many figures were new.

        Called once, after the packages are in place. Raises LedgerError if a figure is there with another
        content.
        """
        changed: Counter[str] = Counter()
        added = 0
        for row in figures.to_pylist():
            key = tuple(row[k] or "" for k in _KEY)
            before = self._rows.setdefault(key, row)
            added += before is row
            changed[row["indicator"]] += before != row
        if changed.total():
            raise LedgerError(_sentence(changed))
        rows = [self._rows[key] for key in sorted(self._rows)]
        self.path.parent.mkdir(parents=True, exist_ok=True)
        draft = self.path.with_suffix(".tmp")
        pq.write_table(pa.Table.from_pylist(rows, schema=LEDGER), draft)
        draft.chmod(0o600)
        draft.replace(self.path)
        return added


def figure_key(indicator: str, unit: Unit, figure: str) -> Key:
    """Return the coordinates of a figure in the ledger."""
    return indicator, unit.period, unit.level, unit.cluster or "", unit.organisation, figure


def figures(block: Block, hidden: np.ndarray) -> list[dict[str, Any]]:
    """Return the ledger's rows of a block as it is about to be published."""
    rows = []
    for indicator in block.indicators:
        counts = block.table.counts[:, block.columns(indicator)].tolist()
        for n, unit in enumerate(block.plan.units):
            if not unit.published:
                continue
            values = counts[n] if not hidden[n] else [None] * len(counts[n])
            met, not_met, count = (*values, None) if block.figure == "rate" else (None, None, *values)
            row: dict[str, Any] = dict(zip(_KEY, figure_key(indicator, unit, block.figure), strict=True))
            row["cluster"] = row["cluster"] or None
            rows.append(
                {**row, "shown": not hidden[n], "met": met, "not_met": not_met, "count": count},
            )
    return rows


def _sentence(changed: Counter[str]) -> str:
    which = ", ".join(f"{n} of {indicator}" for indicator, n in sorted(changed.items()) if n)
    return (
        f"this release would change {changed.total()} published figures ({which}): "
        "published figures are frozen; a correction needs a re-issue of the indicator's whole block"
    )
