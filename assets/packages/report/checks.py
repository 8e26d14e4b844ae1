"""What every document must pass before its package leaves the staging folder: its words as data, its file as a PDF.

Belongs here: checks of a finished document, cheap enough for every one. Does not belong here: what is shown
(`figures`, `tables`), and checks that read every page's text or structure back (tests/packages): they cost more than
drawing the document.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from math import isfinite
from typing import Any

import page
import pypdf

from assets.packages.figures import Figures
from assets.packages.report.errors import ReportError
from schemas.indicator import TEXTS, Indicator

#: So many pages has a package that is read at a meeting, and an insert that is read before it.
PAGES = range(6, 31)
INSERT_PAGES = range(1, 3)
#: A shorter alt text says no more than what kind of drawing it is.
SHORTEST_ALT = 40

_PROFILES = {"ua1": "PDF/UA-1", "2a": "PDF/A-2a"}
#: page-validation 0.11.0 takes a stream whose data end in a carriage return for one byte too short: one package in ten.
#: veraPDF accepts those files. Lengths are therefore compared here, and only this rule of its is not believed.
_LENGTH_RULE = "PDFA2A-STREAM-LENGTH-001"
_LENGTH, _STREAM = re.compile(rb"/Length (\d+)"), re.compile(rb"stream\r?\n")
_END = re.compile(rb"\r?\n?endstream")

#: What no reader may meet -> what it is. Numbers with one or two decimals after a point are English; dates, versions,
#: codes (DI48.9) and thousands are not. "0.123" is never a thousand.
_FORBIDDEN = {
    re.compile(r"\b(nan|NaN|None|null|inf|True|False)\b"): "a placeholder",
    re.compile(r"[{}\ufffd]"): "an unfilled or broken character",
    re.compile(r"(?<!\.)\.\.(?!\.)"): "two full stops",
    re.compile(r"\d\.\d+\s?(pct|%|procent)"): "an English decimal",
}
_ENGLISH = re.compile(r"(?<![\w.,])(0\.\d+|\d+\.\d{1,2})(?![\w.])")
#: Words written by people in the catalogue and the release, where a point is also a paragraph, version or code.
_PROSE = frozenset({"definitions", "sources", "purposes", "quality", "colophon"})
#: Where clinics' own words are printed as they typed them: how they write stops no package.
_TYPED = ("since", "groups", "rows")
#: Words of an indicator that stand on its own page; the others stand with the definitions.
_ON_PAGE = frozenset({"title", "question", "met", "reflection"})
#: Numbers of the row itself: none of them may be there unless it is shown.
_OWN_NUMBERS = ("at", "low", "high", "share", "interval", "count", "value", "shape", "word")

#: A value of the document, where it stands (as messages say it), and the keys that lead to it.
_Found = tuple[str, tuple[str, ...], Any]


def check_texts(catalogue: Sequence[Indicator]) -> None:
    """Refuse indicators that lack words: a page without them would be drawn, with nobody noticing.

    Raises ReportError naming page, indicator and fields.
    """
    for indicator in catalogue:
        lacking = [name for name in TEXTS if not getattr(indicator, name).strip()]
        lacking += (
            [] if indicator.reflection and all(q.strip() for q in indicator.reflection) else ["reflection"]
        )
        if lacking:
            where = "indicator page" if _ON_PAGE & set(lacking) else "definitions"
            raise ReportError(f"{where} of {indicator.name}: no words for {', '.join(lacking)}")


def check_document(document: dict[str, Any]) -> None:
    """Refuse a document with a useless alt text, a placeholder, an English decimal or a number in a hidden row.

    Raises ReportError naming page, indicator and what is wrong; the offending text is quoted, for it is printed.
    """
    found = list(_walk(document, "", ()))
    for where, keys, value in found:
        if wrong := _wrong(keys, value):
            raise ReportError(f"{where}: {wrong}")
    alts = Counter(value for _, keys, value in found if keys[-1:] == ("alt",))
    for where, keys, value in found:
        if keys[-1:] == ("alt",) and alts[value] > 1:
            raise ReportError(f"{where}: the same alt text stands {alts[value]} times: {value!r}")


def check_rows(document: dict[str, Any], figures: Figures, years: dict[str, str | None]) -> None:
    """Refuse a document whose tables of practices lack a row or hide more or fewer than the protected table.

    years: the year each indicator's table is about. Raises ReportError naming the indicator's page.
    """
    for content in document["indicators"]:
        name = content["name"]
        year = years[name] or ""
        wanted = Counter(f.state for f in figures.level(name, "practice", year))
        drawn = Counter(row["state"] for row in content["forest"]["rows"] if row["level"] == "practice")
        if wanted != drawn:
            raise ReportError(
                f"indicator page of {name}: its table has {dict(drawn)} rows of practices, not {dict(wanted)}"
            )


def check_pdf(pdf: bytes, name: str, pages: range, bookmarks: Sequence[str] = ()) -> None:
    """Refuse a file that is not PDF/UA-1 and PDF/A-2a, has too few or many pages, or lacks a bookmark.

    name: the file, for the message. bookmarks: titles that must stand among its own in this order. Raises ReportError.
    """
    count = 0
    for profile, standard in _PROFILES.items():
        try:
            report = page.validate_pdf_bytes(pdf, profile=profile)
        except page.PageError as error:
            raise ReportError(f"{name}: not {standard}: {error}") from None
        failures = [f for f in report.failures if f.rule_id != _LENGTH_RULE]
        if failures:
            raise ReportError(
                f"{name}: not {standard}: {len(failures)} faults, the first is {failures[0].rule_id} "
                f"({failures[0].message})"
            )
        count = report.document.page_count
    if not _true_lengths(pdf):
        raise ReportError(f"{name}: not PDF/A-2a: a stream is not as long as it says")
    if count not in pages:
        raise ReportError(f"{name}: {count} pages, not {pages.start} to {pages.stop - 1}")
    if bookmarks:
        _check_bookmarks(pdf, name, bookmarks)


def _walk(value: Any, where: str, keys: tuple[str, ...]) -> Iterator[_Found]:
    """Yield every value that is no container, and every row (something with a state), with its place."""
    if isinstance(value, dict):
        if keys and value.get("name") and "state" not in value and " of " not in where:
            where = f"{_page_of(keys)} of {value['name']}"
        if "state" in value:
            yield where, keys, value
        for key, part in value.items():
            yield from _walk(part, where or key, (*keys, key))
    elif isinstance(value, (list, tuple)):
        if value and all(isinstance(row, dict) and {"state", "level"} <= row.keys() for row in value):
            yield where, keys, value
        for part in value:
            yield from _walk(part, where, keys)
    else:
        yield where, keys, value


def _page_of(keys: tuple[str, ...]) -> str:
    return "indicator page" if keys[0] == "indicators" else keys[0]


def _wrong(keys: tuple[str, ...], value: Any) -> str:
    """Say what is wrong with one value; empty when nothing is."""
    if isinstance(value, dict):
        return _wrong_row(value)
    if isinstance(value, list):
        return _wrong_order(value)
    if isinstance(value, float) and not isfinite(value):
        return f"{keys[-1]} is {value}"
    if keys[-1] == "alt":
        return _wrong_alt(value) or _wrong_text(keys, value)
    return _wrong_text(keys, value) if isinstance(value, str) else ""


def _wrong_row(row: dict[str, Any]) -> str:
    held = [key for key in _OWN_NUMBERS if row.get(key) not in (None, "")]
    return f"a row that is {row['state']} holds {', '.join(held)}" if row["state"] != "shown" and held else ""


def _wrong_order(rows: list[dict[str, Any]]) -> str:
    """Look for a shown row after a hidden one of the same level: its place would tell what is hidden."""
    hidden = set()
    for row in rows:
        if row["state"] == "hidden":
            hidden.add(row["level"])
        elif row["level"] in hidden:
            return "a hidden row stands before one that is not"
    return ""


def _wrong_alt(alt: Any) -> str:
    if not isinstance(alt, str) or len(alt) < SHORTEST_ALT:
        return f"an alt text is shorter than {SHORTEST_ALT} characters: {alt!r}"
    if not re.search(r"\d", alt):
        return f"an alt text has no number: {alt!r}"
    return ""


def _wrong_text(keys: tuple[str, ...], text: str) -> str:
    if keys[: len(_TYPED)] == _TYPED:
        return ""
    for pattern, what in _FORBIDDEN.items():
        if pattern.search(text):
            return f"{what} in {text!r}"
    if keys[0] not in _PROSE and (number := _ENGLISH.search(text)):
        return f"an English decimal {number.group()} in {text!r}"
    return ""


def _true_lengths(pdf: bytes) -> bool:
    """Say whether every stream ends where its dictionary says."""
    at = 0
    while length := _LENGTH.search(pdf, at):
        start = _STREAM.search(pdf, length.end())
        if start is None:
            return False
        at = start.end() + int(length[1])
        if not _END.match(pdf, at):
            return False
    return True


def _check_bookmarks(pdf: bytes, name: str, wanted: Sequence[str]) -> None:
    outline = pypdf.PdfReader(io.BytesIO(pdf)).outline
    found = iter([str(entry.title) for entry in outline if not isinstance(entry, list)])
    for title in wanted:
        if title not in found:  # consumes: order matters
            raise ReportError(f"{name}: no bookmark {title!r} in its place")
