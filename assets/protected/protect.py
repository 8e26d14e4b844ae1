"""From a specialty's atoms to its protected table.

Belongs here: running the hiding per block and writing what came of it: the protected table, comparators,
clusters, the confidential decisions and drafts. Does not belong here: hiding a block (`hide`), the attack on
the file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from assets.drafts import write_drafts
from assets.protected.blocks import Release, above, read_release
from assets.protected.clusters import clusters
from assets.protected.codes import Codes
from assets.protected.comparators import comparators
from assets.protected.hide import Hidden, hide
from assets.protected.measures import measures
from assets.protected.organisations import Organisations, assign_codes
from disclosure import Ledger
from schemas.indicator import Indicator
from schemas.period import Quarter
from schemas.policy import Policy
from schemas.protected import LEVELS, PROTECTED

#: Confidential: what was decided for each figure of each indicator, and why. rule: small, group, dominance, secondary,
#: earlier, correction, block, or empty when shown. attackers: whom it is proven against. certificates: numbers
#: of the moves that prove it, in the draft of its block. `member` is the practice id or the group's name.
DECISIONS = pa.schema(
    [
        ("indicator", pa.string()),
        ("period", pa.string()),
        ("level", pa.string()),
        ("cluster", pa.string()),
        ("member", pa.string()),
        ("figure", pa.string()),
        ("shown", pa.bool_()),
        ("organisation", pa.string()),
        ("rule", pa.string()),
        ("attackers", pa.string()),
        ("draft", pa.int64()),
        ("certificates", pa.list_(pa.int64())),
    ]
)
_ATTACKERS = {
    "practice": "outsider, every practice",
    "coalition": "outsider, every practice, every two practices of a cluster",
}
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
    """What hiding did, in numbers that may stand in a log.

    hidden: figures by rule. hidden_by_level: the same by "level rule". blocks: what was coarsened.
    """

    specialty: str
    rows: int
    utility: tuple[Utility, ...]
    hidden: dict[str, int]
    hidden_by_level: dict[str, int]
    blocks: tuple[str, ...]
    linear_programs: int


def protect_specialty(
    models: Path,
    catalogue: Sequence[Indicator],
    specialty: str,
    period: Quarter,
    policy: Policy,
    ledger: Ledger,
    codes: Codes,
    seed: bytes,
    out: Path,
    reissue: Collection[str] = (),
) -> Summary:
    """Write <specialty>.parquet, comparators-, clusters- and decisions-<specialty>.parquet and drafts into `out`.

    models: folder of <indicator>.parquet and memberships.parquet. ledger: what was published before. codes: are
    added to, not saved. seed: secret bytes (at most 64) that break ties. reissue: populations whose published
    figures are corrected. Raises Contradicted when the release would change a published figure, NotProven when
    not even hiding a whole block is enough.
    """
    release = read_release(models, catalogue, specialty, period, policy)
    done = [hide(block, policy, ledger, seed, reissue) for block in release.blocks]
    assign_codes(release, codes)
    organisations = Organisations(release, codes)
    table = _rows(release, done, organisations)
    out.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, out / f"{specialty}.parquet")
    pq.write_table(comparators(table, release.catalogue, policy), out / f"comparators-{specialty}.parquet")
    present = [m for m in release.members if m["quarter"] == str(period)]
    packages = clusters(specialty, present, organisations, policy.min_subcluster)
    pq.write_table(packages, out / f"clusters-{specialty}.parquet")
    pq.write_table(_decisions(done, organisations, policy), out / f"decisions-{specialty}.parquet")
    write_drafts([one.draft for one in done], out / f"drafts-{specialty}")
    return _summary(release, done, table.num_rows, policy)


def _rows(release: Release, done: Sequence[Hidden], organisations: Organisations) -> pa.Table:
    beside: dict[tuple[str, str, str, str], dict[str, int | None]] = {}
    for one in (d for d in done if d.block.figure != "rate"):
        for n, unit in enumerate(one.block.plan.units):
            count = None if one.units[n] else int(one.block.values[n, 0])
            for indicator in one.block.indicators:
                key = indicator, unit.period, unit.level, unit.organisation
                beside.setdefault(key, {})[one.block.figure] = count
    rows = []
    for one in (d for d in done if d.block.figure == "rate"):
        for indicator in one.block.indicators:
            counts = one.block.values[:, one.block.columns(indicator)]
            hidden = one.units | ~one.block.table.system.published
            said = measures(
                release.catalogue[indicator], one.block.plan.units, counts, one.block.sums[indicator], hidden
            )
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
                            **_figures(counts[n].tolist(), bool(one.units[n])),
                            **said[n],
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
    shown = {"met": met, "not_met": not_met, "denominator": met + not_met}
    return {**shown, "state": "shown" if met + not_met else "no_cases"}


def _decisions(done: Sequence[Hidden], organisations: Organisations, policy: Policy) -> pa.Table:
    rows = []
    for number, one in enumerate(done):
        for indicator in one.block.indicators:
            for n, unit in enumerate(one.block.plan.units):
                if unit.published:
                    rows.append(
                        {
                            "indicator": indicator,
                            "period": unit.period,
                            "level": unit.level,
                            "cluster": unit.cluster,
                            "member": unit.organisation,
                            "figure": one.block.figure,
                            "shown": not one.units[n],
                            "organisation": organisations.name(unit),
                            "rule": one.rules[n],
                            "attackers": _ATTACKERS[policy.attackers] if one.units[n] else "",
                            "draft": number,
                            "certificates": one.moves[n] if one.units[n] else (),
                        }
                    )
    return pa.Table.from_pylist(rows, schema=DECISIONS)


def _summary(release: Release, done: Sequence[Hidden], rows: int, policy: Policy) -> Summary:
    sizes = Counter((m["cluster"], m["quarter"]) for m in release.members)
    counted: dict[str, list[int]] = {level: [0, 0, 0] for level in (*LEVELS, "practice_in_large_cluster")}
    rules: Counter[str] = Counter()
    by_level: Counter[str] = Counter()
    for one in done:
        for unit, rule in zip(one.block.plan.units, one.rules, strict=True):
            if unit.published and rule:
                rules[rule] += len(one.block.indicators)
                by_level[f"{unit.level} {rule}"] += len(one.block.indicators)
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
                            some[2] += int(visible[n] and not one.units[n])
    return Summary(
        specialty=release.specialty,
        rows=rows,
        utility=tuple(Utility(level, *some) for level, some in counted.items()),
        hidden=dict(sorted(rules.items())),
        hidden_by_level=dict(sorted(by_level.items())),
        blocks=tuple(f"{one.block.name}: {one.coarsened}" for one in done if one.coarsened),
        linear_programs=sum(one.programs for one in done),
    )
