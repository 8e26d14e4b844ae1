"""Hiding, as a pure library: a table and its sums in, what to hide and the proof out.

No files, no Dagster, nothing of ours is imported; rules come as arguments. `protect` searches, `attack`
proves, and they share nothing but the declaration of the table (`table`).
"""

from disclosure.atoms import Layout, fill
from disclosure.attacker import Audit, Exposure, attack, intervals
from disclosure.primary import small, too_few
from disclosure.program import Contradiction
from disclosure.search import Fixed, Infeasible, Protection, protect
from disclosure.table import DisclosureError, Own, System, Table

__all__ = [
    "Audit",
    "Contradiction",
    "DisclosureError",
    "Exposure",
    "Fixed",
    "Infeasible",
    "Layout",
    "Own",
    "Protection",
    "System",
    "Table",
    "attack",
    "fill",
    "intervals",
    "protect",
    "small",
    "too_few",
]
