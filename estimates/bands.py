"""Where practices lie among each other: percentiles, and thirds by size.

Belongs here: order statistics of shares. Does not belong here: which practices may take part (those shown) and
how many a band needs (the policy).
"""

from __future__ import annotations

from collections.abc import Sequence
from math import floor
from typing import Literal

Size = Literal["small", "medium", "large"]


def percentile(units: Sequence[tuple[int, int]], per_cent: int) -> int:
    """Return a percentile of shares in whole per cent, rounded half up.

    units: (part, whole) of each unit, any order. Linear interpolation between order statistics (Hyndman & Fan
    1996, doi:10.1080/00031305.1996.10473566, type 7), the default of R and numpy. Raises ValueError without
    units, with an empty one, or for a percentile outside 0..100.
    """
    if not units or any(whole <= 0 for _, whole in units) or not 0 <= per_cent <= 100:
        raise ValueError("a percentile needs units with patients and a place in 0..100")
    shares = sorted(part / whole for part, whole in units)
    place = (len(shares) - 1) * per_cent / 100
    low = floor(place)
    high = min(low + 1, len(shares) - 1)
    value = shares[low] + (place - low) * (shares[high] - shares[low])
    # 1e-9: 0.285 * 100 is 28.499999999999996 in binary.
    return floor(value * 100 + 0.5 + 1e-9)


def sizes(denominators: Sequence[int]) -> list[Size]:
    """Return for each unit, in the order given, whether it is in the small, medium or large third.

    Equal denominators fall in the same third, the smaller one where a cut meets a tie: the order of rows, a code
    or chance never decides. Thirds may therefore differ in number, and with many ties one may be empty.
    """
    ordered = sorted(denominators)
    if not ordered:
        return []
    first = ordered[(len(ordered) + 2) // 3 - 1]
    second = ordered[(2 * len(ordered) + 2) // 3 - 1]
    return ["small" if n <= first else "medium" if n <= second else "large" for n in denominators]
