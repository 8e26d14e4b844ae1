"""Specialties: one small file each in `schemas/specialties/`; a file there is a specialty.

Belongs here: reading those files. Light: the portal imports it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

_FOLDER = Path(__file__).parent / "specialties"


@dataclass(frozen=True)
class Specialty:
    """A specialty that has clusters. `name` is the ASCII slug used in keys and folders, `title` the Danish name."""

    name: str
    title: str
    #: Two-digit settlement codes. They do not identify the cluster: 08 covers three (membership does).
    settlement_codes: tuple[str, ...]


@cache
def specialties() -> dict[str, Specialty]:
    """Return every declared specialty by name. Raises ValueError naming the file and the field."""
    found = {}
    for path in sorted(_FOLDER.glob("*.yml")):
        words = yaml.safe_load(path.read_text(encoding="utf-8"))
        missing = {"title", "settlement_codes"} - set(words or {})
        if missing:
            raise ValueError(f"{path.name}: missing {', '.join(sorted(missing))}")
        found[path.stem] = Specialty(path.stem, words["title"], tuple(map(str, words["settlement_codes"])))
    return found
