"""Laboratory results, values as text.

Belongs here: the rows of the source lab. Does not belong here: whether a patient meets an indicator
(`patients.py`).
"""

from __future__ import annotations

from synthetic.chance import Chance
from synthetic.rates import NOT_DETECTED
from synthetic.scale import FIRST_DAY, LAST_DAY, Scale

#: code -> (unit, lower limit, upper limit, lowest value, highest value), all in hundredths but the limits.
_ANALYSES = {
    "NPU03577": ("mIU/L", "0,30", "4,50", 20, 620),
    "NPU27547": ("mIU/L", "0,30", "4,50", 20, 620),
    "NPU27300": ("mmol/mol", None, "48", 3100, 7200),
    "NPU18016": ("µmol/L", "60", "105", 4500, 16000),
    "DNK35302": ("mL/min", "60", None, 2500, 9000),
    "NPU01568": ("mmol/L", None, "3,00", 120, 520),
    "NPU03230": ("mmol/L", "3,50", "4,40", 300, 530),
    "NPU19651": ("U/L", "10", "50", 900, 8500),
    "NPU19748": ("mg/L", None, "10", 100, 9000),
    "NPU02319": ("mmol/L", "8,30", "10,50", 620, 1120),
}
#: Analyses of recipes only, with values of their own.
_OF_RECIPES = {
    "NPU09356": ("µmol/L", "155", "480", 20000, 60000),
    "NPU03688": ("mmol/L", "0,16", "0,48", 20, 60),
    "NPU02613": ("mmol/L", "0,50", "1,00", 20, 130),
    "NPU04998": ("µmol/L", "60", "105", 4500, 16000),
    "NPU01807": ("µmol/L", "60", "105", 4500, 16000),
    "NPU03835": ("%", None, "6,5", 500, 900),
    "NPU10171": ("mmol/L", None, "3,00", 120, 520),
    "DNK35308": ("mmol/L", None, "3,00", 120, 520),
}
_TSH = ["'NPU03577'"] * 6 + ["'NPU27547'"]
_EVERYDAY = [f"'{code}'" for code in list(_ANALYSES)[2:]] * 3 + ["'NPU03577'", "'NPU27547'"]
_UNSAID = "NULL::INTEGER AS low, NULL::INTEGER AS high, NULL::VARCHAR AS unit"
_LABORATORIES = ["'RHHRH'", "'SJOROS'", "'OUHKBA'", "'AUHKBA'", "'AALKBA'", "'LABPRAKSIS'"]


def results(chance: Chance) -> str:
    """Return SQL for the cohorts' results: person, day, code, line and, where they are said, low and high (hundredths)
    and unit. Thyroid tests of new atrial fibrillation.
    """
    soon = chance.between("tsh day", "person", -60, 59)
    late, some = chance.between("tsh late day", "person", 100, 200), chance.uniform("tsh late", "person")
    return f"""
        SELECT person, day + CASE WHEN tsh THEN {soon} ELSE {late} END AS day,
            {chance.pick("tsh code", "person", _TSH)} AS code, person * 8 AS line, {_UNSAID}
        FROM af WHERE tsh OR {some} < 0.15"""


def background_results(rows: int, scale: Scale, chance: Chance) -> str:
    """Return SQL for `rows` everyday results of anybody."""
    days = (LAST_DAY - FIRST_DAY).days + 1
    return f"""
        SELECT {chance.below("result person", "range", scale.persons)}::BIGINT AS person,
            DATE '{FIRST_DAY}' + {chance.below("result day", "range", days)} AS day,
            {chance.pick("result code", "range", _EVERYDAY)} AS code, range AS line, {_UNSAID}
        FROM range({rows})"""


def delivered_results(rows: str, number: str, chance: Chance) -> str:
    """Return SQL for the delivered columns. Values are numbers with a comma, "<5" or "ikke påvist"."""

    def by_code(place: int) -> str:
        # repr writes a text in quotes and a number without: SQL literals of both.
        cases = " ".join(
            f"WHEN '{code}' THEN {facts[place]!r}"
            for code, facts in (_ANALYSES | _OF_RECIPES).items()
            if facts[place] is not None
        )
        return f"CASE code {cases} END"

    low, high, draw = (
        f"coalesce(low, {by_code(3)})",
        f"coalesce(high, {by_code(4)})",
        chance.uniform("value kind", "line"),
    )
    minute = chance.below("sampling time", "line", 600)
    measured = f"({low}) + {chance.below('value', 'line', f'({high}) - ({low})')}"
    return f"""
        SELECT {number} AS PATIENT_CPR, code AS ANALYSISCODE, day AS SAMPLINGDATE,
            strftime(TIMESTAMP '2026-01-01 07:00:00' + to_minutes({minute}), '%H:%M') AS SAMPLINGTIME,
            CASE kind WHEN 0 THEN 'ikke påvist' WHEN 1 THEN '<5'
                ELSE replace((hundredths / 100)::DECIMAL(9, 2)::VARCHAR, '.', ',') END AS VALUE,
            coalesce(unit, {by_code(0)}) AS UNIT,
            CASE WHEN kind < 2 THEN 'alfanumerisk' ELSE 'numerisk' END AS RESULTTYPE,
            {by_code(1)} AS REFERENCEINTERVAL_LOWERLIMIT, {by_code(2)} AS REFERENCEINTERVAL_UPPERLIMIT,
            {chance.pick("laboratory", "line", _LABORATORIES)} AS LABORATORIUM_IDCODE
        FROM (SELECT *, {measured} AS hundredths,
                  CASE WHEN {draw} < {NOT_DETECTED} THEN 0
                      WHEN {draw} < {NOT_DETECTED + 0.01} THEN 1 ELSE 2 END AS kind
              FROM ({rows}))"""
