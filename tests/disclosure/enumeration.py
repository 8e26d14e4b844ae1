"""Small random tables and an attacker who tries every whole-number table."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import scipy.sparse as sp
from hypothesis import strategies as st

from disclosure.cross import Dimension, cross
from disclosure.table import Table

SHAPES = [(4,), (5,), (2, 3), (3, 3), (4, 2), (2, 2, 2), (3, 2, 2), (2, 2, 2, 2)]


@st.composite
def tables(draw, shapes=SHAPES, most=7) -> Table:
    """One to four dimensions, totals, overlapping groups, zeros, sometimes a link and an inequality."""
    shape = draw(st.sampled_from(shapes))
    dimensions = []
    for i, size in enumerate(shape):
        codes = tuple(f"{'abcd'[i]}{j}" for j in range(size))
        groups = {f"all {i}": codes}
        if i < 2:
            for g, some in enumerate(draw(st.lists(st.sets(st.sampled_from(codes), min_size=2), max_size=2))):
                groups[f"group {i}{g}"] = tuple(sorted(some))
        dimensions.append(Dimension(f"dimension {i}", codes, groups))
    places = [tuple(d.codes[draw(st.integers(0, len(d.codes) - 1))] for d in dimensions) for _ in range(most)]
    counts = {place: places.count(place) for place in places[: draw(st.integers(1, most))]}
    together = dimensions[-1].name if len(shape) > 1 and draw(st.booleans()) else None
    return conditions(draw, cross(dimensions, counts, together, owner="dimension 0"))


def conditions(draw, table: Table) -> Table:
    """Add a link and an inequality that hold, or none."""
    n = len(table.counts)
    i, j = draw(st.integers(0, n - 1)), draw(st.integers(0, n - 1))
    row = sp.csr_matrix(([1, -1], ([0, 0], [i, j])), (1, n), dtype=np.int64)
    difference = int(table.counts[i] - table.counts[j])
    system = table.system
    if i != j and difference == 0 and draw(st.booleans()):
        system = replace(system, links=row)
    elif i != j and draw(st.booleans()):
        least = np.array([difference - draw(st.integers(0, 2))])
        system = replace(system, inequalities=row, at_least=least)
    return replace(table, system=system)


def empty(table: Table) -> np.ndarray:
    """Units without anybody."""
    return table.system.figures_of @ table.values == 0


@st.composite
def patterns(draw, table: Table, zeros_are_shown=True, keep=0) -> np.ndarray:
    """Units to hide at random; the largest figure's unit stays shown, so everything is bounded."""
    some = draw(st.lists(st.booleans(), min_size=len(table.system.units), max_size=len(table.system.units)))
    hidden = np.array(some) & ~(empty(table) & zeros_are_shown)
    everything = int(np.argmax(np.diff(table.system.sums.indptr)))
    hidden[table.system.unit[everything]] = False
    return hidden


def every_table(table: Table, hidden, zeros_are_shown=True) -> np.ndarray:
    """All whole-number tables (rows) with the same shown figures: brute force, atom by atom."""
    system = table.system
    shown = system.spread(system.published & ~hidden)
    sums, target = system.sums[shown].toarray(), table.values[shown]
    found, added = np.zeros((1, 0), np.int64), np.zeros((1, len(target)), np.int64)
    for atom in range(len(table.counts)):
        steps = np.arange(target[sums[:, atom] > 0].min() + 1)
        count = np.tile(steps, len(found))
        found = np.column_stack([np.repeat(found, len(steps), axis=0), count])
        added = np.repeat(added, len(steps), axis=0) + count[:, None] * sums[:, atom]
        still = sums[:, atom + 1 :].any(axis=1)
        fits = (added <= target).all(axis=1) & (added == target)[:, ~still].all(axis=1)
        found, added = found[fits], added[fits]
    fits = (found @ system.links.toarray().T == 0).all(axis=1)
    fits &= (found @ system.inequalities.toarray().T >= system.at_least).all(axis=1)
    if zeros_are_shown:
        somebody = found @ (system.figures_of @ system.sums).toarray().T > 0
        fits &= somebody[:, hidden & system.published].all(axis=1)
    return found[fits]


def seen_by(table: Table, everything: np.ndarray, attacker) -> np.ndarray:
    """Those tables that an attacker's own counts do not rule out."""
    own = table.system.known_to(attacker)
    return everything[(everything[:, own] == table.counts[own]).all(axis=1)]
