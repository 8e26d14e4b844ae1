"""Wrong words and codes stop a release before it pins or builds anything."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import dagster as dg
import pytest

from assets.models import assets
from assets.resources import Installation
from schemas.indicator import CatalogueError


@pytest.mark.parametrize("check", ["catalogue", "check_codes"])
def test_wrong_words_and_codes_stop_before_building(
    check: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise CatalogueError("seeds/code_lists/opioids.csv: code, line 2: 'N2A' no ATC code, 1 lines")

    def never(*_: object) -> None:
        pytest.fail("the release went on")

    monkeypatch.setattr(assets, "check_cover", lambda *_: None)
    monkeypatch.setattr(assets, check, refuse)
    monkeypatch.setattr(assets, "pinned", never)
    context = dg.build_asset_context(partition_key="2026K3")
    with pytest.raises(dg.Failure, match=r"opioids\.csv: code, line 2"):
        list(assets.models(context, Installation(data=str(tmp_path), outputs=str(tmp_path))))


def test_codes_are_looked_at_from_the_first_day_of_the_registers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Receipt:
        def __init__(self, first: date, replaces: str) -> None:
            self.span = self
            self.first = first
            self.replaces = replaces

    found = {
        "yder": [Receipt(date(2001, 1, 1), "whole")],
        "lmdb": [Receipt(date(2022, 1, 1), "span"), Receipt(date(2026, 1, 1), "span")],
    }
    monkeypatch.setattr(assets, "accepted", lambda folder: found)
    assert assets._first_day(tmp_path) == date(2022, 1, 1)
