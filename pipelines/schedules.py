"""When releases start: three weeks after a quarter has ended.

Belongs here: schedules. A meeting's members want a package at least 60 days before (domain.md, requirement 26).
"""

import dagster as dg

from pipelines.jobs import release
from schemas.period import Quarter


@dg.schedule(
    job=release,
    cron_schedule="0 5 21 1,4,7,10 *",
    execution_timezone="Europe/Copenhagen",
    description="Release the quarter that ended three weeks ago.",
)
def quarterly_release(context: dg.ScheduleEvaluationContext) -> dg.RunRequest:
    """Ask for the release of the quarter before the one the tick lies in."""
    period = str(Quarter.of(context.scheduled_execution_time.date()).plus(-1))
    return dg.RunRequest(run_key=period, partition_key=period)
