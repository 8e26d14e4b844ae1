"""The context strip: the reader's own unit with interval, regions, nation and target on one axis.

Belongs here: that small drawing's data and alt text.
"""

from __future__ import annotations

from typing import Any

from assets.packages import danish
from assets.packages.figures import Figure, Figures, Shown
from assets.packages.report import printed
from assets.packages.report.axis import axis
from schemas.indicator import Indicator


def region_name(name: str) -> str:
    """Write a region with its official first word: "Midtjylland" -> "Region Midtjylland"."""
    return name if name.startswith("Region ") else f"Region {name}"


def comparators(figures: Figures, indicator: Indicator, year: str) -> list[tuple[str, str, Shown | None]]:
    """Return (level, name, figure) for regions and nation, and a subcluster's whole cluster before them.

    One that equals the reader's own is left out.
    """
    own = Shown.of(figures.own(indicator.name, year))
    wider: list[tuple[str, str, Figure | None]] = []
    if figures.cluster.subcluster:
        wider.append(("whole", "Hele klyngen", figures.one(indicator.name, "cluster", year)))
    wider += [
        ("region", region_name(r), figures.one(indicator.name, "region", year, r))
        for r in figures.cluster.regions
    ]
    wider.append(("nation", "Hele landet", figures.one(indicator.name, "nation", year)))
    found = [(level, name, Shown.of(figure)) for level, name, figure in wider]
    return [f for f in found if own is None or f[2] is None or not _same(f[2], own)]


def strip(figures: Figures, indicator: Indicator, year: str) -> dict[str, Any] | None:
    """Build the strip of one indicator and year. None when the reader's own unit is not shown."""
    own = Shown.of(figures.own(indicator.name, year))
    if own is None:
        return None
    others = [(level, name, f) for level, name, f in comparators(figures, indicator, year) if f is not None]
    target = round(indicator.target.value * 10) if indicator.target else None
    interval = printed.interval_words(own.limits)
    alt = f"{indicator.title}: {figures.cluster.noun.lower()} {printed.measured(indicator, own.share)} ({interval})"
    for _, name, figure in others:
        alt += f", {name} {printed.measured(indicator, figure.share)}"
    if target is not None:
        alt += f", mål {danish.standard(target / 10)} {indicator.measure}"
    values = [own.share, own.lower, own.upper, target, *(f.share for *_, f in others)]
    return {
        "axis": axis(values, 3, amounts=True) if indicator.volume else axis(values, 5),
        "at": own.share,
        "low": own.lower,
        "high": own.upper,
        "others": [{"kind": level, "at": f.share} for level, _, f in others],
        "target": target,
        "alt": f"{alt.removesuffix('.')}.",
    }


def _same(one: Shown, other: Shown) -> bool:
    return (one.met, one.denominator) == (other.met, other.denominator)
