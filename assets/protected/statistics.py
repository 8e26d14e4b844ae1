"""Rates and their intervals, from shown counts only.

Belongs here: the formulas. Does not belong here: deciding what is shown.
"""

from __future__ import annotations

from math import floor, sqrt

#: Standard normal quantile of 0.975.
_Z = 1.959963984540054


def share(part: int, whole: int) -> float:
    """Return part / whole rounded half up to three decimals. whole > 0."""
    return (2000 * part + whole) // (2 * whole) / 1000


def wilson(part: int, whole: int) -> tuple[float, float]:
    """Return the Wilson 95 % interval of part / whole, rounded half up to three decimals. whole > 0.

    Wilson, J. Am. Stat. Assoc. 22 (1927) 209; the score interval without continuity correction.
    """
    p = part / whole
    scale = 1 + _Z**2 / whole
    centre = (p + _Z**2 / (2 * whole)) / scale
    half = _Z * sqrt(p * (1 - p) / whole + _Z**2 / (4 * whole**2)) / scale
    return _round(max(0.0, centre - half)), _round(min(1.0, centre + half))


def percentile(ordered: list[tuple[int, int]], per_cent: int) -> int:
    """Return a percentile of shares in whole per cent, rounded half up.

    ordered: (part, whole) of each unit, any order. Linear interpolation between order statistics (Hyndman and
    Fan's type 7), the default of R and numpy.
    """
    shares = sorted(part / whole for part, whole in ordered)
    place = (len(shares) - 1) * per_cent / 100
    low = floor(place)
    high = min(low + 1, len(shares) - 1)
    value = shares[low] + (place - low) * (shares[high] - shares[low])
    # 1e-9: 0.285 * 100 is 28.499999999999996 in binary.
    return floor(value * 100 + 0.5 + 1e-9)


def _round(value: float) -> float:
    return floor(value * 1000 + 0.5) / 1000
