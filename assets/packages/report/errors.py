"""What went wrong while a document was made, said by page and indicator.

Belongs here: the one exception of a report, and turning any other into it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

Made = TypeVar("Made")


class ReportError(RuntimeError):
    """A document could not be made. The message names the indicator and the page."""


def naming(page: str, indicator: str, build: Callable[[], Made]) -> Made:
    """Return what `build` makes. Whatever it raises becomes a ReportError that names page and indicator."""
    try:
        return build()
    except Exception as error:
        where = f"{page} of {indicator}" if indicator else page
        # Whatever it was, it stops this package only; everything at hand here is already protected.
        raise ReportError(f"{where}: {type(error).__name__} while its content was made") from error
