"""A bare file becomes a delivery: which source it is of, which days it covers, a folder in the inbox.

Belongs here: recognising a source by its header. Does not belong here: judging the rows; a file whose source
is clear but whose columns are incomplete is wrapped, and refused with reasons when it is received.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from assets.extracts.columns import canonical, place_columns, refuse_layout
from assets.extracts.facts import Unreadable
from assets.extracts.read import Delivered, connect, open_delivered, scan
from assets.extracts.typed import column_type
from assets.manifest import (
    MANIFEST,
    File,
    Manifest,
    ManifestError,
    Span,
    read_manifest,
    write_manifest,
)
from schemas.source import Source, Table, sources

_UNSTATED = "ikke oplyst"


class WrapError(ValueError):
    """The files cannot be made a delivery. The message is a sentence and holds no value."""


def wrap(
    files: Sequence[Path],
    inbox: Path,
    span: str | None = None,
    source: str | None = None,
    deliverer: str = _UNSTATED,
    purpose: str = _UNSTATED,
    legal_basis: str = _UNSTATED,
) -> Path:
    """Make `files` one delivery in `inbox` and return its folder.

    The source is told by the columns (or `source`), the span ("2026-01-01..2026-06-30") by the days in the
    files where it is not given; a snapshot without days is dated today. Files are linked where possible, else
    copied; the manifest is written last. The same files again return the folder made before. Raises WrapError
    with a sentence.
    """
    opened = [_open(path) for path in files]
    origin, tables = _recognise(opened, source)
    described = tuple(
        File(t.name, f.path.name, f.facts.sha256, f.facts.bytes) for t, f in zip(tables, opened, strict=True)
    )
    if len({f.path for f in described}) < len(described):
        raise WrapError("two files have the same name; rename one")
    if before := _before(inbox, origin, described):
        return before
    try:
        days = Span.parse(span) if span else _span(origin, tables, opened, inbox)
        manifest = Manifest(origin.name, days, deliverer, purpose, legal_basis, described)
    except ManifestError as error:
        raise WrapError(str(error)) from None
    folder = inbox / f"{origin.name}-{manifest.delivery}"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for file in opened:
        _bring(file.path, folder / file.path.name)
    write_manifest(folder, manifest)
    return folder


def _open(path: Path) -> Delivered:
    if not path.is_file():
        raise WrapError(f"{path.name} is not a file")
    try:
        return open_delivered(path)
    except Unreadable as problem:
        raise WrapError(f"{path.name} breaks rule {problem.rule}: {problem.detail}") from None


def _recognise(opened: Sequence[Delivered], name: str | None) -> tuple[Source, list[Table]]:
    """Return the source whose tables the files are, and the table of each file."""
    if name is not None and name not in sources():
        raise WrapError(f"there is no source {name}; known sources are {', '.join(sources())}")
    candidates = [sources()[name]] if name else list(sources().values())
    found = [_best(file, candidates) for file in opened]
    origins = {source.name for source, _ in found}
    if len(origins) > 1:
        raise WrapError(f"the files are of different sources: {', '.join(sorted(origins))}; wrap each alone")
    source, tables = found[0][0], [table for _, table in found]
    wanted, given = sorted(t.name for t in source.tables), sorted(t.name for t in tables)
    if wanted != given:
        raise WrapError(
            f"a delivery of {source.name} is {len(wanted)} file(s) given together ({', '.join(wanted)}); "
            f"these are: {', '.join(given)}"
        )
    return source, tables


def _best(file: Delivered, candidates: Sequence[Source]) -> tuple[Source, Table]:
    """The table whose columns fit best: exactly, else most known columns and fewest strange."""
    scores: list[tuple[tuple[int, int, int], Source, Table]] = []
    for source in candidates:
        _refuse(source, file, by_name=False)
        for table in source.tables:
            known = [n for n in canonical(table, file.columns) if n]
            strange = len(file.columns) - len(known)
            scores.append(
                ((int(_fits(table, file)), len(known) - strange, -len(table.contract.columns)), source, table)
            )
    scores.sort(key=lambda s: s[0], reverse=True)
    best = scores[0]
    if best[0][1] < 2:
        raise WrapError(f"{file.path.name}: no source has columns like these")
    if len(scores) > 1 and scores[1][0] == best[0]:
        raise WrapError(f"{file.path.name}: several sources have columns like these; name the source")
    _refuse(best[1], file, by_name=True)
    return best[1], best[2]


def _refuse(source: Source, file: Delivered, by_name: bool) -> None:
    try:
        refuse_layout(source, file.columns, file.path.name if by_name else "")
    except Unreadable as problem:
        raise WrapError(f"{file.path.name}: {problem.detail}") from None


def _fits(table: Table, file: Delivered) -> bool:
    return not place_columns(table, file.columns)[1]


def _before(inbox: Path, source: Source, files: tuple[File, ...]) -> Path | None:
    """The folder in which the same contents were delivered before."""
    wanted = {(f.table, f.sha256) for f in files}
    for path in sorted(inbox.glob(f"[!.]*/{MANIFEST}")):
        try:
            manifest = read_manifest(path.parent)
        except ManifestError:
            continue
        if manifest.source == source.name and {(f.table, f.sha256) for f in manifest.files} == wanted:
            return path.parent
    return None


def _span(source: Source, tables: Sequence[Table], opened: Sequence[Delivered], inbox: Path) -> Span:
    """The first and last day in the files' date columns."""
    days: list[date] = []
    dated = False
    inbox.mkdir(parents=True, exist_ok=True, mode=0o700)
    for table, file in zip(tables, opened, strict=True):
        place, _ = place_columns(table, file.columns)
        if table.date and table.date in place:
            dated = True
            days += _days(table, file, place, inbox)
    if days:
        return Span(min(days), max(days))
    if dated or source.replaces == "span":
        raise WrapError(f"the days of {source.name} cannot be read from the file; give the span")
    return Span(date.today(), date.today())


def _days(table: Table, file: Delivered, place: Mapping[str, int], inbox: Path) -> list[date]:
    name = str(table.date)
    weeks = column_type(table, name) == "varchar"
    form = "[0-9]{2}(0[1-9]|[1-4][0-9]|5[0-3])" if weeks else "[0-9]{4}-[0-9]{2}-[0-9]{2}([ T].*)?"
    with TemporaryDirectory(dir=inbox, prefix=".wrap-") as work, connect(Path(work)) as connection:
        try:
            (found,) = connection.execute(
                f"select min(x), max(x) from (select trim(c{place[name]}) as x "
                f"from {scan(connection, file, Path(work))}) where regexp_full_match(x, '{form}')"
            ).fetchall()
        except (duckdb.Error, Unreadable):
            raise WrapError(f"{file.path.name} cannot be read to its end: cut off or damaged") from None
    try:
        return [_monday(x) if weeks else date.fromisoformat(x[:10]) for x in found if x]
    except ValueError:
        raise WrapError(f"{file.path.name}: {name} holds days that do not exist; give the span") from None


def _monday(week: str) -> date:
    """The Monday of a claim week ÅÅUU; from 90 it is 19ÅÅ. Week 53 is always the week after 52."""
    year = int(week[:2]) + (1900 if week[:2] >= "90" else 2000)
    return date.fromisocalendar(year, 1, 1) + timedelta(weeks=int(week[2:]) - 1)


def _bring(path: Path, target: Path) -> None:
    """Link the file into the delivery, or copy it where the disk differs."""
    target.unlink(missing_ok=True)
    try:
        os.link(path.resolve(), target)
    except OSError:
        shutil.copyfile(path, target)
