"""What a release would be made from right now, and whether that was already published. Light: no Dagster, no DuckDB.

Belongs here: the one decision "nothing new". Does not belong here: what pins are (`assets/release.py`).
"""

from __future__ import annotations

from assets.release import is_current, pinned
from pipelines.settings import Settings
from schemas.period import Quarter


def current_release(settings: Settings, period: str) -> bool:
    """Return whether the period's packages were published from exactly what is in force now."""
    release = pinned(settings.data, Quarter.parse(period))
    return is_current(release, settings.data / "releases", settings.outputs)
