"""Dispensings as Sundhedsdatastyrelsen delivers them: prescriptions with the prescriber's place (RECU).

Belongs here: the rows of the source lmdb. Does not belong here: whether a patient meets an indicator
(`patients.py`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from synthetic.chance import Chance
from synthetic.organisation import GENERAL_NUMBERS, SPECIALIST_NUMBERS, UNKNOWN_NUMBERS
from synthetic.patients import panel_years
from synthetic.products import background, indexes, product_number
from synthetic.rates import BLANK_INDICATION, CORRECTED
from synthetic.recipe import products
from synthetic.scale import FIRST_DAY, LAST_DAY, Scale

if TYPE_CHECKING:
    import duckdb

#: Hospital departments in place of an ydernummer: seven characters.
_DEPARTMENTS = (
    "1301012",
    "1309051",
    "1501A10",
    "3800H41",
    "4202160",
    "5501038",
    "6620041",
    "7005021",
    "8001103",
)
_DEPARTMENT_LIST = [f"'{d}'" for d in _DEPARTMENTS]


def create_products(con: duckdb.DuckDBPyConnection) -> None:
    """Create the table products: one row per product there is, numbered."""

    def text(value: str) -> str:
        return f"'{value}'" if value else "NULL"

    rows = ", ".join(
        f"({i}, '{p.atc}', '{product_number(i)}', {text(p.packsize)}, {text(p.strnum)}, {text(p.strunit)}, "
        f"{text(p.volume)}, '{p.indication:07d}', '{p.name}', {p.price})"
        for i, p in enumerate(products())
    )
    names = "product, atc, vnr, packsize, strnum, strunit, volume, indication, name, price"
    con.execute(f"CREATE TABLE products AS SELECT * FROM (VALUES {rows}) AS t({names})")


def dispensings(chance: Chance) -> str:
    """Return SQL for the cohorts' dispensings: person, day, product, apk, recu, korr, line."""
    return " UNION ALL ".join(
        f"SELECT person, day, product, apk, recu, korr, line FROM ({part})"
        for part in (
            _anticoagulants(chance),
            _heart_failure(chance),
            _relievers(chance),
            _inhaled_steroids(chance),
            _acid_blockers(chance),
        )
    )


def _prescriber(name: str, row: str, chance: Chance) -> str:
    """Return SQL for who prescribed: mostly the practice, else the general practitioner or a hospital
    department."""
    choices = ["ydernr"] * 6 + ["general"] * 3
    choices.append(_DEPARTMENT_LIST[0])
    return chance.pick(f"{name} prescriber", row, choices)


def _anticoagulants(chance: Chance) -> str:
    between, u = chance.between, chance.uniform
    product = chance.pick("oac product", "person", indexes("B01AA", "B01AE", "B01AF"))
    refilled, late = u("oac refill", "person"), u("oac late", "person")
    moment = f"""unnest([
        CASE WHEN oac THEN {between("oac day", "person", -10, 29)} END,
        CASE WHEN oac AND {refilled} < 0.4 THEN {between("oac refill day", "person", 75, 110)} END,
        CASE WHEN NOT oac AND {late} < 0.4 THEN {between("oac late day", "person", 45, 120)} END])"""
    return f"""
        SELECT person, day + moment AS day, {product} AS product, 1 AS apk,
            {_prescriber("oac", "person", chance)} AS recu, NULL AS korr, person * 64 + part AS line
        FROM (SELECT *, {moment} AS moment, unnest([1, 2, 3]) AS part FROM af)
        WHERE moment IS NOT NULL"""


def _heart_failure(chance: Chance) -> str:
    """Build one dispensing of each of the three groups; who does not meet the indicator lacks one of them."""
    row = "(slot * 4 + part)"
    years = panel_years("hf", "heart_failure_triple_therapy", chance)
    groups = [indexes("C09"), indexes("C07"), indexes("C03DA01", "A10BK")]
    product = " ".join(
        f"WHEN {i} THEN {chance.pick(f'hf product {i}', 'person', g)}" for i, g in enumerate(groups)
    )
    lacking = chance.below("hf lacking", "slot", 3)
    return f"""
        SELECT person, visit + {chance.between("hf day", row, 0, 25)} AS day,
            CASE part {product} END AS product,
            {chance.between("hf packs", row, 1, 3)} AS apk, {_prescriber("hf", row, chance)} AS recu,
            NULL AS korr, {row} AS line
        FROM (SELECT *, unnest([0, 1, 2]) AS part FROM ({years}) WHERE visit > onset)
        WHERE met OR part <> {lacking}"""


def _pairs_of_packs(cohort: str, indicator: str, products: list[str], chance: Chance) -> str:
    """Build a panel's own drug, two packs at a time, prescribed by the practice.

    Two or three times a year is enough for the indicator's denominator. Some have one dispensing only, and
    some have two of which a second row takes one pack back: neither is enough.
    """
    row = "(slot * 8 + part)"
    draw, often = chance.uniform(f"{cohort} amount", "slot"), chance.between(f"{cohort} often", "slot", 2, 3)
    elsewhere = chance.uniform(f"{cohort} general", row)
    bought, back = chance.below(f"{cohort} bought", row, 40), "corrected AND part = 0"
    times = f"CASE WHEN {draw} < 0.78 THEN {often} WHEN {draw} < 0.82 THEN 2 ELSE 1 END"
    return f"""
        SELECT person, bought AS day, product, recu, {row} AS line,
            unnest(CASE WHEN {back} THEN [2, -1] ELSE [2] END) AS apk,
            unnest(CASE WHEN {back} THEN [NULL, '1'] ELSE [NULL] END) AS korr
        FROM (
            SELECT *, opens + 10 + 110 * part + {bought} AS bought,
                {chance.pick(f"{cohort} product", "person", products)} AS product,
                CASE WHEN {elsewhere} < 0.02 THEN general ELSE ydernr END AS recu
            FROM (SELECT *, {times} AS times, {draw} BETWEEN 0.78 AND 0.82 AS corrected,
                      unnest([0, 1, 2]) AS part
                  FROM ({panel_years(cohort, indicator, chance)}))
            WHERE part < times)
        WHERE bought BETWEEN start AND closes"""


def _relievers(chance: Chance) -> str:
    """Build packs of 200 doses: 800 or 1,200 doses a year are more than 600, 400 and 600 are not."""
    return _pairs_of_packs("saba", "saba_without_ics", indexes("R03AC", packsize="200"), chance)


def _inhaled_steroids(chance: Chance) -> str:
    row = "(slot * 8 + part)"
    years = panel_years("saba", "saba_without_ics", chance)
    return f"""
        SELECT person, opens + 30 + 150 * part + {chance.below("ics day", row, 30)} AS day,
            {chance.pick("ics product", "person", indexes("R03BA", "R03AK"))} AS product, 1 AS apk,
            {_prescriber("ics", row, chance)} AS recu, NULL AS korr, {row} AS line
        FROM (SELECT *, unnest([0, 1]) AS part FROM ({years}) WHERE NOT met)"""


def _acid_blockers(chance: Chance) -> str:
    """Build packs of 98 or 100 DDD: four or six packs a year are 365 DDD or more, two and three are not."""
    return _pairs_of_packs("ppi", "ppi_without_gastroscopy", indexes("A02BC01", "A02BC02"), chance)


def background_dispensings(rows: int, specialists: int, scale: Scale, chance: Chance) -> str:
    """Return SQL for `rows` everyday dispensings to anybody. One in 200 takes the row before it back."""
    every = round(1 / CORRECTED)
    packs = chance.pick("packs", "line", ["1", "1", "1", "2", "3"])
    draw, days = chance.uniform("prescriber", "line"), (LAST_DAY - FIRST_DAY).days + 1
    practice = [
        f"lpad(({start} + {step} * {chance.below(name, 'line', n)})::VARCHAR, 6, '0')"
        for name, (start, step), n in (
            ("general prescriber", GENERAL_NUMBERS, scale.general_practices),
            ("specialist prescriber", SPECIALIST_NUMBERS, specialists),
            ("unknown prescriber", UNKNOWN_NUMBERS, 90),
        )
    ]
    return f"""
        SELECT {chance.below("person", "line", scale.persons)}::BIGINT AS person,
            DATE '{FIRST_DAY}' + {chance.below("day", "line", days)} AS day,
            {chance.pick("product", "line", background())} AS product,
            {packs} * CASE WHEN back THEN -1 ELSE 1 END AS apk,
            CASE WHEN {draw} < 0.72 THEN {practice[0]}
                 WHEN {draw} < 0.85 THEN {chance.pick("department", "line", _DEPARTMENT_LIST)}
                 WHEN {draw} < 0.979 THEN {practice[1]}
                 WHEN {draw} < 0.98 THEN {practice[2]} END AS recu,
            CASE WHEN back THEN '1' END AS korr, line
        FROM (SELECT range - (range % {every} = {every - 1})::INTEGER AS line,
                  range % {every} = {every - 1} AS back FROM range({rows}))"""


def delivered_dispensings(rows: str, number: str, chance: Chance) -> str:
    """Return SQL for the delivered columns, in the register's order, of rows as `dispensings` gives them.

    `number` is the SQL expression that turns `person` into a personal number.
    """
    blank = f"{chance.uniform('blank indication', 'line')} < {BLANK_INDICATION}"
    return f"""
        SELECT {number} AS PNR, day AS EKSD, atc AS ATC, vnr AS VNR, apk AS APK, packsize AS PACKSIZE,
            strnum AS STRNUM, strunit AS STRUNIT, volume AS VOLUME,
            CASE WHEN {blank} THEN NULL ELSE indication END AS INDO, recu AS RECU, korr AS KORR,
            replace((price * apk * 1.25)::DECIMAL(12, 2)::VARCHAR, '.', ',') AS EKSP, name AS NAME
        FROM ({rows}) JOIN products USING (product)"""
