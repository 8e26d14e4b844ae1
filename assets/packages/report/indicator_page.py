"""The pages of one indicator, as data: A with headline, numbers, context band, forest table and time; B for the talk.

Belongs here: what stands on those pages. Does not belong here: how they are drawn, the questions (`discussion`).
"""

from __future__ import annotations

from typing import Any

import estimates
from assets.packages import danish
from assets.packages.figures import Figures, Shown
from assets.packages.report import discussion, printed, words
from assets.packages.report.adjusted import adjusted
from assets.packages.report.context import context_band
from assets.packages.report.country import Country, country
from assets.packages.report.course import changes, course
from assets.packages.report.forest import answered, forest
from assets.packages.report.funnel import funnel
from assets.packages.report.strip import comparators
from schemas.indicator import Indicator

_EVIDENCE = {
    "V": "Indikatoren følger en klinisk kvalitetsdatabase",
    "V-code": "Koderne er efterprøvet, indikatoren er et forslag",
    "ILL": "Illustrativt eksempel, ikke fagligt godkendt",
}


def evidence_words(indicator: Indicator) -> str:
    """Say how well founded the indicator is."""
    return _EVIDENCE[indicator.evidence]


def newest_year(figures: Figures, indicator: Indicator) -> str | None:
    """Return the newest year the cluster has a row for, or None when the release has none."""
    years = figures.periods(indicator.name, years=True)
    return years[-1] if years else None


def indicator_page(
    figures: Figures, indicator: Indicator, number: int, *, talk: bool = True
) -> dict[str, Any]:
    """Build one indicator's page A, and B as "talk" unless it goes without: the questions then stand on A.

    Raises LookupError when the cluster has no year for it at all.
    """
    year = newest_year(figures, indicator)
    if year is None:
        raise LookupError(f"no year of {indicator.name} in the protected table")
    own = figures.own(indicator.name, year)
    unknown = words.unknown_of(own)
    around = country(figures, indicator, year)
    found = words.finding(indicator, own, around)
    judged = words.may_judge(answered(figures, indicator, year))
    table = forest(figures, indicator, year, around, judged=judged)
    questions = discussion.questions(indicator, own, table["rows"], judged=judged)
    return {
        "name": indicator.name,
        "number": number,
        "title": indicator.title,
        "practices": f"Praksisserne i {figures.cluster.noun.lower()}",
        "headline": found.headline,
        "missed": found.verdict == "missed",
        "question": indicator.question,
        "met": _met_words(indicator),
        "period": f"{danish.year(year)}. {evidence_words(indicator)}.",
        "numbers": _numbers(figures, indicator, year, found),
        "unknown": _unknown_words(indicator, unknown),
        "changes": changes(figures, indicator),
        "context": context_band(figures, indicator, year),
        "forest": table,
        "course": course(figures, indicator),
        "reflection": [] if talk else questions,
        "talk": _talk(figures, indicator, year, around, table, questions) if talk else None,
    }


def _talk(
    figures: Figures,
    indicator: Indicator,
    year: str,
    around: Country,
    table: dict[str, Any],
    questions: list[str],
) -> dict[str, Any]:
    """Return page B: the funnel or why there is none, what to talk about, and room to write the plan."""
    return {
        "funnel": funnel(figures, indicator, year, around, table["rows"], discussion.lines(questions)),
        "legend": [entry for entry in table["legend"] if entry["shape"] != "band"],
        "questions": questions,
        "plan": discussion.plan(indicator, figures.own(indicator.name, year)),
    }


def _met_words(indicator: Indicator) -> str:
    text = indicator.met.strip().rstrip(".")
    return f"Opfyldt: {text[:1].lower() + text[1:] if text[1:2].islower() else text}."


def _numbers(figures: Figures, indicator: Indicator, year: str, found: words.Finding) -> list[dict[str, Any]]:
    """Return the numbers under the headline: the own figure, the same adjusted, regions, nation, target."""
    own = figures.own(indicator.name, year)
    columns = [_number(indicator, figures.cluster.noun, Shown.of(own), "cluster")]
    if not columns[0]["value"]:
        columns[0]["detail"] = printed.instead(own)
    if standardised := adjusted(figures, indicator, own):
        columns.append(standardised)
    for level, name, figure in comparators(figures, indicator, year):
        columns.append(_number(indicator, name, figure, level))
    if indicator.target:
        target = indicator.target
        word = "højst" if indicator.direction == "lower" else "mindst"
        detail = f"{target.owner} {target.year}"
        number = {"value": danish.standard(target.value), "before": word}
        columns.append(
            printed.column(indicator, "Mål", "target")
            | number
            | {"detail": printed.unit_first(indicator, detail)}
        )
    columns[0]["missed"] = found.verdict == "missed"
    return columns


def _number(indicator: Indicator, label: str, figure: Shown | None, kind: str) -> dict[str, Any]:
    column = printed.column(indicator, label, kind)
    if figure is None:
        return column | {"detail": "vises ikke"}
    own = kind == "cluster"
    detail = printed.interval_words(figure.limits) if own else printed.counted(indicator, figure)
    value = danish.decimal(figure.share)
    return column | {"value": value, "detail": printed.unit_first(indicator, detail)}


def _unknown_words(indicator: Indicator, unknown: estimates.Missing | None) -> str:
    """Say how much is unknown; above the limit, what it may mean."""
    if unknown is None or not unknown.share:
        return ""
    share = danish.percent(unknown.share)
    if not unknown.too_much:
        return f"Uoplyst: {share} De indgår ikke i {'tallet' if indicator.volume else 'andelen'}."
    if indicator.volume:
        return f"{share} af svarene er uoplyst, og derfor vurderes tallet ikke."
    return (
        f"{share} af svarene er uoplyst, og derfor vurderes tallet ikke. Opfyldte ingen af de uoplyste "
        f"indikatoren, ville andelen være {danish.percent(unknown.lowest)} Opfyldte alle den, ville den "
        f"være {danish.percent(unknown.highest)}"
    )
