"""Running a command as a whole process and reading what it cost.

Belongs here: wall time, CPU time and peak memory of a child process and its children; the closing JSON line.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Cost:
    """What one command cost: seconds on the wall, CPU seconds of it and its children, peak memory in MiB."""

    wall: float
    cpu: float
    peak_mib: float


def run(command: Sequence[str], env: Mapping[str, str] | None = None) -> Cost:
    """Run `command` to its end and return its cost. Raises RuntimeError when it fails."""
    started = time.monotonic()
    process = subprocess.Popen(command, env={**os.environ, **(env or {})}, stdout=sys.stderr)
    peak = [0.0]
    watching = threading.Thread(target=_watch, args=(process, peak), daemon=True)
    watching.start()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.monotonic() - started
    watching.join()
    if process.returncode:
        raise RuntimeError(f"{' '.join(command[:4])} ended with {process.returncode}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, max(peak[0], usage.ru_maxrss / 1024))


def _watch(process: subprocess.Popen[bytes], peak: list[float]) -> None:
    """Sample the resident memory of the process (its high-water mark, so sampling misses nothing but the end)."""
    path = Path(f"/proc/{process.pid}/status")
    while process.returncode is None:
        try:
            line = next(row for row in path.read_text().splitlines() if row.startswith("VmHWM"))
        except (OSError, StopIteration):
            return
        peak[0] = max(peak[0], int(line.split()[1]) / 1024)
        time.sleep(0.2)


def close(name: str, figures: Mapping[str, object], goals: Mapping[str, object], ok: bool) -> None:
    """Print the closing JSON line and exit with 0 when the goals were met, else 1."""
    print(json.dumps({"name": name, "figures": figures, "goals": goals, "ok": ok}))
    raise SystemExit(0 if ok else 1)
