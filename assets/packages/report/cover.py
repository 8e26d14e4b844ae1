"""The cover: what matters most, in ten seconds.

Belongs here: choosing and ordering at most four messages. Only what lies outside the 99,8 pct. limits of a sourced
target or of the nation is a message; without any the cover says honestly that nothing stands out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assets.packages import danish
from assets.packages.figures import Figures
from assets.packages.release import Cluster, Release
from assets.packages.report.findings import Found, certain, clauses, counted, findings, judged, nothing
from assets.packages.report.strip import region_name, strip
from schemas.indicator import Indicator
from schemas.period import Window
from schemas.specialty import specialties

MOST_MESSAGES = 4


def cover(figures: Figures, catalogue: Sequence[Indicator], release: Release) -> dict[str, Any]:
    """Build the cover: who, when, and at most four messages by the size of their shrunken gap."""
    cluster = figures.cluster
    found = findings(figures, catalogue)
    sure = certain(found)
    return {
        "kicker": f"Klyngepakke · {danish.quarter(str(release.period))}",
        "specialty": specialty_title(cluster.specialty),
        "cluster": cluster.title,
        "who": practices_words(cluster),
        "when": f"Data {danish.days(Window(release.period).quarters[0].first_day, release.cutoff)}",
        "dots": cluster.practices,
        "own": cluster.noun.lower(),
        "summary": _summary(found, cluster.noun),
        "nothing": "" if sure else nothing(found),
        "messages": [_message(figures, f) for f in sure[:MOST_MESSAGES]],
        "sections": _sections(catalogue),
    }


def specialty_title(specialty: str) -> str:
    """Return the specialty's Danish title; its slug when it is not declared."""
    found = specialties().get(specialty)
    return found.title if found else specialty


def practices_words(cluster: Cluster) -> str:
    """Say how many practices in which regions: "12 praksisser i Region Midtjylland"."""
    noun = "praksis" if cluster.practices == 1 else "praksisser"
    return f"{cluster.practices} {noun} i {danish.listed([region_name(r) for r in cluster.regions])}"


def _message(figures: Figures, found: Found) -> dict[str, Any]:
    indicator, shown = found.indicator, found.shown
    assert shown is not None
    return {
        "name": indicator.name,
        "title": indicator.title,
        "value": danish.decimal(shown.share),
        "unit": indicator.measure,
        "sentence": found.finding.sentence,
        "missed": found.finding.verdict == "missed",
        "strip": strip(figures, indicator, found.year),
    }


def _summary(found: Sequence[Found], noun: str) -> str:
    if not judged(found):
        return (
            f"{noun}s tal vises ikke, eller der er hverken et fastsat mål eller en kendt spredning mellem landets "
            "praksisser at holde dem op imod. Se, hvad der kan vises, på de næste sider."
        )
    parts = [f"{danish.small(n, common=True)} {phrase}" for n, phrase in counted(found)]
    if not parts:
        return (
            f"Ingen af {noun.lower()}s tal ligger med sikkerhed (99,8 pct.) over eller under et fastsat mål eller "
            "landsgennemsnittet. Det betyder ikke, at alt er ens: se praksisserne på de næste sider."
        )
    indicators = "indikator" if len(found) == 1 else "indikatorer"
    text = f"Af {len(found)} {indicators}: {clauses(parts)}. Kun det sikre (99,8 pct.) er nævnt."
    sure = sum(f.finding.certain for f in found)
    if sure > MOST_MESSAGES:
        text += f" De {danish.small(MOST_MESSAGES)} tydeligste står her."
    if sure < len(found):
        text += " De øvrige kan ikke skelnes fra mål eller land, vurderes ikke eller kan ikke vises."
    return text


def _sections(catalogue: Sequence[Indicator]) -> list[dict[str, str]]:
    """Return the parts of the package with the label their page number is looked up by."""
    parts = {
        "Sådan læser du": "page-guide",
        "Overblik": "page-overview",
        **({"Indikatorerne": catalogue[0].name} if catalogue else {}),
        "Siden sidst": "page-since",
        "Til mødet": "page-meeting",
        "Data og metode": "page-method",
    }
    return [{"title": title, "label": label} for title, label in parts.items()]
