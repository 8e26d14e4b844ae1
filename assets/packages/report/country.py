"""What a cluster's year is set against: the nation without the cluster, its practices, the spread of practices.

Belongs here: gathering what `estimates` needs to say on which side of the nation a cluster or a practice lies. Does not
belong here: formulas (`estimates`), Danish words (`words`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import estimates
from assets.packages.figures import Figure, Figures, Shown
from schemas.indicator import Indicator

#: With less than this practices are not compared: what differs is mostly chance (figures.md).
LEAST_RELIABILITY = 0.7

#: A side of the nation, or "none": nothing may be said.
Position = Literal["over", "under", "unclear", "none"]


@dataclass(frozen=True)
class Country:
    """The nation's figure and what an honest comparison with it takes. None: not published.

    noun: what sentences call the reader's own unit. whole: the whole cluster of a subcluster, for which alone it is
    published how many answers are unknown; None for a cluster.
    """

    nation: Figure | None = None
    practices: tuple[tuple[int, int], ...] = ()
    hidden: int = 0
    tau: float | None = None
    reliability: float | None = None
    noun: str = "Klyngen"
    whole: Figure | None = None

    def others(self, cluster: Shown) -> tuple[int, int] | None:
        """Return (met, denominator) of the nation without the cluster, when both are shown and differ."""
        nation = Shown.of(self.nation)
        if nation is None:
            return None
        met, whole = nation.met - cluster.met, nation.denominator - cluster.denominator
        return (met, whole) if whole > 0 and 0 <= met <= whole else None

    def position(self, cluster: Shown) -> Position:
        """Say on which side of the other clusters a cluster lies, by 99.8 per cent; "none" without a spread."""
        others = self.others(cluster)
        if others is None or self.tau is None:
            return "none"
        practices, hidden = self._members(cluster)
        return estimates.against((cluster.met, cluster.denominator), practices, hidden, others, self.tau)

    def gap(self, cluster: Shown, point: float) -> float | None:
        """Return how far (percentage points) a cluster lies from `point` (a share of 1), shrunken."""
        if self.tau is None:
            return None
        sizes = [whole for _, whole in self._members(cluster)[0]]
        return abs(estimates.shrunken_gap(cluster.met, cluster.denominator, point, self.tau, sizes))

    def outside(self, practice: Shown) -> bool:
        """Say whether a practice lies outside the funnel's 99.8 per cent round the nation's share.

        Never where practices cannot be told apart: reliability under 0.7, or not known.
        """
        nation = Shown.of(self.nation)
        if nation is None or self.reliability is None or self.reliability < LEAST_RELIABILITY:
            return False
        share = nation.met / nation.denominator
        return (
            estimates.practice_against_funnel(practice.met, practice.denominator, share, self.tau)
            != "unclear"
        )

    def _members(self, cluster: Shown) -> tuple[tuple[tuple[int, int], ...], int]:
        """Return the shown practices and how many hidden ones share the rest.

        A practice that moved in or out during the year counts elsewhere with some of its quarters, so that practices
        and cluster need not add up. More than the cluster: it is taken as one large practice, which makes words
        rarer. Less, with none hidden: the rest is one practice's.
        """
        rest = cluster.denominator - sum(whole for _, whole in self.practices)
        if rest < 0:
            return (), 1
        return self.practices, max(1, min(self.hidden, rest)) if rest else 0


def country(figures: Figures, indicator: Indicator, year: str) -> Country:
    """Gather what the cluster's year is set against."""
    practices = figures.level(indicator.name, "practice", year)
    return Country(
        nation=figures.one(indicator.name, "nation", year),
        practices=tuple(f.counts for f in practices if f.counts),
        hidden=sum(f.state == "hidden" for f in practices),
        tau=figures.tau(indicator.name, year),
        reliability=figures.reliability(indicator.name, year),
        noun=figures.cluster.noun,
        whole=figures.one(indicator.name, "cluster", year) if figures.cluster.subcluster else None,
    )
