"""The demo's clusters have agreed on something, and their list is one the door takes."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import polars as pl
import pytest

from schemas.source import sources
from synthetic.agreements import draw_agreements
from synthetic.organisation import draw_practices
from synthetic.scale import DEMO, LAST_DAY

TABLE = sources()["aftaler"].table("agreements")
MODELS = Path(__file__).parents[2] / "dbt_project" / "models" / "indicators"


@pytest.fixture(scope="module")
def agreements() -> pl.DataFrame:
    rows = draw_agreements(draw_practices(DEMO, 1), 1)
    return pl.DataFrame(rows, schema=TABLE.empty().schema, orient="row")


def test_every_cluster_has_a_handful_that_keep_the_contract(agreements: pl.DataFrame) -> None:
    TABLE.contract.validate(agreements, lazy=True)
    assert agreements.select(TABLE.key).is_unique().all()
    clusters = {(m.plan.specialty, m.plan.name) for p in draw_practices(DEMO, 1) for m in p.memberships}
    found = Counter(zip(agreements["speciale"], agreements["klynge"], strict=True))
    assert set(found) == clusters
    assert set(found.values()) == {4}


def test_they_are_about_indicators_of_the_specialty_or_nothing_measured(agreements: pl.DataFrame) -> None:
    about = set(zip(agreements["speciale"], agreements["indikator"], strict=True))
    assert {name for _, name in about if name is None} == {None}
    assert all((MODELS / s / f"ind_{name}.sql").is_file() for s, name in about if name)


def test_ends_are_known_only_where_the_day_has_passed(agreements: pl.DataFrame) -> None:
    assert set(agreements["status"]) == {"planlagt", "i gang", "gennemført", "opgivet"}
    ended = agreements.filter(pl.col("status").is_in(["gennemført", "opgivet"]))
    assert ended["senest"].max() < LAST_DAY
    assert agreements["aftalt"].max() <= LAST_DAY


def test_another_seed_agrees_otherwise() -> None:
    practices = draw_practices(DEMO, 1)
    assert draw_agreements(practices, 1) == draw_agreements(practices, 1)
    assert draw_agreements(practices, 1) != draw_agreements(practices, 2)
