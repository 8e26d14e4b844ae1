"""The cover and the overview: what matters most, in ten seconds.

Belongs here: choosing and ordering at most four messages. Only what lies outside the 99,8 pct. limits of a
sourced target is a message; else the cover says honestly that nothing stands out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assets.packages import danish
from assets.packages.figures import Figures, Shown
from assets.packages.release import Cluster, Release
from assets.packages.report import words
from assets.packages.report.axis import axis
from assets.packages.report.indicator_page import newest_year
from assets.packages.report.strip import comparators, region_name, strip
from schemas.indicator import Indicator
from schemas.period import Window
from schemas.specialty import specialties

MOST_MESSAGES = 4


def cover(figures: Figures, catalogue: Sequence[Indicator], release: Release) -> dict[str, Any]:
    """Build the cover: who, when, and at most four rows, verdicts first by the size of their gap."""
    cluster = figures.cluster
    rows = [_message(figures, i, n) for n, i in enumerate(catalogue, 1)]
    rows.sort(key=lambda row: (-row["gap"], not row["value"], row["number"]))
    certain = sum(row["verdict"] in ("missed", "reached") for row in rows)
    return {
        "kicker": f"Klyngepakke · {danish.quarter(str(release.period))}",
        "specialty": specialty_title(cluster.specialty),
        "cluster": cluster.name,
        "who": practices_words(cluster),
        "when": f"Data {danish.days(Window(release.period).quarters[0].first_day, release.cutoff)}",
        "dots": cluster.practices,
        "summary": _summary(rows, certain),
        "stands_out": certain > 0,
        "messages": rows[:MOST_MESSAGES],
    }


def specialty_title(specialty: str) -> str:
    """Return the specialty's Danish title; its slug when it is not declared."""
    found = specialties().get(specialty)
    return found.title if found else specialty


def practices_words(cluster: Cluster) -> str:
    """Say how many practices in which regions: "12 praksisser i Region Midtjylland"."""
    noun = "praksis" if cluster.practices == 1 else "praksisser"
    return f"{cluster.practices} {noun} i {danish.listed([region_name(r) for r in cluster.regions])}"


def _message(figures: Figures, indicator: Indicator, number: int) -> dict[str, Any]:
    year = newest_year(figures, indicator) or ""
    cluster = figures.one(indicator.name, "cluster", year)
    shown = Shown.of(cluster)
    found = words.finding(indicator, cluster, figures.one(indicator.name, "nation", year))
    return {
        "name": indicator.name,
        "number": number,
        "title": indicator.title,
        "value": danish.decimal(shown.share) if shown else "",
        "instead": words.instead(cluster),
        "sentence": found.sentence,
        "verdict": found.verdict,
        "missed": found.verdict == "missed",
        "gap": found.gap,
        "strip": strip(figures, indicator, year),
    }


def _summary(rows: Sequence[dict[str, Any]], certain: int) -> str:
    if not certain:
        targets = sum(row["verdict"] == "unclear" for row in rows)
        why = (
            "Ingen af klyngens tal ligger med sikkerhed (99,8 pct.) over eller under et fastsat mål."
            if targets
            else "Ingen af indikatorerne har et fastsat mål, som klyngens tal kan vurderes mod."
        )
        return f"{why} Det betyder ikke, at alt er ens: se praksisserne på de næste sider."
    missed = sum(row["missed"] for row in rows)
    parts = []
    if missed:
        parts.append(f"{danish.small(missed, common=True)} når ikke målet")
    if certain - missed:
        parts.append(f"{danish.small(certain - missed, common=True)} er bedre end målet")
    noun = "indikator" if len(rows) == 1 else "indikatorer"
    rest = "De øvrige kan ikke skelnes fra et mål, har intet mål eller kan ikke vises."
    return f"Af {len(rows)} {noun}: {danish.listed(parts)}. {rest if certain < len(rows) else ''}".strip()


def overview(figures: Figures, catalogue: Sequence[Indicator]) -> dict[str, Any]:
    """Build the overview: one row per indicator with the practices' dots on a common axis."""
    rows = [_overview_row(figures, i, n) for n, i in enumerate(catalogue, 1)]
    return {"axis": axis([0, 1000]), "rows": rows}


def _overview_row(figures: Figures, indicator: Indicator, number: int) -> dict[str, Any]:
    year = newest_year(figures, indicator) or ""
    cluster = figures.one(indicator.name, "cluster", year)
    own = Shown.of(cluster)
    practices = [f.share for f in figures.level(indicator.name, "practice", year) if f.share is not None]
    hidden = sum(f.state == "hidden" for f in figures.level(indicator.name, "practice", year))
    nation = next((f for level, _, f in comparators(figures, indicator, year) if level == "nation"), None)
    target = indicator.target
    return {
        "name": indicator.name,
        "number": number,
        "title": indicator.title,
        "share": danish.decimal(own.share) if own else words.instead(cluster),
        "at": own.share if own else None,
        "nation": danish.decimal(nation.share) if nation else "–",
        "target_text": danish.standard(target.value) if target else "intet",
        "target": round(target.value * 10) if target else None,
        "practices": sorted(practices),
        "detail": f"{len(practices)} vist, {hidden} ikke vist" if hidden else f"{len(practices)} vist",
    }
