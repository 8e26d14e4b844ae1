"""The forest table: one row per practice with dot, interval and numbers; then the reader's own unit; then the
cluster's subclusters, or the subcluster's cluster.

Belongs here: rows, order, marks and legend of that table. Hidden rows stand last, in the order of their
codes: a row between 50,0 and 48,8 would tell what it hides.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assets.packages import danish
from assets.packages.figures import Figure, Figures, Shown
from assets.packages.report import printed, words
from assets.packages.report.axis import axis
from assets.packages.report.country import Country
from schemas.indicator import Indicator

_ASKED = (
    f"»{words.ASK.capitalize()}«: praksissen ligger uden for 99,8 pct. af det, som tilfældigheder og almindelige "
    "forskelle mellem praksisser giver. Se først på registreringen, så på patienterne, så på praksis."
)
_SIZES = {"small": "små", "medium": "mellemstore", "large": "store"}
_SHAPES = {"missed": "diamond", "reached": "dot", "unclear": "ring", "none": "dot"}


def ordered(figures: Sequence[Figure]) -> list[Figure]:
    """Sort as printed: shown by share, then those without patients, then hidden, the last two by name."""
    places = {"shown": 0, "no_cases": 1, "hidden": 2}
    return sorted(
        figures, key=lambda f: (places[f.state], -(f.share or 0), -(f.denominator or 0), f.organisation)
    )


def answered(figures: Figures, indicator: Indicator, year: str) -> Figure | None:
    """Return the figure whose unknown answers decide whether practices are judged.

    The whole cluster's: a subcluster's are not published, and a practice has the same word in both packages.
    """
    return figures.one(indicator.name, "cluster", year)


def forest(
    figures: Figures, indicator: Indicator, year: str, around: Country, *, judged: bool
) -> dict[str, Any]:
    """Build the forest table of one indicator and year. `around`: what its practices are set against."""
    own = figures.own(indicator.name, year)
    practices = ordered(figures.level(indicator.name, "practice", year))
    groups = _groups(figures, indicator, year)
    band = figures.band(indicator.name, year)
    marks = _marks(indicator, figures.cluster.noun, Shown.of(own), around.nation)
    everyone = [*practices, *groups, *([own] if own else [])]
    values = [v for f in everyone for v in (f.lower, f.upper)] + [m["at"] for m in marks] + list(band or ())
    # One kind of word per indicator: with both, a package has more than half a false one (bench/statistics).
    asks = judged and indicator.target is None
    asked = {f.organisation for f in practices if asks and _asks(f, around)}
    rows = [_row(f, indicator, judged=judged, ask=f.organisation in asked) for f in practices]
    if own:
        rows.append(_row(own, indicator, judged=judged, name=figures.cluster.noun) | {"level": "own"})
    rows += [_row(f, indicator, judged=judged) for f in groups]
    return {
        "axis": axis(values, 2, amounts=True) if indicator.volume else axis(values),
        "marks": marks,
        "band": {"low": band[0], "high": band[1]} if band else None,
        "rows": rows,
        "legend": _legend(indicator, _band_words(figures, indicator, year), judged=judged),
        "notes": [text for text in (words.reliability_words(around), _ASKED if asked else "") if text],
        "measure": printed.measure_head(indicator),
        "counted": _counted(indicator),
        # Amounts and what they are made of are longer than per cent.
        "wide": indicator.volume is not None,
    }


def _asks(figure: Figure, around: Country) -> bool:
    shown = Shown.of(figure)
    return shown is not None and around.outside(shown)


def _counted(indicator: Indicator) -> str:
    """Head the column of counts by what is counted, when one short word says it."""
    if indicator.volume:
        return "Mængde og antal"
    word = danish.sentence(indicator.unit)[:-1]
    return word if word.isalpha() and len(word) <= 12 else "Antal"


def _groups(figures: Figures, indicator: Indicator, year: str) -> list[Figure]:
    """Return the other groups to print: subclusters of a cluster, or the cluster of a subcluster.

    One with the same patients as the reader's own says nothing new.
    """
    own = figures.own(indicator.name, year)
    level = "subcluster" if figures.cluster.level == "cluster" else "cluster"
    found = ordered(figures.level(indicator.name, level, year))
    if len(found) == 1 and own and found[0].counts == own.counts:
        return []
    return found


def _row(
    figure: Figure, indicator: Indicator, *, judged: bool, name: str = "", ask: bool = False
) -> dict[str, Any]:
    row: dict[str, Any] = {"name": name or _name(figure), "level": figure.level, "state": figure.state}
    shown = Shown.of(figure)
    if shown is None:
        row["text"] = words.NO_CASES if figure.state == "no_cases" else words.HIDDEN
        return row
    found = words.verdict(shown, indicator, judged=judged)
    return row | {
        "at": shown.share,
        "low": shown.lower,
        "high": shown.upper,
        "share": danish.decimal(shown.share),
        "interval": danish.span(*shown.limits) if shown.limits else "–",
        "count": printed.counted(indicator, shown),
        "shape": _SHAPES[found],
        "missed": found == "missed",
        "word": words.ASK if ask else words.side_word(found, indicator),
    }


def _name(figure: Figure) -> str:
    """Call a subcluster what it is: its own name may be no more than a letter."""
    name = figure.organisation
    if figure.level == "cluster":
        return "Hele klyngen"
    return f"Babyklynge {name}" if figure.level == "subcluster" and "klynge" not in name.lower() else name


def _marks(indicator: Indicator, noun: str, own: Shown | None, nation: Figure | None) -> list[dict[str, Any]]:
    """Return the vertical lines, from left to right: the reader's own unit, nation, target."""
    marks = []
    country = Shown.of(nation)
    if own:
        marks.append({"kind": "cluster", "at": own.share, "label": f"{noun} {danish.decimal(own.share)}"})
    if country and (own is None or (country.met, country.denominator) != (own.met, own.denominator)):
        text = f"Landet {danish.decimal(country.share)}"
        marks.append({"kind": "nation", "at": country.share, "label": text})
    if indicator.target:
        value = round(indicator.target.value * 10)
        marks.append(
            {"kind": "target", "at": value, "label": f"Mål {danish.standard(indicator.target.value)}"}
        )
    return sorted(marks, key=lambda mark: (mark["at"], mark["kind"]))


def _band_words(figures: Figures, indicator: Indicator, year: str) -> str:
    """Write the nation's band, and those of small and large practices where published; empty without."""
    band = figures.band(indicator.name, year)
    if band is None:
        return ""
    sizes = [(word, figures.band(indicator.name, year, size)) for size, word in _SIZES.items()]
    parts = [_whole_span(band)] + [f"{word} {_whole_span(found)}" for word, found in sizes if found]
    return ", ".join(parts)


def _whole_span(band: tuple[int, int]) -> str:
    return "–".join(danish.standard(end / 10) for end in band)


def _legend(indicator: Indicator, band: str, *, judged: bool) -> list[dict[str, str]]:
    legend = []
    if judged and indicator.target is not None and indicator.direction != "describe" and not indicator.volume:
        better, worse = ("over", "under") if indicator.direction == "higher" else ("under", "over")
        legend = [
            {"shape": "dot", "text": f"{better} målet"},
            {"shape": "ring", "text": "kan ikke skelnes fra målet"},
            {"shape": "diamond", "text": f"{worse} målet"},
        ]
    if band:
        legend.append({"shape": "band", "text": f"midterste 80 pct. af landets praksisser ({band})"})
    return legend
