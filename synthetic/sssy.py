"""Settled services: who claimed what for whom, by week of claim.

Belongs here: the rows of the source sssy. Does not belong here: whether a patient meets an indicator
(`patients.py`). The earlier delivery went through a numeric column: its speciale and ydernr have lost their
leading zeros.
"""

from __future__ import annotations

from synthetic.chance import Chance, chance_of
from synthetic.organisation import (
    GENERAL_NUMBERS,
    OTHER_NUMBERS,
    OTHER_PRACTICES,
    SPECIALIST_NUMBERS,
    UNKNOWN_NUMBERS,
)
from synthetic.patients import panel_years
from synthetic.rates import CHILD_ON_ADULT, UNKNOWN_PROVIDER
from synthetic.scale import FIRST_DAY, LAST_DAY, Scale

_CONSULTATION, _FOLLOW_UP = "'080110'", "'080120'"
_ECHO, _SPIROMETRY = "'082208'", ["'082206'", "'082206'", "'082207'"]
_COLONOSCOPY, _POLYPECTOMY = "'082308'", "'083153'"
_GASTROSCOPY = ["'082302'", "'082302'", "'082302'", "'082402'"]

#: Everyday services of general practices and of practices outside the project, by how common they are.
_GENERAL_SERVICES = (
    ["'800101'"] * 8 + ["'800201'"] * 3 + ["'800105'"] * 4 + ["'802101'"] * 2 + ["'807156'", "'807403'"]
)
_OTHER_SERVICES = ["'040110'", "'042109'", "'190110'", "'192004'", "'210110'", "'212001'", "'213009'"]
#: ... and of the specialties: some of them are the indicators' own services, claimed by whoever is drawn.
_SPECIALIST_SERVICES = [_CONSULTATION] * 6 + [_FOLLOW_UP] * 8 + ["'080130'"] * 4 + [
    "'082201'", "'082201'", _ECHO, "'082206'", "'082302'", "'082308'", "'083153'", "'080201'",
]  # fmt: skip


def services(chance: Chance) -> str:
    """Return SQL for the cohorts' services: person, day, code, ydernr, count, child, line."""
    cohorts = (_af, _hf, _lung, _asthma, _colonoscopies, _gastroscopies, _ppi)
    return " UNION ALL ".join(
        f"SELECT person, s.day, s.code, s.ydernr, s.count, 0 AS child, line "
        f"FROM ({cohort(chance)}) WHERE s IS NOT NULL"
        for cohort in cohorts
    )


def _service(day: str, code: str, ydernr: str = "ydernr", count: str = "1") -> str:
    return f"{{'day': {day}, 'code': {code}, 'ydernr': {ydernr}, 'count': {count}}}"


def _rows(source: str, row: str, *cases: tuple[str, str]) -> str:
    """Return SQL with one service for each (condition, service) that holds, per row of `source`."""
    items = ", ".join(f"CASE WHEN {condition} THEN {service} END" for condition, service in cases)
    parts = ", ".join(str(i) for i in range(len(cases)))
    return f"SELECT person, unnest([{items}]) AS s, {row} * 8 + unnest([{parts}]) AS line FROM {source}"


def _af(chance: Chance) -> str:
    """Build the visit within 13 weeks that makes a practice the patient's, and the echocardiography."""
    between, u = chance.between, chance.uniform
    return _rows(
        "af",
        "person * 8",
        ("seen", _service(f"day + {between('af visit', 'person', -14, 27)}", _CONSULTATION)),
        ("seen AND echo", _service(f"day + {between('echo day', 'person', -10, 70)}", _ECHO)),
        (
            f"seen AND NOT echo AND {u('echo late', 'person')} < 0.2",
            _service(f"day + {between('echo late day', 'person', 115, 200)}", _ECHO),
        ),
        (
            f"seen AND {u('af other', 'person')} < 0.04",
            _service(f"day + {between('af other day', 'person', 45, 80)}", _CONSULTATION, "other"),
        ),
    )


def _hf(chance: Chance) -> str:
    years = panel_years("hf", "heart_failure_triple_therapy", chance)
    return _rows(
        f"(SELECT * FROM ({years}) WHERE visit > onset)",
        "slot",
        ("true", _service("visit", _FOLLOW_UP)),
        (f"{chance.uniform('hf other', 'slot')} < 0.03", _service("visit + 20", _FOLLOW_UP, "other")),
    )


def _lung(chance: Chance) -> str:
    years = panel_years("saba", "saba_without_ics", chance)
    return _rows(
        f"({years})",
        "slot",
        (f"{chance.uniform('saba visit', 'slot')} < 0.35", _service("visit", _FOLLOW_UP)),
    )


def _asthma(chance: Chance) -> str:
    spirometry = chance.pick("spirometry", "person", _SPIROMETRY)
    day = f"day + {chance.between('spirometry day', 'person', -28, 140)}"
    return _rows(
        "asthma",
        "person * 8",
        ("true", _service("day", _CONSULTATION)),
        ("measured AND by_service", _service(day, spirometry)),
    )


def _colonoscopies(chance: Chance) -> str:
    """Build each colonoscopy, its polypectomy in the same week, and some a week late or claimed in two
    lines."""
    u = chance.uniform
    removed = chance.pick("polyps", "person", ["1", "1", "1", "2", "3"])
    return _rows(
        "colonoscopy",
        "person * 8",
        ("true", _service("day", _COLONOSCOPY)),
        ("polyp", _service("day", _POLYPECTOMY, count=removed)),
        (f"NOT polyp AND {u('polyp late', 'person')} < 0.03", _service("day + 7", _POLYPECTOMY)),
        (f"{u('two lines', 'person')} < 0.01", _service("day", _COLONOSCOPY)),
    )


def _gastroscopies(chance: Chance) -> str:
    u = chance.uniform
    code = chance.pick("gastroscopy", "person", _GASTROSCOPY)
    elsewhere = f"CASE WHEN {u('repeat elsewhere', 'person')} < 0.1 THEN other ELSE ydernr END"
    return _rows(
        "gastroscopy",
        "person * 8",
        ("true", _service("day", code)),
        (
            "again",
            _service(f"day + {chance.between('repeat day', 'person', 14, 335)}", "'082302'", elsewhere),
        ),
        (
            f"NOT again AND {u('gastroscopy later', 'person')} < 0.06",
            _service(f"day + {chance.between('later day', 'person', 385, 600)}", "'082302'"),
        ),
    )


def _ppi(chance: Chance) -> str:
    """Build the gastroscopy of who does not meet: every second year, so that every year has one in it or
    before."""
    years = panel_years("ppi", "ppi_without_gastroscopy", chance)
    examined = f"{chance.uniform('ppi met', 'person')} >= {chance_of('ppi_without_gastroscopy', 'visit')}"
    return _rows(
        f"({years})",
        "slot",
        (f"{chance.uniform('ppi visit', 'slot')} < 0.3", _service("visit", _FOLLOW_UP)),
        (
            f"{examined} AND (year + person) % 2 = 0",
            _service("visit", chance.pick("ppi gastroscopy", "slot", _GASTROSCOPY)),
        ),
    )


def background_services(
    rows: int, specialists: int, cohort_persons: int, scale: Scale, chance: Chance
) -> str:
    """Return SQL for `rows` everyday services: most by general practices, a few by a ydernummer that nobody
    has.

    The specialties' everyday services go to persons outside the cohorts, whose own are declared by rates.
    """
    providers = {
        "general": (
            GENERAL_NUMBERS,
            scale.general_practices,
            chance.pick("general", "line", _GENERAL_SERVICES),
        ),
        "other": (
            OTHER_NUMBERS,
            sum(OTHER_PRACTICES.values()),
            chance.pick("other", "line", _OTHER_SERVICES),
        ),
        "specialist": (
            SPECIALIST_NUMBERS,
            specialists,
            chance.pick("specialist", "line", _SPECIALIST_SERVICES),
        ),
        "unknown": (UNKNOWN_NUMBERS, 90, "'800101'"),
    }
    ydernr, code = "CASE kind", "CASE kind"
    for kind, ((start, step), count, service) in providers.items():
        place = chance.below(f"{kind} provider", "line", count)
        ydernr += f" WHEN '{kind}' THEN lpad(({start} + {step} * {place})::VARCHAR, 6, '0')"
        code += f" WHEN '{kind}' THEN {service}"
    outside = f"{cohort_persons} + {chance.below('outsider', 'line', scale.persons - cohort_persons)}"
    anybody = chance.below("service person", "line", scale.persons)
    who, unknown = chance.uniform("provider", "range"), UNKNOWN_PROVIDER * scale.settlements / max(rows, 1)
    child, days = chance.uniform("child", "line"), (LAST_DAY - FIRST_DAY).days + 1
    return f"""
        SELECT CASE kind WHEN 'specialist' THEN {outside} ELSE {anybody} END AS person,
            DATE '{FIRST_DAY}' + {chance.below("service day", "line", days)} AS day,
            {code} END AS code, {ydernr} END AS ydernr, 1 AS count,
            ({child} < {CHILD_ON_ADULT})::INTEGER AS child, line
        FROM (SELECT range AS line, CASE WHEN {who} < {unknown} THEN 'unknown'
                  WHEN {who} < 0.12 THEN 'specialist' WHEN {who} < 0.22 THEN 'other'
                  ELSE 'general' END AS kind
              FROM range({rows}))"""


def delivered_services(rows: str, number: str, numeric: bool) -> str:
    """Return SQL for the delivered columns of rows as `services` gives them.

    `numeric`: speciale and ydernr without leading zeros, as after a numeric column. HONUGE is the ISO week of
    the claim, YYWW. `number` is the SQL expression that turns `person` into a personal number.
    """
    strip = "ltrim({}, '0')" if numeric else "{}"
    fee = "(90 + hash(code) % 120000 / 100.0) * count"
    return f"""
        SELECT {number} AS PNR, {strip.format("code")} AS SPECIALE, {strip.format("ydernr")} AS YDERNR,
            count AS YDLANT, ({fee})::DECIMAL(10, 2) AS BRUHON, substr(strftime(day, '%G%V'), 3) AS HONUGE,
            strftime(day + 25, '%Y%m') AS AFRPER, (code[3:4] = '01')::INTEGER AS KONTAKT, child AS BARNMAK
        FROM ({rows})"""
