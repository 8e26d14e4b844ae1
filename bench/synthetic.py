"""How long an invented country takes to write, and what it weighs.

Run: python -m bench.synthetic [FOLDER] [SCALE or demo]. The last line is one JSON object. Goals hold for scale 1.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.measure import close
from synthetic import DEMO, Scale, write_deliveries

GOALS = {"seconds": 180, "peak_rss_mb": 2048}


def count_rows(path: Path) -> int:
    """Count rows of a delivered file, header not counted."""
    if path.suffix == ".parquet":
        import pyarrow.parquet as pq

        return int(pq.read_metadata(path).num_rows)
    if path.suffix == ".csv":
        with path.open("rb") as file:
            return sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(1 << 24), b"")) - 1
    if path.suffix == ".xpt":
        import pyreadstat

        frame, _ = pyreadstat.read_xport(path, output_format="polars")
        return len(frame)
    from openpyxl import load_workbook

    return int(load_workbook(path).active.max_row) - 1


def measure(inbox: Path, scale: Scale) -> dict[str, Any]:
    start, cpu = time.perf_counter(), time.process_time()
    folders = write_deliveries(inbox, scale=scale)
    seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    start = time.perf_counter()
    write_deliveries(inbox, scale=scale)
    again = time.perf_counter() - start
    rows: dict[str, int] = {}
    size = 0
    for folder in folders:
        manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
        for file in manifest["files"]:
            name = f"{manifest['source']}.{file['table']}"
            rows[name] = rows.get(name, 0) + count_rows(folder / file["path"])
            size += file["bytes"]
    return {
        "seconds": round(seconds, 1),
        "cpu_seconds": round(cpu, 1),
        "seconds_when_complete": round(again, 4),
        "rows": rows,
        "peak_rss_mb": round(peak),
        "bytes": size,
    }


def main() -> None:
    """Measure in a folder given (it is kept) or in one of its own (it is not)."""
    text = sys.argv[2] if len(sys.argv) > 2 else "1"
    scale = DEMO if text == "demo" else Scale.times(float(text))
    with tempfile.TemporaryDirectory(prefix="bench-synthetic-") as own:
        inbox = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(own)
        if inbox.exists() and any(inbox.iterdir()):
            sys.exit(f"{inbox} is not empty: what is already there would not be measured")
        figures = measure(inbox, scale)
    ok = all(figures[name] <= goal for name, goal in GOALS.items())
    close(f"synthetic {scale.name}", figures, GOALS, ok)


if __name__ == "__main__":
    main()
