"""From the models' Parquet to tables of counts, one per set of figures that hang together.

Belongs here: reading atoms and memberships, and cutting them into blocks. Does not belong here: which sums
exist (`table`), hiding, the published shape. Used by hiding and by the attack on its result alike.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pyarrow.parquet as pq

from assets.protected.table import build
from assets.protected.units import Home, Homes, Plan
from disclosure import DisclosureError, Table, fill, small, too_few
from disclosure.table import Bools, Ints
from schemas.indicator import STATUSES, Indicator
from schemas.period import Quarter, Window
from schemas.policy import Policy

Figure = Literal["rate", "unknown", "excluded"]


@dataclass(frozen=True)
class Block:
    """Counts that are hidden together: columns met, not met of each indicator, or one column unknown or
    excluded.

    grouped: N, units that the group rule (or their being another figure's double) hides.
    """

    figure: Figure
    indicators: tuple[str, ...]
    plan: Plan
    table: Table
    grouped: Bools

    @property
    def name(self) -> str:
        """Name for messages."""
        return f"{', '.join(self.indicators)} ({self.figure})"

    def columns(self, indicator: str) -> list[int]:
        """Columns of one indicator's counts."""
        if self.figure != "rate":
            return [0]
        place = self.indicators.index(indicator)
        return [2 * place, 2 * place + 1]


@dataclass(frozen=True)
class Release:
    """What a specialty's release is made from. members: membership rows inside the window."""

    specialty: str
    period: Quarter
    members: tuple[dict[str, Any], ...]
    blocks: tuple[Block, ...]

    @cached_property
    def by_stay(self) -> dict[tuple[str, str], dict[str, Any]]:
        """Membership row of each practice and quarter."""
        return {(m["practice"], m["quarter"]): m for m in self.members}


def read_release(
    models: Path, catalogue: Sequence[Indicator], specialty: str, period: Quarter, policy: Policy
) -> Release:
    """Read memberships.parquet and <indicator>.parquet from `models` and build every block of the specialty.

    Raises DisclosureError when indicators said to share a population do not.
    """
    window = Window(period)
    members = _members(models, specialty, window)
    homes: Homes = {
        (m["practice"], Quarter.parse(m["quarter"])): Home(m["cluster"], m["region"], m["subcluster"] or None)
        for m in members
    }
    populations: dict[str, list[Indicator]] = defaultdict(list)
    for indicator in sorted((i for i in catalogue if i.specialty == specialty), key=lambda i: i.name):
        populations[indicator.population or indicator.name].append(indicator)
    plans: dict[tuple[str, int, bool], Plan] = {}
    blocks: list[Block] = []
    for indicators in populations.values():
        first = indicators[0]
        if len({(i.counts, i.year_closes) for i in indicators}) > 1:
            names = ", ".join(i.name for i in indicators)
            raise DisclosureError(f"{names} share a population but differ in counts or year_closes")
        for practices in (True, False):
            key = first.counts, first.year_closes, practices
            if key not in plans:
                plans[key] = build(homes, window, *key, policy.min_subcluster)
        counts = [_atoms(models, i.name) for i in indicators]
        full, groups = (plans[first.counts, first.year_closes, practices] for practices in (True, False))
        blocks += _blocks(indicators, counts, full, groups, policy)
    return Release(specialty, period, tuple(members), tuple(blocks))


def _members(models: Path, specialty: str, window: Window) -> list[dict[str, Any]]:
    wanted = [("specialty", "==", specialty), ("quarter", "in", [str(q) for q in window.quarters])]
    table = pq.read_table(models / "memberships.parquet", filters=wanted)
    rows = table.sort_by([("practice", "ascending"), ("quarter", "ascending")]).to_pylist()
    doubles = len(rows) - len({(r["practice"], r["quarter"]) for r in rows})
    if doubles:
        raise DisclosureError(f"{doubles} practices of {specialty} have two memberships in one quarter")
    return rows


def _atoms(models: Path, indicator: str) -> dict[tuple[str, str], tuple[int, ...]]:
    table = pq.read_table(models / f"{indicator}.parquet", columns=["practice", "period", *STATUSES])
    added = table.group_by(["practice", "period"]).aggregate([(s, "sum") for s in STATUSES])
    columns = [added[name].to_pylist() for name in ("practice", "period", *(f"{s}_sum" for s in STATUSES))]
    return {(practice, period): tuple(counts) for practice, period, *counts in zip(*columns, strict=True)}


def _aligned(plan: Plan, counts: dict[tuple[str, str], tuple[int, ...]], statuses: Sequence[str]) -> Ints:
    # A member without atoms has no cases; atoms of practices that were no members that day count nowhere.
    nothing = (0,) * len(STATUSES)
    every = np.array([counts.get(atom, nothing) for atom in plan.atoms], np.int64)
    return every.reshape(-1, len(STATUSES))[:, [STATUSES.index(s) for s in statuses]]


def _blocks(
    indicators: Sequence[Indicator],
    counts: Sequence[dict[tuple[str, str], tuple[int, ...]]],
    full: Plan,
    groups: Plan,
    policy: Policy,
) -> list[Block]:
    names = tuple(i.name for i in indicators)
    pairs = [_aligned(full, c, ("met", "not_met")) for c in counts]
    both = tuple((2 * i, 2 * i + 1) for i in range(len(names)))
    table = fill(full.layout, np.concatenate(pairs, axis=1), both, policy.threshold)
    blocks = [Block("rate", names, full, table, grouped(full, table, policy))]
    denominators = _aligned(groups, counts[0], ("met", "not_met")).sum(axis=1, keepdims=True)
    rule = grouped(groups, fill(groups.layout, denominators, ((0,),), policy.threshold), policy)
    excluded = [_aligned(groups, c, ("excluded",)) for c in counts]
    if any((other != excluded[0]).any() for other in excluded):
        raise DisclosureError(f"{', '.join(names)} share a population but differ in whom they exclude")
    single = [("excluded", names, excluded[0])]
    single += [
        ("unknown", (n,), _aligned(groups, c, ("unknown",))) for n, c in zip(names, counts, strict=True)
    ]
    for figure, some, column in single:
        one = fill(groups.layout, column, ((0,),), policy.threshold)
        blocks.append(Block(figure, some, groups, one, rule))  # type: ignore[arg-type]
    return blocks


def grouped(plan: Plan, table: Table, policy: Policy) -> Bools:
    """Return which units the group rule hides: too few practices, or one too large, in a group or its
    complement.

    Counted in patients of the denominator; a practice without any does not count as one.
    """
    denominators = table.counts[:, list(table.system.groups[0])].sum(axis=1)
    atoms = plan.layout.atoms
    result = np.zeros(len(denominators), bool)
    result[list(plan.never)] = True
    if not plan.groups:
        return result
    own = table.system.own
    matrix = np.zeros((atoms.shape[0], len(plan.practices)), np.int64)
    matrix[own.unit, own.attacker] = own.counts[:, list(table.system.groups[0])].sum(axis=1)
    groups = list(plan.groups)
    result[groups] |= too_few(matrix[groups], policy.min_practices, policy.max_share)
    if plan.pairs:
        small_group, large = np.array(plan.pairs).T
        rest = matrix[large] - matrix[small_group]
        result[small_group[too_few(rest, policy.min_practices, policy.max_share)]] = True
    return result


def above(block: Block, indicator: str, threshold: int) -> Bools:
    """Return which units have patients and no small count of this indicator: what could be shown at best."""
    counts = block.table.counts[:, block.columns(indicator)]
    every = (tuple(range(counts.shape[1])),)
    return np.asarray((counts.sum(axis=1) > 0) & ~small(counts, every, threshold))
