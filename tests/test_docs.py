"""The README's and the documents' commands exist, with the options they are written with."""

from __future__ import annotations

import re
import subprocess

import pytest
import typer.main

from pipelines.cli import app
from pipelines.settings import PROJECT

DOCUMENTS = [PROJECT / "README.md", PROJECT / "CONTRIBUTING.md", *sorted((PROJECT / "docs").rglob("*.md"))]
TEXT = "\n".join(d.read_text(encoding="utf-8") for d in DOCUMENTS)
TARGETS = sorted(set(re.findall(r"(?:`|^)make ([a-z-]+)", TEXT, re.MULTILINE)))
COMMANDS = sorted(
    set(re.findall(r"klyngepakker ((?:demo|receive|release|status|attack|catalogue|dev)[^`#\n]*)", TEXT))
)


def test_documents_speak_of_commands_at_all() -> None:
    assert {"run", "test", "check"} <= set(TARGETS)
    assert len(COMMANDS) >= 5


@pytest.mark.parametrize("target", TARGETS)
def test_every_make_target_exists(target: str) -> None:
    done = subprocess.run(["make", "-n", target], cwd=PROJECT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("line", COMMANDS)
def test_every_command_line_parses(line: str) -> None:
    words = line.replace("`", "").replace("...", "").split()
    command = typer.main.get_command(app).commands[words[0]]  # type: ignore[attr-defined]
    command.make_context(words[0], [w for w in words[1:] if w], resilient_parsing=False)


def test_no_commit_names_a_machine_or_a_registry() -> None:
    lock = (PROJECT / "requirements.lock").read_text(encoding="utf-8")
    assert "--hash=sha256:" in lock
    assert not re.search(r"https?://|--(extra-)?index-url|--find-links", lock)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda d: d.name)
def test_every_link_between_documents_leads_somewhere(document) -> None:
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", document.read_text(encoding="utf-8")):
        assert (document.parent / target).exists(), target


def test_the_librarys_example_runs() -> None:
    text = (PROJECT / "docs" / "disclosure.md").read_text(encoding="utf-8")
    example = re.search(r"```python\n(.*?)```", text, re.DOTALL)
    assert example
    names: dict[str, object] = {}
    exec(example[1], names)
    assert names["plan"].hidden.any()  # type: ignore[attr-defined]
