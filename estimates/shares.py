"""Shares of counts and their limits.

Belongs here: part / whole, Wilson's limits, the two quantiles of the house, rounding as printed. Does not
belong here: shares adjusted for case-mix (`adjusted`), verdicts (`verdict`).
"""

from __future__ import annotations

from typing import overload

import numpy as np

from estimates.numbers import Array, Many, Numbers, parts, plain

#: Two-sided normal quantiles: 0.975 and 0.999. 95 per cent is drawn, 99.8 per cent is worded.
Z_DRAWN = 1.959963984540054
Z_WORDED = 3.090232306167813


def share(part: int, whole: int) -> float:
    """Return part / whole rounded half up to three decimals, in whole numbers until the last step.

    Raises ValueError when whole is not above zero.
    """
    parts(part, whole)
    return (2000 * part + whole) // (2 * whole) / 1000


@overload
def rounded(value: float) -> float: ...
@overload
def rounded(value: Array) -> Array: ...
def rounded(value: float | Array) -> float | Array:
    """Return a value rounded half up to three decimals, as shares are printed. Vectorised."""
    return plain(np.floor(np.asarray(value, np.float64) * 1000 + 0.5) / 1000)


@overload
def wilson(part: float, whole: float, z: float = Z_DRAWN) -> tuple[float, float]: ...
@overload
def wilson(part: Many, whole: Numbers, z: float = Z_DRAWN) -> tuple[Array, Array]: ...
@overload
def wilson(part: Numbers, whole: Many, z: float = Z_DRAWN) -> tuple[Array, Array]: ...
def wilson(part: Numbers, whole: Numbers, z: float = Z_DRAWN) -> tuple[float | Array, float | Array]:
    """Return Wilson's score limits of part / whole as shares of 1, not rounded. Vectorised.

    They describe the unit's own patients. Wilson 1927 (doi:10.1080/01621459.1927.10502953), without continuity
    correction. `part` may be a fraction (an effective number). Raises ValueError when a whole is not above zero
    or a part does not lie in it.
    """
    some, all_ = parts(part, whole)
    p = some / all_
    scale = 1 + z**2 / all_
    centre = (p + z**2 / (2 * all_)) / scale
    half = z * np.sqrt(p * (1 - p) / all_ + z**2 / (4 * all_**2)) / scale
    # None met begins at 0 and all met ends at 1, exactly: binary sums miss by 1e-17.
    lower = np.where(some == 0, 0.0, np.maximum(centre - half, 0.0))
    upper = np.where(some == all_, 1.0, np.minimum(centre + half, 1.0))
    return plain(lower), plain(upper)


def printed(part: int, whole: int) -> tuple[float, float]:
    """Return Wilson's 95 per cent limits of part / whole as printed: rounded half up to three decimals."""
    lower, upper = wilson(part, whole)
    return float(rounded(lower)), float(rounded(upper))
