"""Axes: which stretch of 0-100 per cent, or of amounts, a chart shows, and where its ticks are.

Belongs here: choosing round limits from shown figures only. A hidden figure never widens an axis.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count
from typing import Any

from assets.packages import danish

_STEPS = (10, 20, 50, 100, 200)
_WHOLE = 1000


def axis(values: Iterable[int | None], ticks: int = 6, *, amounts: bool = False) -> dict[str, Any]:
    """Choose limits and at most `ticks` + 1 ticks round the given tenths: of a per cent, or of an amount.

    Without any value per cent go from 0 to 100, and amounts have no ticks. Returns {"low", "high",
    "ticks": [{"at", "label"}]} in tenths.
    """
    known = [v for v in values if v is not None]
    if known:
        low, high, step = _round(min(known), max(known), ticks, amounts=amounts)
    else:
        low, high, step = 0, _WHOLE, 200
    marks = [{"at": at, "label": danish.standard(at / 10)} for at in range(low, high + 1, step)]
    return {"low": low, "high": high, "ticks": marks if known or not amounts else []}


def _round(least: int, most: int, ticks: int, *, amounts: bool) -> tuple[int, int, int]:
    # Amounts have no largest value: a limit that is never reached.
    whole = 10 * max(most, _WHOLE) if amounts else _WHOLE
    for step in _amount_steps(most) if amounts else _STEPS:
        low = max(0, least // step * step)
        high = min(whole, -(-most // step) * step)
        if high == low:
            low, high = max(0, low - step), min(whole, high + step)
        if (high - low) // step <= ticks:
            return low, high, step
    return 0, _WHOLE, _STEPS[-1]


def _amount_steps(most: int) -> Iterator[int]:
    """Yield 10, 20, 50, 100, 200, ... without end, none under a fiftieth of the largest amount."""
    steps = (first * 10**power for power in count(1) for first in (1, 2, 5))
    return (step for step in steps if step * 50 >= most)
