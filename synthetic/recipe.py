"""What a patient leaves behind in the registers, as data: the words a recipe in `recipes/` is written in.

Belongs here: a recipe's shape and the rows it can name. Does not belong here: turning them into SQL
(`cohorts.py`), the recipes themselves (`recipes/<specialty>/<name>.py`; a file there is found by existing).

A recipe describes one group of patients of a specialty's practices. Each patient has a day (of a panel: a day in
every year, `Recipe.panel`), the outcomes that were drawn for them (columns named after `outcomes`, true or false), and
draws of fixed chance (columns named after `draws`). A row appears when its `when` holds: an SQL condition over those
names, `sex` (1 man, 2 woman), `birth` and `on`, the row's own day.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from synthetic.products import PRODUCTS, Product
from synthetic.rates import CHILDREN, Rate

#: A span of days after the patient's day (negative: before) in which a row falls, both ends included.
Days = tuple[int, int]
ALWAYS = "true"


@dataclass(frozen=True)
class Row:
    """One kind of row: in which source, with which columns (SQL), when, how long after the patient's day.

    `times` rows, `every` so many days. `by`: whose row it is, an SQL expression: ydernr (the patient's practice), other
    (another one of the specialty), general (their general practitioner).
    """

    source: str
    values: Mapping[str, str]
    when: str = ALWAYS
    after: Days = (0, 0)
    by: str = "ydernr"
    times: int = 1
    every: int = 30


@dataclass(frozen=True)
class Recipe:
    """One group of patients.

    `yearly`: new patients (panel: patients under treatment) per ordinary practice and year. `age`, `age_sd`: years on 1
    January 2024 (adults from 19); `minors`: a share of children, born in the span `children` (a first day and so many
    days after it); `women`: a share. `outcomes`: name -> rate, which differs between practices and clusters. `draws`:
    name -> chance. `products`: drugs that `synthetic/products.py` lacks.
    """

    name: str
    specialty: str
    yearly: float
    age: float
    age_sd: float
    women: float
    outcomes: Mapping[str, Rate]
    rows: tuple[Row, ...]
    minors: float = 0.0
    children: tuple[str, int] = CHILDREN
    panel: bool = False
    draws: Mapping[str, float] = field(default_factory=dict)
    products: tuple[Product, ...] = ()


def dispense(
    atc: str, when: str = ALWAYS, after: Days = (0, 0), packs: str = "1", by: str = "ydernr",
    times: int = 1, every: int = 30,
) -> Row:  # fmt: skip
    """Return a dispensing of a product whose ATC code begins with `atc`; the same product for a patient each time."""
    return Row("lmdb", {"atc": atc, "packs": packs}, when, after, by, times, every)


def claim(
    service: str,
    when: str = ALWAYS,
    after: Days = (0, 0),
    by: str = "ydernr",
    times: int = 1,
    every: int = 30,
) -> Row:
    """Return a claimed service (six digits)."""
    return Row("sssy", {"code": f"'{service}'"}, when, after, by, times, every)


def diagnose(code: str, when: str = ALWAYS, after: Days = (0, 0), kind: str = "A") -> Row:
    """Return a hospital contact with this diagnosis (SKS, with its D) of type A, B, ..."""
    return Row("lpr_a", {"code": f"'{code}'", "kind": f"'{kind}'"}, when, after)


def sample(
    analysis: str, when: str = ALWAYS, after: Days = (0, 0), value: tuple[float, float] | None = None,
    unit: str = "", times: int = 1, every: int = 90,
) -> Row:  # fmt: skip
    """Return a laboratory result: a value between two (in `unit`), or any the analysis usually has."""
    low, high = value or (0, 0)
    said = (
        {"low": str(round(low * 100)), "high": str(round(high * 100)), "unit": f"'{unit}'"} if value else {}
    )
    return Row("lab", {"code": f"'{analysis}'", **said}, when, after, times=times, every=every)


def report(
    source: str, when: str = ALWAYS, after: Days = (0, 0), by: str = "ydernr", times: int = 1, every: int = 365,
    **columns: str,
) -> Row:  # fmt: skip
    """Return a row of a clinical database: its delivered columns but person and practice, as SQL over the patient.

    The database's date column is the row's own day unless it is said.
    """
    return Row(source, columns, when, after, by, times, every)


@cache
def recipes() -> tuple[Recipe, ...]:
    """Return every recipe, by file: one `RECIPE` per module in `recipes/<specialty>/`."""
    folder = Path(__file__).parent / "recipes"
    found = []
    for path in sorted(folder.glob("*/[!_]*.py")):
        found.append(importlib.import_module(f"synthetic.recipes.{path.parent.name}.{path.stem}").RECIPE)
    return tuple(found)


@cache
def products() -> tuple[Product, ...]:
    """Return every product there is: the common ones, then those that recipes bring."""
    return PRODUCTS + tuple(product for recipe in recipes() for product in recipe.products)
