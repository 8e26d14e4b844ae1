"""The `klyngepakker` command: the same jobs as Dagster's, for a terminal.

Belongs here: arguments, exit codes and what is printed. Heavy imports happen inside the commands, after "nothing
new" was decided. Exit codes: 0 done or nothing to do, 1 refused or failed, 2 wrong use.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from pipelines.settings import PROJECT, Settings

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
say = Console(highlight=False, soft_wrap=True)

#: The period the demo releases: the last quarter its synthetic deliveries cover.
DEMO_PERIOD = "2026K3"


def _fail(reasons: list[str]) -> None:
    for reason in reasons:
        say.print(f"[red]✗[/red] {reason}", markup=True)
    raise typer.Exit(1)


def _ready() -> None:
    """Parse dbt if need be; wrong words and codes are told like any refusal."""
    from pipelines.run import ensure_manifest
    from schemas.indicator import CatalogueError

    try:
        ensure_manifest()
    except CatalogueError as error:
        _fail([str(error)])


def _quarter(period: str) -> str:
    from schemas.period import Quarter

    try:
        return str(Quarter.parse(period))
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None


def _specialties(names: list[str] | None) -> list[str] | None:
    from schemas.specialty import specialties

    if unknown := sorted(set(names or ()) - set(specialties())):
        known = ", ".join(specialties())
        raise typer.BadParameter(f"{', '.join(unknown)} is no specialty; there are {known}")
    return names


def _size(scale: str) -> str:
    if scale != "demo" and not scale.replace(".", "", 1).isdigit():
        raise typer.BadParameter(f"{scale!r} is neither demo nor a number like 0.1 or 1")
    return scale


@app.command()
def demo(
    scale: Annotated[
        str, typer.Option(help="demo, or how many times the national size, e.g. 1", callback=_size)
    ] = "demo",
    seed: Annotated[int, typer.Option(help="same seed, same deliveries")] = 1,
) -> None:
    """Make synthetic deliveries, receive them, release one quarter and say where the packages lie."""
    from pipelines.run import prepare
    from synthetic import DEMO, write_deliveries

    settings = Settings.from_environment()
    prepare(settings)
    size = DEMO if scale == "demo" else float(scale)
    folders = write_deliveries(settings.inbox, scale=size, seed=seed)
    say.print(f"Synthetic deliveries: {len(folders)} in {settings.inbox}")
    _receive(settings)
    _release(settings, DEMO_PERIOD, dry_run=False)
    _report(settings, DEMO_PERIOD)


@app.command()
def receive(
    files: Annotated[list[Path] | None, typer.Argument(help="bare files to wrap as one delivery")] = None,
    span: Annotated[str, typer.Option(help="what the files cover, e.g. 2026-01-01..2026-06-30")] = "",
    deliverer: Annotated[str, typer.Option(help="who delivered them")] = "ukendt",
) -> None:
    """Take deliveries in: those waiting in the inbox, or FILES wrapped as one delivery."""
    settings = Settings.from_environment()
    if files:
        from assets.extracts.wrap import WrapError, wrap
        from pipelines.run import prepare

        prepare(settings)
        try:
            folder = wrap(files, settings.inbox, span=span or None, deliverer=deliverer)
        except WrapError as error:
            _fail([str(error)])
        say.print(f"Wrapped as {folder.name}")
    _receive(settings)


@app.command()
def release(
    period: Annotated[str, typer.Argument(help="a quarter, e.g. 2026K3", callback=_quarter)],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="build and attack, publish nothing")] = False,
    reissue: Annotated[
        list[str] | None, typer.Option(help="correct a published population or indicator as a whole")
    ] = None,
    specialty: Annotated[
        list[str] | None, typer.Option(help="with --dry-run: try this specialty only", callback=_specialties)
    ] = None,
) -> None:
    """Make the packages of PERIOD from the accepted deliveries in force."""
    settings = Settings.from_environment()
    if specialty and not dry_run:
        _fail(["--specialty needs --dry-run: a period is released for all specialties, from the same pins"])
    _release(settings, period, dry_run, reissue or [], specialty or [])
    _report(settings, period, dry_run)


@app.command()
def catalogue() -> None:
    """Write docs/catalogue anew from the indicators' yml files."""
    from assets.release import MANIFEST
    from pipelines.catalogue import write_catalogue
    from pipelines.run import ensure_manifest
    from schemas.indicator import CatalogueError

    ensure_manifest()
    try:
        pages = write_catalogue(MANIFEST, PROJECT / "docs" / "catalogue")
    except CatalogueError as error:
        _fail([str(error)])
    say.print(f"{len(pages)} pages in docs/catalogue")


@app.command()
def attack(
    package: Annotated[
        Path, typer.Argument(help="a package's folder, e.g. outputs/kardiologi/fyn/2026K3/v1")
    ],
) -> None:
    """Read a finished PACKAGE back and try to find out what it hides, as anyone and as every practice."""
    from pipelines.attack import AttackError, attack_package

    _ready()
    try:
        report = attack_package(Settings.from_environment(), package)
    except AttackError as error:
        _fail([str(error)])
    say.print(
        f"{package}: {report.figures} figures, {report.hidden} hidden; {report.certificates} certificates checked, "
        f"{report.attacked} hidden figures attacked ({report.programs} programs)"
    )
    if report.faults:
        _fail(list(report.faults))
    say.print("Nothing found out.")


@app.command()
def status() -> None:
    """Say what waits, what was accepted or refused, and what was released."""
    from pipelines.status import lines

    for line in lines(Settings.from_environment()):
        say.print(line)


@app.command()
def dev(port: int = 3000) -> None:
    """Open Dagster's browser interface on this installation (loopback only)."""
    from pipelines.run import prepare

    prepare(Settings.from_environment())
    _ready()
    command = [str(Path(sys.executable).parent / "dagster"), "dev", "-w", str(PROJECT / "workspace.yaml")]
    raise typer.Exit(subprocess.call([*command, "-h", "127.0.0.1", "-p", str(port)], env=os.environ))


def _receive(settings: Settings) -> None:
    from assets.deliveries import undecided

    waiting = undecided(settings.inbox, settings.extracts, settings.quarantine)
    if not waiting:
        say.print("Receive: nothing new in the inbox")
        return
    from pipelines.run import run_job

    _ready()
    say.print(f"Receive: {len(waiting)} deliveries")
    if reasons := run_job("receive", settings):
        _fail(reasons)


def _release(
    settings: Settings,
    period: str,
    dry_run: bool,
    reissue: Sequence[str] = (),
    only: Sequence[str] = (),
) -> None:
    from pipelines.pins import current_release

    if not dry_run and not reissue and current_release(settings, period):
        say.print(f"Release {period}: nothing new, the packages stand")
        return
    from pipelines.run import run_job

    _ready()
    if reissue:
        _check_reissue(reissue)
    say.print(f"Release {period}" + (" (dry run: nothing is published)" if dry_run else ""))
    config = {
        "protected": {"config": {"reissue": list(reissue)}},
        "packages": {"config": {"dry_run": dry_run}},
    }

    def leave_out(path: Sequence[str]) -> bool:
        return path[0] in ("protected", "packages") and path[-1] not in only

    if reasons := run_job("release", settings, period, config, leave_out if only else None):
        _fail(reasons)


def _check_reissue(names: Sequence[str]) -> None:
    """Refuse names that do not exist before anything is built."""
    from assets.protected.hide import UnknownPopulation, check_reissue
    from assets.release import MANIFEST
    from schemas.indicator import catalogue

    try:
        check_reissue(names, catalogue(MANIFEST))
    except UnknownPopulation as error:
        _fail([str(error)])


def _report(settings: Settings, period: str, dry_run: bool = False) -> None:
    from pipelines.status import report, would_hide

    for line in would_hide(settings, period) if dry_run else report(settings, period):
        say.print(line)


if __name__ == "__main__":
    app()
