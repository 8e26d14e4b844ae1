"""Small good deliveries of the clinical quality databases, with the quirks that are parsed and not refused.

Belongs here: one good table per database and how it is delivered; `delivered.py` writes them. drastma stands
there, with the registers.
"""

from __future__ import annotations

from datetime import date
from typing import Any

_NMSC = ["cpr", "ydernr", "diagnosedato", "diagnose", "risiko", "behandlingsdato", "behandling"]
_NMSC += ["viderehenvist", "opfoelgningsdato", "recidiv", "recidivdato", "ekskluderet"]
_DIABASE = [
    "cpr",
    "Sender_Identifier",
    "Sender_IdentifierCode",
    "Report_EyeScreeningDate",
    "EyeScreeningIndicationCode",
    "Report_IndicationNextContactCode",
    "Report_IndicationNextContactTime",
    "Report_History_DiabetesStatus",
    "VisualAcuityLeftEyeCode",
    "VisualAcuityRightEyeCode",
    "RetinaStatusLeftEyeCode",
    "RetinaStatusRightEyeCode",
    "MaculopatiStatusLeftEyeCode",
    "MaculopatiStatusRightEyeCode",
    "Report_Examinations_OCTtest",
]
_DRKOL = ["cpr", "ydernr", "besoegsdato", "fev1", "mrc", "eksacerbationer", "bmi", "rygning", "ics"]
_DRKOL += ["laba_lama", "ekskluderet"]

Tables = dict[str, tuple[list[str], list[list[Any]]]]


def databases(one: str, two: str, three: str) -> dict[str, Tables]:
    """source -> table -> (header, rows) for three persons. Cells are what the deliverer writes."""
    days = [date(2026, 1, n) for n in range(1, 32)]
    return {
        "nmsc": {
            "courses": (
                _NMSC,
                [
                    [one, "57584", "2026-01-02", "DC443", "lavrisiko", "2026-01-09", "Excision, næse", "nej"]
                    + ["2026-01-30", "nej", "", "nej"],
                    [
                        two,
                        "012345",
                        "2026-01-31",
                        "DC44",
                        "hoejrisiko",
                        "",
                        "",
                        "ja",
                        "",
                        "uoplyst",
                        "",
                        "ja",
                    ],
                    # Two tumours of one code on one day.
                    [
                        two,
                        "012345",
                        "2026-01-31",
                        "DC44",
                        "hoejrisiko",
                        "",
                        "",
                        "ja",
                        "",
                        "uoplyst",
                        "",
                        "ja",
                    ],
                ],
            )
        },
        "diabase": {
            "exams": (
                _DIABASE,
                [
                    [one, "57584", "ydernummer", days[1], "rutine", "rutine", "18_md", "velreguleret", ".05"]
                    + ["0,7", "ingen_dr", "praeproliferati", "ingen", "anden_type_macu", "ja"],
                    [two, "1301", "sygehusafdeling", days[2], "graviditet", "henvist_behandl", "[blank]"]
                    + ["[blank]", "mindre_end_0,02", "protese_eller_m", "proli_2", "vurdering_ikke_"]
                    + ["recidiv_maculaoedem", "vurdering_ikke_mulig", "nej"],
                    # A department that looks like a ydernummer nobody knows.
                    [three, "130102", "sygehusafdeling", days[3], "genopstart", "", "blank", "", "1.25"]
                    + ["uoplyst", "praeproliferativ", "ikke_vurderet", "macu_2", "stabil_maculaoe", ""],
                ],
            )
        },
        "adhd": {
            "assessments": (
                ["cpr", "ydernr", "udredningsdato", "somatisk_undersoegelse", "miljoeobservation"]
                + ["semistruktureret_interview", "ekskluderet"],
                [
                    [one, 57584, days[0], "ja", "nej", "ja", "nej"],
                    [two, "012345", days[30], "uoplyst", "uoplyst", "nej", "ja"],
                ],
            )
        },
        "danbio": {
            "visits": (
                ["CPR", "YDERNR", "BESOEGSDATO", "DIAGNOSE", "DAS28", "HAQ", "SMERTE", "EKSKLUDERET"],
                [
                    [one, "057584", days[4], "DM059", 3.21, 0.125, 0, "nej"],
                    [two, "012345", days[5], "DM459", None, None, 100, "nej"],
                ],
            )
        },
        "drkol": {
            "visits": (
                _DRKOL,
                [
                    [one, "57584", "2026-01-05", "61,5", "3", "2", "24,9", "tidligere", "ja", "ja", "nej"],
                    [two, "012345", "2026-01-06", "", "uoplyst", "", "", "uoplyst", "nej", "uoplyst", "ja"],
                ],
            )
        },
        "afdk": {
            "patients": (
                ["cpr", "diagnosedato", "ak_indikation", "klapsygdom", "ak_dato", "apopleksi_dato"]
                + ["bloedning_dato"],
                [
                    [one, days[6], "ja", "nej", days[9], date(2026, 3, 1), None],
                    [two, days[7], "uoplyst", "ja", None, None, date(2027, 1, 1)],
                ],
            )
        },
        "dugabase": {
            "operations": (
                ["cpr", "ydernr", "operationsdato", "diagnose", "procedure", "indberetningsdato", "tilfreds"],
                [
                    [one, "057584", days[8], "DN393", "KLEG10", date(2026, 2, 1), "ja"],
                    [one, "057584", days[8], "DN811", "KLEF00A", date(2026, 2, 1), "uoplyst"],
                ],
            )
        },
    }


#: How each is delivered: file ending and, for CSV, character table and delimiter.
FORMS: dict[str, tuple[str, str, str]] = {
    "nmsc.courses": (".csv", "iso-8859-1", ";"),
    "diabase.exams": (".xpt", "", ""),
    "adhd.assessments": (".xlsx", "", ""),
    "danbio.visits": (".parquet", "", ""),
    "drkol.visits": (".csv", "utf-8", ";"),
    "afdk.patients": (".xlsx", "", ""),
    "dugabase.operations": (".parquet", "", ""),
}
