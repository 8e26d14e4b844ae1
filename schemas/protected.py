"""The protected table and its comparators: the shape every package file is cut from, and the tables that explain it.

Belongs here: columns, types, code lists and the words that describe them (they become Parquet field metadata, the data
dictionary and `datapackage.json`). What may be shown where: figures.md of the design.
"""

from __future__ import annotations

import json
from typing import Literal

import pyarrow as pa

from schemas.indicator import AGE_BANDS, EVIDENCE

Level = Literal["practice", "subcluster", "cluster", "region", "nation"]
#: Field -> its codes, each with the Danish words a reader sees. `hidden` is one state: which rule hid a figure stands
#: only in the confidential decision record.
CODES: dict[str, dict[str, str]] = {
    "level": {
        "practice": "praksis",
        "subcluster": "babyklynge",
        "cluster": "klynge",
        "region": "region",
        "nation": "hele landet",
    },
    "state": {"shown": "vist", "hidden": "skjult", "no_cases": "ingen patienter"},
    "sex": {"K": "kvinder", "M": "mænd", "U": "ukendt"},
    "age_band": {band: "ukendt" if band == "U" else f"{band} år" for band in AGE_BANDS},
    "statistic": {
        "p10": "10 pct. af landets praksisser med viste tal ligger under",
        "p50": "median af landets praksisser med viste tal",
        "p90": "90 pct. af landets praksisser med viste tal ligger under",
        "tau": "spredning mellem landets praksisser (arcsinus-skala)",
        "reliability": "andel af variationen, der er mellem praksisser",
        "reference": "de andre klyngers tal i basisåret",
    },
    "size": {
        "small": "den tredjedel af praksisserne med færrest patienter",
        "medium": "den midterste tredjedel",
        "large": "den tredjedel af praksisserne med flest patienter",
    },
    "direction": {
        "higher": "højt er bedst",
        "lower": "lavt er bedst",
        "describe": "beskriver uden at vurdere",
    },
    "evidence": EVIDENCE,
}
LEVELS = tuple(CODES["level"])
STATES = tuple(CODES["state"])


def _field(name: str, kind: pa.DataType, title: str, description: str, unit: str = "") -> pa.Field:
    words = {"title": title, "description": description, **({"unit": unit} if unit else {})}
    if name in CODES:
        words["codes"] = json.dumps(CODES[name], ensure_ascii=False)
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
        _field("oe", pa.float64(), "Observeret mod forventet (O/F)", "Opfyldt (eller mængde) delt med forventet"),
        _field("oe_lower", pa.float64(), "O/F, nedre grænse", "95 pct.-interval for observeret mod forventet, nedre"),
        _field("oe_upper", pa.float64(), "O/F, øvre grænse", "95 pct.-interval for observeret mod forventet, øvre"),
        _field("change", pa.float64(), "Ændring", "Andelen minus sidste års; kun år, klynge og derover", "andel 0-1"),
        _field("change_lower", pa.float64(), "Ændring, nedre grænse", "95 pct.-interval, nedre", "andel 0-1"),
        _field("change_upper", pa.float64(), "Ændring, øvre grænse", "95 pct.-interval, øvre", "andel 0-1"),
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

STATISTICS = tuple(CODES["statistic"])
SIZES = tuple(CODES["size"])
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

#: dataordbog.csv: one row per file and field of a package's tables.
DICTIONARY = pa.schema(
    [
        _field("file", pa.string(), "Fil", "Filen, feltet står i"),
        _field("field", pa.string(), "Felt", "Feltets navn i filen"),
        _field("title", pa.string(), "Titel", "Feltets danske navn"),
        _field("description", pa.string(), "Beskrivelse", "Hvad feltet indeholder, og hvornår det er tomt"),
        _field("type", pa.string(), "Type", "string (tekst), integer (helt tal) eller number (decimaltal)"),
        _field("unit", pa.string(), "Måleenhed", "Tom: tekst, kode eller forhold uden enhed"),
        _field(
            "codes", pa.string(), "Koder", "Koder, der kan stå i feltet, hver med sin betydning; tom: ingen"
        ),
    ]
)

#: indikatorer.csv: one row per indicator of a package, in its order.
DEFINITIONS = pa.schema(
    [
        _field("indicator", pa.string(), "Indikator", "Indikatorens kortnavn, som i de andre filer"),
        _field("title", pa.string(), "Titel", "Indikatorens danske navn"),
        _field("question", pa.string(), "Spørgsmål", "Det, indikatoren svarer på"),
        _field("met", pa.string(), "Opfyldt", "Hvornår indikatoren er opfyldt"),
        _field("unit", pa.string(), "Nævner", "Hvem eller hvad der tælles"),
        _field("counts", pa.string(), "Tæller", "events (hændelser) eller persons (personer over et år)"),
        _field("direction", pa.string(), "Retning", "Om højt eller lavt er bedst"),
        _field("target", pa.float64(), "Mål", "Kun hvor en navngiven kilde har sat det; tom: intet mål", "pct."),
        _field("target_source", pa.string(), "Målets kilde", "Hvem der har sat målet, hvornår, og hvor det står"),
        _field("measure", pa.string(), "Måleenhed", "Det, andelen eller mængden er opgjort i"),
        _field("version", pa.string(), "Version", "Definitionens version"),
        _field("evidence", pa.string(), "Grundlag", "Hvor sikkert indikatoren er underbygget"),
        _field("reference", pa.string(), "Reference", "Hvor indikatoren er beskrevet"),
        _field("owner", pa.string(), "Ansvarlig", "Hvem der svarer på spørgsmål om indikatoren"),
    ]
)  # fmt: skip

#: A member on the release's last day. `organisation` is what the newest tables call it: its code, or its name where the
#: cluster is open. `token` is a secret of the practice: it makes its insert's bytes impossible to guess.
MEMBER = pa.struct(
    [
        ("code", pa.string()),
        ("organisation", pa.string()),
        ("number", pa.string()),
        ("name", pa.string()),
        ("token", pa.string()),
    ]
)

#: One row per package that a release makes: for a cluster, or for a subcluster of it. Confidential: `members` joins
#: codes to practices. It stays inside the run; a package shows it to each practice about itself only.
CLUSTERS = pa.schema(
    [
        ("specialty", pa.string()),
        ("cluster", pa.string()),
        ("subcluster", pa.string()),
        ("slug", pa.string()),
        ("regions", pa.list_(pa.string())),
        ("practices", pa.int64()),
        ("open_data", pa.bool_()),
        ("members", pa.list_(MEMBER)),
    ]
)
