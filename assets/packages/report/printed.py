"""A figure as it is printed: its number with its measure, what it is made of, its interval, its column.

Belongs here: wording that does not judge. Does not belong here: words about a figure (`words`), numbers alone
(`danish`).
"""

from __future__ import annotations

from typing import Any

from assets.packages import danish
from assets.packages.figures import Figure, Shown
from schemas.indicator import Indicator


def measured(indicator: Indicator, tenths: int) -> str:
    """Write a number with the indicator's measure: "60,4 pct.", "4.212,3 DDD pr. 1.000"."""
    return f"{danish.decimal(tenths)} {indicator.measure}"


def measure_head(indicator: Indicator) -> str:
    """Head a column of numbers: "Pct.", or an amount's measure with a capital letter."""
    return danish.sentence(indicator.measure).removesuffix("." if indicator.volume else "")


def counted(indicator: Indicator, figure: Shown) -> str:
    """Write what a figure is made of: "23 af 45", or "4.000 DDD, 53 patienter"."""
    if indicator.volume is None or figure.value is None:
        return f"{danish.whole(figure.met)} af {danish.whole(figure.denominator)}"
    noun = "patient" if figure.denominator == 1 else "patienter"
    return f"{danish.whole(figure.value)} {indicator.volume.unit}, {danish.whole(figure.denominator)} {noun}"


def interval_words(limits: tuple[int, int] | None) -> str:
    """Write the interval with its name; a few patients' amount has none."""
    return (
        f"95 pct.-interval {danish.span(*limits)}" if limits else "intet interval: få patienter afgør tallet"
    )


def unit_first(indicator: Indicator, detail: str) -> str:
    """Put an amount's measure, too long to stand beside the number, in front of what stands below it."""
    return f"{indicator.measure}; {detail}" if indicator.volume else detail


def column(indicator: Indicator, label: str, kind: str) -> dict[str, Any]:
    """Begin one of the numbers under a headline: without a number yet."""
    unit = "" if indicator.volume else indicator.measure
    return {"label": label, "value": "", "before": "", "detail": "", "kind": kind, "unit": unit}


def stopped(*sentences: str) -> str:
    """Join sentences, each with one full stop; empty ones are left out."""
    return " ".join(s if s.endswith(".") else f"{s}." for s in sentences if s)


def instead(figure: Figure | None) -> str:
    """Say shortly why a number is not there."""
    return "ingen patienter" if figure is not None and figure.state == "no_cases" else "vises ikke"
