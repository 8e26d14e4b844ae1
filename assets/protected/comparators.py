"""Comparators: where the country's practices lie, from shown figures only.

Belongs here: percentile bands. Does not belong here: the figures of regions and nation (rows of the protected
table).
"""

from __future__ import annotations

from collections import defaultdict

import pyarrow as pa

from estimates import percentile
from schemas.protected import COMPARATORS


def bands(protected: pa.Table, band_practices: int) -> pa.Table:
    """Return P10, P50 and P90 of practices' shares per indicator and year, whole per cent (shape
    COMPARATORS).

    Only where at least `band_practices` practices have shown figures; hidden ones take no part.
    """
    shares: dict[tuple[str, str, str], list[tuple[int, int]]] = defaultdict(list)
    for row in protected.to_pylist():
        if row["level"] == "practice" and row["state"] == "shown":
            key = row["specialty"], row["indicator"], row["period"]
            shares[key].append((row["met"], row["denominator"]))
    rows = [
        {
            "specialty": specialty,
            "indicator": indicator,
            "period": period,
            "statistic": f"p{per_cent}",
            "value": percentile(some, per_cent),
        }
        for (specialty, indicator, period), some in sorted(shares.items())
        if len(some) >= band_practices
        for per_cent in (10, 50, 90)
    ]
    return pa.Table.from_pylist(rows, schema=COMPARATORS)
