"""General practice: what its crowds share."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random


def chance_day(chance: Random) -> str:
    """A day that data cover, whichever."""
    return str(
        date(2023, 10, 1) + timedelta(chance.randrange((date(2026, 9, 30) - date(2023, 10, 1)).days + 1))
    )
