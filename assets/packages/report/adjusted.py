"""The cluster's number adjusted for case-mix, or the reason why there is none.

Belongs here: O/E times the reference, as printed. Does not belong here: O/E and its limits (the protected table).
"""

from __future__ import annotations

from math import floor
from typing import Any

from assets.packages import danish
from assets.packages.figures import Figure, Figures, Shown
from assets.packages.report import printed
from schemas.indicator import Indicator

_STRATA = {"sex": "køn", "age_band": "alder"}


def case_mix_words(indicator: Indicator) -> str:
    """Say what is adjusted for: "køn og alder"; empty when nothing is."""
    return danish.listed([_STRATA[name] for name in indicator.case_mix])


def adjusted(figures: Figures, indicator: Indicator, cluster: Figure | None) -> dict[str, Any] | None:
    """Return the column of the adjusted number: O/E times the reference. None without case-mix."""
    if not indicator.case_mix:
        return None
    column = printed.column(indicator, f"Justeret for {case_mix_words(indicator)}", "adjusted")
    if missing := _why_not(figures, indicator, cluster):
        return column | {"detail": missing}
    value, lower, upper = _adjusted(figures, indicator, cluster)
    assert value is not None
    limits = None if lower is None or upper is None else (lower, upper)
    return column | {
        "value": danish.decimal(value),
        "detail": printed.unit_first(indicator, printed.interval_words(limits)),
    }


def adjusted_share(figures: Figures, indicator: Indicator, cluster: Figure | None) -> int | None:
    """Return the adjusted number alone, in tenths as printed; None when there is none."""
    if not indicator.case_mix or _why_not(figures, indicator, cluster):
        return None
    return _adjusted(figures, indicator, cluster)[0]


def _adjusted(
    figures: Figures, indicator: Indicator, cluster: Figure | None
) -> tuple[int | None, int | None, int | None]:
    """Return the adjusted number and its limits in tenths; only where `_why_not` is empty."""
    assert cluster is not None
    assert cluster.ratio is not None
    reference, ratio = figures.reference(indicator.name), cluster.ratio
    value, lower, upper = (_tenths(indicator, oe, reference) for oe in (ratio.oe, ratio.lower, ratio.upper))
    return value, lower, upper


def _why_not(figures: Figures, indicator: Indicator, cluster: Figure | None) -> str:
    if Shown.of(cluster) is None:
        return printed.instead(cluster)
    assert cluster is not None
    if cluster.ratio is None:
        return "kan ikke justeres: der er ingen andre klynger i basisåret"
    if cluster.ratio.oe is None:
        return "kan ikke justeres: det forventede er ingen eller alle"
    if figures.reference(indicator.name) is None:
        return "kan ikke justeres: tallene fra basisåret vises ikke"
    return ""


def _tenths(indicator: Indicator, oe: float | None, reference: float | None) -> int | None:
    """Multiply, in tenths as printed, rounded half up; a share stays within 0-100 per cent."""
    if oe is None or reference is None:
        return None
    # 1e-9: products of decimals miss a half by the last bits.
    found = floor(oe * reference * (10 if indicator.volume else 1000) + 0.5 + 1e-9)
    return found if indicator.volume else max(0, min(1000, found))
