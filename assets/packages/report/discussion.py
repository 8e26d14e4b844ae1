"""What to talk about: questions by rule, the action plan, and which indicators get a page for it.

Belongs here: page B of an indicator apart from its funnel. Practices are named only by the word they have in the
forest table: nobody is named for being the highest or the lowest. Does not belong here: who is worded (`forest`).
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Any

from assets.packages import danish
from assets.packages.figures import Figure, Figures, Shown
from assets.packages.report import printed, words
from assets.packages.report.country import country
from assets.packages.report.forest import answered, forest
from schemas.indicator import Indicator

#: So many indicators have a page for the talk at most; fewer where the package would be longer than `_MOST_PAGES`.
MOST_TALK_PAGES = 8
_MOST_PAGES = 30
#: Pages that are no indicator's: cover, guide, overview, meeting, since last time, method, colophon. Four
#: definitions share a page.
_OTHER_PAGES, _DEFINITIONS = 10, 4
#: Rows of the action plan.
PLAN_ROWS = 5
_FEWEST, _MOST = 3, 5
#: Letters on a line of questions.
_LINE = 100
#: Longer lists of names are said as a number.
_LONGEST_LIST = 60
_ALWAYS = (
    "Hvilken ene ændring kan alle prøve inden næste møde?",
    "Hvem følger op, og hvordan ser vi, om det virker?",
    "Hvad undrer os mest i tallene?",
)


def with_talk_page(figures: Figures, catalogue: Sequence[Indicator]) -> dict[str, bool]:
    """Say of each indicator whether it gets a page for the talk: all of them, or as many as there is room for.

    Certain findings first by their gap, then those with a worded practice, then as in the catalogue.
    """
    if len(catalogue) <= MOST_TALK_PAGES:
        return {i.name: True for i in catalogue}
    places = []
    for place, indicator in enumerate(catalogue):
        years = figures.periods(indicator.name, years=True)
        year = years[-1] if years else ""
        around = country(figures, indicator, year)
        found = words.finding(indicator, figures.own(indicator.name, year), around)
        judged = words.may_judge(answered(figures, indicator, year))
        rows = forest(figures, indicator, year, around, judged=judged)["rows"]
        worded = any(row["level"] == "practice" and row.get("word") for row in rows)
        places.append((not found.certain, -found.gap, not worded, place, indicator.name))
    pages = len(catalogue) + _OTHER_PAGES + ceil(len(catalogue) / _DEFINITIONS)
    room = max(0, min(MOST_TALK_PAGES, _MOST_PAGES - pages))
    chosen = {name for *_, name in sorted(places)[:room]}
    return {i.name: i.name in chosen for i in catalogue}


def questions(
    indicator: Indicator, own: Figure | None, rows: Sequence[dict[str, Any]], *, judged: bool
) -> list[str]:
    """Return three to five questions: by rule from worded rows, then the indicator's own, then common ones.

    rows: those of the forest table. judged: whether its practices may be.
    """
    practices = [row for row in rows if row["level"] == "practice" and row["state"] == "shown"]
    found = [*_by_rule(indicator, practices), *_registration(own)]
    if not found and judged and practices and not indicator.volume:
        found = ["Ingen praksis skiller sig sikkert ud. Hvad gør vi ens, og hvad vil vi prøve sammen?"]
    found += [danish.sentence(question) for question in indicator.reflection]
    found += _ALWAYS[: max(0, _FEWEST - len(found))]
    return found[:_MOST]


def lines(found: Sequence[str]) -> int:
    """Return about how many lines questions take across a page."""
    return sum(ceil(len(question) / _LINE) for question in found)


def _by_rule(indicator: Indicator, practices: Sequence[dict[str, Any]]) -> list[str]:
    asked = [row["name"] for row in practices if row["word"] == words.ASK]
    missed = [row for row in practices if row["missed"]]
    reached = [row for row in practices if row["word"] and not row["missed"] and row["word"] != words.ASK]
    found = []
    if asked:
        found.append(
            f"{_who(asked)} ligger uden for det, som tilfældigheder kan forklare: Hvad viser registreringen, hvad "
            "viser patienterne, og hvad gør praksis anderledes?"
        )
    if missed:
        side = missed[0]["word"].split(" ")[0]
        found.append(
            f"{_who([row['name'] for row in missed])} ligger sikkert {side} målet: Skyldes det registreringen, "
            "patienterne eller arbejdsgangen?"
        )
    if reached:
        names = [row["name"] for row in reached]
        who = _who(names)
        found.append(
            f"Hvad gør {who}, som andre kan prøve?"
            if who == danish.listed(sorted(names))
            else f"{who} ligger sikkert på den gode side af målet: Hvad gør de, som andre kan prøve?"
        )
    return found


def _who(names: Sequence[str]) -> str:
    """List the names by alphabet, or say how many when the list would be long."""
    listed = danish.listed(sorted(names))
    if len(names) == 1 or len(listed) <= _LONGEST_LIST:
        return listed
    return f"{danish.sentence(danish.small(len(names)))[:-1]} praksisser"


def _registration(own: Figure | None) -> list[str]:
    unknown = words.unknown_of(own)
    if unknown is None or not unknown.too_much:
        return []
    return [f"{danish.percent(unknown.share)} af svarene er uoplyst: Hvem registrerer hvad, og hvornår?"]


def plan(indicator: Indicator, own: Figure | None) -> dict[str, Any]:
    """Return the action plan: how many rows to write in, and what to follow it by."""
    shown = Shown.of(own)
    now = f", nu {printed.measured(indicator, shown.share)}" if shown else ""
    return {"rows": PLAN_ROWS, "follow": printed.stopped(f"Følges i næste pakke: {indicator.title}{now}")}
