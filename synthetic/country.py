"""One invented country in a DuckDB of its own: its patients and the rows of every source.

Belongs here: putting cohorts and everyday rows together up to the size that the scale asks for. Does not
belong here: columns and formats of deliveries (`tables.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cached_property
from types import TracebackType

import duckdb

from synthetic import drastma, lab, lmdb, lpr_a, sssy
from synthetic.chance import Chance
from synthetic.cohorts import RecipePatients
from synthetic.organisation import Practice
from synthetic.patients import count_patients, create_patients, person_register
from synthetic.persons import CAPACITY, personal_number_sql
from synthetic.places import FIRST
from synthetic.scale import FIRST_DAY, LAST_DAY, Scale


class Country:
    """Rows of one seed and scale, as SQL on the connection `con`. Use as a context manager."""

    def __init__(self, practices: list[Practice], scale: Scale, seed: int) -> None:
        self.practices = practices
        self.scale = scale
        self.seed = seed
        self.chance = Chance(seed)
        self.number = personal_number_sql("person", seed)
        self.specialists = len({p.ydernr for p in practices if p.specialty in FIRST})
        self._counts = count_patients(practices, scale, seed)
        self.recipes = RecipePatients(practices, scale, seed)
        self.cohort_persons = sum(map(sum, self._counts.values()))
        self._cohort_rows: dict[str, int] = {}
        if not self.cohort_persons < scale.persons <= CAPACITY - self.recipes.persons:
            raise ValueError(
                f"scale {scale.name} has {scale.persons} persons; it must be more than the "
                f"{self.cohort_persons} in its cohorts and, with the {self.recipes.persons} of recipes, at most "
                f"the {CAPACITY} invented personal numbers"
            )

    @cached_property
    def con(self) -> duckdb.DuckDBPyConnection:
        """The connection, with a view of patients per cohort; opened when first used."""
        con = duckdb.connect(":memory:")
        # One thread: joins keep the order of their rows, and every file has the same bytes on every machine.
        con.execute("SET threads = 1; SET memory_limit = '700MB'; SET enable_progress_bar = false")
        create_patients(con, self.practices, self._counts, self.scale, self.chance)
        lmdb.create_products(con)
        return con

    def __enter__(self) -> Country:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if "con" in self.__dict__:
            self.con.close()

    def persons(self) -> str:
        """Return SQL for person, sex, birth."""
        known = person_register(self.chance, self.cohort_persons, self.scale)
        return " UNION ALL ".join((known, *self.recipes.register(self.con, self.chance)))

    def dispensings(self, first: date, last: date) -> str:
        """Return SQL for the dispensings of these days."""
        return self._span(
            lmdb.dispensings(self.chance), "lmdb",
            lambda n: lmdb.background_dispensings(n, self.specialists, self.scale, self.chance),
            self.scale.dispensings, first, last,
        )  # fmt: skip

    def services(self, first: date, last: date) -> str:
        """Return SQL for the services of these days."""
        return self._span(
            sssy.services(self.chance), "sssy",
            lambda n: sssy.background_services(
                n, self.specialists, self.cohort_persons, self.scale, self.chance
            ),
            self.scale.settlements, first, last,
        )  # fmt: skip

    def contacts(self, first: date, last: date) -> str:
        """Return SQL for the hospital contacts of these days."""
        return self._span(
            lpr_a.contacts(self.chance), "lpr_a",
            lambda n: lpr_a.background_contacts(n, self.scale, self.chance),
            self.scale.contacts, first, last,
        )  # fmt: skip

    def results(self, first: date, last: date) -> str:
        """Return SQL for the laboratory results of these days."""
        return self._span(
            lab.results(self.chance), "lab",
            lambda n: lab.background_results(n, self.scale, self.chance),
            self.scale.results, first, last,
        )  # fmt: skip

    def visits(self, first: date, last: date) -> str:
        """Return SQL for the visits of these days, the recipes' among them; there are no everyday ones."""
        reported = (
            f"""SELECT person, practice AS ydernr, day, kontakttype AS kind, lungefunktion AS lung_function,
            lungefunktion_dato AS measured_on, ekskluderet = 'ja' AS excluded FROM ({rows})"""
            for rows in self.recipes.rows("drastma", self.con, self.chance)
        )
        rows = (drastma.visits(self.chance), *reported)
        return " UNION ALL ".join(_between(some, first, last) for some in rows)

    def reports(self, source: str, first: date, last: date) -> str:
        """Return SQL for the rows of a clinical database of these days: day and its delivered columns."""
        rows = " UNION ALL BY NAME ".join(self.recipes.rows(source, self.con, self.chance))
        return _between(rows, first, last)

    def _span(
        self, cohort: str, source: str, background: Callable[[int], str], wanted: int, first: date, last: date
    ) -> str:
        """Return SQL for the cohorts' rows of these days, so many everyday ones that `wanted` is met in all, and the
        recipes' rows beyond that.
        """
        if cohort not in self._cohort_rows:
            counted = f"SELECT count(*) FROM ({_between(cohort, FIRST_DAY, LAST_DAY)})"
            ((self._cohort_rows[cohort],),) = self.con.execute(counted).fetchall()
        rest = max(0, wanted - self._cohort_rows[cohort])
        rows = (cohort, background(rest), *self.recipes.rows(source, self.con, self.chance))
        return " UNION ALL ".join(_between(some, first, last) for some in rows)


def _between(rows: str, first: date, last: date) -> str:
    return f"SELECT * FROM ({rows}) WHERE day BETWEEN DATE '{first}' AND DATE '{last}'"
