"""Practices: Yderregisteret. The newest delivery replaces all.

Evidence: the register's page at nspop.dk; Danmarks Statistik on YDERNR.
Traps: a ydernummer is used again after retirement: two rows with disjoint validity. Codes lose leading zeros
in spreadsheets. The two-digit specialty does not tell the cluster (08 covers three): that is the source
klynger.
"""

from __future__ import annotations

import pandera.polars as pa

from schemas.source import DAY, TEXT, Expectation, Source, Table, free_text, matches

_PRACTICES = Table(
    name="practices",
    contract=pa.DataFrameSchema(
        {
            "ydernr": pa.Column(TEXT, matches("six_digits", "[0-9]{6}"), title="Ydernummer"),
            "navn": pa.Column(TEXT, free_text(), title="Navn"),
            "speciale": pa.Column(TEXT, matches("two_digits", "[0-9]{2}"), title="Speciale"),
            "gyldig_fra": pa.Column(DAY, title="Gyldig fra"),
            "gyldig_til": pa.Column(DAY, nullable=True, title="Gyldig til"),
        },
        strict=True,
    ),
    key=("ydernr", "gyldig_fra"),
    pad={"ydernr": (1, 6), "speciale": (1, 2)},
    date="gyldig_fra",
)

SOURCE = Source(
    name="yder",
    title="Yderregisteret",
    tables=(_PRACTICES,),
    replaces="whole",
    expectations=(Expectation("practices", "rows_ratio", 0.5, 2.0),),
)
