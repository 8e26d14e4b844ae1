"""The catalogue refuses incomplete words with a sentence that names file and field."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from schemas.indicator import CatalogueError, Indicator, catalogue
from schemas.source import sources
from schemas.specialty import specialties
from tests.models import recompute

TARGETED = "model.klyngepakker.ind_af_anticoagulation"


def _changed(manifest: Path, folder: Path, **changes: Any) -> Path:
    """Copy the manifest with other meta of one indicator; None takes a field away."""
    content = json.loads(manifest.read_text(encoding="utf-8"))
    meta = content["nodes"][TARGETED]["config"]["meta"]
    meta.update(changes)
    for name in [name for name, value in changes.items() if value is None]:
        del meta[name]
    copy = folder / "manifest.json"
    copy.write_text(json.dumps(content), encoding="utf-8")
    return copy


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"why": None}, "missing why"),
        ({"treshold": 5}, "unknown field treshold"),
        ({"direction": "up"}, "direction is 'up'"),
        ({"counts": "visits"}, "counts is 'visits'"),
        ({"target": {"value": 90, "year": 2021}}, "target needs value, owner, year and reference"),
        ({"why": " "}, "why must be text and not empty"),
        ({"met": {"Ja": "målt"}}, "met must be text"),
        ({"reflection": [{"Hvem": "vi eller andre?"}]}, "reflection must be a list of texts"),
        ({"review_date": "juni 2027"}, "review_date is not a date"),
        ({"review_date": None}, "missing review_date"),
        (
            {"target": {"value": 90, "owner": "AFDK", "year": 2021, "reference": " "}},
            "target needs value, owner",
        ),
        ({"case_mix": ["age_band", "sex"]}, "case_mix must be some of sex, age_band"),
        ({"volume": {"unit": "DDD"}}, "volume needs unit and per"),
        (
            {"sources": ["lpr_a", "sssy", "lmdb", "bef", "yder", "klynger", "lab"]},
            "lab is named but not read",
        ),
        ({"sources": ["lpr_a", "sssy", "bef", "yder", "klynger"]}, "lmdb is read but not named"),
        ({"sources": ["dvdd"]}, "sources: dvdd is not in schemas/sources"),
    ],
)
def test_wrong_words_are_refused_by_file_and_field(
    changes: dict[str, Any], sentence: str, manifest: Path, tmp_path: Path
) -> None:
    with pytest.raises(CatalogueError) as refusal:
        catalogue(_changed(manifest, tmp_path, **changes))
    assert "models/indicators/kardiologi/ind_af_anticoagulation.yml" in str(refusal.value)
    assert sentence in str(refusal.value)


def test_an_unknown_specialty_is_refused_by_file_and_field(manifest: Path, tmp_path: Path) -> None:
    content = json.loads(manifest.read_text(encoding="utf-8"))
    content["nodes"][TARGETED]["original_file_path"] = "models/indicators/patologi/ind_af_anticoagulation.sql"
    copy = tmp_path / "manifest.json"
    copy.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"patologi/ind_af_anticoagulation\.yml: specialty 'patologi'"):
        catalogue(copy)


def test_there_are_sixty_indicators_or_more_each_with_a_unit_test(
    indicators: list[Indicator], manifest: Path
) -> None:
    assert len(indicators) >= 60
    tested = {t["model"] for t in json.loads(manifest.read_text(encoding="utf-8"))["unit_tests"].values()}
    assert [i.name for i in indicators if f"ind_{i.name}" not in tested] == []


def test_specialties_and_sources_are_declared_ones(indicators: list[Indicator]) -> None:
    assert {i.specialty for i in indicators} == set(specialties())
    assert {s for i in indicators for s in i.sources} <= set(sources())


def test_every_specialty_has_three_indicators_or_more(indicators: list[Indicator]) -> None:
    owners = [i.specialty for i in indicators]
    assert [s for s in specialties() if owners.count(s) < 3] == []


def test_only_a_sourced_target_is_a_target(indicators: list[Indicator]) -> None:
    targets = [(i.name, i.target.value, i.target.owner) for i in indicators if i.target]
    assert targets == [
        ("bcc_recurrence_free", 95, "NMSC (Hudkræftdatabasen)"),
        ("af_oac_indicated", 90, "AFDK"),
    ]


def test_a_doctor_reads_full_sentences(indicators: list[Indicator]) -> None:
    for i in indicators:
        assert i.question.endswith("?")
        assert 2 <= len(i.reflection) <= 3
        assert all(r.endswith("?") for r in i.reflection)
        for text in (
            i.why,
            i.met,
            i.not_met,
            i.unknown,
            i.excluded,
            i.attribution,
            i.index_date,
            i.limits,
            i.reference,
        ):
            assert text.endswith("."), f"{i.name}: {text}"
        assert i.review_date > date(2026, 11, 1)


def test_counts_and_years_in_the_words_are_those_of_the_figures(indicators: list[Indicator]) -> None:
    told = {i.name: (i.specialty, i.counts, i.year_closes, i.case_mix) for i in indicators}
    made = {name: (r.specialty, r.counts, r.year_closes, r.case_mix) for name, r in recompute.RULES.items()}
    assert told == made
