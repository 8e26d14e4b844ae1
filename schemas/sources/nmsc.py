"""Skin cancer other than melanoma: Hudkræftdatabasen (NMSC), courses reported by dermatology practices.

Evidence: the database's indicators are public (recurrence-free 0-15 months, high-risk basal cell carcinoma
referred on); its delivered layout is not, so the column names and words are ours.
Traps: a course has one row and is delivered by the day of its diagnosis; follow-up and recurrence come later
and stand in the same row, so an early extract knows fewer of them. No row has a key: two tumours of one code,
found on one day, are two courses. `uoplyst` is not the same as excluded.
"""

from __future__ import annotations

import pandera.polars as pa

from schemas.source import (
    DAY,
    TEXT,
    YES_NO,
    YES_NO_UNKNOWN,
    Expectation,
    Reference,
    Source,
    Table,
    free_text,
    matches,
    one_of,
)

_COURSES = Table(
    name="courses",
    contract=pa.DataFrameSchema(
        {
            "cpr": pa.Column(TEXT, title="Person"),
            "ydernr": pa.Column(TEXT, matches("six_digits", "[0-9]{6}"), title="Indberettende praksis"),
            "diagnosedato": pa.Column(DAY, title="Diagnosedato"),
            "diagnose": pa.Column(
                TEXT, matches("skin_cancer", "DC44[0-9A-Z]{0,6}"), title="Diagnosekode, hudkræft"
            ),
            "risiko": pa.Column(
                TEXT, one_of("risk", ("hoejrisiko", "lavrisiko", "uoplyst")), title="Risikogruppe"
            ),
            "behandlingsdato": pa.Column(DAY, nullable=True, title="Behandlingsdato; tom uden behandling"),
            "behandling": pa.Column(TEXT, free_text(), nullable=True, title="Behandling"),
            "viderehenvist": pa.Column(TEXT, one_of("yes_no_unknown", YES_NO_UNKNOWN), title="Viderehenvist"),
            "opfoelgningsdato": pa.Column(DAY, nullable=True, title="Seneste opfølgning"),
            "recidiv": pa.Column(TEXT, one_of("yes_no_unknown", YES_NO_UNKNOWN), title="Recidiv"),
            "recidivdato": pa.Column(DAY, nullable=True, title="Dato for recidiv"),
            "ekskluderet": pa.Column(TEXT, one_of("yes_or_no", YES_NO), title="Ekskluderet"),
        },
        strict=True,
    ),
    person="cpr",
    aliases={"pnr": "cpr"},
    pad={"ydernr": (1, 6)},
    references={"ydernr": Reference("yder", "practices", "ydernr")},
    date="diagnosedato",
)

SOURCE = Source(
    name="nmsc",
    title="Hudkræftdatabasen (NMSC)",
    tables=(_COURSES,),
    expectations=(
        Expectation("courses", "rows_ratio", 0.5, 2.0),
        Expectation("courses", "share_months_without_rows", 0, 0.5, warns=True),
        Expectation("courses", "share_null:behandlingsdato", 0, 0.5, warns=True),
    ),
)
