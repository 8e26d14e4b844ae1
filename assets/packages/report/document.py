"""The whole document as data: everything the templates print, in order.

Belongs here: putting the pages together and naming the page that failed. The result is plain JSON of
protected figures, already rounded to what is printed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from assets.packages.figures import Figures
from assets.packages.release import Release
from assets.packages.report import method
from assets.packages.report.cover import cover, practices_words, specialty_title
from assets.packages.report.guide import guide
from assets.packages.report.indicator_page import indicator_page
from assets.packages.report.meeting import meeting
from assets.packages.report.overview import overview
from schemas.indicator import Indicator
from schemas.policy import Policy


class ReportError(RuntimeError):
    """A document could not be made. The message names the indicator and the page."""


def document(
    figures: Figures, catalogue: Sequence[Indicator], release: Release, policy: Policy
) -> dict[str, Any]:
    """Build the document of one cluster. Raises ReportError naming the page and indicator that failed."""
    title = f"Klyngepakke: {specialty_title(figures.cluster.specialty)}, {figures.cluster.title}"
    return _unbroken(
        {
            "title": title,
            "running": f"{specialty_title(figures.cluster.specialty)} · {figures.cluster.title}",
            "period": str(release.period),
            "who": practices_words(figures.cluster),
            "notice": release.notice,
            "open_data": figures.cluster.open_data,
            "cover": _page("cover", "", lambda: cover(figures, catalogue, release)),
            "overview": _page("overview", "", lambda: overview(figures, catalogue)),
            "guide": guide(figures.cluster),
            "indicators": [
                _page("indicator page", i.name, lambda i=i, n=n: indicator_page(figures, i, n))  # type: ignore[misc]
                for n, i in enumerate(catalogue, 1)
            ],
            "meeting": _page("meeting", "", lambda: meeting(figures, catalogue)),
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


def _page(page: str, indicator: str, build: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    try:
        return build()
    except Exception as error:
        where = f"{page} of {indicator}" if indicator else page
        # Whatever it was, it stops this package only; everything at hand here is already protected.
        raise ReportError(f"{where}: {type(error).__name__} while its content was made") from error
