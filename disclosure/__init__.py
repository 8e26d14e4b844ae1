"""Hiding, as a pure library: a table and its sums in, what to hide and the proof out.

No files, no Dagster, nothing of ours is imported; rules come as arguments. `protect` searches and leaves
certificates, `check` verifies them without a solver, `audit` attacks what was published: three codes that
share nothing but the declaration of the table (`table`).
"""

from disclosure.audit import Audit, Exposure, audit, intervals
from disclosure.check import Forged, Gap, check
from disclosure.joint import Joint, joined, reissued
from disclosure.ledger import Entry, Ledger, Tampered
from disclosure.past import Contradicted
from disclosure.primary import reach, small, step, too_few
from disclosure.protect import Protection, protect
from disclosure.published import Contradiction
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
    "Audit",
    "Certificates",
    "Contradicted",
    "Contradiction",
    "DisclosureError",
    "Entry",
    "Exposure",
    "Fixed",
    "Forged",
    "Gap",
    "Joint",
    "Ledger",
    "Needs",
    "Protection",
    "System",
    "Table",
    "Tampered",
    "audit",
    "check",
    "intervals",
    "joined",
    "protect",
    "reach",
    "reissued",
    "respondents",
    "small",
    "step",
    "too_few",
]
