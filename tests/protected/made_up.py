"""Made-up atoms and memberships on disk, for tests of the protected stage. Nothing here is used outside
tests."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from schemas.indicator import ATOMS, BOTH_YEARS, MEMBERSHIPS, Indicator
from schemas.period import Quarter, Window

REGIONS = ("Hovedstaden", "Sjælland", "Syddanmark", "Midtjylland", "Nordjylland")


def indicator(
    name="one", counts="events", population="", year_closes=3, specialty="kardiologi", volume=None
) -> Indicator:
    words = dict.fromkeys(
        [
            "version",
            "title",
            "question",
            "why",
            "met",
            "not_met",
            "unknown",
            "excluded",
            "unit",
            "attribution",
            "index_date",
            "reference",
            "limits",
            "completeness",
            "owner",
        ],
        "ord",
    )
    return Indicator(
        name=name,
        specialty=specialty,
        counts=counts,
        population=population,
        year_closes=year_closes,
        case_mix=("sex", "age_band"),
        direction="higher",
        sources=(),
        evidence="V",
        reflection=(),
        review_date=date(2027, 6, 1),
        volume=volume,
        **words,
    )


def members(clusters, period="2026K3", movers=0, seed=0, specialty="kardiologi", open_data=()):
    """Membership rows. clusters: name -> (practices, regions, subclusters). The first movers change cluster
    mid-year."""
    rng = np.random.default_rng(seed)
    rows, number = [], 0
    names = list(clusters)
    for cluster, (size, _, _) in clusters.items():
        for place in range(size):
            number += 1
            leave = int(rng.integers(1, 12)) if number <= movers else None
            for i, quarter in enumerate(Window(Quarter.parse(period)).quarters):
                now = (
                    cluster if leave is None or i < leave else names[(names.index(cluster) + 1) % len(names)]
                )
                _, its_regions, its_subs = clusters[now]
                rows.append(
                    {
                        "practice": f"{number:06d}/2015-01-01",
                        "practice_name": f"Klinik {number}",
                        "specialty": specialty,
                        "quarter": str(quarter),
                        "cluster": now,
                        "subcluster": its_subs[place * len(its_subs) // size] if its_subs else None,
                        "region": its_regions[place % len(its_regions)],
                        "open_data": now in open_data,
                    }
                )
    return rows


def atoms(rows, item: Indicator, mean=25.0, share=0.8, unknown=0.02, excluded=0.05, seed=0):
    """Atoms for every membership: negative binomial sizes with practice effects."""
    rng = np.random.default_rng(seed)
    practices = sorted({r["practice"] for r in rows})
    size = dict(zip(practices, rng.gamma(2.0, mean / 2.0, len(practices)), strict=True))
    rate = dict(zip(practices, rng.beta(20 * share, 20 * (1 - share), len(practices)), strict=True))
    window = Window(Quarter.parse(max(r["quarter"] for r in rows)))
    closes = {str(y.closes): str(y) for y in window.years(item.year_closes)}
    out = []
    for row in sorted(rows, key=lambda r: (r["practice"], r["quarter"])):
        events = item.counts == "events"
        if not events and row["quarter"] not in closes:
            continue
        n = int(rng.poisson(size[row["practice"]] * (1 if events else 4)))
        met = int(rng.binomial(n, rate[row["practice"]]))
        out.append(
            {
                "practice": row["practice"],
                "period": row["quarter"] if events else closes[row["quarter"]],
                "sex": "K",
                "age_band": "U",
                "met": met,
                "not_met": n - met,
                "unknown": int(rng.poisson(n * unknown)),
                "excluded": int(rng.poisson(n * excluded)),
                **beside(n, share),
            }
        )
    return out


def beside(n: int, share: float, amount: int = 0, squares: int = 0, largest: int = 0):
    """What is summed beside n patients' counts: expected at this share, an amount, nobody in two years."""
    return {
        "expected": Decimal(str(round(n * share, 6))),
        "expected_variance": Decimal(str(round(n * share * (1 - share), 6))),
        "amount": Decimal(amount),
        "amount_squares": Decimal(squares),
        "amount_largest": Decimal(largest),
        **dict.fromkeys(BOTH_YEARS, 0),
    }


def sharing(rows, share, seed):
    """The same units with other outcomes: an indicator over the same population."""
    rng = np.random.default_rng(seed)
    found = []
    for row in rows:
        n = row["met"] + row["not_met"]
        met = int(rng.binomial(n, share))
        found.append({**row, "met": met, "not_met": n - met})
    return found


def write(folder: Path, memberships, tables) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_pylist(memberships, schema=MEMBERSHIPS), folder / "memberships.parquet")
    for name, rows in tables.items():
        pq.write_table(pa.Table.from_pylist(rows, schema=ATOMS), folder / f"{name}.parquet")
    return folder
