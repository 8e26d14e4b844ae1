"""The door that tests hand deliveries in at."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from delivered import Door

_REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture
def door(tmp_path: Path) -> Door:
    """An empty installation."""
    (tmp_path / "inbox").mkdir()
    return Door(tmp_path)


@pytest.fixture
def open_door(door: Door) -> Door:
    """An installation in which the practices are accepted, so that references can be looked up."""
    assert door.hand_in("yder", name="practices-first").state == "accepted"
    return door


@pytest.fixture(scope="session")
def shared() -> Path:
    """Third-party registers beside the checkout; tests that need them are skipped where they are not."""
    named = os.environ.get("KLYNGEPAKKER_SHARED")
    for folder in [Path(named)] if named else [p / "shared" for p in _REPOSITORY.parents]:
        if (folder / "data" / "osdc").is_dir():
            return folder / "data"
    pytest.skip("third-party registers (shared/data) are not beside the checkout")
