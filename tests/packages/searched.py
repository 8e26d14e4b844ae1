"""Everything a package says, whatever its files are: words, numbers and raw bytes, down to the last stream.

Belongs here: taking files apart by what they are (their first bytes), never by name, so that a file added to packages
is searched too; and looking for counts in the parts. Does not belong here: which counts (`canaries`).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
import pyarrow as pa
import pyarrow.parquet as pq
import pypdf

#: Entries of PDF dictionaries that are about bytes, glyphs or objects, not about the page.
_TECHNICAL = frozenset(
    {
        "/Length",
        "/Length1",
        "/Length2",
        "/Length3",
        "/W",
        "/Widths",
        "/DW",
        "/First",
        "/N",
        "/Size",
        "/Prev",
        "/Index",
    }
)
_ZSTD = b"\x28\xb5\x2f\xfd"
#: Glyph ids and hashes are written as runs of hexadecimal digits.
_HEX = re.compile(r"<[0-9a-fA-F\s]+>|\b[0-9a-f]{12,}\b")

#: In a sheet of a workbook: which shared string a cell holds (the strings are a member of their own), a row's number.
_REFERENCE = re.compile(r'(?<=<c )[^>]*\bt="s"[^>]*><v>\d+</v>|<row [^>]*>')
#: A number in a workbook's sheet or chart: 1.151 is an O/E there, not a thousand.
_CELL = re.compile(r"<((?:\w+:)?v)>(-?[\d.]+(?:[eE][-+]?\d+)?)</\1>")
#: A whole number as people or programs write it: 1103, 1.103, 1 103, 1,103; not inside a code or a longer number.
_WRITTEN = re.compile(r"(?<![\w.,])(?:\d{1,3}(?:[.,\u00a0\u202f ]\d{3})+|\d+)(?!\w|[.,]\d)")


@dataclass(frozen=True)
class Part:
    """One part of a file. place: path and what of it. value: words, a number, or bytes that are neither."""

    place: str
    value: str | float | bytes


def parts(folder: Path) -> Iterator[Part]:
    """Take every file below a folder apart."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        yield Part(f"{name}: name", name)
        if path.is_file():
            yield from _file(name, path.read_bytes())


def found(folder: Path, counts: Iterable[int]) -> dict[int, list[str]]:
    """Return, for every count that is in the folder, the places where it is."""
    wanted = set(counts)
    hits: dict[int, list[str]] = {}
    for part in parts(folder):
        for count in wanted & _numbers(part.value, wanted):
            hits.setdefault(count, []).append(part.place)
    return hits


def coordinates(folder: Path) -> list[tuple[str, float]]:
    """Return every number that is drawn with, in every PDF below a folder, in order of the pages."""
    return [(p.place, float(p.value)) for p in parts(folder) if p.place.endswith(": drawing")]


def _numbers(value: str | float | bytes, wanted: set[int]) -> set[int]:
    """Return the whole numbers in a part; of bytes only those that are wanted, as 64 bits, whole or floating."""
    if isinstance(value, str):
        return {int(re.sub(r"\D", "", hit)) for hit in _WRITTEN.findall(_HEX.sub(" ", value))}
    if isinstance(value, float):
        return {int(value)} if value.is_integer() else set()
    counts, hits = np.array(sorted(wanted)), set[int]()
    for offset in range(8):
        for form in ("<i8", "<f8"):
            numbers = (
                np.frombuffer(value, form, (len(value) - offset) // 8, offset)
                if len(value) > 15
                else counts[:0]
            )
            hits |= set(numbers[np.isin(numbers, counts)].astype(int).tolist())
    return hits


def _file(name: str, content: bytes) -> Iterator[Part]:
    if content.startswith(b"%PDF"):
        yield from _pdf(name, content)
    elif content.startswith(b"PAR1"):
        yield from _parquet(name, content)
    elif content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for member in archive.namelist():
                yield Part(f"{name}/{member}: name", member)
                yield from _file(f"{name}/{member}", archive.read(member))
    else:
        yield from _text(name, content.decode("utf-8", "replace"))


def _text(name: str, text: str) -> Iterator[Part]:
    if text.startswith("<?xml"):
        text = _REFERENCE.sub(" ", text)
        for cell in _CELL.finditer(text):
            yield Part(f"{name}: cell", float(cell[2]))
        text = _CELL.sub(" ", text)
    yield Part(f"{name}: text", text)


def _parquet(name: str, content: bytes) -> Iterator[Part]:
    file = pq.ParquetFile(pa.BufferReader(content))
    table = file.read()
    for column in table.column_names:
        yield from _values(f"{name}: column {column}", table[column].unique().to_pylist())
    for key, value in (file.metadata.metadata or {}).items():
        yield Part(f"{name}: metadata", f"{key.decode()} {value.decode()}")
    for field in table.schema:
        yield Part(f"{name}: field metadata", repr(field.metadata))
    for group in range(file.metadata.num_row_groups):
        for number in range(file.metadata.num_columns):
            chunk = file.metadata.row_group(group).column(number)
            if chunk.is_stats_set and chunk.statistics.has_min_max:
                yield from _values(f"{name}: statistics", [chunk.statistics.min, chunk.statistics.max])
    yield Part(f"{name}: bytes", content)
    for start in (hit.start() for hit in re.finditer(re.escape(_ZSTD), content)):
        yield Part(f"{name}: page", _unpacked(content[start:]))


def _unpacked(content: bytes) -> bytes:
    """Unpack zstd bytes that something else follows."""
    read = b""
    try:
        with pa.CompressedInputStream(pa.BufferReader(content), "zstd") as stream:
            while more := stream.read(4096):
                read += more
    except OSError:
        pass
    return read


def _values(place: str, values: Iterable[Any]) -> Iterator[Part]:
    for value in values:
        if isinstance(value, int | float):
            yield Part(place, float(value))
        elif value is not None:
            yield Part(place, str(value))


def _pdf(name: str, content: bytes) -> Iterator[Part]:
    for number, sheet in enumerate(pypdf.PdfReader(io.BytesIO(content)).pages, 1):
        yield Part(f"{name}: words of page {number}", sheet.extract_text())
    with pikepdf.open(io.BytesIO(content)) as pdf:
        drawn = {sheet.Contents.objgen for sheet in pdf.pages}
        for sheet in pdf.pages:
            for instruction in pikepdf.parse_content_stream(sheet):
                yield from _drawing(name, list(instruction.operands))
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Stream):
                yield from _stream(name, thing, thing.objgen in drawn)
            yield from _object(name, thing)
        yield from _object(name, pdf.trailer)


def _drawing(name: str, operands: list[Any]) -> Iterator[Part]:
    for operand in operands:
        if isinstance(operand, pikepdf.Array):
            yield from _drawing(name, list(operand))
        elif isinstance(operand, pikepdf.String):
            yield Part(f"{name}: drawn text", str(operand))
        elif not isinstance(operand, pikepdf.Object):
            yield Part(f"{name}: drawing", float(operand))


def _stream(name: str, stream: pikepdf.Stream, drawn: bool) -> Iterator[Part]:
    content = stream.read_bytes()
    if stream.get("/Type") == "/EmbeddedFile":
        yield from _file(f"{name}/attachment", content)
    elif stream.get("/Subtype") == "/Form":
        for instruction in pikepdf.parse_content_stream(stream):
            yield from _drawing(name, list(instruction.operands))
    elif not drawn:
        # Metadata, glyph maps and fonts.
        yield Part(f"{name}: stream", content.decode("latin-1"))
        yield Part(f"{name}: stream", content)


def _object(name: str, thing: Any) -> Iterator[Part]:
    """Yield the words and numbers of a dictionary or list itself; what it refers to is an object of its own."""
    if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        entries = [(key, value) for key, value in thing.items() if key not in _TECHNICAL]
    elif isinstance(thing, pikepdf.Array):
        entries = [("", value) for value in thing]
    else:
        return
    for key, value in entries:
        if isinstance(value, pikepdf.String):
            yield Part(f"{name}: {key}", str(value))
        elif isinstance(value, pikepdf.Object):
            if not value.is_indirect:
                yield from _object(name, value)
        elif not isinstance(value, bool):
            yield Part(f"{name}: {key}", float(value))
