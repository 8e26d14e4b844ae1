"""How the cluster's figure has moved: a run chart by quarter for events, a row per year for persons.

Belongs here: the two drawings of time, their words and alt texts. A quarter that is not shown is a gap.
"""

from __future__ import annotations

from typing import Any

import estimates
from assets.packages import danish
from assets.packages.figures import Figure, Figures, Shown
from assets.packages.report import words
from assets.packages.report.axis import axis
from schemas.indicator import Indicator
from schemas.period import Quarter


def course(figures: Figures, indicator: Indicator) -> dict[str, Any]:
    """Build the drawing of time for one indicator: kind "quarters" (events) or "years" (persons)."""
    if indicator.counts == "events":
        return _quarters(figures, indicator)
    return _years(figures, indicator)


def _quarters(figures: Figures, indicator: Indicator) -> dict[str, Any]:
    periods = figures.periods(indicator.name, years=False)
    own = [figures.one(indicator.name, "cluster", p) for p in periods]
    country = [figures.one(indicator.name, "nation", p) for p in periods]
    if [f and f.counts for f in own] == [f and f.counts for f in country]:
        country = []
    shares = [f.share for f in own if f and f.share is not None]
    reading = estimates.course(shares)
    target = round(indicator.target.value * 10) if indicator.target else None
    nation = [f.share if f else None for f in country]
    withheld = sum(f is not None and f.state == "hidden" for f in own)
    return {
        "kind": "quarters",
        "heading": _heading(own, periods),
        "text": words.course_words(reading, withheld),
        "axis": axis([*shares, *nation, target], 5),
        "points": [_point(f, p, i == 0) for i, (f, p) in enumerate(zip(own, periods, strict=True))],
        "nation": nation,
        "median": reading.median if reading and reading.points > 1 else None,
        "target": target,
        "labels": _labels(shares, nation, reading, target),
        "alt": _alt(indicator, own, nation, periods, reading),
    }


def _point(figure: Figure | None, period: str, first: bool) -> dict[str, Any]:
    quarter = Quarter.parse(period)
    return {
        "at": figure.share if figure else None,
        "state": figure.state if figure else "hidden",
        "tick": f"K{quarter.number}",
        "year": str(quarter.year) if first or quarter.number == 1 else "",
    }


def _heading(own: list[Figure | None], periods: list[str]) -> str:
    shown = [(f.share, p) for f, p in zip(own, periods, strict=True) if f and f.share is not None]
    if len(shown) < 2:
        return "Udviklingen kan ikke vises"
    (first, start), (last, end) = shown[0], shown[-1]
    return f"Fra {danish.decimal(first)} pct. ({_tick(start)}) til {danish.decimal(last)} pct. ({_tick(end)})"


def _tick(period: str) -> str:
    quarter = Quarter.parse(period)
    return f"K{quarter.number} {quarter.year}"


def _labels(
    shares: list[int], nation: list[int | None], reading: estimates.Course | None, target: int | None
) -> list[dict[str, Any]]:
    labels: list[dict[str, Any]] = []
    if shares:
        labels.append({"kind": "cluster", "at": shares[-1], "text": f"Klyngen {danish.decimal(shares[-1])}"})
    known = [v for v in nation if v is not None]
    if known:
        labels.append({"kind": "nation", "at": known[-1], "text": f"Landet {danish.decimal(known[-1])}"})
    if reading and reading.points > 1:
        text = f"Median {danish.decimal(reading.median)}"
        labels.append({"kind": "median", "at": reading.median, "text": text})
    if target is not None:
        labels.append({"kind": "target", "at": target, "text": f"Mål {danish.standard(target / 10)}"})
    return labels


def _alt(
    indicator: Indicator,
    own: list[Figure | None],
    nation: list[int | None],
    periods: list[str],
    reading: estimates.Course | None,
) -> str:
    def spoken(share: int | None) -> str:
        return "vises ikke" if share is None else danish.decimal(share)

    series = ", ".join(
        f"{_tick(p)} {spoken(f.share if f else None)}" for f, p in zip(own, periods, strict=True)
    )
    text = f"Seriediagram for {indicator.title}. Klyngens andel i pct. pr. kvartal: {series}."
    if reading and reading.points > 1:
        text += f" Medianen er {danish.percent(reading.median)}"
    if known := [v for v in nation if v is not None]:
        text += f" Hele landet gik fra {danish.decimal(known[0])} til {danish.percent(known[-1])}"
    return text


def _years(figures: Figures, indicator: Indicator) -> dict[str, Any]:
    periods = figures.periods(indicator.name, years=True)
    own = [figures.one(indicator.name, "cluster", p) for p in periods]
    country = [figures.one(indicator.name, "nation", p) for p in periods]
    if [f and f.counts for f in own] == [f and f.counts for f in country]:
        country = [None] * len(periods)
    target = round(indicator.target.value * 10) if indicator.target else None
    values = [v for f in own if f for v in (f.lower, f.upper)] + [f.share for f in country if f] + [target]
    return {
        "kind": "years",
        "heading": "Klyngen år for år",
        "text": "Indikatoren tæller personer over et helt år og vises derfor ikke pr. kvartal.",
        "axis": axis(values, 5),
        "target": target,
        "rows": [_year_row(*found) for found in zip(periods, own, country, strict=True)],
    }


def _year_row(period: str, own: Figure | None, country: Figure | None) -> dict[str, Any]:
    shown, nation = Shown.of(own), Shown.of(country)
    row: dict[str, Any] = {
        "name": danish.year_short(period),
        "nation": nation.share if nation else None,
        "nation_text": danish.decimal(nation.share) if nation else "–",
    }
    if shown is None:
        no_cases = own is not None and own.state == "no_cases"
        return row | {
            "state": "no_cases" if no_cases else "hidden",
            "text": words.NO_CASES if no_cases else words.HIDDEN,
        }
    return row | {
        "state": "shown",
        "at": shown.share,
        "low": shown.lower,
        "high": shown.upper,
        "share": danish.decimal(shown.share),
        "count": f"{danish.whole(shown.met)} af {danish.whole(shown.denominator)}",
    }
