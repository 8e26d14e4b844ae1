"""What the command line shows while a job runs: one line per thing made or checked.

Belongs here: turning Dagster's events into lines. Never a row's value: events carry names, counts and hashes only.
"""

from __future__ import annotations

import logging
from typing import Any

import dagster as dg
from rich.console import Console

_console = Console(stderr=True, highlight=False, soft_wrap=True)


class _Lines(logging.Handler):
    """Prints asset materializations and failed checks, counts the passed ones."""

    def emit(self, record: logging.LogRecord) -> None:
        said = getattr(record, "dagster_meta", {})
        event = said.get("dagster_event")
        if event is not None:
            self._show(event)
        elif record.levelno >= logging.INFO:  # what a stage says of itself while it works
            _console.print(f"  {said.get('orig_message', '')}", markup=False)

    def _show(self, event: Any) -> None:
        kind = event.event_type_value
        if kind == "STEP_START":
            _console.print(f"[bold]{event.step_key}[/bold]")
        elif kind == "ASSET_CHECK_EVALUATION":
            check = event.event_specific_data
            if not check.passed:
                _console.print(f"  [red]✗[/red] {check.asset_key.to_user_string()}: {check.check_name}")
        elif kind == "ASSET_MATERIALIZATION":
            made = event.step_materialization_data.materialization
            facts = {k: v.value for k, v in made.metadata.items() if k in _SHOWN}
            words = ", ".join(f"{_SHOWN[k]} {v}" for k, v in facts.items())
            if words:  # dbt's models carry no facts of ours: their step's line says enough
                _console.print(f"  [green]✓[/green] {made.asset_key.to_user_string()} {words}")


#: Metadata worth a line: Danish key, as stewards see it in Dagster -> word before the value here.
_SHOWN = {"rækker": "rows", "viste tal": "shown", "skjulte tal": "hidden", "version": "version"}


@dg.logger({}, description="One line per thing made, for the command line.")
def progress(init: dg.InitLoggerContext) -> logging.Logger:
    """Build the logger that the command line's runs use."""
    logger = logging.Logger("klyngepakker", level=logging.DEBUG)  # Dagster tells of steps at DEBUG
    logger.addHandler(_Lines())
    return logger
