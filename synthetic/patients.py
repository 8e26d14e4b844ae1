"""The patients of each cohort, as DuckDB views that every source is written from.

Belongs here: who they are, whose patients, when, and whether they meet the indicators of `rates.py`. Does not
belong here: the rows that say so (`lmdb.py`, ...). Views keep nothing: memory does not grow with the scale.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from synthetic.chance import Chance, chance_of
from synthetic.organisation import GENERAL_NUMBERS, Practice
from synthetic.rates import COHORTS, NOT_IN_PERSON_REGISTER, Cohort
from synthetic.scale import FIRST_DAY, LAST_DAY, Scale

if TYPE_CHECKING:
    import duckdb

#: The years a panel is followed over close with the third quarter, as most indicators' years do.
PANEL_YEARS = (2022, 2023, 2024, 2025, 2026)


def count_patients(practices: list[Practice], scale: Scale, seed: int) -> dict[str, list[int]]:
    """Return cohort -> patients of every practice, in the order of `practices`."""
    rng = Random(f"patients/{seed}")
    return {cohort.name: count_in_cohort(cohort, practices, scale, rng) for cohort in COHORTS}


def count_in_cohort(cohort: Cohort, practices: list[Practice], scale: Scale, rng: Random) -> list[int]:
    """Return a cohort's patients of every practice, in the order of `practices`."""
    factor = cohort.yearly * scale.activity * (scale.visits if cohort.visits else 1)
    return [
        max(1, round(factor * p.size * _years(cohort, p) * rng.uniform(0.95, 1.05)))
        if p.specialty == cohort.specialty
        else 0
        for p in practices
    ]


def _years(cohort: Cohort, practice: Practice) -> float:
    """Return how many yearly intakes a practice has; a panel has one, of which three in four come in a
    year."""
    return 1.3 if cohort.panel else practice.days / 365.25


def create_patients(
    con: duckdb.DuckDBPyConnection,
    practices: list[Practice],
    counts: dict[str, list[int]],
    scale: Scale,
    chance: Chance,
) -> None:
    """Create one view per cohort, a row per person. Persons are numbered 0.. through the cohorts.

    Common columns: person, sex, birth, ydernr, other (another practice of the specialty), general (their
    general practitioner's), start and closes (the practice's days), day. The rest is the cohort's own.
    """
    first = 0
    for cohort in COHORTS:
        create_slots(con, cohort, practices, counts[cohort.name], first)
        details = _DETAILS[cohort.name](described(cohort, chance, scale), chance)
        con.execute(f"CREATE VIEW {cohort.name} AS {details}")
        first += sum(counts[cohort.name])


def create_slots(
    con: duckdb.DuckDBPyConnection, cohort: Cohort, practices: list[Practice], counts: list[int], first: int
) -> None:
    """Create slots_<cohort>: one row per practice, with the number of its patients and of the first
    person."""
    import pyarrow as pa

    own = [(p, n) for p, n in zip(practices, counts, strict=True) if n]
    rows, person = [], first
    for i, (practice, n) in enumerate(own):
        neighbour = own[(i + 1) % len(own)][0]
        row = {
            "ydernr": practice.ydernr,
            "other": neighbour.ydernr,
            "start": practice.first_day,
            "days": practice.days,
            "closes": practice.valid_to or LAST_DAY,
            "stepped": practice.stepped,
            "n": n,
            "first": person,
        }
        rows.append(row | {f"effect_{k}": practice.effects[k] for k in cohort.indicators})
        person += n
    slots = pa.Table.from_pylist(rows)
    con.register("slots", slots)
    con.execute(f"CREATE TABLE slots_{cohort.name} AS SELECT * FROM slots")
    con.unregister("slots")


def described(cohort: Cohort, chance: Chance, scale: Scale) -> str:
    """Return SQL for the patients of create_slots: the common columns of create_patients."""
    name = cohort.name
    start, step = GENERAL_NUMBERS
    born = chance.birth(name, "person", cohort.age, cohort.age_sd)
    minor = chance.uniform(f"{name} child", "person")
    first, span = cohort.children
    child = f"DATE '{first}' + {chance.between(f'{name} child born', 'person', 0, span)}"
    general = chance.below("general practice", "person", scale.general_practices)
    return f"""
        SELECT * EXCLUDE (first, n, k, days),
            CASE WHEN {chance.uniform(f"{name} sex", "person")} < {cohort.women} THEN 2 ELSE 1 END AS sex,
            CASE WHEN {minor} < {cohort.minors} THEN {child} ELSE {born} END AS birth,
            lpad(({start} + {step} * {general})::VARCHAR, 6, '0') AS general,
            start + {chance.below(f"{name} day", "person", "days")} AS day
        FROM (SELECT *, first + k AS person FROM (SELECT *, unnest(range(n)) AS k FROM slots_{name}))"""


def _af(base: str, chance: Chance) -> str:
    """Build new atrial fibrillation: three indicators over one population, by the day of diagnosis."""
    u = chance.uniform
    return f"""SELECT *,
        {u("oac", "person")} < {chance_of("af_anticoagulation", "day")} AS oac,
        {u("echo", "person")} < {chance_of("af_echocardiography", "day")} AS echo,
        {u("tsh", "person")} < {chance_of("af_thyroid", "day")} AS tsh,
        {u("af seen", "person")} < 0.97 AS seen,
        {u("af revoked", "person")} < 0.02 AS revoked,
        {u("af valve", "person")} < 0.06 AS valve,
        {u("af again", "person")} < 0.35 AS again,
        {u("af repeated", "person")} < 0.05 AS repeated
        FROM ({base})"""


def _hf(base: str, chance: Chance) -> str:
    """Build heart failure: most of a panel are diagnosed in its first months, the others on their day."""
    early = f"start + {chance.below('hf onset', 'person', 150)}"
    share = chance.uniform("hf early", "person")
    return f"SELECT *, CASE WHEN {share} < 0.7 THEN {early} ELSE day END AS onset FROM ({base})"


def _saba(base: str, chance: Chance) -> str:
    return f"SELECT *, {chance.uniform('kol', 'person')} < 0.10 AS kol FROM ({base})"


def _asthma(base: str, chance: Chance) -> str:
    u = chance.uniform
    return f"""SELECT *,
        {u("lung function", "person")} < {chance_of("asthma_lung_function", "day")} AS measured,
        {u("by service", "person")} < 0.2 AS by_service,
        {u("lung function unknown", "person")} AS unknown_draw,
        {u("asthma excluded", "person")} < 0.04 AS out
        FROM ({base})"""


def _colonoscopy(base: str, chance: Chance) -> str:
    met = f"{chance.uniform('polyp', 'person')} < {chance_of('polypectomy', 'day')}"
    return f"SELECT *, {met} AS polyp FROM ({base})"


def _gastroscopy(base: str, chance: Chance) -> str:
    met = f"{chance.uniform('repeat', 'person')} < {chance_of('repeat_gastroscopy', 'day')}"
    return (
        f"SELECT *, {met} AS again, {chance.uniform('bleeding', 'person')} < 0.05 AS bleeding FROM ({base})"
    )


def _ppi(base: str, chance: Chance) -> str:
    return base


_DETAILS = {
    "af": _af,
    "hf": _hf,
    "saba": _saba,
    "asthma": _asthma,
    "colonoscopy": _colonoscopy,
    "gastroscopy": _gastroscopy,
    "ppi": _ppi,
}


def panel_years(cohort: str, indicator: str, chance: Chance) -> str:
    """Return SQL for the person-years of a panel while its practice has patients.

    Adds year, slot (person * 8 + year: a row number for draws), opens (first day of the year), visit (a day
    in it) and met, which mostly stays as it was: people do not change every year.
    """
    years = ", ".join(map(str, PANEL_YEARS))
    same = chance.uniform(f"{cohort} met", "person")
    drawn = chance.uniform(f"{cohort} met this year", "slot")
    seen = chance.between(f"{cohort} visit", "slot", 5, 240)
    renewed = f"{chance.uniform(f'{cohort} renewed', 'slot')} < 0.2"
    return f"""
        SELECT *, CASE WHEN {renewed} THEN {drawn} ELSE {same} END < {chance_of(indicator, "visit")} AS met
        FROM (
            SELECT *, greatest(opens, DATE '{FIRST_DAY}') + {seen} AS visit
            FROM (
                SELECT *, person * 8 + year - 2022 AS slot, make_date(year - 1, 10, 1) AS opens
                FROM (SELECT *, unnest([{years}]) AS year FROM {cohort})))
        WHERE visit >= start AND visit <= closes"""


def person_register(chance: Chance, cohort_persons: int, scale: Scale) -> str:
    """Return SQL for person, sex and birth of everybody in the person register, cohorts first."""
    known = f"{chance.uniform('in register', 'person')} >= {NOT_IN_PERSON_REGISTER}"
    cohorts = " UNION ALL ".join(f"SELECT person, sex, birth FROM {c.name}" for c in COHORTS)
    age = chance.below("anybody age", "person", 34_000)
    return f"""
        SELECT * FROM ({cohorts}
            UNION ALL
            SELECT person, 1 + {chance.below("anybody sex", "person", 2)} AS sex,
                DATE '2023-12-31' - {age} AS birth
            FROM (SELECT range AS person FROM range({cohort_persons}, {scale.persons})))
        WHERE {known}"""
