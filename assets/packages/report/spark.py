"""The sparkline: how one indicator's own figure has moved, small enough for a row of the overview.

Belongs here: its points, its own scale and its alt text. The full drawing of time is `course`.
"""

from __future__ import annotations

from typing import Any

from assets.packages import danish
from assets.packages.figures import Figures
from assets.packages.report import printed
from schemas.indicator import Indicator
from schemas.period import Quarter

#: A sparkline spans at least this many tenths of a per cent: chance must not look like a mountain.
_LEAST = 100


def spark(figures: Figures, indicator: Indicator) -> dict[str, Any] | None:
    """Build the sparkline of an indicator: quarters of events, years of persons and of every subcluster.

    Returns {"low", "high", "points", "alt"} in tenths; a point that is not shown is None. None without any point.
    """
    years = indicator.counts == "persons" or figures.cluster.level == "subcluster"
    periods = figures.periods(indicator.name, years=years)
    own = [figures.own(indicator.name, period) for period in periods]
    points = [figure.share if figure else None for figure in own]
    known = [(share, period) for share, period in zip(points, periods, strict=True) if share is not None]
    if not known:
        return None
    low, high = _limits([share for share, _ in known], amounts=indicator.volume is not None)
    alt = _alt(indicator, figures.cluster.noun, known, len(points), years=years)
    return {"low": low, "high": high, "points": points, "alt": alt}


def _limits(known: list[int], *, amounts: bool) -> tuple[int, int]:
    """Return the scale's ends: the shown values, widened to the least span around their middle."""
    low, high = min(known), max(known)
    least = max(10, high // 5) if amounts else _LEAST
    short = max(0, least - (high - low))
    return low - (short + 1) // 2, high + (short + 1) // 2


def _alt(indicator: Indicator, noun: str, known: list[tuple[int, str]], count: int, *, years: bool) -> str:
    (first, start), (last, end) = known[0], known[-1]
    if len(known) == 1:
        text = f"{noun} havde {printed.measured(indicator, last)} i {_period(end)}"
    else:
        measure = printed.measured(indicator, last)
        text = f"{noun} gik fra {danish.decimal(first)} i {_period(start)} til {measure} i {_period(end)}"
    missing = count - len(known)
    if missing:
        unit = "år" if years else "kvartaler"
        text = f"{text}; {missing} af {count} {unit} har intet tal"
    return printed.stopped(f"Minigraf for {indicator.title}", text)


def _period(period: str) -> str:
    if "-" in period:
        return danish.year_short(period)
    quarter = Quarter.parse(period)
    return f"K{quarter.number} {quarter.year}"
