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
        _field("value", pa.int64(), "Mængde", "Den samlede mængde, hele enheder; tom, hvor indikatoren er en andel"),
        _field("rate", pa.float64(), "Andel eller mængde", "Opfyldt delt med nævner, tre decimaler; for en mængde: "
               "mængden pr. 1.000 patienter, én decimal", "andel 0-1, eller mængde pr. 1.000"),
        _field("rate_lower", pa.float64(), "Nedre grænse", "95 pct.-interval: Wilson; mængde: gamma", "som rate"),
        _field("rate_upper", pa.float64(), "Øvre grænse", "95 pct.-interval: Wilson; mængde: gamma", "som rate"),
        _field("expected", pa.float64(), "Forventet", "Hvad de samme patienter ville komme til i de andre klynger "
               "(alder og køn, fast basisår), én decimal; tom uden andre klynger", "antal, eller mængde"),
        _field("oe", pa.float64(), "Observeret mod forventet", "Opfyldt (eller mængde) delt med forventet"),
        _field("oe_lower", pa.float64(), "Nedre grænse", "95 pct.-interval for observeret mod forventet, nedre"),
        _field("oe_upper", pa.float64(), "Øvre grænse", "95 pct.-interval for observeret mod forventet, øvre"),
        _field("change", pa.float64(), "Ændring", "Andelen minus sidste års; kun år, klynge og derover", "andel 0-1"),
        _field("change_lower", pa.float64(), "Nedre grænse", "95 pct.-interval for ændringen, nedre", "andel 0-1"),
        _field("change_upper", pa.float64(), "Øvre grænse", "95 pct.-interval for ændringen, øvre", "andel 0-1"),
        _field("state", pa.string(), "Tilstand", "shown (vist), hidden (skjult) eller no_cases (ingen patienter)"),
    ]
)  # fmt: skip

#: Counts of one unit with its measures; `unknown` and `excluded` are units of their own with their own proof.
COUNTS = ("met", "not_met", "denominator")
#: What is said of a unit beside its counts: null where it is hidden or has no patients.
MEASURES = (
    "value", "rate", "rate_lower", "rate_upper", "expected", "oe", "oe_lower", "oe_upper",
    "change", "change_lower", "change_upper",
)  # fmt: skip
#: Levels whose change from year to year is said (figures.md: cluster and above).
CHANGING = ("cluster", "region", "nation")

STATISTICS = ("p10", "p50", "p90", "tau", "reliability", "reference")
SIZES = ("small", "medium", "large")
COMPARATORS = pa.schema(
    [
        _field("specialty", pa.string(), "Speciale", "Specialets kortnavn"),
        _field("indicator", pa.string(), "Indikator", "Indikatorens kortnavn"),
        _field("period", pa.string(), "Periode", "År af fire kvartaler (2025K4-2026K3)"),
        _field("cluster", pa.string(), "Klynge", "Klyngen, tallet er for (kun reference); tom: hele landet"),
        _field(
            "size",
            pa.string(),
            "Størrelse",
            "small, medium eller large: praksisser i samme tredjedel; tom: alle",
        ),
        _field(
            "statistic",
            pa.string(),
            "Mål",
            "p10, p50, p90: landets praksisser med viste tal, hele pct. (mængder: hele "
            "enheder pr. 1.000); tau: spredning mellem praksisser (arcsinus-skala); reliability: andel af "
            "variationen, der er mellem praksisser; reference: de andre klyngers andel i basisåret",
        ),
        _field("value", pa.float64(), "Værdi", "Værdien af målet"),
    ]
)

#: What a cluster agreed on, as the package prints it: words, and no figure among them. `indicator` and `remark` may be
#: null.
AGREEMENTS = pa.schema(
    [
        ("specialty", pa.string()),
        ("cluster", pa.string()),
        ("indicator", pa.string()),
        ("agreed", pa.date32()),
        ("what", pa.string()),
        ("who", pa.string()),
        ("due", pa.date32()),
        ("status", pa.string()),
        ("remark", pa.string()),
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
