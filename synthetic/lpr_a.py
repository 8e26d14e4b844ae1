"""Hospital contacts and their diagnoses, in the layout LPR_A.

Belongs here: the rows of the source lpr_a. Older contacts repeated under LPR2, diagnoses later disproved and
many other diseases are there on purpose. Does not belong here: whether a patient meets an indicator.
"""

from __future__ import annotations

from synthetic.chance import Chance
from synthetic.scale import FIRST_DAY, LAST_DAY, Scale

_AF = [f"'DI48{x}'" for x in ("9", "9", "0", "1", "2", "4")]
_HEART_FAILURE = ["'DI509'", "'DI509'", "'DI501'", "'DI500'"]
_VALVE = ["'DI050'", "'DI052'", "'DZ952'"]
_BLEEDING = ["'DK922'", "'DK920'", "'DK921'", "'DC169'", "'DC159'"]
_LUNG = ["'DJ449'", "'DJ441'", "'DJ440'"]
#: Everyday diagnoses. Few are the indicators' own: most people with atrial fibrillation see no specialist practice.
_EVERYDAY = [f"'{c}'" for c in (
    "DI109", "DI109", "DE119", "DE119", "DM545", "DM545", "DS525", "DJ189", "DZ038", "DZ038", "DZ039", "DR074", "DR104",
    "DK409", "DN390", "DF329", "DH269", "DL409", "DM179", "DM161", "DG473", "DI252", "DI639", "DO800", "DT814", "DK573",
    "DJ459", "DJ449", "DI489", "DI509", "DC509", "DC619",
)]  # fmt: skip
_SPECIALTIES = ["'medicinske specialer'", "'kardiologi'", "'ortopædkirurgi'", "'akutmedicin'", "'kirurgi'"]
_KINDS = ["'ALCA00'", "'ALCA03'", "'ALCA03'", "'ALCA03'", "'ALCA10'"]

#: One everyday contact in so many repeats the one before it, under LPR2.
_REPEATED_EVERY = 40


def _diagnosis(code: str, kind: str = "'A'", revoked: str = "'Nej'") -> str:
    return f"{{'code': {code}, 'kind': {kind}, 'revoked': {revoked}}}"


def _contacts(source: str, block: int, specialty: str, *cases: tuple[str, str, str, str]) -> str:
    """Return SQL with one contact per (condition, day, system, diagnoses) that holds, per row of `source`."""
    items = ", ".join(
        f"CASE WHEN {condition} THEN {{'day': {day}, 'system': {system}, 'diagnoses': {diagnoses}}} END"
        for condition, day, system, diagnoses in cases
    )
    parts = ", ".join(str(i) for i in range(len(cases)))
    return f"""
        SELECT {block} * 10000000000 + line AS contact, person, c.day AS day, {specialty} AS specialty, c.system AS system,
            c.diagnoses AS diagnoses, line
        FROM (SELECT person, unnest([{items}]) AS c, person * 8 + unnest([{parts}]) AS line FROM {source})
        WHERE c IS NOT NULL"""


def contacts(chance: Chance) -> str:
    """Return SQL for the cohorts' contacts: contact, person, day, specialty, system, diagnoses (a list), line."""
    between, pick = chance.between, chance.pick
    af = pick("af code", "person", _AF)
    kind = pick("af kind", "person", ["'A'", "'A'", "'A'", "'B'"])
    revoked, hypertension = "CASE WHEN revoked THEN 'Ja' END", _diagnosis("'DI109'", "'B'", "NULL")
    first = f"[{_diagnosis(af, kind, revoked)}, {hypertension}]"
    valve, failure, bleeding = (
        f"[{_diagnosis(pick(name, 'person', codes))}]"
        for name, codes in (("valve code", _VALVE), ("hf code", _HEART_FAILURE), ("bleeding code", _BLEEDING))
    )
    lung = _diagnosis(pick("kol code", "person", _LUNG), "'B'")
    parts = (
        _contacts(
            "af", 11, "'kardiologi'",
            ("true", "day", "'LPR3'", first),
            ("repeated", "day", "'LPR2'", first),
            ("again AND NOT revoked", f"day + {between('af again', 'person', 20, 200)}", "'LPR3'", f"[{_diagnosis(af)}]"),
            ("valve", f"day + {between('valve day', 'person', -300, 60)}", "NULL", valve),
        ),
        _contacts("hf", 12, "'kardiologi'",
                  ("true", "onset", "'LPR3'", failure)),
        _contacts("saba", 13, "'lungesygdomme'",
                  ("kol", f"start + {between('kol day', 'person', 0, 300)}", "'LPR3'", f"[{lung}]")),
        _contacts("gastroscopy", 14, "'kirurgi'",
                  ("bleeding", f"day + {between('bleeding day', 'person', -20, 300)}", "'LPR3'", bleeding)),
    )  # fmt: skip
    return " UNION ALL ".join(parts)


def background_contacts(rows: int, scale: Scale, chance: Chance) -> str:
    """Return SQL for `rows` everyday contacts, one to three diagnoses each."""
    u, pick = chance.uniform, chance.pick
    revoked = pick(
        "revoked", "line", ["NULL", "NULL", "'Nej'", "'Nej'", "'Nej'", "'Nej'", "'Nej'", "'Nej'", "'Ja'"]
    )
    first = _diagnosis(pick("first code", "line", _EVERYDAY), "'A'", revoked)
    second, third = (_diagnosis(pick("second code", "line", _EVERYDAY), kind) for kind in ("'B'", "'H'"))
    diagnoses = f"""
        CASE WHEN {u("diagnoses", "line")} < 0.60 THEN [{first}]
            WHEN {u("diagnoses", "line")} < 0.90 THEN [{first}, {second}]
            ELSE [{first}, {_diagnosis("'DZ867A'", "'+'", "NULL")}, {third}] END"""
    return f"""
        SELECT 20 * 10000000000 + range AS contact, {chance.below("contact person", "line", scale.persons)}::BIGINT AS person,
            DATE '{FIRST_DAY}' + {chance.below("contact day", "line", (LAST_DAY - FIRST_DAY).days + 1)} AS day,
            {pick("specialty", "line", _SPECIALTIES)} AS specialty,
            CASE WHEN repeated THEN 'LPR2' WHEN line % 10 = 3 THEN NULL ELSE 'LPR3' END AS system,
            {diagnoses} AS diagnoses, line
        FROM (SELECT range, range % {_REPEATED_EVERY} = {_REPEATED_EVERY - 1} AS repeated,
                  range - (range % {_REPEATED_EVERY} = {_REPEATED_EVERY - 1})::INTEGER AS line
              FROM range({rows}))"""


def delivered_contacts(rows: str, number: str, chance: Chance) -> str:
    """Return SQL for the contact table of rows as `contacts` gives them."""
    return f"""
        SELECT {number} AS PNR, contact::VARCHAR AS DW_EK_KONTAKT,
            day::TIMESTAMP + to_minutes({chance.below("contact minute", "line", 1440)}) AS KONT_STARTTIDSPUNKT,
            specialty AS KONT_ANS_HOVEDSPEC, {chance.pick("contact kind", "line", _KINDS)} AS KONT_TYPE,
            system AS LPRINDBERETNINGSSYSTEM
        FROM ({rows})"""


def delivered_diagnoses(rows: str, kind_column: str) -> str:
    """Return SQL for the diagnosis table; deliverers call the type column DIAG_TYPE or DIAG_KODE_TYPE."""
    return f"""
        SELECT contact::VARCHAR AS DW_EK_KONTAKT, d.code AS DIAG_KODE, d.kind AS {kind_column}, d.revoked AS SENERE_AFKRAEFTET
        FROM (SELECT contact, unnest(diagnoses) AS d FROM ({rows}))"""
