"""Chance that can be repeated: SQL expressions that look random and depend on nothing but seed, name and row.

Belongs here: uniform numbers and what is made of them. No state, so rows can be made in any order, in any
number of pieces; DuckDB's random() could not.
"""

from __future__ import annotations

import hashlib
from math import log

from synthetic.rates import RATES, STEP, Rate


class Chance:
    """Draws for one seed. Every draw has a name: the same name and row give the same number."""

    def __init__(self, seed: int) -> None:
        self._seed = seed

    def uniform(self, name: str, row: str) -> str:
        """Return SQL for a number in [0, 1) that belongs to the BIGINT expression `row` (below 2**32)."""
        digest = hashlib.sha256(f"{self._seed}/{name}".encode()).digest()
        salt = int.from_bytes(digest[:4], "big") >> 1
        # One hash of one number that holds row and salt: DuckDB combines the hashes of several arguments by
        # XOR, and all draws of the same row would be tied to each other.
        return f"((hash(({row})::BIGINT + {salt << 32}) >> 11)::DOUBLE * {2.0**-53!r})"

    def below(self, name: str, row: str, bound: str | int) -> str:
        """Return SQL for a whole number in 0..bound-1."""
        return f"floor({self.uniform(name, row)} * ({bound}))::INTEGER"

    def between(self, name: str, row: str, low: int, high: int) -> str:
        """Return SQL for a whole number in low..high."""
        return f"({low} + {self.below(name, row, high - low + 1)})"

    def pick(self, name: str, row: str, choices: list[str]) -> str:
        """Return SQL for one of the SQL expressions `choices`, all equally likely (repeat one to weigh
        it)."""
        return f"([{', '.join(choices)}][1 + {self.below(name, row, len(choices))}])"

    def birth(self, name: str, row: str, age: float, age_sd: float) -> str:
        """Return SQL for a birth date: age on 1 January 2024 nearly normal, within 19..101 years."""
        bell = " + ".join(self.uniform(f"{name} age {i}", row) for i in range(3))
        years = f"least(101, greatest(19, {age} + {2 * age_sd} * ({bell} - 1.5)))"
        return f"(DATE '2024-01-01' - ({years} * 365.25)::INTEGER)"


def chance_of(indicator: str, day: str, rate: Rate | None = None) -> str:
    """Return SQL for the chance of meeting `indicator` on the DATE expression `day`.

    Reads the columns effect_<indicator>, birth, sex and stepped of the row. Logit model of `rates.py`; `rate` is given
    for an outcome of a recipe.
    """
    rate = rate or RATES[indicator]
    terms = [
        f"{log(rate.base / (1 - rate.base))!r}",
        f"effect_{indicator}",
        f"{rate.trend!r} * ({day} - DATE '2024-07-01') / 365.25",
        f"{rate.older!r} * ({day} - birth >= 27394)::INTEGER",
        f"{rate.women!r} * (sex = 2)::INTEGER",
    ]
    if indicator == STEP.indicator:
        terms.append(f"{STEP.size!r} * (stepped AND {day} >= DATE '{STEP.day}')::INTEGER")
    return f"(1 / (1 + exp(-({' + '.join(terms)}))))"
