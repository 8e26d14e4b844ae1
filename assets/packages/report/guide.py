"""How to read the package: a drawn example beside each explanation, made with the real chart functions.

Belongs here: the example figures (invented, the same in every package) and the explaining words.
"""

from __future__ import annotations

from typing import Any

from assets.packages.report.axis import axis


def guide(open_data: bool) -> dict[str, Any]:
    """Build the reading guide. `open_data`: practices stand by name, else by code."""
    who = "navn" if open_data else "kode"
    return {
        "forest": {
            "axis": axis([500, 1000], 5),
            "marks": [{"kind": "target", "at": 800, "label": "Mål 80"}],
            "band": {"low": 620, "high": 860},
            "rows": [
                _row(894, 838, 932, "dot", False),
                _row(790, 690, 865, "ring", False),
                _row(631, 551, 704, "diamond", True),
            ],
            "alt": "Eksempel: tre praksisser med 89,4, 79,0 og 63,1 pct. ved et mål på 80 pct., vist som "
            "udfyldt cirkel, "
            "åben cirkel og rude, hver med en vandret streg som interval.",
        },
        "course": _course(),
        "texts": {
            "dots": [
                "Prik, streg og bånd",
                f"Hver række er en praksis med {who}. Prikken er andelen, stregen dens 95 pct.-interval: "
                f"dér kan andelen "
                "med rimelighed ligge, når tilfældigheder tages i regning. Få patienter giver en lang "
                "streg. Det lyse "
                "bånd er de midterste 80 pct. af landets praksisser.",
            ],
            "shapes": [
                ["dot", "Udfyldt: sikkert på den gode side af målet, eller intet mål"],
                ["ring", "Åben: kan ikke skelnes fra målet"],
                ["diamond", "Rude og ord: sikkert på den forkerte side af målet"],
            ],
            "course": [
                "Seriediagram",
                "Klyngens andel kvartal for kvartal. Den grå linje er medianen, den prikkede hele landet. "
                "Et hul i linjen er "
                "et kvartal, der ikke vises. Teksten over diagrammet siger, om serien svinger mere end "
                "tilfældigt.",
            ],
            "hidden": [
                "Skjulte tal",
                "Små tal skjules, og nogle gange også et større, så det lille ikke kan regnes ud. Skjulte "
                "rækker står sidst.",
            ],
            "talk": [
                "Et afsæt for samtale",
                "Tallene er ikke en rangliste og forklarer ikke, hvorfor der er forskel. Spørg først til "
                "registreringen, så "
                "til patienterne, og til sidst til praksis.",
            ],
        },
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


def _course() -> dict[str, Any]:
    shares: list[int | None] = [612, 598, 634, 621, None, 640, 655, 648, 671, 690, 684, 702]
    ticks = ["K4", "K1", "K2", "K3"] * 3
    return {
        "axis": axis([*shares, 580], 4),
        "points": [
            {"at": at, "state": "shown" if at else "hidden", "tick": tick, "year": ""}
            for at, tick in zip(shares, ticks, strict=True)
        ],
        "left": 8,
        "nation": [600, 604, 607, 611, 616, 619, 622, 628, 630, 633, 637, 640],
        "median": 648,
        "target": None,
        "labels": [
            {"kind": "cluster", "at": 702, "text": "Klyngen"},
            {"kind": "median", "at": 648, "text": "Median"},
            {"kind": "nation", "at": 640, "text": "Landet"},
        ],
        "alt": "Eksempel på et seriediagram: tolv kvartaler fra 61,2 til 70,2 pct. med median 64,8 pct. og "
        "ét kvartal, "
        "der ikke vises.",
    }
