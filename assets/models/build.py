"""One run of dbt in one work file: views over the pinned extracts, then `dbt build` in this process.

Belongs here: everything that starts or steers dbt. Does not belong here: what the models must look like
(`export.py`), Dagster (`assets.py`). dbt's runner is one at a time per process.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from schemas.period import Quarter
from schemas.policy import POLICY
from schemas.source import sources

WORK_DB_NAME = "work.duckdb"
#: What dbt calls a node that did not do what it should.
_BAD = {"error", "fail", "partial success", "runtime error"}
_VALUES = re.compile(r"'[^']*'|\"[^\"]*\"|\d{3,}")


class ModelsError(RuntimeError):
    """The models could not be made. The message names model or test and a number of rows, never a value."""


def create_views(work_db: Path, pinned: Mapping[str, Sequence[Path]]) -> None:
    """Make the views `extracts.<source>__<table>` that dbt reads, over the release's pinned Parquet files.

    `pinned`: view name -> Parquet files (several deliveries of a source add up; columns are matched by name).
    An optional source of which nothing is pinned is an empty table of its declared columns. Raises ModelsError if a
    view has no file or a file is missing.
    """
    for view, files in pinned.items():
        missing = [f for f in files if not f.is_file()]
        if not files or missing:
            raise ModelsError(f"{view}: {len(missing)} of {len(files)} pinned extract files are missing")
    work_db.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(work_db)) as connection:
        connection.execute("create schema if not exists extracts")
        for view, files in pinned.items():
            paths = ", ".join("'" + str(f.resolve()).replace("'", "''") + "'" for f in files)
            connection.execute(
                f'create or replace view extracts."{view}" as '
                f"select * from read_parquet([{paths}], union_by_name = true)"
            )
        for source in (s for s in sources().values() if s.optional):
            for table in (t for t in source.tables if f"{source.name}__{t.name}" not in pinned):
                connection.register("nothing", table.empty().to_arrow())
                connection.execute(f'create table extracts."{source.name}__{table.name}" as from nothing')
                connection.unregister("nothing")


def parse(project_dir: Path, target: Path) -> Path:
    """Parse the project without opening a database; return the path of its `manifest.json` in `target`."""
    _invoke(["parse", *_places(project_dir, target)])
    return target / "manifest.json"


def build(
    work_db: Path,
    period: Quarter,
    project_dir: Path,
    on_event: Callable[[Any], None] | None = None,
    manifest: Path | None = None,
    target: Path | None = None,
    unit_tests: bool = False,
) -> None:
    """Run `dbt build` (seeds, models, tests of the data) for the release of `period` in `work_db`.

    The views of `create_views` must be there. `manifest`: an already parsed `manifest.json` (saves the
    parsing); `on_event` gets every dbt EventMsg; run results and compiled SQL go to `target` (default: `dbt/`
    beside the work file). `unit_tests`: run the models' own, too; they test the code, not the data, and cost
    more than the models, so `make test` asks for them and a release does not. No connection to `work_db` is
    left open. Raises ModelsError naming what failed, ValueError if the file is not called work.duckdb (dbt
    froze that name into the manifest).
    """
    if work_db.name != WORK_DB_NAME:
        raise ValueError(f"a work file is called {WORK_DB_NAME}, not {work_db.name}")
    target = target or work_db.parent / "dbt"
    arguments = ["build", *_places(project_dir, target), "--vars", variables(period)]
    if not unit_tests:
        arguments += ["--exclude-resource-type", "unit_test"]
    with _environment(KLYNGEPAKKER_WORK_DB=str(work_db), KLYNGEPAKKER_SPILL=str(work_db.parent / "spill")):
        _invoke(arguments, on_event, manifest)


def variables(period: Quarter) -> str:
    """Return what a run of dbt is told besides its places: the period and what the policy says of case-mix."""
    said = {"period": str(period), "baseline": POLICY.baseline, "smallest_stratum": POLICY.smallest_stratum}
    return json.dumps(said)


def load_manifest(path: Path) -> Any:
    """Return dbt's own Manifest object, as parsed when `path`, a `manifest.json`, was written.

    It comes from `partial_parse.msgpack` beside it: the JSON forgets the arguments of generic tests. Raises
    FileNotFoundError.
    """
    from dbt.contracts.graph.manifest import Manifest
    from dbt.parser.manifest import extended_mashumuro_decoder

    parsed = path.with_name("partial_parse.msgpack").read_bytes()
    return Manifest.from_msgpack(parsed, decoder=extended_mashumuro_decoder)


def _places(project_dir: Path, target: Path) -> list[str]:
    # No log file and nothing on the console: a database error may quote a value of a patient.
    quiet = ["--quiet", "--log-level", "none", "--log-level-file", "none"]
    project = ["--project-dir", str(project_dir), "--profiles-dir", str(project_dir)]
    return [*quiet, *project, "--target-path", str(target)]


def _invoke(
    arguments: list[str], on_event: Callable[[Any], None] | None = None, manifest: Path | None = None
) -> None:
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.cli.main import dbtRunner

    runner = dbtRunner(load_manifest(manifest) if manifest else None, [on_event] if on_event else None)
    try:
        outcome = runner.invoke(arguments)
    finally:
        # dbt-duckdb keeps its connection in the module: nobody else could open the file.
        DuckDBConnectionManager.close_all_connections()
    if not outcome.success:
        raise ModelsError(_explain(outcome))


def _explain(outcome: Any) -> str:
    if outcome.exception is not None:
        return f"dbt stopped: {_without_values(str(outcome.exception))}"
    bad = [r for r in outcome.result.results if str(r.status) in _BAD]
    lines = []
    for result in bad:
        what = f"{result.failures} rows" if result.failures else _without_values(result.message or "")
        lines.append(f"{result.node.resource_type} {result.node.name}: {result.status}, {what}")
    return f"{len(bad)} of {len(outcome.result.results)} dbt steps failed. " + "; ".join(lines)


def _without_values(message: str) -> str:
    """Keep an error's kind and place, drop everything quoted and every long number."""
    return _VALUES.sub("…", " ".join(message.split()))[:300]


@contextmanager
def _environment(**values: str) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
