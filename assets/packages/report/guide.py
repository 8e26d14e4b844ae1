"""How to read the package: a drawn example beside each explanation, made with the real chart functions.

Belongs here: the example figures (invented, the same in every package) and the explaining words. Does not belong here:
any figure of the package's own.
"""

from __future__ import annotations

from typing import Any

from assets.packages.figures import Shown
from assets.packages.release import Cluster
from assets.packages.report.axis import axis
from assets.packages.report.funnel import lines

_TITLE = "Sådan læser du pakken"


def guide(cluster: Cluster) -> dict[str, Any]:
    """Build the reading guide for the members of `cluster`: their unit's noun, and whether practices have names."""
    noun = cluster.noun
    return {
        "title": _TITLE,
        "text": "Tallene er et afsæt for samtale og ikke en rangliste. De viser, at der er forskel, men ikke "
        "hvorfor. Eksemplerne her er opdigtede.",
        "strip": _strip(noun),
        "overview": _overview(noun),
        "forest": _forest("navn" if cluster.open_data else "kode"),
        "course": _course(noun, quarters=not cluster.subcluster),
        "funnel": _funnel(noun),
        "notes": _notes(),
        "questions": _questions(),
    }


def _strip(noun: str) -> dict[str, Any]:
    own = noun.lower()
    return {
        "words": [
            f"{noun} i sammenhæng",
            f"Den blå prik er {own}, og den lyse streg er 95 pct.-intervallet: dér kan andelen med rimelighed "
            "ligge, når tilfældigheder tages i regning. Den grå prik er hele landet, den åbne er regionen, og den "
            "stiplede streg er målet.",
        ],
        "chart": {
            "axis": axis([560, 820], 5),
            "at": 664,
            "low": 631,
            "high": 695,
            "others": [{"kind": "region", "at": 702}, {"kind": "nation", "at": 721}],
            "target": 800,
        },
        "alt": f"Eksempel på {own} i sammenhæng: 66,4 pct. med interval 63,1–69,5, regionen 70,2, hele landet 72,1 "
        "og et mål på 80 pct. på samme akse.",
    }


def _overview(noun: str) -> dict[str, Any]:
    return {
        "words": [
            "En række i overblikket",
            f"Til venstre er hver prik en praksis, den tykke streg {noun.lower()} og den stiplede målet. Til højre "
            f"er {noun.lower()} over tid på sin egen skala, så linjerne i to rækker kan ikke sammenlignes.",
        ],
        "axis": axis([0, 1000]),
        "row": {"practices": [481, 552, 598, 631, 667, 702, 744, 790], "at": 664, "target": 800},
        "spark": {"low": 590, "high": 710, "points": _SHARES},
        "alt": "Eksempel på en række i overblikket: otte praksisser fra 48,1 til 79,0 pct., samlet 66,4 pct. ved "
        "et mål på 80 pct., og en lille linje fra 61,2 til 70,2 pct.",
    }


def _forest(who: str) -> dict[str, Any]:
    return {
        "words": [
            "Praksisserne",
            f"Hver række er en praksis med {who}: prikken er andelen, stregen dens 95 pct.-interval, og få "
            "patienter giver en lang streg. Det lyse bånd er de midterste 80 pct. af landets praksisser.",
        ],
        "shapes": [
            ["dot", "Udfyldt: sikkert på den gode side af målet, eller intet mål"],
            ["ring", "Åben: kan ikke skelnes fra målet"],
            ["diamond", "Rude og ord: sikkert på den forkerte side af målet"],
        ],
        "axis": axis([500, 1000], 5),
        "marks": [{"kind": "target", "at": 800, "label": "Mål 80"}],
        "band": {"low": 620, "high": 860},
        "rows": [
            _row(894, 838, 932, "dot", False),
            _row(790, 690, 865, "ring", False),
            _row(631, 551, 704, "diamond", True),
            {"state": "hidden", "level": "practice"},
        ],
        "alt": "Eksempel: tre praksisser med 89,4, 79,0 og 63,1 pct. ved et mål på 80 pct., vist som udfyldt "
        "cirkel, åben cirkel og rude, hver med en vandret streg som interval, og sidst en grå række, hvis tal ikke "
        "vises.",
    }


def _row(at: int, low: int, high: int, shape: str, missed: bool) -> dict[str, Any]:
    return {
        "at": at,
        "low": low,
        "high": high,
        "shape": shape,
        "missed": missed,
        "state": "shown",
        "level": "practice",
    }


#: Twelve quarters of the example; one is not shown.
_SHARES: list[int | None] = [612, 598, 634, 621, None, 640, 655, 648, 671, 690, 684, 702]


def _course(noun: str, *, quarters: bool) -> dict[str, Any]:
    ticks = ["K4", "K1", "K2", "K3"] * 3
    text = (
        "Den grå linje er medianen, den prikkede hele landet, og et hul er et kvartal, der ikke vises. Teksten "
        "over diagrammet siger, om serien svinger mere end tilfældigt (Anhøjs regler)."
    )
    if not quarters:
        text = (
            "Babyklynger vises kun år for år; andre pakker har kvartaler som her. Den grå linje er medianen, den "
            "prikkede hele landet, og et hul er et kvartal, der ikke vises."
        )
    return {
        "words": ["Seriediagram", text],
        "axis": axis([*_SHARES, 580], 4),
        "points": [
            {"at": at, "state": "shown" if at else "hidden", "tick": tick, "year": ""}
            for at, tick in zip(_SHARES, ticks, strict=True)
        ],
        "left": 8,
        "nation": [600, 604, 607, 611, 616, 619, 622, 628, 630, 633, 637, 640],
        "median": 648,
        "target": None,
        "labels": [
            {"kind": "cluster", "at": 702, "text": noun},
            {"kind": "median", "at": 648, "text": "Median"},
            {"kind": "nation", "at": 640, "text": "Landet"},
        ],
        "alt": "Eksempel på et seriediagram: tolv kvartaler fra 61,2 til 70,2 pct. med median 64,8 pct. og ét "
        "kvartal, der ikke vises.",
    }


def _funnel(noun: str) -> dict[str, Any]:
    return {
        "words": [
            "Tragtdiagram",
            f"Prikkerne er {noun.lower()}s praksisser efter antal patienter; få patienter svinger mest, derfor er "
            "tragten bredest til venstre. Uden for den yderste grænse (99,8 pct.) står »se efter«: det er et "
            "spørgsmål og ikke en dom.",
        ],
        "chart": _example(),
        "alt": "Eksempel på et tragtdiagram: fem praksisser med 20-90 patienter og 52-84 pct. omkring landets 72,0 "
        "pct.; praksis X ligger uden for 99,8 pct.-grænsen og har ordene se efter.",
    }


def _example() -> dict[str, Any]:
    """Five invented practices between limits made as the real ones are."""
    y = axis([400, 980], 3)
    nation = Shown(1440, 2000, 720, None, None)
    dots = (
        (22, 640, "", ""),
        (34, 800, "", ""),
        (48, 710, "", ""),
        (66, 770, "", ""),
        (84, 520, "X", "se efter"),
    )
    return {
        "width": 49,
        "height": 31,
        "x": {"high": 100, "ticks": [{"at": n, "label": str(n)} for n in (0, 50, 100)], "label": "Patienter"},
        "y": y,
        "nation": nation.share,
        "target": None,
        "bands": [],
        "points": [
            {
                "patients": patients,
                "at": share,
                "shape": "dot",
                "missed": False,
                "text": code,
                "word": word,
                "place": {"dx": -2.4, "dy": 0, "side": "right", "led": False},
            }
            for patients, share, code, word in dots
        ],
        **lines(nation, 0.05, 100, y, "Landet 72,0"),
    }


def _notes() -> list[list[str]]:
    return [
        [
            "Skjulte tal",
            "Små tal vises ikke, og nogle gange heller ikke et større, så det lille ikke kan regnes ud. Rækker "
            "uden tal står sidst, så pladsen intet røber.",
        ],
        [
            "Ord ved 99,8 pct.",
            "»Under målet«, »over landet« og »se efter« bruges kun uden for 99,8 pct., så et tilfælde sjældent får "
            "et ord. »Kan ikke skelnes« betyder ikke, at der ingen forskel er.",
        ],
    ]


def _questions() -> dict[str, Any]:
    return {
        "title": "Tre gode spørgsmål til ethvert tal, i denne rækkefølge",
        "rows": [
            ["Registreringen", "Er det hele talt med, og registrerer vi på samme måde?"],
            ["Patienterne", "Hvilke patienter ligger bag, og ligner de de andres?"],
            ["Praksis", "Hvad gør vi forskelligt, og hvad kan vi prøve?"],
        ],
    }
