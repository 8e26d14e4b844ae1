"""The funnel: the cluster's shown practices against the limits of what is ordinary in the country.

Belongs here: that drawing's data, words and alt text, and the sentence where there is none. The country's practices
stand in it as bands: a dot is a number of patients and a share. Does not belong here: the limits (`estimates`), the
dots (`dots`).

Nothing follows a hidden practice: axes and limits come from shown figures and published comparators alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

import numpy as np

import estimates
from assets.packages import danish
from assets.packages.figures import Figure, Figures, Shown
from assets.packages.report import dots, printed, words
from assets.packages.report.axis import axis
from assets.packages.report.country import LEAST_RELIABILITY, Country
from schemas.indicator import Indicator

#: The plot's width without any bar at its right, and what a bar takes; millimetres.
_WIDTH, _BAR = 142.5, 8.5
#: Its height, and how far it may shrink for what stands below: lines of questions beyond four, rows of the key.
_HEIGHT, _LEAST_HEIGHT, _LINE, _KEY_ROW = 72.0, 44.0, 4.4, 4.0
_SIZES = (("small", "små"), ("medium", "mellem"), ("large", "store"), (None, "alle"))
_HEADING = "praksisser blandt landets"
_CAPTION = (
    "Mellem de fuldt optrukne linjer ligger 99,8 pct. af det, som tilfældigheder og almindelige forskelle mellem "
    "praksisser giver, mellem de stiplede 95 pct. Det lyse bånd er de midterste 80 pct. af landets praksisser."
)
_BARS = (
    " Stregerne til højre er det samme for små og store praksisser hver for sig; en tværstreg er medianen."
)
#: One limit as points (patients, tenths of a per cent).
_Line = list[list[float]]


def funnel(
    figures: Figures,
    indicator: Indicator,
    year: str,
    around: Country,
    rows: Sequence[dict[str, Any]],
    lines: int = 4,
) -> dict[str, Any]:
    """Build the funnel of one indicator and year, or say in "why_not" why there is none.

    rows: those of the forest table, whose shapes and words the dots take. lines: of the questions below it.
    """
    heading = f"{figures.cluster.noun}s {_HEADING}"
    practices = figures.level(indicator.name, "practice", year)
    shown = {f.organisation: s for f in practices if (s := Shown.of(f))}
    nation = Shown.of(around.nation)
    if nation is None or around.tau is None or indicator.volume or not shown:
        why = _why_not(indicator, nation, around, practices)
        return {"heading": heading, "why_not": f"Her er intet tragtdiagram: {why}."}
    own = Shown.of(figures.own(indicator.name, year))
    most = _most(max(s.denominator for s in shown.values()))
    limits = _limits(nation.met, nation.denominator, around.tau, most)
    marked = around.reliability is not None and around.reliability >= LEAST_RELIABILITY
    bands = list(_bands(figures, indicator, year))
    target = round(indicator.target.value * 10) if indicator.target else None
    middle = _at(limits, most // 2)
    values = [s.share for s in shown.values()] + [nation.share, target, *middle["worded"]]
    values += [end for band in bands for end in (band["low"], band["high"])]
    y = axis(values, 6)
    points = dots.points(
        [r for r in rows if r["level"] == "practice" and r["name"] in shown], shown, marked=marked
    )
    key = dots.key(points)
    height = _HEIGHT - _LINE * max(0, lines - 4) - _KEY_ROW * -(-len(key["names"]) // key["columns"])
    width, height = _WIDTH - _BAR * len(bands), max(_LEAST_HEIGHT, height)
    dots.place_labels(points, (width, height), most, y)
    return {
        "heading": heading,
        "why_not": "",
        "width": width,
        "height": height,
        "x": {"high": most, "ticks": _ticks(most), "label": _counted_words(indicator)},
        "y": y,
        "lines": {kind: [_cut(line, y) for line in pair] for kind, pair in limits.items()},
        "labels": _line_labels(limits, y, _nation_label(figures, nation, own), nation.share, target),
        "nation": nation.share,
        "target": target,
        "bands": bands,
        "points": points,
        "key": key,
        "caption": _CAPTION + (_BARS if len(bands) > 1 else ""),
        "marked": marked,
        "notes": _notes(around, practices, points),
        "alt": _alt(figures, indicator, shown, nation, middle, most // 2, points),
    }


def lines(nation: Shown, tau: float, most: int, y: dict[str, Any], label: str) -> dict[str, Any]:
    """Return the limits round a share for sizes up to `most`, cut to the axis `y`, and the labels where they end.

    tau: the spread between practices (arcsine scale). label: what the nation's line is called.
    """
    limits = _limits(nation.met, nation.denominator, tau, most)
    return {
        "lines": {kind: [_cut(line, y) for line in pair] for kind, pair in limits.items()},
        "labels": _line_labels(limits, y, label, nation.share, None),
    }


def _why_not(indicator: Indicator, nation: Shown | None, around: Country, practices: Sequence[Figure]) -> str:
    if indicator.volume:
        return "mængder vurderes ikke praksis for praksis"
    if not any(f.state == "shown" for f in practices):
        empty = practices and all(f.state == "no_cases" for f in practices)
        return (
            "praksisserne har ingen patienter i perioden" if empty else "ingen praksis har tal, der kan vises"
        )
    if nation is None:
        return "landets tal vises ikke"
    return "for få praksisser i landet har tal, der kan vises"


def _counted_words(indicator: Indicator) -> str:
    """Name the axis of patients: the indicator's own words when they fit under the plot."""
    return danish.sentence(indicator.unit)[:-1] if len(indicator.unit) <= 60 else "Patienter i praksis"


def _most(largest: int) -> int:
    """Round the largest shown number of patients up, so that the axis tells it only roughly."""
    steps = (first * 10**power for power in range(1, 9) for first in (1, 2, 5))
    step = next(s for s in steps if largest <= 6 * s)
    return max(2, -(-largest // step)) * step


def _ticks(most: int) -> list[dict[str, Any]]:
    step = next(s for p in range(1, 9) for s in (10**p, 2 * 10**p, 5 * 10**p) if most <= 6 * s)
    return [{"at": at, "label": danish.whole(at)} for at in range(0, most + 1, step)]


@lru_cache(maxsize=256)
def _limits(met: int, whole: int, tau: float, most: int) -> dict[str, tuple[_Line, _Line]]:
    """Return the limits round the nation's share as points, "drawn" (95) and "worded" (99.8 per cent).

    At the fixed grid's sizes up to `most`, at half of it and at itself. The same in all of a specialty's clusters.
    """
    grid = np.unique(np.append(estimates.GRID[most > estimates.GRID], [most // 2, most]))
    found = estimates.funnel(met / whole, tau, grid)

    def line(shares: Any) -> _Line:
        return [[n, round(share * 1000)] for n, share in zip(grid.tolist(), shares.tolist(), strict=True)]

    return {
        "drawn": (line(found.drawn[0]), line(found.drawn[1])),
        "worded": (line(found.worded[0]), line(found.worded[1])),
    }


def _at(limits: dict[str, tuple[_Line, _Line]], patients: int) -> dict[str, list[int]]:
    """Return lower and upper limit of both kinds at one point of the grid."""
    return {
        kind: [next(int(y) for n, y in line if n == patients) for line in pair]
        for kind, pair in limits.items()
    }


def _cut(line: _Line, y: dict[str, Any]) -> _Line:
    """Keep what lies inside the axis, with the point where the limit comes in."""
    inside = [point for point in line if y["low"] < point[1] < y["high"]]
    before = [point for point in line if point[0] < inside[0][0]] if inside else []
    if not before:
        return inside
    (n, at), (n_in, at_in) = before[-1], inside[0]
    edge = y["low"] if at <= y["low"] else y["high"]
    crossing = n_in if at == at_in else n + (n_in - n) * (edge - at) / (at_in - at)
    return [[round(crossing, 1), edge], *inside]


def _nation_label(figures: Figures, nation: Shown, own: Shown | None) -> str:
    same = own is not None and (own.met, own.denominator) == (nation.met, nation.denominator)
    return f"{figures.cluster.noun if same else 'Landet'} {danish.decimal(nation.share)}"


def _line_labels(
    limits: dict[str, tuple[_Line, _Line]], y: dict[str, Any], nation: str, share: int, target: int | None
) -> list[dict[str, Any]]:
    """Label the lines where they end, from the top."""
    ends = [("99,8 pct.", pair[-1][1]) for pair in limits["worded"]]
    ends += [("95 pct.", pair[-1][1]) for pair in limits["drawn"]]
    found = [(int(at), text, "limit") for text, at in ends if y["low"] < at < y["high"]]
    found.append((share, nation, "nation"))
    if target is not None:
        found.append((target, f"Mål {danish.standard(target / 10)}", "target"))
    return [{"at": at, "text": text, "kind": kind} for at, text, kind in sorted(found, reverse=True)]


def _bands(figures: Figures, indicator: Indicator, year: str) -> Iterator[dict[str, Any]]:
    """Yield P10, median and P90 of the country's practices, by size where published, of all last."""
    for size, label in _SIZES:
        if band := figures.band(indicator.name, year, size):
            middle = figures.median(indicator.name, year, size)
            yield {"label": label, "low": band[0], "high": band[1], "median": middle}


def _notes(around: Country, practices: Sequence[Figure], points: Sequence[dict[str, Any]]) -> list[str]:
    """Say what the drawing does not show; of hidden practices only how many they are."""
    hidden = sum(f.state == "hidden" for f in practices)
    empty = sum(f.state == "no_cases" for f in practices)
    notes = [
        words.reliability_words(around),
        "" if all(p["label"] for p in points) else "Navnene på de øvrige står i tabellen på den forrige side",
        f"{_many(hidden)} vises ikke" if hidden else "",
        f"{_many(empty)} har ingen patienter i perioden" if empty else "",
    ]
    return [printed.stopped(note) for note in notes if note]


def _many(count: int) -> str:
    noun = "praksis" if count == 1 else "praksisser"
    return f"{danish.sentence(danish.small(count, common=True))[:-1]} {noun}"


def _alt(
    figures: Figures,
    indicator: Indicator,
    shown: dict[str, Shown],
    nation: Shown,
    middle: dict[str, list[int]],
    patients: int,
    points: Sequence[dict[str, Any]],
) -> str:
    shares = sorted(s.share for s in shown.values())
    many = _many(len(shares))
    reach = danish.percent(shares[0])
    if len(shares) > 1:
        reach = f"fra {danish.decimal(shares[0])} til {danish.percent(shares[-1])}"
    text = [
        f"Tragtdiagram for {indicator.title}",
        f"{many} i {figures.cluster.noun.lower()} har {reach}",
        f"Hele landet har {danish.percent(nation.share)}",
    ]
    for kind, per_cent in (("worded", "99,8"), ("drawn", "95")):
        low, high = middle[kind]
        where = f"Ved {danish.whole(patients)} patienter er" if kind == "worded" else "og"
        text.append(f"{where} {per_cent} pct.-grænserne {danish.decimal(low)} og {danish.percent(high)}")
    text[-2:] = [f"{text[-2]} {text[-1]}"]
    text += [f"{p['name']}: {p['word']}" for p in points if p["word"]]
    return printed.stopped(*text)
