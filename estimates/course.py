"""Run charts: Anhøj's two rules, and how often they find what is there.

Belongs here: reading a series of shares, and the rules' power by number of points. Does not belong here: the
words about it, or the difference of two years (`difference`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from math import comb, log2
from statistics import median

#: Fewer points than this are not judged: the rules were studied from ten points and up (Anhøj & Olesen 2014).
LEAST_POINTS = 10


@dataclass(frozen=True)
class Course:
    """A run chart's reading by Anhøj's two rules. `points` are those shown; `useful` lie off the median."""

    median: int
    points: int
    useful: int
    longest_run: int
    longest_allowed: int
    crossings: int
    fewest_allowed: int

    @property
    def judged(self) -> bool:
        """True when there are enough points off the median to use the rules at all."""
        return self.useful >= LEAST_POINTS

    @property
    def signal(self) -> bool:
        """True when the series varies more systematically than chance usually does."""
        return self.judged and (
            self.longest_run > self.longest_allowed or self.crossings < self.fewest_allowed
        )


def course(shares: Sequence[int], around: float | None = None) -> Course | None:
    """Read a run chart of shown shares (tenths of a per cent, in order of time). None without any point.

    around: a median fixed beforehand, as of the points before a change; else the shares' own.

    Anhøj's rules: longest run above round(log2 n) + 3, or crossings below the 5 per cent quantile of
    Binomial(n - 1, 0.5); points on the median do not count (Anhøj & Olesen 2014,
    doi:10.1371/journal.pone.0113825).
    """
    if not shares:
        return None
    middle = median(shares) if around is None else around
    sides = [share > middle for share in shares if share != middle]
    useful = len(sides)
    runs = [len(list(run)) for _, run in groupby(sides)]
    return Course(
        median=round(middle),
        points=len(shares),
        useful=useful,
        longest_run=max(runs, default=0),
        longest_allowed=longest_allowed(useful),
        crossings=sum(a != b for a, b in pairwise(sides)),
        fewest_allowed=fewest_allowed(useful),
    )


def longest_allowed(useful: int) -> int:
    """Return the longest run on one side of the median that `useful` points may have without a signal."""
    return round(log2(useful)) + 3 if useful else 0


def fewest_allowed(useful: int) -> int:
    """Return the fewest crossings of the median that `useful` points may have without a signal.

    The smallest k with P(Binomial(useful - 1, 0.5) <= k) >= 0.05, exactly: in whole numbers.
    """
    if useful < 2:
        return 0
    total = 0
    for k in range(useful):
        total += comb(useful - 1, k)
        if total * 20 >= 2 ** (useful - 1):
            return k
    raise AssertionError("a distribution sums to one")


@dataclass(frozen=True)
class Power:
    """How often the rules give a signal, shares of 1: without any change, and after a shift of the level."""

    nothing: float
    one_sd: float
    two_sd: float


#: By number of points, 10 to 24: see `power`.
_POWER = {
    10: Power(0.008, 0.074, 0.377),
    11: Power(0.008, 0.074, 0.377),
    12: Power(0.013, 0.061, 0.319),
    13: Power(0.013, 0.068, 0.342),
    14: Power(0.025, 0.100, 0.378),
    15: Power(0.025, 0.125, 0.515),
    16: Power(0.009, 0.056, 0.295),
    17: Power(0.009, 0.072, 0.422),
    18: Power(0.012, 0.063, 0.324),
    19: Power(0.012, 0.074, 0.418),
    20: Power(0.021, 0.127, 0.590),
    21: Power(0.022, 0.139, 0.624),
    22: Power(0.028, 0.145, 0.600),
    23: Power(0.028, 0.159, 0.646),
    24: Power(0.031, 0.158, 0.633),
}


def power(points: int) -> Power | None:
    """Return how often the rules find a shift in a series of so many points; None below 10.

    Independent normal points, all shown; the level shifts once, in the middle, by one or two standard deviations
    of a point: the kindest place, a later shift is found more seldom. Simulated with a million series each and
    repeated by `make bench-statistics`. It does not rise evenly: the rules' limits are whole numbers. Above 24
    points that of 24 is returned.
    """
    return None if points < LEAST_POINTS else _POWER[min(points, max(_POWER))]
