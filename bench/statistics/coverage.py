"""How often an interval of nominal 95 per cent holds the truth, per cent: least, most and mean over a grid.

Counts are discrete, so coverage jumps with p from one value to the next. A cell is therefore the average over
values of p around it; `single` is what one value alone may have (simulated: with its noise). Wilson and Byar are
summed exactly, the others simulated.

Grids are those of shown figures: at least 5 met and 5 not met expected, 8 events for Byar (`byar_few`: fewer), 50
persons with 10 and 10 in the difference of two years, which is said of clusters and above (`difference_few`: less).
Amounts count where at least half of the practices have limits at all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, gammaincinv, logit
from scipy.stats import binom, poisson

from estimates import Overlap, adjusted, byar, difference, per_thousand, wilson

Array = NDArray[np.float64]
SHARES = (0.05, 0.1, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95)
SIZES = (20, 50, 100, 200, 500, 1000, 5000)
#: Cells expect at least so many met and not met: fewer than five are not shown.
LEAST = 5


def measured() -> dict[str, Any]:
    """Return per interval the least, most and mean coverage over its grid, per cent."""
    chance = np.random.default_rng(20261126)
    return {
        "wilson": _summary(_wilson()),
        "adjusted": _summary(_adjusted(chance, "adjusted")),
        "adjusted_by_byar": _summary(_adjusted(chance, "byar")),
        "byar": _summary(_byar((8, 12, 20, 40, 80, 200))),
        "byar_few": _summary(_byar((1, 2, 3, 5, 6))),
        **{name: _summary(cells) for name, cells in _amounts(chance).items()},
        **{name: _summary(cells) for name, cells in _differences(chance).items()},
    }


def _summary(cells: Iterable[tuple[float, float]]) -> dict[str, float]:
    """Return a grid's summary from its cells' (mean, least single value)."""
    means, singles = np.array(list(cells)).T * 100
    found = {"cells": len(means), "min": means.min(), "max": means.max(), "mean": means.mean()}
    return {name: round(float(value), 1) for name, value in {**found, "single": singles.min()}.items()}


def _cell(values: Array) -> tuple[float, float]:
    return float(np.mean(values)), float(np.min(values))


def _around(p: float, n: int) -> Array:
    """Return shares around p, one count up and down: one period of the jumps and a little more."""
    return np.linspace(p - 1 / n, p + 1 / n, 41)


def _grid(least: int = LEAST) -> list[tuple[int, float]]:
    return [(n, p) for n, p in product(SIZES, SHARES) if n * min(p, 1 - p) >= least - 1e-9]


def _wilson() -> list[tuple[float, float]]:
    cells = []
    for n, p in _grid():
        met, truths = np.arange(n + 1), _around(p, n)[:, None]
        lower, upper = wilson(met, n)
        held = (lower <= truths) & (truths <= upper)
        cells.append(_cell((binom.pmf(met, n, truths) * held).sum(1)))
    return cells


def _byar(expected: tuple[int, ...]) -> list[tuple[float, float]]:
    cells = []
    for mean in expected:
        truths = mean * np.linspace(0.8, 1.25, 41)[:, None]
        counts = np.arange(int(mean * 2 + 60))
        lower, upper = byar(counts)
        cells.append(_cell((poisson.pmf(counts, truths) * ((lower <= truths) & (truths <= upper))).sum(1)))
    return cells


def _adjusted(chance: np.random.Generator, method: str) -> list[tuple[float, float]]:
    """Simulate practices whose patients lie in eight strata and meet more or less often than expected."""
    cells = []
    for (n, p), spread, shift in product(_grid(), (0.6, 1.2), (-0.4, 0.0, 0.4)):
        strata = _strata(chance, p, spread)
        persons = chance.multinomial(n, chance.dirichlet(np.full(8, 4.0)))
        e, v = persons @ strata, persons @ (strata * (1 - strata))
        shifts = shift + np.linspace(-0.15, 0.15, 12)[:, None]
        shares = expit(logit(strata) + shifts)
        met = sum(chance.binomial(m, q[:, None], (12, 1500)) for m, q in zip(persons, shares.T, strict=True))
        truths = (shares @ persons / e)[:, None]
        found = adjusted(met, e, v, n, p)
        rare = [x / e for x in byar(met)]
        lower, upper = map(np.asarray, rare if method == "byar" else (found.oe_lower, found.oe_upper))
        cells.append(_cell(((lower <= truths) & (truths <= upper)).mean(1)))
    return cells


def _strata(chance: np.random.Generator, p: float, spread: float) -> Array:
    """Return eight strata's shares around p, apart by `spread` on the logit scale."""
    apart = spread * chance.standard_normal(8)
    middle = float(logit(p))
    for _ in range(100):
        middle += (p - expit(middle + apart).mean()) / (p * (1 - p))
    return np.asarray(expit(middle + apart))


def _amounts(chance: np.random.Generator) -> dict[str, list[tuple[float, float]]]:
    """Simulate zero-inflated yearly doses, 180 per user on average.

    heavy: lognormal with a standard deviation of 2.1 times the mean, where no interval from three sums holds.
    """
    kinds = [("gamma", 2.0), ("gamma", 0.7), ("lognormal", 0.6), ("lognormal", 0.8), ("lognormal", 1.0)]
    found: dict[str, list[tuple[float, float]]] = {"amounts": [], "amounts_by_poisson": []}
    for kind, users, n in product(kinds, (0.05, 0.2, 0.6), (200, 500, 1000, 2000, 5000)):
        covered, counted, as_doses = _doses(chance, *kind, users, n)
        if counted > 0.5:
            found["amounts"].append((covered, covered))
            found["amounts_by_poisson"].append((as_doses, as_doses))
    heavy = [_doses(chance, "lognormal", 1.3, u, n)[:2] for u, n in product((0.2, 0.6), (200, 1000, 5000))]
    found["amounts_heavy"] = [(covered, covered) for covered, counted in heavy if counted > 0.5]
    return found


def _doses(
    chance: np.random.Generator, kind: str, shape: float, users: float, n: int
) -> tuple[float, float, float]:
    """Return coverage where limits are given, how often they are, and coverage of Poisson limits."""
    size, times = max(200, 600_000 // n), 12 if n >= 1000 else 5
    sums = [_drawn(chance, kind, shape, users, (size, n)) for _ in range(times)]
    y, v = (np.concatenate(x) for x in zip(*sums, strict=True))
    found = per_thousand(y, v, n)
    truth = 180.0 * users * 1000
    given = ~np.isnan(np.asarray(found.lower))
    held = np.asarray((found.lower <= truth) & (truth <= found.upper))
    doses = [gammaincinv(y, 0.025), gammaincinv(y + 1, 0.975)]
    poisson_held = (doses[0] <= truth * n / 1000) & (truth * n / 1000 <= doses[1])
    return float(held[given].mean()) if given.any() else 1.0, float(given.mean()), float(poisson_held.mean())


def _drawn(
    chance: np.random.Generator, kind: str, shape: float, users: float, size: tuple[int, int]
) -> tuple[Array, Array]:
    """Return sums and sums of squares of the persons' doses, one entry per simulated practice."""
    if kind == "gamma":
        doses = chance.gamma(shape, 180 / shape, size)
    else:
        doses = chance.lognormal(np.log(180) - shape**2 / 2, shape, size)
    doses *= chance.random(size) < users
    return doses.sum(1), (doses**2).sum(1)


def _differences(chance: np.random.Generator) -> dict[str, list[tuple[float, float]]]:
    """Simulate two years of equal size; `overlap` of the persons are in both, alike with correlation r."""
    found: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for (n, p), change, overlap, r in product(_grid(), (0.0, 0.05), (0.0, 0.5, 0.9), (0.3, 0.7)):
        before = _around(p, n)[::4]
        now = np.clip(before + (change if p < 0.5 else -change), 0.01, 0.99)
        both = round(n * overlap)
        joint = _pairs(before, now, r)
        # No pair of outcomes has this correlation with these shares.
        if joint.min() < 0:
            continue
        twice, first, second, _ = np.moveaxis(chance.multinomial(both, joint, (1500, len(before))), -1, 0)
        old = twice + first + chance.binomial(n - both, before, twice.shape)
        new = twice + second + chance.binomial(n - both, now, twice.shape)
        clustered = difference((old, n), (new, n), Overlap(both, twice + first, twice + second, twice))
        name = "difference" if n >= 50 and (n, p) in _grid(10) else "difference_few"
        for key, (_, lower, upper) in {
            name: clustered,
            "difference_as_independent": difference((old, n), (new, n)),
        }.items():
            truth = now - before
            found[key].append(_cell(((lower <= truth) & (truth <= upper)).mean(0)))
    return found


def _pairs(before: Array, now: Array, r: float) -> Array:
    """Return the probabilities of (met twice, only before, only now, never) with correlation r."""
    twice = before * now + r * np.sqrt(before * (1 - before) * now * (1 - now))
    return np.stack([twice, before - twice, now - twice, 1 - before - now + twice], axis=1)
