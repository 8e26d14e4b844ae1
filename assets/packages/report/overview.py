"""The overview: every indicator in one row, and the finding in one sentence above them.

Belongs here: the rows' numbers, words and small drawings, from shown figures only. Does not belong here: which words
are allowed (`words`, `findings`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assets.packages import danish
from assets.packages.figures import Figures, Shown
from assets.packages.report import printed
from assets.packages.report.axis import axis
from assets.packages.report.findings import Found, findings, headline, standing
from assets.packages.report.spark import spark
from assets.packages.report.strip import comparators
from schemas.indicator import Indicator


def overview(figures: Figures, catalogue: Sequence[Indicator]) -> dict[str, Any]:
    """Build the overview: a headline, and one row per indicator with the practices' dots on a common axis."""
    found = findings(figures, catalogue)
    return {
        "headline": headline(found),
        "own": figures.cluster.noun,
        "text": _text(figures.cluster.noun),
        "axis": axis([0, 1000]),
        "rows": [_row(figures, entry, number) for number, entry in enumerate(found, 1)],
    }


def _text(noun: str) -> str:
    return (
        "Tal i pct., hvor intet andet står, for det nyeste hele år. Hver prik er en praksis, den lodrette blå "
        f"streg er {noun.lower()}, den stiplede er målet. Linjen yderst er {noun.lower()} over tid på sin egen "
        "skala; prikken er det nyeste tal, og et hul er et tal, der ikke vises."
    )


def _row(figures: Figures, found: Found, number: int) -> dict[str, Any]:
    indicator, year, own = found.indicator, found.year, found.shown
    nation = next((f for level, _, f in comparators(figures, indicator, year) if level == "nation"), None)
    target = indicator.target
    status, beside = standing(found)
    return {
        "name": indicator.name,
        "number": number,
        "title": indicator.title,
        "share": danish.decimal(own.share) if own else "–",
        "at": own.share if own else None,
        "nation": danish.decimal(nation.share) if nation else "–",
        "target_text": danish.standard(target.value) if target else "–",
        "target": round(target.value * 10) if target else None,
        "status": status,
        "beside": beside,
        "missed": found.finding.verdict == "missed",
        "spark": spark(figures, indicator),
        **_practices(figures, indicator, year),
    }


def _practices(figures: Figures, indicator: Indicator, year: str) -> dict[str, Any]:
    """Return the dots of the shown practices and how many have none."""
    level = figures.level(indicator.name, "practice", year)
    shares = [shown.share for f in level if (shown := Shown.of(f))]
    hidden = sum(f.state == "hidden" for f in level)
    # Amounts do not lie on the common axis of 0-100 per cent: their row has words instead of dots.
    amount = f"{printed.measure_head(indicator)}: se siden" if indicator.volume else ""
    return {
        "practices": sorted(shares),
        "amount": amount,
        "detail": f"{hidden} af {len(level)} vises ikke" if hidden else "",
    }
