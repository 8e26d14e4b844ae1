"""Observed against expected: case-mix adjusted shares and their limits.

Belongs here: O/E and what follows from it. Does not belong here: how expected counts are made (strata of a fixed
baseline year, the own cluster left out: upstream).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from estimates.numbers import Array, Numbers, parts, plain, refuse
from estimates.shares import Z_DRAWN, wilson

#: Below this expected share the observed count is treated as rare.
RARE = 0.01


@dataclass(frozen=True)
class Adjusted:
    """O/E and the adjusted share (O/E times the reference share, 0..1), each with limits."""

    oe: float | Array
    oe_lower: float | Array
    oe_upper: float | Array
    share: float | Array
    lower: float | Array
    upper: float | Array


def adjusted(
    observed: Numbers,
    expected: Numbers,
    variance: Numbers,
    persons: Numbers,
    reference: Numbers,
    z: float = Z_DRAWN,
) -> Adjusted:
    """Compare observed with expected counts. Vectorised.

    observed: those who met. expected: sum of p, variance: sum of p(1 - p) over the persons, p the reference's
    share in a person's stratum. persons: the denominator. reference: the share O/E is multiplied with.

    Score limits: the observed share is taken to vary with f q(1 - q)/n, where f = variance/(n P(1 - P)),
    P = expected/persons, is what differing strata take away from binomial variation (Poisson-binomial, f <= 1).
    Solved for q, that is Wilson's interval with n/f persons; divided by P it is the interval of O/E. With one
    stratum it is Wilson's own. Where the expected share is below one per cent, Byar's limits instead.

    The limits give the variance away and with it something of the strata's sizes: they belong to the same unit
    as O and E, all shown or all hidden. Raises ValueError for O above n, and for E or variance no p can have.
    """
    o, n = parts(observed, persons)
    e, v, r = (np.asarray(x, np.float64) for x in (expected, variance, reference))
    refuse((e <= 0) | (e >= n), "an expected count does not lie between none and all")
    binomial = e * (1 - e / n)
    # 1e-9: equal strata give a variance that differs from the binomial in the last bits.
    refuse((v <= 0) | (v > binomial * (1 + 1e-9)), "a variance is not one of shares with this sum")
    refuse((r < 0) | (r > 1), "a reference share lies outside 0..1")
    lower, upper = _counts(o, n, np.minimum(v / binomial, 1.0), z)
    few_lower, few_upper = byar(o, z)
    rare = e / n < RARE
    lower = np.where(rare, few_lower, lower) / e
    upper = np.where(rare, few_upper, upper) / e
    oe = o / e
    shares = [plain(np.minimum(x * r, 1.0)) for x in (oe, lower, upper)]
    return Adjusted(plain(oe), plain(lower), plain(upper), *shares)


def byar(count: Numbers, z: float = Z_DRAWN) -> tuple[float | Array, float | Array]:
    """Return Byar's limits of the expectation of a count of rare events. Vectorised.

    Breslow & Day 1987, Statistical Methods in Cancer Research II, p. 69: close to the exact Poisson limits, and
    like those a little too wide for small counts. Only for rare events: a Poisson count varies by its
    expectation, a share's numerator only by np(1 - p). At 80-90 per cent met these limits are 2-3 times too wide.
    """
    o = np.asarray(count, np.float64)
    refuse(o < 0, "a count is below zero")
    below, above = np.maximum(o, 1.0), o + 1
    # Never below zero, and none for a count of none: the cube of a negative is no limit.
    root = np.maximum(1 - 1 / (9 * below) - z / (3 * np.sqrt(below)), 0.0)
    lower = np.where(o == 0, 0.0, o * root**3)
    upper = above * (1 - 1 / (9 * above) + z / (3 * np.sqrt(above))) ** 3
    return plain(lower), plain(upper)


def _counts(observed: Array, persons: Array, factor: Array, z: float) -> tuple[Array, Array]:
    """Return score limits of the expected number of met when the variance is `factor` times binomial."""
    lower, upper = wilson(observed / factor, persons / factor, z)
    return np.asarray(lower) * persons, np.asarray(upper) * persons
