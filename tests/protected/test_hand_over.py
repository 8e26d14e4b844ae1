"""Agreements pass from the models to the packages, each specialty's to its own."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from assets.protected.agreements import hand_over
from schemas.protected import AGREEMENTS


def test_a_specialty_gets_its_own_agreements_in_their_order(tmp_path: Path) -> None:
    rows = [
        dict(
            zip(
                AGREEMENTS.names,
                (specialty, "Klynge", None, date(2026, 1, 1), what, "HM", date(2026, 6, 1), "planlagt", None),
                strict=True,
            )
        )
        for specialty, what in (("kardiologi", "b"), ("neurologi", "c"), ("kardiologi", "a"))
    ]
    pq.write_table(pa.Table.from_pylist(rows, schema=AGREEMENTS), tmp_path / "agreements.parquet")
    found = pq.read_table(hand_over(tmp_path, "kardiologi", tmp_path))
    assert found.schema == AGREEMENTS
    assert found["what"].to_pylist() == ["b", "a"]
    assert pq.read_table(hand_over(tmp_path, "radiologi", tmp_path)).num_rows == 0


def test_models_without_the_table_are_no_models_without_agreements(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        hand_over(tmp_path, "kardiologi", tmp_path)
