"""Where things lie: the three roots and the places below them.

Belongs here: every path that is not inside a package. Values come from the environment, defaults from the checkout.
Does not belong here: reading or writing what lies there.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Settings:
    """The roots of one installation. `data` is confidential, `outputs` is what left the house."""

    data: Path
    review: Path
    outputs: Path

    @classmethod
    def from_environment(cls) -> Settings:
        """Read KLYNGEPAKKER_DATA, KLYNGEPAKKER_REVIEW and KLYNGEPAKKER_OUTPUTS; default to the checkout's folders."""

        def root(name: str) -> Path:
            return Path(os.environ.get(f"KLYNGEPAKKER_{name.upper()}") or PROJECT / name).resolve()

        return cls(root("data"), root("review"), root("outputs"))

    @property
    def inbox(self) -> Path:
        """Where deliveries arrive: one folder each, complete when its manifest.json is there."""
        return self.data / "inbox"

    @property
    def extracts(self) -> Path:
        """Accepted deliveries as pseudonymised Parquet: extracts/<source>/<delivery id>/<table>.parquet."""
        return self.data / "extracts"

    @property
    def quarantine(self) -> Path:
        """Why deliveries were refused: quarantine/<delivery id>.json. Never a value, only rule, column, rows."""
        return self.data / "quarantine"

    @property
    def runs(self) -> Path:
        """Work files of releases: runs/<run id>/{work.duckdb, models/, protected/}."""
        return self.data / "runs"

    @property
    def key_file(self) -> Path:
        """The pseudonymisation key of this installation (mode 0600), unless KLYNGEPAKKER_KEY holds it."""
        return self.data / "keys" / "pseudonym.key"
