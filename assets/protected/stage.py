"""The stage as plain functions: specialties are independent, so they are hidden and attacked side by side.

Belongs here: the order (hide, write, read back, attack) and the processes. Does not belong here: Dagster
(`assets.py`), hiding (`protect.py`), the attack (`attack.py`).
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from assets.protected.agreements import hand_over
from assets.protected.attack import Report, attack_specialty
from assets.protected.blocks import read_release
from assets.protected.codes import Codes
from assets.protected.organisations import assign_codes
from assets.protected.protect import Summary, protect_specialty
from disclosure import Ledger
from schemas.indicator import Indicator
from schemas.period import Quarter
from schemas.policy import Policy


@dataclass(frozen=True)
class Stage:
    """What hiding needs, but for the specialty.

    ledgers: what was published of each specialty. seed: secret bytes that break ties. reissue: populations whose
    published figures are corrected.
    """

    models: Path
    catalogue: Sequence[Indicator]
    period: Quarter
    policy: Policy
    ledgers: Mapping[str, Ledger]
    codes: Codes
    seed: bytes
    out: Path
    reissue: tuple[str, ...] = ()

    def run(self, specialties: Sequence[str]) -> dict[str, tuple[Summary, Report]]:
        """Hide and attack every specialty, in as many processes as there are cores; new codes are handed out first.

        Codes are saved by the caller. Raises what `protect_specialty` and `attack_specialty` raise.
        """
        for specialty in specialties:
            release = read_release(self.models, self.catalogue, specialty, self.period, self.policy)
            assign_codes(release, self.codes)
        workers = min(len(specialties), os.cpu_count() or 1)
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
            return dict(zip(specialties, pool.map(self.specialty, specialties), strict=True))

    def specialty(self, specialty: str) -> tuple[Summary, Report]:
        """Hide one specialty, write it with its agreements, read it back and attack it."""
        place = (self.models, self.catalogue, specialty, self.period, self.policy)
        ledger = self.ledgers[specialty]
        summary = protect_specialty(*place, ledger, self.codes, self.seed, self.out, self.reissue)
        hand_over(self.models, specialty, self.out)
        return summary, attack_specialty(self.out, *place, self.codes, ledger)
