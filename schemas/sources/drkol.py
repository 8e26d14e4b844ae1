"""Visits of patients with chronic obstructive lung disease: Dansk register for KOL (DrKOL).

Evidence: the register's measures (FEV1, BMI, MRC, smoking, inhaled treatment, exacerbations) are public; its
delivered layout is not, so the column names and words are ours. The register itself covers hospitals, and
general practice from 2020: that specialist practices report in this form is ours too.
Traps: `mrc` is 1 to 5 or the word `uoplyst`. A measure that was not taken is an empty cell. `eksacerbationer`
counts the last twelve months: 0 is an answer, empty is none.
"""

from __future__ import annotations

import pandera.polars as pa

from schemas.source import (
    AMOUNT,
    DAY,
    TEXT,
    WHOLE,
    YES_NO,
    YES_NO_UNKNOWN,
    Expectation,
    Reference,
    Source,
    Table,
    between,
    matches,
    one_of,
)

_VISITS = Table(
    name="visits",
    contract=pa.DataFrameSchema(
        {
            "cpr": pa.Column(TEXT, title="Person"),
            "ydernr": pa.Column(TEXT, matches("six_digits", "[0-9]{6}"), title="Indberettende praksis"),
            "besoegsdato": pa.Column(DAY, title="Besøgsdato"),
            "fev1": pa.Column(
                AMOUNT, between("per_cent_of_predicted", 0, 200), nullable=True, title="FEV1, % af forventet"
            ),
            "mrc": pa.Column(TEXT, one_of("mrc", (*"12345", "uoplyst")), title="Åndenød, MRC 1-5"),
            "eksacerbationer": pa.Column(
                WHOLE, between("a_year", 0, 365), nullable=True, title="Eksacerbationer seneste 12 måneder"
            ),
            "bmi": pa.Column(AMOUNT, between("bmi", 5, 120), nullable=True, title="BMI"),
            "rygning": pa.Column(
                TEXT, one_of("smoking", ("ja", "nej", "tidligere", "uoplyst")), title="Rygning"
            ),
            "ics": pa.Column(TEXT, one_of("yes_no_unknown", YES_NO_UNKNOWN), title="Inhalationssteroid"),
            "laba_lama": pa.Column(TEXT, one_of("yes_no_unknown", YES_NO_UNKNOWN), title="LABA eller LAMA"),
            "ekskluderet": pa.Column(TEXT, one_of("yes_or_no", YES_NO), title="Ekskluderet"),
        },
        strict=True,
    ),
    person="cpr",
    aliases={"pnr": "cpr"},
    key=("cpr", "ydernr", "besoegsdato"),
    pad={"ydernr": (1, 6)},
    references={"ydernr": Reference("yder", "practices", "ydernr")},
    date="besoegsdato",
)

SOURCE = Source(
    name="drkol",
    title="Dansk register for Kronisk Obstruktiv Lungesygdom (DrKOL)",
    tables=(_VISITS,),
    expectations=(
        Expectation("visits", "rows_ratio", 0.5, 2.0),
        Expectation("visits", "share_months_without_rows", 0, 0.5, warns=True),
        Expectation("visits", "share_null:fev1", 0, 0.5, warns=True),
    ),
)
