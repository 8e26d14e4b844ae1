"""Which tests run in one process of a parallel run: those that share something dear, and each file by itself.

Belongs here: grouping and order. The dearest come first, so that no process works alone at the end.
"""

from __future__ import annotations

from typing import Any

import pytest
from xdist.scheduler import LoadFileScheduling

#: Path below tests/ -> group, dearest first. The demo is real runs of minutes; tests of models share one dbt build.
_GROUPS = {"pipelines/test_demo.py": "demo", "models/": "models"}


def _group(nodeid: str) -> str:
    path = nodeid.partition("::")[0].removeprefix("tests/")
    return next((name for start, name in _GROUPS.items() if path.startswith(start)), path)


class _Grouped(LoadFileScheduling):  # type: ignore[misc]
    """By file, but for the groups (the mark xdist_group is not read by this xdist under this pytest)."""

    def _split_scope(self, nodeid: str) -> str:
        return _group(nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> _Grouped:
    """Hand out tests by group, in the order they were collected."""
    config.option.loadscopereorder = False
    return _Grouped(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the dearest groups come first."""
    dear = list(_GROUPS.values())
    items.sort(key=lambda item: dear.index(g) if (g := _group(item.nodeid)) in dear else len(dear))
