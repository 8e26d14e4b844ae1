"""False words of a whole package when nothing differs but what chance and ordinary practice make differ.

A nation of 300 practices in 15 clusters, 15 to 1000 patients each; ten indicators, shares from 8 to 96 per cent,
practices spread by 0.03 to 0.08 on the arcsine scale (at 80 per cent: 2 to 6 percentage points). Counts of met or
not met from 1 to 4 are hidden, as published. Every cluster's practices are drawn like all others, and every
target is exactly what it judges truly has: each word is false.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from estimates import (
    Z_DRAWN,
    Z_WORDED,
    against,
    funnel_limits,
    practice_against_funnel,
    side_of_target,
    tau,
    wilson,
)

Counts = NDArray[np.int64]
#: Packages and the nation's practices: large, and small, where 40 practices tell how much they differ.
LARGE, SMALL, OWN = (2000, 300), (500, 60), 20
SHARES = (0.08, 0.15, 0.3, 0.45, 0.6, 0.7, 0.8, 0.88, 0.93, 0.96)
SPREADS = (0.03, 0.05, 0.08)
LEVELS = {"998": Z_WORDED, "95": Z_DRAWN}


def measured() -> dict[str, Any]:
    """Return false words per package by kind, at both levels.

    total: a practice is judged once per indicator, by its target where there is one (half of the indicators),
    else by the funnel. everything: by both, with a target for every indicator. small_nation: the same words at
    99.8 per cent in a nation of 60 practices, without a goal.
    """
    small = _nation(*SMALL)
    return {**_nation(*LARGE), "small_nation": small["per_package"]["998"]}


def _nation(packages: int, practices: int) -> dict[str, Any]:
    chance = np.random.default_rng(20261126)
    found: Counter[str] = Counter()
    ratios = []
    for number in range(packages):
        for at, share in enumerate(SHARES):
            spread = SPREADS[(number + at) % 3]
            ratios.append(_indicator(chance, practices, share, spread, found, at % 2 == 0) / spread)
    rates = {key: round(count / packages, 3) for key, count in sorted(found.items()) if "." in key}
    return {
        "per_package": {level: _package(found, level, packages) for level in LEVELS},
        "cluster_by_patients_alone": {level: rates.get(f"{level}.patients alone", 0.0) for level in LEVELS},
        "practices_judged": round(found["judged"] / packages, 1),
        "words_disagree_with_scalar_rules": found["disagree"],
        "tau_over_truth": {f"p{q}": round(float(np.nanpercentile(ratios, q)), 2) for q in (10, 50, 90)},
    }


def _package(found: Counter[str], level: str, packages: int) -> dict[str, float]:
    kinds = {kind: found[f"{level}.{kind}"] / packages for kind in ("nation", "cluster", "funnel", "target")}
    once = (found[f"{level}.funnel once"] + found[f"{level}.target once"]) / packages
    total = kinds["nation"] + found[f"{level}.cluster once"] / packages + once
    everything = sum(kinds.values())
    return {
        name: round(value, 3) for name, value in {**kinds, "total": total, "everything": everything}.items()
    }


def _indicator(
    chance: np.random.Generator,
    practices: int,
    share: float,
    spread: float,
    found: Counter[str],
    targeted: bool,
) -> float:
    """Judge one indicator of one package; return the spread that was estimated (NaN when it was not)."""
    n = np.clip(np.rint(chance.lognormal(4.6, 0.7, practices)), 15, 1000).astype(np.int64)
    angle = np.arcsin(np.sqrt(share)) + spread * chance.standard_normal(practices)
    truth = np.sin(np.clip(angle, 0, np.pi / 2)) ** 2
    met = chance.binomial(n, truth)
    shown = ~(((met > 0) & (met < 5)) | ((met < n) & (n - met < 5)))
    rest = shown.copy()
    rest[:OWN] = False
    between = tau(met[rest], n[rest])
    reference = int(met[OWN:].sum()), int(n[OWN:].sum())
    own = met[:OWN], n[:OWN], truth[:OWN], shown[:OWN]
    found["judged"] += int(own[3].sum())
    for level, z in LEVELS.items():
        wrong = _practices(own, reference[0] / reference[1], between, z)
        wrong |= _cluster(own, reference, between, z)
        kept = ["target", "cluster"] if targeted else ["funnel"]
        for kind, count in wrong.items():
            found[f"{level}.{kind}"] += count
            found[f"{level}.{kind} once"] += count if kind in kept else 0
    found["disagree"] += _disagree(own, reference, between, found["judged"])
    return np.nan if between is None else between


def _practices(own: Any, reference: float, between: float | None, z: float) -> dict[str, int]:
    """Count practices outside the funnel, and outside a target that is their own true share."""
    met, n, truth, shown = (x[own[3]] for x in own)
    if not len(met):
        return {"funnel": 0, "target": 0}
    lower, upper = wilson(met, n, z)
    off = {"target": int(((lower > truth) | (upper < truth)).sum()), "funnel": 0}
    if between is not None:
        low, high = funnel_limits(reference, n, between, z)
        off["funnel"] = int(((met / n < low) | (met / n > high)).sum())
    return off


def _cluster(own: Any, reference: tuple[int, int], between: float | None, z: float) -> dict[str, int]:
    """Count the cluster's words: against the nation, against its own true share, and by patients alone."""
    met, n, truth, shown = own
    counts = int(met.sum()), int(n.sum())
    true_share = float((truth * n).sum() / counts[1])
    lower, upper = wilson(*counts, z)
    practices = list(zip(met[shown].tolist(), n[shown].tolist(), strict=True))
    side = against(counts, practices, int((~shown).sum()), reference, between, z)
    nation = reference[0] / reference[1]
    return {
        "nation": int(side != "unclear"),
        "cluster": int(not lower <= true_share <= upper),
        "patients alone": int(not lower <= nation <= upper),
    }


def _disagree(own: Any, reference: tuple[int, int], between: float | None, judged: int) -> int:
    """Count where the product's scalar rules say otherwise than the vectors, for the first practices only."""
    if judged > 500:
        return 0
    met, n, truth, shown = (x[own[3]] for x in own)
    found = 0
    for m, k, share in zip(met.tolist(), n.tolist(), truth.tolist(), strict=True):
        one: Any = (np.array([m]), np.array([k]), np.array([share]), np.array([True]))
        off = _practices(one, reference[0] / reference[1], between, Z_WORDED)
        said = practice_against_funnel(m, k, reference[0] / reference[1], between)
        found += (said != "unclear") != off["funnel"]
        found += (side_of_target(m, k, share * 100) != "unclear") != off["target"]
    return found
