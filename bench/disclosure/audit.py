"""CPU of the check on a national table and of the audit on a specialty's table, both made from a seed.

National: 1,000 practices in 60 clusters, sex x 6 ages x met/not met. Specialty: 4 clusters of 10 practices, 3
years of 4 quarters, 3 indicators over one population; practices by year, clusters and region by quarter and year.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import scipy.sparse as sp

from bench.measure import close
from disclosure.audit import audit
from disclosure.check import check
from disclosure.cross import Dimension, cross, total
from disclosure.primary import small, step
from disclosure.table import OUTSIDER, Bools, Certificates, Ints, System, Table, respondents

T = 5
GOALS = {"check_outsider_cpu": 0.05, "audit_every_practice_cpu": 1.0}


def least(work: Callable[[], object], times: int = 5) -> float:
    seconds = []
    for _ in range(times):
        started = time.process_time()
        work()
        seconds.append(time.process_time() - started)
    return round(min(seconds), 4)


def nation(practices: int = 1000, clusters: int = 60) -> Table:
    codes = [f"p{i}" for i in range(practices)]
    groups = {f"c{c}": tuple(codes[c::clusters]) for c in range(clusters)}
    places = Dimension("practice", tuple(codes), {**groups, "nation": tuple(codes)})
    others = [
        total("sex", ("F", "M")),
        total("age", [f"a{i}" for i in range(6)]),
        total("status", ("met", "not")),
    ]
    table = cross([places, *others], {}, owner="practice")
    return Table(table.system, np.random.default_rng(7).poisson(20, len(table.counts)))


def hypercubes(table: Table, count: int = 2500, clusters: int = 60) -> sp.csc_matrix:
    """Two practices of a cluster, both sexes, two ages, both statuses: 16 atoms of alternating sign; up and down."""
    rng = np.random.default_rng(1)
    number = np.arange(len(table.counts)).reshape(-1, 2, 6, 2)
    signs = np.where(np.indices((2, 2, 2, 2)).sum(axis=0) % 2, -1, 1).ravel()
    columns = []
    while len(columns) < count:
        first = int(rng.integers(clusters))
        pair = first + clusters * rng.choice(16, 2, replace=False)
        atoms = number[np.ix_(pair, [0, 1], rng.choice(6, 2, replace=False), [0, 1])].ravel()
        if (table.counts[atoms] > 0).all():
            columns.append(atoms)
    indptr = np.arange(0, 16 * count + 1, 16)
    moves = sp.csc_matrix(
        (np.tile(signs, count), np.concatenate(columns), indptr), (len(table.counts), count)
    )
    return sp.csc_matrix(sp.hstack([moves, -moves]))


@dataclass
class _Figures:
    rows: list[Ints] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    unit: list[int] = field(default_factory=list)
    units: list[str] = field(default_factory=list)

    def add(self, name: str, atoms: Ints) -> None:
        """Add a unit. atoms: whose x quarters x indicators x statuses."""
        inside = [atoms[:, :, i, k] for i in range(atoms.shape[2]) for k in (0, 1)]
        for n, some in enumerate([*inside, atoms[:, :, 0, :]]):
            self.rows.append(some.ravel())
            self.labels.append(f"{name} / {n}")
            self.unit.append(len(self.units))
        self.units.append(name)


def specialty(seed: int, clusters: int = 4, per: int = 10, years: int = 3, indicators: int = 3) -> Table:
    rng = np.random.default_rng(seed)
    practices, quarters = clusters * per, 4 * years
    number = np.arange(practices * quarters * indicators * 2).reshape(practices, quarters, indicators, 2)
    patients = rng.integers(10, 80, (practices, 1)) + rng.integers(-5, 6, (practices, quarters))
    met = rng.binomial(patients[:, :, None], rng.uniform(0.8, 0.98, (practices, 1, indicators)))
    figures = _Figures()
    spans = {f"y{y}": slice(4 * y, 4 * y + 4) for y in range(years)}
    for p in range(practices):
        for name, span in spans.items():
            figures.add(f"p{p} {name}", number[p : p + 1, span])
    spans |= {f"q{q}": slice(q, q + 1) for q in range(quarters)}
    groups = {f"c{c}": slice(per * c, per * c + per) for c in range(clusters)} | {
        "region": slice(0, practices)
    }
    for group, who in groups.items():
        for name, span in spans.items():
            figures.add(f"{group} {name}", number[who, span])
    links = [
        _row(number.size, [*number[p, q, 0], *number[p, q, i]], [1, 1, -1, -1])
        for p in range(practices)
        for q in range(quarters)
        for i in range(1, indicators)
    ]
    system = System(
        atoms=tuple(f"a{i}" for i in range(number.size)),
        figures=tuple(figures.labels),
        units=tuple(figures.units),
        sums=sp.csr_matrix(sp.vstack([_row(number.size, row, [1] * len(row)) for row in figures.rows])),
        unit=np.array(figures.unit),
        level=np.zeros(len(figures.units), np.int64),
        published=np.ones(len(figures.units), bool),
        owner=np.repeat(np.arange(practices), number.size // practices),
        links=sp.csr_matrix(sp.vstack(links)),
    )
    counts = np.stack([met, patients[:, :, None] - met], axis=-1).ravel().astype(np.int64)
    return Table(system, counts)


def _row(width: int, columns: Ints | list[int], values: Sequence[int]) -> sp.csr_matrix:
    indices = np.asarray(columns, np.int64)
    return sp.csr_matrix((np.asarray(values, np.int64), indices, [0, len(indices)]), (1, width))


def four_or_none(table: Table, per: int = 10) -> Bools:
    """Hide what is small and, crudely, fill up to four practices in a cluster's year."""
    hidden = small(table, T)
    units = np.flatnonzero([label.startswith("p") for label in table.system.units])
    for block in units.reshape(-1, per, 3).transpose(0, 2, 1).reshape(-1, per):
        missing = 4 - int(hidden[block].sum())
        if 0 < missing < 4:
            hidden[block[~hidden[block]][:missing]] = True
    return hidden


def main() -> None:
    table = nation()
    moves = hypercubes(table)
    changed = np.diff(sp.csr_matrix(table.system.sums @ moves).indptr) > 0
    hidden = np.asarray(table.system.figures_of @ changed > 0)
    needs = step(table, hidden)
    proof = Certificates(moves)
    everybody = respondents(table.system)
    figures: dict[str, object] = {
        "national_figures": len(table.system.figures),
        "national_hidden": int(hidden.sum()),
        "national_moves": moves.shape[1],
        "check_outsider_cpu": least(lambda: check(table, hidden, needs, [OUTSIDER], proof)),
        "check_outsider_gaps": len(check(table, hidden, needs, [OUTSIDER], proof)),
        "check_every_practice_cpu": least(lambda: check(table, hidden, needs, everybody, proof)),
    }
    costs = []
    for seed in range(3):
        small_table = specialty(seed)
        shown, system = ~four_or_none(small_table), small_table.system
        attackers = respondents(system)
        found = audit(system, small_table.values, shown, T, attackers, small_table.counts)
        costs.append(
            least(lambda: audit(system, small_table.values, shown, T, attackers, small_table.counts), 3)  # noqa: B023
        )
        figures[f"specialty_{seed}"] = {
            "atoms": len(system.atoms),
            "hidden_units": int((~shown).sum()),
            "exposures": len(found.exposures),
            "programs": found.programs,
            "whole_programs": found.whole_programs,
            "cpu": costs[-1],
        }
    figures["audit_every_practice_cpu"] = max(costs)
    close("audit", figures, GOALS, all(float(str(figures[name])) <= goal for name, goal in GOALS.items()))


if __name__ == "__main__":
    main()
