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
#: Everyday diagnoses, common ones repeated. The indicators' own are among them: most people with atrial
#: fibrillation or heart failure see no specialist practice.
_EVERYDAY = [f"'{code}'" for code in (
    "DI109", "DI109", "DE119", "DE119", "DM545", "DM545", "DS525", "DJ189", "DZ038", "DZ038", "DZ039",
    "DR074", "DR104", "DK409", "DN390", "DF329", "DH269", "DL409", "DM179", "DM161", "DG473", "DI252",
    "DI639", "DO800", "DT814", "DK573", "DJ459", "DJ449", "DI489", "DI509", "DC509", "DC619",
)]  # fmt: skip
_SPECIALTIES = ["'medicinske specialer'", "'kardiologi'", "'ortopædkirurgi'", "'akutmedicin'", "'kirurgi'"]
_KINDS = ["'ALCA00'", "'ALCA03'", "'ALCA03'", "'ALCA03'", "'ALCA10'"]

#: One everyday contact in so many repeats the one before it, under LPR2.
_REPEATED_EVERY = 40
#: Contact numbers begin with the block of who made them: cohorts 11-14, everyday contacts 20.
_BLOCK = 10_000_000_000


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
        SELECT {block * _BLOCK} + line AS contact, person, c.day AS day, {specialty} AS specialty,
            c.system AS system, c.diagnoses AS diagnoses, line
        FROM (SELECT person, unnest([{items}]) AS c, person * 8 + unnest([{parts}]) AS line FROM {source})
        WHERE c IS NOT NULL"""


def contacts(chance: Chance) -> str:
    """Return SQL for the cohorts' contacts: contact, person, day, specialty, system, diagnoses, line.

    `diagnoses` is a list of {code, kind, revoked}.
    """
    parts = (_atrial_fibrillation(chance), _heart_failure(chance), _lung_disease(chance), _bleeding(chance))
    return " UNION ALL ".join(parts)


def _atrial_fibrillation(chance: Chance) -> str:
    """Build the first diagnosis, its repetition under LPR2, a later one, and valve disease (excluded)."""
    between, pick = chance.between, chance.pick
    code = pick("af code", "person", _AF)
    kind = pick("af kind", "person", ["'A'", "'A'", "'A'", "'B'"])
    main = _diagnosis(code, kind, "CASE WHEN revoked THEN 'Ja' END")
    hypertension = _diagnosis("'DI109'", "'B'", "NULL")
    first = f"[{main}, {hypertension}]"
    later = f"day + {between('af again', 'person', 20, 200)}"
    valve_day = f"day + {between('valve day', 'person', -300, 60)}"
    return _contacts(
        "af",
        11,
        "'kardiologi'",
        ("true", "day", "'LPR3'", first),
        ("repeated", "day", "'LPR2'", first),
        ("again AND NOT revoked", later, "'LPR3'", f"[{_diagnosis(code)}]"),
        ("valve", valve_day, "NULL", f"[{_diagnosis(pick('valve code', 'person', _VALVE))}]"),
    )


def _heart_failure(chance: Chance) -> str:
    code = chance.pick("hf code", "person", _HEART_FAILURE)
    return _contacts("hf", 12, "'kardiologi'", ("true", "onset", "'LPR3'", f"[{_diagnosis(code)}]"))


def _lung_disease(chance: Chance) -> str:
    day = f"start + {chance.between('kol day', 'person', 0, 300)}"
    main = _diagnosis(chance.pick("kol code", "person", _LUNG), "'B'")
    return _contacts("saba", 13, "'lungesygdomme'", ("kol", day, "'LPR3'", f"[{main}]"))


def _bleeding(chance: Chance) -> str:
    day = f"day + {chance.between('bleeding day', 'person', -20, 300)}"
    main = _diagnosis(chance.pick("bleeding code", "person", _BLEEDING))
    return _contacts("gastroscopy", 14, "'kirurgi'", ("bleeding", day, "'LPR3'", f"[{main}]"))


def background_contacts(rows: int, scale: Scale, chance: Chance) -> str:
    """Return SQL for `rows` everyday contacts, one to three diagnoses each."""
    pick, days = chance.pick, (LAST_DAY - FIRST_DAY).days + 1
    revoked = pick("revoked", "line", ["NULL"] * 2 + ["'Nej'"] * 6 + ["'Ja'"])
    first = _diagnosis(pick("first code", "line", _EVERYDAY), "'A'", revoked)
    second, third = (_diagnosis(pick("second code", "line", _EVERYDAY), kind) for kind in ("'B'", "'H'"))
    how_many = chance.uniform("diagnoses", "line")
    return f"""
        SELECT {20 * _BLOCK} + range AS contact,
            {chance.below("contact person", "line", scale.persons)}::BIGINT AS person,
            DATE '{FIRST_DAY}' + {chance.below("contact day", "line", days)} AS day,
            {pick("specialty", "line", _SPECIALTIES)} AS specialty,
            CASE WHEN repeated THEN 'LPR2' WHEN line % 10 = 3 THEN NULL ELSE 'LPR3' END AS system,
            CASE WHEN {how_many} < 0.60 THEN [{first}] WHEN {how_many} < 0.90 THEN [{first}, {second}]
                ELSE [{first}, {_diagnosis("'DZ867A'", "'+'", "NULL")}, {third}] END AS diagnoses,
            line
        FROM (SELECT range, range % {_REPEATED_EVERY} = {_REPEATED_EVERY - 1} AS repeated,
                  range - (range % {_REPEATED_EVERY} = {_REPEATED_EVERY - 1})::INTEGER AS line
              FROM range({rows}))"""


def delivered_contacts(rows: str, number: str, chance: Chance) -> str:
    """Return SQL for the contact table of rows as `contacts` gives them."""
    # By person and day, not by contact: a contact repeated under LPR2 says the same as the first.
    row = f"(person + 7919 * (day - DATE '{FIRST_DAY}'))"
    minute = chance.below("contact minute", row, 1440)
    return f"""
        SELECT {number} AS PNR, contact::VARCHAR AS DW_EK_KONTAKT,
            day::TIMESTAMP + to_minutes({minute}) AS KONT_STARTTIDSPUNKT,
            specialty AS KONT_ANS_HOVEDSPEC, {chance.pick("contact kind", row, _KINDS)} AS KONT_TYPE,
            system AS LPRINDBERETNINGSSYSTEM
        FROM ({rows})"""


def delivered_diagnoses(rows: str, kind_column: str) -> str:
    """Return SQL for the diagnosis table; deliverers call the type column DIAG_TYPE or DIAG_KODE_TYPE."""
    return f"""
        SELECT contact::VARCHAR AS DW_EK_KONTAKT, d.code AS DIAG_KODE, d.kind AS {kind_column},
            d.revoked AS SENERE_AFKRAEFTET
        FROM (SELECT contact, unnest(diagnoses) AS d FROM ({rows}))"""
