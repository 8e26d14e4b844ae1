"""A protected table of an invented specialty, of any size: clusters, practices, indicators.

Belongs here: rows as the protected stage writes them, small counts hidden by the simplest rule. What a package costs
depends on how much is shown, not on how well it was chosen.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa

from assets.packages.release import Cluster, Practice, Release, SourceUse
from assets.protected.comparators import comparators
from assets.release import MANIFEST
from estimates import adjusted, difference, share, wilson
from schemas.indicator import Indicator, catalogue
from schemas.period import Quarter, Window
from schemas.policy import POLICY
from schemas.protected import PROTECTED

PERIOD = Quarter(2026, 3)
SPECIALTY = "kardiologi"
_REGIONS = ("Hovedstaden", "Sjælland", "Syddanmark", "Midtjylland", "Nordjylland")
_COUNTRY = "Hele landet"
RELEASE = Release(
    period=PERIOD,
    cutoff=PERIOD.last_day,
    code_version="bench",
    sources=(
        SourceUse("lmdb", "Lægemiddelstatistikregisteret", "Sundhedsdatastyrelsen", date(2022, 1, 1), PERIOD.last_day,
                  "Kvalitetsudvikling i speciallægepraksis", "Sundhedslovens § 193", 1_204_331, "9f2c1ab07d3e4411"),
    ),
    notice="Syntetiske data: ingen virkelige patienter",
)  # fmt: skip


def indicators(count: int) -> list[Indicator]:
    """Return so many shares of the catalogue, as if they were all one specialty's."""
    shares = [i for i in catalogue(MANIFEST) if i.volume is None]
    return [replace(i, specialty=SPECIALTY, sources=("lmdb",)) for i in shares[:count]]


def clusters(sizes: list[int]) -> list[Cluster]:
    """Return clusters of so many practices, every one of them with an insert to be made."""
    found = []
    for n, size in enumerate(sizes, 1):
        members = tuple(
            Practice(f"P{k:02d}", f"P{k:02d}", f"{n:03d}{k:03d}", f"Klinik {n}-{k}", f"{n:016d}{k:016d}")
            for k in range(1, size + 1)
        )
        region = _REGIONS[n % len(_REGIONS)]
        made = Cluster(SPECIALTY, f"Klynge {n}", f"klynge-{n}", (region,), size, False, members=members)
        found.append(made)
    return found


def tables(made: list[Cluster], chosen: list[Indicator], seed: int = 1) -> tuple[pa.Table, pa.Table]:
    """Return the protected table of these clusters and its comparators."""
    rng = np.random.default_rng(seed)
    rows = [row for indicator in chosen for row in _indicator(indicator, made, rng)]
    table = pa.Table.from_pylist(rows, schema=PROTECTED)
    return table, comparators(table, {i.name: i for i in chosen}, POLICY)


def _indicator(indicator: Indicator, made: list[Cluster], rng: np.random.Generator) -> list[dict[str, Any]]:
    """Draw practices' years; sum them to clusters, regions and nation; quarters are a fourth of a year, about."""
    names = [(c, m.organisation) for c in made for m in c.members]
    size, middle = rng.gamma(3, 20, len(names)) + 8, rng.beta(14, 6, len(names))
    rows, before = [], dict[Any, tuple[int, int]]()
    years = Window(PERIOD).years(indicator.year_closes)
    for year in years:
        whole = rng.poisson(size)
        counts = np.stack([met := rng.binomial(whole, middle), whole - met], axis=1)
        groups = _groups(names, counts)
        for (cluster, name), (met, rest) in zip(names, counts.tolist(), strict=True):
            hide = 0 < min(met, rest) < POLICY.threshold
            rows.append(_row(indicator, str(year), "practice", name, cluster, met, rest, hide=hide))
        for key, (met, rest) in groups.items():
            row = _row(indicator, str(year), *key, met, rest, unknown=(met + rest) // 40)
            if old := before.get(key):
                change = [round(float(x), 3) for x in difference(old, (met, met + rest))]
                row |= dict(zip(("change", "change_lower", "change_upper"), change, strict=True))
            before[key] = met, met + rest
            rows.append(row)
        for quarter in year.quarters if indicator.counts == "events" else ():
            for key, (met, rest) in _groups(names, rng.poisson(counts / 4)).items():
                rows.append(
                    _row(indicator, str(quarter), *key, met, rest, hide=min(met, rest) < POLICY.threshold)
                )
    return rows


def _groups(
    names: list[tuple[Cluster, str]], counts: Any
) -> dict[tuple[str, str, Cluster | None], tuple[int, int]]:
    found: dict[tuple[str, str, Cluster | None], tuple[int, int]] = {}
    for (cluster, _), (met, rest) in zip(names, counts.tolist(), strict=True):
        for key in (
            ("cluster", cluster.name, cluster),
            ("region", cluster.regions[0], None),
            ("nation", _COUNTRY, None),
        ):
            had = found.get(key, (0, 0))
            found[key] = had[0] + met, had[1] + rest
    return found


def _row(
    indicator: Indicator,
    period: str,
    level: str,
    organisation: str,
    cluster: Cluster | None,
    met: int,
    rest: int,
    *,
    hide: bool = False,
    unknown: int | None = None,
) -> dict[str, Any]:
    whole = met + rest
    row = {"specialty": SPECIALTY, "indicator": indicator.name, "period": period, "level": level}
    row |= {"organisation": organisation, "cluster": cluster.name if cluster else None}
    if hide:
        return row | {"state": "hidden"}
    if not whole:
        return row | {"state": "no_cases", "met": 0, "not_met": 0, "denominator": 0}
    lower, upper = wilson(met, whole)
    row |= {"state": "shown", "met": met, "not_met": rest, "denominator": whole, "unknown": unknown}
    row |= {"rate": share(met, whole), "rate_lower": round(lower, 3), "rate_upper": round(upper, 3)}
    expected = round(whole * 0.71, 1)
    if indicator.case_mix:
        ratio = adjusted(met, expected, expected * (1 - expected / whole), whole, 1)
        limits = {"oe": ratio.oe, "oe_lower": ratio.oe_lower, "oe_upper": ratio.oe_upper}
        row |= {"expected": expected} | {name: round(float(value), 3) for name, value in limits.items()}
    return row
