"""What clusters agreed on at their meetings, as eKVIS gets it back from a package's action plan. Newest replaces all.

Evidence: none; the form is this product's own. Optional: a release is made without it.
Traps: clinic staff type the words, and might write of a patient: text that looks like a number of a person is refused
at the door, and the words are printed in the cluster's package. `indikator` is an indicator's short name, empty for an
agreement about nothing measured; one that is not in the package is printed without figures.
"""

from __future__ import annotations

import pandera.polars as pa

from schemas.source import (
    DAY,
    TEXT,
    Expectation,
    Reference,
    Source,
    Table,
    free_text,
    matches,
    one_of,
    printed_text,
)
from schemas.specialty import specialties

#: How an agreement goes, in the words of the form.
STATUSES = ("planlagt", "i gang", "gennemført", "opgivet")

_AGREEMENTS = Table(
    name="agreements",
    contract=pa.DataFrameSchema(
        {
            "speciale": pa.Column(TEXT, one_of("specialty", specialties()), title="Speciale"),
            "klynge": pa.Column(TEXT, free_text(), title="Klynge"),
            "indikator": pa.Column(
                TEXT,
                matches("short_name", "[a-z][a-z0-9_]{0,59}"),
                nullable=True,
                title="Indikatorens kortnavn",
            ),
            "aftalt": pa.Column(DAY, title="Dag, den blev aftalt"),
            "hvad": pa.Column(TEXT, printed_text(160), title="Hvad er aftalt"),
            "hvem": pa.Column(TEXT, printed_text(40), title="Hvem: rolle eller initialer"),
            "senest": pa.Column(DAY, title="Senest"),
            "status": pa.Column(TEXT, one_of("status", STATUSES), title="Status"),
            "bemaerkning": pa.Column(
                TEXT, printed_text(160), nullable=True, required=False, title="Bemærkning"
            ),
        },
        strict=True,
    ),
    aliases={"bemærkning": "bemaerkning"},
    key=("speciale", "klynge", "aftalt", "hvad"),
    references={"klynge": Reference("klynger", "memberships", "klynge")},
    date="aftalt",
)

SOURCE = Source(
    name="aftaler",
    title="Klyngernes aftaler",
    tables=(_AGREEMENTS,),
    replaces="whole",
    optional=True,
    # A list that shrinks is warned of only: a cluster may clear up.
    expectations=(Expectation("agreements", "rows_ratio", 0.5, 10.0, warns=True),),
)
