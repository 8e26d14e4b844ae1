"""Urogynaecological operations: Dansk Urogynækologisk Database (DugaBase).

Evidence: that private clinics must report, and how completely they do, is public; the delivered layout is
not, so the column names and words are ours. Procedures are SKS codes.
Traps: the database holds what was reported: an operation that is missing here is seen only in the settlement.
`indberetningsdato` may lie long after the operation, so an early extract lacks operations.
"""

from __future__ import annotations

import pandera.polars as pa

from schemas.source import (
    DAY,
    TEXT,
    YES_NO_UNKNOWN,
    Expectation,
    Reference,
    Source,
    Table,
    matches,
    one_of,
)

_OPERATIONS = Table(
    name="operations",
    contract=pa.DataFrameSchema(
        {
            "cpr": pa.Column(TEXT, title="Person"),
            "ydernr": pa.Column(TEXT, matches("six_digits", "[0-9]{6}"), title="Indberettende klinik"),
            "operationsdato": pa.Column(DAY, title="Operationsdato"),
            "diagnose": pa.Column(
                TEXT, matches("urogynaecology", "DN(39|81|99)[0-9A-Z]{0,6}"), title="Diagnosekode"
            ),
            "procedure": pa.Column(
                TEXT, matches("sks_procedure", "K[A-Z]{2,3}[0-9]{0,2}[0-9A-Z]{0,2}"), title="Procedurekode"
            ),
            "indberetningsdato": pa.Column(DAY, title="Indberettet"),
            "tilfreds": pa.Column(TEXT, one_of("yes_no_unknown", YES_NO_UNKNOWN), title="Tilfreds"),
        },
        strict=True,
    ),
    person="cpr",
    aliases={"pnr": "cpr"},
    # Two procedures in one operation are two rows.
    key=("cpr", "ydernr", "operationsdato", "procedure"),
    pad={"ydernr": (1, 6)},
    references={"ydernr": Reference("yder", "practices", "ydernr")},
    date="operationsdato",
)

SOURCE = Source(
    name="dugabase",
    title="Dansk Urogynækologisk Database (DugaBase)",
    tables=(_OPERATIONS,),
    expectations=(
        Expectation("operations", "rows_ratio", 0.5, 2.0),
        Expectation("operations", "share_months_without_rows", 0, 0.5, warns=True),
    ),
)
