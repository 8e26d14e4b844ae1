"""The bytes of a delivered file, read once: their hash, and for text the character table they are written in.

Belongs here: hashing, telling encodings apart, the copy in UTF-8 where DuckDB cannot read the original.
Nothing is guessed from words: UTF-8 is proven byte by byte; what is not UTF-8 is Windows-1252 when it has
bytes that only Windows-1252 uses, else ISO-8859-1 (there the two agree). Wrong tables that pass this
(MacRoman, text encoded twice) are caught by the contract's rule "encoding".
"""

from __future__ import annotations

import codecs
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Encoding = Literal["utf-8", "windows-1252", "iso-8859-1"]
_CHUNK = 1 << 20
#: Bytes that ISO-8859-1 leaves to control characters and Windows-1252 uses for € ‘ ’ – and others ...
_ONLY_1252 = bytes(range(0x80, 0xA0))
#: ... but for these five, which no Windows-1252 text has.
_UNDEFINED = b"\x81\x8d\x8f\x90\x9d"
_NOT_ONLY_1252 = bytes(b for b in range(256) if b not in _ONLY_1252)


class Unreadable(ValueError):
    """A file breaks a rule before any row can be read. `rule` is its name, the message our own words."""

    def __init__(self, rule: str, detail: str, column: str = ""):
        super().__init__(detail)
        self.rule = rule
        self.detail = detail
        self.column = column


@dataclass(frozen=True)
class Facts:
    """What one pass over a file's bytes tells. `encoding` is None for bytes that are no text we read."""

    sha256: str
    bytes: int
    encoding: Encoding | None
    ends_line: bool


def look(path: Path) -> Facts:
    """Read `path` once in constant memory and return its facts."""
    digest, size, last = hashlib.sha256(), 0, b""
    decoder = codecs.getincrementaldecoder("utf-8")()
    high: set[int] = set()
    utf8, nul = True, False
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            size, last = size + len(chunk), chunk[-1:]
            nul = nul or 0 in chunk
            if utf8:
                utf8 = _decodes(decoder, chunk)
            if not chunk.isascii() and len(high) < len(_ONLY_1252):
                high.update(chunk.translate(None, _NOT_ONLY_1252))
    utf8 = utf8 and _decodes(decoder, b"", final=True)
    encoding = None if nul else _encoding(utf8, high)
    return Facts(digest.hexdigest(), size, encoding, last in (b"\n", b"\r"))


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def _encoding(utf8: bool, high: set[int]) -> Encoding | None:
    if utf8:
        return "utf-8"
    if not high:
        return "iso-8859-1"
    return None if high & set(_UNDEFINED) else "windows-1252"


def recode(path: Path, folder: Path) -> Path:
    """Write the Windows-1252 file `path` as UTF-8 into `folder` (mode 0600) and return the new file.

    DuckDB reads ISO-8859-1 by itself but not Windows-1252's own characters. The caller deletes the copy.
    """
    copy = folder / "recoded.csv"
    with (
        path.open("rb") as source,
        open(os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out,
    ):
        while chunk := source.read(_CHUNK):
            out.write(chunk.decode("cp1252").encode())
    return copy
