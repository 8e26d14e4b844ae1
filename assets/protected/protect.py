"""From a specialty's atoms to its protected table.

Belongs here: running the hiding per block and writing what came of it: the protected table, comparators,
clusters, and the confidential decisions. Does not belong here: how hiding is done (`disclosure`), the attack
on the file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from assets.ledger import LEDGER, Ledger
from assets.protected.blocks import Block, Release, above, read_release
from assets.protected.clusters import clusters
from assets.protected.codes import Codes
from assets.protected.comparators import bands
from assets.protected.ledger import figures, fixed
from assets.protected.organisations import Organisations, assign_codes
from assets.protected.statistics import share, wilson
from disclosure import Infeasible, protect, small
from disclosure.table import Bools
from schemas.indicator import Indicator
from schemas.period import Quarter
from schemas.policy import Policy
from schemas.protected import LEVELS, PROTECTED

#: Confidential: which rule hid each figure. `rule` is one of small, group, secondary, earlier, block.
DECISIONS = pa.schema([*LEDGER, ("organisation", pa.string()), ("rule", pa.string())])
#: Clusters of so many practices have enough neighbours to hide behind: the goal is stated for them.
LARGE_CLUSTER = 8


@dataclass(frozen=True)
class Utility:
    """How good the hiding is on one level: figures, those above the threshold, those of them still shown."""

    level: str
    figures: int
    above: int
    shown: int

    @property
    def per_cent(self) -> float | None:
        """Share of figures above the threshold that are shown, in per cent; None when there are none."""
        return round(100 * self.shown / self.above, 1) if self.above else None


@dataclass(frozen=True)
class Summary:
    """What hiding did, in numbers that may stand in a log. hidden: figures by rule. blocks: hidden as a
    whole."""

    specialty: str
    rows: int
    utility: tuple[Utility, ...]
    hidden: dict[str, int]
    blocks: tuple[str, ...]
    linear_programs: int


@dataclass(frozen=True)
class _Done:
    block: Block
    hidden: Bools
    rules: list[str]
    programs: int
    whole: bool


def protect_specialty(
    models: Path,
    catalogue: Sequence[Indicator],
    specialty: str,
    period: Quarter,
    policy: Policy,
    ledger: Path,
    codes: Codes,
    seed: bytes,
    out: Path,
) -> Summary:
    """Write <specialty>.parquet, comparators-, clusters- and decisions-<specialty>.parquet into `out`.

    models: folder of <indicator>.parquet and memberships.parquet. ledger: folder of what was published
    before. codes: are added to, not saved. seed: secret bytes (at most 64) that break ties. Raises
    LedgerError when the release would change a published figure, Infeasible when not even hiding a whole
    block is enough.
    """
    release = read_release(models, catalogue, specialty, period, policy)
    published = Ledger(ledger, specialty)
    done = [_hide(block, policy, published, seed) for block in release.blocks]
    assign_codes(release, codes)
    organisations = Organisations(release, codes)
    table = _rows(release, done, organisations)
    out.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, out / f"{specialty}.parquet")
    pq.write_table(bands(table, policy.band_practices), out / f"comparators-{specialty}.parquet")
    present = [m for m in release.members if m["quarter"] == str(period)]
    pq.write_table(clusters(specialty, present), out / f"clusters-{specialty}.parquet")
    pq.write_table(_decisions(done, organisations), out / f"decisions-{specialty}.parquet")
    return _summary(release, done, table.num_rows, policy)


def _hide(block: Block, policy: Policy, published: Ledger, seed: bytes) -> _Done:
    table = block.table
    kept = fixed(published, block, policy.threshold)
    too_small = small(table.counts, table.system.groups, policy.threshold) & table.system.published
    # What was shown before stays shown: it is known already.
    primary = (too_small | block.grouped) & ~kept.shown
    try:
        result = protect(table, primary, policy.threshold, kept, seed)
        hidden, programs, whole = result.hidden, result.linear_programs, False
    except Infeasible:
        hidden = (table.counts > 0).any(axis=1) & table.system.published & ~kept.shown
        programs, whole = 0, True
    rules = [""] * len(hidden)
    for n in np.flatnonzero(hidden):
        for rule, holds in (
            ("small", too_small[n]),
            ("group", block.grouped[n]),
            ("earlier", kept.hidden[n]),
            ("block", whole),
            ("secondary", True),
        ):
            if holds:
                rules[n] = rule
                break
    return _Done(block, hidden, rules, programs, whole)


def _rows(release: Release, done: Sequence[_Done], organisations: Organisations) -> pa.Table:
    beside: dict[tuple[str, str, str, str], dict[str, int | None]] = {}
    for one in (d for d in done if d.block.figure != "rate"):
        for n, unit in enumerate(one.block.plan.units):
            count = None if one.hidden[n] else int(one.block.table.counts[n, 0])
            for indicator in one.block.indicators:
                key = indicator, unit.period, unit.level, unit.organisation
                beside.setdefault(key, {})[one.block.figure] = count
    rows = []
    for one in (d for d in done if d.block.figure == "rate"):
        for indicator in one.block.indicators:
            counts = one.block.table.counts[:, one.block.columns(indicator)].tolist()
            for n, unit in enumerate(one.block.plan.units):
                if unit.published:
                    key = indicator, unit.period, unit.level, unit.organisation
                    rows.append(
                        {
                            "specialty": release.specialty,
                            "indicator": indicator,
                            "period": unit.period,
                            "level": unit.level,
                            "organisation": organisations.name(unit),
                            "cluster": unit.cluster,
                            **_figures(counts[n], bool(one.hidden[n])),
                            **beside.get(key, {}),
                        }
                    )
    rows.sort(key=_order)
    return pa.Table.from_pylist(rows, schema=PROTECTED)


def _order(row: dict[str, Any]) -> tuple[Any, ...]:
    level = LEVELS.index(row["level"])
    return row["indicator"], level, row["cluster"] or "", row["organisation"], row["period"]


def _figures(counts: list[int], hidden: bool) -> dict[str, Any]:
    if hidden:
        return {"state": "hidden"}
    met, not_met = counts
    denominator = met + not_met
    shown = {"met": met, "not_met": not_met, "denominator": denominator}
    if not denominator:
        return {**shown, "state": "no_cases"}
    lower, upper = wilson(met, denominator)
    return {
        **shown,
        "rate": share(met, denominator),
        "rate_lower": lower,
        "rate_upper": upper,
        "state": "shown",
    }


def _decisions(done: Sequence[_Done], organisations: Organisations) -> pa.Table:
    rows = []
    for one in done:
        published = [n for n, unit in enumerate(one.block.plan.units) if unit.published]
        names = [organisations.name(one.block.plan.units[n]) for n in published]
        rules = [one.rules[n] for n in published]
        for i, row in enumerate(figures(one.block, one.hidden)):
            k = i % len(published)
            rows.append({**row, "organisation": names[k], "rule": rules[k]})
    return pa.Table.from_pylist(rows, schema=DECISIONS)


def _summary(release: Release, done: Sequence[_Done], rows: int, policy: Policy) -> Summary:
    sizes = Counter((m["cluster"], m["quarter"]) for m in release.members)
    counted: dict[str, list[int]] = {level: [0, 0, 0] for level in (*LEVELS, "practice_in_large_cluster")}
    rules: Counter[str] = Counter()
    for one in done:
        rules.update(rule for rule in one.rules for _ in one.block.indicators if rule)
        if one.block.figure == "rate":
            for indicator in one.block.indicators:
                visible = above(one.block, indicator, policy.threshold)
                for n, unit in enumerate(one.block.plan.units):
                    if unit.published:
                        last = unit.period.partition("-")[2]
                        large = unit.level == "practice" and sizes[unit.cluster, last] >= LARGE_CLUSTER
                        for level in [unit.level, *(["practice_in_large_cluster"] if large else [])]:
                            some = counted[level]
                            some[0] += 1
                            some[1] += int(visible[n])
                            some[2] += int(visible[n] and not one.hidden[n])
    return Summary(
        specialty=release.specialty,
        rows=rows,
        utility=tuple(Utility(level, *some) for level, some in counted.items()),
        hidden=dict(sorted(rules.items())),
        blocks=tuple(one.block.name for one in done if one.whole),
        linear_programs=sum(one.programs for one in done),
    )
