"""Sentences about figures. Every word that judges is chosen here, by rules that figures.md states.

Belongs here: Danish sentences from shown figures. Words follow the 99,8 pct. interval and only a sourced
target is judged; above 10 pct. unknown nothing is. Does not belong here: arithmetic (`estimates`),
layout.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import estimates
from assets.packages import danish
from assets.packages.figures import Figure, Shown
from schemas.indicator import Indicator

HIDDEN = "skjult af hensyn til fortrolighed"
NO_CASES = "ingen patienter i perioden"

#: What a figure is against its target. "missed" is the only one that is drawn in the warning colour.
Verdict = Literal["missed", "reached", "unclear", "none"]


@dataclass(frozen=True)
class Finding:
    """What may be said of the cluster's newest year: a verdict, a headline and one sentence."""

    verdict: Verdict
    headline: str
    sentence: str
    gap: float


def verdict(shown: Shown, indicator: Indicator, *, judged: bool) -> Verdict:
    """Judge a shown figure against its sourced target by the 99.8 per cent interval.

    "none": nothing to say.
    """
    if indicator.target is None or indicator.direction == "describe" or not judged:
        return "none"
    side = estimates.side_of_target(shown.met, shown.denominator, indicator.target.value)
    if side == "unclear":
        return "unclear"
    good = "over" if indicator.direction == "higher" else "under"
    return "reached" if side == good else "missed"


def target_words(indicator: Indicator) -> str:
    """Say the target: "mindst 90 pct." or "højst 10 pct."; empty without one."""
    if indicator.target is None:
        return ""
    word = "højst" if indicator.direction == "lower" else "mindst"
    return f"{word} {danish.standard(indicator.target.value)} pct."


def side_word(found: Verdict, indicator: Indicator) -> str:
    """Return the word beside a row outside the 99.8 per cent limits:

    "under mål" or "over mål"; else empty.
    """
    if found not in ("missed", "reached"):
        return ""
    return "over mål" if (found == "reached") == (indicator.direction == "higher") else "under mål"


def unknown_of(cluster: Figure | None) -> estimates.Missing | None:
    """Return how much of the cluster's year is unknown, when that is shown."""
    shown = Shown.of(cluster)
    if shown is None or cluster is None or cluster.unknown is None:
        return None
    return estimates.missing(shown.met, shown.denominator, cluster.unknown)


def may_judge(cluster: Figure | None) -> bool:
    """Say whether few enough are unknown to judge a figure. Unknown that is hidden may be too many."""
    unknown = unknown_of(cluster)
    return unknown is not None and not unknown.too_much


def finding(indicator: Indicator, cluster: Figure | None, nation: Figure | None) -> Finding:
    """Say the cluster's result in a headline and a sentence, neutrally unless a verdict is allowed."""
    shown = Shown.of(cluster)
    if shown is None:
        return _without_figure(cluster)
    share = danish.percent(shown.share)
    unknown = unknown_of(cluster)
    if unknown and unknown.too_much:
        text = (
            f"{danish.percent(unknown.share)} er uoplyst, så tallet vurderes ikke. Det kan ligge mellem "
            f"{danish.decimal(unknown.lowest)} og {danish.percent(unknown.highest)}"
        )
        return Finding("none", f"{share}, men {danish.percent(unknown.share)} er uoplyst", text, 0.0)
    found = verdict(shown, indicator, judged=may_judge(cluster))
    against = _against_nation(nation, shown)
    if found == "none":
        headline = f"{share} mod {against} i hele landet" if against else f"{share} i klyngen"
        country = f"Hele landet har {against}".removesuffix(".") if against else "Landets tal vises ikke"
        return Finding(found, headline, f"{country}. {_why_not_judged(indicator)}", 0.0)
    return _judged(indicator, shown, found, share, against)


def _judged(indicator: Indicator, shown: Shown, found: Verdict, share: str, against: str) -> Finding:
    assert indicator.target is not None
    target = target_words(indicator)
    comparison = f" Hele landet har {against}" if against else ""
    if found == "unclear":
        headline = f"{share} – kan ikke skelnes fra målet på {target}"
        text = f"Klyngen kan ikke med sikkerhed skelnes fra målet på {target}{comparison}"
        return Finding(found, headline, text, 0.0)
    side = side_word(found, indicator).split()[0]
    gap = estimates.gap_to_target(shown.met, shown.denominator, indicator.target.value)
    headline = f"{share} – {side} målet på {target}"
    return Finding(found, headline, f"Klyngen ligger {side} målet på {target}{comparison}", gap)


def _why_not_judged(indicator: Indicator) -> str:
    if indicator.direction == "describe":
        return "Indikatoren beskriver uden at vurdere."
    if indicator.target is None:
        return "Indikatoren har intet fastsat mål."
    return "Antallet af uoplyste vises ikke, så tallet vurderes ikke mod målet."


def _against_nation(nation: Figure | None, cluster: Shown) -> str:
    country = Shown.of(nation)
    if country is None or (country.met, country.denominator) == (cluster.met, cluster.denominator):
        return ""
    return danish.percent(country.share)


def _without_figure(cluster: Figure | None) -> Finding:
    if cluster is not None and cluster.state == "no_cases":
        return Finding("none", "Ingen patienter i perioden", "Ingen patienter i perioden.", 0.0)
    text = "Klyngens samlede tal vises ikke af hensyn til fortrolighed."
    return Finding("none", "Klyngens samlede tal vises ikke", text, 0.0)


def instead(figure: Figure | None) -> str:
    """Say shortly why a number is not there."""
    return "ingen patienter" if figure is not None and figure.state == "no_cases" else "vises ikke"


def course_words(course: estimates.Course | None, withheld: int) -> str:
    """Say what a run chart shows by Anhøj's rules, with their power; never that nothing changed."""
    gaps = ""
    if withheld:
        noun = "kvartal" if withheld == 1 else "kvartaler"
        gaps = f" {danish.sentence(danish.small(withheld))[:-1]} {noun} vises ikke og er huller i linjen."
    if course is None:
        return (
            "Kvartalerne vises ikke af hensyn til fortrolighed."
            if withheld
            else "Ingen patienter i kvartalerne."
        )
    if not course.judged:
        return (
            f"Der er {danish.small(course.useful)} brugbare punkter. Det er for få til at vurdere "
            f"udviklingen." + gaps
        )
    numbers = (
        f"Længste serie på samme side af medianen er {danish.small(course.longest_run)} "
        f"(højst {danish.small(course.longest_allowed)} forventet), og linjen krydser medianen "
        f"{_times(course.crossings)} (mindst {danish.small(course.fewest_allowed)} forventet)."
    )
    if course.signal:
        return f"Serien svinger ikke kun tilfældigt efter Anhøjs regler. {numbers}{gaps}"
    power = (
        "Reglerne finder kun hvert tredje store spring (to standardafvigelser) i så kort en serie, "
        "så en ændring kan være overset."
    )
    return f"Anhøjs regler slår ikke ud. {power}{gaps}"


def _times(number: int) -> str:
    return "nul gange" if number == 0 else "én gang" if number == 1 else f"{danish.small(number)} gange"
