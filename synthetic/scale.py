"""How big the invented country is.

Belongs here: sizes. Does not belong here: rates of indicators (`rates.py`) or who exists (`organisation.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

#: The days that all deliveries together cover, and the last day of the earlier of the two.
FIRST_DAY = date(2022, 1, 1)
SPLIT_DAY = date(2025, 12, 31)
LAST_DAY = date(2026, 9, 30)


@dataclass(frozen=True)
class Scale:
    """Sizes of one invented country. Rows are those of both deliveries of a source together."""

    name: str
    #: Clusters per specialty; None: the eleven fixed clusters of the demo.
    clusters: int | None
    #: Patients per practice, as a multiple of the rates in `rates.py`.
    activity: float
    #: The same for visits in drastma, on top of `activity`.
    visits: float
    general_practices: int
    persons: int
    dispensings: int
    settlements: int
    contacts: int
    results: int

    @classmethod
    def times(cls, factor: float) -> Scale:
        """Return `factor` times the national size: 1.0 is 10 M dispensings and 1,000 practices in 60
        clusters.

        Above 1 practices grow with the square root of the factor and persons with its power 0.78 (ten times
        the rows: three times the practices, six times the persons); below 1 both in proportion, down to one
        cluster per specialty. Raises ValueError for a factor outside 0.001-20.
        """
        if not 0.001 <= factor <= 20:
            raise ValueError(
                f"scale {factor} is outside 0.001-20; 1 is the national size, use DEMO for the demo"
            )
        spread, persons = (factor**0.5, factor**0.78) if factor > 1 else (factor, factor)
        clusters = max(1, round(20 * spread))
        return cls(
            name=f"{factor:g}x",
            clusters=clusters,
            activity=persons * 20 / clusters,
            visits=0.25,
            general_practices=max(20, round(1500 * spread)),
            persons=round(1_000_000 * persons),
            dispensings=round(10_000_000 * factor),
            settlements=round(6_000_000 * factor),
            contacts=round(2_000_000 * factor),
            results=round(3_000_000 * factor),
        )


#: Eleven clusters in three specialties, made in seconds.
DEMO = Scale(
    name="demo",
    clusters=None,
    activity=1.0,
    visits=1.0,
    general_practices=60,
    persons=95_000,
    dispensings=240_000,
    settlements=175_000,
    contacts=50_000,
    results=36_000,
)
