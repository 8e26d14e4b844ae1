"""One real run of the demo for all tests here: the command line, its own roots, nothing of the checkout's data."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.settings import PROJECT, Settings

Command = Callable[..., subprocess.CompletedProcess[str]]


def environment(root: Path) -> dict[str, str]:
    """Return the environment in which everything lies below `root`."""
    roots = {f"KLYNGEPAKKER_{name.upper()}": str(root / name) for name in ("data", "review", "outputs")}
    inherited = {name: value for name, value in os.environ.items() if name != "DAGSTER_HOME"}
    return inherited | roots | {"PYTHONPATH": str(PROJECT)}


def command_in(root: Path) -> Command:
    """Return a function that runs `klyngepakker` with its roots below `root`."""

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "pipelines.cli", *arguments],
            cwd=PROJECT,
            env=environment(root),
            capture_output=True,
            text=True,
        )

    return run


@pytest.fixture(scope="session")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("installation")


@pytest.fixture(scope="session")
def klyngepakker(root: Path) -> Command:
    return command_in(root)


@pytest.fixture(scope="session")
def demo(root: Path, klyngepakker: Command) -> Settings:
    """An installation in which `klyngepakker demo` has run once."""
    done = klyngepakker("demo")
    assert done.returncode == 0, done.stdout + done.stderr
    return Settings(root / "data", root / "review", root / "outputs")
