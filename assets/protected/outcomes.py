"""What is counted in a stay: patients by their outcomes in every indicator over one population.

Belongs here: the outcomes that are the atoms of a block, and the figures they add up to. Does not belong here:
units (`table`), reading counts (`blocks`).

Why outcomes are counted together: indicators over one population count the same patients, so an alternative
data set must give each of them the same denominator. With one atom for every combination of met and not met
that holds by itself. Only each indicator's own counts are delivered and published; any tables of them with
equal denominators come from some combination, so it does not matter which one is written down here.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from assets.protected.units import Plan
from disclosure import DisclosureError, System
from disclosure.table import Ints

#: 2 ** 6 atoms per stay are still a small table; more indicators over one population need another declaration.
MOST_INDICATORS = 6


def declare(plan: Plan, indicators: Sequence[str]) -> System:
    """Return the system of met, not met (of each indicator) and denominator for every unit of a plan."""
    if len(indicators) > MOST_INDICATORS:
        raise DisclosureError(f"{len(indicators)} indicators share a population; {MOST_INDICATORS} can")
    every = range(2 ** len(indicators))
    figures = []
    for k, name in enumerate(indicators):
        figures.append((f"{name} met", [o for o in every if o >> k & 1]))
        figures.append((f"{name} not_met", [o for o in every if not o >> k & 1]))
    figures.append(("denominator", list(every)))
    outcomes = ["+".join(n for k, n in enumerate(indicators) if o >> k & 1) or "none" for o in every]
    return plan.system(outcomes, figures)


def one_count(plan: Plan, name: str) -> System:
    """Return the system of a single count, unknown or excluded, for every unit of a plan."""
    return plan.system([name], [(name, [0])])


def count_together(met: Ints, not_met: Ints, indicators: Sequence[str]) -> Ints:
    """Return the atoms (stays x outcomes, flat) whose sums are these counts (stays x indicators each).

    The patients of a stay stand in a row, and each indicator is met by the first of them. Raises
    DisclosureError when the indicators' denominators differ.
    """
    whole = met + not_met
    if wrong := int((whole != whole[:, :1]).any(axis=1).sum()):
        names = ", ".join(indicators)
        raise DisclosureError(f"{names} share a population but differ in the denominator of {wrong} units")
    order = np.argsort(met, axis=1, kind="stable")
    ends = np.concatenate(
        [np.zeros((len(met), 1), np.int64), np.take_along_axis(met, order, axis=1), whole[:, :1]], axis=1
    )
    lengths = np.diff(ends, axis=1)
    bits = 1 << order
    # In the j-th stretch those indicators are met whose last patient stands further back.
    outcome = np.concatenate(
        [bits[:, ::-1].cumsum(axis=1)[:, ::-1], np.zeros((len(met), 1), np.int64)], axis=1
    )
    result = np.zeros((len(met), 2 ** len(indicators)), np.int64)
    np.add.at(result, (np.arange(len(met))[:, None], outcome), lengths)
    return result.ravel()
