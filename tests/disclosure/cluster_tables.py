"""Small random tables like the real ones: clusters, quarters, years, a subcluster, practices that move.

Belongs here: declaring them directly as a `System`, and asking what the product asks. Nothing here is used outside
tests.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import scipy.sparse as sp
from hypothesis import strategies as st

from disclosure import Needs, System, Table, audit, reach, small

#: Threshold.
T = 3
#: What a stay counts, and the figures of every unit.
OUTCOMES = ("met", "not_met")
FIGURES = {"met": (0,), "not_met": (1,), "denominator": (0, 1)}
#: Number of a practice and of a quarter.
Stay = tuple[int, int]


@st.composite
def cluster_tables(draw, clusters=(1, 2), sizes=(2, 3), movers=True) -> Table:
    """A nation of clusters; one practice may change cluster before the second quarter."""
    many = draw(st.lists(st.integers(*sizes), min_size=clusters[0], max_size=clusters[1]))
    quarters = draw(st.integers(1, 2))
    home = [c for c, size in enumerate(many) for _ in range(size)]
    homes = {(p, q): c for p, c in enumerate(home) for q in range(quarters)}
    if movers and quarters == 2 and len(many) > 1 and draw(st.booleans()):
        homes[0, 1] = 1
    sub = many[0] > 2 and draw(st.booleans())
    size = len(homes) * len(OUTCOMES)
    counts = draw(st.lists(st.integers(0, 6), min_size=size, max_size=size))
    return Table(nation_of(homes, sub), np.array(counts, np.int64))


def nation_of(homes: Mapping[Stay, int], sub: bool = False) -> System:
    """Return the system of practices with these homes (cluster by stay); sub: the first two are a subcluster."""
    stays = sorted(homes)
    units: list[tuple[str, int, bool, list[Stay]]] = []
    last = max(q for _, q in stays)
    for practice in sorted({p for p, _ in stays}):
        mine = [s for s in stays if s[0] == practice]
        units.append((f"practice {practice}", 0, True, mine))
        where = sorted({homes[s] for s in mine})
        units += [(f"part {practice} in {c}", 0, False, [s for s in mine if homes[s] == c])
                  for c in where if len(where) > 1]  # fmt: skip
    if sub:
        units.append(("subcluster", 1, True, [s for s in stays if s[0] < 2 and homes[s] == 0]))
    groups = {f"cluster {c}": [s for s in stays if homes[s] == c] for c in sorted(set(homes.values()))}
    for level, (name, some) in enumerate(
        {**groups, "nation": stays}.items() if len(groups) > 1 else groups.items()
    ):
        units.append((f"{name} year", 4 + (level == len(groups)), True, some))
        if last:
            for q in range(last + 1):
                if mine := [s for s in some if s[1] == q]:
                    units.append((f"{name} quarter {q}", 2 + (level == len(groups)), True, mine))
    return declare(stays, units)


def declare(stays: Sequence[Stay], units: Sequence[tuple[str, int, bool, Sequence[Stay]]]) -> System:
    """Return the system of units, each a name, a cost class, whether it is printed, and its stays."""
    place = {stay: i for i, stay in enumerate(stays)}
    rows = np.zeros((len(units) * len(FIGURES), len(stays) * len(OUTCOMES)), np.int64)
    for u, (_, _, _, mine) in enumerate(units):
        for f, outcomes in enumerate(FIGURES.values()):
            for stay in mine:
                rows[u * len(FIGURES) + f, [place[stay] * len(OUTCOMES) + o for o in outcomes]] = 1
    return System(
        atoms=tuple(f"{p} {q} {o}" for p, q in stays for o in OUTCOMES),
        figures=tuple(f"{name} {figure}" for name, _, _, _ in units for figure in FIGURES),
        units=tuple(name for name, _, _, _ in units),
        sums=sp.csr_matrix(rows),
        unit=np.repeat(np.arange(len(units)), len(FIGURES)),
        level=np.array([level for _, level, _, _ in units], np.int64),
        published=np.array([published for _, _, published, _ in units], bool),
        owner=np.repeat(np.array([p for p, _ in stays], np.int64), len(OUTCOMES)),
    )


def asked(table: Table) -> Needs:
    """What the product asks, of small units, printed or not."""
    return reach(table, T, small(table, T))


def exposures(table: Table, hidden, attackers):
    """What the audit finds when these units (U) are hidden; it sees nothing of what is not shown."""
    system = table.system
    shown = system.published & ~hidden
    values = np.where(system.spread(shown), table.values, -999)
    secret = hidden & ~system.published
    return audit(system, values, shown, T, attackers, own=table.counts, secret=secret).exposures


def named(table: Table, units) -> set[str]:
    """Labels of units (U)."""
    return {table.system.units[u] for u in np.flatnonzero(units)}
