"""What starts `receive`: a complete delivery in the inbox that nobody has decided on.

Belongs here: sensors. They read manifests only and import nothing heavy.
"""

import dagster as dg

from assets.deliveries import undecided
from pipelines.jobs import receive
from pipelines.settings import Settings


@dg.sensor(job=receive, minimum_interval_seconds=60, description="Complete deliveries nobody has decided on.")
def inbox(context: dg.SensorEvaluationContext) -> dg.RunRequest | dg.SkipReason:
    """Ask for one run that takes every undecided delivery in.

    The run key is made of the deliveries' content ids: the same bytes never run twice, a corrected delivery does.
    """
    settings = Settings.from_environment()
    waiting = undecided(settings.inbox, settings.extracts, settings.quarantine)
    if not waiting:
        return dg.SkipReason("No complete, undecided delivery in the inbox.")
    return dg.RunRequest(run_key="+".join(sorted(waiting)))
