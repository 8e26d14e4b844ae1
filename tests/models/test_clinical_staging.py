"""What indicators find in the staging models of the clinical databases: names, types, and an order of columns."""

from __future__ import annotations

import duckdb
import pytest

from tests.models.conftest import Built

STAGED = {
    "nmsc__courses": "person UUID, number VARCHAR, diagnosed DATE, diagnosis VARCHAR, risk VARCHAR, "
    "treated DATE, treatment VARCHAR, referred VARCHAR, followed DATE, recurrence VARCHAR, "
    "recurrence_date DATE, excluded BOOLEAN",
    "diabase__exams": "person UUID, number VARCHAR, sender_type VARCHAR, examined DATE, indication VARCHAR, "
    "next_months INTEGER, next_contact VARCHAR, diabetes_status VARCHAR, acuity_left DECIMAL(4,2), "
    "acuity_right DECIMAL(4,2), acuity_left_state VARCHAR, acuity_right_state VARCHAR, retina_left INTEGER, "
    "retina_right INTEGER, maculopathy_left BOOLEAN, maculopathy_right BOOLEAN, oct BOOLEAN",
    "adhd__assessments": "person UUID, number VARCHAR, assessed DATE, somatic_exam VARCHAR, "
    "environment_observation VARCHAR, semi_structured_interview VARCHAR, excluded BOOLEAN",
    "danbio__visits": "person UUID, number VARCHAR, visited DATE, diagnosis VARCHAR, das28 DECIMAL(4,2), "
    "haq DECIMAL(4,3), pain INTEGER, excluded BOOLEAN",
    "drkol__visits": "person UUID, number VARCHAR, visited DATE, fev1 DECIMAL(5,2), mrc INTEGER, "
    "exacerbations INTEGER, bmi DECIMAL(5,2), smoking VARCHAR, ics VARCHAR, laba_or_lama VARCHAR, "
    "excluded BOOLEAN",
    "afdk__patients": "person UUID, diagnosed DATE, indication VARCHAR, valve_disease BOOLEAN, "
    "anticoagulated DATE, stroke DATE, bleeding DATE",
    "dugabase__operations": "person UUID, number VARCHAR, operated DATE, diagnosis VARCHAR, "
    "procedure VARCHAR, reported DATE, satisfied VARCHAR",
}


@pytest.mark.parametrize("table", STAGED)
def test_staging_has_the_columns_that_indicators_read(built: Built, table: str) -> None:
    with duckdb.connect(str(built.work_db), read_only=True) as connection:
        found = connection.execute(
            "select column_name, data_type from information_schema.columns "
            "where table_name = ? order by ordinal_position",
            [f"stg_{table}"],
        ).fetchall()
    assert ", ".join(f"{name} {kind}" for name, kind in found) == STAGED[table]
