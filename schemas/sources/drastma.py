"""Asthma visits in specialist practice: Dansk register for Astma (DrAstma), one clinical database.

Evidence: DrAstma's indicators (annual control, lung function within six months); the form is this product's
own.
Traps: the sender is a ydernummer. Three words may mean "not known" (`uoplyst`), which is not the same as
excluded.
"""

from __future__ import annotations

import pandera.polars as pa

from schemas.source import DAY, TEXT, WHOLE, Expectation, Reference, Source, Table, matches, one_of

_VISITS = Table(
    name="visits",
    contract=pa.DataFrameSchema(
        {
            "cpr": pa.Column(TEXT, title="Person"),
            "ydernr": pa.Column(TEXT, matches("six_digits", "[0-9]{6}"), title="Indberettende praksis"),
            "kontaktdato": pa.Column(DAY, title="Kontaktdato"),
            "kontakttype": pa.Column(
                WHOLE, one_of("visit_type", (1, 2, 9)), title="1 ny astma, 2 kontrol, 9 uoplyst"
            ),
            "lungefunktion": pa.Column(
                TEXT, one_of("yes_no_unknown", ("ja", "nej", "uoplyst")), title="Lungefunktion målt"
            ),
            "lungefunktion_dato": pa.Column(DAY, nullable=True, title="Dato for lungefunktion"),
            "ekskluderet": pa.Column(TEXT, one_of("yes_or_no", ("ja", "nej")), title="Ekskluderet"),
        },
        strict=True,
    ),
    person="cpr",
    aliases={"pnr": "cpr"},
    key=("cpr", "ydernr", "kontaktdato", "kontakttype"),
    pad={"ydernr": (1, 6)},
    references={"ydernr": Reference("yder", "practices", "ydernr")},
    date="kontaktdato",
)

SOURCE = Source(
    name="drastma",
    title="Dansk register for Astma",
    tables=(_VISITS,),
    expectations=(
        Expectation("visits", "rows_ratio", 0.5, 2.0),
        Expectation("visits", "share_months_without_rows", 0, 0.5, warns=True),
    ),
)
