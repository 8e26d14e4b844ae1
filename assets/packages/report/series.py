"""Words about a series of quarters: what Anhøj's rules find in it, and how much they would miss.

Belongs here: Danish sentences from `estimates.Course`. Does not belong here: the drawing (`course`).
"""

from __future__ import annotations

from math import floor

import estimates
from assets.packages import danish


def course_words(course: estimates.Course | None, withheld: int) -> str:
    """Say what a run chart shows by Anhøj's rules, with their power; never that nothing changed."""
    gaps = ""
    if withheld == 1:
        gaps = " Ét kvartal vises ikke og er et hul i linjen."
    elif withheld:
        gaps = f" {danish.sentence(danish.small(withheld))[:-1]} kvartaler vises ikke og er huller i linjen."
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
    return f"Anhøjs regler slår ikke ud, men en ændring kan være overset: {power_words(course.points)}{gaps}"


def power_words(points: int) -> str:
    """Say how many changes the rules find in a series of so many points."""
    power = estimates.power(points)
    assert power is not None
    one, two = (floor(value * 100 + 0.5) for value in (power.one_sd, power.two_sd))
    return (
        f"med {points} punkter finder reglerne {one} pct. af spring på én standardafvigelse og {two} pct. "
        f"af spring på to."
    )


def _times(number: int) -> str:
    return "nul gange" if number == 0 else "én gang" if number == 1 else f"{danish.small(number)} gange"
