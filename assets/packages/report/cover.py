"""The cover and the overview: what matters most, in ten seconds.

Belongs here: choosing and ordering at most four messages. Only what lies outside the 99,8 pct. limits of a sourced
target or of the nation is a message; without any the cover says honestly that nothing stands out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assets.packages import danish
from assets.packages.figures import Figures, Shown
from assets.packages.release import Cluster, Release
from assets.packages.report import words
from assets.packages.report.axis import axis
from assets.packages.report.country import country
from assets.packages.report.indicator_page import newest_year
from assets.packages.report.strip import comparators, region_name, strip
from schemas.indicator import Indicator
from schemas.period import Window
from schemas.specialty import specialties

MOST_MESSAGES = 4


def cover(figures: Figures, catalogue: Sequence[Indicator], release: Release) -> dict[str, Any]:
    """Build the cover: who, when, and at most four messages by the size of their shrunken gap."""
    cluster = figures.cluster
    found = [_finding(figures, i) for i in catalogue]
    certain = [(i, f, n) for n, (i, f) in enumerate(zip(catalogue, found, strict=True)) if f.certain]
    certain.sort(key=lambda entry: (-entry[1].gap, entry[2]))
    return {
        "kicker": f"Klyngepakke · {danish.quarter(str(release.period))}",
        "specialty": specialty_title(cluster.specialty),
        "cluster": cluster.title,
        "who": practices_words(cluster),
        "when": f"Data {danish.days(Window(release.period).quarters[0].first_day, release.cutoff)}",
        "dots": cluster.practices,
        "summary": _summary(found),
        "nothing": "" if certain else _nothing(found),
        "messages": [_message(figures, i, f) for i, f, _ in certain[:MOST_MESSAGES]],
    }


def specialty_title(specialty: str) -> str:
    """Return the specialty's Danish title; its slug when it is not declared."""
    found = specialties().get(specialty)
    return found.title if found else specialty


def practices_words(cluster: Cluster) -> str:
    """Say how many practices in which regions: "12 praksisser i Region Midtjylland"."""
    noun = "praksis" if cluster.practices == 1 else "praksisser"
    return f"{cluster.practices} {noun} i {danish.listed([region_name(r) for r in cluster.regions])}"


def _finding(figures: Figures, indicator: Indicator) -> words.Finding:
    year = newest_year(figures, indicator) or ""
    cluster = figures.own(indicator.name, year)
    return words.finding(indicator, cluster, country(figures, indicator, year))


def _message(figures: Figures, indicator: Indicator, found: words.Finding) -> dict[str, Any]:
    year = newest_year(figures, indicator) or ""
    shown = Shown.of(figures.own(indicator.name, year))
    assert shown is not None
    return {
        "name": indicator.name,
        "title": indicator.title,
        "value": danish.decimal(shown.share),
        "unit": indicator.measure,
        "sentence": found.sentence,
        "missed": found.verdict == "missed",
        "strip": strip(figures, indicator, year),
    }


def _judged(found: Sequence[words.Finding]) -> bool:
    """Say whether any figure could be set against a target or the nation at all."""
    return any(f.verdict != "none" or f.position != "none" for f in found)


def _nothing(found: Sequence[words.Finding]) -> str:
    return "Ingen tydelige forskelle" if _judged(found) else "Ingen tal kan vurderes"


def _summary(found: Sequence[words.Finding]) -> str:
    certain = [f for f in found if f.certain]
    if not _judged(found):
        return (
            "Klyngens tal vises ikke, eller der er hverken et fastsat mål eller en kendt spredning mellem landets "
            "praksisser at holde dem op imod. Se, hvad der kan vises, på de næste sider."
        )
    if not certain:
        return (
            "Ingen af klyngens tal ligger med sikkerhed (99,8 pct.) over eller under et fastsat mål eller "
            "landsgennemsnittet. Det betyder ikke, at alt er ens: se praksisserne på de næste sider."
        )
    said: list[str] = [f.verdict if f.verdict in ("missed", "reached") else f.position for f in certain]
    phrases = {
        "missed": "når ikke målet",
        "reached": "når målet",
        "over": "ligger over landsgennemsnittet",
        "under": "ligger under landsgennemsnittet",
    }
    counts = {kind: said.count(kind) for kind in phrases}
    parts = [f"{danish.small(n, common=True)} {phrases[kind]}" for kind, n in counts.items() if n]
    noun = "indikator" if len(found) == 1 else "indikatorer"
    text = f"Af {len(found)} {noun}: {danish.listed(parts)}. Kun det sikre (99,8 pct.) er nævnt."
    if len(certain) > MOST_MESSAGES:
        text += f" De {danish.small(MOST_MESSAGES)} tydeligste står her."
    if len(certain) < len(found):
        text += " De øvrige kan ikke skelnes fra mål eller land, vurderes ikke eller kan ikke vises."
    return text


def overview(figures: Figures, catalogue: Sequence[Indicator]) -> dict[str, Any]:
    """Build the overview: one row per indicator with the practices' dots on a common axis."""
    rows = [_overview_row(figures, i, n) for n, i in enumerate(catalogue, 1)]
    return {"axis": axis([0, 1000]), "rows": rows}


def _overview_row(figures: Figures, indicator: Indicator, number: int) -> dict[str, Any]:
    year = newest_year(figures, indicator) or ""
    cluster = figures.own(indicator.name, year)
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
        # Amounts do not lie on the common axis of 0-100 per cent: their row has words instead of dots.
        "amount": "" if indicator.volume is None else f"{words.measure_head(indicator)}: se siden",
        "detail": f"{len(practices)} vist, {hidden} ikke vist" if hidden else f"{len(practices)} vist",
    }
