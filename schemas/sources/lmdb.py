"""Prescriptions: Lægemiddelstatistikregisteret, in the form of Sundhedsdatastyrelsen.

Evidence: column list of the register (June 2026), RECU from the handbook of Sundhedsdatastyrelsen.
Traps: `recu` (who prescribed) is in this form only, not in Danmarks Statistik's extract, which is refused
without it. It holds a ydernummer, or a hospital department's code of seven characters or more. `apk` may be
negative in corrections (`korr`). `volume` is DDD in the whole pack, missing where the product has none.
`indo` is missing on 12-18 per cent. No row has a key: the same package twice on one day is two rows.
"""

from __future__ import annotations

import pandera.polars as pa

from schemas.source import (
    AMOUNT,
    DAY,
    MONEY,
    TEXT,
    WHOLE,
    Expectation,
    Reference,
    Source,
    Table,
    at_least,
    free_text,
    matches,
)

_DISPENSINGS = Table(
    name="dispensings",
    contract=pa.DataFrameSchema(
        {
            "pnr": pa.Column(TEXT, title="Person"),
            "eksd": pa.Column(DAY, title="Ekspeditionsdato"),
            "atc": pa.Column(
                TEXT, matches("atc_code", "[A-Z]([0-9]{2}([A-Z]([A-Z]([0-9]{2})?)?)?)?"), title="ATC-kode"
            ),
            "vnr": pa.Column(TEXT, matches("six_digits", "[0-9]{6}"), title="Varenummer"),
            "apk": pa.Column(WHOLE, title="Antal pakninger; negativt ved rettelser"),
            "packsize": pa.Column(
                AMOUNT, at_least("not_negative", 0), title="Enheder eller doser pr. pakning"
            ),
            "strnum": pa.Column(AMOUNT, nullable=True, title="Styrke, tal"),
            "strunit": pa.Column(TEXT, free_text(), nullable=True, title="Styrke, enhed"),
            "volume": pa.Column(AMOUNT, at_least("not_negative", 0), nullable=True, title="DDD i pakningen"),
            "indo": pa.Column(
                TEXT, matches("seven_digits", "[0-9]{7}"), nullable=True, title="Indikationskode"
            ),
            "recu": pa.Column(
                TEXT,
                [matches("ydernummer_or_department", "[0-9]{6}|[0-9A-Za-z]{7,}"), *free_text()],
                nullable=True,
                title="Receptudsteder: ydernummer eller afdelingskode",
            ),
            "korr": pa.Column(TEXT, free_text(), nullable=True, title="Rettelseskode"),
            "eksp": pa.Column(MONEY, nullable=True, title="Ekspeditionspris, kr."),
            "name": pa.Column(TEXT, free_text(), nullable=True, title="Præparatnavn"),
        },
        strict=True,
    ),
    person="pnr",
    aliases={"cpr": "pnr"},
    pad={"vnr": (1, 6), "recu": (1, 6)},
    references={"recu": Reference("yder", "practices", "ydernr", width=6)},
    tolerated={("reference", "recu"): 0.01},
    date="eksd",
)

SOURCE = Source(
    name="lmdb",
    title="Lægemiddelstatistikregisteret",
    tables=(_DISPENSINGS,),
    expectations=(
        Expectation("dispensings", "rows_ratio", 0.5, 2.0),
        Expectation("dispensings", "share_months_without_rows", 0, 0),
        Expectation("dispensings", "share_null:recu", 0, 0.5),
        Expectation("dispensings", "share_null:volume", 0, 0.5),
        Expectation("dispensings", "share_null:indo", 0, 0.5, warns=True),
    ),
)
