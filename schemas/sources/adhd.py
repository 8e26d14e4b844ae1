"""Assessments of children and adolescents for ADHD: ADHD-databasen, reported by child psychiatry practices.

Evidence: the database's guide names what is registered (somatic examination; observation of the environment
or a semi-structured interview) and that practices report since 2023; its delivered layout is not public, so
the column names and words are ours.
Traps: practices report through a pop-up that may be closed unanswered: that is `uoplyst`, not "nej".
"""

from __future__ import annotations

import pandera.polars as pa

from schemas.source import (
    DAY,
    TEXT,
    YES_NO,
    YES_NO_UNKNOWN,
    Expectation,
    Reference,
    Source,
    Table,
    matches,
    one_of,
)


def _answer(title: str) -> pa.Column:
    return pa.Column(TEXT, one_of("yes_no_unknown", YES_NO_UNKNOWN), title=title)


_ASSESSMENTS = Table(
    name="assessments",
    contract=pa.DataFrameSchema(
        {
            "cpr": pa.Column(TEXT, title="Person"),
            "ydernr": pa.Column(TEXT, matches("six_digits", "[0-9]{6}"), title="Indberettende praksis"),
            "udredningsdato": pa.Column(DAY, title="Dato for udredning"),
            "somatisk_undersoegelse": _answer("Somatisk undersøgelse"),
            "miljoeobservation": _answer("Miljøobservation"),
            "semistruktureret_interview": _answer("Semistruktureret interview"),
            "ekskluderet": pa.Column(TEXT, one_of("yes_or_no", YES_NO), title="Ekskluderet"),
        },
        strict=True,
    ),
    person="cpr",
    aliases={"pnr": "cpr"},
    key=("cpr", "ydernr", "udredningsdato"),
    pad={"ydernr": (1, 6)},
    references={"ydernr": Reference("yder", "practices", "ydernr")},
    date="udredningsdato",
)

SOURCE = Source(
    name="adhd",
    title="ADHD-databasen",
    tables=(_ASSESSMENTS,),
    expectations=(
        Expectation("assessments", "rows_ratio", 0.5, 2.0),
        Expectation("assessments", "share_months_without_rows", 0, 0.5, warns=True),
    ),
)
