"""Which tests run in one process of a parallel run: those that share something dear, and each file by itself.

Belongs here: grouping and order. The dearest come first, so that no process works alone at the end.
"""

from __future__ import annotations

import pytest

#: Path below tests/ -> group. The demo is one real run of minutes; tests of models share one dbt build.
_GROUPS = {"pipelines/test_demo.py": "demo", "models/": "models"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put every test into its group, dearest groups first."""
    placed = []
    for item in items:
        path = item.nodeid.partition("::")[0].removeprefix("tests/")
        group = next((name for start, name in _GROUPS.items() if path.startswith(start)), path)
        item.add_marker(pytest.mark.xdist_group(group))
        placed.append((list(_GROUPS.values()).index(group) if group in _GROUPS.values() else 9, item))
    items[:] = [item for _, item in sorted(placed, key=lambda pair: pair[0])]
