"""The page of one indicator, as data: headline, numbers beside each other, forest table, time, questions.

Belongs here: what stands on that page and in which order. Does not belong here: how it is drawn.
"""

from __future__ import annotations

from typing import Any

import estimates
from assets.packages import danish
from assets.packages.figures import Figures, Shown
from assets.packages.report import words
from assets.packages.report.adjusted import adjusted
from assets.packages.report.country import country
from assets.packages.report.course import changes, course
from assets.packages.report.forest import forest
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


def indicator_page(figures: Figures, indicator: Indicator, number: int) -> dict[str, Any]:
    """Build one indicator's page. Raises LookupError when the cluster has no year for it at all."""
    year = newest_year(figures, indicator)
    if year is None:
        raise LookupError(f"no year of {indicator.name} in the protected table")
    cluster = figures.one(indicator.name, "cluster", year)
    unknown = words.unknown_of(cluster)
    around = country(figures, indicator, year)
    found = words.finding(indicator, cluster, around)
    return {
        "name": indicator.name,
        "number": number,
        "title": indicator.title,
        "headline": found.headline,
        "missed": found.verdict == "missed",
        "question": indicator.question,
        "met": _met_words(indicator),
        "period": f"{danish.year(year)}. {evidence_words(indicator)}.",
        "numbers": _numbers(figures, indicator, year, found),
        "unknown": _unknown_words(indicator, unknown),
        "changes": changes(figures, indicator),
        "forest": forest(figures, indicator, year, around, judged=words.may_judge(cluster)),
        "course": course(figures, indicator),
        "reflection": [danish.sentence(q) for q in indicator.reflection],
    }


def _met_words(indicator: Indicator) -> str:
    text = indicator.met.strip().rstrip(".")
    return f"Opfyldt: {text[:1].lower() + text[1:] if text[1:2].islower() else text}."


def _numbers(figures: Figures, indicator: Indicator, year: str, found: words.Finding) -> list[dict[str, Any]]:
    """Return the numbers under the headline: cluster, the same adjusted, regions, nation, target."""
    cluster = figures.one(indicator.name, "cluster", year)
    columns = [_number(indicator, "Klyngen", Shown.of(cluster), "cluster")]
    if not columns[0]["value"]:
        columns[0]["detail"] = words.instead(cluster)
    if standardised := adjusted(figures, indicator, cluster):
        columns.append(standardised)
    for level, name, figure in comparators(figures, indicator, year):
        columns.append(_number(indicator, name, figure, level))
    if indicator.target:
        target = indicator.target
        word = "højst" if indicator.direction == "lower" else "mindst"
        detail = f"{target.owner} {target.year}"
        number = {"value": danish.standard(target.value), "before": word}
        columns.append(
            words.column(indicator, "Mål", "target")
            | number
            | {"detail": words.unit_first(indicator, detail)}
        )
    columns[0]["missed"] = found.verdict == "missed"
    return columns


def _number(indicator: Indicator, label: str, figure: Shown | None, kind: str) -> dict[str, Any]:
    column = words.column(indicator, label, kind)
    if figure is None:
        return column | {"detail": "vises ikke"}
    own = kind == "cluster"
    detail = words.interval_words(figure.limits) if own else words.counted(indicator, figure)
    value = danish.decimal(figure.share)
    return column | {"value": value, "detail": words.unit_first(indicator, detail)}


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
