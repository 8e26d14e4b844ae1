"""What the ledger means for hiding: published figures stay as they are.

Belongs here: turning the ledger into fixed states of a block, refusing a release that would change one, and the
rows a release adds. The ledger's file lies in `assets/ledger.py`.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np

from assets.ledger import KEY, Key, Ledger, LedgerError, sentence
from assets.protected.blocks import Block
from assets.protected.units import Unit
from disclosure import Fixed, small


def fixed(ledger: Ledger, block: Block, threshold: int) -> Fixed:
    """Return what of a block must stay as it was published.

    Raises LedgerError when a published figure has other counts now, is gone, or would have to change
    state.
    """
    kept = Fixed.nothing(len(block.plan.units))
    changed: Counter[str] = Counter()
    met = set()
    for indicator in block.indicators:
        columns = block.columns(indicator)
        for n, unit in enumerate(block.plan.units):
            key = figure_key(indicator, unit, block.figure)
            row = ledger.rows.get(key)
            if row is None or not unit.published:
                continue
            met.add(key)
            counts = block.table.counts[n, columns].tolist()
            kept.shown[n] |= row["shown"]
            kept.hidden[n] |= not row["shown"]
            before = [row["met"], row["not_met"]] if block.figure == "rate" else [row["count"]]
            changed[indicator] += counts != before if row["shown"] else not any(counts)
    _add_missing(ledger, block, met, changed)
    too_small = small(block.table.counts, block.table.system.groups, threshold)
    contrary = kept.shown & (kept.hidden | too_small)
    changed[block.indicators[0]] += int(contrary.sum()) if not changed.total() else 0
    if changed.total():
        raise LedgerError(sentence(changed))
    return kept


def _add_missing(ledger: Ledger, block: Block, met: set[Key], changed: Counter[str]) -> None:
    periods = {unit.period for unit in block.plan.units}
    for key in ledger.rows.keys() - met:
        indicator, period, figure = key[0], key[1], key[5]
        if indicator in block.indicators and period in periods and figure == block.figure:
            changed[indicator] += 1


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
            row: dict[str, Any] = dict(zip(KEY, figure_key(indicator, unit, block.figure), strict=True))
            row["cluster"] = row["cluster"] or None
            rows.append(
                {**row, "shown": not hidden[n], "met": met, "not_met": not_met, "count": count},
            )
    return rows
