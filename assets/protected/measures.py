"""What is said of a shown unit beside its counts: rate, limits, expected, O/E, change.

Belongs here: from shown counts and the sums that belong to them to the columns of the protected table. Used by hiding,
and again by the attack on what it wrote. Does not belong here: formulas (`estimates`), what is shown (`hide`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from assets.protected.sums import Sums
from assets.protected.units import Unit
from disclosure.table import Bools, Ints
from estimates import Overlap, adjusted, against_expected, difference, per_thousand, rounded, share, wilson
from schemas.indicator import Indicator
from schemas.period import Year
from schemas.protected import CHANGING, MEASURES


def measures(
    indicator: Indicator, units: Sequence[Unit], counts: Ints, sums: Sums, hidden: Bools
) -> list[dict[str, Any]]:
    """Return MEASURES of every unit; all None where it is hidden or has no patients.

    counts: U x 2, met and not met. Limits are rounded half up as printed: three decimals for shares and O/E, one for
    amounts per 1000 persons.
    """
    found: list[dict[str, Any]] = [dict.fromkeys(MEASURES) for _ in units]
    rows = np.flatnonzero(~hidden & (counts.sum(axis=1) > 0))
    if not len(rows):
        return found
    met, whole = counts[rows, 0], counts[rows].sum(axis=1)
    said = _amounts(whole, sums, rows) if indicator.volume else _shares(met, whole, sums, rows)
    for name, values in said.items():
        for row, value in zip(rows.tolist(), values, strict=True):
            found[row][name] = None if np.isnan(value) else value
    if not indicator.volume:
        for row, change in _changes(units, counts, sums, set(rows.tolist())).items():
            found[row] |= change
    return found


def _shares(met: Ints, whole: Ints, sums: Sums, rows: Ints) -> dict[str, list[Any]]:
    lower, upper = wilson(met, whole)
    expected = np.floor(sums.expected[rows] * 10 + 0.5) / 10
    said = _ratios(len(rows))
    # O/E needs an expectation between none and all as it is printed; nan (no reference) is neither.
    use = (expected > 0) & (expected < whole)
    if use.any():
        e, n = expected[use], whole[use]
        variance = np.minimum(sums.variance[rows][use], e * (1 - e / n))
        variance = np.where(variance > 0, variance, e * (1 - e / n))
        ratio = adjusted(met[use], e, variance, n, np.ones(len(e)))
        for name, values in zip(said, (ratio.oe, ratio.oe_lower, ratio.oe_upper), strict=True):
            said[name][use] = rounded(np.asarray(values))
    return {
        "rate": [share(int(m), int(n)) for m, n in zip(met, whole, strict=True)],
        "rate_lower": rounded(np.asarray(lower)).tolist(),
        "rate_upper": rounded(np.asarray(upper)).tolist(),
        "expected": expected.tolist(),
        **{name: values.tolist() for name, values in said.items()},
    }


def _amounts(whole: Ints, sums: Sums, rows: Ints) -> dict[str, list[Any]]:
    """Amounts are printed whole; limits come from the sum of squares, never from the largest contribution."""
    value = np.floor(sums.amount[rows] + 0.5)
    expected = np.floor(sums.expected[rows] * 10 + 0.5) / 10
    limits = np.full((2, len(rows)), np.nan)
    said = _ratios(len(rows))
    enough = (whole > 1) & (sums.amount[rows] > 0)
    if enough.any():
        y, v, n = sums.amount[rows][enough], sums.squares[rows][enough], whole[enough]
        rate = per_thousand(y, v, n)
        limits[:, enough] = rate.lower, rate.upper
        use = enough & (expected > 0)
        ratio = against_expected(
            sums.amount[rows][use], sums.squares[rows][use], whole[use], expected[use]
        )  # fmt: skip
        for name, values in zip(said, (ratio.value, ratio.lower, ratio.upper), strict=True):
            said[name][use] = rounded(np.asarray(values))
    tenth = [np.floor(x * 10 + 0.5) / 10 for x in (value * 1000 / whole, *limits)]
    return {
        "value": [int(v) for v in value],
        **{name: x.tolist() for name, x in zip(("rate", "rate_lower", "rate_upper"), tenth, strict=True)},
        "expected": expected.tolist(),
        **{name: values.tolist() for name, values in said.items()},
    }


def _ratios(count: int) -> dict[str, Any]:
    return {name: np.full(count, np.nan) for name in ("oe", "oe_lower", "oe_upper")}


def _changes(units: Sequence[Unit], counts: Ints, sums: Sums, shown: set[int]) -> dict[int, dict[str, float]]:
    """Change from the year before, where both years of a group are shown; persons in both years are counted as such."""
    place = {(u.level, u.organisation, u.period): n for n, u in enumerate(units)}
    pairs = []
    for n in sorted(shown):
        unit = units[n]
        if unit.level in CHANGING and "-" in unit.period:
            earlier = str(Year(Year.parse(unit.period).closes.plus(-4)))
            last = place.get((unit.level, unit.organisation, earlier))
            if last in shown:
                pairs.append((n, last))
    if not pairs:
        return {}
    now, before = np.array(pairs, np.int64).T
    totals = counts.sum(axis=1)
    overlap = _overlap(sums.both_years[now], counts[before], counts[now])
    found = difference((counts[before, 0], totals[before]), (counts[now, 0], totals[now]), overlap)
    columns = [rounded(np.asarray(x)).tolist() for x in found]
    names = ("change", "change_lower", "change_upper")
    return {
        int(n): dict(zip(names, values, strict=True))
        for n, values in zip(now, zip(*columns, strict=True), strict=True)
    }


def _overlap(both: Ints, before: Ints, now: Ints) -> Overlap:
    """Return the persons in both years; none where a group took over a practice and they cannot all be its own.

    Without them the two years count as independent: a wider interval, never a narrower one.
    """
    many, met_before, met_now, _ = both.T
    fits = (met_before <= before[:, 0]) & (many - met_before <= before[:, 1])
    fits &= (met_now <= now[:, 0]) & (many - met_now <= now[:, 1])
    return Overlap(*np.where(fits, both.T, 0))
