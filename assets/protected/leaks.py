"""What a finished package says beside its counts: shares, intervals and the order of its rows.

Belongs here: the inverse solvers of `disclosure.channels` applied to rows that were read back. Does not belong
here: counts that follow by adding up (`attack`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from disclosure.channels import Printed, behind_share, learns
from schemas.protected import LEVELS

#: Shares stand in the files with three decimals, so in per cent with one.
_DECIMALS = 1
#: Denominators beyond this are not tried: a share that fits so many counts gives none away.
_LIMIT = 400
_PRINTED = ("rate", "rate_lower", "rate_upper")


def leaks(rows: Sequence[dict[str, Any]], threshold: int) -> list[str]:
    """Return what the rows give away beside their counts: sentences that name numbers of rows, never a count."""
    left = [
        row for row in rows if row["state"] == "hidden" and any(row[name] is not None for name in _PRINTED)
    ]
    told = sum(_told(row, threshold) for row in left)
    faults = []
    if left:
        faults.append(f"{len(left)} hidden rows print a share or interval; in {told} it gives a count away")
    if [_place(row) for row in rows] != sorted(_place(row) for row in rows):
        faults.append("rows stand in another order than that of their names: it may rank what is hidden")
    return faults


def _told(row: dict[str, Any], threshold: int) -> bool:
    share, low, high = (
        None if row[name] is None else Printed(round(100 * row[name], _DECIMALS), _DECIMALS)
        for name in _PRINTED
    )
    pairs = behind_share(_LIMIT, share, low, high)
    return len(pairs) > 0 and learns(pairs[:, 0], threshold) is not None


def _place(row: dict[str, Any]) -> tuple[Any, ...]:
    return row["indicator"], LEVELS.index(row["level"]), row["organisation"], row["period"]
