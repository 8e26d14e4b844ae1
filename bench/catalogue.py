"""`make bench-catalogue`: dbt's build of the whole catalogue, as a release runs it, and with the unit tests beside it.

Deliveries are written and received first, then every build runs in a fresh work file in one process: the first one
warms dbt up and is not counted. Goal, on the demo: the models of a release in at most 20 s. KLYNGEPAKKER_BENCH_SCALE
changes the size (demo, or a number of nations; the goal holds for the demo), KLYNGEPAKKER_BENCH_DIR keeps the
deliveries between runs.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from assets.models.build import build, create_views
from assets.release import MANIFEST, PROJECT, Release, pinned
from bench.measure import close
from pipelines.run import ensure_manifest, run_job
from pipelines.settings import Settings
from schemas.period import Quarter
from synthetic import DEMO, write_deliveries

PERIOD = Quarter(2026, 3)
GOALS = {"release_wall_s": 20.0}
_SLOWEST = 10


def main() -> None:
    """Receive the deliveries, build three times, say what it cost."""
    scale = os.environ.get("KLYNGEPAKKER_BENCH_SCALE", "demo")
    kept = os.environ.get("KLYNGEPAKKER_BENCH_DIR")
    root = Path(kept or tempfile.mkdtemp(prefix="bench-catalogue-"))
    settings = Settings(root / f"catalogue-{scale}", root / "review", root / "outputs")
    try:
        write_deliveries(settings.inbox, scale=DEMO if scale == "demo" else float(scale))
        ensure_manifest()
        if reasons := run_job("receive", settings):
            raise SystemExit("; ".join(reasons))
        release = pinned(settings.data, PERIOD)
        views = release.views(settings.data / "extracts")
        _build(release, views, unit_tests=False)
        figures = {
            "scale": scale,
            "release": _build(release, views, unit_tests=False),
            "with_unit_tests": _build(release, views, unit_tests=True),
        }
    finally:
        if not kept:
            shutil.rmtree(root)
    wall = figures["release"]["wall_s"]
    close("catalogue", figures, GOALS, scale != "demo" or wall <= GOALS["release_wall_s"])


def _build(release: Release, views: dict[str, list[Path]], unit_tests: bool) -> dict[str, Any]:
    """Build once and return what it cost; seconds of nodes run side by side and add up to more than the wall's."""
    shutil.rmtree(release.folder, ignore_errors=True)
    create_views(release.work_db, views)
    nodes: list[tuple[str, str, float]] = []

    def hear(event: Any) -> None:
        if event.info.name == "NodeFinished":
            node = event.data.node_info
            nodes.append((node.resource_type, node.node_name, event.data.run_result.execution_time))

    wall, cpu = time.monotonic(), time.process_time()
    build(release.work_db, PERIOD, PROJECT / "dbt_project", hear, MANIFEST, unit_tests=unit_tests)
    wall, cpu = time.monotonic() - wall, time.process_time() - cpu
    size = release.work_db.stat().st_size
    shutil.rmtree(release.folder)
    kinds = Counter(kind for kind, _, _ in nodes)
    slowest = sorted(((spent, name) for kind, name, spent in nodes if kind == "model"), reverse=True)
    return {
        "wall_s": round(wall, 1),
        "cpu_s": round(cpu, 1),
        "nodes": kinds,
        "node_s": {k: round(sum(spent for kind, _, spent in nodes if kind == k), 1) for k in kinds},
        "work_file_mb": round(size / 1e6),
        "slowest_models_s": {name: round(spent, 2) for spent, name in slowest[:_SLOWEST]},
    }


if __name__ == "__main__":
    main()
