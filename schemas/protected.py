"""The protected table and its comparators: the shape every package file is cut from.

Belongs here: columns, types and the words that describe them (they become Parquet field metadata, the data
dictionary and `datapackage.json`). What may be shown where: figures.md of the design.
"""

from __future__ import annotations

from typing import Literal

import pyarrow as pa

LEVELS = ("practice", "subcluster", "cluster", "region", "nation")
Level = Literal["practice", "subcluster", "cluster", "region", "nation"]
#: `hidden` is one state: which rule hid a figure stands only in the confidential decision record.
STATES = ("shown", "hidden", "no_cases")


def _field(name: str, kind: pa.DataType, title: str, description: str, unit: str = "") -> pa.Field:
    words = {"title": title, "description": description, **({"unit": unit} if unit else {})}
    return pa.field(name, kind, metadata=words)


PROTECTED = pa.schema(
    [
        _field("specialty", pa.string(), "Speciale", "Specialets kortnavn"),
        _field("indicator", pa.string(), "Indikator", "Indikatorens kortnavn"),
        _field("period", pa.string(), "Periode", "Kvartal (2026K3) eller år af fire kvartaler (2025K4-2026K3)"),
        _field("level", pa.string(), "Niveau", "practice, subcluster, cluster, region eller nation"),
        _field("organisation", pa.string(), "Enhed", "Koden eller navnet, som læseren kender enheden under"),
        _field("cluster", pa.string(), "Klynge", "Klyngen, rækken hører til; tom for region og land"),
        _field("sex", pa.string(), "Køn", "Tom: alle"),
        _field("age_band", pa.string(), "Alder", "Tom: alle"),
        _field("met", pa.int64(), "Opfyldt", "Antal, der opfylder indikatoren; tom når skjult", "antal"),
        _field("not_met", pa.int64(), "Ikke opfyldt", "Antal, der ikke opfylder; tom når skjult", "antal"),
        _field("unknown", pa.int64(), "Uoplyst", "Uden oplysning; kun år, klynge og derover; tom: skjult", "antal"),
        _field("excluded", pa.int64(), "Ekskluderet", "Undtaget; kun år, klynge og derover; tom: skjult", "antal"),
        _field("denominator", pa.int64(), "Nævner", "Opfyldt plus ikke opfyldt; tom når skjult", "antal"),
        _field("rate", pa.float64(), "Andel", "Opfyldt delt med nævner, afrundet til tre decimaler", "andel 0-1"),
        _field("rate_lower", pa.float64(), "Nedre grænse", "Wilsons 95 pct.-interval, nedre", "andel 0-1"),
        _field("rate_upper", pa.float64(), "Øvre grænse", "Wilsons 95 pct.-interval, øvre", "andel 0-1"),
        _field("state", pa.string(), "Tilstand", "shown (vist), hidden (skjult) eller no_cases (ingen patienter)"),
    ]
)  # fmt: skip

COMPARATORS = pa.schema(
    [
        _field("specialty", pa.string(), "Speciale", "Specialets kortnavn"),
        _field("indicator", pa.string(), "Indikator", "Indikatorens kortnavn"),
        _field("period", pa.string(), "Periode", "År af fire kvartaler (2025K4-2026K3)"),
        _field("statistic", pa.string(), "Mål", "p10, p50 eller p90 blandt landets praksisser med viste tal"),
        _field("value", pa.int64(), "Værdi", "Andel i hele procent", "pct."),
    ]
)

#: One row per cluster that a release builds a package for. Confidential twin of nothing: all of it is public inside
#: the cluster's own package.
CLUSTERS = pa.schema(
    [
        ("specialty", pa.string()),
        ("cluster", pa.string()),
        ("slug", pa.string()),
        ("regions", pa.list_(pa.string())),
        ("practices", pa.int64()),
        ("open_data", pa.bool_()),
    ]
)
