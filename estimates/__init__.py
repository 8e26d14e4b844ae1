"""Counts in, intervals and verdicts out: each formula of a printed figure stands here, once.

Belongs here: pure functions of counts and sums, most of them over numpy arrays. Does not belong here: files,
tables, which figures are shown, Danish words; nothing of ours is imported. Every interval's coverage and the
false words of a whole package are measured in `bench/statistics`.
"""

from estimates.adjusted import RARE, Adjusted, adjusted, byar
from estimates.bands import Size, percentile, sizes
from estimates.between import (
    GRID,
    LEAST_UNITS,
    Funnel,
    funnel,
    funnel_limits,
    reliability,
    tau,
)
from estimates.course import LEAST_POINTS, Course, Power, course, power
from estimates.difference import Overlap, difference
from estimates.missing import UNKNOWN_LIMIT, Missing, missing
from estimates.shares import Z_DRAWN, Z_WORDED, printed, rounded, share, wilson
from estimates.verdict import (
    Counts,
    Side,
    against,
    gap_to_target,
    practice_against_funnel,
    shrunken_gap,
    side_of_target,
)
from estimates.volumes import LEAST_EFFECTIVE, Amount, against_expected, per_thousand

__all__ = [
    "GRID",
    "LEAST_EFFECTIVE",
    "LEAST_POINTS",
    "LEAST_UNITS",
    "RARE",
    "UNKNOWN_LIMIT",
    "Z_DRAWN",
    "Z_WORDED",
    "Adjusted",
    "Amount",
    "Counts",
    "Course",
    "Funnel",
    "Missing",
    "Overlap",
    "Power",
    "Side",
    "Size",
    "adjusted",
    "against",
    "against_expected",
    "byar",
    "course",
    "difference",
    "funnel",
    "funnel_limits",
    "gap_to_target",
    "missing",
    "per_thousand",
    "percentile",
    "power",
    "practice_against_funnel",
    "printed",
    "reliability",
    "rounded",
    "share",
    "shrunken_gap",
    "side_of_target",
    "sizes",
    "tau",
    "wilson",
]
