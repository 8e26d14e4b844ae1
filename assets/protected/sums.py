"""What is summed over persons beside counts: expected, its variance, amounts and their squares, two years of persons.

Belongs here: carrying those sums from atoms to units, exactly. Does not belong here: counts (`blocks`), what is made
of them once a unit is shown (`measures`).

Why they need no proof of their own: a sum belongs to the same stays as the counts and is shown and hidden with them. A
certificate moves a hidden unit's counts while every shown unit stays as it is; the same stays can move any other sum
in the same way, so no hidden sum follows from the shown ones either.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from assets.protected.units import Plan
from disclosure.table import Bools, Ints
from schemas.indicator import BOTH_YEARS, STATUSES

Floats = NDArray[np.float64]
_DECIMALS = ("expected", "expected_variance", "amount", "amount_squares")
Stay = tuple[str, str]


@dataclass(frozen=True)
class Sums:
    """Sums of every unit (U) of a plan for one indicator. expected is nan where a stay has no reference.

    largest: the largest amount of one person. both_years: U x 4, in the order of schemas.indicator.BOTH_YEARS.
    """

    expected: Floats
    variance: Floats
    amount: Floats
    squares: Floats
    largest: Floats
    both_years: Ints

    def dominated(self, most: float) -> Bools:
        """Return which units' amount is for more than the share `most` one person's."""
        return np.asarray((self.amount > 0) & (self.largest > most * self.amount))


@dataclass(frozen=True)
class Atoms:
    """An indicator's atoms per stay (practice and period): counts by status, and what is summed beside them."""

    counts: dict[Stay, tuple[int, ...]]
    sums: dict[Stay, tuple[float, ...]]
    both_years: dict[Stay, tuple[int, ...]]

    def of(self, plan: Plan) -> Sums:
        """Add up the plan's units. Sums of floats are taken in the plan's own order: the same bytes every time."""
        nothing = (0.0,) * (len(_DECIMALS) + 1)
        per_stay = np.array([self.sums.get(stay, nothing) for stay in plan.stays], np.float64)
        both = np.array([self.both_years.get(stay, (0, 0, 0, 0)) for stay in plan.stays], np.int64)
        member = plan.membership
        if not len(plan.stays):
            per_stay, both = np.zeros((0, len(nothing))), np.zeros((0, 4), np.int64)
        added = np.asarray(member @ per_stay[:, :4])
        largest = [per_stay[list(unit.stays), 4].max(initial=0.0) for unit in plan.units]
        expected, variance, amount, squares = np.ascontiguousarray(added.T)
        both_years = np.asarray(member @ both)
        return Sums(expected, variance, amount, squares, np.array(largest, np.float64), both_years)


def read_atoms(models: Path, indicator: str) -> Atoms:
    """Read `<indicator>.parquet` and add up sexes and age bands."""
    table = pq.read_table(models / f"{indicator}.parquet")
    whole = pc.ScalarAggregateOptions(skip_nulls=False)
    wanted = [(name, "sum") for name in (*STATUSES, *BOTH_YEARS)]
    # Decimals are exact: added up before they become floats.
    added = table.group_by(["practice", "period"]).aggregate(
        [*wanted, *((name, "sum", whole) for name in _DECIMALS), ("amount_largest", "max")]
    )
    stays = list(zip(added["practice"].to_pylist(), added["period"].to_pylist(), strict=True))
    return Atoms(
        counts=_rows(stays, added, [f"{s}_sum" for s in STATUSES]),
        sums={
            stay: tuple(float("nan") if value is None else float(value) for value in values)
            for stay, values in _rows(
                stays, added, [*(f"{n}_sum" for n in _DECIMALS), "amount_largest_max"]
            ).items()
        },
        both_years=_rows(stays, added, [f"{n}_sum" for n in BOTH_YEARS]),
    )


def _rows(stays: list[Stay], table: pa.Table, names: list[str]) -> dict[Stay, tuple[int, ...]]:
    columns = [table[name].to_pylist() for name in names]
    return dict(zip(stays, zip(*columns, strict=True), strict=True))
