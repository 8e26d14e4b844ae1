"""Visits of patients with inflammatory joint disease: Dansk Reumatologisk Database (DANBIO).

Evidence: the database covers about thirty practices, and rheumatoid arthritis, spondyloarthritis and psoriatic
arthritis; its measures (DAS28, HAQ, pain) are public. Its delivered layout is not: the column names are ours.
Traps: a measure that was not taken is an empty cell, never 0, which is a good result. DAS28 has no meaning in
spondyloarthritis and is then empty. Diagnoses are SKS codes with their D.
"""

from __future__ import annotations

import pandera.polars as pa

from schemas.source import (
    AMOUNT,
    DAY,
    TEXT,
    WHOLE,
    YES_NO,
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
            "diagnose": pa.Column(
                TEXT, matches("joint_disease", "DM(0[5-8]|4[56])[0-9A-Z]{0,6}"), title="Diagnosekode"
            ),
            "das28": pa.Column(AMOUNT, between("das28", 0, 10), nullable=True, title="DAS28"),
            "haq": pa.Column(AMOUNT, between("haq", 0, 3), nullable=True, title="HAQ, funktion"),
            "smerte": pa.Column(WHOLE, between("vas", 0, 100), nullable=True, title="Smerte, VAS 0-100"),
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
    name="danbio",
    title="Dansk Reumatologisk Database (DANBIO)",
    tables=(_VISITS,),
    expectations=(
        Expectation("visits", "rows_ratio", 0.5, 2.0),
        Expectation("visits", "share_months_without_rows", 0, 0.5, warns=True),
        Expectation("visits", "share_null:das28", 0, 0.8, warns=True),
    ),
)
