"""Which groups the group rule compares, and which are another one's double.

Belongs here: comparing sets of stays within a period. Does not belong here: the rule itself
(`disclosure.too_few`).

Group rule (figures.md): a group and its complement in the next larger group are both large enough. Next
larger is the cluster for a subcluster; for a cluster each region it lies wholly in, or the nation when the
region is nothing but that cluster or the cluster lies in several; for a region the nation, and a cluster that
reaches beyond it. Groups of the same practices are one figure, so all but one are hidden always: a subcluster
equal to its cluster, a region equal to a cluster or to the nation, a nation equal to a cluster. The one kept
is what readers ask for first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from assets.protected.units import Unit


def comparisons(units: Sequence[Unit]) -> tuple[list[tuple[int, int]], list[int]]:
    """Return (group, next larger group) pairs and the groups identical to another that is kept."""
    periods: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for n, unit in enumerate(units):
        if unit.published and unit.level not in ("practice", "part"):
            periods[unit.period][unit.level].append(n)
    stays = [frozenset(u.stays) for u in units]
    pairs: list[tuple[int, int]] = []
    identical: list[int] = []
    for levels in periods.values():
        _compare_period(levels, stays, units, pairs, identical)
    return pairs, identical


def _compare_period(
    levels: dict[str, list[int]],
    stays: Sequence[frozenset[int]],
    units: Sequence[Unit],
    pairs: list[tuple[int, int]],
    identical: list[int],
) -> None:
    clusters, regions, nation = levels["cluster"], levels["region"], levels["nation"]
    for small in levels["subcluster"]:
        for large in (c for c in clusters if units[c].organisation == units[small].cluster):
            pairs.append((small, large)) if stays[small] < stays[large] else identical.append(small)
    for small in clusters:
        wider = [r for r in regions if stays[small] < stays[r]] or [
            n for n in nation if stays[small] < stays[n]
        ]
        pairs += [(small, large) for large in wider]
    for small in regions:
        if any(stays[small] == stays[other] for other in [*clusters, *nation]):
            identical.append(small)
            continue
        wider = [c for c in clusters if stays[small] < stays[c]] + nation
        pairs += [(small, large) for large in wider]
    identical += [n for n in nation if any(stays[n] == stays[c] for c in clusters)]
