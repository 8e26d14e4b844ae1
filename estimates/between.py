"""How much practices differ beyond chance, and the funnel drawn from it.

Belongs here: the spread between practices, reliability, funnel limits; all on the arcsine scale, where a share's
variance is 1/(4n) whatever the share. Does not belong here: words (`verdict`), which practices are shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc, ndtr

from estimates.numbers import Array, Numbers, parts, plain, refuse
from estimates.shares import Z_DRAWN, Z_WORDED

#: With fewer practices than this the spread is not estimated and no funnel is drawn.
LEAST_UNITS = 20
#: Share of practices pulled in at each end before the spread is estimated.
WINSORISED = 0.10
#: Mean square of a standard normal winsorised at 10 per cent: 0.8 - 2 q phi(q) + 0.2 q^2, q its 0.9 quantile.
_MEAN_SQUARE = 0.6786545589528744
#: Halvings that find a limit to 1e-15.
_HALVINGS = 50
#: Denominators at which a funnel is drawn. Fixed: limits at the practices' own sizes would give those away.
GRID: NDArray[np.int64] = np.unique(np.rint(np.geomspace(5, 5000, 80)).astype(np.int64))


def tau(met: Numbers, denominator: Numbers) -> float | None:
    """Return the standard deviation of practices' true shares on the arcsine scale; None below 20 practices.

    met, denominator: one entry per practice, as shown (tau is published with them). On that scale 0.05 is about
    4 percentage points at a share of 80 per cent. The moment estimator of DerSimonian & Laird 1986
    (doi:10.1016/0197-2456(86)90046-2) after winsorising z by 10 per cent at each end, so that the practices the
    funnel shall find do not widen it (Spiegelhalter 2005, doi:10.1136/qshc.2005.013755).

    Winsorised squares of a standard normal average 0.679, not 1. We divide by it; without, tau is a third too
    small and words against the nation are false too often. From few practices the estimate is uncertain: from
    40 of them, words by the funnel are false twice as often as from 280 (`bench/statistics`).
    """
    some, n = parts(met, denominator)
    if n.size < LEAST_UNITS:
        return None
    weight = 4 * n
    x = np.arcsin(np.sqrt(some / n))
    z = (x - np.average(x, weights=weight)) * np.sqrt(weight)
    low, high = np.quantile(z, [WINSORISED, 1 - WINSORISED])
    spread = np.sum(np.clip(z, low, high) ** 2) / _MEAN_SQUARE
    scale = weight.sum() - np.sum(weight**2) / weight.sum()
    return float(np.sqrt(max(0.0, (spread - (n.size - 1)) / scale)))


def reliability(denominator: Numbers, tau: float) -> float:
    """Return the median over practices of between over total variance, 0..1.

    Under 0.7 practices are not compared: what differs is mostly chance.
    """
    n = np.asarray(denominator, np.float64)
    refuse(n <= 0, "a whole is not above zero")
    return float(np.median(tau**2 / (tau**2 + 0.25 / n)))


def funnel_limits(target: float, denominator: Numbers, tau: float, z: float) -> tuple[Array, Array]:
    """Return the shares between which a practice of that size ordinarily lies. Vectorised over denominator.

    target: a share of 1. Additive random effects (Spiegelhalter 2005, doi:10.1002/sim.1970): the variances tau^2
    and 1/(4n) are added, which is that of m = n/(1 + 4 n tau^2) persons. The limits are then those of a binomial
    count of m persons in steps of one patient, read through the incomplete beta function so that they are smooth
    in n. With tau = 0 a practice lies outside exactly when its binomial tail is below the one z stands for.

    Set aside: target +- z on the arcsine scale. There the upper limit of 95 per cent met falls below 100 per
    cent at 47 patients, where one practice in eleven has all met: five times too many words.
    Raises ValueError for a target outside 0..1 or an empty practice.
    """
    n = np.asarray(denominator, np.float64)
    refuse(n <= 0, "a whole is not above zero")
    refuse(not 0 <= target <= 1, "a target lies outside 0..1")
    persons = n / (1 + 4 * n * tau**2)
    tail = float(ndtr(-z))
    lower = _least(target, persons, persons / n, tail)
    upper = 1 - _least(1 - target, persons, persons / n, tail)
    return plain(lower), plain(upper)


def below_funnel(target: float, share: float, denominator: int, tau: float, z: float) -> bool:
    """Say whether a share lies under the lower limit of `funnel_limits`, without looking for the limit.

    The share's own tail is compared, which is the same question: a limit is where that tail is what z stands for.
    """
    persons = denominator / (1 + 4 * denominator * tau**2)
    return share < 1 and bool(_tail(target, share, persons, persons / denominator) < ndtr(-z))


def _tail(target: float, share: Any, persons: Any, step: Any) -> Any:
    """Return the probability of a share so low or lower, of so many persons in steps of one patient."""
    return betainc(persons * (1 - share), persons * share + step, 1 - target)


def _least(target: float, persons: Array, step: Array, tail: float) -> Array:
    """Return the share below which a tail's probability is less than `tail`; zero when there is none."""
    low, high = np.zeros_like(persons), np.ones_like(persons)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        below = _tail(target, middle, persons, step) < tail
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    # A limit nearer to zero than the halvings reach is none.
    return np.where(low > 0, high, 0.0)


@dataclass(frozen=True)
class Funnel:
    """A funnel's curves: shares of 1 at the denominators `grid`, 95 per cent inside 99.8 per cent."""

    grid: NDArray[np.int64]
    drawn: tuple[Array, Array]
    worded: tuple[Array, Array]


def funnel(target: float, tau: float, grid: NDArray[np.int64] = GRID) -> Funnel:
    """Return the curves of 95 and 99.8 per cent around `target` (a share of 1) on a fixed grid."""
    drawn = funnel_limits(target, grid, tau, Z_DRAWN)
    return Funnel(grid, drawn, funnel_limits(target, grid, tau, Z_WORDED))
