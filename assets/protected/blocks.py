"""From the models' Parquet to tables of counts, one per set of figures that hang together.

Belongs here: reading atoms and memberships, and cutting them into blocks. Does not belong here: which units
exist (`table`), hiding, the published shape. Used by hiding and by the attack on its result alike.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pyarrow.parquet as pq

from assets.protected.outcomes import count_together, declare, one_count
from assets.protected.sums import Atoms, Sums, read_atoms
from assets.protected.table import build
from assets.protected.units import Home, Homes, Plan
from disclosure import DisclosureError, Table, too_few
from disclosure.table import Bools, Ints
from schemas.indicator import STATUSES, Indicator
from schemas.period import Quarter, Window
from schemas.policy import Policy

Figure = Literal["rate", "unknown", "excluded"]


@dataclass(frozen=True)
class Block:
    """Figures that are hidden together: met, not met and denominator of every indicator over one population, or
    the single count unknown or excluded.

    grouped: U, units that the group rule (or their being another figure's double) hides. sums: for each indicator of a
    rate what is summed beside its counts. dominated: U, units of a volume that are mostly one person's.
    """

    figure: Figure
    population: str
    indicators: tuple[str, ...]
    plan: Plan
    table: Table
    grouped: Bools
    sums: Mapping[str, Sums] = field(default_factory=dict)
    dominated: Bools = field(default_factory=lambda: np.zeros(0, bool))

    @property
    def name(self) -> str:
        """Name for messages."""
        return f"{', '.join(self.indicators)} ({self.figure})"

    @property
    def key(self) -> str:
        """Name in the ledger: it stays when an indicator joins the population."""
        which = self.indicators[0] if self.figure == "unknown" else self.population
        return f"{which} ({self.figure})"

    @cached_property
    def values(self) -> Ints:
        """Units x figures of a unit: met, not met of each indicator and the denominator, or the one count."""
        return self.table.values.reshape(len(self.plan.units), -1)

    def columns(self, indicator: str) -> list[int]:
        """Columns of `values` that are one indicator's counts: met, not met (or the one count)."""
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
    catalogue: Mapping[str, Indicator]

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
    for population, indicators in populations.items():
        first = indicators[0]
        if len({(i.counts, i.year_closes) for i in indicators}) > 1:
            names = ", ".join(i.name for i in indicators)
            raise DisclosureError(f"{names} share a population but differ in counts or year_closes")
        for practices in (True, False):
            key = first.counts, first.year_closes, practices
            if key not in plans:
                plans[key] = build(homes, window, *key, policy.min_subcluster)
        atoms = {i.name: read_atoms(models, i.name) for i in indicators}
        full, groups = (plans[first.counts, first.year_closes, practices] for practices in (True, False))
        blocks += _blocks(population, atoms, full, groups, policy)
    own = {i.name: i for some in populations.values() for i in some}
    return Release(specialty, period, tuple(members), tuple(blocks), own)


def _members(models: Path, specialty: str, window: Window) -> list[dict[str, Any]]:
    wanted = [("specialty", "==", specialty), ("quarter", "in", [str(q) for q in window.quarters])]
    table = pq.read_table(models / "memberships.parquet", filters=wanted)
    rows = table.sort_by([("practice", "ascending"), ("quarter", "ascending")]).to_pylist()
    doubles = len(rows) - len({(r["practice"], r["quarter"]) for r in rows})
    if doubles:
        raise DisclosureError(f"{doubles} practices of {specialty} have two memberships in one quarter")
    return rows


def _aligned(plan: Plan, counts: dict[tuple[str, str], tuple[int, ...]], status: str) -> Ints:
    # A member without atoms has no cases; atoms of practices that were no members that day count nowhere.
    nothing = (0,) * len(STATUSES)
    place = STATUSES.index(status)
    return np.array([counts.get(stay, nothing)[place] for stay in plan.stays], np.int64)


def _blocks(
    population: str, atoms: Mapping[str, Atoms], full: Plan, groups: Plan, policy: Policy
) -> list[Block]:
    names, counts = list(atoms), [a.counts for a in atoms.values()]
    met, not_met = (
        np.stack([_aligned(full, c, status) for c in counts], axis=1) for status in ("met", "not_met")
    )
    table = Table(declare(full, names), count_together(met, not_met, names))
    patients = (met + not_met)[:, 0]
    sums = {name: a.of(full) for name, a in atoms.items()}
    dominated = np.any([s.dominated(policy.max_contribution) for s in sums.values()], axis=0)
    rule = grouped(full, patients, policy)
    blocks = [Block("rate", population, tuple(names), full, table, rule, sums, dominated)]
    patients = _aligned(groups, counts[0], "met") + _aligned(groups, counts[0], "not_met")
    rule = grouped(groups, patients, policy)
    excluded = [_aligned(groups, c, "excluded") for c in counts]
    if any((other != excluded[0]).any() for other in excluded):
        raise DisclosureError(f"{', '.join(names)} share a population but differ in whom they exclude")
    blocks.append(_single("excluded", population, names, groups, excluded[0], rule))
    for name, c in zip(names, counts, strict=True):
        blocks.append(_single("unknown", population, [name], groups, _aligned(groups, c, "unknown"), rule))
    return blocks


def _single(
    figure: Figure, population: str, names: Sequence[str], plan: Plan, counts: Ints, rule: Bools
) -> Block:
    none = np.zeros(len(plan.units), bool)
    return Block(
        figure, population, tuple(names), plan, Table(one_count(plan, figure), counts), rule, {}, none
    )


def grouped(plan: Plan, patients: Ints, policy: Policy) -> Bools:
    """Return which units (U) the group rule hides: too few practices, or one too large, in a group or its complement.

    patients: of the denominator, per stay. A practice without any does not count as one.
    """
    result = np.zeros(len(plan.units), bool)
    result[list(plan.never)] = True
    if not plan.groups:
        return result
    number = {practice: i for i, practice in enumerate(plan.practices)}
    practice = np.zeros((len(plan.stays), len(plan.practices)), np.int64)
    practice[np.arange(len(plan.stays)), [number[p] for p, _ in plan.stays]] = patients
    matrix = np.asarray(plan.membership @ practice)
    groups = list(plan.groups)
    result[groups] |= too_few(matrix[groups], policy.min_practices, policy.max_share)
    if plan.pairs:
        small_group, large = np.array(plan.pairs).T
        rest = matrix[large] - matrix[small_group]
        result[small_group[too_few(rest, policy.min_practices, policy.max_share)]] = True
    return result


def above(block: Block, indicator: str, threshold: int) -> Bools:
    """Return which units have patients and no small count of this indicator: what could be shown at best."""
    counts = block.values[:, block.columns(indicator)]
    every = np.concatenate([counts, counts.sum(axis=1, keepdims=True)], axis=1)
    small = ((every > 0) & (every < threshold)).any(axis=1)
    return np.asarray((counts.sum(axis=1) > 0) & ~small)
