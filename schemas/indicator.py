"""The shape of an indicator: its words (from `ind_<name>.yml`) and its table of confidential atoms.

Belongs here: reading the catalogue from dbt's manifest, the contract of every indicator table and of the
dated membership. Does not belong here: how a number is made (`dbt_project/`) or hidden (`disclosure/`).
Field names follow RKKP's documentation template; the English words are those of FHIR Measure.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa

from schemas.specialty import specialties

#: Sex and age band of a person-practice unit at its index date. U: not in the person register.
SEXES = ("K", "M", "U")
AGE_BANDS = ("0-17", "18-39", "40-59", "60-74", "75+", "U")
STATUSES = ("met", "not_met", "unknown", "excluded")

#: Of the persons counted this year and the year before in the same practice (`counts: persons` only; else zeros): how
#: many, and how many met the first year, this year, both years. Two years of persons are not independent.
BOTH_YEARS = ("both_years", "both_met_before", "both_met_now", "both_met_twice")

#: Atoms: what every `ind_<name>` model yields. Confidential. One row per practice, period, sex and age band;
#: a practice without cases has one row of zeros with sex and age band "U". `period` is a quarter ("2026K3")
#: for `counts: events` and a year ("2025K4-2026K3") for `counts: persons`.
#: expected: what the same patients would have come to elsewhere (met, or amount), null without a reference;
#: expected_variance: its Poisson-binomial variance. amount, its squares and its largest contribution: volumes only.
ATOMS = pa.schema(
    [
        ("practice", pa.string()),
        ("period", pa.string()),
        ("sex", pa.string()),
        ("age_band", pa.string()),
        *((status, pa.int64()) for status in STATUSES),
        ("expected", pa.decimal128(18, 6)),
        ("expected_variance", pa.decimal128(18, 6)),
        ("amount", pa.decimal128(18, 4)),
        ("amount_squares", pa.decimal128(38, 8)),
        ("amount_largest", pa.decimal128(18, 4)),
        *((name, pa.int64()) for name in BOTH_YEARS),
    ]
)

#: Dated membership: one row per practice and quarter in which it was a member on the quarter's last day.
MEMBERSHIPS = pa.schema(
    [
        ("practice", pa.string()),
        ("practice_name", pa.string()),
        ("specialty", pa.string()),
        ("quarter", pa.string()),
        ("cluster", pa.string()),
        ("subcluster", pa.string()),
        ("region", pa.string()),
        ("open_data", pa.bool_()),
    ]
)


@dataclass(frozen=True)
class Target:
    """A standard, only where somebody owns it: value in per cent, who set it, when, and where it stands."""

    value: float
    owner: str
    year: int
    reference: str


@dataclass(frozen=True)
class Volume:
    """What an indicator adds up beside counting persons: an amount of `unit` per so many persons."""

    unit: str
    per: int


@dataclass(frozen=True)
class Indicator:
    """Everything about an indicator that is words or settings. Danish where a doctor reads it."""

    name: str
    specialty: str
    version: str
    title: str
    question: str
    why: str
    met: str
    not_met: str
    unknown: str
    excluded: str
    counts: Literal["events", "persons"]
    unit: str
    population: str
    attribution: str
    index_date: str
    year_closes: int
    case_mix: tuple[str, ...]
    direction: Literal["higher", "lower", "describe"]
    sources: tuple[str, ...]
    evidence: Literal["V", "V-code", "ILL"]
    reference: str
    limits: str
    reflection: tuple[str, ...]
    completeness: str
    owner: str
    review_date: date
    target: Target | None = None
    volume: Volume | None = None

    @property
    def measure(self) -> str:
        """What a printed rate is in: "pct.", or an amount per so many persons."""
        return f"{self.volume.unit} pr. {self.volume.per:,}".replace(",", ".") if self.volume else "pct."


#: How well founded an indicator is, in words for doctors.
EVIDENCE = {
    "V": "Indikatoren følger en klinisk kvalitetsdatabase",
    "V-code": "Koderne er efterprøvet, indikatoren er et forslag",
    "ILL": "Illustrativt eksempel, ikke fagligt godkendt",
}

#: Fields that must say something; the manifest holds an unquoted word with a colon as something else.
#: Fields that hold words: none of them may be empty.
TEXTS = tuple(f.name for f in fields(Indicator) if f.type == "str")


class CatalogueError(ValueError):
    """An indicator's words are incomplete or wrong. The message names file and field."""


_ALLOWED: dict[str, tuple[object, ...]] = {
    "counts": ("events", "persons"),
    "direction": ("higher", "lower", "describe"),
    "evidence": ("V", "V-code", "ILL"),
    "year_closes": (1, 2, 3, 4),
}
#: Optional fields: field -> its words.
_PARTS = {"target": Target, "volume": Volume}
#: Columns of ATOMS that patients are compared within, coarsest merged first (macros/case_mix.sql).
STRATA = ("sex", "age_band")


def _indicator(node: dict[str, Any]) -> Indicator:
    """Make an indicator of a model's words. Raises CatalogueError with one sentence per offence."""
    file = str(node["original_file_path"]).replace(".sql", ".yml")
    meta = dict(node["config"].get("meta") or node.get("meta") or {})
    meta["name"] = node["name"].removeprefix("ind_")
    meta["specialty"] = Path(node["original_file_path"]).parent.name
    known = {f.name for f in fields(Indicator)}
    if unknown := sorted(set(meta) - known):
        raise CatalogueError(f"{file}: unknown field {', '.join(unknown)}")
    if missing := sorted(known - set(meta) - set(_PARTS)):
        raise CatalogueError(f"{file}: missing {', '.join(missing)}")
    if offences := list(_offences(meta)):
        raise CatalogueError("; ".join(f"{file}: {offence}" for offence in offences))
    for name, words in _PARTS.items():
        meta[name] = words(**meta[name]) if meta.get(name) else None
    meta["review_date"] = date.fromisoformat(str(meta["review_date"]))
    for name in ("sources", "reflection", "case_mix"):
        meta[name] = tuple(meta[name])
    return Indicator(**meta)


def _offences(meta: dict[str, Any]) -> Iterator[str]:
    """Say what is wrong with an indicator's words, each with its field."""
    if meta["specialty"] not in specialties():
        yield f"specialty {meta['specialty']!r} (the folder) is not in schemas/specialties"
    for name, values in _ALLOWED.items():
        if meta[name] not in values:
            yield f"{name} is {meta[name]!r}, must be one of {values}"
    if wrong := sorted(name for name in TEXTS if not isinstance(meta[name], str) or not meta[name].strip()):
        yield f"{', '.join(wrong)} must be text and not empty"
    yield from _list_offences(meta)
    if meta.get("target") and not _says(Target, meta["target"]):
        yield "target needs value, owner, year and reference: without a source it is no target"
    if meta.get("volume") and not _says(Volume, meta["volume"]):
        yield "volume needs unit and per"
    try:
        date.fromisoformat(str(meta["review_date"]))
    except ValueError:
        yield "review_date is not a date like 2027-06-01"


def _list_offences(meta: dict[str, Any]) -> Iterator[str]:
    if not _texts(meta["reflection"]):
        yield "reflection must be a list of texts (quote a line that has a colon)"
    if unknown := sorted(set(meta["sources"]) - _source_names()):
        yield f"sources: {', '.join(unknown)} is not in schemas/sources"
    if tuple(meta["case_mix"]) not in {(), STRATA[:1], STRATA[1:], STRATA}:
        yield f"case_mix must be some of {', '.join(STRATA)}, in this order"


def _texts(values: Any) -> bool:
    return isinstance(values, list) and all(isinstance(value, str) for value in values)


def _says(words: type[Target] | type[Volume], said: Any) -> bool:
    """Whether every field is there, and says something of its kind."""
    kinds: dict[str, tuple[type, ...]] = {"str": (str,), "int": (int,), "float": (int, float)}
    return (
        isinstance(said, dict)
        and set(said) == {f.name for f in fields(words)}
        and all(isinstance(said[f.name], kinds[str(f.type)]) for f in fields(words))
        and all(str(value).strip() for value in said.values())
    )


def _source_names() -> set[str]:
    """The files of schemas/sources by name: importing them costs seconds, their names are enough here."""
    return {path.stem for path in (Path(__file__).parent / "sources").glob("[!_]*.py")}


def catalogue(manifest: Path) -> list[Indicator]:
    """Read every indicator from dbt's manifest (a model is one by lying in `models/indicators/<specialty>/`).

    Sorted by specialty and name. Raises CatalogueError naming file and field, FileNotFoundError without a
    manifest.
    """
    content = json.loads(manifest.read_text(encoding="utf-8"))
    found = []
    for key, node in content["nodes"].items():
        if node["resource_type"] == "model" and node["name"].startswith("ind_"):
            indicator = _indicator(node)
            _check_sources(indicator, _read_by(key, content), str(node["original_file_path"]))
            found.append(indicator)
    return sorted(found, key=lambda i: (i.specialty, i.name))


def _read_by(model: str, content: dict[str, Any]) -> set[str]:
    """The sources that a model reads, directly or through others."""
    found, seen, waiting = set(), set[str](), [model]
    while waiting:
        key = waiting.pop()
        if key in seen:
            continue
        seen.add(key)
        if key in content["sources"]:
            found.add(str(content["sources"][key]["name"]).split("__")[0])
        else:
            waiting += content["nodes"][key]["depends_on"].get("nodes", [])
    return found


def _check_sources(indicator: Indicator, read: set[str], file: str) -> None:
    """Refuse words that name other sources than the SQL reads: packages and auditors go by the words."""
    said = set(indicator.sources)
    offences = [
        *(f"{name} is read but not named" for name in sorted(read - said)),
        *(f"{name} is named but not read" for name in sorted(said - read)),
    ]
    if offences:
        raise CatalogueError(f"{file.replace('.sql', '.yml')}: sources: {', '.join(offences)}")
