"""Data and method, definitions and colophon: what a reader needs to trust or doubt a figure.

Belongs here: sources, what was hidden and why, how intervals are made, what the figures cannot say, and
lineage.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assets.packages import danish
from assets.packages.figures import Figures
from assets.packages.release import Release
from assets.packages.report.indicator_page import evidence_words
from assets.packages.report.words import target_words
from schemas.indicator import Indicator
from schemas.policy import Policy

_COUNTS = {
    "events": "hver hændelse tæller i det kvartal, hvor opfølgningen er slut",
    "persons": "hver person tæller én gang pr. praksis og år",
}


def sources(release: Release) -> list[dict[str, str]]:
    """Return one row per source: who delivered what, how much, and the short checksum."""
    return [
        {
            "title": s.title,
            "deliverer": s.deliverer,
            "span": danish.days_short(s.first_day, s.last_day),
            "rows": danish.whole(s.rows),
            "sha256": s.sha256,
        }
        for s in release.sources
    ]


def purposes(release: Release) -> list[str]:
    """Return each distinct purpose and legal basis once, with the sources it holds for."""
    groups: dict[tuple[str, str], list[str]] = {}
    for source in release.sources:
        groups.setdefault((source.purpose, source.legal_basis), []).append(source.title)
    return [
        f"{danish.listed(titles)}. Formål: {danish.sentence(purpose)} Hjemmel: {danish.sentence(legal)}"
        for (purpose, legal), titles in groups.items()
    ]


def hidden(figures: Figures, catalogue: Sequence[Indicator]) -> list[dict[str, str]]:
    """Count, per indicator, the rows of this package that are not shown: practices, subclusters, cluster's
    quarters.
    """
    rows = []
    for indicator in catalogue:
        years = figures.periods(indicator.name, years=True)
        quarters = figures.periods(indicator.name, years=False)
        rows.append(
            {
                "title": indicator.title,
                "practices": _share_hidden(figures, indicator, "practice", years),
                "subclusters": _share_hidden(figures, indicator, "subcluster", years),
                "years": _share_hidden(figures, indicator, "cluster", years),
                "quarters": _share_hidden(figures, indicator, "cluster", quarters),
            }
        )
    return rows


def _share_hidden(figures: Figures, indicator: Indicator, level: str, periods: Sequence[str]) -> str:
    found = [f for p in periods for f in figures.level(indicator.name, level, p)]
    return f"{sum(f.state == 'hidden' for f in found)} af {len(found)}" if found else "–"


def method_texts(policy: Policy) -> list[dict[str, str]]:
    """Return the short sections on method, in reading order."""
    least = policy.threshold - 1
    return [
        {
            "heading": "Sådan er en andel regnet",
            "text": "En andel er antallet, der opfylder indikatoren, delt med alle, hvor svaret er kendt. "
            "Ekskluderede og uoplyste indgår ikke. En patient, der er set i to praksisser, tæller med i "
            "begge. "
            "En praksis hører til den klynge, den var medlem af på kvartalets eller årets sidste dag.",
        },
        {
            "heading": "Usikkerhed",
            "text": "Stregen om hver prik er Wilsons 95 pct.-interval, regnet af de viste antal. Ord som "
            "»under mål« "
            "bruges kun, når hele 99,8 pct.-intervallet ligger på den ene side af et mål, som en navngiven "
            "myndighed eller database har sat. Klyngens interval regner ikke med, at patienter i samme "
            "praksis ligner hinanden, og er "
            "derfor lidt for smalt. Klyngen vurderes ikke mod landet i ord.",
        },
        {
            "heading": "Ikke justeret",
            "text": "Tallene er ikke justeret for forskelle i patienternes alder, køn, sygdom eller "
            "sociale forhold. "
            "To praksisser kan derfor have forskellige tal uden forskel i kvalitet.",
        },
        {
            "heading": "Udvikling over tid",
            "text": "Kvartalerne overlapper ikke. Seriediagrammet læses med Anhøjs to regler: en "
            "usædvanlig lang serie på "
            "samme side af medianen, eller usædvanligt få krydsninger af den. Med 12 punkter finder reglerne "
            "omkring hver tredje ændring på to standardafvigelser og hver sekstende på én.",
        },
        {
            "heading": "Fortrolighed",
            "text": f"Antal fra 1 til {least} vises aldrig, hverken opfyldt, ikke opfyldt eller i alt. Når "
            f"ét tal er "
            "skjult, skjules om nødvendigt også andre, så det ikke kan regnes ud ved at trække fra. Et "
            "skjult tal "
            "er altså ikke nødvendigvis lille. Andel, antal og interval skjules samlet, og skjulte rækker "
            "står "
            "sidst, så heller ikke pladsen røber noget. Åbne data betyder navne i stedet for koder; "
            "patienternes "
            "tal er lige så beskyttede. Praksisser uden for klyngen ses kun som et bånd.",
        },
    ]  # fmt: skip


def definitions(catalogue: Sequence[Indicator]) -> list[dict[str, Any]]:
    """Return every indicator's definition in full, from its yml file."""
    return [{"title": i.title, "rows": _definition(i)} for i in catalogue]


def _definition(indicator: Indicator) -> list[dict[str, str]]:
    rows = {
        "Hvorfor": indicator.why,
        "Enhed": f"{indicator.unit}; {_COUNTS[indicator.counts]}",
        "Opfyldt": indicator.met,
        "Ikke opfyldt": indicator.not_met,
        "Uoplyst": indicator.unknown,
        "Ekskluderet": indicator.excluded,
        "Hvis patient": indicator.attribution,
        "Dato": indicator.index_date,
        "Mål": _target(indicator),
        "Begrænsninger": indicator.limits,
        "Grundlag": f"{evidence_words(indicator)}. {danish.sentence(indicator.reference)}",
        "Ansvarlig": f"{indicator.owner}; ses efter senest {danish.day(indicator.review_date)}; version "
        f"{indicator.version}",
    }
    return [{"label": label, "text": danish.sentence(text)} for label, text in rows.items() if text.strip()]


def _target(indicator: Indicator) -> str:
    target = indicator.target
    if target is None:
        return "Intet mål er fastsat"
    return f"{target_words(indicator)} {target.owner} {target.year}: {target.reference}"


def colophon(release: Release, policy: Policy) -> list[dict[str, str]]:
    """Return the part of the colophon that is content; lineage (code, engine, content id) is added
    afterwards.
    """
    rows = {
        "Periode": danish.quarter(str(release.period)),
        "Data til og med": danish.day(release.cutoff),
        "Fortrolighedsregler": f"version {policy.version}",
        "Skrifter": "Source Sans 3 og Source Serif 4, SIL Open Font License 1.1",
        "Brug": "Fortroligt: til klyngens medlemmer og deres kvalitetsarbejde",
    }
    return [{"label": label, "text": text} for label, text in rows.items()]
