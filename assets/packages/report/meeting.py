"""The meeting kit: a sheet to guess on, an agenda with minutes, and a sheet for the clinics' staff.

Belongs here: what stands on the three sheets and which indicators the agenda takes first. The guess sheet and the staff
sheet hold no figure of the package: one is filled in before it is read, the other leaves the cluster.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assets.packages import danish
from assets.packages.figures import Figures
from assets.packages.release import Cluster
from assets.packages.report import printed
from assets.packages.report.findings import Found, certain, findings
from schemas.indicator import Indicator

#: Indicators that one meeting can talk through, and how few fill an hour.
_MOST, _LEAST = 3, 2
#: Minutes for each indicator; for the only one.
_EACH, _ALONE = 15, 20
#: A yml's way of saying that a status cannot occur: nothing for the staff to know.
_NEVER = "forekommer ikke"


def meeting(figures: Figures, catalogue: Sequence[Indicator]) -> dict[str, Any]:
    """Build the three sheets. The agenda takes the certain findings by size, then the cluster's own choice."""
    found = findings(figures, catalogue)
    first = certain(found)[:_MOST]
    return {
        "title": "Til mødet",
        "guess": _guess(figures.cluster, catalogue),
        "agenda": _agenda(figures.cluster, found, first),
        "staff": _staff(figures.cluster, catalogue, [f.indicator for f in first]),
    }


def _guess(cluster: Cluster, catalogue: Sequence[Indicator]) -> dict[str, Any]:
    own = cluster.noun.lower()
    return {
        "title": "Gæt, før I kigger",
        "text": f"Udfyld arket, før I åbner pakken: sæt et kryds på linjen, hvor du tror, {own} ligger, og skriv "
        "dit gæt. Intet gæt er forkert. Skriv siden tallet fra overblikket ind, og tal om det, der overrasker. "
        "Arket viser ingen tal fra pakken.",
        "own": f"{cluster.noun}s tal",
        "rows": [
            {
                "name": i.name,
                "number": number,
                "title": i.title,
                "question": i.question,
                "measure": i.measure if i.volume else "",
            }
            for number, i in enumerate(catalogue, 1)
        ],
        "after": "Det overraskede mig mest:",
    }


def _agenda(cluster: Cluster, found: Sequence[Found], first: Sequence[Found]) -> dict[str, Any]:
    items = [*_OPENING, *_talks(found, first), *_CLOSING]
    start, rows = 0, []
    for minutes, title, purpose, who, name in items:
        rows.append(
            {
                "minutes": minutes,
                "span": f"{start}–{start + minutes}",
                "title": title,
                "purpose": purpose,
                "who": who,
                "name": name,
            }
        )
        start += minutes
    return {
        "title": f"Dagsorden på {start} minutter",
        "text": "Ingen behøver at forberede sig. Er tiden kort, så tag én indikator grundigt i stedet for alle lidt.",
        "rows": rows,
        "roles": [
            ["Tovholder", "holder tiden, giver ordet rundt og spørger først dem, der ikke har sagt noget"],
            ["Referent", "skriver kun aftalerne: hvad, hvem, hvornår, og hvordan I ser, at det virker"],
        ],
        "rules": _rules(cluster),
        "home": "Det tager vi med hjem",
        "home_text": "Én ting, som hver praksis prøver inden næste møde. Den fælles aftale står i handleplanen.",
    }


#: Minutes, title, purpose, who, and the name of the page to look at: an indicator's, or its label.
_Item = tuple[int, str, str, str, str]

_OPENING: tuple[_Item, ...] = (
    (5, "Velkommen", "Fordel rollerne, og aftal spillereglerne", "Tovholder", ""),
    (
        5,
        "Gæt, før I kigger",
        "Gør alle nysgerrige, også dem uden forberedelse",
        "Hver for sig",
        "page-meeting",
    ),
    (5, "Overblikket", "Sæt tal ved gættene: hvad overrasker?", "Alle", "page-overview"),
)
_CLOSING: tuple[_Item, ...] = (
    (10, "Erfaringer fra hverdagen", "Hør, hvordan andre gør helt praktisk", "Den, der melder sig", ""),
    (10, "Det aftaler vi", "Få, nære ændringer med navn og dato på", "Referent", ""),
    (5, "En runde", "Alle siger én ting, de tager med hjem til klinikken", "Alle", ""),
)

_PAIRS = "To og to, så en runde"
_NEAREST = "Tag den, der ligger tættest på hverdagen, og vælg én ting at prøve"
_SURPRISE = "Tag den, hvor gættene ramte mest ved siden af"
_UNSHOWN = "Tallene vises ikke: tag jeres egne erfaringer med"


def _talks(found: Sequence[Found], first: Sequence[Found]) -> list[_Item]:
    """Return the agenda's indicators: the certain ones, and the cluster's own choice until the hour is filled."""
    count = max(len(first), min(_LEAST, len(found)))
    minutes = _ALONE if count == 1 else _EACH
    talks = [(minutes, f.indicator.title, _purpose(f), _PAIRS, f.indicator.name) for f in first]
    if len(found) == 1:
        choices = [(minutes, f.indicator.title, _NEAREST, _PAIRS, f.indicator.name) for f in found]
    else:
        second = _SURPRISE if any(f.shown for f in found) else _UNSHOWN
        choices = [
            (minutes, "En indikator, I selv vælger", _NEAREST, _PAIRS, ""),
            (minutes, "Endnu en, I selv vælger", second, _PAIRS, ""),
        ]
    return [*talks, *choices[: count - len(first)]]


def _purpose(found: Found) -> str:
    """Say what a talk on a certain finding is for: what works, or what may be behind it."""
    good = "over" if found.indicator.direction == "higher" else "under"
    finding = found.finding
    if found.indicator.direction == "describe":
        aim = "Tal om, hvad forskellen dækker over"
    elif finding.verdict == "reached" or (finding.verdict != "missed" and finding.position == good):
        aim = "Find ud af, hvad der virker, og hvordan I holder fast i det"
    else:
        aim = "Find ud af hvorfor, og vælg én ting at prøve"
    return printed.stopped(finding.headline, aim).removesuffix(".")


def _rules(cluster: Cluster) -> list[str]:
    if cluster.open_data:
        known = "Praksisserne står med navn: spørg nysgerrigt, og lad den, det handler om, tale først."
    else:
        known = "Praksisserne står med kode: du bestemmer selv, om du fortæller, hvilken der er din."
    return [
        "Alle siger noget i hver runde. Den, der tier, er ikke nødvendigvis enig.",
        f"Det, der siges om en praksis, bliver i rummet. {known}",
        "Spørg til registreringen, så til patienterne og så til praksis. Slut først, når I har talt om praksis.",
    ]


def _staff(cluster: Cluster, catalogue: Sequence[Indicator], first: Sequence[Indicator]) -> dict[str, Any]:
    others = [i for i in catalogue if i not in first]
    chosen = [*first, *others][:_MOST]
    some = "Det ser vi på" if len(chosen) == len(catalogue) else "Det ser vi blandt andet på"
    return {
        "title": "Til klinikpersonalet",
        "text": f"{cluster.noun} er en gruppe praksisser, der lærer af hinanden ud fra tal. Tallene kommer af det, "
        "vi alle registrerer i hverdagen, og derfor betyder jeres arbejde meget. Arket viser ingen tal fra "
        "praksisserne.",
        "heading": some,
        "rows": [_looked_at(i) for i in chosen],
        "asks": [
            "Registrér samme dag og på samme måde. Er I i tvivl om, hvad der tæller, så spørg tovholderen.",
            "Sig til, når noget ikke passer: en patient, der er flyttet eller fulgt et andet sted, eller en kode, "
            "der mangler.",
            "Vælg en tovholder i klinikken, der følger op på det, vi har aftalt.",
        ],
        "ideas": "Jeres egne ideer: hvad ville gøre det lettere?",
        "keeper": "Tovholder i klinikken",
    }


def _looked_at(indicator: Indicator) -> dict[str, Any]:
    """Return one indicator in plain words: the question, why, and what its registration decides."""
    counted = {"Opfyldt, når": indicator.met, "Ikke opfyldt, når": indicator.not_met}
    said = {
        **({"Tæller med": indicator.met} if indicator.volume else counted),
        "Uoplyst, når": indicator.unknown,
        "Tæller slet ikke med": indicator.excluded,
    }
    return {
        "name": indicator.name,
        "title": indicator.title,
        "text": f"{danish.sentence(indicator.question)} {danish.sentence(indicator.why)}",
        "registration": [
            [label, danish.sentence(text)]
            for label, text in said.items()
            if not text.lower().startswith(_NEVER)
        ],
    }
