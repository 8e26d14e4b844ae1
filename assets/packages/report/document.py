"""The whole document as data: everything the templates print, in order.

Belongs here: putting the pages together and naming the page that failed. The result is plain JSON of
protected figures, already rounded to what is printed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from typing import Any

from assets.packages.figures import Figures
from assets.packages.past import Past
from assets.packages.release import Release
from assets.packages.report import method
from assets.packages.report.agreed import mark
from assets.packages.report.cover import cover, practices_words, specialty_title
from assets.packages.report.discussion import with_talk_page
from assets.packages.report.errors import naming
from assets.packages.report.guide import guide
from assets.packages.report.indicator_page import indicator_page
from assets.packages.report.meeting import meeting
from assets.packages.report.overview import overview
from assets.packages.report.since import since
from schemas.indicator import Indicator
from schemas.policy import Policy


def document(
    figures: Figures,
    catalogue: Sequence[Indicator],
    release: Release,
    policy: Policy,
    past: Past | None = None,
) -> dict[str, Any]:
    """Build the document of one cluster. Raises ReportError naming the page and indicator that failed.

    past: the package before this one and what was agreed; without it the document is a first one.
    """
    past = past or Past()
    talk = naming("choice of talk pages", "", lambda: with_talk_page(figures, catalogue))
    title = f"Klyngepakke: {specialty_title(figures.cluster.specialty)}, {figures.cluster.title}"
    return _unbroken(
        {
            "title": title,
            "running": f"{specialty_title(figures.cluster.specialty)} · {figures.cluster.title}",
            "period": str(release.period),
            "who": practices_words(figures.cluster),
            "notice": release.notice,
            "open_data": figures.cluster.open_data,
            "cover": naming("cover", "", lambda: cover(figures, catalogue, release)),
            "overview": naming("overview", "", lambda: overview(figures, catalogue)),
            "guide": guide(figures.cluster),
            "indicators": [
                naming("indicator page", i.name, partial(_indicator, figures, i, n, past, talk=talk[i.name]))
                for n, i in enumerate(catalogue, 1)
            ],
            "since": naming("since", "", lambda: since(figures, catalogue, release.cutoff, past)),
            "meeting": naming("meeting", "", lambda: meeting(figures, catalogue)),
            "sources": method.sources(release),
            "purposes": method.purposes(release),
            "method": method.method_texts(policy, catalogue),
            "quality": naming("data quality", "", lambda: method.quality(figures, catalogue)),
            "hidden": method.hidden(figures, catalogue),
            "definitions": method.definitions(catalogue),
            "colophon": method.colophon(release, policy),
        }
    )


def _indicator(
    figures: Figures, indicator: Indicator, number: int, past: Past, *, talk: bool
) -> dict[str, Any]:
    page = indicator_page(figures, indicator, number, talk=talk)
    return page | {"course": mark(page["course"], figures, indicator, past.agreements)}


def _unbroken(part: Any) -> Any:
    """Keep a number and its "pct." on one line, and "pr. 1.000", everywhere in the document."""
    if isinstance(part, dict):
        return {key: _unbroken(value) for key, value in part.items()}
    if isinstance(part, list):
        return [_unbroken(value) for value in part]
    return re.sub(r"(\d) (?=pct\.)|(pr\.) (?=\d)", "\\1\\2\u00a0", part) if isinstance(part, str) else part
