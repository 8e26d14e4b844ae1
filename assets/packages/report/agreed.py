"""The mark of an agreement on a run chart, and the median of the time before it.

Belongs here: what an agreement adds to a finished drawing of quarters. Does not belong here: that drawing
(`course.py`), the list of agreements (`since.py`).
"""

from __future__ import annotations

from collections.abc import Iterable
from statistics import median
from typing import Any

import estimates
from assets.packages import danish
from assets.packages.figures import Figures
from assets.packages.past import Agreement
from assets.packages.report import printed, series
from schemas.indicator import Indicator
from schemas.period import Quarter

#: So many shown quarters before an agreement carry a median of their own.
LEAST_BEFORE = 8


def mark(
    course: dict[str, Any], figures: Figures, indicator: Indicator, agreements: Iterable[Agreement]
) -> dict[str, Any]:
    """Mark the first agreement about the indicator within the quarters drawn: key "agreed", the quarter's index.

    With 8 shown quarters or more before it the median is theirs and is carried on, and Anhøj's rules are read against
    it; with fewer the words say that the median is the whole series'. Anything else is returned as it was.
    """
    quarters = figures.periods(indicator.name, years=False) if course["kind"] == "quarters" else []
    made = {str(Quarter.of(a.agreed)) for a in agreements if a.indicator == indicator.name}
    if not (drawn := sorted(made.intersection(quarters))):
        return course
    at = quarters.index(drawn[0])
    said = f"Den lodrette linje er {danish.quarter(drawn[0])}, hvor klyngen aftalte noget om indikatoren."
    marked = course | {"agreed": at, "alt": f"{course['alt']} {said}"}
    before = [p["at"] for p in course["points"][:at] if p["at"] is not None]
    if len(before) < LEAST_BEFORE:
        noun = "et kvartal" if len(before) == 1 else f"{danish.small(len(before))} kvartaler"
        few = f"Der vises {noun} før aftalen"
        many = danish.small(LEAST_BEFORE)
        text = f"{few}; {many} skal til for en median fra før, så den er hele seriens."
        return marked | {"text": f"{course['text']} {text}"}
    return marked | _frozen(marked, indicator, before)


def _frozen(course: dict[str, Any], indicator: Indicator, before: list[int]) -> dict[str, Any]:
    """Return the parts of the drawing that follow from a median of the time before."""
    shown = [p["at"] for p in course["points"] if p["at"] is not None]
    withheld = sum(p["state"] == "hidden" for p in course["points"])
    reading = estimates.course(shown, median(before))
    assert reading is not None
    own = f"Medianen er {printed.measured(indicator, course['median'])}"
    fixed = f"Medianen før aftalen er {printed.measured(indicator, reading.median)}"
    label = {"at": reading.median, "text": f"Median før {danish.decimal(reading.median)}"}
    count = danish.small(len(before))
    return {
        "median": reading.median,
        "labels": [entry | label if entry["kind"] == "median" else entry for entry in course["labels"]],
        "text": f"{series.course_words(reading, withheld)} Medianen er fra de {count} viste kvartaler før aftalen.",
        "alt": course["alt"].replace(own, fixed),
    }
