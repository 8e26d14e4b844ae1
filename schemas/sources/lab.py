"""Laboratory results: Laboratoriedatabasens forskertabel (LAB_DM_FORSKER).

Evidence: variable list of Sundhedsdatastyrelsen.
Traps: `value` is text ("ikke påvist", "<5"): it stays text, also where it is a number. One analyte has
several codes and units. Local codes (not NPU, not DNK) are refused: nobody can say what they measure.
"""

from __future__ import annotations

import pandera.polars as pa

from schemas.source import DAY, TEXT, Expectation, Source, Table, free_text, matches


def _free(title: str, required: bool = False) -> pa.Column:
    return pa.Column(TEXT, free_text(), nullable=True, required=required, title=title)


_RESULTS = Table(
    name="results",
    contract=pa.DataFrameSchema(
        {
            "patient_cpr": pa.Column(TEXT, title="Person"),
            "analysiscode": pa.Column(
                TEXT, matches("npu_or_dnk_code", "(NPU|DNK)[0-9]{5}"), title="Analysekode"
            ),
            "samplingdate": pa.Column(DAY, title="Prøvedato"),
            "samplingtime": _free("Prøvetidspunkt"),
            "value": _free("Svar, tekst", required=True),
            "unit": _free("Enhed"),
            "resulttype": _free("Svartype"),
            "referenceinterval_lowerlimit": _free("Referenceinterval, nedre grænse"),
            "referenceinterval_upperlimit": _free("Referenceinterval, øvre grænse"),
            "laboratorium_idcode": _free("Laboratorium"),
        },
        strict=True,
    ),
    person="patient_cpr",
    aliases={"pnr": "patient_cpr", "cpr": "patient_cpr", "samplevalue": "value"},
    date="samplingdate",
)

SOURCE = Source(
    name="lab",
    title="Laboratoriedatabasen",
    tables=(_RESULTS,),
    expectations=(
        Expectation("results", "rows_ratio", 0.5, 2.0),
        Expectation("results", "share_months_without_rows", 0, 0, warns=True),
        Expectation("results", "share_null:value", 0, 0.2, warns=True),
    ),
)
