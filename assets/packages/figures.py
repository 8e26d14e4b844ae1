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
class Figure:
    """One row of the protected table.

    Shares are whole tenths of a per cent; all None unless `state` is "shown".
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

    @property
    def counts(self) -> tuple[int, int] | None:
        """Return (met, denominator) when the figure is shown."""
        if self.met is None or self.denominator is None or self.share is None:
            return None
        return self.met, self.denominator


@dataclass(frozen=True)
class Shown:
    """A figure that is certainly shown: every number is there."""

    met: int
    denominator: int
    share: int
    lower: int
    upper: int

    @classmethod
    def of(cls, figure: Figure | None) -> Shown | None:
        """Return the numbers of a shown figure with an interval, else None."""
        if figure is None or figure.counts is None or figure.lower is None or figure.upper is None:
            return None
        assert figure.share is not None
        return cls(*figure.counts, figure.share, figure.lower, figure.upper)


class Figures:
    """All figures of one package, without sex and age (totals only)."""

    def __init__(self, table: pa.Table, comparators: pa.Table, cluster: Cluster) -> None:
        self.cluster = cluster
        self._rows: dict[tuple[str, str], list[Figure]] = {}
        for row in table.to_pylist():
            if row["sex"] is None and row["age_band"] is None:
                self._rows.setdefault((row["indicator"], row["level"]), []).append(_figure(row))
        self._bands = {
            (row["indicator"], row["period"], row["statistic"]): int(row["value"])
            for row in comparators.to_pylist()
            if row["value"] is not None
        }

    def level(self, indicator: str, level: str, period: str) -> list[Figure]:
        """Return every figure of a level in a period, by organisation."""
        return [f for f in self._rows.get((indicator, level), ()) if f.period == period]

    def one(self, indicator: str, level: str, period: str, organisation: str = "") -> Figure | None:
        """Return the figure of the cluster, the nation or a named region; None when the table has no such
        row.
        """
        found = [f for f in self.level(indicator, level, period) if organisation in ("", f.organisation)]
        return found[0] if found else None

    def periods(self, indicator: str, *, years: bool) -> list[str]:
        """Return the cluster's periods for an indicator, earliest first: years, or quarters."""
        periods = {f.period for f in self._rows.get((indicator, "cluster"), ())}
        return sorted(p for p in periods if ("-" in p) == years)

    def band(self, indicator: str, period: str) -> tuple[int, int] | None:
        """Return P10 and P90 (tenths of a per cent) of the nation's practices, when published."""
        low = self._bands.get((indicator, period, "p10"))
        high = self._bands.get((indicator, period, "p90"))
        return (low * 10, high * 10) if low is not None and high is not None else None


def _figure(row: dict[str, Any]) -> Figure:
    """Take a row's numbers only when it is shown: the second lock on a hidden figure, after
    `tables.check_rows`.
    """
    if row["state"] != "shown":
        return Figure(row["level"], row["organisation"], row["period"], row["state"])

    def tenths(value: float | None) -> int | None:
        return None if value is None else round(value * 1000)

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
    )
