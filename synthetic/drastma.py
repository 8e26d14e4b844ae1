"""Visits in the clinical database for asthma.

Belongs here: the rows of the source drastma. Does not belong here: whether a patient meets an indicator.
"""

from __future__ import annotations

from synthetic.chance import Chance, chance_of
from synthetic.rates import RATES, UNKNOWN_LUNG_FUNCTION
from synthetic.scale import LAST_DAY

NEW, CONTROL, UNSTATED = 1, 2, 9


def visits(chance: Chance) -> str:
    """Return SQL for person, ydernr, day, kind, lung_function, measured_on, excluded of every visit."""
    return " UNION ALL ".join((_new(chance), _early_control(chance), _annual_control(chance)))


def _new(chance: Chance) -> str:
    """Build first visits: measured here, measured but claimed only (sssy), not measured, or nobody knows."""
    u = chance.uniform
    unknown = UNKNOWN_LUNG_FUNCTION / (1 - RATES["asthma_lung_function"].base)
    measured_on = f"least(day + {chance.between('measured day', 'person', -30, 120)}, DATE '{LAST_DAY}')"
    return f"""
        SELECT person, ydernr, day, {NEW} AS kind,
            CASE WHEN measured AND NOT by_service THEN 'ja'
                WHEN measured AND {u("service unstated", "person")} < 0.5 THEN 'uoplyst'
                WHEN measured THEN 'nej'
                WHEN unknown_draw < {unknown:.4f} THEN 'uoplyst' ELSE 'nej' END AS lung_function,
            CASE WHEN measured AND NOT by_service AND {u("measured undated", "person")} >= 0.05
                THEN {measured_on} END AS measured_on,
            out AS excluded
        FROM asthma"""


def _early_control(chance: Chance) -> str:
    """Build the control two to four months later. It repeats what the first visit measured, or it would
    measure."""
    return f"""
        SELECT person, ydernr, control AS day, {CONTROL} AS kind,
            CASE WHEN measured AND NOT by_service THEN 'ja' ELSE 'nej' END AS lung_function,
            CASE WHEN measured AND NOT by_service THEN control END AS measured_on, out AS excluded
        FROM (SELECT *, day + {chance.between("early control", "person", 60, 120)} AS control FROM asthma
              WHERE {chance.uniform("early", "person")} < 0.8)
        WHERE control <= closes"""


def _annual_control(chance: Chance) -> str:
    row = "(person * 8 + part)"
    draw = chance.uniform("annual control", row)
    lung = chance.pick("control lung function", row, ["'ja'"] * 7 + ["'nej'"] * 2 + ["'uoplyst'"])
    return f"""
        SELECT person, ydernr, control AS day, kind, lung_function,
            CASE WHEN lung_function = 'ja' THEN control END AS measured_on, out AS excluded
        FROM (
            SELECT *, {lung} AS lung_function,
                CASE WHEN {draw} < {chance_of("asthma_annual_control", "control")} THEN {CONTROL}
                    WHEN {chance.uniform("kind unstated", row)} < 0.15 THEN {UNSTATED} END AS kind
            FROM (SELECT *, day + 365 * part + {chance.between("annual day", row, -20, 60)} AS control
                  FROM (SELECT *, unnest([1, 2, 3, 4]) AS part FROM asthma)))
        WHERE kind IS NOT NULL AND control <= closes"""


def delivered_visits(rows: str, number: str) -> str:
    """Return SQL for the delivered columns of rows as `visits` gives them."""
    return f"""
        SELECT {number} AS cpr, ydernr, day AS kontaktdato, kind AS kontakttype,
            lung_function AS lungefunktion, measured_on AS lungefunktion_dato,
            CASE WHEN excluded THEN 'ja' ELSE 'nej' END AS ekskluderet
        FROM ({rows})"""
