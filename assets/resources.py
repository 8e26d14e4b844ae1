"""What every stage gets from Dagster: the installation it works in and the release it works on.

Belongs here: the one resource. Paths come from `pipelines/settings.py`, pins from `assets/release.py`.
"""

from __future__ import annotations

from pathlib import Path

import dagster as dg

from schemas.period import Quarter

#: One partition dimension: the period. Clusters are data, not partitions.
PERIODS = dg.StaticPartitionsDefinition([str(q) for q in (Quarter(2024, 1).plus(i) for i in range(12 * 4))])


class Installation(dg.ConfigurableResource):  # type: ignore[type-arg]
    """Where this installation keeps things: `data` is confidential, `outputs` is what left the house."""

    data: str
    review: str
    outputs: str

    def folder(self, name: str) -> Path:
        """Return a folder below the confidential root: inbox, extracts, quarantine, runs, keys, ledger, releases."""
        return Path(self.data) / name
