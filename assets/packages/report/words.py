"""Sentences about figures. Every word that judges is chosen here, by rules that figures.md states.

Belongs here: Danish sentences from shown figures. Words follow the 99,8 pct. interval: against a sourced target, and
against the nation with the ordinary differences of practices counted; above 10 pct. unknown nothing is judged, and
amounts never are. Does not belong here: arithmetic (`estimates`), layout.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import floor
from typing import Literal

import estimates
from assets.packages import danish
from assets.packages.figures import Change, Figure, Shown
from assets.packages.report import printed
from assets.packages.report.country import LEAST_RELIABILITY, Country, Position
from schemas.indicator import Indicator

HIDDEN = "skjult af hensyn til fortrolighed"
NO_CASES = "ingen patienter i perioden"
#: The word in the row of a practice outside the funnel: a question, no verdict.
ASK = "se efter"

#: What a figure is against its target. "missed" is the only one that is drawn in the warning colour.
Verdict = Literal["missed", "reached", "unclear", "none"]


@dataclass(frozen=True)
class Finding:
    """What may be said of the cluster's newest year: a headline and sentences, and how far off it certainly is.

    verdict: against the target; position: against the nation. gap: percentage points, shrunken, for sorting.
    """

    verdict: Verdict
    position: Position
    headline: str
    sentence: str
    gap: float = 0.0

    @property
    def certain(self) -> bool:
        """True outside 99.8 per cent of target or nation."""
        return self.verdict in ("missed", "reached") or self.position in ("over", "under")


def verdict(shown: Shown, indicator: Indicator, *, judged: bool) -> Verdict:
    """Judge a shown figure against its sourced target by the 99.8 per cent interval.

    "none": nothing to say.
    """
    if indicator.target is None or indicator.direction == "describe" or indicator.volume or not judged:
        return "none"
    side = estimates.side_of_target(shown.met, shown.denominator, indicator.target.value)
    if side == "unclear":
        return "unclear"
    good = "over" if indicator.direction == "higher" else "under"
    return "reached" if side == good else "missed"


def target_words(indicator: Indicator) -> str:
    """Say the target in the indicator's measure: "mindst 90 pct."; empty without one."""
    if indicator.target is None:
        return ""
    word = "højst" if indicator.direction == "lower" else "mindst"
    return f"{word} {danish.standard(indicator.target.value)} {indicator.measure}"


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


def finding(indicator: Indicator, cluster: Figure | None, country: Country) -> Finding:
    """Say the cluster's result in a headline and sentences, neutrally unless words are allowed."""
    shown = Shown.of(cluster)
    if shown is None:
        return _without_figure(cluster, country.noun)
    unknown = unknown_of(country.whole or cluster)
    if unknown and unknown.too_much:
        return _much_unknown(indicator, shown, unknown, country)
    judged = unknown is not None
    found = verdict(shown, indicator, judged=judged)
    nation = _nation(indicator, country, shown)
    compared = judged and not indicator.volume and nation != "" and _known(country.nation)
    position: Position = country.position(shown) if compared else "none"
    gap = _gap(indicator, shown, found, position, country)
    if found == "none":
        why = _why_not_judged(indicator, judged=judged)
        # An amount's measure stands once in a headline.
        both = indicator.volume is not None and nation != ""
        share = danish.decimal(shown.share) if both else printed.measured(indicator, shown.share)
        headline, sentence = _beside(share, position, nation, country.noun)
        return Finding(found, position, headline, printed.stopped(sentence, why), gap)
    headline, sentences = _judged(indicator, shown, found, position, nation, country.noun)
    return Finding(found, position, headline, printed.stopped(*sentences), gap)


def _much_unknown(
    indicator: Indicator, shown: Shown, unknown: estimates.Missing, country: Country
) -> Finding:
    inside = " i hele klyngen" if country.whole else ""
    headline = (
        f"{printed.measured(indicator, shown.share)}, men {danish.percent(unknown.share)} er uoplyst{inside}"
    )
    text = [f"{danish.percent(unknown.share)} er uoplyst{inside}, så tallet vurderes ikke"]
    # How far the unknown could move a number is known of the unit they were counted in.
    if not indicator.volume and country.whole is None:
        text.append(
            f"Det kan ligge mellem {danish.decimal(unknown.lowest)} og {danish.percent(unknown.highest)}"
        )
    return Finding("none", "none", headline, printed.stopped(*text))


def _beside(share: str, position: Position, nation: str, noun: str) -> tuple[str, str]:
    """Return headline and sentence of a figure without a target: beside the nation, or on a side of it."""
    if position in ("over", "under"):
        side = f"{position} landsgennemsnittet på {nation}"
        return f"{share} – {side}", f"{noun} ligger {side}"
    if position == "unclear":
        return (
            f"{share} – kan ikke skelnes fra landet ({nation})",
            f"{noun} kan ikke skelnes fra landet, der har {nation}",
        )
    if nation:
        return f"{share} mod {nation} i hele landet", f"Hele landet har {nation}"
    return f"{share} i {noun.lower()}", "Landets tal vises ikke"


def _judged(
    indicator: Indicator, shown: Shown, found: Verdict, position: Position, nation: str, noun: str
) -> tuple[str, tuple[str, ...]]:
    """Return headline and sentences against a target: its verdict first, then the nation."""
    target = target_words(indicator)
    side = side_word(found, indicator).split(" ")[0]
    first = f"{side} målet på {target}" if side else f"kan ikke skelnes fra målet på {target}"
    headline = f"{printed.measured(indicator, shown.share)} – {first}"
    said = f"{noun} ligger {first}" if side else f"{noun} {first}"
    if position in ("over", "under"):
        joint = " og" if side == position else ", men"
        second = f"{position} landsgennemsnittet"
        verb = "" if side else " ligger"
        return f"{headline}{joint} {second}", (f"{said}{joint}{verb} {second} på {nation}",)
    if position == "unclear":
        return headline, (said, f"Den kan ikke skelnes fra landet, der har {nation}")
    return headline, (said, f"Hele landet har {nation}" if nation else "")


def _gap(indicator: Indicator, shown: Shown, found: Verdict, position: Position, country: Country) -> float:
    """Return how far the figure certainly lies from target or nation: 0 when inside both."""
    if found in ("missed", "reached"):
        assert indicator.target is not None
        shrunken = country.gap(shown, indicator.target.value / 100)
        # Without a published spread nothing can be shrunken; the interval's nearest end is as cautious.
        cautious = estimates.gap_to_target(shown.met, shown.denominator, indicator.target.value)
        return cautious if shrunken is None else shrunken
    others = country.others(shown)
    if position in ("over", "under") and others is not None:
        return country.gap(shown, others[0] / others[1]) or 0.0
    return 0.0


def _known(nation: Figure | None) -> bool:
    """Say whether the nation is not known to lack more than a tenth of its answers."""
    unknown = unknown_of(nation)
    return unknown is None or not unknown.too_much


def _why_not_judged(indicator: Indicator, *, judged: bool) -> str:
    if indicator.volume:
        return "Mængder vurderes ikke i ord"
    if not judged:
        return "Antallet af uoplyste vises ikke, så tallet vurderes ikke"
    if indicator.direction == "describe":
        return "Indikatoren beskriver uden at vurdere"
    return "Indikatoren har intet fastsat mål"


def _nation(indicator: Indicator, country: Country, cluster: Shown) -> str:
    """Write the nation's figure; empty when it is not shown or is the cluster's own."""
    nation = Shown.of(country.nation)
    if nation is None or (nation.met, nation.denominator) == (cluster.met, cluster.denominator):
        return ""
    return printed.measured(indicator, nation.share)


def _without_figure(cluster: Figure | None, noun: str) -> Finding:
    if cluster is not None and cluster.state == "no_cases":
        return Finding("none", "none", "Ingen patienter i perioden", "Ingen patienter i perioden.")
    text = f"{noun}s samlede tal vises ikke"
    return Finding("none", "none", text, f"{text} af hensyn til fortrolighed.")


def change_words(change: Change) -> str:
    """Say a change from year to year in numbers only: its 95 per cent interval does not carry a word."""
    side = " højere end" if change.by > 0 else " lavere end" if change.by < 0 else " fra"
    limits = f"{danish.decimal(change.lower)} til {danish.decimal(change.upper)}"
    return f"{danish.decimal(abs(change.by))} procentpoint{side} året før (95 pct.-interval {limits})"


def reliability_words(country: Country) -> str:
    """Say that practices cannot be compared, where what differs is mostly chance; else nothing."""
    found = country.reliability
    if found is None or found >= LEAST_RELIABILITY:
        return ""
    return (
        f"Forskellene mellem praksisser er mest tilfældige (pålidelighed {_hundredths(found)}, mindst "
        f"{_hundredths(LEAST_RELIABILITY)} kræves), så praksisserne kan ikke sammenlignes."
    )


def _hundredths(value: float) -> str:
    """Write two decimals, cut and not rounded: 0,699 is under 0,70."""
    return f"{floor(value * 100 + 1e-9) / 100:.2f}".replace(".", ",")
