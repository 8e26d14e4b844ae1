"""Amounts of persons (defined daily doses, services): per 1000 persons, and against what was expected.

Belongs here: limits from sums. Does not belong here: the sums (upstream), or whether they may be shown: the
policy's rule on dominance knows the largest contribution, this does not and must not.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import gammaincinv, ndtr

from estimates.numbers import Array, Numbers, plain, refuse
from estimates.shares import Z_DRAWN

#: With an effective number of contributions below this the limits do not hold what they promise.
LEAST_EFFECTIVE = 30
#: Amounts are given per so many persons.
PER = 1000


@dataclass(frozen=True)
class Amount:
    """A rate or ratio with limits, and the effective number of equal contributions behind it.

    Limits are NaN where the effective number is below LEAST_EFFECTIVE: a few persons decide the amount, and an
    interval from three sums covers too seldom there.
    """

    value: float | Array
    lower: float | Array
    upper: float | Array
    effective: float | Array


def per_thousand(amount: Numbers, squares: Numbers, persons: Numbers, z: float = Z_DRAWN) -> Amount:
    """Return the amount per 1000 persons with limits. Vectorised.

    amount: sum y of the persons' amounts, squares: sum v of their squares, persons: n, also those without any.

    Gamma limits: y varies like k equal contributions of size y/k, k Poisson, with k = y^2/(v - y^2/n) the
    effective number; exact Poisson limits of k, scaled back. Dobson et al 1991 (doi:10.1002/sim.4780100317); Fay &
    Feuer 1997 (doi:10.1002/(SICI)1097-0258(19970415)16:7<791::AID-SIM500>3.0.CO;2-#). y^2/n is taken off because
    the persons are given: with six of ten using a drug, y^2/v alone covers 99 per cent. Limits that treat every
    dose as a Poisson event cover a tenth of the time instead of 95 per cent.

    Fay and Feuer's upper limit uses the largest contribution. This one uses the average one instead: with the
    largest, printed limits could be solved for one patient's amount. Only y, v and n are in the limits, so y, v
    and the limits are one unit, all shown or all hidden. Raises ValueError where no amounts have these sums.
    """
    y, v, n = _sums(amount, squares, persons)
    return _scaled(y, v, n, n / PER, z)


def against_expected(
    amount: Numbers, squares: Numbers, persons: Numbers, expected: Numbers, z: float = Z_DRAWN
) -> Amount:
    """Return amount over expected amount, with the limits of `per_thousand`. Vectorised.

    expected: what the persons of the same strata have elsewhere, in the amount's unit, taken as known.
    """
    y, v, n = _sums(amount, squares, persons)
    e = np.asarray(expected, np.float64)
    refuse(e <= 0, "an expected amount is not above zero")
    return _scaled(y, v, n, e, z)


def _sums(amount: Numbers, squares: Numbers, persons: Numbers) -> tuple[Array, Array, Array]:
    y, v, n = (np.asarray(x, np.float64) for x in (amount, squares, persons))
    refuse(n <= 1, "an amount needs two persons")
    refuse((y < 0) | (v < 0), "a sum is below zero")
    # 1e-9: equal amounts of all persons may fall short in the last bits.
    refuse((v * n < y**2 * (1 - 1e-9)) | (v > y**2 * (1 + 1e-9)), "no amounts have this sum and squares")
    return y, v, n


def _scaled(y: Array, v: Array, n: Array, base: Array, z: float) -> Amount:
    """Return y / base with limits; see `per_thousand`."""
    # Never below a billionth of the squares: equal amounts have no spread, and no division by zero either.
    spread = np.maximum((v - y**2 / n) * n / (n - 1), v * 1e-9)
    with np.errstate(invalid="ignore", divide="ignore"):
        effective = np.where(y > 0, y**2 / spread, 0.0)
        one = spread / y
        enough = effective >= LEAST_EFFECTIVE
        level = ndtr(z)
        lower = np.where(enough, gammaincinv(effective, 1 - level) * one, np.nan)
        upper = np.where(enough, gammaincinv(effective + 1, level) * one, np.nan)
    return Amount(plain(y / base), plain(lower / base), plain(upper / base), plain(effective))
