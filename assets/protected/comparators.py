"""Comparators: what the country's practices look like together, from shown figures only.

Belongs here: percentile bands (of all, and of practices of one size), the spread between practices, reliability, and
the reference share of case-mix. Does not belong here: the figures of regions and nation (rows of the protected table).

All of it follows from shown rows, so it tells nobody more than they do; the attack computes it again from the file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from estimates import percentile, reliability, sizes, tau
from schemas.indicator import Indicator
from schemas.policy import Policy
from schemas.protected import COMPARATORS, SIZES

Row = dict[str, Any]
#: Per 1000 persons as `percentile` counts in hundredths: an amount is given ten times.
_TEN = 10


def comparators(protected: pa.Table, catalogue: Mapping[str, Indicator], policy: Policy) -> pa.Table:
    """Return the comparators of a protected table (shape COMPARATORS), in order.

    Bands, spread and reliability need `policy.band_practices` practices with shown figures; the reference needs the
    baseline year of nation and cluster shown.
    """
    shown = [row for row in protected.to_pylist() if row["state"] == "shown"]
    rows = sorted(
        [*_bands(shown, catalogue, policy.band_practices), *_references(shown, catalogue, policy)], key=_order
    )
    return pa.Table.from_pylist(rows, schema=COMPARATORS)


def _bands(shown: list[Row], catalogue: Mapping[str, Indicator], least: int) -> Iterator[Row]:
    practices: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for row in shown:
        if row["level"] == "practice":
            practices[row["specialty"], row["indicator"], row["period"]].append(row)
    for key, rows in practices.items():
        volume = catalogue[key[1]].volume is not None
        yield from _percentiles(key, None, rows, least, volume)
        thirds = sizes([row["denominator"] for row in rows])
        for size in SIZES:
            own = [row for row, third in zip(rows, thirds, strict=True) if third == size]
            yield from _percentiles(key, size, own, least, volume)
        if len(rows) >= least and not volume:
            met, whole = (np.array([row[name] for row in rows], np.int64) for name in ("met", "denominator"))
            if (spread := tau(met, whole)) is not None:
                yield _row(key, "tau", round(spread, 4))
                yield _row(key, "reliability", round(reliability(whole, spread), 3))


def _percentiles(
    key: tuple[str, str, str], size: str | None, rows: list[Row], least: int, volume: bool
) -> Iterator[Row]:
    if len(rows) >= least:
        units = [(row["value"] * _TEN if volume else row["met"], row["denominator"]) for row in rows]
        for per_cent in (10, 50, 90):
            yield _row(key, f"p{per_cent}", percentile(units, per_cent), size=size)


def _references(shown: list[Row], catalogue: Mapping[str, Indicator], policy: Policy) -> Iterator[Row]:
    """The others' share in the baseline year: nation less cluster, where both are shown."""
    baseline = {i.name: str(policy.baseline_year(i.year_closes)) for i in catalogue.values()}
    groups = {
        (row["indicator"], row["level"], row["cluster"]): row
        for row in shown
        if row["level"] in ("cluster", "nation") and row["period"] == baseline[row["indicator"]]
    }
    for (indicator, level, cluster), own in groups.items():
        nation = groups.get((indicator, "nation", None))
        if level != "cluster" or nation is None or nation["denominator"] <= own["denominator"]:
            continue
        counted = "value" if catalogue[indicator].volume else "met"
        share = (nation[counted] - own[counted]) / (nation["denominator"] - own["denominator"])
        per = 1000 if catalogue[indicator].volume else 1
        key = own["specialty"], indicator, own["period"]
        yield _row(key, "reference", round(per * share, 1 if per > 1 else 4), cluster=cluster)


def _row(
    key: tuple[str, str, str],
    statistic: str,
    value: float,
    cluster: str | None = None,
    size: str | None = None,
) -> Row:
    names = ("specialty", "indicator", "period")
    said = {"cluster": cluster, "size": size, "statistic": statistic, "value": float(value)}
    return dict(zip(names, key, strict=True)) | said


def _order(row: Row) -> tuple[str, ...]:
    return tuple(row[name] or "" for name in COMPARATORS.names if name != "value")
