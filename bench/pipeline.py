"""The pipeline as it is timed by `bench.run`: receive what waits, release up to the protected table and its attack.

Usage: python -m bench.pipeline PERIOD
"""

from __future__ import annotations

import sys

from pipelines.run import ensure_manifest, run_job
from pipelines.settings import Settings


def main(period: str) -> None:
    """Run both jobs in this process; exit with 1 and the reasons when one fails."""
    settings = Settings.from_environment()
    ensure_manifest()
    reasons = run_job("receive", settings) or run_job(
        "release", settings, period, leave_out=lambda path: path[0] == "packages"
    )
    if reasons:
        sys.exit("; ".join(reasons))


if __name__ == "__main__":
    main(sys.argv[1])
