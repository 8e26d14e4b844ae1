"""What the package may say of every indicator's newest year, found once for the pages that choose among them.

Belongs here: the findings side by side, their order by size, and the short words for one. Does not belong here: what
may be said (`words`), the pages (`cover`, `overview`, `meeting`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assets.packages.figures import Figure, Figures, Shown
from assets.packages.report import printed, words
from assets.packages.report.country import country
from assets.packages.report.indicator_page import newest_year
from schemas.indicator import Indicator

#: How a certain finding is said of an indicator, in the order it is told.
_PHRASES = {
    "missed": "når ikke målet",
    "reached": "når målet",
    "over": "ligger over landsgennemsnittet",
    "under": "ligger under landsgennemsnittet",
}


@dataclass(frozen=True)
class Found:
    """One indicator's newest year: the reader's own figure and what may be said of it.

    `year` is empty when there is none.
    """

    indicator: Indicator
    year: str
    own: Figure | None
    finding: words.Finding

    @property
    def shown(self) -> Shown | None:
        """Return the own figure's numbers when it is shown."""
        return Shown.of(self.own)


def findings(figures: Figures, catalogue: Sequence[Indicator]) -> list[Found]:
    """Return one finding per indicator, in the catalogue's order."""
    return [_found(figures, indicator) for indicator in catalogue]


def _found(figures: Figures, indicator: Indicator) -> Found:
    year = newest_year(figures, indicator) or ""
    own = figures.own(indicator.name, year)
    return Found(indicator, year, own, words.finding(indicator, own, country(figures, indicator, year)))


def certain(found: Sequence[Found]) -> list[Found]:
    """Return those outside 99.8 per cent of target or nation, the largest shrunken gap first."""
    outside = [f for f in found if f.finding.certain]
    # Sorting keeps the catalogue's order between equal gaps.
    return sorted(outside, key=lambda f: -f.finding.gap)


def judged(found: Sequence[Found]) -> bool:
    """Say whether any figure could be set against a target or the nation at all."""
    return any(f.finding.verdict != "none" or f.finding.position != "none" for f in found)


def nothing(found: Sequence[Found]) -> str:
    """Say that there is no certain finding, or that none can be made."""
    return "Ingen tydelige forskelle" if judged(found) else "Ingen tal kan vurderes"


def counted(found: Sequence[Found]) -> list[tuple[int, str]]:
    """Return how many indicators each certain phrase holds for, in the order they are told."""
    said = [_kind(f.finding) for f in found if f.finding.certain]
    return [(said.count(kind), phrase) for kind, phrase in _PHRASES.items() if kind in said]


def clauses(parts: Sequence[str]) -> str:
    """Join whole clauses, which take a comma before the last "og" too."""
    return f"{', '.join(parts[:-1])}, og {parts[-1]}" if len(parts) > 1 else "".join(parts)


def headline(found: Sequence[Found]) -> str:
    """Say all certain findings in one sentence: "2 af 6 indikatorer når ikke målet, og 1 når målet"."""
    parts = counted(found)
    if not parts:
        return nothing(found)
    noun = "indikator" if len(found) == 1 else "indikatorer"
    (first, phrase), *others = parts
    told = [f"{first} af {len(found)} {noun} {phrase}", *(f"{n} {said}" for n, said in others)]
    return clauses(told)


def standing(found: Found) -> tuple[str, str]:
    """Return the short words for one finding and, beside them, what else is certain: ("under målet", "over landet")."""
    verdict, position = found.finding.verdict, found.finding.position
    if found.shown is None:
        return printed.instead(found.own), ""
    country = f"{position} landet" if position in ("over", "under") else ""
    if verdict == "missed":
        return f"{words.side_word(verdict, found.indicator)}et", country
    if verdict == "reached":
        return "når målet", country
    unclear = "kan ikke skelnes fra målet" if verdict == "unclear" else ""
    if country:
        return country, unclear
    if unclear or position == "unclear":
        return unclear or "kan ikke skelnes fra landet", ""
    return "vurderes ikke", ""


def _kind(finding: words.Finding) -> str:
    return finding.verdict if finding.verdict in ("missed", "reached") else finding.position
