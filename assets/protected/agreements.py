"""What clusters agreed on, handed over to the packages through the same door as the figures.

Belongs here: cutting one specialty's agreements out. Nothing is hidden: they are words for the cluster's own package,
no figure is among them, and what looks like a number of a person was refused when they were delivered.
"""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq

from schemas.protected import AGREEMENTS


def hand_over(models: Path, specialty: str, out: Path) -> Path:
    """Write `<out>/agreements-<specialty>.parquet` (shape AGREEMENTS) from `models`; none gives a table without rows.

    Raises FileNotFoundError when the models stage left no agreements.parquet.
    """
    rows = pq.read_table(models / "agreements.parquet", filters=[("specialty", "=", specialty)])
    path = out / f"agreements-{specialty}.parquet"
    pq.write_table(rows.select(AGREEMENTS.names).cast(AGREEMENTS), path, compression="zstd")
    return path
