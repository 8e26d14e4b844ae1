"""`make bench-packages`: what one package costs, and how long a national specialty's packages take.

One package: the first size with the pages of a usual one, built for some clusters after a first that is not counted;
CPU seconds by part. Goal: what makes the package in at most 0.35 s per 17 pages, without its twelve inserts (a part
of their own) and without the checks of what was made.
All: 150 clusters with 1,000 practices, in a process of its own. Goals: four minutes on two cores, 1 GiB per process.
KLYNGEPAKKER_BENCH_CLUSTERS changes their number; the goals hold for 150. The last line is one JSON object.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pypdf

from assets.packages import package
from assets.packages.package import build, order_packages
from assets.packages.press import side_by_side
from bench.made_table import RELEASE, clusters, indicators, tables
from bench.measure import close, run
from schemas.policy import POLICY

GOALS = {"cpu_s_per_17_pages": 0.35, "all_wall_s": 240.0, "peak_mib_per_process": 1024.0}
WORKERS = 2
_CLUSTERS = 150
_PAGES = 17
_INDICATORS = 6
_TABLES = ("protected.parquet", "comparators.parquet")
_COUNTED = 8
#: Functions of `package` by the part that their time is counted in; what no part has is "rest".
_PARTS = {
    "document": "words",
    "render": "drawing",
    "insert_documents": "inserts",
    "render_insert": "inserts",
    "workbook_content": "workbook",
    "write_workbook": "workbook",
    "check_texts": "checks",
    "check_document": "checks",
    "check_rows": "checks",
    "check_pdf": "checks",
}


def main() -> None:
    """Measure one package, then all of them, each in a process of its own: this one stays small.

    The kernel counts the memory of the process that starts another as the other's, so tables are made apart too.
    """
    if sys.argv[1:]:
        {"one": _one, "tables": _make_tables, "all": _all}[sys.argv[1]](Path(sys.argv[2]))
        return
    number = _number()
    with tempfile.TemporaryDirectory(prefix="bench-packages-") as folder:
        command = [sys.executable, "-m", "bench.packages"]
        run([*command, "one", folder])
        run([*command, "tables", folder])
        cost = run([*command, "all", folder])
        files = [path for path in (Path(folder) / "staging").rglob("*") if path.is_file()]
        figures: dict[str, Any] = {
            **json.loads((Path(folder) / "one.json").read_text()),
            "clusters": number,
            "practices": sum(json.loads((Path(folder) / "sizes.json").read_text())),
            "files": dict(Counter(path.suffix for path in files)),
            "bytes": sum(path.stat().st_size for path in files),
            "workers": WORKERS,
            "all_wall_s": round(cost.wall, 1),
            "all_cpu_s": round(cost.cpu, 1),
            "peak_mib_per_process": round(cost.peak_mib),
        }
    ok = all(figures[name] <= goal for name, goal in GOALS.items())
    close("packages", figures, GOALS, ok or number != _CLUSTERS)


def _number() -> int:
    return int(os.environ.get("KLYNGEPAKKER_BENCH_CLUSTERS", _CLUSTERS))


def _one(folder: Path) -> None:
    """Write one.json: CPU seconds of a usual package, whole and by part, its pages and indicators."""
    staging = folder / "one"
    for count in range(3, 15):
        if (pages := _build(count, staging)) >= _PAGES:
            break
    spent: Counter[str] = Counter()
    for name, part in _PARTS.items():
        if hasattr(package, name):
            setattr(package, name, _timed(getattr(package, name), part, spent))
    made, chosen = clusters([12] * _COUNTED), indicators(count)
    protected, bands = tables(made, chosen)
    start = time.process_time()
    for cluster in made:
        orders = order_packages(protected, bands, [cluster], chosen, RELEASE, POLICY, staging)
        _refuse_errors([build(order) for order in orders])
    whole = time.process_time() - start
    spent["rest"] = whole - sum(spent.values())
    parts = {name: round(seconds / _COUNTED, 3) for name, seconds in sorted(spent.items())}
    made_in = round((whole - spent["checks"] - spent["inserts"]) / _COUNTED, 3)
    found = {
        "pages": pages,
        "indicators": count,
        "package_cpu_s": made_in,
        "package_cpu_s_by_part": parts,
        "cpu_s_per_17_pages": round(made_in / pages * _PAGES, 3),
    }
    (folder / "one.json").write_text(json.dumps(found))


def _build(count: int, staging: Path) -> int:
    """Build a package of so many indicators and return how many pages it has."""
    made, chosen = clusters([12]), indicators(count)
    protected, bands = tables(made, chosen)
    built = [
        build(order) for order in order_packages(protected, bands, made, chosen, RELEASE, POLICY, staging)
    ]
    _refuse_errors(built)
    assert built[0].staged
    return len(pypdf.PdfReader(built[0].staged / "klyngepakke.pdf").pages)


def _timed(call: Callable[..., Any], part: str, spent: Counter[str]) -> Callable[..., Any]:
    def timed(*args: Any, **named: Any) -> Any:
        start = time.process_time()
        try:
            return call(*args, **named)
        finally:
            spent[part] += time.process_time() - start

    return timed


def _make_tables(folder: Path) -> None:
    """Write the tables of all clusters, as the protected stage leaves them: 20 practices in three clusters."""
    sizes = [(5, 7, 8)[n % 3] for n in range(_number())]
    for name, table in zip(_TABLES, tables(clusters(sizes), indicators(_INDICATORS)), strict=True):
        pq.write_table(table, folder / name)
    (folder / "sizes.json").write_text(json.dumps(sizes))


def _all(folder: Path) -> None:
    """Build every package from the tables, as a run does."""
    sizes = json.loads((folder / "sizes.json").read_text())
    protected, bands = (pq.read_table(folder / name) for name in _TABLES)
    start = time.monotonic()
    rest = (clusters(sizes), indicators(_INDICATORS), RELEASE, POLICY, folder / "staging")
    with side_by_side(WORKERS) as press:
        _refuse_errors(list(press.start(order_packages(protected, bands, *rest))))
    print(f"{len(sizes)} packages: {time.monotonic() - start:.1f} s", file=sys.stderr)


def _refuse_errors(built: list[package.Built]) -> None:
    if errors := [one.error for one in built if one.error]:
        raise SystemExit(errors[0])


if __name__ == "__main__":
    main()
