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
from assets.packages.release import Release
from assets.packages.report import method
from assets.packages.report.cover import cover, overview, practices_words, specialty_title
from assets.packages.report.discussion import with_talk_page
from assets.packages.report.errors import naming
from assets.packages.report.guide import guide
from assets.packages.report.indicator_page import indicator_page
from schemas.indicator import Indicator
from schemas.policy import Policy


def document(
    figures: Figures, catalogue: Sequence[Indicator], release: Release, policy: Policy
) -> dict[str, Any]:
    """Build the document of one cluster. Raises ReportError naming the page and indicator that failed."""
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
            "guide": guide(figures.cluster.open_data),
            "indicators": [
                naming("indicator page", i.name, partial(indicator_page, figures, i, n, talk=talk[i.name]))
                for n, i in enumerate(catalogue, 1)
            ],
            "sources": method.sources(release),
            "purposes": method.purposes(release),
            "method": method.method_texts(policy, catalogue),
            "hidden": method.hidden(figures, catalogue),
            "definitions": method.definitions(catalogue),
            "colophon": method.colophon(release, policy),
        }
    )


def _unbroken(part: Any) -> Any:
    """Keep a number and its "pct." on one line, and "pr. 1.000", everywhere in the document."""
    if isinstance(part, dict):
        return {key: _unbroken(value) for key, value in part.items()}
    if isinstance(part, list):
        return [_unbroken(value) for value in part]
    return re.sub(r"(\d) (?=pct\.)|(pr\.) (?=\d)", "\\1\\2\u00a0", part) if isinstance(part, str) else part
