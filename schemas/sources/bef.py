"""Persons: Befolkningsregisteret (BEF). One row per person; the newest delivery replaces all.

Evidence: variable list of Danmarks Statistik.
Traps: the birth day is `foed_dag` with one deliverer and `foed_dato` with another. koen 1 is man, 2 is woman.
"""

from __future__ import annotations

from datetime import date

import pandera.polars as pa

from schemas.source import DAY, TEXT, WHOLE, Expectation, Source, Table, at_least, matches, one_of

_PERSONS = Table(
    name="persons",
    contract=pa.DataFrameSchema(
        {
            "pnr": pa.Column(TEXT, title="Person"),
            "koen": pa.Column(WHOLE, one_of("sex", (1, 2)), title="Køn: 1 mand, 2 kvinde"),
            "foed_dag": pa.Column(DAY, at_least("born_since_1850", date(1850, 1, 1)), title="Fødselsdag"),
            "kom": pa.Column(
                TEXT,
                matches("municipality", "[0-9]{3}"),
                nullable=True,
                required=False,
                title="Bopælskommune",
            ),
        },
        strict=True,
    ),
    person="pnr",
    aliases={"cpr": "pnr", "foed_dato": "foed_dag"},
    key=("pnr",),
)

SOURCE = Source(
    name="bef",
    title="Befolkningsregisteret",
    tables=(_PERSONS,),
    replaces="whole",
    expectations=(Expectation("persons", "rows_ratio", 0.5, 2.0),),
)
