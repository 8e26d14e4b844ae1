"""The difference of two years' shares, when many persons are in both.

Belongs here: limits of a difference. Does not belong here: series of quarters (`course`), words.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from estimates.numbers import Array, Numbers, parts, plain, refuse
from estimates.shares import Z_DRAWN, wilson


@dataclass(frozen=True)
class Overlap:
    """Persons counted in both years, and how many of them met before, now, and both times.

    From confidential sums (left of the wall); vectorised like the counts.
    """

    both: Numbers
    met_before: Numbers
    met_now: Numbers
    met_twice: Numbers


def difference(
    before: tuple[Numbers, Numbers],
    now: tuple[Numbers, Numbers],
    overlap: Overlap | None = None,
    z: float = Z_DRAWN,
) -> tuple[float | Array, float | Array, float | Array]:
    """Return now minus before (shares of 1) with its lower and upper limit. Vectorised.

    before, now: (met, denominator) of each year. Wilson's limits of both years are combined as by Newcombe 1998
    (method 10, doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I) and, with an overlap, as in
    his paired method (method 8, doi:10.1002/(SICI)1097-0258(19981130)17:22<2635::AID-SIM954>3.0.CO;2-C).
    Their correlation is person-clustered: the persons in both years bring sum((a - p)(b - q)) over n m to the
    covariance, a and b a person's two outcomes, p and q the years' shares. A person's outcomes resemble each
    other, so the interval gets narrower; without `overlap` the years are taken as independent, which is wider.
    Raises ValueError for counts that no persons can have.
    """
    (a, n), (b, m) = parts(*before), parts(*now)
    p, q = a / n, b / m
    low_p, high_p = wilson(a, n, z)
    low_q, high_q = wilson(b, m, z)
    r = 0.0 if overlap is None else _correlation(a, n, b, m, overlap)
    down, up = (q - low_q, high_p - p), (high_q - q, p - low_p)
    lower, upper = (q - p - _joined(*down, r), q - p + _joined(*up, r))
    return plain(q - p), plain(np.maximum(lower, -1.0)), plain(np.minimum(upper, 1.0))


def _joined(one: Array, other: Array, r: float | Array) -> Array:
    """Return the length of the difference of two deviations with correlation r."""
    return np.sqrt(np.maximum(one**2 + other**2 - 2 * r * one * other, 0.0))


def _correlation(a: Array, n: Array, b: Array, m: Array, overlap: Overlap) -> Array:
    """Return the correlation of the two years' shares, -1..1; zero where a year has none or all met."""
    x, both = parts(overlap.met_before, overlap.both, empty=True)
    y, _ = parts(overlap.met_now, overlap.both, empty=True)
    twice = np.asarray(overlap.met_twice, np.float64)
    refuse((twice > np.minimum(x, y)) | (twice < np.maximum(0, x + y - both)), "met twice does not fit")
    refuse(
        (x > a) | (both - x > n - a) | (y > b) | (both - y > m - b), "an overlap does not lie in its years"
    )
    p, q = a / n, b / m
    covariance = (twice - q * x - p * y + both * p * q) / (n * m)
    variances = p * (1 - p) / n * q * (1 - q) / m
    safe = np.where(variances > 0, variances, 1.0)
    return np.where(variances > 0, np.clip(covariance / np.sqrt(safe), -1.0, 1.0), 0.0)
