"""The context band of an indicator's page: the reader's own figure among those it stands beside, on one line.

Belongs here: the strip of `strip.py` with the adjusted figure and a direct label on every mark.
"""

from __future__ import annotations

from typing import Any

from assets.packages import danish
from assets.packages.figures import Figures
from assets.packages.report import labels, printed
from assets.packages.report.adjusted import adjusted_share
from assets.packages.report.axis import axis
from assets.packages.report.strip import comparators, strip
from schemas.indicator import Indicator

#: The band as wide as the page's text, and what its line leaves free at each end for the axis' numbers; millimetres.
WIDTH, PAD = 174, 14


def context_band(figures: Figures, indicator: Indicator, year: str) -> dict[str, Any] | None:
    """Build the band of one indicator and year. None when the reader's own figure is not shown.

    Labels hold names only: the numbers stand above. Those of the own figures lie over the line, the others under it.
    """
    found = strip(figures, indicator, year)
    if found is None:
        return None
    share = adjusted_share(figures, indicator, figures.own(indicator.name, year))
    above: list[dict[str, Any]] = [{"at": found["at"], "text": figures.cluster.noun, "kind": "cluster"}]
    alt = found["alt"].replace(": ", ": tallinje med ", 1)
    if share is not None:
        above.append({"at": share, "text": "Justeret", "kind": "adjusted"})
        alt = printed.stopped(alt, f"Justeret for case-mix {printed.measured(indicator, share)}")
    if found["target"] is not None:
        above.append({"at": found["target"], "text": _target(indicator), "kind": "target"})
    below: list[dict[str, Any]] = [
        {"at": figure.share, "text": name, "kind": level}
        for level, name, figure in comparators(figures, indicator, year)
        if figure is not None
    ]
    values = [mark["at"] for mark in (*above, *below)] + [found["low"], found["high"]]
    scale = axis(values, 4, amounts=indicator.volume is not None)
    return {
        "width": WIDTH,
        "pad": PAD,
        "axis": scale,
        "low": found["low"],
        "high": found["high"],
        "above": _spread(above, scale),
        "below": _spread(below, scale),
        "alt": alt,
    }


def _spread(marks: list[dict[str, Any]], scale: dict[str, Any]) -> list[dict[str, Any]]:
    """Order the marks of one side from left to right, each with the middle of its label in millimetres."""
    ordered = sorted(marks, key=lambda mark: (mark["at"], mark["text"]))
    reach = scale["high"] - scale["low"]
    wanted = [PAD + (WIDTH - 2 * PAD) * (mark["at"] - scale["low"]) / reach for mark in ordered]
    middles = labels.apart(wanted, [mark["text"] for mark in ordered], 0, WIDTH)
    return [mark | {"label": middle} for mark, middle in zip(ordered, middles, strict=True)]


def _target(indicator: Indicator) -> str:
    assert indicator.target is not None
    return f"Mål {danish.standard(indicator.target.value)}"
