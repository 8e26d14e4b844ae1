"""The page "Siden sidst": the last package's numbers beside these, and how it went with what was agreed.

Belongs here: which two numbers stand side by side, and the words about them. A number that is not shown then or now is
said in words, without a direction; a difference is printed only where the protected table holds it with its interval,
and counts never are. Does not belong here: finding the last package (`past.py`), marks on run charts (`agreed.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from assets.packages import danish
from assets.packages.figures import Figure, Figures, Shown
from assets.packages.past import Agreement, Past, Previous
from assets.packages.report import printed, words
from assets.packages.report.axis import axis
from assets.packages.report.country import country
from assets.packages.report.indicator_page import newest_year
from schemas.indicator import Indicator
from schemas.period import Year

#: Empty rows to write new agreements in, where none are printed.
_ROWS_TO_FILL = 6
_NO_CAUSE = (
    "At et tal er et andet efter en aftale, beviser ikke, at aftalen er årsagen: patienter, registrering og "
    "tilfældigheder skifter også."
)


@dataclass(frozen=True)
class _Moment:
    """One package's newest year of an indicator. `shown` and `standing` are None and empty when it is not shown."""

    year: str
    figure: Figure | None
    shown: Shown | None
    standing: str


def since(figures: Figures, catalogue: Sequence[Indicator], today: date, past: Past) -> dict[str, Any]:
    """Build the page. today: the data's cut-off, which deadlines are held against."""
    previous = past.previous
    rows = _rows(figures, catalogue, previous.figures) if previous and previous.figures else []
    groups = _groups(figures, catalogue, past.agreements, today)
    drawn = [row[name] for row in rows for name in ("from", "to") if row["to"] is not None]
    return {
        "intro": _intro(figures, previous),
        "axis": axis(drawn, 4),
        "rows": rows,
        "notes": _notes(catalogue, previous.figures) if previous and previous.figures else "",
        "agreed": _NO_CAUSE if groups else _nothing_agreed(),
        "groups": groups,
        "fill": 0 if groups else _ROWS_TO_FILL,
    }


def _intro(figures: Figures, previous: Previous | None) -> str:
    own = figures.cluster.noun.lower()
    if previous is None:
        return (
            f"Det er {own}s første pakke, så der er endnu ingen tal at sammenligne med. I den næste pakke står "
            "tallene herfra ved siden af de nye, og her kan I se, hvordan det gik med det, I aftalte."
        )
    name = f"Den forrige pakke er fra {danish.quarter(str(previous.period))} (version {previous.version})."
    if previous.figures is None:
        return f"{name} Den har en ældre form, og dens tal kan ikke stilles op her."
    return (
        f"{name} Her står {own}s tal fra den ved siden af de nye. Et andet tal eller et andet ord er ikke i sig "
        "selv en sikker ændring; hvor forskellen er regnet ud, står den med sit interval."
    )


def _rows(figures: Figures, catalogue: Sequence[Indicator], before: Figures) -> list[dict[str, Any]]:
    """Return a row per indicator of both packages; those that are not shown in both come last."""
    pairs = [(i, _moment(before, i), _moment(figures, i)) for i in catalogue]
    rows = [_row(figures, i, then, now) for i, then, now in pairs if then and now]
    return [r for r in rows if r["both"]] + [r for r in rows if not r["both"]]


def _moment(figures: Figures, indicator: Indicator) -> _Moment | None:
    year = newest_year(figures, indicator)
    if year is None:
        return None
    figure = figures.own(indicator.name, year)
    found = words.finding(indicator, figure, country(figures, indicator, year))
    standing = _standing(indicator, found) if Shown.of(figure) else ""
    return _Moment(year, figure, Shown.of(figure), standing)


def _standing(indicator: Indicator, found: words.Finding) -> str:
    """Say in a few words where a figure stands: against its target and the nation, by 99.8 per cent."""
    against = {"over": "over landsgennemsnittet", "under": "under landsgennemsnittet"}.get(found.position, "")
    if found.verdict == "none":
        return against or ("kan ikke skelnes fra landet" if found.position == "unclear" else "vurderes ikke")
    target = words.side_word(found.verdict, indicator) or "kan ikke skelnes fra målet"
    return danish.listed([part for part in (target, against) if part])


def _row(figures: Figures, indicator: Indicator, then: _Moment, now: _Moment) -> dict[str, Any]:
    both = then.shown is not None and now.shown is not None
    drawn = both and not indicator.volume
    return {
        "name": indicator.name,
        "title": indicator.title,
        "measure": indicator.measure if indicator.volume else "",
        "both": both,
        "then": danish.decimal(then.shown.share) if then.shown else printed.instead(then.figure),
        "now": danish.decimal(now.shown.share) if now.shown else printed.instead(now.figure),
        "from": then.shown.share if drawn and then.shown else None,
        "to": now.shown.share if drawn and now.shown else None,
        "years": _years(then, now),
        "words": printed.stopped(*(danish.sentence(s) for s in _said(figures, indicator, then, now) if s)),
    }


def _years(then: _Moment, now: _Moment) -> list[str]:
    if then.year == now.year:
        return [f"begge: {danish.year_short(now.year)}"]
    return [f"sidst: {danish.year_short(then.year)}", f"nu: {danish.year_short(now.year)}"]


def _said(figures: Figures, indicator: Indicator, then: _Moment, now: _Moment) -> list[str]:
    """Return sentences about two moments: that they are the same year, where they stood, the published change."""
    if then.shown is None or now.shown is None:
        return ["Tallene kan ikke stilles op mod hinanden"]
    corrected = _corrected(figures, indicator, then)
    if then.year == now.year and not corrected:
        return ["Samme år og samme tal som sidst", now.standing]
    if then.standing == now.standing:
        stood = f"{now.standing}, som sidst"
    else:
        stood = f"sidst: {then.standing}; nu: {now.standing}"
    change = "" if corrected else _change(figures, indicator, then.year, now.year)
    return ["Tallet fra sidst er rettet siden" if corrected else "", stood, change]


def _corrected(figures: Figures, indicator: Indicator, then: _Moment) -> bool:
    """Say whether the last package's year was re-issued: it is shown with another share now."""
    again = Shown.of(figures.own(indicator.name, then.year))
    return again is not None and then.shown is not None and again.share != then.shown.share


def _change(figures: Figures, indicator: Indicator, then: str, now: str) -> str:
    """Say the published change between two years; empty unless the one follows the other and it is published."""
    figure = figures.own(indicator.name, now)
    if figure is None or figure.change is None or Year.parse(then).closes != Year.parse(now).closes.plus(-4):
        return ""
    return words.change_words(figure.change)


def _notes(catalogue: Sequence[Indicator], before: Figures) -> str:
    """Say which indicators are new and which are gone; a gone one has no words left but its short name."""
    known = before.indicators
    new = [i.title for i in catalogue if i.name not in known]
    gone = sorted(known - {i.name for i in catalogue})
    return printed.stopped(
        f"Nye siden sidst: {danish.listed(new)}" if new else "",
        f"Udgået siden sidst (kortnavn): {danish.listed(gone)}" if gone else "",
    )


def _nothing_agreed() -> str:
    return (
        "Klyngen har ikke sendt nogen aftaler ind. Skriv her, hvad I aftaler, og send det til eKVIS: så står det i "
        "den næste pakke sammen med tallene før og efter. Skriv aldrig noget om en patient."
    )


def _groups(
    figures: Figures, catalogue: Sequence[Indicator], agreements: Sequence[Agreement], today: date
) -> list[dict[str, Any]]:
    """Return the agreements under their indicators, in the package's order; those about nothing in it come last."""
    groups = []
    for indicator in catalogue:
        if mine := [a for a in agreements if a.indicator == indicator.name]:
            about = {"name": indicator.name, "title": indicator.title}
            numbers = _before_and_now(figures, indicator, mine[0].agreed)
            groups.append(about | {"numbers": numbers, "rows": [_agreement(a, today) for a in mine]})
    known = {i.name for i in catalogue}
    if rest := [_agreement(a, today) for a in agreements if a.indicator not in known]:
        groups.append({"name": "", "title": "Andre aftaler", "numbers": "", "rows": rest})
    return groups


def _agreement(agreement: Agreement, today: date) -> dict[str, str]:
    open_still = agreement.status in ("planlagt", "i gang")
    return {
        "what": agreement.what,
        "remark": agreement.remark,
        "agreed": danish.day_short(agreement.agreed),
        "who": agreement.who,
        "due": danish.day_short(agreement.due),
        "status": agreement.status
        + (", fristen er passeret" if open_still and agreement.due < today else ""),
    }


def _before_and_now(figures: Figures, indicator: Indicator, agreed: date) -> str:
    """Say the newest whole year before an agreement and the newest year, and whether the latter began before it."""
    years = figures.periods(indicator.name, years=True)
    closed = [y for y in years if Year.parse(y).closes.last_day < agreed]
    now = years[-1]
    first = f"Året før aftalen: {_number(figures, indicator, closed[-1])}" if closed else ""
    if closed and closed[-1] == now:
        return printed.stopped(first, "Der er endnu ikke et helt år siden")
    second = f"Nyeste år: {_number(figures, indicator, now)}"
    if Year.parse(now).quarters[0].first_day < agreed:
        second += ", delvis før aftalen"
    change = _change(figures, indicator, closed[-1], now) if closed else ""
    return printed.stopped(first, second, danish.sentence(change) if change else "")


def _number(figures: Figures, indicator: Indicator, year: str) -> str:
    figure = figures.own(indicator.name, year)
    shown = Shown.of(figure)
    said = printed.measured(indicator, shown.share) if shown else printed.instead(figure)
    return f"{said} ({danish.year_short(year)})"
