"""The real release of the demo: what hiding costs, what is left to see, and the same table by rounding to 5.

Run: python -m bench.disclosure.demo. Deliveries are made, received and modelled first; then every specialty is
hidden and attacked, all indicators, clusters, years and quarters together, from an empty ledger, as in a first
release. What is shown is told per specialty, over the three first specialties (in the demo they have eleven
clusters, the others two each) and over all. Coalitions of two practices of one cluster are run beside it, to say
what they cost. Rounding: counts of every figure above the threshold rounded to the nearest 5, shares from rounded
counts; its error is in percentage points. KLYNGEPAKKER_BENCH_SCALE changes the size (demo, or a number of nations).
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from assets.protected.attack import attack_specialty
from assets.protected.blocks import above, read_release
from assets.protected.codes import Codes
from assets.protected.protect import Summary, protect_specialty
from assets.release import MANIFEST, Release, newest
from bench.measure import close
from disclosure import Ledger
from pipelines.run import ensure_manifest, run_job
from pipelines.settings import Settings
from schemas.indicator import catalogue
from schemas.period import Quarter
from schemas.policy import POLICY
from synthetic import DEMO, write_deliveries
from synthetic.places import FIRST

PERIOD = "2026K3"
_USEFUL = ("practice_in_large_cluster", "cluster")
GOALS = {"protect_cpu_s": 5.0, "practice_in_large_cluster": 85.0, "cluster": 98.0, "faults": 0}


def main() -> None:
    """Make the models once, then hide and attack every specialty in this process."""
    scale = os.environ.get("KLYNGEPAKKER_BENCH_SCALE", "demo")
    with tempfile.TemporaryDirectory(prefix="bench-demo-") as folder:
        settings = Settings(Path(folder) / "data", Path(folder) / "review", Path(folder) / "outputs")
        write_deliveries(settings.inbox, scale=DEMO if scale == "demo" else float(scale), seed=1)
        ensure_manifest()
        reasons = run_job("receive", settings) or run_job(
            "release", settings, PERIOD, leave_out=lambda path: path[0] == "packages"
        )
        if reasons:
            raise SystemExit("; ".join(reasons))
        release = newest(settings.runs, Quarter.parse(PERIOD))
        names = sorted({i.specialty for i in catalogue(MANIFEST)})
        figures = {name: _specialty(release, name, Path(folder) / "out") for name in names}
    use = {"first_three": _use(figures[name] for name in FIRST), "all": _use(figures.values())}
    ok = all(
        one["protect_cpu_s"] <= GOALS["protect_cpu_s"] and not one["faults"] for one in figures.values()
    ) and all(some[level] >= GOALS[level] for some in use.values() for level in _USEFUL)
    close("demo", {"scale": scale, "shown_per_cent": use, "specialties": figures}, GOALS, ok)


def _use(some: Iterable[dict[str, Any]]) -> dict[str, float]:
    """Percentages of the figures above the threshold that are shown, by level, over some specialties together."""
    shown: dict[str, list[int]] = {}
    for one in some:
        for level, (seen, whole) in one["shown_of_above"].items():
            shown[level] = [a + b for a, b in zip(shown.get(level, [0, 0]), (seen, whole), strict=True)]
    return {level: round(100 * seen / whole, 1) for level, (seen, whole) in shown.items() if whole}


def _specialty(release: Release, specialty: str, out: Path) -> dict[str, Any]:
    place = (release.models, catalogue(MANIFEST), specialty, release.period)
    summary, cpu = _protect(place, POLICY, out / "practice")
    started = time.process_time()
    codes = _codes(out / "practice")
    report = attack_specialty(out / "practice", *place[:3], release.period, POLICY, codes, Ledger())
    attacked = time.process_time() - started
    coalition, coalition_cpu = _protect(place, replace(POLICY, attackers="coalition"), out / "coalition")
    return {
        "protect_cpu_s": round(cpu, 2),
        "attack_cpu_s": round(attacked, 2),
        "faults": len(report.faults),
        "certificates": report.certificates,
        "hidden": summary.hidden,
        "shown_of_above": {u.level: (u.shown, u.above) for u in summary.utility},
        "coalitions_of_two": {
            "protect_cpu_s": round(coalition_cpu, 2),
            "shown_of_above": {u.level: (u.shown, u.above) for u in coalition.utility},
        },
        "rounding_to_5": _rounding(*place),
    }


def _codes(out: Path) -> Codes:
    return Codes(out / "codes.json", b"bench")


def _protect(place: Any, policy: Any, out: Path) -> tuple[Summary, float]:
    out.mkdir(parents=True, exist_ok=True)
    codes = _codes(out)
    started = time.process_time()
    summary = protect_specialty(*place, policy, Ledger(), codes, b"bench", out)
    cpu = time.process_time() - started
    codes.save()
    return summary, cpu


def _rounding(models: Path, indicators: Any, specialty: str, period: Quarter) -> dict[str, Any]:
    """How far shares from counts rounded to 5 are from the true ones, for the figures above the threshold."""
    errors: dict[str, list[float]] = {"practice": [], "cluster": []}
    for block in read_release(models, indicators, specialty, period, POLICY).blocks:
        for indicator in block.indicators if block.figure == "rate" else ():
            some = above(block, indicator, POLICY.threshold)
            counts = block.values[:, block.columns(indicator)]
            rounded = 5 * np.rint(counts / 5)
            for n, unit in enumerate(block.plan.units):
                if some[n] and unit.published and unit.level in errors and rounded[n].sum():
                    true, said = counts[n, 0] / counts[n].sum(), rounded[n, 0] / rounded[n].sum()
                    errors[unit.level].append(100 * abs(true - said))
    return {
        level: {
            "median_error": round(float(np.median(e)), 1),
            "p90_error": round(float(np.quantile(e, 0.9)), 1),
        }
        for level, e in errors.items()
        if e
    }


if __name__ == "__main__":
    main()
