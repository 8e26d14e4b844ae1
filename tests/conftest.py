"""Which tests run in one process of a parallel run: those that share something dear, and each file by itself.

Belongs here: grouping and order. The dearest come first, so that no process works alone at the end.
"""

from __future__ import annotations

import pytest

#: Path below tests/ -> group, dearest first. The demo is real runs of minutes; tests of models share one dbt build.
_GROUPS = {"pipelines/test_demo.py": "demo", "models/": "models"}


def _group(item: pytest.Item) -> str:
    path = item.nodeid.partition("::")[0].partition("@")[0].removeprefix("tests/")
    return next((name for start, name in _GROUPS.items() if path.startswith(start)), path)


def pytest_itemcollected(item: pytest.Item) -> None:
    """Put every test into its group (xdist reads it when the collection is done)."""
    item.add_marker(pytest.mark.xdist_group(_group(item)))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the dearest groups come first."""
    dear = list(_GROUPS.values())
    items.sort(key=lambda item: dear.index(_group(item)) if _group(item) in dear else len(dear))
