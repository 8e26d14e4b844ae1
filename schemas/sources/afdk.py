"""Patients with atrial fibrillation: Atrieflimren i Danmark (AFDK), made of registers only.

Evidence: the database's indicators (anticoagulation within 30 days, stroke, bleeding) are public; its
delivered layout is not, so the column names and words are ours.
Traps: it knows hospital diagnoses only, and no practice: a patient found here belongs to a practice by what
other sources say. A patient stands in it once, by the day of the first diagnosis; treatment and outcomes of
later years stand in the same row, so an early extract knows fewer of them.
"""

from __future__ import annotations

import pandera.polars as pa

from schemas.source import DAY, TEXT, YES_NO, YES_NO_UNKNOWN, Expectation, Source, Table, one_of

_PATIENTS = Table(
    name="patients",
    contract=pa.DataFrameSchema(
        {
            "cpr": pa.Column(TEXT, title="Person"),
            "diagnosedato": pa.Column(DAY, title="Første diagnose på sygehus"),
            "ak_indikation": pa.Column(
                TEXT, one_of("yes_no_unknown", YES_NO_UNKNOWN), title="Indikation for AK-behandling"
            ),
            "klapsygdom": pa.Column(TEXT, one_of("yes_or_no", YES_NO), title="Klapsygdom"),
            "ak_dato": pa.Column(DAY, nullable=True, title="Første AK-behandling"),
            "apopleksi_dato": pa.Column(DAY, nullable=True, title="Iskæmisk apopleksi"),
            "bloedning_dato": pa.Column(DAY, nullable=True, title="Større blødning"),
        },
        strict=True,
    ),
    person="cpr",
    aliases={"pnr": "cpr"},
    key=("cpr",),
    date="diagnosedato",
)

SOURCE = Source(
    name="afdk",
    title="Atrieflimren i Danmark (AFDK)",
    tables=(_PATIENTS,),
    expectations=(
        Expectation("patients", "rows_ratio", 0.5, 2.0),
        Expectation("patients", "share_months_without_rows", 0, 0.5, warns=True),
        Expectation("patients", "share_null:ak_dato", 0, 0.8, warns=True),
    ),
)
