"""What is unknown, and how far it could move a share.

Belongs here: bounds. Does not belong here: whether unknown counts may be shown, or what is said of them.
"""

from __future__ import annotations

from dataclasses import dataclass

#: Above this share of unknown no verdict is given.
UNKNOWN_LIMIT = 0.10


@dataclass(frozen=True)
class Missing:
    """How much is unknown, and what the share would be if none or all of the unknown met.

    Tenths of a per cent.
    """

    share: int
    lowest: int
    highest: int
    too_much: bool


def missing(met: int, denominator: int, unknown: int) -> Missing:
    """Bound the share by what is unknown: all of them met, or none. Denominator is met plus not met.

    Raises ValueError when a count is below zero or met is above the denominator.
    """
    if met < 0 or unknown < 0 or met > denominator:
        raise ValueError("a count is below zero or above its denominator")
    total = denominator + unknown
    unknown_share = unknown / total if total else 0.0
    lowest, highest = (met / total, (met + unknown) / total) if total else (0.0, 0.0)
    tenths = [round(value * 1000) for value in (unknown_share, lowest, highest)]
    return Missing(tenths[0], tenths[1], tenths[2], unknown_share > UNKNOWN_LIMIT)
