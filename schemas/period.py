"""Periods: quarters ("2026K3") and years of four quarters ("2025K4-2026K3").

Belongs here: arithmetic on periods and nothing else. Light enough for the portal to import.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

_QUARTER = re.compile(r"^(\d{4})K([1-4])$")


@dataclass(frozen=True, order=True)
class Quarter:
    """One calendar quarter. Prints as "2026K3" (K for kvartal)."""

    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> Quarter:
        """Read "2026K3". Raises ValueError with a sentence for anything else."""
        match = _QUARTER.match(text)
        if not match:
            raise ValueError(f"{text!r} is not a quarter; write it as 2026K3")
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def of(cls, day: date) -> Quarter:
        """Return the quarter in which `day` lies."""
        return cls(day.year, (day.month - 1) // 3 + 1)

    def __str__(self) -> str:
        return f"{self.year}K{self.number}"

    def plus(self, quarters: int) -> Quarter:
        """Return the quarter `quarters` later (negative: earlier)."""
        index = self.year * 4 + self.number - 1 + quarters
        return Quarter(index // 4, index % 4 + 1)

    @property
    def first_day(self) -> date:
        """First day of the quarter."""
        return date(self.year, self.number * 3 - 2, 1)

    @property
    def last_day(self) -> date:
        """Last day of the quarter: membership of a cluster is read on this day (figures.md)."""
        return self.plus(1).first_day - timedelta(days=1)


@dataclass(frozen=True, order=True)
class Year:
    """Four quarters in a row, named by the last one. Prints as "2025K4-2026K3"."""

    closes: Quarter

    @classmethod
    def parse(cls, text: str) -> Year:
        """Read "2025K4-2026K3". Raises ValueError if it is not four quarters in a row."""
        year = cls(Quarter.parse(text.partition("-")[2]))
        if str(year) != text:
            raise ValueError(f"{text!r} is not a year of four quarters; write it as {year}")
        return year

    def __str__(self) -> str:
        return f"{self.quarters[0]}-{self.closes}"

    @property
    def quarters(self) -> tuple[Quarter, ...]:
        """The four quarters, earliest first."""
        return tuple(self.closes.plus(i) for i in (-3, -2, -1, 0))


@dataclass(frozen=True)
class Window:
    """What one release looks back on: the last twelve quarters up to and including `period`."""

    period: Quarter
    length: int = 12

    @property
    def quarters(self) -> tuple[Quarter, ...]:
        """The quarters, earliest first."""
        return tuple(self.period.plus(i - self.length + 1) for i in range(self.length))

    def years(self, closing: int) -> tuple[Year, ...]:
        """Return the disjoint years closing in quarter number `closing` that lie wholly inside, earliest first.

        Practices are shown by these years only (figures.md, "What is shown where").
        """
        quarters = self.quarters
        return tuple(Year(q) for q in quarters[3:] if q.number == closing)
