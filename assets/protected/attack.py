"""The attack on the finished file: is anything hidden in it that can be found out?

Belongs here: reading the protected table back from Parquet, checking that it says nothing beside its counts,
and handing it to the attack together with what practices know of themselves. It is the blocking check of this
stage.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq

from assets.protected.blocks import Block, read_release
from assets.protected.codes import Codes
from assets.protected.organisations import Organisations
from assets.protected.statistics import share, wilson
from disclosure import Audit, attack
from disclosure.table import Bools, Ints
from schemas.indicator import Indicator
from schemas.period import Quarter
from schemas.policy import Policy

_COUNTS = ("met", "not_met", "denominator", "rate", "rate_lower", "rate_upper")
Rows = dict[tuple[str, str, str, str, str], dict[str, Any]]


@dataclass(frozen=True)
class Report:
    """What the attack found. `faults` empty means that the file may be published. Sentences carry no
    counts."""

    faults: tuple[str, ...]
    figures: int
    hidden: int
    attacked: int
    components: int
    linear_programs: int


def attack_specialty(
    path: Path,
    models: Path,
    catalogue: Sequence[Indicator],
    specialty: str,
    period: Quarter,
    policy: Policy,
    codes: Codes,
) -> Report:
    """Attack the protected table at `path`; the atoms in `models` are used only as practices' own
    knowledge."""
    release = read_release(models, catalogue, specialty, period, policy)
    listed = pq.read_table(path).to_pylist()
    rows = {_place(r): r for r in listed}
    faults = _form(listed, rows, policy)
    organisations = Organisations(release, codes)
    audits = []
    expected: set[tuple[str, str, str, str, str]] = set()
    for block in release.blocks:
        places = _places(block, organisations)
        expected.update(p for some in places for p in some if p)
        missing = sum(p is not None and p not in rows for some in places for p in some)
        if missing:
            faults.append(f"{block.name}: {missing} rows are missing")
            continue
        counts, shown, fault = _published(block, places, rows)
        faults += fault
        audit = attack(block.table.system, counts, shown, policy.threshold)
        faults += _sentences(block, audit)
        audits.append(audit)
    if extra := len(rows.keys() - expected):
        faults.append(f"{extra} rows belong to no declared figure")
    return Report(
        faults=tuple(faults),
        figures=len(listed),
        hidden=sum(r["state"] == "hidden" for r in listed),
        attacked=sum(a.attacked for a in audits),
        components=sum(a.components for a in audits),
        linear_programs=sum(a.linear_programs for a in audits),
    )


def _place(row: dict[str, Any]) -> tuple[str, str, str, str, str]:
    return row["indicator"], row["period"], row["level"], row["cluster"] or "", row["organisation"]


def _places(block: Block, organisations: Organisations) -> list[list[tuple[str, str, str, str, str] | None]]:
    """For each unit the place of its row for every indicator of the block; None for auxiliary units."""
    found: list[list[tuple[str, str, str, str, str] | None]] = []
    for unit in block.plan.units:
        name = organisations.name(unit) if unit.published else ""
        found.append(
            [
                (indicator, unit.period, unit.level, unit.cluster or "", name) if unit.published else None
                for indicator in block.indicators
            ]
        )
    return found


def _published(
    block: Block, places: list[list[tuple[str, str, str, str, str] | None]], rows: Rows
) -> tuple[Ints, Bools, list[str]]:
    """Return the published counts (N x K), what is shown (N), and faults: a unit may not be half shown."""
    fields = ("met", "not_met") if block.figure == "rate" else (block.figure,)
    counts = np.zeros_like(block.table.counts)
    shown = np.zeros(len(counts), bool)
    half = differing = 0
    for n, some in enumerate(places):
        if some[0] is None:
            continue
        values = [rows[p][f] for p in some if p for f in fields]
        known = [v is not None for v in values]
        half += any(known) and not all(known)
        shown[n] = any(known)
        if block.figure == "excluded":
            differing += len(set(values)) > 1
            values = values[:1]
        if all(known):
            counts[n] = values
    faults = [f"{block.name}: {half} units are half shown"] if half else []
    faults += [f"{block.name}: {differing} units differ between indicators"] if differing else []
    return counts, shown, faults


def _form(listed: list[dict[str, Any]], rows: Rows, policy: Policy) -> list[str]:
    """What a row says beside its counts: nothing where it is hidden, only what follows where it is shown."""
    wrong: Counter[str] = Counter()
    wrong["rows stand twice"] = len(listed) - len(rows)
    for row in listed:
        counts = [row["met"], row["not_met"], row["denominator"], row["unknown"], row["excluded"]]
        small = any(c is not None and 0 < c < policy.threshold for c in counts)
        wrong["rows show a small count"] += small
        wrong["rows say something that does not follow from their counts and state"] += not _follows(row)
        wrong["rows show a sex or an age band"] += row["sex"] is not None or row["age_band"] is not None
    return [f"{n} {what}" for what, n in wrong.items() if n]


def _follows(row: dict[str, Any]) -> bool:
    said = tuple(row[c] for c in _COUNTS)
    if row["state"] == "hidden":
        return said == (None,) * len(said)
    met, not_met = row["met"], row["not_met"]
    if met is None or not_met is None:
        return False
    if row["state"] == "no_cases":
        return said == (0, 0, 0, None, None, None)
    whole = met + not_met
    return bool(
        row["state"] == "shown"
        and whole
        and said == (met, not_met, whole, share(met, whole), *wilson(met, whole))
    )


def _sentences(block: Block, audit: Audit) -> list[str]:
    found = []
    for label in sorted({e.label for e in audit.exposures}):
        attackers = {e.attacker for e in audit.exposures if e.label == label}
        by = "anyone" if -1 in attackers else f"{len(attackers)} practices"
        found.append(f"{block.name}: {label} can be found out by {by}")
    return found
