"""The sheet "Læs mig": whom the workbook is for, what its sheets hold, what an empty cell means.

Belongs here: the words of that sheet. Does not belong here: figures, cells.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assets.packages import danish
from assets.packages.descriptor import USE
from assets.packages.figures import Figures
from assets.packages.release import Release
from assets.packages.report.cover import practices_words, specialty_title
from schemas.indicator import Indicator
from schemas.policy import Policy

#: Sheets beside the indicators': name -> what it holds.
SHEETS = {
    "Alle tal": "Alle pakkens tal i én lang tabel, også tidligere år og kvartaler. Brug filtrene i overskriften.",
    "Dataordbog": "Hvad hvert felt i pakkens filer betyder. »Alle tal« har de samme felter med danske overskrifter.",
    "Handleplan": "Jeres aftaler: hvad I vil ændre, hvem, hvornår, og hvordan I ser det. Skriv direkte i arket.",
}


def readme(
    figures: Figures, catalogue: Sequence[Indicator], release: Release, policy: Policy
) -> list[dict[str, Any]]:
    """Return the sheet's sections, each with a heading and its rows of label and text."""
    cluster = figures.cluster
    about = [
        ("Til", f"{cluster.title}, {practices_words(cluster)}"),
        ("Speciale", specialty_title(cluster.specialty)),
        ("Periode", danish.quarter(str(release.period))),
        ("Data til og med", danish.day(release.cutoff)),
        ("Data", release.notice),
        ("Brug", f"{USE}."),
        ("Spørgsmål", f"{_owners(catalogue)} svarer på spørgsmål om indikatorerne."),
    ]
    sections = {
        "": about,
        "Arkene": _sheets(figures, catalogue),
        "Når du læser tallene": _rules(figures, policy),
    }
    return [
        {
            "heading": heading,
            "rows": [{"label": label, "text": text} for label, text in rows if text],
        }
        for heading, rows in sections.items()
    ]


def _owners(catalogue: Sequence[Indicator]) -> str:
    return danish.listed(list(dict.fromkeys(i.owner.strip().rstrip(".") for i in catalogue)))


def _sheets(figures: Figures, catalogue: Sequence[Indicator]) -> list[tuple[str, str]]:
    numbers = "1" if len(catalogue) == 1 else f"1–{len(catalogue)}"
    each = (
        f"Et ark for hver indikator. Til venstre det seneste år: praksisserne, {figures.cluster.noun.lower()}, "
        "region og land. Til højre udviklingen over tid. Under tabellerne står de samme tal som diagrammer."
    )
    return [(f"Ark {numbers}", each), *SHEETS.items()]


def _rules(figures: Figures, policy: Policy) -> list[tuple[str, str]]:
    own = figures.cluster.noun.lower()
    return [
        (
            "Skjult",
            f"En tom celle er ikke nul. Står der »skjult« ud for den, vises tallet ikke. Antal fra 1 til "
            f"{policy.threshold - 1} skjules, og nogle gange også et større, så det lille ikke kan regnes ud.",
        ),
        ("Ingen patienter", "Der var ingen patienter at regne på i perioden."),
        ("Interval", "Nedre og øvre grænse er et 95 pct.-interval. Få patienter giver et bredt interval."),
        (
            "At lægge sammen",
            f"Læg aldrig andele sammen. Antal kan lægges sammen, når ingen af dem er skjult. Brug {own}s egen række: "
            "summen af de viste praksisser mangler de skjulte. Region og land omfatter også jeres patienter.",
        ),
        (
            "Samme patient",
            "En patient, der er set i to praksisser, tæller med i begge. Antal er derfor ikke forskellige personer.",
        ),
        ("Samme tal", "Tallene er rundet som i rapporten klyngepakke.pdf. Arket har ingen formler."),
    ]
