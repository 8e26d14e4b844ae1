"""Hiding, as a pure library: a table and its sums in, what to hide and the proof out.

No files, no Dagster, nothing of ours is imported; rules come as arguments.
"""

from disclosure.primary import reach, small, step, too_few
from disclosure.protect import Protection, protect
from disclosure.table import (
    OUTSIDER,
    Attacker,
    Certificates,
    DisclosureError,
    Fixed,
    Needs,
    System,
    Table,
    respondents,
)

__all__ = [
    "OUTSIDER",
    "Attacker",
    "Certificates",
    "DisclosureError",
    "Fixed",
    "Needs",
    "Protection",
    "System",
    "Table",
    "protect",
    "reach",
    "respondents",
    "small",
    "step",
    "too_few",
]
