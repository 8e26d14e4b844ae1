"""Typst: the document as data in, a PDF/A-2a and PDF/UA-1 file out, the same bytes for the same data.

Belongs here: the compiler's settings and its errors. Every warning is an error: Typst drops content with no
more than a warning, and the file still passes the validators.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import typst

from assets.packages.report.errors import ReportError

_HERE = Path(__file__).parent
TEMPLATES = _HERE / "templates"
FONTS = _HERE / "fonts"
#: What the templates set. Without one Typst takes another weight and says nothing.
_FONT_FILES = (
    "SourceSans3-Regular.otf",
    "SourceSans3-Semibold.otf",
    "SourceSans3-Bold.otf",
    "SourceSerif4-Semibold.otf",
    "SourceSerif4Display-Semibold.otf",
)
_STANDARDS: list[typst.PDFStandard] = ["a-2a", "ua-1"]

#: Version of the PyPI package; the engine it carries decides every byte of the document.
ENGINE = version("typst")


@cache
def _fonts() -> typst.Fonts:
    """Load the shipped fonts once, and no others: bytes must not depend on the machine. ReportError when one lacks."""
    if lacking := [name for name in _FONT_FILES if not (FONTS / name).exists()]:
        raise ReportError(f"font {', '.join(lacking)} is missing")
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])


def template_files() -> Iterator[tuple[str, bytes]]:
    """Yield (relative name, bytes) of every template and font, sorted: they are part of the content."""
    for path in sorted([*TEMPLATES.rglob("*.typ"), *FONTS.glob("*.otf")]):
        yield path.relative_to(_HERE).as_posix(), path.read_bytes()


def render(document: dict[str, Any], cutoff: date) -> bytes:
    """Draw a cluster's report.

    Its only date is `cutoff`. Raises ReportError with the page at fault and Typst's sentence.
    """
    try:
        return _compile(document, cutoff)
    except ReportError as error:
        raise ReportError(f"{_blame(document, cutoff)}: {error}") from None


def render_insert(document: dict[str, Any], cutoff: date) -> bytes:
    """Draw a practice's insert. Raises ReportError with Typst's sentence; it does not say whose insert it was."""
    try:
        return _compile(document, cutoff, "praksis.typ")
    except ReportError as error:
        raise ReportError(f"insert of a practice: {error}") from None


def _compile(document: dict[str, Any], cutoff: date, template: str = "klyngepakke.typ") -> bytes:
    moment = datetime.combine(cutoff, time(), tzinfo=UTC)
    try:
        pdf, warnings = typst.compile_with_warnings(
            str(TEMPLATES / template),
            root=str(TEMPLATES),
            font_paths=_fonts(),
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(document, ensure_ascii=False, sort_keys=True)},
            pdf_standards=_STANDARDS,
            timestamp=moment,
        )
    except typst.TypstError as error:
        raise ReportError(f"Typst: {error.message}") from None
    if warnings:
        raise ReportError(f"Typst warned: {warnings[0].message}")
    return bytes(pdf)


def _blame(document: dict[str, Any], cutoff: date) -> str:
    """Find the page at fault by drawing the document with one indicator at a time (only ever done after an
    error).
    """
    failing = [
        page["name"] for page in document["indicators"] if not _draws(_only(document, page["name"]), cutoff)
    ]
    if not failing:
        return "document as a whole"
    return (
        f"indicator page of {', '.join(failing)}" if _draws(_only(document, ""), cutoff) else "common pages"
    )


def _only(document: dict[str, Any], name: str) -> dict[str, Any]:
    """Return the document with one indicator, also in the lists of the common pages."""
    others = {page["name"] for page in document["indicators"]} - {name}

    def kept(part: Any) -> Any:
        if isinstance(part, dict):
            return {key: kept(value) for key, value in part.items()}
        if isinstance(part, list):
            return [kept(entry) for entry in part if _name(entry) not in others]
        return part

    only: dict[str, Any] = kept(document)
    return only


def _name(entry: Any) -> str:
    return str(entry.get("name", "")) if isinstance(entry, dict) else ""


def _draws(document: dict[str, Any], cutoff: date) -> bool:
    try:
        _compile(document, cutoff)
    except ReportError:
        return False
    return True
