"""The run rules' power, simulated anew beside the numbers fixed in `estimates.course`.

The series are read by a second, vectorised code; the limits are the product's. One draw serves all lengths' three
shifts: none, one and two standard deviations in the middle.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from estimates import LEAST_POINTS, power
from estimates.course import fewest_allowed, longest_allowed

SERIES = 200_000
POINTS = range(LEAST_POINTS, 25)


def measured() -> dict[str, Any]:
    """Return the power for 12, 16, 20 and 24 points, and how far any length is off the fixed numbers."""
    chance = np.random.default_rng(20261126)
    found: dict[int, list[float]] = {}
    off = 0.0
    for points in POINTS:
        series = chance.standard_normal((SERIES, points))
        shifts = np.arange(points) >= points // 2
        found[points] = [round(float(signals(series + d * shifts).mean()), 3) for d in (0, 1, 2)]
        fixed = power(points)
        assert fixed is not None
        said = (fixed.nothing, fixed.one_sd, fixed.two_sd)
        off = max(off, *(abs(a - b) for a, b in zip(found[points], said, strict=True)))
    return {"off_by": round(off, 4), **{str(n): found[n] for n in (12, 16, 20, 24)}}


def signals(series: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return for each row, all values different, whether Anhøj's rules give a signal."""
    middle = np.median(series, axis=1, keepdims=True)
    useful = series.shape[1] // 2 * 2
    # With an odd number of points one is the median itself and does not count.
    over = (series > middle)[series != middle].reshape(len(series), useful)
    crossed = over[:, 1:] != over[:, :-1]
    run = np.ones(len(series), np.int64)
    longest = run.copy()
    for crosses in crossed.T:
        run = np.where(crosses, 1, run + 1)
        longest = np.maximum(longest, run)
    few = crossed.sum(1) < fewest_allowed(useful)
    return np.asarray((longest > longest_allowed(useful)) | few)
