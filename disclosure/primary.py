"""Primary rules: which units must be hidden because of what they are.

Belongs here: small counts and the group rule, thresholds as arguments. Does not belong here: what must be hidden
besides so that nothing follows by subtraction (`protect`).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from disclosure.table import Bools, Ints


def small(counts: Ints, groups: tuple[tuple[int, ...], ...], threshold: int) -> Bools:
    """Return which units (rows of `counts`, N x K) hold a count or a denominator of 1..threshold-1.

    Zeros are not small: publishing them is policy.
    """
    denominators = np.stack([counts[:, list(group)].sum(axis=1) for group in groups], axis=1)
    every = np.concatenate([counts, denominators], axis=1)
    return np.asarray(((every > 0) & (every < threshold)).any(axis=1))


def too_few(patients: NDArray[np.int64], min_practices: int, max_share: float) -> bool:
    """Say whether a group of practices may not be shown: too few with patients, or one that dominates.

    patients: denominators of the group's practices, in any order.
    """
    present = patients[patients > 0]
    if len(present) < min_practices:
        return True
    return bool(present.max() > max_share * present.sum())
