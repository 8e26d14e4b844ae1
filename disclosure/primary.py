"""Primary rules: which units must be hidden because of what they are, and how far they must be movable.

Belongs here: the frequency rule, the group rule, dominance (n, k) and p per cent, thresholds as arguments; the
two profiles of needs. Does not belong here: what must be hidden besides so that nothing follows by subtraction.

Formulas: Handbook on Statistical Disclosure Control, 4.2.1 (rules) and 4.2.2 (required protection levels).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from disclosure.table import Bools, DisclosureError, Ints, Needs, System, Table

#: What is done with a count of nobody: it is published, or hidden like a small one.
Zeros = Literal["publish", "protect"]


@dataclass(frozen=True)
class Sensitive:
    """What a rule says of figures (N): which are sensitive, and their required protection levels.

    up, down: a sensitive figure must be movable by at least so much; 0 where it is not sensitive.
    """

    figures: Bools
    up: Ints
    down: Ints

    def units(self, system: System) -> Bools:
        """Return the units (U) with a sensitive figure: the primary ones."""
        return np.asarray(system.figures_of @ self.figures.astype(np.int64) > 0)


def frequency(values: Ints, threshold: int, zeros: Zeros = "publish") -> Sensitive:
    """Return the figures (N) of 1..threshold-1, with 0 when zeros are protected.

    Protection: it must be possible that the figure is as large as the threshold (Handbook: the level is
    chosen), so that nobody knows that it is small; and that it is another one.
    """
    least = 0 if zeros == "protect" else 1
    flags = (values >= least) & (values < threshold)
    return _sensitive(flags, threshold - values, np.minimum(values, 1))


def small(table: Table, threshold: int, zeros: Zeros = "publish") -> Bools:
    """Return the units (U), published or not, that hold a figure of 1..threshold-1: the frequency rule."""
    return frequency(table.values, threshold, zeros).units(table.system)


def too_few(patients: Ints, min_practices: int, max_share: float) -> Bools:
    """Say which groups (G) of practices may not be shown: too few with patients, or one that dominates.

    patients: G x P, each practice's denominator in each group. max_share: of the group's patients, 0 to 1.
    """
    few = (patients > 0).sum(axis=1) < min_practices
    # The margin keeps "more than 80 per cent" true to whole numbers: 0.8 is not exact in binary.
    dominated = patients.max(axis=1, initial=0) > max_share * patients.sum(axis=1) + 1e-9
    return np.asarray(few | dominated)


def dominance(largest: Ints, total: Ints, n: int, k: int) -> Sensitive:
    """Return the figures (N) of which the n largest contributors have more than k per cent.

    largest: N x L, contributions in falling order, L at least n (pad with 0). total: N. Protection level:
    100/k (x1 + ... + xn) - X, rounded up. Raises DisclosureError when fewer than n contributions are given.
    """
    _at_least(largest, n)
    excess = 100 * largest[:, :n].sum(axis=1) - k * total
    level = -(-excess // k)
    return _sensitive(excess > 0, level, np.minimum(level, total))


def p_percent(largest: Ints, total: Ints, p: int) -> Sensitive:
    """Return the figures (N) whose second contributor can estimate the largest to within p per cent.

    largest: N x L, contributions in falling order, L at least 2 (pad with 0). total: N. Protection level:
    p/100 x1 - (X - x1 - x2), rounded up. Raises DisclosureError when fewer than two contributions are given.
    """
    _at_least(largest, 2)
    excess = p * largest[:, 0] - 100 * (total - largest[:, 0] - largest[:, 1])
    level = -(-excess // 100)
    return _sensitive(excess > 0, level, np.minimum(level, total))


def levels(system: System, *rules: Sensitive) -> Needs:
    """Return the needs of several rules together: the largest protection level of each figure.

    Nothing is asked of units hidden for others' sake, and nothing is known of hidden units but what they add
    up to.
    """
    nothing = np.zeros(len(system.figures), np.int64)
    flags = [rule.units(system) for rule in rules]
    return Needs(
        primary=np.logical_or.reduce([np.zeros(len(system.units), bool), *flags]),
        up=np.maximum.reduce([nothing, *(rule.up for rule in rules)]),
        down=np.maximum.reduce([nothing, *(rule.down for rule in rules)]),
        differs=np.zeros(len(nothing), bool),
        present=np.zeros(len(system.units), bool),
    )


def reach(table: Table, threshold: int, primary: Bools) -> Needs:
    """Return the needs of a data package: every hidden figure can be the threshold or more, and another one.

    primary: U. Readers know that a hidden published unit holds somebody, since empty ones are shown; unless
    an empty one is primary, for then zeros are protected and no such thing is known.
    """
    values, system = table.values, table.system
    empty = np.asarray(system.figures_of @ values == 0)
    zeros_are_shown = not (primary & empty & system.published).any()
    return Needs(
        primary=primary,
        up=np.maximum(0, threshold - values),
        down=np.zeros(len(values), np.int64),
        differs=np.ones(len(values), bool),
        present=system.published & zeros_are_shown,
    )


def step(table: Table, primary: Bools) -> Needs:
    """Return the needs that other tools work to: primary figures can be one more and one less.

    primary: U. A primary unit's figure of 0 cannot be less. Nothing is asked of the other hidden figures, and
    readers are not said to know the rules.
    """
    figures = table.system.spread(primary)
    ones = figures.astype(np.int64)
    return levels(table.system, Sensitive(figures, ones, np.minimum(ones, table.values)))


def _sensitive(flags: Bools, up: Ints, down: Ints) -> Sensitive:
    return Sensitive(np.asarray(flags), np.where(flags, up, 0), np.where(flags, down, 0))


def _at_least(largest: Ints, n: int) -> None:
    if largest.shape[1] < n:
        raise DisclosureError(f"{largest.shape[1]} contributions per figure are given, the rule needs {n}")
