"""Settlement: Sygesikringsregisteret from 2005 (services claimed by practices).

Evidence: variable pages of Danmarks Statistik (HONUGE, YDERNR, SPECIALE) and the settlement code sheet.
Traps: `speciale` is two digits specialty and four digits service; a spreadsheet takes the leading zero of
01-09, so five digits are padded. There is no treatment date, only `honuge`, the week of the claim, ÅÅUU.
`ydernr` is not error-checked by the deliverer: one per cent unknown is tolerated. SYSI (1990-2005) has the
same columns and is refused by name: by the file's name, or by claim weeks before 2005.
"""

from __future__ import annotations

import pandera.polars as pa

from schemas.source import (
    MONEY,
    TEXT,
    WHOLE,
    Expectation,
    Reference,
    Source,
    Table,
    free_text,
    matches,
    one_of,
)

_SERVICES = Table(
    name="services",
    contract=pa.DataFrameSchema(
        {
            "pnr": pa.Column(TEXT, title="Person"),
            "speciale": pa.Column(TEXT, matches("six_digits", "[0-9]{6}"), title="Speciale og ydelse"),
            "ydernr": pa.Column(TEXT, matches("six_digits", "[0-9]{6}"), title="Ydernummer"),
            "ydlant": pa.Column(WHOLE, title="Antal ydelser"),
            "bruhon": pa.Column(MONEY, title="Bruttohonorar, kr."),
            "honuge": pa.Column(
                TEXT,
                [
                    matches("claim_week", "[0-9]{2}(0[1-9]|[1-4][0-9]|5[0-3])"),
                    matches("sysi_before_2005", "(0[5-9]|[1-8][0-9]).*|[^09].*|.{0,1}"),
                ],
                title="Honoraruge, ÅÅUU",
            ),
            "afrper": pa.Column(TEXT, free_text(), nullable=True, required=False, title="Afregningsperiode"),
            "kontakt": pa.Column(WHOLE, nullable=True, required=False, title="Kontaktmarkering"),
            "barnmak": pa.Column(WHOLE, one_of("zero_or_one", (0, 1)), title="Barn afregnet på voksen"),
        },
        strict=True,
    ),
    person="pnr",
    aliases={"cpr": "pnr"},
    pad={"speciale": (5, 6), "ydernr": (1, 6)},
    references={"ydernr": Reference("yder", "practices", "ydernr")},
    tolerated={("reference", "ydernr"): 0.01},
    date="honuge",
)

SOURCE = Source(
    name="sssy",
    title="Sygesikringsregisteret",
    tables=(_SERVICES,),
    expectations=(Expectation("services", "rows_ratio", 0.5, 2.0),),
    refused_files={"SYSI": "sysi"},
)
