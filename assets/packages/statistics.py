"""Statistics on figures that are already shown: intervals, verdicts, run charts, missing data.

Belongs here: arithmetic on shown counts and shares. Does not belong here: Danish words (`report/words.py`),
hidden figures, or a comparison with the nation in words: that needs the between-practice variance, which is
not here yet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from math import comb, log2, sqrt
from statistics import median
from typing import Literal

#: Two-sided normal quantiles. 95 per cent is drawn, 99.8 per cent is worded (figures.md).
Z_DRAWN = 1.959963984540054
Z_WORDED = 3.090232306167813

#: Above this share of unknown no verdict is given (figures.md, "missing").
UNKNOWN_LIMIT = 0.10

#: Fewer points than this are not judged: the rules were studied from ten points and up (Anhøj & Olesen 2014).
LEAST_POINTS = 10

Side = Literal["over", "under", "unclear"]


def wilson(met: int, denominator: int, z: float) -> tuple[float, float]:
    """Return Wilson's score interval for met/denominator as shares of 1 (Wilson 1927, without continuity
    correction).

    `denominator` must be positive.
    """
    share = met / denominator
    scale = 1 + z * z / denominator
    middle = share + z * z / (2 * denominator)
    half = z * sqrt(share * (1 - share) / denominator + z * z / (4 * denominator**2))
    return max(0.0, (middle - half) / scale), min(1.0, (middle + half) / scale)


def side_of_target(met: int, denominator: int, target: float) -> Side:
    """Say on which side of `target` (per cent) the whole 99.8 per cent interval lies, else "unclear"."""
    lower, upper = wilson(met, denominator, Z_WORDED)
    if lower * 100 > target:
        return "over"
    return "under" if upper * 100 < target else "unclear"


def gap_to_target(met: int, denominator: int, target: float) -> float:
    """Return how far (percentage points) the nearest end of the 99.8 per cent interval lies from the target.

    Zero when the interval holds the target. A cautious size of a finding: small groups shrink towards zero.
    """
    lower, upper = wilson(met, denominator, Z_WORDED)
    return max(0.0, target - upper * 100, lower * 100 - target)


@dataclass(frozen=True)
class Missing:
    """How much is unknown, and what the share would be if all or none of the unknown met.

    Tenths of a per cent.
    """

    share: int
    lowest: int
    highest: int
    too_much: bool


def missing(met: int, denominator: int, unknown: int) -> Missing:
    """Bound the share by what is unknown: all of them met, or none. Denominator is met plus not met."""
    total = denominator + unknown
    share = unknown / total if total else 0.0
    lowest, highest = (met / total, (met + unknown) / total) if total else (0.0, 0.0)
    return Missing(round(share * 1000), round(lowest * 1000), round(highest * 1000), share > UNKNOWN_LIMIT)


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


def course(shares: Sequence[int]) -> Course | None:
    """Read a run chart of shown shares (tenths of a per cent, in order of time). None without any point.

    Anhøj's rules: longest run above round(log2 n) + 3, or crossings below the 5 per cent quantile of
    Binomial(n - 1, 0.5); points on the median do not count (Anhøj & Olesen 2014,
    doi:10.1371/journal.pone.0113825).
    """
    if not shares:
        return None
    middle = median(shares)
    sides = [share > middle for share in shares if share != middle]
    useful = len(sides)
    runs = [len(list(run)) for _, run in groupby(sides)]
    return Course(
        median=round(middle),
        points=len(shares),
        useful=useful,
        longest_run=max(runs, default=0),
        longest_allowed=round(log2(useful)) + 3 if useful else 0,
        crossings=sum(a != b for a, b in pairwise(sides)),
        fewest_allowed=_half_quantile(useful - 1) if useful > 1 else 0,
    )


def _half_quantile(trials: int) -> int:
    """Return the smallest k with P(Binomial(trials, 0.5) <= k) >= 0.05, exactly: in whole numbers."""
    total = 0
    for k in range(trials + 1):
        total += comb(trials, k)
        if total * 20 >= 2**trials:
            return k
    return trials
