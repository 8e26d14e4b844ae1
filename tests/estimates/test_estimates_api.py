"""The library's front door: what it names, what it imports, and that every function has a test."""

from __future__ import annotations

import inspect
import subprocess
import sys
from pathlib import Path

import pytest

import estimates

TESTS = Path(__file__).parent
FUNCTIONS = sorted(name for name in estimates.__all__ if inspect.isfunction(getattr(estimates, name)))
TEXT = "\n".join(p.read_text(encoding="utf-8") for p in TESTS.glob("test_*.py") if p != Path(__file__))


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_public_function_has_a_test_and_a_docstring(name: str) -> None:
    assert f"{name}(" in TEXT
    assert getattr(estimates, name).__doc__


def test_the_front_door_names_only_what_there_is() -> None:
    assert sorted(estimates.__all__) == sorted(set(estimates.__all__))
    assert all(hasattr(estimates, name) for name in estimates.__all__)


def test_importing_it_costs_no_heavy_library() -> None:
    heavy = "[m for m in ('scipy.stats', 'pandas', 'statsmodels', 'polars', 'pyarrow') if m in sys.modules]"
    code = f"import sys, estimates; sys.exit(str({heavy}) if {heavy} else 0)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=TESTS.parents[1])
    assert done.returncode == 0, done.stderr
