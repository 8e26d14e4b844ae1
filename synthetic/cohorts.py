"""From recipes to SQL: their patients, and the rows of every source that they leave behind.

Belongs here: one reading of `recipe.Recipe` for all of them. Does not belong here: the recipes, the cohorts of the
first indicators (`patients.py`), columns and formats of deliveries (`tables.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random
from typing import TYPE_CHECKING

from synthetic.chance import Chance, chance_of
from synthetic.organisation import Practice
from synthetic.patients import PANEL_YEARS, count_in_cohort, create_slots, described
from synthetic.rates import NOT_IN_PERSON_REGISTER, Cohort
from synthetic.recipe import Recipe, Row, products, recipes
from synthetic.scale import FIRST_DAY, Scale

if TYPE_CHECKING:
    import duckdb

#: Contact numbers of recipes begin with a block beyond those of `lpr_a.py`.
_FIRST_BLOCK = 30
_BLOCK = 10_000_000_000
#: Rows of one kind a patient can have: part of the number that a row's draws belong to.
_MOST_TIMES = 64


class RecipePatients:
    """The recipes' patients of one seed and scale. Their numbers follow everybody else's."""

    def __init__(self, practices: list[Practice], scale: Scale, seed: int) -> None:
        rng = Random(f"recipes/{seed}")
        self._practices = practices
        self._scale = scale
        self._cohorts = {r.name: (r, _cohort(r)) for r in recipes()}
        if len(self._cohorts) < len(recipes()):
            raise ValueError("two recipes have one name")
        self._counts = {
            name: count_in_cohort(cohort, practices, scale, rng)
            for name, (_, cohort) in self._cohorts.items()
        }
        self._first: dict[str, int] = {}
        following = scale.persons
        for name, counts in self._counts.items():
            self._first[name] = following
            following += sum(counts)
        #: How many persons there are in all recipes.
        self.persons = following - scale.persons

    def register(self, con: duckdb.DuckDBPyConnection, chance: Chance) -> Iterator[str]:
        """Yield SQL for person, sex and birth of each recipe's patients in the person register."""
        known = f"{chance.uniform('in register', 'person')} >= {NOT_IN_PERSON_REGISTER}"
        for name in self._cohorts:
            yield f"SELECT DISTINCT person, sex, birth FROM {self._table(name, con, chance)} WHERE {known}"

    def rows(self, source: str, con: duckdb.DuckDBPyConnection, chance: Chance) -> Iterator[str]:
        """Yield SQL for the rows of a source, in the shape of that source's other rows."""
        for block, (name, (recipe, _)) in enumerate(self._cohorts.items(), _FIRST_BLOCK):
            for number, row in enumerate(recipe.rows):
                if row.source == source:
                    table = self._table(name, con, chance)
                    dated = _dated(table, f"{name} {number}", number, row, len(recipe.rows), chance)
                    yield _shaped(row, dated, block, chance)

    def _table(self, name: str, con: duckdb.DuckDBPyConnection, chance: Chance) -> str:
        """Make the recipe's patients (of a panel: one row per year) unless they are there; return the table's name."""
        recipe, cohort = self._cohorts[name]
        found = con.execute(
            "SELECT count(*) FROM duckdb_tables() WHERE table_name = ?", [cohort.name]
        ).fetchall()  # a result left open would hold the connection
        if not found[0][0]:
            first = self._first[name]
            create_slots(con, cohort, self._practices, self._counts[name], first)
            patients = described(cohort, chance, self._scale)
            con.execute(f"CREATE TABLE {cohort.name} AS {_drawn(recipe, patients, first, chance)}")
        return cohort.name


def _cohort(recipe: Recipe) -> Cohort:
    return Cohort(
        f"recipe_{recipe.name}", recipe.specialty, recipe.yearly, recipe.age, recipe.age_sd, recipe.women,
        tuple(f"{recipe.name}_{outcome}" for outcome in recipe.outcomes), recipe.minors, recipe.panel,
        children=recipe.children,
    )  # fmt: skip


def _drawn(recipe: Recipe, patients: str, first: int, chance: Chance) -> str:
    """Return SQL for patients with anchor (their day), slot (a number for draws), outcomes and draws."""
    local = f"(person - {first})"
    if recipe.panel:
        years = ", ".join(map(str, PANEL_YEARS))
        seen = chance.between(f"{recipe.name} visit", "slot", 5, 240)
        patients = f"""
            SELECT *, greatest(opens, DATE '{FIRST_DAY}') + {seen} AS anchor FROM (
                SELECT *, {local} * 8 + year - 2022 AS slot, make_date(year - 1, 10, 1) AS opens
                FROM (SELECT *, unnest([{years}]) AS year FROM ({patients})))"""
    else:
        patients = f"SELECT *, day AS anchor, {local} * 8 AS slot FROM ({patients})"
    outcomes = "".join(f", {_outcome(recipe, name, chance)} AS {name}" for name in recipe.outcomes)
    draws = "".join(
        f", {chance.uniform(f'{recipe.name} {name}', 'slot')} < {share} AS {name}"
        for name, share in recipe.draws.items()
    )
    return f"SELECT *{outcomes}{draws} FROM ({patients}) WHERE anchor BETWEEN start AND closes"


def _outcome(recipe: Recipe, name: str, chance: Chance) -> str:
    """Return SQL for whether an outcome holds. In a panel it mostly stays as it was the year before."""
    key = f"{recipe.name}_{name}"
    drawn = chance.uniform(key, "slot")
    if recipe.panel:
        same = chance.uniform(f"{key} always", "slot // 8")
        renewed = f"{chance.uniform(f'{key} renewed', 'slot')} < 0.2"
        drawn = f"CASE WHEN {renewed} THEN {drawn} ELSE {same} END"
    return f"({drawn} < {chance_of(key, 'anchor', recipe.outcomes[name])})"


def _dated(table: str, label: str, number: int, row: Row, kinds: int, chance: Chance) -> str:
    """Return SQL for the patients that have this row, with its day ("on") and a number of its own (line)."""
    line = f"((slot * {kinds} + {number}) * {_MOST_TIMES} + part)"
    shift = chance.between(f"{label} day", "line", *row.after)
    open_then = (
        'AND "on" BETWEEN start AND closes' if row.by == "ydernr" and row.source not in _NOT_OURS else ""
    )
    return f"""
        SELECT * FROM (
            SELECT *, anchor + ({row.every} * part + {shift})::INTEGER AS "on"
            FROM (SELECT *, {line} AS line FROM (SELECT *, unnest(range({row.times})) AS part FROM {table})))
        WHERE ({_sql(row.when)}) {open_then}"""


#: Sources whose rows are nobody's of ours: a closed practice's patients still go to hospital.
_NOT_OURS = ("lpr_a", "lab", "afdk")


def _sql(expression: str) -> str:
    """Let an expression say `on`, which SQL keeps for itself."""
    return re.sub(r"\bon\b", '"on"', expression)


def _shaped(row: Row, dated: str, block: int, chance: Chance) -> str:
    values = {name: _sql(value) for name, value in row.values.items()}
    if row.source == "lmdb":
        places = [str(i) for i, p in enumerate(products()) if p.atc.startswith(row.values["atc"])]
        if not places:
            raise ValueError(f"no product has an ATC code that begins with {row.values['atc']}")
        product = chance.pick(f"product {row.values['atc']}", "person", places)
        return f"""SELECT person, "on" AS day, {product} AS product, {values["packs"]} AS apk, {row.by} AS recu,
            CASE WHEN ({values["packs"]}) < 0 THEN '1' END AS korr, line FROM ({dated})"""
    if row.source == "sssy":
        return f"""SELECT person, "on" AS day, {values["code"]} AS code, {row.by} AS ydernr, 1 AS count, 0 AS child,
            line FROM ({dated})"""
    if row.source == "lpr_a":
        diagnosis = f"[{{'code': {values['code']}, 'kind': {values['kind']}, 'revoked': 'Nej'}}]"
        return f"""SELECT {block * _BLOCK} + line AS contact, person, "on" AS day, 'medicinske specialer' AS specialty,
            'LPR3' AS system, {diagnosis} AS diagnoses, line FROM ({dated})"""
    if row.source == "lab":
        return f"""SELECT person, "on" AS day, {values["code"]} AS code, line, {values.get("low", "NULL")} AS low,
            {values.get("high", "NULL")} AS high, {values.get("unit", "NULL")} AS unit FROM ({dated})"""
    columns = "".join(f", {value} AS {name}" for name, value in values.items())
    return f'SELECT person, "on" AS day, {row.by} AS practice{columns} FROM ({dated})'
