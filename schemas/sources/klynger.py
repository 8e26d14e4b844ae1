"""Membership of quality clusters (kvalitetsklynger), dated. The newest delivery replaces all.

Evidence: eKVIS on clusters; the form is this product's own.
Traps: the settlement code does not tell the cluster, and a practice moves: membership is dated rows. A
cluster may lie in two regions. `data` says whether the cluster chose open data (names) or closed (codes).
"""

from __future__ import annotations

import pandera.polars as pa

from schemas.source import DAY, TEXT, Expectation, Reference, Source, Table, free_text, matches, one_of
from schemas.specialty import specialties

_MEMBERSHIPS = Table(
    name="memberships",
    contract=pa.DataFrameSchema(
        {
            "ydernr": pa.Column(TEXT, matches("six_digits", "[0-9]{6}"), title="Ydernummer"),
            "speciale": pa.Column(TEXT, one_of("specialty", specialties()), title="Speciale"),
            "klynge": pa.Column(TEXT, free_text(), title="Klynge"),
            "babyklynge": pa.Column(TEXT, free_text(), nullable=True, title="Babyklynge"),
            "region": pa.Column(
                TEXT,
                one_of("region", ("Hovedstaden", "Sjælland", "Syddanmark", "Midtjylland", "Nordjylland")),
                title="Region",
            ),
            "fra": pa.Column(DAY, title="Medlem fra"),
            "til": pa.Column(DAY, nullable=True, title="Medlem til"),
            "data": pa.Column(
                TEXT, one_of("open_or_closed", ("åbne", "lukkede")), title="Åbne eller lukkede data"
            ),
        },
        strict=True,
    ),
    key=("ydernr", "speciale", "fra"),
    pad={"ydernr": (1, 6)},
    references={"ydernr": Reference("yder", "practices", "ydernr")},
    date="fra",
)

SOURCE = Source(
    name="klynger",
    title="Kvalitetsklyngernes medlemmer",
    tables=(_MEMBERSHIPS,),
    replaces="whole",
    expectations=(Expectation("memberships", "rows_ratio", 0.5, 2.0),),
)
