"""The insert "Din praksis": the cluster's protected figures with one practice's row marked, for that practice alone.

Belongs here: choosing that row on every indicator, and the words round it. Nothing stands here that the cluster's
package does not hold, but for whose code is whose. Does not belong here: who may fetch it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assets.packages import danish
from assets.packages.figures import Figures, Shown
from assets.packages.release import Practice, Release
from assets.packages.report import words
from assets.packages.report.country import country
from assets.packages.report.cover import specialty_title
from assets.packages.report.errors import naming
from assets.packages.report.forest import forest
from assets.packages.report.indicator_page import newest_year
from schemas.indicator import Indicator

_ABSENT = "Praksissen var ikke medlem ved årets slutning."
_QUESTIONS = (
    "Passer tallet med jeres egen oplevelse? Se først på registreringen: er noget kodet anderledes hos jer?",
    "Er jeres patienter anderledes end de andres? Tallene her er ikke justeret for det.",
    "Hvad gør I selv, som de andre kan have glæde af at høre om?",
)


def insert_documents(
    figures: Figures, catalogue: Sequence[Indicator], release: Release
) -> dict[str, dict[str, Any]]:
    """Build the insert of every member, by its public number. Raises ReportError naming the indicator that failed."""
    tables = {i.name: naming("insert", i.name, lambda i=i: _table(figures, i)) for i in catalogue}  # type: ignore[misc]
    return {
        practice.number: _insert(figures, catalogue, release, practice, tables)
        for practice in figures.cluster.members
    }


def _insert(
    figures: Figures,
    catalogue: Sequence[Indicator],
    release: Release,
    practice: Practice,
    tables: dict[str, dict[str, Any]],
) -> dict[str, Any]:
    cluster = figures.cluster
    title = f"{specialty_title(cluster.specialty)}, {cluster.title}"
    return {
        "title": f"Din praksis: {practice.name}",
        "token": practice.token,
        "period": str(release.period),
        "running": title,
        "when": danish.quarter(str(release.period)),
        "notice": release.notice,
        "practice": practice.name,
        "number": f"Ydernummer {practice.number}",
        "cluster": title,
        "code": "" if cluster.open_data else practice.code,
        "known": _known(open_data=cluster.open_data),
        "rows": [_row(i, tables[i.name], practice) for i in catalogue],
        "questions": list(_QUESTIONS),
    }


def _known(*, open_data: bool) -> str:
    """Say what joins the practice to its row in the package of all."""
    if open_data:
        return "Klyngen har valgt åbne data, så praksisserne står ved navn i klyngens pakke."
    return (
        "Under denne kode står praksissen i klyngens pakke. Koden står kun her, og ingen andre får dette ark."
    )


def _table(figures: Figures, indicator: Indicator) -> dict[str, Any]:
    """Return an indicator's forest table with what else a row here takes from the whole cluster."""
    year = newest_year(figures, indicator)
    if year is None:
        raise LookupError(f"no year of {indicator.name} in the protected table")
    judged = words.may_judge(figures.one(indicator.name, "cluster", year))
    found = forest(figures, indicator, year, country(figures, indicator, year), judged=judged)
    own = Shown.of(figures.own(indicator.name, year))
    shown = [row["at"] for row in found["rows"] if row["level"] == "practice" and row["state"] == "shown"]
    return {
        "axis": found["axis"],
        "marks": [mark for mark in found["marks"] if mark["kind"] in ("cluster", "target")],
        "rows": found["rows"],
        "others": sorted(shown),
        "cluster": danish.decimal(own.share) if own else "–",
        "year": danish.year_short(year),
    }


def _row(indicator: Indicator, table: dict[str, Any], practice: Practice) -> dict[str, Any]:
    mine = next(
        (
            row
            for row in table["rows"]
            if row["level"] == "practice" and row["name"] in practice.organisations
        ),
        {"state": "absent", "text": _ABSENT, "word": ""},
    )
    drawn = {key: table[key] for key in ("axis", "marks", "others", "cluster", "year")}
    return {
        "name": indicator.name,
        "title": indicator.title,
        "measure": indicator.measure,
        **drawn,
        "mine": mine,
    }
