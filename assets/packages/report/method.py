"""Data and method, definitions and colophon: what a reader needs to trust or doubt a figure.

Belongs here: sources, what was hidden and why, how intervals are made, what the figures cannot say, and
lineage.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from assets.packages import danish
from assets.packages.figures import Figure, Figures
from assets.packages.release import Release
from assets.packages.report.adjusted import case_mix_words
from assets.packages.report.indicator_page import evidence_words
from assets.packages.report.series import power_words
from assets.packages.report.words import target_words, unknown_of
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


def quality(figures: Figures, catalogue: Sequence[Indicator]) -> list[dict[str, str]]:
    """Say how good the data behind each indicator's newest year are: answers that lack, and what the source covers.

    Unknown answers are published for whole clusters and above only: a subcluster's row is its cluster's.
    """
    rows = []
    for indicator in catalogue:
        year = figures.periods(indicator.name, years=True)[-1]
        unknown = [_unknown(figures.one(indicator.name, level, year)) for level in ("cluster", "nation")]
        rows.append(
            {
                "title": indicator.title,
                "cluster": unknown[0],
                "nation": unknown[1],
                "covers": danish.sentence(indicator.completeness),
            }
        )
    return rows


def _unknown(figure: Figure | None) -> str:
    found = unknown_of(figure)
    return "vises ikke" if found is None else danish.percent(found.share)


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


def method_texts(policy: Policy, catalogue: Sequence[Indicator]) -> list[dict[str, str]]:
    """Return the short sections on method, in reading order."""
    least = policy.threshold - 1
    amounts = any(i.volume for i in catalogue)
    return [
        {
            "heading": "Sådan er en andel regnet",
            "text": "En andel er antallet, der opfylder indikatoren, delt med alle, hvor svaret er kendt. "
            "Ekskluderede og uoplyste indgår ikke. En patient, der er set i to praksisser, tæller med i "
            "begge. "
            "En praksis hører til den klynge, den var medlem af på kvartalets eller årets sidste dag."
            + (" En mængde er summen for de samme patienter, regnet pr. 1.000." if amounts else ""),
        },
        {
            "heading": "Usikkerhed",
            "text": "Stregen om hver prik er Wilsons 95 pct.-interval, regnet af de viste antal; det beskriver "
            "enhedens egne patienter. Ord bruges kun ved 99,8 pct.: om et mål, når en navngiven myndighed eller "
            "database har sat det, og om landsgennemsnittet, som er landet uden klyngen selv. Dér regnes også med, "
            "at praksisser er forskellige, så en klynge af få praksisser kan ligge langt fra landet uden et ord."
            + (" Mængder har gammaintervaller og får ingen ord." if amounts else ""),
        },
        _case_mix(policy, catalogue),
        {
            "heading": "Udvikling over tid",
            "text": "Kvartalerne overlapper ikke. Seriediagrammet læses med Anhøjs to regler: en "
            "usædvanlig lang serie på samme side af medianen, eller usædvanligt få krydsninger af den. De finder "
            f"langtfra alle ændringer: {power_words(12)} Ændringen fra år til år er et tal med 95 pct.-interval, "
            "hvor personer i begge år er regnet med; den vurderes ikke i ord.",
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


def _case_mix(policy: Policy, catalogue: Sequence[Indicator]) -> dict[str, str]:
    """Say how the adjusted number is made, or that there is none, and what was never adjusted for."""
    never = "sygdom, sværhedsgrad eller sociale forhold"
    if not any(i.case_mix for i in catalogue):
        text = (
            f"Tallene er ikke justeret for forskelle i patienternes alder, køn, {never}. To praksisser kan "
            "derfor have forskellige tal uden forskel i kvalitet."
        )
        return {"heading": "Ikke justeret", "text": text}
    text = (
        "Det justerede tal er indirekte standardiseret: klyngens tal delt med, hvad patienter af samme køn og "
        "alder kom til i de andre klynger, ganget med de andre klyngers samlede tal. Klyngen selv indgår ikke i "
        f"det, den måles mod, og de andres tal er fra ét fast basisår, der slutter i {policy.baseline}. Grupper "
        f"med under {policy.smallest_stratum} personer er slået sammen med nabogrupper. Der er ikke justeret for "
        f"{never}, og praksissernes tal er slet ikke justeret: to praksisser kan have forskellige tal uden "
        "forskel i kvalitet. Ved hver indikator står, hvad der er justeret for."
    )
    return {"heading": "Justeret for patienternes sammensætning", "text": text}


def definitions(catalogue: Sequence[Indicator]) -> list[dict[str, Any]]:
    """Return every indicator's definition in full, from its yml file."""
    return [{"title": i.title, "rows": _definition(i)} for i in catalogue]


def _definition(indicator: Indicator) -> list[dict[str, str]]:
    rows = {
        "Hvorfor": indicator.why,
        "Enhed": f"{indicator.unit}; {_COUNTS[indicator.counts]}",
        "Opgøres i": f"{indicator.measure} patienter" if indicator.volume else "",
        "Opfyldt": indicator.met,
        "Ikke opfyldt": indicator.not_met,
        "Uoplyst": indicator.unknown,
        "Ekskluderet": indicator.excluded,
        "Hvis patient": indicator.attribution,
        "Dato": indicator.index_date,
        "Mål": _target(indicator),
        "Case-mix": f"Justeret for {case_mix_words(indicator)}" if indicator.case_mix else "Ikke justeret",
        "Dækning": indicator.completeness,
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
    """Return the part of the colophon that is content; `edition` is added afterwards."""
    return _labelled(
        {
            "Periode": danish.quarter(str(release.period)),
            "Data til og med": danish.day(release.cutoff),
            "Fortrolighedsregler": f"version {policy.version}",
            "Skrifter": "Source Sans 3 og Source Serif 4, SIL Open Font License 1.1",
            "Brug": "Fortroligt: til klyngens medlemmer og deres kvalitetsarbejde",
        }
    )


def edition(release: Release, version: int, engine: str, content_id: str) -> list[dict[str, str]]:
    """Return the part of the colophon that says which edition this is and what made it: it is no content itself."""
    return _labelled(
        {
            "Version": f"v{version}",
            "Indholds-id": content_id,
            "Kode": f"{release.code_version}, sha256 {release.code[:16]}",
            "Låsefil": f"sha256 {release.lock[:16]}",
            "Pseudonymnøgle": f"id {release.key}",
            "Tegnet med": f"Typst (PyPI typst {engine})",
        }
    )


def _labelled(rows: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"label": label, "text": text} for label, text in rows.items()]
