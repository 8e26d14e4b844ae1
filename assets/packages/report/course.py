"""How the reader's own figure has moved: a run chart by quarter for events, a row per year for persons.

Belongs here: the two drawings of time, their words and alt texts. A quarter that is not shown is a gap.
"""

from __future__ import annotations

from typing import Any

import estimates
from assets.packages import danish
from assets.packages.figures import Figure, Figures, Shown
from assets.packages.report import printed, series, words
from assets.packages.report.axis import axis
from schemas.indicator import Indicator
from schemas.period import Quarter


def course(figures: Figures, indicator: Indicator) -> dict[str, Any]:
    """Build the drawing of time for one indicator: kind "quarters" (events) or "years" (persons, subclusters)."""
    quarters = indicator.counts == "events" and figures.cluster.level == "cluster"
    return _quarters(figures, indicator) if quarters else _years(figures, indicator)


def changes(figures: Figures, indicator: Indicator) -> str:
    """Say the own unit's change from year to year, newest first, in numbers only."""
    years = reversed(figures.periods(indicator.name, years=True))
    found = [(year, figures.own(indicator.name, year)) for year in years]
    return printed.stopped(
        *(
            f"{danish.sentence(danish.year_short(year))[:-1]}: {words.change_words(figure.change)}"
            for year, figure in found
            if figure and figure.change
        )
    )


def _quarters(figures: Figures, indicator: Indicator) -> dict[str, Any]:
    periods = figures.periods(indicator.name, years=False)
    own = [figures.own(indicator.name, p) for p in periods]
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
        "heading": _heading(indicator, own, periods),
        "text": series.course_words(reading, withheld),
        "axis": axis([*shares, *nation, target], 5, amounts=indicator.volume is not None),
        # Room for the labels left of the axis.
        "left": 14 if indicator.volume else 8,
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


def _heading(indicator: Indicator, own: list[Figure | None], periods: list[str]) -> str:
    shown = [(f.share, p) for f, p in zip(own, periods, strict=True) if f and f.share is not None]
    if len(shown) < 2:
        return "Udviklingen kan ikke vises"
    (first, start), (last, end) = shown[0], shown[-1]
    before, after = danish.decimal(first), danish.decimal(last)
    if indicator.volume:
        return f"Fra {before} ({_tick(start)}) til {after} {indicator.measure} ({_tick(end)})"
    return f"Fra {before} pct. ({_tick(start)}) til {after} pct. ({_tick(end)})"


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
    what = "mængde" if indicator.volume else "andel"
    text = [
        f"Seriediagram for {indicator.title}",
        f"Klyngens {what} i {indicator.measure} kvartal for kvartal: {series}",
    ]
    if reading and reading.points > 1:
        text.append(f"Medianen er {printed.measured(indicator, reading.median)}")
    if known := [v for v in nation if v is not None]:
        first, last = danish.decimal(known[0]), printed.measured(indicator, known[-1])
        text.append(f"Hele landet gik fra {first} til {last}")
    return printed.stopped(*text)


def _years(figures: Figures, indicator: Indicator) -> dict[str, Any]:
    periods = figures.periods(indicator.name, years=True)
    own = [figures.own(indicator.name, p) for p in periods]
    country = [figures.one(indicator.name, "nation", p) for p in periods]
    if [f and f.counts for f in own] == [f and f.counts for f in country]:
        country = [None] * len(periods)
    target = round(indicator.target.value * 10) if indicator.target else None
    values = [v for f in own if f for v in (f.share, f.lower, f.upper)]
    values += [*(f.share for f in country if f), target]
    volume = indicator.volume is not None
    return {
        "kind": "years",
        "heading": f"{figures.cluster.noun} år for år",
        "text": (
            "Babyklynger vises kun for hele år: kvartalernes tal er for små."
            if figures.cluster.level == "subcluster"
            else "Indikatoren tæller personer over et helt år og vises derfor ikke pr. kvartal."
        ),
        "axis": axis(values, 1 if volume else 5, amounts=volume),
        "target": target,
        "measure": printed.measure_head(indicator),
        "wide": volume,
        "rows": [_year_row(indicator, *found) for found in zip(periods, own, country, strict=True)],
    }


def _year_row(
    indicator: Indicator, period: str, own: Figure | None, country: Figure | None
) -> dict[str, Any]:
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
        "count": printed.counted(indicator, shown),
    }
