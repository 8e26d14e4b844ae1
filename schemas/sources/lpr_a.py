"""Hospital contacts and their diagnoses: Landspatientregisteret 3, A form (LPR_A). One delivery of two files.

Evidence: the registers guide of Steno Diabetes Center Aarhus and its package osdc.
Traps: the type column has two names (`diag_kode_type`, `diag_type`). LPR_A repeats older contacts
(`lprindberetningssystem` other than LPR3) and keeps withdrawn diagnoses (`senere_afkraeftet` = Ja):
indicators leave both out. `kont_starttidspunkt` is a moment, sometimes only a day. Older layouts are refused
by name: LPR2 (lpr_adm, lpr_diag) and LPR3_F (kontakter, diagnoser).
"""

from __future__ import annotations

import pandera.polars as pa

from schemas.source import (
    MOMENT,
    TEXT,
    Expectation,
    Reference,
    Source,
    Table,
    decoded,
    free_text,
    matches,
    one_of,
)

_CONTACTS = Table(
    name="contacts",
    contract=pa.DataFrameSchema(
        {
            "pnr": pa.Column(TEXT, title="Person"),
            "dw_ek_kontakt": pa.Column(TEXT, decoded(), title="Kontaktens nøgle"),
            "kont_starttidspunkt": pa.Column(MOMENT, title="Kontaktens start"),
            "kont_ans_hovedspec": pa.Column(
                TEXT, free_text(), nullable=True, title="Ansvarligt hovedspeciale"
            ),
            "kont_type": pa.Column(
                TEXT,
                matches("contact_type", "ALCA[0-9A-Z]{2,4}"),
                nullable=True,
                required=False,
                title="Kontakttype",
            ),
            "lprindberetningssystem": pa.Column(
                TEXT, free_text(), nullable=True, required=False, title="Indberetningssystem"
            ),
        },
        strict=True,
    ),
    person="pnr",
    aliases={"cpr": "pnr"},
    key=("dw_ek_kontakt",),
    date="kont_starttidspunkt",
)

_DIAGNOSES = Table(
    name="diagnoses",
    contract=pa.DataFrameSchema(
        {
            "dw_ek_kontakt": pa.Column(TEXT, decoded(), title="Kontaktens nøgle"),
            "diag_kode": pa.Column(
                TEXT, matches("sks_diagnosis", "D[A-Z][0-9]{2}[0-9A-Z]{0,6}"), title="Diagnosekode"
            ),
            "diag_kode_type": pa.Column(TEXT, one_of("diagnosis_type", "ABGH+"), title="Diagnosetype"),
            "senere_afkraeftet": pa.Column(
                TEXT, one_of("yes_or_no", ("Ja", "Nej")), nullable=True, title="Afkræftet"
            ),
        },
        strict=True,
    ),
    aliases={"diag_type": "diag_kode_type"},
    references={"dw_ek_kontakt": Reference("lpr_a", "contacts", "dw_ek_kontakt")},
    # A diagnosis of a contact that was not delivered belongs to no person: harmless, unless there are many.
    tolerated={("reference", "dw_ek_kontakt"): 0.1},
)

SOURCE = Source(
    name="lpr_a",
    title="Landspatientregisteret 3 (LPR_A)",
    tables=(_CONTACTS, _DIAGNOSES),
    expectations=(
        Expectation("contacts", "rows_ratio", 0.5, 2.0),
        Expectation("contacts", "share_months_without_rows", 0, 0, warns=True),
        Expectation("diagnoses", "rows_ratio", 0.5, 2.0),
    ),
    refused_layouts={
        "LPR2": frozenset({"recnum", "c_diag", "c_diagtype", "d_inddto", "c_spec", "c_pattype"}),
        "LPR3_F": frozenset({"diagnosekode", "diagnosetype", "dato_start", "hovedspeciale_ans"}),
    },
)
