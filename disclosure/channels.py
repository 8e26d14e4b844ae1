"""Channels: what is not a count but may print one. Inverse solvers, from what is printed to the counts behind it.

Belongs here: shares, Wilson intervals, orders and drawn coordinates, one at a time, as all counts that print the
same. Does not belong here: finding these things in a finished file, counts and their sums (`audit`).

Rounding of ties differs between tools, so a value that lies half-way counts as printed either way.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from disclosure.table import Bools, DisclosureError, Ints

Floats = NDArray[np.float64]
#: The 97.5 % quantile of the normal distribution.
Z = 1.959964
#: Far above the error of a double, far below any decimal that is printed.
_EXACT = 1e-9


@dataclass(frozen=True)
class Printed:
    """A number as it was printed: its value and its number of decimals."""

    value: float
    decimals: int

    def fits(self, numbers: Floats) -> Bools:
        """Say which numbers are printed like this."""
        scale = 10.0**self.decimals
        return np.asarray(np.abs(numbers * scale - round(self.value * scale)) <= 0.5 + _EXACT * scale)


def wilson(part: Ints, whole: Ints) -> tuple[Floats, Floats]:
    """Return the 95 % interval of a share in per cent (Wilson 1927, no continuity correction). whole: above 0."""
    share = part / whole
    middle = share + Z**2 / (2 * whole)
    half = Z * np.sqrt(share * (1 - share) / whole + Z**2 / (4 * whole**2))
    size = 1 + Z**2 / whole
    return np.asarray(100 * (middle - half) / size), np.asarray(100 * (middle + half) / size)


def behind_share(
    limit: int,
    share: Printed | None = None,
    low: Printed | None = None,
    high: Printed | None = None,
    part: int | None = None,
    whole: int | None = None,
) -> Ints:
    """Return all (part, whole), C x 2, with 1 <= whole <= limit that print the same.

    share, low, high: a share in per cent and the ends of its Wilson interval, as far as they were printed. part,
    whole: a count that is known besides. Raises DisclosureError when nothing is given.
    """
    if all(given is None for given in (share, low, high, part, whole)):
        raise DisclosureError("nothing printed is given, so every count is behind it")
    wholes = np.arange(1, limit + 1) if whole is None else np.array([whole])
    parts = np.arange(limit + 1) if part is None else np.array([part])
    pairs = np.stack(np.meshgrid(parts, wholes), axis=-1).reshape(-1, 2)
    pairs = pairs[pairs[:, 0] <= pairs[:, 1]]
    if share is not None:
        pairs = pairs[share.fits(100 * pairs[:, 0] / pairs[:, 1])]
    for end, printed in enumerate((low, high)):
        if printed is not None:
            pairs = pairs[printed.fits(wilson(pairs[:, 0], pairs[:, 1])[end])]
    return np.asarray(pairs)


def behind_order(values: Floats, shown: Bools) -> tuple[Floats, Floats]:
    """Return between which values the units of a list lie that is sorted in falling order.

    values: n, read only where `shown` (n). A rank is a place in such a list. The ends are infinite.
    """
    known = np.where(shown, values, np.nan)
    high = np.fmin.accumulate(np.concatenate([[np.inf], known]))[1:]
    low = np.fmax.accumulate(np.concatenate([[-np.inf], known[::-1]]))[:0:-1]
    return np.asarray(low), np.asarray(high)


def behind_coordinate(drawn: float, origin: float, per_case: float, precision: float, limit: int) -> Ints:
    """Return the counts up to `limit` that are drawn at a coordinate.

    origin: coordinate of zero. per_case: how far one case moves it, may be negative. precision: width of the
    steps in which coordinates are written (one pixel, 0.01 of a point).
    """
    counts = np.arange(limit + 1)
    return np.asarray(counts[np.abs(origin + counts * per_case - drawn) <= precision / 2 + _EXACT])


def learns(candidates: Ints, threshold: int) -> Literal["exact", "small"] | None:
    """Say what candidates of one count give away: its value, that it is below the threshold, or nothing.

    Raises DisclosureError without candidates: then something else was printed than was said.
    """
    if not candidates.size:
        raise DisclosureError("no count prints like this")
    if candidates.min() == candidates.max():
        return "exact"
    return "small" if candidates.max() < threshold else None
