"""What a row of the protected table says beside its counts: nothing where it is hidden, only what follows elsewhere.

Belongs here: the form of rows that were read back, and whether their measures follow from counts and sums. Does not
belong here: whether hidden counts can be found out (`attack`), what a package's files give away (`leaks`).
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np

from assets.protected.blocks import Block, Release
from assets.protected.measures import measures
from disclosure.table import Bools
from schemas.policy import Policy
from schemas.protected import COUNTS, MEASURES

Place = tuple[str, str, str, str, str]
Rows = dict[Place, dict[str, Any]]


def place_of(row: dict[str, Any]) -> Place:
    """Return the coordinates of a row: indicator, period, level, cluster, organisation."""
    return row["indicator"], row["period"], row["level"], row["cluster"] or "", row["organisation"]


def form_faults(listed: list[dict[str, Any]], policy: Policy) -> list[str]:
    """What a row says beside its counts: nothing where it is hidden, only what follows where it is shown."""
    wrong: Counter[str] = Counter()
    wrong["rows stand twice"] = len(listed) - len({place_of(row) for row in listed})
    for row in listed:
        counts = [row["met"], row["not_met"], row["denominator"], row["unknown"], row["excluded"]]
        small = any(c is not None and 0 < c < policy.threshold for c in counts)
        wrong["rows show a small count"] += small
        wrong["rows say something that does not follow from their counts and state"] += not _follows(row)
        wrong["rows show a sex or an age band"] += row["sex"] is not None or row["age_band"] is not None
    return [f"{n} {what}" for what, n in wrong.items() if n]


def _follows(row: dict[str, Any]) -> bool:
    """Whether a row's counts go with its state; what is measured of them is checked with its sums."""
    said = tuple(row[c] for c in COUNTS)
    if row["state"] == "hidden":
        return said == (None,) * len(said) and all(row[name] is None for name in MEASURES)
    met, not_met = row["met"], row["not_met"]
    if met is None or not_met is None:
        return False
    if row["state"] == "no_cases":
        return said == (0, 0, 0) and all(row[name] is None for name in MEASURES)
    return bool(row["state"] == "shown" and met + not_met and said == (met, not_met, met + not_met))


def measure_faults(
    release: Release, block: Block, shown: Bools, places: list[list[Place | None]], rows: Rows
) -> list[str]:
    """Everything said beside the counts follows from them and from the sums that belong to them."""
    if block.figure != "rate":
        return []
    wrong = 0
    for k, name in enumerate(block.indicators):
        counts = block.values[:, block.columns(name)]
        again = measures(release.catalogue[name], block.plan.units, counts, block.sums[name], ~shown)
        for n in np.flatnonzero(shown).tolist():
            place = places[n][k]
            wrong += place is not None and any(rows[place][m] != again[n][m] for m in MEASURES)
    faults = (
        [f"{block.name}: {wrong} rows say something that does not follow from their counts and sums"]
        if wrong
        else []
    )
    if dominated := int((block.dominated & shown).sum()):
        faults.append(f"{block.name}: {dominated} shown amounts are mostly one person's")
    return faults
