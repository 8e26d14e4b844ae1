"""The workbook as data: what stands on each sheet, in which order and under which name.

Belongs here: rows cut from shown figures in tenths, as the PDF prints them, and the reader's words. Does not belong
here: cells, formats and drawing. A figure that is not shown is None with a word beside it; never 0, never a text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest
from typing import Any

from assets.packages import danish
from assets.packages.figures import Figure, Figures, Shown
from assets.packages.release import Release
from assets.packages.report import printed, words
from assets.packages.report.axis import axis
from assets.packages.report.cover import specialty_title
from assets.packages.report.forest import ordered
from assets.packages.report.strip import region_name
from assets.packages.workbook.readme import readme
from schemas.indicator import Indicator
from schemas.period import Quarter
from schemas.policy import Policy
from schemas.protected import CODES

#: What Excel allows in a sheet's name.
_LONGEST_NAME, _FORBIDDEN = 31, re.compile(r"[\[\]:*?/\\'\x00-\x1f]")
#: Rows of the action plan for agreements that no indicator measures.
_FREE_ROWS = 4


class WorkbookError(RuntimeError):
    """A workbook could not be made. The message names the indicator, or says what the file cannot hold."""


def workbook_content(
    figures: Figures, catalogue: Sequence[Indicator], release: Release, policy: Policy
) -> dict[str, Any]:
    """Build the workbook of one package, as plain data: shares in tenths of a per cent, amounts in tenths.

    Raises WorkbookError naming the indicator whose sheet failed.
    """
    sheets = [_sheet(figures, indicator, number) for number, indicator in enumerate(catalogue, 1)]
    specialty = specialty_title(figures.cluster.specialty)
    return {
        "title": f"Klyngepakke: {specialty}, {figures.cluster.title}",
        "subject": f"{specialty}, {danish.quarter(str(release.period))}",
        "notice": release.notice,
        "readme": readme(figures, catalogue, release, policy),
        "indicators": sheets,
        "titles": {indicator.name: indicator.title for indicator in catalogue},
        "volumes": [indicator.name for indicator in catalogue if indicator.volume],
        "plan": [*(sheet["heading"] for sheet in sheets), *[""] * _FREE_ROWS],
    }


def sheet_name(number: int, title: str) -> str:
    """Name an indicator's sheet by number and title, cut between words: unique by its number, at most 31 characters."""
    text = " ".join(_FORBIDDEN.sub(" ", f"{number} {title}").split())
    if len(text) <= _LONGEST_NAME:
        return text
    cut = text[: _LONGEST_NAME + 1].rpartition(" ")[0].rstrip(" ,;.–-")
    # One long word: cut inside it rather than leave the number alone.
    return cut if " " in cut else text[:_LONGEST_NAME]


def _sheet(figures: Figures, indicator: Indicator, number: int) -> dict[str, Any]:
    try:
        return _indicator(figures, indicator, number)
    except Exception as error:
        # Whatever it was, it stops this package only; everything at hand here is already protected.
        text = f"workbook sheet of {indicator.name}: {type(error).__name__} while its content was made"
        raise WorkbookError(text) from error


def _indicator(figures: Figures, indicator: Indicator, number: int) -> dict[str, Any]:
    years = figures.periods(indicator.name, years=True)
    if not years:
        raise LookupError(f"no year of {indicator.name} in the protected table")
    return {
        "sheet": sheet_name(number, indicator.title),
        "number": number,
        "heading": f"{number}. {indicator.title}",
        "question": indicator.question.strip(),
        "period": _period_words(indicator, years[-1]),
        "volume": indicator.volume is not None,
        "units": _units(figures, indicator, years[-1]),
        "course": _course(figures, indicator, years),
    }


def _period_words(indicator: Indicator, year: str) -> str:
    target = f"Mål: {words.target_words(indicator)}" if indicator.target else "Intet mål er fastsat"
    return printed.stopped(danish.year(year), f"Nævner: {indicator.unit}", target)


def _heads(indicator: Indicator, first: Sequence[str]) -> list[str]:
    """Head the columns of a table: what is said of a figure follows `first`, whose last one is the figure."""
    counted = f"Mængde ({indicator.volume.unit})" if indicator.volume else "Opfyldt"
    return [*first, "Nedre grænse", "Øvre grænse", counted, "Nævner"]


def _units(figures: Figures, indicator: Indicator, year: str) -> dict[str, Any]:
    """Build the table of the newest year: practices as the PDF orders them, then the own unit and wider ones."""
    measure = printed.measure_head(indicator) if indicator.volume else "Andel"
    found = [*ordered(figures.level(indicator.name, "practice", year)), *_wider(figures, indicator, year)]
    rows = [[_name(f), CODES["level"][f.level], *_cells(f), _word(f)] for f in found]
    highest = [f.share if f.upper is None else f.upper for f in found]
    own = figures.own(indicator.name, year)
    hidden = sum(f.state == "hidden" for f in found)
    return {
        "heads": [*_heads(indicator, ("Enhed", "Niveau", measure)), "Skjult"],
        "rows": rows,
        "kinds": ["own" if f is own else f.level for f in found],
        "axis": _scale([0, *highest], indicator, 5),
        "chart": "Praksisserne med 95 pct.-interval",
        "alt": printed.stopped(
            f"Søjlediagram for {indicator.title}: {len(rows)} rækker i tabellens orden, {hidden} skjulte uden søjle",
            _own_words(figures, indicator, own),
        ),
    }


def _wider(figures: Figures, indicator: Indicator, year: str) -> list[Figure]:
    """Return the own unit, its subclusters or cluster, regions and nation; not one that is the own unit again."""
    cluster, own = figures.cluster, figures.own(indicator.name, year)
    if cluster.subcluster:
        beside = figures.level(indicator.name, "cluster", year)
    else:
        beside = ordered(figures.level(indicator.name, "subcluster", year))
    regions = [figures.one(indicator.name, "region", year, region) for region in cluster.regions]
    others = [*beside, *regions, figures.one(indicator.name, "nation", year)]
    return [*([own] if own else []), *(f for f in others if f and not _same(f, own))]


def _course(figures: Figures, indicator: Indicator, years: Sequence[str]) -> dict[str, Any]:
    """Build the table of time: the own unit with the nation beside, by quarters where it has them, else by years."""
    quarters = figures.periods(indicator.name, years=False)
    by_quarter = bool(quarters) and not figures.cluster.subcluster
    periods = quarters if by_quarter else years
    own = [figures.own(indicator.name, p) for p in periods]
    nation = [figures.one(indicator.name, "nation", p) for p in periods]
    if all(f is None or _same(f, o) for f, o in zip(nation, own, strict=True)):
        nation = []
    heads = _heads(indicator, ("Periode", figures.cluster.noun)) + (["Landet"] if nation else [])
    rows = []
    for period, mine, theirs in zip_longest(periods, own, nation):
        said = [_word(mine), "landet skjult" if nation and Shown.of(theirs) is None else ""]
        country = [theirs.share if theirs else None] if nation else []
        rows.append([_period(period), *_cells(mine), *country, ", ".join(filter(None, said))])
    shares = [f.share for f in (*own, *nation) if f]
    shown = sum(f is not None and f.state == "shown" for f in own)
    rhythm = "kvartal for kvartal" if by_quarter else "år for år"
    unit = f"{figures.cluster.noun} og landet" if nation else figures.cluster.noun
    return {
        "heads": [*heads, "Skjult"],
        "rows": rows,
        "nation": bool(nation),
        "axis": _scale(shares, indicator, 5),
        "chart": f"{unit}, {rhythm}",
        "alt": printed.stopped(
            f"Kurve for {indicator.title}: {unit} {rhythm}, {shown} af {len(rows)} punkter vises",
            _own_words(figures, indicator, figures.own(indicator.name, years[-1])),
        ),
    }


def _own_words(figures: Figures, indicator: Indicator, own: Figure | None) -> str:
    if own is None or own.share is None:
        return f"{figures.cluster.noun}s tal for det seneste år: {printed.instead(own)}"
    return f"{figures.cluster.noun} har {printed.measured(indicator, own.share)} i det seneste år"


def _cells(figure: Figure | None) -> list[int | None]:
    """Return figure, limits, what was counted (or its amount) and the denominator; all None unless shown."""
    shown = Shown.of(figure)
    if shown is None:
        return [None] * 5
    counted = shown.met if shown.value is None else shown.value
    return [shown.share, shown.lower, shown.upper, counted, shown.denominator]


def _word(figure: Figure | None) -> str:
    """Say why a row is blank: empty for one that is shown."""
    if figure is None:
        return "vises ikke"
    return "" if figure.state == "shown" else CODES["state"][figure.state]


def _name(figure: Figure) -> str:
    names = {"region": region_name(figure.organisation), "nation": "Hele landet"}
    name = names.get(figure.level, figure.organisation)
    return f"Babyklynge {name}" if figure.level == "subcluster" and "klynge" not in name.lower() else name


def _period(period: str) -> str:
    if "-" in period:
        return danish.year_short(period)
    quarter = Quarter.parse(period)
    return f"K{quarter.number} {quarter.year}"


def _same(one: Figure, other: Figure | None) -> bool:
    return other is not None and one.counts is not None and one.counts == other.counts


def _scale(values: Sequence[int | None], indicator: Indicator, ticks: int) -> dict[str, int] | None:
    """Return lowest, highest and step in tenths, as the PDF's axes are made; None without any tick."""
    found = axis(values, ticks, amounts=indicator.volume is not None)
    marks = [mark["at"] for mark in found["ticks"]]
    if len(marks) < 2:
        return None
    return {"low": found["low"], "high": found["high"], "step": marks[1] - marks[0]}
