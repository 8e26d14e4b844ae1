"""Running a job in this process, as the command line does.

Belongs here: Dagster's home, running, and turning a failed run into sentences. Dagster is imported inside, so that
"nothing new" is decided before anything heavy is loaded.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pipelines.settings import PROJECT, Settings

_DAGSTER_YAML = "telemetry:\n  enabled: false\nnux:\n  enabled: false\n"


def prepare(settings: Settings) -> Path:
    """Create the confidential root (mode 0700) and Dagster's home in it; return the home."""
    settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    home = settings.data / "dagster"
    home.mkdir(exist_ok=True)
    if not (home / "dagster.yaml").exists():
        (home / "dagster.yaml").write_text(_DAGSTER_YAML, encoding="utf-8")
    os.environ["DAGSTER_HOME"] = str(home)
    os.environ.setdefault("DAGSTER_DISABLE_TELEMETRY", "yes")
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    os.environ.setdefault("DBT_SEND_ANONYMOUS_USAGE_STATS", "false")
    return home


def run_job(
    name: str,
    settings: Settings,
    period: str | None = None,
    config: Mapping[str, Any] | None = None,
    leave_out: Callable[[Sequence[str]], bool] | None = None,
) -> list[str]:
    """Run job `name` here and return the reasons it failed, as sentences; an empty list means success.

    `leave_out` says of an asset key's path whether the job goes without that asset.
    """
    prepare(settings)
    import dagster as dg

    from pipelines.definitions import build

    job = build(settings).resolve_job_def(name)
    keys = [key for key in job.asset_layer.selected_asset_keys if not (leave_out and leave_out(key.path))]
    with dg.DagsterInstance.get() as instance:
        result = job.execute_in_process(
            instance=instance,
            partition_key=period,
            asset_selection=keys if leave_out else None,
            run_config={"ops": dict(config or {}), "loggers": {"progress": {}}},
            raise_on_error=False,
        )
        return [] if result.success else _reasons(result)


def _reasons(result: Any) -> list[str]:
    """The sentence of each failed step. Our own failures carry a description; anything else only its type."""
    reasons = []
    for event in result.all_events:
        if event.event_type_value != "STEP_FAILURE":
            continue
        data = event.step_failure_data
        if data.user_failure_data and data.user_failure_data.description:
            reasons.append(data.user_failure_data.description)
        else:
            error = data.error
            while error and error.cause:
                error = error.cause
            reasons.append(f"step {event.step_key} failed: {error.cls_name if error else 'unknown error'}")
    for found in result.get_asset_check_evaluations():
        if not found.passed and found.blocking:
            said = found.metadata.get("fund")
            reasons.append(
                f"{found.asset_key.to_user_string()}: {found.check_name}: {said.value if said else 'failed'}"
            )
    return reasons or ["the run failed without a stated reason; see the run in `klyngepakker dev`"]


def ensure_manifest() -> None:
    """Parse dbt when its files changed since the last parse (6 s); otherwise do nothing.

    Raises CatalogueError naming file and field when an indicator's words or a list's codes are wrong.
    """
    from assets.release import code_hash

    target = PROJECT / "dbt_project" / "target"
    stamp, now = target / "parsed-from.txt", code_hash(["dbt_project"])
    if (target / "manifest.json").is_file() and stamp.is_file() and stamp.read_text() == now:
        return
    from assets.models.build import parse
    from schemas.codes import check_codes
    from schemas.indicator import catalogue

    parse(PROJECT / "dbt_project", target)
    catalogue(target / "manifest.json")
    check_codes(PROJECT / "dbt_project")
    stamp.write_text(now)
