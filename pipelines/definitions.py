"""The code location: every asset, check, job, sensor and schedule, put together once.

Belongs here: assembly only, so that tests and other environments reuse it with their own roots. dbt is parsed when
the environment is built (`make install`), never here.
"""

from __future__ import annotations

import dagster as dg

from assets.extracts.assets import extracts
from assets.models.assets import models
from assets.packages.assets import packages
from assets.protected.assets import protected
from assets.resources import Installation
from pipelines import jobs, schedules, sensors
from pipelines.progress import progress
from pipelines.settings import Settings


def build(settings: Settings | None = None) -> dg.Definitions:
    """Assemble the definitions for one installation (default: the environment's)."""
    settings = settings or Settings.from_environment()
    return dg.Definitions(
        assets=[extracts, models, protected, packages],
        jobs=[jobs.receive, jobs.release],
        sensors=[sensors.inbox],
        schedules=[schedules.quarterly_release],
        resources={"installation": Installation(data=str(settings.data), outputs=str(settings.outputs))},
        loggers={"console": dg.colored_console_logger, "progress": progress},
        # Each step in its own process would cost 5 s of imports; the work inside is parallel already.
        executor=dg.in_process_executor,
    )


definitions = build()
