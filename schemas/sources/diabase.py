"""Eye screening in diabetes: the national database of diabetic retinopathy and maculopathy (DiaBase).

Evidence: column names (here in lower case), values and validity are verified in the database's public list of
variables of 2023. The layout's other half is ours: the words behind categories that the list shows cut at 15
characters.
Traps: categories are cut at 15 characters (`praeproliferati`); both lengths are taken. Visual acuity mixes
`.05`, `1.25`, `0,7` and words, so it stays text. The next contact is text too (`18_md`); the list shows the
months that occurred, here any up to 60 will do. Nothing entered is an empty cell, `blank` or `[blank]`. OCT
and diabetes status exist from 1 January 2021. A sender is a ydernummer or a hospital (number of 4 characters,
department of 6 or 7), and only its type tells which: a department may look like a ydernummer. Variables that
no indicator needs (earlier surgery, blurred media, municipality, year) are not taken.
"""

from __future__ import annotations

import pandera.polars as pa

from schemas.source import (
    BLANK,
    DAY,
    TEXT,
    YES_NO,
    Expectation,
    Reference,
    Source,
    Table,
    matches,
    one_of,
    whole_or_cut,
)

#: Other words for the same finding were used in other years; `macu_1` and `ny_maculaoedem` are one.
NEXT_CONTACTS = (
    "graviditet",
    "henvist_anden_behandling",
    "henvist_behandling",
    "ikke_relevant",
    "overgaar_til_screening",
    "rutine",
)
RETINA = (
    "ikke_vurderet",
    "ingen_dr",
    "mild_dr",
    "moderat_dr",
    "praeproliferativ",
    "proli_1",
    "proli_2",
    "proli_3",
    "vurdering_ikke_mulig",
)
MACULA = (
    "anden_type_af_makulopati",
    "anden_type_maculopati",
    "ikke_vurderet",
    "ingen",
    "macu_1",
    "macu_2",
    "macu_3",
    "macu_4",
    "ny_maculaoedem",
    "recidiv_maculaoedem",
    "stabil_maculaoedem",
    "vurdering_ikke_mulig",
)
NO_EYE = "protese_eller_manglende_oeje"
#: A number up to 2.99 with point or comma, with or without its zero, or one of three words.
_ACUITY = rf"[0-2]?[.,][0-9]{{1,2}}|[0-2]|mindre_end_0,02|{NO_EYE}|{NO_EYE[:15]}|uoplyst"
_MONTHS = r"([1-9]|[1-5][0-9]|60)_md|blank|\[blank\]"


def _acuity(side: str) -> pa.Column:
    return pa.Column(
        TEXT, matches("visual_acuity", _ACUITY), nullable=True, title=f"Synsstyrke, {side} øje, tekst"
    )


def _retina(side: str) -> pa.Column:
    return pa.Column(TEXT, whole_or_cut("retina", RETINA), nullable=True, title=f"Retinopati, {side} øje")


def _macula(side: str) -> pa.Column:
    return pa.Column(TEXT, whole_or_cut("macula", MACULA), nullable=True, title=f"Makulopati, {side} øje")


_EXAMS = Table(
    name="exams",
    contract=pa.DataFrameSchema(
        {
            "cpr": pa.Column(TEXT, title="Person"),
            "sender_identifier": pa.Column(
                TEXT,
                matches("ydernummer_or_hospital", "[0-9]{4}|[0-9]{6}|[0-9]{4}[0-9A-Za-z]{2,3}"),
                title="Afsender: ydernummer eller sygehusafdeling",
            ),
            "sender_identifiercode": pa.Column(
                TEXT, one_of("sender_type", ("sygehusafdeling", "ydernummer")), title="Afsendertype"
            ),
            "report_eyescreeningdate": pa.Column(DAY, title="Besøgsdato"),
            "eyescreeningindicationcode": pa.Column(
                TEXT, one_of("screening_indication", ("genopstart", "graviditet", "rutine")), title="Årsag"
            ),
            "report_indicationnextcontactcode": pa.Column(
                TEXT, whole_or_cut("next_contact", NEXT_CONTACTS), nullable=True, title="Næste kontakt"
            ),
            "report_indicationnextcontacttime": pa.Column(
                TEXT, matches("months", _MONTHS), nullable=True, title="Måneder til næste kontakt, 18_md"
            ),
            "report_history_diabetesstatus": pa.Column(
                TEXT,
                one_of("diabetes_status", ("velreguleret", "dysreguleret", "ukendt", *BLANK)),
                nullable=True,
                required=False,
                title="Diabetesstatus, fra 2021",
            ),
            "visualacuitylefteyecode": _acuity("venstre"),
            "visualacuityrighteyecode": _acuity("højre"),
            "retinastatuslefteyecode": _retina("venstre"),
            "retinastatusrighteyecode": _retina("højre"),
            "maculopatistatuslefteyecode": _macula("venstre"),
            "maculopatistatusrighteyecode": _macula("højre"),
            "report_examinations_octtest": pa.Column(
                TEXT,
                one_of("yes_no_blank", (*YES_NO, *BLANK)),
                nullable=True,
                required=False,
                title="OCT udført, fra 2021",
            ),
        },
        strict=True,
    ),
    person="cpr",
    aliases={"pnr": "cpr"},
    key=("cpr", "sender_identifier", "report_eyescreeningdate"),
    # Shorter ones are hospitals.
    pad={"sender_identifier": (5, 6)},
    references={
        "sender_identifier": Reference(
            "yder", "practices", "ydernr", only=("sender_identifiercode", "ydernummer")
        )
    },
    date="report_eyescreeningdate",
)

SOURCE = Source(
    name="diabase",
    title="Diabetisk retinopati og makulopati (DiaBase)",
    tables=(_EXAMS,),
    expectations=(
        Expectation("exams", "rows_ratio", 0.5, 2.0),
        Expectation("exams", "share_months_without_rows", 0, 0.5, warns=True),
        Expectation("exams", "share_null:visualacuitylefteyecode", 0, 0.2, warns=True),
        Expectation("exams", "share_null:retinastatuslefteyecode", 0, 0.2, warns=True),
    ),
)
