"""Axes: which stretch of 0-100 per cent a chart shows, and where its ticks are.

Belongs here: choosing round limits from shown figures only. A hidden figure never widens an axis.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from assets.packages import danish

_STEPS = (10, 20, 50, 100, 200)
_WHOLE = 1000


def axis(values: Iterable[int | None], ticks: int = 6) -> dict[str, Any]:
    """Choose limits and at most `ticks` + 1 ticks round the given tenths of a per cent; 0-100 without any
    value.

    Returns {"low", "high", "ticks": [{"at", "label"}]} in tenths of a per cent.
    """
    known = [v for v in values if v is not None]
    if not known:
        low, high, step = 0, _WHOLE, 200
    else:
        low, high, step = _round(min(known), max(known), ticks)
    marks = [{"at": at, "label": danish.standard(at / 10)} for at in range(low, high + 1, step)]
    return {"low": low, "high": high, "ticks": marks}


def _round(least: int, most: int, ticks: int) -> tuple[int, int, int]:
    for step in _STEPS:
        low = max(0, least // step * step)
        high = min(_WHOLE, -(-most // step) * step)
        if high == low:
            low, high = max(0, low - step), min(_WHOLE, high + step)
        if (high - low) // step <= ticks:
            return low, high, step
    return 0, _WHOLE, _STEPS[-1]
