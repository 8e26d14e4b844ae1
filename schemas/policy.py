"""The disclosure policy of the product: one place, versioned.

Belongs here: thresholds and their reasons. How hiding is done lies in `disclosure/`, which takes these as
arguments. Source of each rule: figures.md of the design; thresholds by Sundhedsdatastyrelsen ("<5").
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from schemas.period import Quarter, Year


@dataclass(frozen=True)
class Policy:
    """What may be published. A change of any value is a new version."""

    version: str = "2026-3"
    #: Counts 1..threshold-1 of met, not met and the denominator are never shown. Zeros and hundreds are (DECISIONS.md).
    threshold: int = 5
    #: Who attacks, besides outsiders: each practice alone, or also any two practices of one cluster together.
    attackers: Literal["practice", "coalition"] = "practice"
    #: A group and its complement in the next larger group have at least so many practices.
    min_practices: int = 3
    #: ... and no practice has more than this share of the group's patients.
    max_share: float = 0.80
    #: A volume is hidden where one patient makes up more than this share of it.
    max_contribution: float = 0.50
    #: Case-mix compares with the year that closes in an indicator's quarter of this calendar year. Fixed: a baseline
    #: that moved with every release would change what is published. It must lie in the window; a new one is a re-issue.
    baseline: int = 2025
    #: A stratum with fewer persons than this is merged with its neighbours.
    smallest_stratum: int = 50
    #: A subcluster is shown from so many practices on.
    min_subcluster: int = 4
    #: Percentile bands need at least so many practices with shown figures.
    band_practices: int = 20

    def baseline_year(self, year_closes: int) -> Year:
        """Return the baseline year of indicators whose years close in quarter number `year_closes`."""
        return Year(Quarter(self.baseline, year_closes))


POLICY = Policy()
