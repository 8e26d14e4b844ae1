"""The cut table as objects: ask for a figure by indicator, level, organisation and period.

Belongs here: look-up and the one rounding (to what is printed). Does not belong here: words, drawing,
statistics.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from assets.packages.release import Cluster


@dataclass(frozen=True)
class Ratio:
    """Expected count or amount, and observed over expected; that is None where it cannot be made."""

    expected: float
    oe: float | None
    lower: float | None
    upper: float | None


@dataclass(frozen=True)
class Change:
    """A share less the one of the year before, in tenths of a percentage point, with its 95 per cent limits."""

    by: int
    lower: int
    upper: int


@dataclass(frozen=True)
class Figure:
    """One row of the protected table.

    Shares are whole tenths of a per cent, amounts whole tenths per 1.000 persons; all None unless `state` is
    "shown". `value` is the whole amount, None for shares. An amount that a few patients decide has no limits.
    """

    level: str
    organisation: str
    period: str
    state: str
    met: int | None = None
    denominator: int | None = None
    unknown: int | None = None
    excluded: int | None = None
    share: int | None = None
    lower: int | None = None
    upper: int | None = None
    value: int | None = None
    ratio: Ratio | None = None
    change: Change | None = None

    @property
    def counts(self) -> tuple[int, int] | None:
        """Return (met, denominator) when the figure is shown."""
        if self.met is None or self.denominator is None or self.share is None:
            return None
        return self.met, self.denominator


@dataclass(frozen=True)
class Shown:
    """A figure that is certainly shown: every number is there, limits too unless it is an amount."""

    met: int
    denominator: int
    share: int
    lower: int | None
    upper: int | None
    value: int | None = None

    @classmethod
    def of(cls, figure: Figure | None) -> Shown | None:
        """Return the numbers of a shown figure, else None."""
        if figure is None or figure.counts is None:
            return None
        assert figure.share is not None
        return cls(*figure.counts, figure.share, figure.lower, figure.upper, figure.value)

    @property
    def limits(self) -> tuple[int, int] | None:
        """Return the 95 per cent interval when there is one."""
        return None if self.lower is None or self.upper is None else (self.lower, self.upper)


class Figures:
    """All figures of one package, without sex and age (totals only)."""

    def __init__(self, table: pa.Table, comparators: pa.Table, cluster: Cluster) -> None:
        self.cluster = cluster
        self._rows: dict[tuple[str, str], list[Figure]] = {}
        for row in table.to_pylist():
            if row["sex"] is None and row["age_band"] is None:
                self._rows.setdefault((row["indicator"], row["level"]), []).append(_figure(row))
        self._comparators: dict[tuple[str, str, str, str | None], float] = {}
        self._references: dict[str, float] = {}
        for row in comparators.to_pylist():
            if row["cluster"] is None:
                key = row["indicator"], row["period"], row["statistic"], row["size"]
                self._comparators[key] = row["value"]
            elif row["cluster"] == cluster.name and row["statistic"] == "reference":
                self._references[row["indicator"]] = row["value"]

    @property
    def indicators(self) -> set[str]:
        """Return the short names of every indicator with a row."""
        return {indicator for indicator, _ in self._rows}

    def level(self, indicator: str, level: str, period: str) -> list[Figure]:
        """Return every figure of a level in a period, by organisation."""
        return [f for f in self._rows.get((indicator, level), ()) if f.period == period]

    def one(self, indicator: str, level: str, period: str, organisation: str = "") -> Figure | None:
        """Return the figure of the cluster, the nation or a named region; None when the table has no such
        row.
        """
        found = [f for f in self.level(indicator, level, period) if organisation in ("", f.organisation)]
        return found[0] if found else None

    def own(self, indicator: str, period: str) -> Figure | None:
        """Return the figure of whom the package is for: the cluster, or the subcluster."""
        return self.one(indicator, self.cluster.level, period, self.cluster.subcluster)

    def periods(self, indicator: str, *, years: bool) -> list[str]:
        """Return the cluster's periods for an indicator, earliest first: years, or quarters."""
        periods = {f.period for f in self._rows.get((indicator, "cluster"), ())}
        return sorted(p for p in periods if ("-" in p) == years)

    def band(self, indicator: str, period: str, size: str | None = None) -> tuple[int, int] | None:
        """Return P10 and P90 (tenths) of the nation's practices, or of those of one size, when published."""
        low, high = (self._comparators.get((indicator, period, name, size)) for name in ("p10", "p90"))
        return None if low is None or high is None else (round(low * 10), round(high * 10))

    def median(self, indicator: str, period: str, size: str | None = None) -> int | None:
        """Return the median (tenths) of the nation's practices, or of those of one size, when published."""
        found = self._comparators.get((indicator, period, "p50", size))
        return None if found is None else round(found * 10)

    def tau(self, indicator: str, period: str) -> float | None:
        """Return the spread between the nation's practices (arcsine scale), when published."""
        return self._comparators.get((indicator, period, "tau", None))

    def reliability(self, indicator: str, period: str) -> float | None:
        """Return how much of the variation of practices lies between them, 0..1, when published."""
        return self._comparators.get((indicator, period, "reliability", None))

    def reference(self, indicator: str) -> float | None:
        """Return the other clusters' share (of 1) or amount per 1.000 in the baseline year, when published."""
        return self._references.get(indicator)


def _figure(row: dict[str, Any]) -> Figure:
    """Take a row's numbers only when it is shown: the second lock on a hidden figure, after
    `tables.check_rows`.
    """
    if row["state"] != "shown":
        return Figure(row["level"], row["organisation"], row["period"], row["state"])

    # An amount per 1.000 is printed with one decimal as it stands; a share of 1 is printed in per cent.
    scale = 1000 if row["value"] is None else 10

    def tenths(value: float | None) -> int | None:
        return None if value is None else round(value * scale)

    return Figure(
        row["level"],
        row["organisation"],
        row["period"],
        row["state"],
        row["met"],
        row["denominator"],
        row["unknown"],
        row["excluded"],
        tenths(row["rate"]),
        tenths(row["rate_lower"]),
        tenths(row["rate_upper"]),
        row["value"],
        _ratio(row),
        _change(row),
    )


def _ratio(row: dict[str, Any]) -> Ratio | None:
    if row["expected"] is None:
        return None
    return Ratio(row["expected"], row["oe"], row["oe_lower"], row["oe_upper"])


def _change(row: dict[str, Any]) -> Change | None:
    found = [row[name] for name in ("change", "change_lower", "change_upper")]
    return None if None in found else Change(*(round(value * 1000) for value in found))
