"""Primary rules: which units must be hidden because of what they are.

Belongs here: small counts and the group rule, thresholds as arguments. Does not belong here: what must be
hidden besides so that nothing follows by subtraction (`protect`).
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


def too_few(patients: NDArray[np.int64], min_practices: int, max_share: float) -> Bools:
    """Say which groups of practices may not be shown: too few practices with patients, or one that dominates.

    patients: G x P, each practice's denominator in each group.
    """
    few = (patients > 0).sum(axis=1) < min_practices
    # The margin keeps "more than 80 per cent" true to whole numbers: 0.8 is not exact in binary.
    dominated = patients.max(axis=1, initial=0) > max_share * patients.sum(axis=1) + 1e-9
    return np.asarray(few | dominated)
