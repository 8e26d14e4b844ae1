"""What may be said in words: over, under, or unclear, by 99.8 per cent limits.

Belongs here: the rules of the words. Does not belong here: Danish (`assets/packages/report/words.py`), whether a
figure is sourced, shown or known well enough to be judged.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import asin, sqrt
from typing import Literal

from estimates.between import below_funnel
from estimates.numbers import parts, refuse
from estimates.shares import Z_WORDED, wilson

Side = Literal["over", "under", "unclear"]
#: (met, denominator) of a unit.
Counts = tuple[int, int]


def side_of_target(met: int, denominator: int, target: float) -> Side:
    """Say on which side of `target` (per cent) the whole 99.8 per cent interval lies, else "unclear"."""
    lower, upper = wilson(met, denominator, Z_WORDED)
    return _side(target, lower * 100, upper * 100)


def gap_to_target(met: int, denominator: int, target: float) -> float:
    """Return how far (percentage points) the nearest end of the 99.8 per cent interval lies from the target.

    Zero when the interval holds the target. A cautious size of a finding: small groups shrink towards zero.
    """
    lower, upper = wilson(met, denominator, Z_WORDED)
    return float(max(0.0, target - upper * 100, lower * 100 - target))


def against(
    cluster: Counts,
    practices: Sequence[Counts],
    hidden: int,
    reference: Counts,
    tau: float | None,
    z: float = Z_WORDED,
) -> Side:
    """Say on which side of the nation a cluster lies, with chance and ordinary differences of practices counted.

    cluster: as shown. practices: those of the cluster that are shown. hidden: how many of its practices with
    patients are not. reference: the nation without the cluster. tau: the spread of practices (`between.tau`);
    without it nothing is said ("unclear"). z: that of the words. Raises ValueError for an empty group and for
    practices that do not add up to the cluster.

    On the arcsine scale the cluster's mean has the variance 1/(4N) + tau^2 sum(n_i^2)/N^2: a cluster is a few
    practices drawn from many, and Wilson's limits, which know only patients, miss the nation far too often. The
    reference has its own: 1/(4M) + tau^2 w/M, where w = sum(n_i^2)/N, so its practices are taken to be as large
    as the cluster's.

    What the hidden practices hold together is known (the rest), how it is divided is not. All but one of them
    get one patient: sum(n_i^2) is then the largest possible, the word rarer, never more frequent than with all
    sizes known. An equal division would be the smallest possible, and small counts are just what is hidden.
    """
    met, whole = cluster
    parts([met, reference[0], *(m for m, _ in practices)], [whole, reference[1], *(n for _, n in practices)])
    squares = _squares(whole, [n for _, n in practices], hidden)
    if tau is None:
        return "unclear"
    weight = squares / whole
    variance = (0.25 + tau**2 * weight) * (1 / whole + 1 / reference[1])
    distance = asin(sqrt(met / whole)) - asin(sqrt(reference[0] / reference[1]))
    half = z * sqrt(variance)
    return _side(0.0, distance - half, distance + half)


def practice_against_funnel(
    met: int, denominator: int, target: float, tau: float | None, z: float = Z_WORDED
) -> Side:
    """Say whether a practice lies outside the funnel drawn around `target` (a share of 1).

    By the limits that are drawn (`between.funnel_limits`), so that word and dot never disagree. "unclear" when
    inside, or without tau (fewer than 20 practices). Outside is a question to check first, not a verdict.
    """
    parts(met, denominator)
    if tau is None:
        return "unclear"
    found = met / denominator
    if below_funnel(target, found, denominator, tau, z):
        return "under"
    return "over" if below_funnel(1 - target, 1 - found, denominator, tau, z) else "unclear"


def shrunken_gap(
    met: int, denominator: int, target: float, tau: float, practices: Sequence[int] = ()
) -> float:
    """Return the gap (percentage points, with sign) to `target` (a share of 1), shrunken towards none.

    Empirical Bayes: times between over total variance, tau^2 w / (tau^2 w + 1/(4N)), where w = sum(n_i^2)/N^2 of
    the cluster's `practices` (denominators; 1 when it is one practice). For sorting messages: what is far off by
    chance in a few patients comes after what is less far off in many (Efron & Morris 1975,
    doi:10.1080/01621459.1975.10479864).
    """
    parts(met, denominator)
    squares = _squares(denominator, practices, 1 if sum(practices) < denominator else 0)
    between = tau**2 * squares / denominator**2
    return 100 * (met / denominator - target) * between / (between + 0.25 / denominator)


def _squares(whole: int, shown: Sequence[int], hidden: int) -> float:
    """Return the largest sum of squared denominators that shown and hidden practices allow."""
    rest = whole - sum(shown)
    agree = hidden <= rest if hidden > 0 else hidden == rest == 0
    refuse(not agree, "practices do not add up to their cluster")
    largest = rest - (hidden - 1) if hidden else 0
    return float(sum(n * n for n in shown) + largest**2 + max(hidden - 1, 0))


def _side(point: float, lower: float, upper: float) -> Side:
    if lower > point:
        return "over"
    return "under" if upper < point else "unclear"
