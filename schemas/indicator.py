"""The shape of an indicator: its words (from `ind_<name>.yml`) and its table of confidential atoms.

Belongs here: reading the catalogue from dbt's manifest, the contract of every indicator table and of the
dated membership. Does not belong here: how a number is made (`dbt_project/`) or hidden (`disclosure/`).
Field names follow RKKP's documentation template; the English words are those of FHIR Measure.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa

#: Sex and age band of a person-practice unit at its index date. U: not in the person register.
SEXES = ("K", "M", "U")
AGE_BANDS = ("0-17", "18-39", "40-59", "60-74", "75+", "U")
STATUSES = ("met", "not_met", "unknown", "excluded")

#: Atoms: what every `ind_<name>` model yields. Confidential. One row per practice, period, sex and age band;
#: a practice without cases has one row of zeros with sex and age band "U". `period` is a quarter ("2026K3")
#: for `counts: events` and a year ("2025K4-2026K3") for `counts: persons`.
ATOMS = pa.schema(
    [
        ("practice", pa.string()),
        ("period", pa.string()),
        ("sex", pa.string()),
        ("age_band", pa.string()),
        *((status, pa.int64()) for status in STATUSES),
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
    direction: Literal["higher", "lower", "describe"]
    sources: tuple[str, ...]
    evidence: Literal["V", "V-code", "ILL"]
    reference: str
    limits: str
    reflection: tuple[str, ...]
    owner: str
    review_date: date
    target: Target | None = None


#: Fields that must say something; the manifest holds an unquoted word with a colon as something else.
_TEXTS = tuple(f.name for f in fields(Indicator) if f.type == "str")


class CatalogueError(ValueError):
    """An indicator's words are incomplete or wrong. The message names file and field."""


def _indicator(node: dict[str, Any]) -> Indicator:
    file = str(node["original_file_path"]).replace(".sql", ".yml")
    meta = dict(node["config"].get("meta") or node.get("meta") or {})
    meta["name"] = node["name"].removeprefix("ind_")
    meta["specialty"] = Path(node["original_file_path"]).parent.name
    known = {f.name for f in fields(Indicator)}
    if unknown := sorted(set(meta) - known):
        raise CatalogueError(f"{file}: unknown field {', '.join(unknown)}")
    if missing := sorted(known - set(meta) - {"target"}):
        raise CatalogueError(f"{file}: missing {', '.join(missing)}")
    allowed = {
        "counts": ("events", "persons"),
        "direction": ("higher", "lower", "describe"),
        "evidence": ("V", "V-code", "ILL"),
        "year_closes": (1, 2, 3, 4),
    }
    for name, values in allowed.items():
        if meta[name] not in values:
            raise CatalogueError(f"{file}: {name} is {meta[name]!r}, must be one of {values}")
    if wrong := sorted(name for name in _TEXTS if not isinstance(meta[name], str) or not meta[name].strip()):
        raise CatalogueError(f"{file}: {', '.join(wrong)} must be text and not empty")
    if not all(isinstance(question, str) for question in meta["reflection"]):
        raise CatalogueError(f"{file}: reflection must be a list of texts (quote a line that has a colon)")
    if target := meta.get("target"):
        try:
            meta["target"] = Target(**target)
        except TypeError:
            raise CatalogueError(f"{file}: target needs value, owner, year and reference") from None
    try:
        meta["review_date"] = date.fromisoformat(str(meta["review_date"]))
    except ValueError:
        raise CatalogueError(f"{file}: review_date is not a date like 2027-06-01") from None
    meta["sources"] = tuple(meta["sources"])
    meta["reflection"] = tuple(meta["reflection"])
    return Indicator(**meta)


def catalogue(manifest: Path) -> list[Indicator]:
    """Read every indicator from dbt's manifest (a model is one by lying in `models/indicators/<specialty>/`).

    Sorted by specialty and name. Raises CatalogueError naming file and field, FileNotFoundError without a
    manifest.
    """
    nodes = json.loads(manifest.read_text(encoding="utf-8"))["nodes"].values()
    found = [
        _indicator(node)
        for node in nodes
        if node["resource_type"] == "model" and node["name"].startswith("ind_")
    ]
    return sorted(found, key=lambda i: (i.specialty, i.name))
