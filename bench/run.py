"""`make bench-run`: receive + release up to the protected table at 1x, against a bare DuckDB script.

Goals: at most 2.5 times the wall time of the bare script over the same files in the same run; peak memory at most
4 GiB. KLYNGEPAKKER_BENCH_SCALE changes the scale, KLYNGEPAKKER_BENCH_DIR keeps the deliveries between runs.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from pathlib import Path

from bench.measure import close, run
from pipelines.settings import PROJECT
from schemas.period import Quarter

PERIOD = "2026K3"
GOAL_RATIO, GOAL_MIB = 2.5, 4096


def main() -> None:
    """Write deliveries, run both, compare."""
    scale = os.environ.get("KLYNGEPAKKER_BENCH_SCALE", "1")
    kept = os.environ.get("KLYNGEPAKKER_BENCH_DIR")
    root = Path(kept or tempfile.mkdtemp(prefix="bench-run-"))
    inbox = root / f"inbox-{scale}"
    from synthetic import write_deliveries

    write_deliveries(inbox, scale=float(scale))
    try:
        work = _fresh(root / "work")
        compiled = _compile(_fresh(root / "compiled"))
        bare = run([sys.executable, "-m", "bench.bare", str(inbox), str(compiled), str(work)])
        shutil.rmtree(work)
        data = _fresh(root / "data")
        (data / "inbox").symlink_to(inbox)
        env = {"KLYNGEPAKKER_DATA": str(data), "KLYNGEPAKKER_OUTPUTS": str(root / "outputs")}
        pipeline = run([sys.executable, "-m", "bench.pipeline", PERIOD], env)
    finally:
        for name in ("work", "compiled", "data"):
            shutil.rmtree(root / name, ignore_errors=True)
        if not kept:
            shutil.rmtree(root)
    ratio = pipeline.wall / bare.wall
    figures = {
        "scale": scale,
        "bare_wall_s": round(bare.wall, 1),
        "bare_cpu_s": round(bare.cpu, 1),
        "pipeline_wall_s": round(pipeline.wall, 1),
        "pipeline_cpu_s": round(pipeline.cpu, 1),
        "ratio": round(ratio, 2),
        "peak_mib": round(pipeline.peak_mib),
    }
    goals = {"ratio": GOAL_RATIO, "peak_mib": GOAL_MIB}
    close("run", figures, goals, ratio <= GOAL_RATIO and pipeline.peak_mib <= GOAL_MIB)


def _fresh(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def _compile(target: Path) -> Path:
    """Write down the models' SQL in the order dbt would build them, and the columns' types: nothing of it is timed."""
    from dbt.cli.main import dbtRunner

    from assets.models.build import variables

    os.environ["KLYNGEPAKKER_WORK_DB"] = str(target / "work.duckdb")
    project = str(PROJECT / "dbt_project")
    places = ["--project-dir", project, "--profiles-dir", project, "--target-path", str(target)]
    outcome = dbtRunner().invoke(["--quiet", "compile", *places, "--vars", variables(Quarter.parse(PERIOD))])
    if not outcome.success:
        raise RuntimeError(f"dbt could not compile: {outcome.exception}")
    manifest = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
    models = {k: n for k, n in manifest["nodes"].items() if n["resource_type"] in ("model", "seed")}
    steps: list[dict[str, str]] = []
    done: set[str] = set()
    while len(done) < len(models):
        for key, node in models.items():
            if key not in done and {d for d in node["depends_on"].get("nodes", []) if d in models} <= done:
                if node["resource_type"] == "seed":
                    path = PROJECT / "dbt_project" / node["original_file_path"]
                    sql = f"select * from read_csv('{path}', types = {node['config']['column_types']})"
                else:
                    sql = node["compiled_code"].replace('"work".', "")
                kind = "view" if node["config"]["materialized"] == "view" else "table"
                steps.append({"name": node["name"], "kind": kind, "sql": sql})
                done.add(key)
    (target / "steps.json").write_text(json.dumps(steps), encoding="utf-8")
    (target / "columns.json").write_text(json.dumps(_columns()), encoding="utf-8")
    return target


def _columns() -> dict[str, dict[str, dict[str, object]]]:
    """What the contracts say of every column, by view and the name it may be delivered under (lower case)."""
    from assets.extracts.typed import column_type
    from schemas.source import sources

    found: dict[str, dict[str, dict[str, object]]] = {}
    for source in sources().values():
        for table in source.tables:
            said: dict[str, dict[str, object]] = {
                name: {"name": name, "type": column_type(table, name), "pad": table.pad.get(name)}
                for name in table.contract.columns
            }
            aliases = {alias: said[name] for alias, name in table.aliases.items()}
            found[f"{source.name}__{table.name}"] = aliases | said
    return found


if __name__ == "__main__":
    main()
