"""What every module here takes and refuses: counts as numbers or arrays, checked before a formula sees them.

Belongs here: types and checks. Does not belong here: formulas. A message says which rule and how many, never
the value: these modules also run where counts are confidential.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
#: What a vectorised function takes: one number, or an array that broadcasts with the others.
Many = NDArray[np.float64] | NDArray[np.int64]
Numbers = float | Many
#: ... or a list of counts, where practices are listed.
Counted = Numbers | Sequence[int]


def parts(part: Counted, whole: Counted, *, empty: bool = False) -> tuple[Array, Array]:
    """Return both as float arrays. Raises ValueError unless 0 <= part <= whole and whole > 0, everywhere.

    empty: a whole may be zero.
    """
    some, all_ = np.asarray(part, np.float64), np.asarray(whole, np.float64)
    refuse((all_ <= 0) & (not empty), "a whole is not above zero")
    refuse((some < 0) | (some > all_), "a part is below zero or above its whole")
    return some, all_


def refuse(wrong: NDArray[np.bool_] | bool, rule: str) -> None:
    """Raise ValueError with the rule and the number of values that break it, when any does."""
    count = int(np.count_nonzero(wrong))
    if count:
        raise ValueError(f"{rule} ({count} of {np.size(wrong)})")


def plain(found: Array) -> Array:
    """Return an array as it is, and one number (no dimension) as a number."""
    return found if found.ndim else found[()]
